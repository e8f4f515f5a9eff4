"""What may be said of a comparison, and in which words: effects in pairs of this model, never of history.

    sentence(comparison, "civilians_deaths")
    Under these rules and this set of numbers, civilian deaths are lower with B in 97 of 100 pairs, higher in 3.

Two digits; more where a difference, or the width of an interval, would not show.
Owns this wording. Knows nothing of how a terminal or a picture shows it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.experiments.comparing.paired import Contrast

if TYPE_CHECKING:
    from sim.experiments.columns import Reading
    from sim.experiments.comparing.compare import Comparison

__all__ = [
    "RANGE",
    "beside",
    "counted",
    "drawn_words",
    "figure",
    "ignorance_words",
    "interval_words",
    "phrase",
    "seed_words",
    "sentence",
    "worth_words",
]

RANGE = "This is the range of the model under its assumptions, not of history."

_PHRASES: Mapping[str, str] = {
    "civilians_deaths": "civilian deaths are",
    "all_deaths": "deaths of all are",
    "regime_area": "the area of the regime is",
}
"""Outcomes that every comparison has, as the subject of a sentence."""

_SMALLEST = -3
"""Power of ten below which nothing is told: a thousandth of a per cent or of a week."""


def figure(value: float, *, signed: bool = False) -> str:
    """Write a number in two digits: 17,234 gives `17,000`, 0.256 `0.26`; `signed` puts a plus before a gain."""
    return _to(value, _place(value, 2), signed=signed)


def beside(value: float, difference: float) -> str:
    """Write a number in two digits, or in as many as show a difference beside it."""
    return _to(value, min(_place(value, 2), _place(difference, 1)))


def _place(value: float, digits: int) -> int:
    """Return the power of ten of the last of so many digits, one below ten being the smallest of whole people."""
    if not value:
        return 0
    return max(math.floor(math.log10(abs(value))) - digits + 1, _SMALLEST)


def _to(value: float, place: int, *, signed: bool = False) -> str:
    rounded = round(value, -place)
    return f"{rounded:{'+' if signed else ''},.{max(-place, 0)}f}" if rounded else "0"


def counted(count: int, name: str) -> str:
    """Write how many of a thing there are: `1 point`, `1,200 runs`."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def phrase(reading: Reading) -> str:
    """Return an outcome as the subject of a sentence, with its verb."""
    return _PHRASES.get(reading.name, f"{reading.name} is")


def drawn_words(comparison: Comparison) -> str:
    """Say which numbers were drawn, how often and from what; empty where both arms have those declared."""
    draws, many, told = len(comparison.draws), len(comparison.draws[0]), comparison.numbers
    if told is None:
        return f"{draws} draws of {many} numbers within their declared ranges" if draws > 1 else ""
    if "draw" in told:
        return f"numbers of posterior draw {told['draw']}"
    return f"{counted(draws, 'set')} of {counted(many, 'number')} drawn from {told['told']}"


def seed_words(comparison: Comparison) -> str:
    """Say which seeds were run: `seeds 1 to 100`, or `seeds 1 to 20, each with 4 more, 200 apart`."""
    seeds = comparison.seeds
    if seeds.shape[0] < 2 or seeds.shape[1] < 2 or seeds[0, 1] == seeds[0, 0] + 1:
        return f"seeds {seeds.min()} to {seeds.max()}"
    step = seeds[0, 1] - seeds[0, 0]
    return f"seeds {seeds[0, 0]} to {seeds[-1, 0]}, each with {seeds.shape[1] - 1} more, {step} apart"


def ignorance_words(comparison: Comparison) -> str:
    """Say in a sentence what the spread between draws means, or that there is none."""
    if len(comparison.draws) < 2:
        return "Luck alone, under one set of numbers; ignorance of the numbers is wider."
    if comparison.numbers is None:
        return "Luck and ignorance; numbers drawn evenly within declared ranges: wide priors, no posterior."
    return f"Luck and ignorance; numbers drawn from {comparison.numbers['told']}."


def sentence(comparison: Comparison, name: str) -> str:
    """Say of one outcome in how many pairs the effect has which sign; never more than that."""
    reading = next(one for one in comparison.readings if one.name == name)
    found = comparison.contrasts[name]
    under = "these rules and ranges" if found.draws > 1 else "these rules and this set of numbers"
    signs = sorted([(found.down, "lower"), (found.up, "higher")], key=lambda sign: -sign[0])
    told = f"{signs[0][1]} with B in {signs[0][0]} of {found.pairs} pairs, {signs[1][1]} in {signs[1][0] or 'none'}"
    if found.equal:
        told += f", the same in {found.equal}"
    doubt = "" if found.clear else "; the mean cannot be told from no difference"
    return f"Under {under}, {phrase(reading)} {told}{doubt}."


def interval_words(found: Contrast) -> str:
    """Return the mean difference with its interval; without one where there is one pair."""
    if found.interval is None:
        return f"{figure(found.mean, signed=True)} (no interval)"
    low, high = found.interval
    place = _place(found.mean, 2)
    if high > low:  # as sharp as the interval is wide: no digit that it hides, and none that would hide it
        place = max(min(place, _place(high - low, 1)), _place(high - low, 2))
    mean, low_end, high_end = (_to(value, place, signed=True) for value in (found.mean, low, high))
    return f"{mean} ({low_end} to {high_end})"


def worth_words(worth: float | None) -> str:
    """Say how many times the runs unshared seeds would need; a factor about one or below is no gain."""
    if worth is None:
        return "-"
    return "exact" if math.isinf(worth) else f"{figure(worth)} x"
