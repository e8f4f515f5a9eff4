"""Put names on a map so that none hits another: places first, from a committed table, then areas.

A place has its name on the same side on every date: places are laid out on the empty ground, before anybody
holds anything. The preferred side of the table is tried first, then E W NE SE NW SW N S, each at one, 1.6 and
2.8 times the distance. Owns the table and the search. Knows nothing of control.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

import numpy as np

from sim.reports import style
from sim.reports.atlas.backdrop import ORDER
from sim.reports.atlas.plate import Plate

__all__ = ["TABLE", "Box", "Boxes", "Name", "Spot", "draw_names", "lay_out", "names_of", "write"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top [points from the map's lower left corner]."""
Side = Literal["E", "W", "NE", "SE", "NW", "SW", "N", "S"]

TABLE = Path(__file__).with_name("labels.csv")
_STEPS = (1.0, 1.6, 2.8)
_TOWARDS: Mapping[Side, tuple[float, float]] = {
    "E": (1, 0), "W": (-1, 0), "NE": (0.75, 0.75), "SE": (0.75, -0.75),
    "NW": (-0.75, 0.75), "SW": (-0.75, -0.75), "N": (0, 1), "S": (0, -1),
}  # fmt: skip
_SIZES = {3: (7.5, 600), 2: (6.6, 500), 1: (5.8, 400)}
"""Type size [points] and weight by rank."""


@dataclass(frozen=True)
class Name:
    """Hold one row of the table."""

    place: str
    side: Side
    rank: int
    text: str


@dataclass(frozen=True)
class Spot:
    """Hold a placed name: its dot and its box [points]."""

    name: Name
    words: str
    dot: tuple[float, float]
    box: Box


@dataclass
class Boxes:
    """Hold the boxes that are taken, and the frame that names must stay in."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box, margin: float = 0.6) -> bool:
        """Say whether a box lies in the frame and hits nothing taken."""
        left, bottom, right, top = box
        if left < 1 or bottom < 1 or right > self.width - 1 or top > self.height - 1:
            return False
        if not self.taken:
            return True
        low_x, low_y, high_x, high_y = np.array(self.taken).T
        hit = (low_x < right + margin) & (high_x > left - margin) & (low_y < top + margin) & (high_y > bottom - margin)
        return not bool(hit.any())

    def add(self, box: Box) -> None:
        """Take a box."""
        self.taken.append(box)


@lru_cache(maxsize=8)
def names_of(frame: str) -> tuple[Name, ...]:
    """Return the names of one frame of the table, greatest rank first."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        found = [
            Name(row["place"], cast("Side", row["side"]), int(row["rank"]), row["text"])
            for row in csv.DictReader(file)
            if row["frame"] == frame
        ]
    return tuple(sorted(found, key=lambda name: -name.rank))


def _box_at(dot: tuple[float, float], side: Side, away: float, size: tuple[float, float]) -> Box:
    """Return the box of a text `away` points from its dot on one side."""
    wide, high = size
    east, north = _TOWARDS[side]
    x, y = dot[0] + away * east, dot[1] + away * north
    left = x if east > 0 else x - wide if east < 0 else x - wide / 2
    bottom = y if north > 0 else y - high if north < 0 else y - high / 2
    return left, bottom, left + wide, bottom + high


def _place(name: Name, words: str, dot: tuple[float, float], boxes: Boxes) -> Box | None:
    """Return the first free box for a name, or None."""
    size = style.text_size(words, *_SIZES[name.rank])
    away = 2.6 if name.rank == 1 else 3.2
    sides: list[Side] = [name.side, *(side for side in _TOWARDS if side != name.side)]
    for step in _STEPS:
        for side in sides:
            box = _box_at(dot, side, away * step, size)
            if boxes.free(box):
                return box
    return None


def lay_out(
    plate: Plate, frame: str, places: Mapping[str, tuple[str, float, float]], taken: Sequence[Box] = ()
) -> tuple[list[Spot], Boxes]:
    """Place the names of a frame; return them and all boxes taken. A name without room is left out."""
    wide, high = plate.extent.wide / plate.km, plate.extent.high / plate.km
    boxes = Boxes(wide, high, list(taken))
    rows = []
    for name in names_of(frame):
        text, x, y = places[name.place]
        if plate.extent.holds(x, y):
            dot = ((x - plate.extent.west) / plate.km, (y - plate.extent.south) / plate.km)
            rows.append((name, name.text or text, dot))
            reach = 1.5 if name.rank == 1 else 1.9
            boxes.add((dot[0] - reach, dot[1] - reach, dot[0] + reach, dot[1] + reach))
    spots = []
    for name, words, dot in rows:
        box = _place(name, words, dot, boxes)
        if box is not None:
            boxes.add(box)
            spots.append(Spot(name, words, dot, box))
    return spots, boxes


def draw_names(plate: Plate, spots: Sequence[Spot], *, dots_only: bool = False) -> None:
    """Draw dots (rings for the lowest rank) and, unless `dots_only`, names with a white halo."""
    for ranks, size, inside, edge in (
        ((1,), 2.7, style.PAPER, style.INK),
        ((2, 3), 3.4, style.INK, style.PAPER),
    ):
        dots = np.array([spot.dot for spot in spots if spot.name.rank in ranks]).reshape(-1, 2) * plate.km
        plate.axes.plot(
            dots[:, 0] + plate.extent.west,
            dots[:, 1] + plate.extent.south,
            ls="none",
            marker="o",
            ms=size,
            mfc=inside,
            mec=edge,
            mew=0.7 if ranks == (1,) else 0.5,
            zorder=ORDER["dot"],
            scalex=False,
            scaley=False,
        )
    for spot in () if dots_only else spots:
        size, weight = _SIZES[spot.name.rank]
        left, bottom, right, top = spot.box
        write(plate, ((left + right) / 2, (bottom + top) / 2), spot.words, size, weight=weight)


def write(
    plate: Plate,
    spot: tuple[float, float],
    words: str,
    size: float,
    *,
    weight: int = 400,
    colour: str = style.INK,
    halo: float = 1.7,
) -> None:
    """Write words centred at `spot` [points] with a white halo."""
    plate.axes.text(
        plate.extent.west + spot[0] * plate.km,
        plate.extent.south + (spot[1] - 0.36 * size) * plate.km,
        words,
        ha="center",
        va="baseline",
        color=colour,
        fontproperties=style.font(size, weight),
        path_effects=list(style.halo(halo)),
        zorder=ORDER["label"],
        parse_math=False,
        clip_on=True,
    )
