"""The ground of the C yardstick: hexes with a rough coast, eight factions with a home each, drawn at random.

Owns the drawing and the file that `c/reference_week.c` reads. Knows nothing of Syria, nor of what C does with it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.world.fields import FloatArray, IntArray

__all__ = ["FACTIONS", "neighbours", "write_ground"]

FACTIONS, SLOTS, SEED = 8, 6, 7
FOES = {4: (0, 1, 2, 3, 5, 6), 5: (0, 1, 2), 6: (0, 1, 2, 3), 7: (3, 4)}
"""Who fights whom; faction 4 fights all and raids."""

HOMES = (0.35, 0.30, 0.55, 0.12, 0.75, 0.20, 0.08, 0.03)
"""Where each faction's home lies among the cells [share]."""

HOLDERS = (0, 3, 4, 5, 6)
"""Factions that hold land at the start: the nearest to each cell."""

GUESTS = (1, 2, 7)
"""Factions that begin with a force at home and no land."""

AROUND = (
    ((0, 1), (0, -1), (-1, 0), (-1, -1), (1, 0), (1, -1)),
    ((0, 1), (0, -1), (-1, 1), (-1, 0), (1, 1), (1, 0)),
)
"""Steps to the neighbours of a hex, in even and in odd rows."""


def neighbours(cells: int) -> IntArray:
    """Return int64[cell, 6], the neighbours of each hex; `cells` stands for none."""
    size = 10
    while True:
        rows, columns = size, int(size * 1.15)
        down, right = np.mgrid[0:rows, 0:columns]
        y, x = (down - rows / 2) / (rows / 2), (right - columns / 2) / (columns / 2)
        land = (np.abs(x) ** 2.5 + np.abs(y) ** 2.5 < 1.0) & (y - x * 0.9 > -1.35)
        if land.sum() >= cells:
            break
        size += 1
    at = {(int(row), int(column)): cell for cell, (row, column) in enumerate(np.argwhere(land)[:cells])}
    table = np.full((cells, SLOTS), cells, dtype=np.int64)
    for (row, column), cell in at.items():
        near = [at[there] for a, b in AROUND[row % 2] if (there := (row + a, column + b)) in at]
        table[cell, : len(near)] = near
    return table


def _distances(near: IntArray, start: int) -> IntArray:
    """Return the steps from `start` to each cell, breadth first."""
    far = len(near)
    steps = np.full(far + 1, far, dtype=np.int64)
    steps[start], edge = 0, [start]
    for cell in edge:
        for other in near[cell].tolist():
            if other < far and steps[other] == far:
                steps[other] = steps[cell] + 1
                edge.append(other)
    return steps[:far]


def _hostile() -> FloatArray:
    table = np.zeros((FACTIONS, FACTIONS))
    for one, others in FOES.items():
        for other in others:
            table[one, other] = table[other, one] = 1.0
    return table


def write_ground(path: Path, cells: int) -> None:
    """Draw a ground of so many cells and write it; the same number gives the same bytes."""
    chance = np.random.default_rng(SEED)
    near = neighbours(cells)
    home = np.array([int(cells * share) for share in HOMES])
    terrain, road = chance.uniform(1.0, 2.0, cells), chance.uniform(0.80, 0.97, cells)
    value = chance.gamma(1.5, 20.0, cells)
    base, depot = np.zeros((cells + 1, FACTIONS)), np.zeros((cells + 1, FACTIONS))
    for faction, cell in enumerate(home.tolist()):
        bases = [cell, *(other for other in near[cell, :3].tolist() if other < cells)]
        base[bases, faction], depot[bases, faction] = 1.0, 1.0 / len(bases)
    holder = np.array(HOLDERS)[np.argmin([_distances(near, home[faction]) for faction in HOLDERS], axis=0)]
    own = (np.arange(cells), holder)
    force = np.zeros((cells + 1, FACTIONS))
    force[own] = chance.uniform(0.2, 1.0, cells) * 720.0 / cells
    for faction in GUESTS:
        force[home[faction], faction] = 6.0
    support = chance.uniform(0.0, 0.5, (cells + 1, FACTIONS))
    support[cells] = 0.0
    support[own] += 0.3
    people = np.append(value * 1.5, 0.0)
    works = np.append(chance.uniform(0.4, 1.0, cells), 0.0)
    with path.open("wb") as file:
        for whole in (np.array([cells]), near, home, holder):
            file.write(whole.astype(np.int32).tobytes())
        for table in (terrain, road, value, base, depot, force, support, people, works, _hostile()):
            file.write(table.astype(np.float64).tobytes())
