"""Merge regions into areas and smooth the drawing of their edges; the data stay as they are.

Arcs between unlike keys run from junction to junction; each is rounded by cutting its corners (Chaikin 1974)
with its ends fixed, so that three areas still meet in one point; the outline of the country is left crisp.
The faces are then built anew from the arcs and named by the majority of region centres inside them: a point
that stands for a thin face can fall outside it, a majority cannot.
Owns faces and arcs [km]. Knows nothing of sides, colours or weeks: a key is any integer from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["OUTSIDE", "Drawn", "Mesh", "chains_of", "draw_areas", "inner_lines", "mesh_of", "round_off"]

OUTSIDE = -1
"""The key of what lies beyond the outline."""

SNAP = 0.05
"""Corners nearer than this are one corner [km]."""

ROUNDS = 3


@dataclass(frozen=True, eq=False)
class Mesh:
    """Hold the corners and edges of all regions, each edge once."""

    corners: Annotated[NDArray[np.float64], "[corner, 2] km"]
    edges: Annotated[NDArray[np.int64], "[edge, 2] corners"]
    sides: Annotated[NDArray[np.int64], "[edge, 2] region to the left and right; OUTSIDE beyond the outline"]
    centres: Annotated[NDArray[np.float64], "[region, 2] km"]
    area: float
    """Area of all regions in the plane [km2]."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Hold the areas as they are drawn."""

    faces: list[Any]
    """Polygons [km]; they tile the country."""
    keys: Annotated[NDArray[np.int64], "[face]"]
    arcs: list[NDArray[np.float64]]
    """Edges between unlike keys, each `[point, 2]` [km]."""
    arc_keys: Annotated[NDArray[np.int64], "[arc, 2] key to the left and right"]


def mesh_of(shapes: Sequence[Any], centres: NDArray[np.float64]) -> Mesh:
    """Return the mesh of regions that tile the country and share their corners."""
    wound = shapely.orient_polygons(np.asarray(shapes, dtype=object))
    rings, owner = shapely.get_rings(wound, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    snapped, corner = np.unique(np.rint(points / SNAP).astype(np.int64), axis=0, return_inverse=True)
    corner = corner.ravel()
    same = (ring[:-1] == ring[1:]) & (corner[:-1] != corner[1:])
    start, end, region = corner[:-1][same], corner[1:][same], owner[ring[:-1][same]]
    low, high = np.minimum(start, end), np.maximum(start, end)
    code, where = np.unique(low * len(snapped) + high, return_inverse=True)
    sides = np.full((len(code), 2), OUTSIDE, dtype=np.int64)
    # Rings run counter-clockwise, so the region lies to the left of its own direction.
    sides[where, (start > end).astype(np.int64)] = region
    edges = np.stack([code // len(snapped), code % len(snapped)], axis=1)
    return Mesh(snapped * SNAP, edges, sides, np.asarray(centres, dtype=np.float64), float(shapely.area(wound).sum()))


def _chains(edges: NDArray[np.int64], kind: NDArray[np.int64]) -> list[tuple[list[int], int, bool]]:
    """Join edges of one kind where nothing else meets them: corners, first edge, whether that is turned."""
    at: dict[int, list[int]] = {}
    for number, (a, b) in enumerate(edges.tolist()):
        at.setdefault(a, []).append(number)
        at.setdefault(b, []).append(number)
    kinds, ends = kind.tolist(), edges.tolist()

    def through(corner: int) -> bool:
        met = at[corner]
        return len(met) == 2 and kinds[met[0]] == kinds[met[1]]

    used = [False] * len(ends)

    def walk(number: int, corner: int) -> list[int]:
        trail = [corner]
        while True:
            used[number] = True
            a, b = ends[number]
            corner = b if corner == a else a
            trail.append(corner)
            if not through(corner):
                return trail
            met = at[corner]
            number = met[1] if met[0] == number else met[0]
            if used[number]:
                return trail

    starts = [(n, c) for n, pair in enumerate(ends) for c in pair if not through(c)]
    starts += [(n, pair[0]) for n, pair in enumerate(ends)]
    return [(walk(n, c), n, ends[n][0] != c) for n, c in starts if not used[n]]


def round_off(points: NDArray[np.float64], rounds: int = ROUNDS) -> NDArray[np.float64]:
    """Cut the corners of a line `rounds` times; its ends stay, a closed ring is cut all round."""
    closed = len(points) > 3 and bool((points[0] == points[-1]).all())
    for _ in range(rounds):
        a, b = points[:-1], points[1:]
        cut = np.empty((2 * len(a), 2))
        cut[0::2] = 0.75 * a + 0.25 * b
        cut[1::2] = 0.25 * a + 0.75 * b
        points = np.concatenate([cut, cut[:1]]) if closed else np.concatenate([points[:1], cut[1:-1], points[-1:]])
    return points


def _faces(mesh: Mesh, arcs: list[NDArray[np.float64]]) -> list[Any]:
    """Build polygons from the arcs; where rounded arcs cross in a narrow place, cut them there first."""
    sizes = [len(arc) for arc in arcs]
    lines = shapely.linestrings(np.concatenate(arcs), indices=np.repeat(np.arange(len(arcs)), sizes))
    faces = list(shapely.get_parts(shapely.polygonize(lines)))
    if abs(float(shapely.area(faces).sum()) - mesh.area) > 1e-4 * mesh.area:
        faces = list(shapely.get_parts(shapely.polygonize([shapely.union_all(lines)])))
    return faces


def _names(mesh: Mesh, faces: list[Any], keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Name each face by the key of most region centres inside it; an empty one by the nearest centre."""
    points = shapely.points(mesh.centres)
    region, face = shapely.STRtree(faces).query(points, predicate="intersects")
    votes = np.zeros((len(faces), int(keys.max()) + 1))
    np.add.at(votes, (face, keys[region]), 1.0)
    names = votes.argmax(axis=1)
    empty = np.flatnonzero(votes.sum(axis=1) == 0)
    if empty.size:
        nearest = shapely.STRtree(points).nearest(shapely.point_on_surface(np.asarray(faces, dtype=object)[empty]))
        names[empty] = keys[nearest]
    return np.asarray(names, dtype=np.int64)


@lru_cache(maxsize=32)
def _draw(mesh: Mesh, coded: bytes) -> Drawn:
    keys = np.frombuffer(coded, dtype=np.int64)
    beyond = np.append(keys, OUTSIDE)
    pair = beyond[mesh.sides]
    chosen = pair[:, 0] != pair[:, 1]
    edges, pair = mesh.edges[chosen], pair[chosen]
    outline = (pair == OUTSIDE).any(axis=1)
    arcs, names = [], []
    for trail, first, turned in _chains(edges, outline.astype(np.int64)):
        points = mesh.corners[trail]
        arcs.append(points if outline[first] else round_off(points))
        names.append(pair[first][::-1] if turned else pair[first])
    faces = _faces(mesh, arcs)
    return Drawn(faces, _names(mesh, faces, keys), arcs, np.array(names, dtype=np.int64))


def draw_areas(mesh: Mesh, keys: NDArray[np.integer[Any]]) -> Drawn:
    """Return the areas of equal `keys`, `[region]` integers from 0; the same keys are drawn once."""
    return _draw(mesh, np.ascontiguousarray(keys, dtype=np.int64).tobytes())


def inner_lines(mesh: Mesh) -> list[NDArray[np.float64]]:
    """Return the borders between regions, joined from junction to junction and not smoothed; no outline."""
    outline = (mesh.sides == OUTSIDE).any(axis=1)
    return [
        mesh.corners[trail] for trail, first, _ in _chains(mesh.edges, outline.astype(np.int64)) if not outline[first]
    ]


def chains_of(mesh: Mesh) -> list[tuple[list[int], int, int]]:
    """Return the edges joined wherever the same two regions meet: corners, region to the left and to the right.

    To the left there is always a region, to the right may be OUTSIDE.
    """
    low, high = mesh.sides.min(axis=1), mesh.sides.max(axis=1)
    found = []
    for trail, first, turned in _chains(mesh.edges, (low + 1) * (int(high.max()) + 2) + high):
        left, right = (int(side) for side in (mesh.sides[first][::-1] if turned else mesh.sides[first]))
        found.append((trail[::-1], right, left) if left == OUTSIDE else (trail, left, right))
    return found
