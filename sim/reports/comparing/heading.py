"""The words over the pictures of a comparison: both arms, from when to when, how many pairs with which seeds.

Owns that subtitle. Knows nothing of what a picture shows.
"""

from __future__ import annotations

from datetime import date, timedelta

from sim.calendar import monday
from sim.experiments.comparing.compare import Comparison
from sim.experiments.comparing.wording import counted, seed_words
from sim.reports import words

__all__ = ["arm_words", "end_of", "subtitle"]


def subtitle(comparison: Comparison, when: str = "") -> str:
    """Write both arms, and in a second line `when` (else the months of the runs), pairs and seeds."""
    months = when or f"{words.month(comparison.a.scenario.start)} to {words.month(end_of(comparison))}"
    draws = len(comparison.draws)
    pairs = f"n = {comparison.seeds.size} pairs"
    if draws > 1:
        pairs = (
            f"n = {draws} sets of {counted(len(comparison.draws[0]), 'number')} × {counted(comparison.runs, 'pair')}"
        )
    arms = "  ·  ".join(arm_words(comparison, arm) for arm in range(2))
    return f"{arms}\n{months}  ·  {pairs}, {seed_words(comparison)}, the same in both arms"


_ROOM = 70
"""Signs for one arm: two of them fill a line of the page."""


def arm_words(comparison: Comparison, arm: int) -> str:
    """Name an arm by its title, as far as there is room, and by the words that run it again."""
    called = words.clip(comparison.names[arm], _ROOM - 4)
    title = (comparison.a, comparison.b)[arm].scenario.title
    room = _ROOM - len(called) - 7
    return (
        f"{'AB'[arm]}  {words.clip(title, room)} ({called})"
        if room >= min(len(title), 12)
        else f"{'AB'[arm]}  {called}"
    )


def end_of(comparison: Comparison) -> date:
    """Return the day on which the runs end."""
    return monday(comparison.a.scenario.start) + timedelta(weeks=comparison.weeks)
