"""The keys of the maps: who holds it, how firmly, lines and marks.

Owns their wording. Knows nothing of where on a page they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.reports import style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.furniture import Share
from sim.reports.atlas.plate import Plate

__all__ = ["grades_key", "holders_key", "lines_key"]

_PITCH = 0.165
"""Distance of two rows [inches]."""
_COLUMN = 1.50
_GRADES = ("held", "empty, thinly held", "contested", "clandestine (IS)")
_LINES = ("front line", "vague edge", "governorate, road", "airbase, oil, dam")


def _heading(figure: Figure, spot: tuple[float, float], words: str) -> None:
    style.put(figure, spot, words, style.SMALL, weight=600, colour=style.SECOND)


def _corner(sheet: Plate, left: float, base: float) -> tuple[float, float]:
    """Return the lower left corner of a sample beside a line of type [points on the page]."""
    return 72 * left, sheet.extent.north - 72 * (base + 0.02)


def grades_key(figure: Figure, sheet: Plate, spot: tuple[float, float], *, hidden: bool) -> None:
    """Draw the grades of control, the heading's baseline at `spot` [inches from the top left].

    `hidden` says whether there is clandestine presence to explain.
    """
    left, top = spot
    _heading(figure, spot, "How firmly")
    for number, text in enumerate(_GRADES if hidden else _GRADES[:-1]):
        base = top + 0.20 + _PITCH * number
        x, y = _corner(sheet, left, base)
        if number == 1:
            furniture.swatch(sheet, (x, y), "sdf", (8.0, 9.0), letter=False, thin=True)
            furniture.swatch(sheet, (x + 8, y), "is", (8.0, 9.0), letter=False, thin=True)
        else:
            side, rival = ("sdf", None) if number == 0 else ("regime", "opposition" if number == 2 else None)
            furniture.swatch(sheet, (x, y), side, letter=False, rival=rival)
        if number == 3:
            furniture.cross(sheet, (x + 8, y + 4.5))
        style.put(figure, (left + 0.28, base), text, style.SMALL)


def lines_key(figure: Figure, sheet: Plate, spot: tuple[float, float]) -> None:
    """Draw the lines and quiet marks with the heading's baseline at `spot` [inches from the top left]."""
    left, top = spot
    _heading(figure, spot, "Lines and marks")
    for number, text in enumerate(_LINES):
        base = top + 0.20 + _PITCH * number
        furniture.line_sample(sheet, (72 * left, sheet.extent.north - 72 * (base - 0.035)), number)
        style.put(figure, (left + 0.28, base), text, style.SMALL)


def holders_key(figure: Figure, sheet: Plate, spot: tuple[float, float], shares: Sequence[Share]) -> None:
    """Draw the holders in columns of four, with what they hold; the heading's baseline at `spot` [inches]."""
    left, top = spot
    _heading(figure, spot, "Who holds it")
    for number, share in enumerate(shares):
        x, base = left + _COLUMN * (number // 4), top + 0.20 + _PITCH * (number % 4)
        furniture.swatch(sheet, _corner(sheet, x, base), share.side)
        style.put(figure, (x + 0.28, base), style.FACTION[share.side].name, style.SMALL)
        for away, value, head in ((1.11, share.area, "% area"), (1.36, share.people, "people")):
            style.put(figure, (x + away, base), _whole(value), style.SMALL, colour=style.SECOND, align="right")
            if number % 4 == 0:
                style.put(figure, (x + away + 0.02, top), head, 5.4, colour=style.SECOND, align="right")


def _whole(share: float) -> str:
    """Write a share in per cent without the sign."""
    return "–" if share == 0 else words.percent(share).removesuffix(" %").replace("under ", "<").replace("over ", ">")
