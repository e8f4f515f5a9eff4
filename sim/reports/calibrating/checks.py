"""The predictive checks of one kind of war as a sheet: where the record lies among wars, a row for each statistic.

Every row has its own scale, half the width of what holds four of five wars, so that rows can be read down the page.
Dated towns have a page of their own (`towns`). Owns this page, its table and its words. Knows nothing of wars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError
from sim.history.calibrating.predictive import LEFT_OUT, NO_RUSSIA, PATTERNS
from sim.history.calibrating.readings.statistic import LEVELS, Check
from sim.history.calibrating.readings.towns import PREFIX
from sim.reports import png, style
from sim.reports.beside import Table
from sim.reports.calibrating.frame import HEAD, LIGHT, MIDDLE, OUTER, Mark, diamond, frame, keys, span
from sim.reports.exploring.sweep_page import between, inside, open_axes
from sim.reports.words import percent

__all__ = ["ARMS", "Checked", "alt", "draw_checks", "header", "line", "rows", "scaled", "short"]

ARMS: Final = {
    "as_dated": "Truces and entries as dated (base_2015:intervention)",
    "from_2015_09": "From the map of September 2015, nothing dated after it (outlook:from_2015_09)",
    "from_2016_03": "From the map of March 2016, nothing dated after it (outlook:from_2016_03)",
    "from_2016_12": "From the map of December 2016, nothing dated after it (outlook:from_2016_12)",
    NO_RUSSIA: "Without Russia (base_2015:no_russia)",
}
"""What a kind of war is called."""
_LEFT, _WIDE, _ROW, _GROUP = 2.96, 1.54, 0.152, 0.235
_EDGE: Final = 2.6
"""Half-widths beyond which a mark stands at the edge."""
_RECORDED, _MODEL, _BELOW, _VERDICT = _LEFT + _WIDE + 0.52, _LEFT + _WIDE + 0.62, 6.60, style.WIDTH - style.MARGIN
_SHORT: Final = {"inside 80 %": "in 80 %", "inside 95 %": "in 95 %", "outside": "outside"}


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold the checks of one kind of war; with them, of the dated one, those without Russia."""

    arm: str
    checks: tuple[Check, ...]
    until: date

    def __post_init__(self) -> None:
        if self.arm not in ARMS:
            raise InputError(f"there is no kind of war {self.arm!r}; there are {', '.join(ARMS)}")
        if not self.checks:
            raise InputError(f"there are no checks of the kind of war {self.arm}")

    @property
    def scored(self) -> tuple[Check, ...]:
        """Return the checks that have a verdict."""
        return tuple(one for one in self.checks if one.verdict in _SHORT)

    @property
    def wars(self) -> int:
        """Return how many wars were run."""
        return max(one.wars for one in self.checks)


def scaled(check: Check, value: float) -> float:
    """Return a value in half-widths of what holds four of five wars, from the median; at an edge where that is none."""
    low, middle, high = check.quantiles[1], check.quantiles[3], check.quantiles[5]
    half = (high - low) / 2.0
    if half > 0.0:
        return (value - middle) / half
    return float(np.sign(value - middle)) * 2.0 * _EDGE if np.isfinite(value) else float("nan")


def _title(found: Checked) -> str:
    told = [one for one in found.scored if not one.name.startswith(PREFIX)]
    among = sum(one.verdict == "inside 80 %" for one in told)
    return f"The record lies among four of five wars in {among} of {len(told)} statistics"


def _shown(found: Checked) -> list[list[Check]]:
    """Return what has a row, by pattern: all but the weeks of single towns."""
    kept = [one for one in found.checks if not one.name.startswith(PREFIX) and one.wars]
    order = list(PATTERNS)
    kept.sort(key=lambda one: order.index(one.pattern))
    return [list(some) for _, some in groupby(kept, key=lambda one: one.pattern)]


def draw_checks(found: Checked, path: Path) -> Path:
    """Draw the page to `path`."""
    groups = _shown(found)
    deep = sum(_GROUP + _ROW * len(group) for group in groups)
    foot = _foot(found)
    page = style.page(HEAD + 0.46 + deep + 0.16 + style.foot_height(foot) + 0.22)
    about = f"{ARMS[found.arm]}  ·  n = {found.wars} wars, seeds 1 to {found.wars}, a draw each"
    frame(page, _title(found), about, found.until, foot)
    keys(page, HEAD + 0.06, _KEYS)
    top = HEAD + 0.40
    _heads(page, top - 0.09)
    for group in groups:
        style.put(page, (style.MARGIN, top + 0.165), f"{group[0].pattern}  {PATTERNS[group[0].pattern]}", style.TEXT,
                  weight=600)  # fmt: skip
        top += _GROUP
        axes = open_axes(page, (_LEFT, top, _WIDE, _ROW * len(group)), (-_EDGE, _EDGE), (len(group), 0))
        for edge in (-1, 0, 1):
            axes.plot([edge] * 2, [0, len(group)], color=style.GRID, lw=0.6, zorder=0)
        for row, check in enumerate(group):
            _row(page, axes, check, row, top + _ROW * row)
        top += _ROW * len(group)
    return png.save(page, path, title=_title(found), description=alt(found))


_KEYS: Final[tuple[tuple[Mark, str], ...]] = (
    (lambda axes: _bands(axes, (0.0, 0.15, 0.35, 0.5, 0.65, 0.85, 1.0), 0.5, 0.75), "50, 80 and 95 % of wars"),
    (partial(diamond, x=0.5, y=0.5, hollow=True), "recorded"),
    (partial(span, ends=(0.1, 0.9), middle=0.5, high=0.42, colour=style.PAPER, edge=style.INK), "range of the record"),
    (lambda axes: axes.plot([0.5], [0.5], marker=">", ms=4.6, mfc=style.PAPER, mec=style.INK, mew=0.9),
     "recorded, beyond the edge"),
)  # fmt: skip


def _heads(page: Figure, at: float) -> None:
    for text, x, align in (
        ("recorded", _RECORDED, "right"), ("median (80 % of wars)", _MODEL, "left"), ("below", _BELOW, "right"),
        ("verdict", _VERDICT, "right"),
    ):  # fmt: skip
        style.put(page, (x, at), text, style.FOOT, colour=style.SECOND, align="right" if align == "right" else "left")


def _bands(axes: Axes, ends: Sequence[float], middle: float, high: float) -> None:
    """Draw what holds 95, 80 and 50 % of wars, and the median, from seven ends."""
    axes.plot([ends[0], ends[6]], [middle] * 2, color=OUTER, lw=0.9, zorder=2, solid_capstyle="butt")
    span(axes, (ends[1], ends[5]), middle, high * 0.62, LIGHT)
    span(axes, (ends[2], ends[4]), middle, high * 0.62, MIDDLE)
    axes.plot([ends[3]] * 2, [middle - high * 0.42, middle + high * 0.42], color=style.INK, lw=1.0, zorder=6)


def _row(page: Figure, axes: Axes, check: Check, row: int, top: float) -> None:
    """Draw and write one statistic."""
    ends = [float(np.clip(scaled(check, value), -_EDGE, _EDGE)) for value in check.quantiles]
    if check.quantiles[5] > check.quantiles[1]:
        _bands(axes, ends, row + 0.5, 0.92)
    else:
        axes.plot([0, 0], [row + 0.12, row + 0.88], color=style.INK, lw=1.0, zorder=6)
    if check.verdict in _SHORT:
        _mark(axes, check, row + 0.5)
    base = top + 0.108
    style.put(page, (style.MARGIN + 0.14, base), style.fitted(_named(check), style.SMALL, _LEFT - style.MARGIN - 0.24),
              style.SMALL)  # fmt: skip
    low, middle, high = check.quantiles[1], check.quantiles[3], check.quantiles[5]
    known = np.isfinite(check.recorded)
    told = _figure(check, check.recorded) if known else "none"
    style.put(page, (_RECORDED, base), told, style.SMALL, align="right",
              colour=style.INK if known else style.SECOND)  # fmt: skip
    style.put(page, (_MODEL, base), f"{inside(middle, low, high)} ({between(low, high)})", style.SMALL)
    if np.isfinite(check.below):
        style.put(page, (_BELOW, base), short(check.below), style.SMALL, align="right")
    missed = check.verdict == "outside"
    style.put(page, (_VERDICT, base), _SHORT.get(check.verdict, "not scored"), style.SMALL, align="right",
              weight=600 if missed else 400, colour=style.INK if missed else style.SECOND)  # fmt: skip


def short(share: float) -> str:
    """Write a share in whole per cent, short where it would round to nothing or to all."""
    return percent(share).replace("under ", "<").replace("over ", ">")


def _mark(axes: Axes, check: Check, middle: float) -> None:
    """Draw what was recorded, hollow: a diamond over its range, or a triangle at the edge."""
    at = scaled(check, check.recorded)
    if np.isfinite(check.low) and check.quantiles[5] > check.quantiles[1]:
        ends = [float(np.clip(scaled(check, value), -_EDGE, _EDGE)) for value in (check.low, check.high)]
        if ends[1] - ends[0] > 0.02:
            span(axes, (ends[0], ends[1]), middle, 0.36, style.PAPER, edge=style.INK)
    if abs(at) > _EDGE:
        axes.plot([np.sign(at) * _EDGE], [middle], marker=">" if at > 0 else "<", ms=4.6, mfc=style.PAPER,
                  mec=style.INK, mew=0.9, zorder=8, clip_on=False)  # fmt: skip
    else:
        diamond(axes, at, middle, hollow=True, size=3.9)


def _named(check: Check) -> str:
    return f"{check.words} [weeks]" if check.unit == "weeks" else check.words


def _figure(check: Check, value: float) -> str:
    """Write a recorded value as sharp as the wars' interval beside it."""
    return inside(value, check.quantiles[1], check.quantiles[5])


def _foot(found: Checked) -> list[str]:
    said = [
        "Each row has a scale of its own: thin lines stand at the median and half the width of the 80 % band to either "
        "side.",
        "Below: share of wars at or below what was recorded.",
    ]
    if any(one.arm == NO_RUSSIA for one in found.checks):
        said.append("Of a war without Russia nothing is recorded: below 0.")
    if any(one.name.startswith(PREFIX) for one in found.checks):
        said.append("Dated towns are on a page of their own.")
    said.append(f"Left out: {'; '.join(f'{pattern}, {why}' for pattern, why in LEFT_OUT.items())}.")
    return said


def alt(found: Checked) -> str:
    """Say in words what the page shows."""
    out = [one.words for one in found.scored if one.verdict == "outside" and not one.name.startswith(PREFIX)]
    told = f" Outside 95 %: {'; '.join(out)}." if out else " None lies outside 95 %."
    return f"{_title(found)}, in {found.wars} wars. {ARMS[found.arm]}.{told}"


def header() -> Sequence[str]:
    """Return the columns of the table of checks."""
    return (
        "pattern", "statistic", "meaning", "unit", "war", "recorded", "recorded_low", "recorded_high", "source", "wars",
        *(f"p{level:g}" for level in LEVELS), "share_at_or_below", "verdict", "share_that_came", "crps", "crps_plain",
    )  # fmt: skip


def line(check: Check) -> Sequence[object]:
    """Return the row of one check."""
    numbers = (check.recorded, check.low, check.high)
    return (
        check.pattern, check.name, check.words, check.unit, check.arm, *map(_cell, numbers), check.source, check.wars,
        *map(_cell, check.quantiles), _cell(check.below), check.verdict,
        *map(_cell, (check.came, check.crps, check.plain_crps)),
    )  # fmt: skip


def _cell(value: float) -> str:
    return f"{value:.6g}" if np.isfinite(value) else ""


def rows(found: Checked) -> Table:
    """Return header and rows of the numbers behind the page: every check, those of single towns too."""

    def each() -> Iterator[Sequence[object]]:
        yield from map(line, found.checks)

    return header(), each()
