"""What the record taught of each free number: prior, the trial's range, the draws, and a second opinion.

A strip a number, on the scale on which its prior is even. Owns this page, its table and its words. Knows nothing of
how draws are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError
from sim.history.calibrating.crosscheck import Population
from sim.history.calibrating.free import Free
from sim.reports import png, style
from sim.reports.beside import Table
from sim.reports.calibrating.frame import HEAD, LIGHT, MIDDLE, Mark, diamond, frame, keys, span
from sim.reports.exploring.sweep_page import open_axes
from sim.scenario.parameters.registry import declared

__all__ = ["FILE", "Fitted", "alt", "draw_numbers", "label", "narrowed", "rows"]

Floats = npt.NDArray[np.float64]

FILE: Final = "numbers"
_LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_EVEN: Final = 0.90
"""Share of an even prior between its 5 and 95 %."""
_LEFT, _WIDE, _ROW = 2.46, 2.56, 0.37
_TEXT: Final = _LEFT + _WIDE + 0.42
_OWN: Final = {"harm.deep_regime": "Civilians killed by a Syrian sortie behind the front"}
"""Numbers whose declared meaning leans on the line above it."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Hold the free numbers, the draws, which draw stands in their middle, and a second opinion if there is one."""

    numbers: tuple[Free, ...]
    draws: Annotated[Floats, "[draw, number] in 0..1"]
    medoid: int
    until: date
    second: Population | None = None

    def __post_init__(self) -> None:
        if self.draws.ndim != 2 or self.draws.shape[1] != len(self.numbers) or not len(self.draws):
            raise InputError(f"the draws have the shape {self.draws.shape}, not one column for each free number")
        if not np.isfinite(self.draws).all() or self.draws.min() < 0.0 or self.draws.max() > 1.0:
            raise InputError("a draw lies outside its prior, which runs from 0 to 1")
        if not 0 <= self.medoid < len(self.draws):
            raise InputError(f"there is no draw {self.medoid}: they are numbered 0 to {len(self.draws) - 1}")


def _places(found: Fitted) -> Annotated[Floats, "[number, level]"]:
    """Return where the levels of the draws lie between prior low and high."""
    return np.asarray(np.quantile(found.draws, _LEVELS, axis=0).T)


def _second(found: Fitted) -> Annotated[Floats, "[number, 3]"] | None:
    """Return 5, 50 and 95 % of the second opinion's weighted particles."""
    last = found.second
    if last is None or not len(last.points):
        return None
    out = []
    for column in last.points.T:
        order = np.argsort(column)
        below = last.weights[order].cumsum() - 0.5 * last.weights[order]
        out.append(np.interp((0.05, 0.5, 0.95), below / last.weights.sum(), column[order]))
    return np.array(out)


def narrowed(found: Fitted) -> Annotated[Floats, "[number]"]:
    """Return how wide the middle nine tenths of the draws are, over those of an even prior: 1 is nothing learnt."""
    places = _places(found)
    return np.asarray((places[:, -1] - places[:, 0]) / _EVEN)


def _title(found: Fitted) -> str:
    few = int((narrowed(found) < 0.5).sum())
    whose = "its prior" if few == 1 else "their prior"
    return f"The record narrowed {few} of {len(found.numbers)} numbers to less than half of {whose}"


def draw_numbers(found: Fitted, path: Path) -> Path:
    """Draw the page to `path`."""
    count = len(found.numbers)
    page = style.page(HEAD + 0.50 + _ROW * count + 0.72)
    sample = f"n = {len(found.draws)} draws of {count} free numbers"
    about = f"Four kinds of war (outlook, base_2015:intervention)  ·  {sample}"
    frame(page, _title(found), about, found.until, _FOOT)
    keys(page, HEAD + 0.06, _keys(found))
    top = HEAD + 0.42
    style.put(page, (_TEXT, top - 0.08), "median (5 to 95 %)", style.SMALL, colour=style.SECOND)
    style.put(page, (style.WIDTH - style.MARGIN, top - 0.08), "width", style.SMALL, colour=style.SECOND, align="right")
    axes = open_axes(page, (_LEFT, top, _WIDE, _ROW * count), (0, 1), (count, 0))
    places, second, width = _places(found), _second(found), narrowed(found)
    for row, one in enumerate(found.numbers):
        _strip(axes, one, row, places[row], found.draws[found.medoid, row])
        if second is not None:
            _line(axes, second[row].tolist(), row + 0.74)
        _label(page, one, top + _ROW * row)
        told = f"{_told(one, places[row, 2])} ({_told(one, places[row, 0])} to {_told(one, places[row, -1])})"
        style.put(page, (_TEXT, top + _ROW * row + 0.20), told, style.TEXT)
        style.put(page, (style.WIDTH - style.MARGIN, top + _ROW * row + 0.20), f"{width[row]:.2f}", style.TEXT,
                  weight=600 if width[row] < 0.5 else 400, align="right")  # fmt: skip
    return png.save(page, path, title=_title(found), description=alt(found))


_FOOT: Final = (
    "Each strip has the scale on which its prior is even. Width: of the middle nine tenths of the draws, over that of "
    "an even prior (1: nothing learnt).",
    "Priors were widened at least twofold over the range that a trial on all years had found to behave, so the trial "
    "had seen later years and the prior leans on it. Numbers that trade off against each other look less known than "
    "they are together.",
)


def _keys(found: Fitted) -> list[tuple[Mark, str]]:
    shown: list[tuple[Mark, str]] = [
        (partial(_prior, middle=0.5), "prior"),
        (partial(span, ends=(0.0, 1.0), middle=0.5, high=0.95, colour=style.GRID), "the trial's range"),
        (partial(_draws, places=(0.0, 0.25, 0.5, 0.75, 1.0), middle=0.5, high=0.6), "draws (90 and 50 %, median)"),
        (partial(diamond, x=0.5, y=0.5, hollow=False), "middle draw"),
    ]
    if _second(found) is not None:
        shown.append((partial(_line, places=(0.0, 0.5, 1.0), middle=0.5), "second method (90 %)"))
    if any(one.belief for one in found.numbers):
        shown.append((partial(_believed, ends=(0.0, 1.0), middle=0.5), "first belief (90 %)"))
    return shown


def _prior(axes: Axes, middle: float) -> None:
    axes.plot([0, 1], [middle] * 2, color=style.SECOND, lw=0.7, zorder=2)
    for end in (0, 1):
        axes.plot([end] * 2, [middle - 0.14, middle + 0.14], color=style.SECOND, lw=0.7, zorder=2, clip_on=False)


def _draws(axes: Axes, places: Sequence[float], middle: float, high: float) -> None:
    span(axes, (places[0], places[4]), middle, high, LIGHT)
    span(axes, (places[1], places[3]), middle, high, MIDDLE)
    axes.plot([places[2]] * 2, [middle - high / 2, middle + high / 2], color=style.INK, lw=1.3, zorder=6)


def _line(axes: Axes, places: Sequence[float], middle: float) -> None:
    axes.plot([places[0], places[2]], [middle] * 2, color=style.SECOND, lw=1.1, zorder=5)
    axes.plot([places[1]], [middle], marker="o", ms=3.0, mfc=style.SECOND, mew=0, zorder=6)


def _believed(axes: Axes, ends: tuple[float, float], middle: float) -> None:
    axes.plot(ends, [middle] * 2, color=style.INK, lw=1.0, ls=(0, (1.0, 1.8)), zorder=5)


def _strip(axes: Axes, one: Free, row: int, places: Floats, middle: float) -> None:
    """Draw one number: prior, the trial's range, first belief above, draws, the draw in their middle."""
    low, high = (float(np.clip(one.place(end), 0, 1)) if one.low or end else 0.0 for end in one.before)
    span(axes, (low, high), row + 0.44, 0.66, style.GRID)
    _prior(axes, row + 0.44)
    _draws(axes, places.tolist(), row + 0.44, 0.34)
    diamond(axes, middle, row + 0.44, hollow=False)
    if one.belief is not None:
        ends = one.belief.median * np.exp(np.array([-1.645, 1.645]) * one.belief.sd)
        first, last = (float(np.clip(one.place(end), 0, 1)) for end in ends)
        _believed(axes, (first, last), row + 0.18)
    axes.plot([0, 1], [row + 1.0] * 2, color=style.GRID, lw=0.5, zorder=0)


def _label(page: Figure, one: Free, top: float) -> None:
    """Write what a number means and its key on the left, the ends of its prior beside the strip."""
    room = _LEFT - style.MARGIN - 0.42
    lines = style.wrapped(label(one.name), style.TEXT, room)
    if len(lines) > 2:
        lines = [lines[0], style.fitted(" ".join(lines[1:]), style.TEXT, room)]
    for place, line in enumerate(lines):
        style.put(page, (style.MARGIN, top + 0.12 + 0.105 * place), line, style.TEXT, weight=600)
    style.put(page, (style.MARGIN, top + 0.12 + 0.105 * len(lines)), one.name, style.FOOT, colour=style.SECOND)
    for value, at, align in ((one.low, _LEFT - 0.05, "right"), (one.high, _LEFT + _WIDE + 0.04, "left")):
        style.put(page, (at, top + 0.195), _told(one, value, plain=True), style.FOOT, colour=style.SECOND,
                  align="right" if align == "right" else "left")  # fmt: skip


def label(name: str) -> str:
    """Return what a free number means in a few words."""
    meaning = _OWN.get(name) or declared()[name].meaning
    text = re.sub(r" \([^)]*\)", "", meaning).partition(":")[0].rstrip(".")
    return text.partition(", with")[0]


def _told(one: Free, place: float, *, plain: bool = False) -> str:
    """Write a number of the model at a place between prior low and high, or as it stands, in two digits."""
    value = place if plain else float(one.at(np.asarray(place)))
    return f"{float(f'{value:.2g}'):,.10g}"


def alt(found: Fitted) -> str:
    """Say in words what the page shows."""
    width = narrowed(found)
    order = np.argsort(width)[:3]
    told = ", ".join(f"{label(found.numbers[at].name)} ({width[at]:.2f} of the prior)" for at in order)
    return f"{_title(found)}. {len(found.draws)} draws fitted to the record to {found.until}. Narrowest: {told}."


def rows(found: Fitted) -> Table:
    """Return header and rows of the numbers behind the page, one row a number, on the model's own scale."""
    header = (
        "number", "meaning", "prior_low", "prior_high", "trial_low", "trial_high", "p5", "p25", "median", "p75", "p95",
        "medoid", "second_p5", "second_median", "second_p95", "width_over_even_prior",
    )  # fmt: skip
    places, second, width = _places(found), _second(found), narrowed(found)

    def each() -> Iterator[Sequence[object]]:
        for at, one in enumerate(found.numbers):
            draws = [*places[at], found.draws[found.medoid, at]]
            other = [""] * 3 if second is None else [f"{value:.4g}" for value in one.at(second[at])]
            yield (
                one.name, label(one.name), one.low, one.high, *one.before,
                *(f"{value:.4g}" for value in one.at(np.array(draws))), *other, f"{width[at]:.4g}",
            )  # fmt: skip

    return header, each()
