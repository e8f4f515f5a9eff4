"""When dated towns were taken: the recorded week beside the weeks of many wars, a row for each capture.

A war in which a town was not taken in time counts as later than the end. Owns this page, its table and its words.
Knows nothing of wars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.history.calibrating.patterns import ARMS as STARTS
from sim.history.calibrating.patterns import first_monday
from sim.history.calibrating.readings.statistic import Check
from sim.history.calibrating.readings.towns import PREFIX
from sim.reports import png, style
from sim.reports.beside import Table
from sim.reports.calibrating.checks import ARMS, Checked, header, line, short
from sim.reports.calibrating.frame import HEAD, LIGHT, MIDDLE, Mark, diamond, frame, keys, span
from sim.reports.curves.panels import time_axis
from sim.reports.exploring.sweep_page import open_axes

__all__ = ["LEAST", "alt", "draw_towns", "rows", "towns_in"]

LEAST: Final = 3
"""Captures from which on there is a page of them."""
_LEFT, _WIDE, _ROW = 2.62, 2.52, 0.205
_CAME, _CRPS, _VERDICT = _LEFT + _WIDE + 0.48, 6.36, style.WIDTH - style.MARGIN


def towns_in(found: Checked) -> list[Check]:
    """Return the captures of single towns, earliest first."""
    return sorted((one for one in found.checks if one.name.startswith(PREFIX)), key=lambda one: one.recorded)


def _title(found: Checked) -> str:
    towns = towns_in(found)
    better = sum(one.crps < one.plain_crps for one in towns)
    return f"{better} of {len(towns)} dated captures are told better than by a constant rate"


def draw_towns(found: Checked, path: Path) -> Path:
    """Draw the page to `path`."""
    towns = towns_in(found)
    page = style.page(HEAD + 0.46 + _ROW * len(towns) + 0.30 + style.foot_height(_FOOT) + 0.30)
    about = f"{ARMS[found.arm]}  ·  n = {found.wars} wars, seeds 1 to {found.wars}, a draw each"
    frame(page, _title(found), about, found.until, _FOOT)
    keys(page, HEAD + 0.06, _KEYS)
    top = HEAD + 0.42
    for text, x in (("in time", _CAME), ("CRPS (plain)", _CRPS), ("verdict", _VERDICT)):
        style.put(page, (x, top - 0.07), text, style.FOOT, colour=style.SECOND, align="right")
    start = first_monday(next(arm for arm in STARTS if arm.name == found.arm))
    days = 7.0 * (towns[0].end - 1.0)
    axes = open_axes(page, (_LEFT, top, _WIDE, _ROW * len(towns)), (0, days), (len(towns), 0))
    for row, check in enumerate(towns):
        _bands(axes, check, row + 0.5)
        diamond(axes, 7.0 * check.recorded - 3.5, row + 0.5, hollow=True)
        axes.plot([0, days], [row + 1] * 2, color=style.GRID, lw=0.5, zorder=0)
        _told(page, check, top + _ROW * row + 0.135)
    time_axis(axes, start, days)
    return png.save(page, path, title=_title(found), description=alt(found))


_KEYS: Final[tuple[tuple[Mark, str], ...]] = (
    (lambda axes: _pair(axes, (0.0, 0.25, 0.75, 1.0), 0.5), "80 and 50 % of wars, as far as they lie in time"),
    (lambda axes: axes.plot([0.5, 0.5], [0.1, 0.9], color=style.INK, lw=1.3), "median, where half of wars took it"),
    (partial(diamond, x=0.5, y=0.5, hollow=True), "recorded"),
)  # fmt: skip
_FOOT: Final = (
    "In time: share of wars that took it by the end. Nothing in a row: fewer than one war in ten did. A town that was "
    "lost and taken again is asked about each time, so a second capture needs a first.",
    "CRPS: how far wars lie from the recorded week up to the end [weeks], smaller is better; plain: each place changes "
    "hands at the mean rate of the recorded maps. Two sieges that were broken, and Tanf, are not asked about.",
)


def _pair(axes: Axes, ends: tuple[float, float, float, float], middle: float) -> None:
    for low, high, colour in ((ends[0], ends[3], LIGHT), (ends[1], ends[2], MIDDLE)):
        if high > low:
            span(axes, (low, high), middle, 0.46, colour)


def _bands(axes: Axes, check: Check, middle: float) -> None:
    """Draw what holds 80 and 50 % of wars up to the end, and the median if it lies before."""
    days = [7.0 * (min(week, check.end - 0.5) - 0.5) for week in check.quantiles]
    _pair(axes, (days[1], days[2], days[4], days[5]), middle)
    if check.quantiles[3] < check.end:
        axes.plot([days[3]] * 2, [middle - 0.36, middle + 0.36], color=style.INK, lw=1.3, zorder=6)


def _told(page: Figure, check: Check, base: float) -> None:
    style.put(
        page, (style.MARGIN, base), style.fitted(check.words, style.SMALL, _LEFT - style.MARGIN - 0.1), style.SMALL
    )
    style.put(page, (_CAME, base), short(check.came), style.SMALL, align="right")
    better = check.crps < check.plain_crps
    style.put(page, (_CRPS, base), f"{check.crps:.0f} ({check.plain_crps:.0f})", style.SMALL, align="right",
              weight=600 if better else 400)  # fmt: skip
    style.put(page, (_VERDICT, base), check.verdict.replace("inside", "in"), style.SMALL, align="right",
              weight=600 if check.verdict == "outside" else 400,
              colour=style.INK if check.verdict == "outside" else style.SECOND)  # fmt: skip


def alt(found: Checked) -> str:
    """Say in words what the page shows."""
    towns = towns_in(found)
    rare = [one.words for one in towns if one.came < 0.1]
    told = f" Taken in time in fewer than one war in ten: {'; '.join(rare)}." if rare else ""
    mean, plain = (float(np.mean([getattr(one, name) for one in towns])) for name in ("crps", "plain_crps"))
    return f"{_title(found)}: mean CRPS {mean:.0f} weeks against {plain:.0f}. {ARMS[found.arm]}.{told}"


def rows(found: Checked) -> Table:
    """Return header and rows of the numbers behind the page."""

    def each() -> Iterator[Sequence[object]]:
        yield from map(line, towns_in(found))

    return header(), each()
