"""The house typeface as Pillow sets it: what changes from picture to picture is written without matplotlib.

Owns the loading of faces. Knows nothing of what is written.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from matplotlib.font_manager import FontProperties, findfont
from PIL import ImageDraw, ImageFont, features

from sim.reports import style
from sim.reports.film.stage import DPI

__all__ = ["put", "width_of"]


@lru_cache(maxsize=64)
def _face(size: float, weight: int, *, plain: bool = True) -> ImageFont.FreeTypeFont:
    """Return the house typeface; for words that it cannot write DejaVu, set by a shaper if Pillow has one."""
    if plain:
        path, shaped = findfont(style.font(size, weight)), False
    else:
        path = findfont(FontProperties(family=style.DEJAVU, weight=700 if weight > 500 else 400))
        shaped = bool(features.check("raqm"))
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size * DPI / 72, layout_engine=engine)


@lru_cache(maxsize=4096)
def width_of(words: str, size: float, weight: int = 400) -> float:
    """Return the width of a line of type of `size` points [pixels]."""
    return _face(size, weight, plain=style.plain(words)).getlength(words)


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
    face = _face(size, weight, plain=style.plain(words))
    pencil.text(spot, words, fill=colour, font=face, anchor=anchor, stroke_width=halo, stroke_fill=style.PAPER)
