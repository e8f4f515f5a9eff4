"""What a comparison comes to, in a few lines: what differs, what changes, in how many pairs, where the files are.

Owns the words that `theatre compare` prints. Civilians come first. Knows nothing of how the runs were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.calendar import date_of
from sim.cli.tables import paragraph, table
from sim.experiments.comparing.compare import HORIZONS, WEEKLY
from sim.experiments.comparing.wording import (
    RANGE,
    beside,
    counted,
    drawn_words,
    figure,
    ignorance_words,
    interval_words,
    seed_words,
    sentence,
    worth_words,
)

if TYPE_CHECKING:
    from sim.experiments.comparing.compare import Comparison
    from sim.experiments.comparing.paired import Contrast, Ignorance

__all__ = ["as_words"]

_MOST = 12
"""Lines of what differs that are shown; comparison.json has all."""

_ABSENT = "-"

_HEAD = ("Outcome", "unit", "A", "B", "B - A, mean (95 %)", "more", "less", "same", "pairing worth")


def as_words(comparison: Comparison, folder: Path) -> str:
    """Return the comparison as text for a terminal."""
    rows = [
        _row(one.name, one.unit, comparison.contrasts[one.name], never=bool(one.horizon)) for one in comparison.readings
    ]
    return "\n".join([
        f"A  {_titled(comparison, 0)}",
        f"B  {_titled(comparison, 1)}",
        *(paragraph(line, "", fit=True) for line in _sample(comparison)),
        "",
        *_differing(comparison),
        "",
        table(_HEAD, rows),
        "",
        *(paragraph(sentence(comparison, name), "", fit=True) for name in WEEKLY),
        "",
        *_apart(comparison),
        *(paragraph(line, "", fit=True) for line in _notes(comparison)),
        RANGE,
        f"Every pair, and the picture: {folder}",
    ])  # fmt: skip


def _titled(comparison: Comparison, arm: int) -> str:
    loaded = (comparison.a, comparison.b)[arm]
    return f"{comparison.names[arm]}: {loaded.scenario.title}"


def _sample(comparison: Comparison) -> Iterator[str]:
    scenario = comparison.a.scenario
    first, last = date_of(0, scenario.start), date_of(comparison.weeks, scenario.start)
    seeds = f"{seed_words(comparison)}, the same in both arms"
    yield f"{first} to {last}, {comparison.weeks} weeks, {comparison.seeds.size} pairs of runs, {seeds}"
    if drawn := drawn_words(comparison):
        each = f"; {counted(comparison.runs, 'pair')} each" if len(comparison.draws) > 1 else ""
        yield f"{drawn}, the same in both arms{each}"


def _differing(comparison: Comparison) -> list[str]:
    found = comparison.differences
    lines = [paragraph(f"{one.key}: {one.a} | {one.b}", fit=True) for one in found[:_MOST]]
    more = [f"  ... and {len(found) - _MOST} more (comparison.json)"] if len(found) > _MOST else []
    return ["What differs (A | B; - is absent)", *lines, *more]


def _row(name: str, unit: str, found: Contrast, *, never: bool) -> tuple[str, ...]:
    a, b = beside(found.mean_a, found.mean), beside(found.mean_b, found.mean)
    if never:
        a, b = f"{a} [{_percent(found.happened_a)}]", f"{b} [{_percent(found.happened_b)}]"
    signs = (str(found.up), str(found.down), str(found.equal))
    return name, unit, a, b, interval_words(found), *signs, worth_words(found.worth)


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0.0):.0f} %"


_APART = ("Outcome", "mean effect, 9 in 10 draws", "more", "less", "sd, ignorance", "sd, luck", "ignorance's share")


def _apart(comparison: Comparison) -> list[str]:
    """Return luck and ignorance set apart, outcome by outcome; nothing where no numbers were drawn."""
    rows = [
        (one.name, *_parted(part))
        for one in comparison.readings
        if (part := comparison.contrasts[one.name].ignorance) is not None
    ]
    if not rows:
        return []
    return ["Ignorance (draws of the numbers) and luck (seeds) apart", table(_APART, rows), ""]


def _parted(part: Ignorance) -> tuple[str, ...]:
    span = " to ".join(figure(end, signed=True) for end in part.span)
    spreads = [_ABSENT if one is None else figure(one) for one in (part.between, part.within)]
    share = _ABSENT if part.share is None else f"{_percent(part.share)} of the variance"
    return span, str(part.up), str(part.down), *spreads, share


def _notes(comparison: Comparison) -> Iterator[str]:
    names = [one.name for one in comparison.readings if one.horizon]
    if names:
        yield (
            f"[...]: share of runs in which it happened at all ({', '.join(names)}); never counts as "
            f"{comparison.weeks} weeks."
        )
    weeks = [week for week in HORIZONS if week < comparison.weeks]
    gains = [
        f"{worth_words(worth)} after {week} weeks"
        for week in (*weeks, comparison.weeks)
        if (worth := comparison.worth_after("civilians_deaths", week)) is not None
    ]
    if gains:
        yield (
            "Pairing worth: as many times the runs would be needed with unshared seeds for the same interval; "
            f"for civilian deaths {', '.join(gains)}."
        )
    if len(comparison.draws) < 2:
        yield ignorance_words(comparison)
    elif comparison.runs < 2:
        yield "One pair each: luck and ignorance cannot be told apart. With --runs 100 they can."
