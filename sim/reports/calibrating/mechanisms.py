"""What each mechanism taken out does to the fit: odds on places, land, the dead; the most telling first.

Owns this page, its table and its words. Knows nothing of how a mechanism is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError
from sim.history.calibrating.mechanisms import Fit
from sim.reports import png, style
from sim.reports.beside import Table
from sim.reports.calibrating.frame import HEAD, LIGHT, Mark, frame, keys, span
from sim.reports.exploring.sweep_page import open_axes, rounds

__all__ = ["BASE", "FILE", "Change", "Taken", "alt", "change", "draw_mechanisms", "rows", "sorted_fits"]

FILE: Final = "mechanisms"
BASE: Final = "as_it_is"
_LEFT, _ROW = 2.40, 0.245
_PANELS: Final = ((_LEFT, 1.80), (_LEFT + 2.02, 1.06), (_LEFT + 3.30, 1.06))
"""Left and width of odds, land, the dead [inches]."""
_ROOM: Final = 0.42
"""Part of a panel at its right that is kept for the figure [inches]."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Hold the fit of the model as it is and with one thing at a time taken out; `seeds` wars of each arm."""

    fits: tuple[Fit, ...]
    seeds: int
    until: date

    def __post_init__(self) -> None:
        if len(self.fits) < 2 or BASE not in {fit.name for fit in self.fits}:
            raise InputError(f"the fit of the model {BASE!r} is needed, and at least one with something taken out")
        pairs = {tuple(fit.scores) for fit in self.fits}
        if len(pairs) != 1 or not self.fits[0].scores:
            raise InputError("fits must score the same pairs of maps")

    @property
    def base(self) -> Fit:
        """Return the model as it is."""
        return next(fit for fit in self.fits if fit.name == BASE)


@dataclass(frozen=True, slots=True)
class Change:
    """Hold by how much a fit is worse than the model as it is; below zero it is better."""

    scores: tuple[float, ...]
    """By pair of maps [nats a place]."""
    land: float
    deaths: float

    @property
    def score(self) -> float:
        """Return the mean over pairs of maps."""
        return float(np.mean(self.scores))


def change(fit: Fit, base: Fit) -> Change:
    """Return what taking something out changed; rises are losses of fit."""
    scores = tuple(fit.scores[pair] - base.scores[pair] for pair in base.scores)
    return Change(scores, fit.land - base.land, fit.deaths - base.deaths)


def sorted_fits(found: Taken) -> list[tuple[Fit, Change]]:
    """Return each fit with its change, the largest loss on places first."""
    every = [(fit, change(fit, found.base)) for fit in found.fits if fit.name != BASE]
    return sorted(every, key=lambda pair: -pair[1].score)


def _title(found: Taken) -> str:
    every = sorted_fits(found)
    worse = sum(one.score > 0 for _, one in every)
    return f"Odds on places became worse without {worse} of {len(every)} mechanisms"


def draw_mechanisms(found: Taken, path: Path) -> Path:
    """Draw the page to `path`."""
    every, base = sorted_fits(found), found.base
    pairs = len(base.scores)
    page = style.page(HEAD + 0.78 + _ROW * len(every) + 0.26 + style.foot_height(_FOOT) + 0.30)
    about = f"Four kinds of war (outlook, base_2015:intervention)  ·  n = {found.seeds} wars of each, seeds 1 to " \
            f"{found.seeds}, the middle draw"  # fmt: skip
    frame(page, _title(found), about, found.until, _FOOT)
    keys(page, HEAD + 0.06, _KEYS)
    top = HEAD + 0.74
    as_it_is = (
        ("Log score of places", f"{np.mean(list(base.scores.values())):.2f} nats, {pairs} pairs of maps"),
        ("Land", f"{base.land:.1f} points, RMSE"),
        ("The dead", f"{base.deaths:.2f} of the log, RMSE"),
    )
    values = ([c.score for _, c in every], [c.land for _, c in every], [c.deaths for _, c in every])
    for number, ((left, wide), (name, now), shown) in enumerate(zip(_PANELS, as_it_is, values, strict=True)):
        style.put(page, (left, top - 0.26), name, style.TEXT, weight=600)
        style.put(page, (left, top - 0.13), f"as it is: {now}", style.FOOT, colour=style.SECOND)
        dots = [c.scores for _, c in every] if number == 0 else [()] * len(every)
        axes = _panel(page, (left, top, wide - _ROOM, _ROW * len(every)), shown, dots)
        rounds(axes, most=2 if number else 3, size=style.FOOT)
        for row, value in enumerate(shown):
            _figure(page, left + wide, top + _ROW * row, value, digits=1 if number == 1 else 3)
    for row, (fit, _) in enumerate(every):
        _label(page, fit, top + _ROW * row)
    return png.save(page, path, title=_title(found), description=alt(found))


_KEYS: Final[tuple[tuple[Mark, str], ...]] = (
    (lambda axes: span(axes, (0, 1), 0.5, 0.5, style.DRAWS), "worse without it"),
    (lambda axes: span(axes, (0, 1), 0.5, 0.5, LIGHT), "better without it"),
    (lambda axes: axes.plot([0.2, 0.5, 0.8], [0.5] * 3, ls="none", marker="o", ms=3.0, mfc=style.INK, mew=0),
     "one pair of maps"),
)  # fmt: skip
_FOOT: Final = (
    "Bars start from the model as it is, to the right where the fit became worse. Nothing was fitted again, so a "
    "mechanism that others could stand in for looks worth more than it is.",
    "Small bars may be luck: all forms share their seeds, and no more than that holds them together.",
)


def _panel(
    page: Figure, box: tuple[float, float, float, float], values: Sequence[float], dots: Sequence[Sequence[float]]
) -> Axes:
    """Draw a bar for each fit and a dot for each pair of maps."""
    every = [0.0, *values, *(dot for some in dots for dot in some)]
    low, high = min(every), max(every)
    pad = 0.06 * (high - low) or 1.0
    axes = open_axes(page, box, (low - pad, high + pad), (len(values), 0))
    for row, (value, some) in enumerate(zip(values, dots, strict=True)):
        ends = (min(value, 0.0), max(value, 0.0))
        span(axes, ends, row + 0.5, 0.44, style.DRAWS if value > 0 else LIGHT)
        axes.plot(some, [row + 0.5] * len(some), ls="none", marker="o", ms=2.4, mfc=style.INK, mec=style.PAPER, mew=0.3,
                  zorder=6)  # fmt: skip
    axes.axvline(0.0, color=style.INK, lw=0.8, zorder=5)
    axes.plot(axes.get_xlim(), [len(values)] * 2, color=style.SECOND, lw=0.7, clip_on=False)
    return axes


def _figure(page: Figure, right: float, top: float, value: float, *, digits: int) -> None:
    told = f"{value:+.{digits}f}".replace("-", "−")
    style.put(page, (right, top + 0.150), told, style.SMALL, align="right")


def _label(page: Figure, fit: Fit, top: float) -> None:
    room = _LEFT - style.MARGIN - 0.12
    lines = style.wrapped(fit.words, style.SMALL, room)[:2]
    first = top + (0.150 if len(lines) == 1 else 0.105)
    for place, text in enumerate(lines):
        style.put(page, (style.MARGIN, first + 0.10 * place), text, style.SMALL)


def alt(found: Taken) -> str:
    """Say in words what the page shows."""
    told = "; ".join(
        f"{fit.words}: log score {one.score:+.3f}, land {one.land:+.1f} points, the dead {one.deaths:+.3f}"
        for fit, one in sorted_fits(found)[:4]
    ).replace("-", "−")
    return f"{_title(found)}, in {found.seeds} wars of each kind. {told}."


def rows(found: Taken) -> Table:
    """Return header and rows of the numbers behind the page, the model as it is first."""
    pairs = tuple(found.base.scores)
    header = (
        "name", "what", *(f"log_score.{pair}" for pair in pairs), "log_score", "land_rmse", "deaths_rmse",
        "changes", "log_score_change", "land_change", "deaths_change",
    )  # fmt: skip

    def each() -> Iterator[Sequence[object]]:
        for fit in (found.base, *(fit for fit, _ in sorted_fits(found))):
            one = change(fit, found.base)
            numbers = (
                *(fit.scores[pair] for pair in pairs), float(np.mean(list(fit.scores.values()))), fit.land, fit.deaths,
                fit.changes, one.score, one.land, one.deaths,
            )  # fmt: skip
            yield (fit.name, fit.words, *(f"{value:.5g}" for value in numbers))

    return header, each()
