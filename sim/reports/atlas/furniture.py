"""What stands round a map: scale bar, neighbours' names, inset frames, share bars, legend swatches.

Owns these small drawings. Knows nothing of weeks or odds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.record.frames import Frame, Odds
from sim.reports import style
from sim.reports.atlas.backdrop import ORDER, SIGNS, Backdrop
from sim.reports.atlas.labels import Box, write
from sim.reports.atlas.plate import Extent, Plate
from sim.reports.maps.control_map import BANDS
from sim.sides import INDEX

__all__ = [
    "NEIGHBOURS", "Share", "canvas", "cross", "edge", "frame_inset", "line_sample", "locator",
    "locator_boxes", "mark_sample", "neighbours", "rectangle", "scale_bar", "share_bar", "shares_of",
    "swatch",
]  # fmt: skip

NEIGHBOURS = (
    ("TURKEY", 60, 233, 9),
    ("IRAQ", 352, -39, 0),
    ("JORDAN", -50, -283, 31),
    ("LEBANON", -196, -106, 63),
)
"""Name, x, y [km], turn [degrees]."""
_SEA = ("Mediterranean\nSea", -199, 118)


@dataclass(frozen=True)
class Share:
    """Hold what one holder has: shares 0..1 of the area, firmly and thinly, and of the people."""

    side: str
    firm: float
    thin: float
    people: float

    @property
    def area(self) -> float:
        """Return the whole share of the area."""
        return self.firm + self.thin


def shares_of(seen: Frame | Odds, ground: Backdrop) -> dict[str, Share]:
    """Return the shares of each holder, of odds their means; people are counted where they lived at the end of 2015."""
    land, people = float(ground.area.sum()), float(ground.population.sum()) or 1.0
    out = {}
    for side in style.BAR_ORDER:
        held = seen.holder == INDEX[side] if isinstance(seen, Frame) else seen.share[:, INDEX[side]]
        firm = float(ground.area[~ground.thin] @ held[~ground.thin]) / land
        thin = float(ground.area[ground.thin] @ held[ground.thin]) / land
        out[side] = Share(side, firm, thin, float(ground.population @ held) / people)
    return out


def neighbours(plate: Plate) -> None:
    """Write the neighbours' names in spaced grey capitals and the sea's in blue italics."""
    for name, x, y, turn in NEIGHBOURS:
        if plate.extent.holds(x, y, 20):
            plate.axes.text(
                x, y, "\u2009".join(name), rotation=turn, ha="center", va="center", color="#8B877F",
                fontproperties=style.font(7.4), zorder=ORDER["label"] - 1,
            )  # fmt: skip
    words, x, y = _SEA
    if plate.extent.holds(x, y, 25):
        plate.axes.text(
            x, y, words, ha="center", va="center", color=style.RIVER, linespacing=1.05,
            fontproperties=style.font(6.3, italic=True), zorder=ORDER["label"] - 1,
        )  # fmt: skip


def scale_bar(plate: Plate, x: float, y: float, length: float, *, size: float = 7.0) -> None:
    """Draw a bar of `length` km with its left end at x, y [km]."""
    tick = 1.6 * plate.km
    bar = np.array(
        [
            [x, y + tick],
            [x, y - tick],
            [x, y],
            [x + length, y],
            [x + length, y + tick],
            [x + length, y - tick],
        ]
    )
    plate.axes.plot(
        bar[:, 0], bar[:, 1], color=style.INK, lw=0.9, zorder=ORDER["furniture"], scalex=False, scaley=False
    )
    spot = (
        (x + length / 2 - plate.extent.west) / plate.km,
        (y - plate.extent.south) / plate.km + 1.8 + 0.36 * size,
    )
    write(plate, spot, f"{length:g} km", size)


def _tag(plate: Plate, letter: str, left: float, top: float, words: str = "") -> None:
    """Draw a white letter on ink with its corner at left, top [km], and words on white beside it."""
    high, wide = 9.6 * plate.km, 8.2 * plate.km
    axes, order = plate.axes, ORDER["furniture"]
    if words:
        room = (style.text_size(words, 7.2, 600)[0] + 8) * plate.km
        axes.add_patch(
            Rectangle((left, top - high), wide + room, high, fc=style.PAPER, ec="none", alpha=0.9, zorder=order)
        )
        axes.text(
            left + wide + 3.6 * plate.km, top - 0.72 * high, words, fontproperties=style.font(7.2, 600),
            color=style.INK, zorder=order + 1,
        )  # fmt: skip
    axes.add_patch(Rectangle((left, top - high), wide, high, fc=style.INK, ec="none", zorder=order + 1))
    axes.text(
        left + wide / 2, top - 0.72 * high, letter, ha="center", fontproperties=style.font(6.6, 700),
        color=style.PAPER, zorder=order + 2,
    )  # fmt: skip


def _frame(plate: Plate, box: Extent, width: float, order: float) -> None:
    plate.axes.add_patch(
        Rectangle((box.west, box.south), box.wide, box.high, fill=False, ec=style.INK, lw=width, zorder=order)
    )


def locator(plate: Plate, letter: str, box: Extent) -> None:
    """Mark on the main map what an inset shows."""
    _frame(plate, box, 0.7, ORDER["furniture"])
    high = 7.0 * plate.km
    wide = 6.4 * plate.km
    plate.axes.add_patch(
        Rectangle((box.west, box.north), wide, high, fc=style.INK, ec="none", zorder=ORDER["furniture"])
    )
    plate.axes.text(
        box.west + wide / 2, box.north + 0.24 * high, letter, ha="center", color=style.PAPER,
        fontproperties=style.font(5.6, 700), zorder=ORDER["furniture"] + 1,
    )  # fmt: skip


def locator_boxes(plate: Plate, box: Extent) -> list[Box]:
    """Return the room that a locator takes: its letter and its four sides [points from the map's corner]."""
    left, right = (box.west - plate.extent.west) / plate.km, (box.east - plate.extent.west) / plate.km
    low, high = (box.south - plate.extent.south) / plate.km, (box.north - plate.extent.south) / plate.km
    sides = [(left, y - 0.3, right, y + 0.3) for y in (low, high)] + [
        (x - 0.3, low, x + 0.3, high) for x in (left, right)
    ]
    return [(left - 1, high, left + 7.4, high + 8), *sides]


def frame_inset(plate: Plate, letter: str, words: str) -> None:
    """Frame an inset and write its letter and name into its corner."""
    _frame(plate, plate.extent, 2.0, ORDER["furniture"] + 3)
    _tag(plate, letter, plate.extent.west, plate.extent.north, words)


def canvas(figure: Figure) -> Plate:
    """Open the whole page as a plate in points from its lower left corner, for swatches and bars."""
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    axes: Axes = figure.add_axes((0, 0, 1, 1), zorder=20)
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    return Plate(axes, Extent(0, width, 0, height), 1.0, 1.0)


def rectangle(left: float, bottom: float, wide: float, high: float) -> Path:
    """Return the path of a rectangle."""
    corners = [
        (left, bottom),
        (left + wide, bottom),
        (left + wide, bottom + high),
        (left, bottom + high),
        (left, bottom),
    ]
    return Path(np.array(corners), [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY])


def edge(sheet: Plate, path: Path, colour: str) -> None:
    """Draw the edge of a sample."""
    sheet.axes.add_patch(PathPatch(path, fill=False, ec=colour, lw=0.8, zorder=6))


def swatch(
    sheet: Plate,
    spot: tuple[float, float],
    side: str,
    size: tuple[float, float] = (16.0, 9.0),
    *,
    letter: bool = True,
    thin: bool = False,
    rival: str | None = None,
    plain: bool = False,
) -> None:
    """Draw the sample of a holder with its lower left corner at `spot` [points on the page]; `plain` has no pattern."""
    look = style.FACTION[side]
    path = rectangle(*spot, *size)
    sheet.fill(path, look.thin if thin else look.fill, 1)
    if rival is not None:
        sheet.hatch(path, BANDS, style.FACTION[rival].fill, 2)
    elif look.pattern is not None and not (thin or plain):
        sheet.hatch(path, look.pattern, look.pattern_colour, 2)
    edge(sheet, path, look.line)
    if letter:
        write(sheet, (spot[0] + size[0] / 2, spot[1] + size[1] / 2), look.code, 6.6, weight=700)


def share_bar(sheet: Plate, box: tuple[float, float, float, float], shares: dict[str, Share]) -> None:
    """Draw the shares of the area as one bar in `box` (left, bottom, width, height) [points on the page].

    Solid is held, pale is thinly held empty country; parts that have room bear letter and per cent.
    """
    left, bottom, wide, high = box
    at = left
    for side in style.BAR_ORDER:
        share, look = shares[side], style.FACTION[side]
        for part, colour in ((share.firm, look.fill), (share.thin, look.thin)):
            if part > 0:
                sheet.fill(rectangle(at, bottom, part * wide, high), colour, 1)
                at += part * wide
    at = left
    for side in style.BAR_ORDER:
        length = shares[side].area * wide
        words = f"{style.FACTION[side].code} {100 * shares[side].area:.0f}"
        if length > style.text_size(words, 6.2, 600)[0] + 2:
            write(sheet, (at + length / 2, bottom + high / 2), words, 6.2, weight=600, halo=1.4)
        at += length
        if length > 0 and at < left + wide - 0.5:
            gap = np.array([[at, bottom], [at, bottom + high]])
            sheet.lines([gap], style.PAPER, 0.7, 2, cap="butt")


def cross(sheet: Plate, spot: tuple[float, float]) -> None:
    """Draw the sign of clandestine presence at `spot` [points on the page]."""
    for size, width, shade in ((4.6, 2.4, style.PAPER), (4.0, 1.1, style.FACTION["is"].line)):
        sheet.axes.plot([spot[0]], [spot[1]], ls="none", marker="x", ms=size, mew=width, mec=shade, zorder=8)


def line_sample(sheet: Plate, spot: tuple[float, float], kind: int) -> None:
    """Draw a sample of lines at `spot` [points]: 0 front, 1 vague edge, 2 border and road, 3 quiet marks."""
    x, y = spot
    line = [np.array([[x, y], [x + 16, y]])]
    if kind == 0:
        sheet.lines(line, style.INK, 1.0, 2)
    elif kind == 1:
        sheet.lines(line, style.INK, 0.9, 2, dots=2.2)
    elif kind == 2:
        sheet.lines([line[0] + (0.0, 1.6)], style.INK, 0.45, 2, dots=1.6)
        sheet.lines([line[0] - (0.0, 1.6)], style.ROAD, 0.8, 2, alpha=0.55)
    else:
        for shift, sign in ((2.0, "airbase"), (8.0, "oil"), (14.0, "dam")):
            mark_sample(sheet, (x + shift, y), sign)


def mark_sample(sheet: Plate, spot: tuple[float, float], kind: str) -> None:
    """Draw one quiet mark at `spot` [points]."""
    sign, size, inside = SIGNS[kind]
    hollow = inside == "none"
    sheet.axes.plot(
        [spot[0]], [spot[1]], ls="none", marker=sign, ms=size, mfc=style.PAPER if hollow else inside,
        mec=style.QUIET if hollow else style.PAPER, mew=0.6 if hollow else 0.35, zorder=4,
    )  # fmt: skip
