"""The names of areas in a film: each stays where it is as long as its own land lies under it.

A name that moved every week could not be read, and one that flickered would tire the eye. Owns where names
stand. Knows nothing of colours of the map.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from sim.reports import style
from sim.reports.atlas.labels import Box
from sim.reports.film.fills import FINE
from sim.reports.film.stage import MAP, SCALE
from sim.reports.film.type import width_of
from sim.sides import SIDES

__all__ = ["Name", "Names"]

_COARSE = 4
"""Pixels of the picture for one of the search, each way."""
_NAME_FROM, _LETTER_FROM = 2500.0, 450.0
"""Parts of an area smaller than these bear no name, and no letter [km2]."""
_SIZES = ((15000.0, 8.8), (4000.0, 7.6), (0.0, 6.8))
"""Area from which a part bears a name of so many points [km2, points]."""


@dataclass(frozen=True)
class Name:
    """Hold a name on the map: its middle [pixels of the map], words, type size [points], holder."""

    x: float
    y: float
    text: str
    size: float
    holder: int

    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom [coarse pixels]."""
        wide, high = width_of(self.text, self.size, 700) / 2 + 2, 1.1 * self.size + 1
        edges = (self.x - wide, self.y - high, self.x + wide, self.y + high)
        return tuple(round(edge / _COARSE) for edge in edges)  # type: ignore[return-value]


@dataclass(eq=False)
class Names:
    """Hold the names of the last week, and what they must not hit."""

    taken: NDArray[np.bool_]
    kept: list[Name] = field(default_factory=list)

    @classmethod
    def beside(cls, boxes: list[Box], point: float) -> Names:
        """Return an empty map with the boxes of other names [points from the lower left corner]."""
        high, wide = (MAP[3] - MAP[1]) // _COARSE, (MAP[2] - MAP[0]) // _COARSE
        taken = np.zeros((high, wide), dtype=np.bool_)
        for box in boxes:
            left, bottom, right, top = (edge * point / _COARSE for edge in box)
            taken[max(int(high - top), 0) : int(high - bottom) + 1, max(int(left), 0) : int(right) + 1] = True
        return cls(taken)

    def move(self, labels: NDArray[np.uint8]) -> list[Name]:
        """Return the names over a week's map, given by its numbers (see `labels_of`)."""
        step = FINE * _COARSE
        high, wide = self.taken.shape
        holder = (labels[step // 2 :: step, step // 2 :: step] >> 1)[:high, :wide]
        free = ~self.taken
        names = []
        for side in np.unique(holder).tolist():
            if side < len(SIDES):
                names += self._side(side, holder == side, free)
        self.kept = names
        return names

    def _side(self, side: int, land: NDArray[np.bool_], free: NDArray[np.bool_]) -> list[Name]:
        """Return the names of one holder's parts; `free` loses the room they take."""
        parts, count = ndimage.label(land)
        sizes = np.bincount(parts.ravel(), minlength=count + 1) * (_COARSE / SCALE) ** 2
        names = []
        for part in np.argsort(-sizes[1:], kind="stable") + 1:
            area = float(sizes[part])
            if area < _LETTER_FROM:
                break
            found = self._stay(side, parts == part, area, free) or self._settle(side, parts == part, area, free)
            if found is not None:
                left, top, right, bottom = found.box()
                free[top:bottom, left:right] = False
                names.append(found)
        return names

    def _stay(self, side: int, mine: NDArray[np.bool_], area: float, free: NDArray[np.bool_]) -> Name | None:
        """Return the holder's last name that still stands wholly on this part."""
        for name in self.kept:
            left, top, right, bottom = name.box()
            spot = (slice(top, bottom), slice(left, right))
            fair = len(name.text) == 1 or area > 0.7 * _NAME_FROM
            if name.holder == side and fair and bool((mine & free)[spot].all()):
                return name
        return None

    def _settle(self, side: int, mine: NDArray[np.bool_], area: float, free: NDArray[np.bool_]) -> Name | None:
        """Return a new name at the roomiest spot of this part: the short name, smaller, or the letter."""
        look = style.look(side)
        size = next(points for least, points in _SIZES if area >= least)
        words = [(look.short, size), (look.short, 0.85 * size)] if area > _NAME_FROM else []
        room = ndimage.distance_transform_edt(np.pad(mine, 1))[1:-1, 1:-1]
        open_ground = mine & free
        for text, points in [*words, (look.code, max(0.85 * size, 6.0))]:
            spot = _roomiest(open_ground, room, Name(0.0, 0.0, text, points, side))
            if spot is not None:
                return Name(spot[0], spot[1], text, points, side)
        return None


def _roomiest(ground: NDArray[np.bool_], room: NDArray[np.float64], name: Name) -> tuple[float, float] | None:
    """Return the middle of the roomiest place on open ground where the whole box fits, or None."""
    left, top, right, bottom = name.box()
    high, wide = bottom - top, right - left
    rows, columns = ground.shape[0] - high + 1, ground.shape[1] - wide + 1
    sums = np.pad(np.cumsum(np.cumsum(~ground, axis=0), axis=1), ((1, 0), (1, 0)))
    blocked = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    middle = room[high // 2 : high // 2 + rows, wide // 2 : wide // 2 + columns]
    worth = np.where(blocked == 0, middle, -1.0)
    best = np.unravel_index(int(worth.argmax()), worth.shape)
    if worth[best] < 0:
        return None
    return _COARSE * (best[1] + wide / 2), _COARSE * (best[0] + high / 2)
