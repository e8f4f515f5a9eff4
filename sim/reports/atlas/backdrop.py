"""What lies under and over the colours of every map: sea, neighbours, roads, rivers, borders, quiet marks.

Owns the unchanging layers [km] and their order. Knows nothing of who holds what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.atlas.areas import Mesh, inner_lines, mesh_of, round_off
from sim.reports.atlas.plate import Extent, Plate, path_of
from sim.theatre.geometry import (
    governorate_shapes,
    lakes,
    neighbours,
    place_points,
    region_shapes,
    rivers,
    roads,
)
from sim.theatre.places import places
from sim.theatre.regions import load_theatre

__all__ = [
    "COUNTRY",
    "ORDER",
    "SIGNS",
    "SMALL",
    "Backdrop",
    "draw_below",
    "draw_lines",
    "draw_marks",
    "load_backdrop",
]

Line = NDArray[np.float64]

COUNTRY = Extent(-238, 406, -306, 266)
SMALL = Extent(-214, 402, -302, 260)
"""Frames of large and small maps of the whole country [km]."""

ORDER = {
    "outside": 1.0, "fill": 2.0, "pattern": 3.0, "governorate": 4.0, "road": 4.2, "river": 4.4, "lake": 4.6,
    "ribbon": 5.0, "front": 6.0, "outline": 6.2, "mark": 7.0, "dot": 8.0, "clandestine": 8.2, "label": 9.0,
    "furniture": 10.0,
}  # fmt: skip
"""Drawing order of the layers, from below."""


@dataclass(frozen=True, eq=False)
class Backdrop:
    """Hold the shapes of the ground, ready to draw."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    mesh: Mesh
    area: Annotated[NDArray[np.float64], "[region] km2"]
    population: Annotated[NDArray[np.float64], "[region] persons"]
    thin: Annotated[NDArray[np.bool_], "[region] empty desert far from any road"]
    outside: list[Path]
    coast: list[Line]
    governorates: list[Line]
    roads: Mapping[str, list[Line]]
    rivers: Mapping[str, list[Line]]
    lakes: list[Path]
    shores: list[Line]
    marks: Mapping[str, NDArray[np.float64]]
    """Airbases, oil and gas, dams: `[site, 2]`."""
    places: Mapping[str, tuple[str, float, float]]
    """Name, x, y of each place by id."""


def draw_below(plate: Plate, ground: Backdrop) -> None:
    """Draw the land outside and the borders between the neighbours."""
    for path in ground.outside:
        plate.fill(path, style.LAND_OUTSIDE, ORDER["outside"], swell=1.5)
    plate.lines(ground.coast, style.BORDER_OUTSIDE, 0.6, ORDER["outside"] + 0.1)


def draw_lines(plate: Plate, ground: Backdrop, *, roads: bool = True) -> None:
    """Draw governorate borders, main roads, rivers and the lake over the fills."""
    plate.lines(ground.governorates, style.INK, 0.45, ORDER["governorate"], dots=1.6, alpha=0.75)
    if roads:
        plate.lines(ground.roads.get("primary", []), style.ROAD, 0.45, ORDER["road"], alpha=0.55)
        plate.lines(ground.roads.get("motorway", []), style.ROAD, 0.80, ORDER["road"], alpha=0.55)
    small = ground.rivers.get("Khabur", []) + ground.rivers.get("Orontes", [])
    plate.lines(small, style.RIVER, 0.55, ORDER["river"])
    great = ground.rivers.get("Euphrates", [])
    plate.lines(great, style.PAPER, 2.4, ORDER["river"] + 0.05)
    plate.lines(great, style.RIVER, 1.25, ORDER["river"] + 0.1)
    for path in ground.lakes:
        plate.fill(path, style.LAKE, ORDER["lake"])
    plate.lines(ground.shores, style.RIVER, 0.5, ORDER["lake"] + 0.1)


SIGNS = {"airbase": ("^", 3.2, "none"), "oil": ("D", 1.9, style.QUIET), "dam": ("s", 2.6, style.RIVER)}


def draw_marks(plate: Plate, ground: Backdrop) -> None:
    """Draw airbases, oil and gas fields and dams, small and grey."""
    for kind, (sign, size, inside) in SIGNS.items():
        points = ground.marks.get(kind)
        if points is None or not len(points):
            continue
        plate.axes.plot(
            points[:, 0],
            points[:, 1],
            ls="none",
            marker=sign,
            ms=size,
            mfc=style.PAPER if inside == "none" else inside,
            mec=style.QUIET if kind == "airbase" else style.PAPER,
            mew=0.6 if kind == "airbase" else 0.35,
            zorder=ORDER["mark"],
            scalex=False,
            scaley=False,
        )


_MARKED = {"airbase": {"airbase"}, "oil": {"oil_field", "gas_field"}, "dam": {"dam"}}


def _sites() -> dict[str, NDArray[np.float64]]:
    """Return where the quiet marks stand, by kind."""
    where = place_points()
    found = {
        kind: [where[name] for name, place in places().items() if place.tags & tags or place.kind in tags]
        for kind, tags in _MARKED.items()
    }
    return {kind: np.array(spots, dtype=np.float64).reshape(-1, 2) for kind, spots in found.items()}


def _rings(shape: Any) -> list[Line]:
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(shape))]


@lru_cache(maxsize=1)
def load_backdrop() -> Backdrop:
    """Return the backdrop of the shipped theatre; it is read and cut up once."""
    theatre = load_theatre()
    mesh = mesh_of(list(region_shapes().values()), np.stack([theatre.x, theatre.y], axis=1))
    shapes = list(governorate_shapes().values())
    homes = mesh_of(shapes, np.array([(form.centroid.x, form.centroid.y) for form in shapes]))
    ways: dict[str, list[Line]] = {}
    for road in roads():
        ways.setdefault(road.kind, []).append(shapely.get_coordinates(road.line))
    waters = {river.name.split()[0]: [round_off(shapely.get_coordinates(river.line))] for river in rivers()}
    return Backdrop(
        ids=theatre.ids,
        names=theatre.names,
        mesh=mesh,
        area=theatre.area,
        population=theatre.population,
        thin=theatre.thin,
        outside=[path_of([shape]) for shape in neighbours().values()],
        coast=[ring for shape in neighbours().values() for ring in _rings(shape)],
        governorates=inner_lines(homes),
        roads=ways,
        rivers=waters,
        lakes=[path_of([shape]) for shape in lakes().values()],
        shores=[ring for shape in lakes().values() for ring in _rings(shape)],
        marks=_sites(),
        places={name: (place.name, *place_points()[name]) for name, place in places().items()},
    )
