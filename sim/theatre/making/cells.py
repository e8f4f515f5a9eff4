"""Cut the ground into regions: filler points, Lloyd's method with places fixed, Voronoi by river bank.

The Euphrates is a wall: each bank is cut up by its own points only, so that no region lies on both banks and
the river is itself a border. Owns shapes in the plane [km]. Knows nothing of roads, people or names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import Voronoi, cKDTree
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.ops import polygonize, split, unary_union

__all__ = ["Bank", "Cells", "cut_banks", "make_cells"]

Points = npt.NDArray[np.float64]

GRAIN = 0.001
"""Snap size of all corners [km]."""


@dataclass(frozen=True)
class Bank:
    """Hold the land of one bank and the fixed points (places, then stations) that lie on it, by row."""

    name: str
    land: Any
    rows: npt.NDArray[np.int64]
    points: Points


@dataclass(frozen=True)
class Cells:
    """Hold the regions: places in order, then stations, then fillers; shapes and points in km."""

    points: Points
    shapes: list[Any]
    bank: list[str]
    place_count: int
    fixed_count: int


def _largest(shape: Any) -> Any:
    return max(shape.geoms, key=lambda part: part.area) if isinstance(shape, MultiPolygon) else shape


def _inside(point: Point, land: Any, depth: float) -> tuple[float, float]:
    """Move a point that lies outside, or within `depth` of the edge, to the nearest spot `depth` inside."""
    core = land.buffer(-depth)
    if core.contains(point):
        return point.x, point.y
    spot = shapely.shortest_line(core, point).coords[0]
    return float(spot[0]), float(spot[1])


def cut_banks(outline: Any, river: list[tuple[float, float]], fixed: Points, depth: float = 0.4) -> list[Bank]:
    """Cut the country along the river into right and left bank and put every fixed point on its bank."""
    first, last = np.array(river[0]), np.array(river[-1])
    ends = (first + 20 * np.array([-0.2, 1.0]), last + 20 * np.array([1.0, -0.5]))
    line = LineString([ends[0], *river, ends[1]])
    parts = sorted(split(outline, line).geoms, key=lambda part: -part.area)
    lands = [parts[0], parts[1]]
    for extra in parts[2:]:
        nearest = min((0, 1), key=lambda side: -lands[side].boundary.intersection(extra.boundary).length)
        lands[nearest] = unary_union([lands[nearest], extra])
    points = [Point(x, y) for x, y in fixed]
    side = [int(lands[1].distance(point) < lands[0].distance(point)) for point in points]
    banks = []
    for number, name in enumerate(("right", "left")):
        rows = np.array([row for row, where in enumerate(side) if where == number], dtype=np.int64)
        spots = np.array([_inside(points[row], lands[number], depth) for row in rows])
        banks.append(Bank(name, lands[number], rows, spots))
    return banks


def _fillers(bank: Bank, spacing: float, depth: float = 4.0, step: float = 1.5) -> Points:
    """Spread points: again and again at the spot farthest from all others, until none is `spacing` away."""
    west, south, east, north = bank.land.bounds
    grid = np.array([(x, y) for x in np.arange(west, east, step) for y in np.arange(south, north, step)])
    core = bank.land.buffer(-depth)
    spots = grid[shapely.contains_xy(core, grid[:, 0], grid[:, 1])]
    gap = cKDTree(bank.points).query(spots)[0]
    chosen = []
    while gap.max() > spacing:
        best = int(np.argmax(gap))
        chosen.append(spots[best])
        gap = np.minimum(gap, np.hypot(*(spots - spots[best]).T))
    return np.array(chosen)


def _voronoi(points: Points, land: Any) -> list[Any]:
    """Return the cell of each point clipped to the land (possibly in several parts)."""
    centre, reach = points.mean(axis=0), 5000.0
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    frame = centre + reach * np.c_[np.cos(turn), np.sin(turn)]
    diagram = Voronoi(np.r_[points, frame])
    shapely.prepare(land)
    cells = []
    for row in range(len(points)):
        corners = diagram.vertices[diagram.regions[diagram.point_region[row]]]
        cells.append(Polygon(corners).convex_hull.intersection(land))
    return cells


def _relax(bank: Bank, fillers: Points, rounds: int) -> Points:
    """Move the fillers to the centres of their cells, places fixed (Lloyd's method)."""
    fixed = len(bank.points)
    points = np.r_[bank.points, fillers]
    for _ in range(rounds):
        for row, cell in enumerate(_voronoi(points, bank.land)[fixed:]):
            part = next((p for p in getattr(cell, "geoms", [cell]) if p.contains(Point(points[fixed + row]))), cell)
            points[fixed + row] = np.round((part.centroid.x, part.centroid.y), 3)
    result: Points = points[fixed:]
    return result


def _whole(parts: list[Any], points: Points) -> list[Any]:
    """Give every cut-off part of a cell to the neighbour with the longest common border."""
    own, loose = [], []
    for row, cell in enumerate(parts):
        pieces = list(getattr(cell, "geoms", [cell]))
        centre = Point(points[row])
        home = pieces[int(np.argmin([piece.distance(centre) for piece in pieces]))]
        own.append(home)
        loose += [piece for piece in pieces if piece is not home and piece.area > 0]
    for piece in loose:
        shared = [shape.boundary.intersection(piece.boundary).length for shape in own]
        best = int(np.argmax(shared))
        own[best] = unary_union([own[best], piece])
    return own


def _clean(shapes: list[Any]) -> list[Any]:
    """Rebuild the shapes from one set of noded lines, so that neighbours share every corner."""
    lines = shapely.union_all([shape.boundary for shape in shapes], grid_size=GRAIN)
    tree = shapely.STRtree(shapes)
    faces: dict[int, list[Any]] = defaultdict(list)
    for face in polygonize(lines):
        spot = face.representative_point()
        hits = tree.query(spot, predicate="within")
        if len(hits):
            faces[int(hits[0])].append(face)
        elif face.area < 1.0:
            faces[int(tree.nearest(spot))].append(face)
    return [_largest(unary_union(faces[row])) for row in range(len(shapes))]


def make_cells(banks: list[Bank], extra: list[tuple[int, Any]], place_count: int, spacing: float, rounds: int) -> Cells:
    """Cut both banks into regions; `extra` gives places with land of their own outside the outline."""
    apart = {row for row, _ in extra}
    count = sum(len(bank.rows) for bank in banks)
    points: list[Any] = [None] * count
    shapes: list[Any] = [None] * count
    side = [""] * count
    for bank in banks:
        keep = np.array([row not in apart for row in bank.rows])
        land = Bank(bank.name, bank.land, bank.rows[keep], bank.points[keep])
        fillers = _relax(land, _fillers(land, spacing), rounds)
        spots = np.r_[land.points, fillers]
        for number, shape in enumerate(_whole(_voronoi(spots, land.land), spots)):
            if number < len(land.rows):
                row = int(land.rows[number])
                points[row], shapes[row], side[row] = spots[number], shape, bank.name
            else:
                points.append(spots[number])
                shapes.append(shape)
                side.append(bank.name)
    for row, shape in extra:
        points[row], shapes[row], side[row] = np.array(shape.centroid.coords[0]), shape, "right"
    return Cells(np.array(points), _clean(shapes), side, place_count, count)
