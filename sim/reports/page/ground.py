"""The ground as a browser needs it: arcs between regions, lines and names, in whole tenths of a kilometre.

A page rebuilds the areas of equal holders from the arcs, as `areas` does for print. Owns that form. Knows nothing
of who holds what. The plane is that of the maps, x east and y south [0.1 km].
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.reports.atlas.areas import Mesh, chains_of
from sim.reports.atlas.backdrop import Backdrop, load_backdrop
from sim.reports.atlas.labels import names_of
from sim.theatre.geometry import lakes, neighbours
from sim.theatre.places import governorates, places
from sim.theatre.regions import load_theatre

__all__ = ["VIEWS", "ground_of"]

UNIT = 10.0
"""Steps to a kilometre."""

ROUGH = 0.4
"""How far a drawn line may stray from its data [km]; the arcs between regions are exact."""

_RIVERS = ("Euphrates", "Khabur", "Orontes")

VIEWS = {
    "Whole country": (-238, 406, -306, 266),
    "North-west": (-190, 40, 10, 215),
    "Aleppo": (-122, -35, 77, 191),
    "Damascus": (-200, -108, -212, -138),
    "South": (-215, -60, -300, -140),
    "East": (110, 330, -90, 130),
    "North-east": (80, 402, 90, 266),
}
"""Name of a view -> west, east, south, north [km]."""


def _steps(points: NDArray[np.float64]) -> list[int]:
    """Return a line as its first point and the steps from point to point, all whole: x0, y0, dx, dy, ..."""
    whole = np.rint(points * (UNIT, -UNIT)).astype(np.int64)
    return [int(value) for value in np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()]


def _line(points: NDArray[np.float64]) -> list[int]:
    return _steps(shapely.get_coordinates(shapely.simplify(shapely.linestrings(points), ROUGH)))


def _rings(shapes: Sequence[Any]) -> list[list[int]]:
    rings = shapely.get_rings(shapely.get_parts(np.asarray(shapes, dtype=object)))
    return [_line(shapely.get_coordinates(ring)) for ring in rings]


def _arcs(mesh: Mesh) -> list[list[int]]:
    """Return every arc between two regions: region to the left, to the right (-1: abroad), then its points.

    `left` and `right` as seen along the arc in the plane of the map (y north).
    """
    return [[int(left), int(right), *_steps(mesh.corners[trail])] for trail, left, right in chains_of(mesh)]


def _labels(ground: Backdrop) -> list[list[Any]]:
    """Return the places with a name on a map: region, name, x, y, side, rank, and whether on that of the country."""
    found: dict[str, list[Any]] = {}
    for frame in ("country", "aleppo", "damascus"):
        for name in names_of(frame):
            words, x, y = ground.places[name.place]
            spot = [round(x * UNIT), round(-y * UNIT)]
            whole = frame == "country"
            rank = name.rank if whole else 1
            found.setdefault(name.place, [name.place, name.text or words, *spot, name.side, rank, int(whole)])
    return list(found.values())


@lru_cache(maxsize=1)
def ground_of() -> dict[str, Any]:
    """Return the ground as plain data."""
    ground, theatre = load_backdrop(), load_theatre()
    spots = places()
    return {
        "unit": UNIT,
        "views": {name: [round(UNIT * each) for each in box] for name, box in VIEWS.items()},
        "arcs": _arcs(ground.mesh),
        "ids": list(ground.ids),
        "names": list(ground.names),
        "kinds": [spots[name].kind if name in spots else "empty country" for name in ground.ids],
        "governorates": [governorates()[each] for each in theatre.governorates],
        "governorate": theatre.governorate.tolist(),
        "x": np.rint(theatre.x * UNIT).astype(int).tolist(),
        "y": np.rint(-theatre.y * UNIT).astype(int).tolist(),
        "people": np.rint(theatre.population).astype(int).tolist(),
        "km2": np.rint(theatre.area).astype(int).tolist(),
        "thin": np.flatnonzero(theatre.thin).tolist(),
        "abroad": _rings(list(neighbours().values())),
        "borders": [_line(line) for line in ground.governorates],
        "roads": [_line(line) for kind in ("motorway", "primary") for line in ground.roads.get(kind, [])],
        "rivers": {name: [_line(line) for line in ground.rivers.get(name, [])] for name in _RIVERS},
        "lakes": _rings(list(lakes().values())),
        "labels": _labels(ground),
    }
