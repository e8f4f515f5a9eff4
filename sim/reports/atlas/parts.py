"""The connected parts of areas, and words written where a part has room for them.

Owns that search. Knows nothing of what the words say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.atlas.areas import Drawn
from sim.reports.atlas.labels import Boxes, write
from sim.reports.atlas.plate import Plate

__all__ = ["Word", "parts_of", "roomy", "write_inside"]


def parts_of(drawn: Drawn, holders: Sequence[int]) -> list[tuple[int, Any]]:
    """Return the connected parts of each holder's land, largest first; `holders` is by key."""
    parts = []
    owner = np.array(holders)[drawn.keys]
    for holder in np.unique(owner):
        faces = [face for face, whose in zip(drawn.faces, owner, strict=True) if whose == holder]
        joined = shapely.coverage_union_all(faces)
        parts += [(int(holder), part) for part in shapely.get_parts(joined)]
    return sorted(parts, key=lambda part: -part[1].area)


def roomy(part: Any, count: int = 220) -> NDArray[np.float64]:
    """Return spots inside a part with their distance from its edge, roomiest first: `[spot, 3]` [km]."""
    west, south, east, north = part.bounds
    step = max((part.area / count) ** 0.5, 0.8)
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    shapely.prepare(part)
    inside = shapely.contains_xy(part, x.ravel(), y.ravel())
    spots = np.stack([x.ravel()[inside], y.ravel()[inside]], axis=1)
    room = shapely.distance(shapely.points(spots), part.boundary)
    order = np.argsort(-room, kind="stable")
    return np.concatenate([spots, room[:, None]], axis=1)[order]


@dataclass(frozen=True)
class Word:
    """Hold a name to be written: words, size [points], colour."""

    text: str
    size: float
    colour: str


def write_inside(plate: Plate, word: Word, spots: NDArray[np.float64], boxes: Boxes, *, inside: Any | None) -> bool:
    """Write a word at the first free spot, wholly in `inside` if given; say whether there was one."""
    wide, high = style.text_size(word.text, word.size, 700)
    reach = np.array([wide / 2 + 1, high / 2 + 1]) * plate.km
    for x, y, room in spots:
        if room < (0.4 if inside is None else 0.55) * high * plate.km:
            return False
        across, up = (x - plate.extent.west) / plate.km, (y - plate.extent.south) / plate.km
        box = (across - wide / 2, up - high / 2, across + wide / 2, up + high / 2)
        if not boxes.free(box, margin=2.0):
            continue
        if inside is not None and not inside.contains(
            shapely.box(x - reach[0], y - reach[1], x + reach[0], y + reach[1])
        ):
            continue
        boxes.add(box)
        write(plate, (across, up), word.text, word.size, weight=700, colour=word.colour, halo=2.0)
        return True
    return False
