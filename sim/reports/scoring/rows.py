"""Rows of forecasts: a dot on a scale for each with its interval, and columns of figures beside it.

Owns these small drawings. Knows nothing of pages or of what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.reports import style
from sim.reports.curves import panels

__all__ = ["ROW", "Dot", "draw_rows", "high_of"]

ROW = 0.178
"""From one row to the next [inches]."""
_HEAD = 0.40
_AXIS = 0.17
_LEFT, _WIDE = 2.02, 2.10
"""Where the scale stands [inches]."""


@dataclass(frozen=True)
class Dot:
    """One forecast: its name, value, interval, and the words of its columns."""

    name: str
    value: float
    span: tuple[float, float] | None
    cells: Sequence[str]
    ours: bool
    """Whether it is made of the model."""


def high_of(count: int) -> float:
    """Return how much of the page a block of so many rows takes [inches]."""
    return _HEAD + ROW * count + _AXIS


def draw_rows(
    figure: Figure,
    top: float,
    heading: tuple[str, str],
    dots: Sequence[Dot],
    columns: Sequence[tuple[float, str]],
    unit: str,
) -> None:
    """Draw a block from `top` [inches]: heading and remark, a scale from zero, columns (right edge, head)."""
    title, remark = heading
    style.put(figure, (style.MARGIN, top + 0.12), title, style.HEADING, weight=600)
    room = style.MARGIN + style.text_size(title, style.HEADING, 600)[0] / 72 + 0.12
    style.put(figure, (room, top + 0.12), style.fitted(remark, style.SMALL, style.WIDTH - room - style.MARGIN),
              style.SMALL, colour=style.SECOND)  # fmt: skip
    for right, head in columns:
        style.put(figure, (right, top + 0.34), head, style.SMALL, colour=style.SECOND, align="right")
    axes = _open(figure, top + _HEAD, dots)
    for place, dot in enumerate(dots):
        at = len(dots) - place - 0.5
        colour = style.DRAWS if dot.ours else style.SECOND
        if dot.span is not None:
            axes.plot(dot.span, (at, at), color=style.mix(colour, style.PAPER, 0.45), lw=3.2, solid_capstyle="butt")
        axes.plot([dot.value], [at], marker="o" if dot.ours else "s", ms=5.4 if dot.ours else 4.4, mfc=colour, mew=0)
        base = top + _HEAD + ROW * (place + 0.5) + 0.033
        style.put(figure, (style.MARGIN, base), dot.name, style.TEXT, weight=600 if dot.ours else 400)
        for (right, _), cell in zip(columns, dot.cells, strict=True):
            style.put(figure, (right, base), cell, style.TEXT, align="right")
    style.put(figure, (_LEFT, top + 0.34), unit, style.SMALL, colour=style.SECOND)


def _open(figure: Figure, top: float, dots: Sequence[Dot]) -> Axes:
    """Open the scale: from zero to a little over the largest value, with numbers below."""
    width, height = figure.get_size_inches()
    high = ROW * len(dots)
    axes = figure.add_axes((_LEFT / width, 1 - (top + high) / height, _WIDE / width, high / height))
    axes.patch.set_alpha(0)
    edge = 1.06 * max(max(dot.value, dot.span[1] if dot.span else 0.0) for dot in dots) or 1.0
    axes.set_xlim(0, edge)
    axes.set_ylim(0, len(dots))
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_yticks([])
    step = panels.nice_step(edge, 4)
    ticks = np.arange(0, edge + 1e-9, step)
    axes.set_xticks(ticks)
    digits = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    axes.set_xticklabels([f"{tick:,.{digits}f}" if tick else "0" for tick in ticks])
    axes.vlines(ticks[1:], 0, len(dots), colors=style.GRID, lw=0.6, zorder=0)
    axes.axvline(0, color=style.RULE, lw=0.8, zorder=0)
    axes.tick_params(axis="x", length=0, pad=2)
    for label in axes.get_xticklabels():
        label.set_fontproperties(style.font(style.SMALL))
        label.set_color(style.SECOND)
    return axes
