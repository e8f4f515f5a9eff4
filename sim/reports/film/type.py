"""The house typeface as Pillow sets it: what changes from picture to picture is written without matplotlib.

Owns the loading of faces. Knows nothing of what is written.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from matplotlib.font_manager import findfont
from PIL import ImageDraw, ImageFont

from sim.reports import style
from sim.reports.film.stage import DPI

__all__ = ["put", "width_of"]


@lru_cache(maxsize=64)
def _face(size: float, weight: int) -> ImageFont.FreeTypeFont:
    path = findfont(style.font(size, weight))
    return ImageFont.truetype(path, size * DPI / 72, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def width_of(words: str, size: float, weight: int = 400) -> float:
    """Return the width of a line of type of `size` points [pixels]."""
    return _face(size, weight).getlength(words)


def put(
    pencil: ImageDraw.ImageDraw,
    spot: tuple[float, float],
    words: str,
    size: float,
    *,
    weight: int = 400,
    colour: str = style.INK,
    anchor: Literal["ls", "rs", "ms", "mm", "lm"] = "ls",
    halo: int = 0,
) -> None:
    """Write words at `spot` [pixels]; `anchor` as Pillow's, the left end of the baseline unless told."""
    if anchor in ("mm", "lm"):
        # The middle of the capitals, which is steadier than that of each word's own height.
        spot, anchor = (spot[0], spot[1] + 0.35 * size * DPI / 72), "ms" if anchor == "mm" else "ls"
    pencil.text(
        spot, words, fill=colour, font=_face(size, weight), anchor=anchor, stroke_width=halo, stroke_fill=style.PAPER
    )
