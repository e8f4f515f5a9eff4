"""Find which regions touch, lay the roads over them, and cut the edges that the Euphrates closes.

Owns the graph. Knows nothing of people, terrain or names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString

from sim.errors import RunError
from sim.theatre.making.cells import Cells
from sim.theatre.making.corrections import BRIDGES
from sim.theatre.making.facts import Row
from sim.theatre.plane import project

__all__ = ["CLASSES", "Edge", "Grid", "lines_of", "make_grid"]

CLASSES = {
    "closed": 0, "track": 1, "secondary": 2, "bridge": 2, "urban": 2, "primary": 3, "motorway": 4
}  # fmt: skip
"""Road classes by word; a bridge counts as a secondary road unless a better road uses it."""

SHORTEST_BORDER = 0.25
"""Contacts shorter than this are corners, not borders [km]."""

SLIVER = 0.35
"""A road that only grazes a region over less than this does not run through it [km]."""


@dataclass
class Edge:
    """Describe one pair of neighbours: border and distance [km], best road class."""

    border: float
    distance: float
    road: int = 0


@dataclass
class Grid:
    """Hold edges by (lower, higher) row, the regions each better road runs through, and what was cut."""

    edges: dict[tuple[int, int], Edge]
    through: dict[str, set[int]]
    cut: list[tuple[int, int]]


def lines_of(roads: list[Row], where: dict[str, tuple[float, float]]) -> list[Any]:
    """Return each road as a line in km, with its bends."""
    lines = []
    for row in roads:
        via = [tuple(map(float, spot.split())) for spot in row["via"].split(";") if spot]
        bends = [tuple(spot) for spot in project(np.array(via))] if via else []
        lines.append(LineString([where[row["from_id"]], *bends, where[row["to_id"]]]))
    return lines


def _borders(shapes: list[Any]) -> dict[tuple[int, int], float]:
    """Sum the common straight pieces of every pair of regions [km]; corners are shared exactly."""
    owner: dict[tuple[tuple[float, float], ...], int] = {}
    border: dict[tuple[int, int], float] = defaultdict(float)
    for row, shape in enumerate(shapes):
        for ring in (shape.exterior, *shape.interiors):
            ends = [(round(x, 3), round(y, 3)) for x, y in ring.coords]
            for start, end in pairwise(ends):
                key = (min(start, end), max(start, end))
                if key in owner and owner[key] != row:
                    pair = (min(owner[key], row), max(owner[key], row))
                    border[pair] += float(np.hypot(end[0] - start[0], end[1] - start[1]))
                owner[key] = row
    return {pair: length for pair, length in border.items() if length >= SHORTEST_BORDER}


def _visits(line: Any, shapes: list[Any], tree: Any, ends: tuple[int, int]) -> list[int]:
    """Return the regions that a road runs through, in order, each run once."""
    pieces: list[tuple[float, int]] = []
    for row in tree.query(line, predicate="intersects"):
        crossing = shapely.intersection(line, shapes[row])
        for part in getattr(crossing, "geoms", [crossing]):
            if part.length > SLIVER:
                middle = line.project(part.interpolate(0.5, normalized=True))
                pieces.append((middle, int(row)))
    order = [ends[0], *(row for _, row in sorted(pieces)), ends[1]]
    return [row for number, row in enumerate(order) if number == 0 or row != order[number - 1]]


def _way(a: int, b: int, around: dict[int, set[int]]) -> list[int]:
    """Return the shortest way between two regions that a road joins outside the country or over a corner."""
    before, queue = {a: a}, [a]
    for at in queue:
        for row in sorted(around[at]):
            if row not in before:
                before[row] = at
                queue.append(row)
    way = [b]
    while way[-1] != a:
        way.append(before[way[-1]])
    return way[::-1]


def _joined(path: list[int], around: dict[int, set[int]]) -> list[tuple[int, int]]:
    """Turn a path into touching pairs."""
    pairs = []
    for a, b in pairwise(path):
        way = [a, b] if b in around[a] else _way(a, b, around)
        pairs += list(pairwise(way))
    return pairs


def _lay(roads: list[Row], lines: list[Any], cells: Cells, rows: dict[str, int], grid: Grid) -> None:
    """Give the road's class to every pair of regions along it; refuse a crossing where no bridge stands."""
    tree = shapely.STRtree(cells.shapes)
    around: dict[int, set[int]] = defaultdict(set)
    for a, b in grid.edges:
        around[a].add(b)
        around[b].add(a)
    wrong: list[str] = []
    for row, line in zip(roads, lines, strict=True):
        level = CLASSES[row["road_class"]]
        if level == 0:
            continue
        ends = (rows[row["from_id"]], rows[row["to_id"]])
        path = _visits(line, cells.shapes, tree, ends)
        name = f"{row['road']}:{row['from_id']}:{row['to_id']}"
        grid.through[name] = set(path)
        bridged = (row["from_id"], row["to_id"]) in BRIDGES
        for a, b in _joined(path, around):
            if cells.bank[a] != cells.bank[b] and not bridged:
                wrong.append(f"{name} at rows {a}, {b}")
            edge = grid.edges[min(a, b), max(a, b)]
            edge.road = max(edge.road, level)
    if wrong:
        raise RunError(f"roads cross the Euphrates without a bridge: {'; '.join(wrong)}")


def make_grid(cells: Cells, roads: list[Row], lines: list[Any], rows: dict[str, int]) -> Grid:
    """Return the graph of the regions: neighbours, roads laid, pairs without a bridge cut."""
    edges = {}
    for (a, b), border in sorted(_borders(cells.shapes).items()):
        gap = float(np.hypot(*(cells.points[a] - cells.points[b])))
        edges[a, b] = Edge(border, gap)
    grid = Grid(edges, {}, [])
    _lay(roads, lines, cells, rows, grid)
    for (a, b), edge in list(edges.items()):
        if cells.bank[a] != cells.bank[b] and edge.road == 0:
            grid.cut.append((a, b))
            del edges[a, b]
    return grid
