"""A strip of pairs: a dot for each pair about a zero in the middle, and the numbers on its axis.

Owns these small drawings. Knows nothing of pages or of what the pairs measure.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.curves import panels

__all__ = ["draw_dots", "level", "minus", "open_strip"]

_GOLDEN = 0.6180339887


def open_strip(figure: Figure, box: tuple[float, float, float, float], most: float, lanes: int, ticks: int = 3) -> Axes:
    """Open axes whose zero is in the middle; at most so many `ticks` on either side, at round steps."""
    width, height = figure.get_size_inches()
    left, top, wide, high = box
    axes = figure.add_axes((left / width, 1 - (top + high) / height, wide / width, high / height))
    axes.patch.set_alpha(0)
    edge = most * 1.06 or 1.0
    axes.set_xlim(-edge, edge)
    axes.set_ylim(0, lanes)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.axhline(0, color=style.RULE, lw=0.8, clip_on=False)
    axes.set_yticks([])
    step = panels.nice_step(edge, ticks)
    if step > edge:  # a round step beyond the edge would leave the axis without numbers
        step = panels.nice_step(edge, 3)
    above = np.arange(1, int(edge / step + 1e-9) + 1) * step
    every = [*(-above[::-1]), *above]
    axes.set_xticks(every)
    axes.set_xticklabels([level(tick) for tick in every])
    axes.tick_params(axis="x", length=2.5, width=0.6, color=style.SECOND, pad=1.5)
    for label in axes.get_xticklabels():
        label.set_fontproperties(style.font(style.SMALL))
        label.set_color(style.SECOND)
    return axes


def draw_dots(axes: Axes, values: NDArray[np.float64]) -> None:
    """Draw a dot for each pair in the lowest lane, at heights that follow no pattern and no chance."""
    heights = 0.14 + 0.72 * ((np.arange(len(values)) * _GOLDEN) % 1.0)
    many = len(values) > 250
    axes.plot(
        values, heights, ls="none", marker="o", ms=1.9 if many else 2.6, mfc=style.QUIET, mew=0,
        alpha=0.35 if many else 0.6, clip_on=False,
    )  # fmt: skip


def minus(text: str) -> str:
    """Return numbers with a minus sign instead of a hyphen."""
    return text.replace("-", "−")


def level(value: float) -> str:
    """Write a round level of an axis."""
    return minus(f"{value:+,.10g}") if value else "0"
