"""The ground cut four times as fine, about 2,400 regions, to see how the cost of a week grows with their number.

Each region falls into four parts. The first keeps its id, its place and what stands there, so that every scenario
starts on it as on the real ground; the others are empty country around it. Nothing that happens on it means anything:
it serves for times alone. Owns the cutting. Knows nothing of wars.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray

__all__ = ["PARTS", "cut_finer"]

PARTS = 4
"""Parts of a region: a square of two by two around its centre."""

EAST = np.array([-1.0, 1.0, -1.0, 1.0])
NORTH = np.array([1.0, 1.0, -1.0, -1.0])
INNER = ((0, 1), (1, 3), (3, 2), (2, 0), (0, 3))
"""Parts of a region that touch; with one pair across the middle they have about as many neighbours as regions have."""

KM_PER_DEGREE = (91.0, 111.0)
"""Length of a degree of longitude and latitude at 35 N [km]."""

SHARED = ("population", "area")
COPIED = ("governorate", "desert", "mountain", "on_road", "thin", "yspine")
OF_THE_PLACE = ("is_place", "urban", "airbase", "crossing", "dam", "core", "oil")

_STEP = 0x9E3779B1
"""Step from the key of one part to that of the next: odd and large, so that keys differ."""

type Edge = tuple[str, str, float, float, int]


def cut_finer(ground: Theatre) -> Theatre:
    """Return `ground` with every region cut into four parts."""
    ids = [name if part == 0 else f"{name}_part_{part}" for name in ground.ids for part in range(PARTS)]
    first = np.arange(len(ids)) % PARTS == 0
    half = np.repeat(np.sqrt(ground.area), PARTS) / 4.0
    east, north = half * np.tile(EAST, ground.size), half * np.tile(NORTH, ground.size)
    columns: dict[str, Any] = {name: np.repeat(getattr(ground, name), PARTS) for name in COPIED}
    columns |= {name: np.repeat(getattr(ground, name), PARTS) / PARTS for name in SHARED}
    columns |= {name: np.repeat(getattr(ground, name), PARTS) * first for name in OF_THE_PLACE}
    columns |= {
        "x": np.repeat(ground.x, PARTS) + east,
        "y": np.repeat(ground.y, PARTS) + north,
        "lon": np.repeat(ground.lon, PARTS) + east / KM_PER_DEGREE[0],
        "lat": np.repeat(ground.lat, PARTS) + north / KM_PER_DEGREE[1],
        "key": (np.repeat(ground.key, PARTS) + _STEP * np.tile(np.arange(PARTS), ground.size)) % 2**31,
        "anchor": np.repeat(ground.anchor * PARTS, PARTS),
        "names": [name for name in ground.names for _ in range(PARTS)],
        "terrain": [name for name in ground.terrain for _ in range(PARTS)],
        "governorates": ground.governorates,
    }
    centres = np.column_stack((columns["x"], columns["y"]))
    edges = [*_within(ground, ids), *_across(ground, ids, centres)]
    return Theatre.build(ids, edges, **columns)


def _within(ground: Theatre, ids: list[str]) -> Iterator[Edge]:
    """Join the parts of each region, by its best road."""
    for row, side in enumerate((np.sqrt(ground.area) / 2.0).tolist()):
        for a, b in INNER:
            yield ids[row * PARTS + a], ids[row * PARTS + b], side, side, int(ground.road[row].max())


def _across(ground: Theatre, ids: list[str], centres: FloatArray) -> Iterator[Edge]:
    """Join the two nearest parts on both sides of each border, half the border each."""
    for row in range(ground.size):
        for slot in range(ground.degree[row]):
            other = int(ground.neighbour[row, slot])
            if other < row:
                continue
            here, there = _facing(centres, row, other), _facing(centres, other, row)
            length, road = float(ground.border[row, slot]) / 2.0, int(ground.road[row, slot])
            ways = [[float(np.hypot(*(centres[a] - centres[b]))) for b in there] for a in here]
            straight = ways[0][0] + ways[1][1] <= ways[0][1] + ways[1][0]
            for k, j in ((0, 0), (1, 1)) if straight else ((0, 1), (1, 0)):
                yield ids[here[k]], ids[there[j]], length, ways[k][j], road


def _facing(centres: FloatArray, row: int, other: int) -> list[int]:
    """Return the two parts of a region that lie nearest to the middle of another."""
    parts = np.arange(row * PARTS, (row + 1) * PARTS)
    middle = centres[other * PARTS : (other + 1) * PARTS].mean(axis=0)
    away = np.hypot(*(centres[parts] - middle).T)
    nearest: list[int] = parts[np.argsort(away, kind="stable")[:2]].tolist()
    return nearest
