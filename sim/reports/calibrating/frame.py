"""What the pictures of a calibration share: their frame of words, keys of marks, and bars in rows.

Owns this frame. Knows nothing of what a picture shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.reports import style, words
from sim.reports.exploring.sweep_page import open_axes

__all__ = ["HEAD", "LIGHT", "MIDDLE", "OUTER", "Mark", "diamond", "frame", "keys", "span"]

HEAD: Final = 0.94
"""Height of title and subtitle [inches]."""
OUTER, LIGHT, MIDDLE = (style.mix(style.DRAWS, style.PAPER, share) for share in (0.30, 0.72, 0.38))
"""Line that holds 95 %, bar that holds 80 or 90 %, bar that holds 50 %."""
_RANGE: Final = words.RANGE.replace("this parameter set", "these draws")

Mark = Callable[[Axes], object]
"""Draws a mark into axes from 0 to 1."""


def frame(page: Figure, title: str, about: str, until: date, foot: Sequence[str]) -> None:
    """Write title, subtitle and small print; the second line of the subtitle says what the draws have seen."""
    seen = f"Numbers fitted to the record to {words.day(until)}: agreement here is no skill at telling what comes"
    head = style.fitted(title, style.TITLE * 1.04, style.WIDTH - 2 * style.MARGIN)
    style.title_block(page, head, f"{about}\n{seen}")
    sources = "Sources: UCDP, SOHR, recorded maps and dated events (sim/history/data/LICENCES.md)."
    style.footer(page, [*foot, _RANGE, sources, words.CANNOT_SAY])


def keys(page: Figure, top: float, entries: Sequence[tuple[Mark, str]]) -> None:
    """Write a row of marks and what they mean; each mark is drawn in a box from 0 to 1."""
    left = style.MARGIN
    for draw, text in entries:
        axes = open_axes(page, (left, top - 0.095, 0.24, 0.12), (0, 1), (0, 1))
        draw(axes)
        style.put(page, (left + 0.29, top), text, style.SMALL, colour=style.SECOND)
        left += 0.29 + style.text_size(text, style.SMALL)[0] / 72 + 0.16


def span(axes: Axes, ends: tuple[float, float], middle: float, high: float, colour: str, *, edge: str = "") -> None:
    """Draw a bar from one end to the other, `high` high about `middle`; with an edge it is hollow."""
    box = Rectangle(
        (ends[0], middle - high / 2), ends[1] - ends[0], high,
        facecolor=colour, edgecolor=edge or colour, lw=0.7 if edge else 0.0,
    )  # fmt: skip
    axes.add_patch(box)


def diamond(axes: Axes, x: float, y: float, *, hollow: bool, size: float = 4.2) -> None:
    """Draw a diamond: hollow for what was recorded, filled for the model."""
    axes.plot([x], [y], marker="D", ms=size, mfc=style.PAPER if hollow else style.INK, mec=style.INK,
              mew=0.9 if hollow else 0.0, zorder=8, clip_on=False)  # fmt: skip
