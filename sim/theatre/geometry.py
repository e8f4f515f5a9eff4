"""The shapes of the ground for drawing, in km of the map plane (see `plane`).

Owns the reading of the GeoJSON files of `data/`. Needs json and shapely; knows nothing of colours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from shapely.geometry import LineString, shape

from sim.theatre.places import DATA, places, rows
from sim.theatre.plane import project, projected

__all__ = [
    "Patch",
    "River",
    "Road",
    "governorate_shapes",
    "lakes",
    "neighbours",
    "outline",
    "place_points",
    "region_shapes",
    "rivers",
    "roads",
    "terrain",
]


@dataclass(frozen=True, slots=True)
class Road:
    """Describe one road between two places: its class in words and its line [km]."""

    name: str
    start: str
    end: str
    kind: str
    line: Any


@dataclass(frozen=True, slots=True)
class River:
    """Describe one river: class 1 can be crossed only at bridges and dams, 3 is small."""

    name: str
    rank: int
    line: Any


@dataclass(frozen=True, slots=True)
class Patch:
    """Describe one terrain patch; where patches lie over each other the higher `priority` holds."""

    id: str
    kind: str
    priority: int
    shape: Any


def _features(name: str) -> list[tuple[dict[str, Any], Any]]:
    collection = json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8"))
    return [(item["properties"], projected(shape(item["geometry"]))) for item in collection["features"]]


@lru_cache(maxsize=1)
def outline() -> Any:
    """Return the country's outline, a Polygon."""
    return _features("outline")[0][1]


@lru_cache(maxsize=1)
def governorate_shapes() -> Mapping[str, Any]:
    """Return the polygons of the 14 governorates by id."""
    return MappingProxyType({about["id"]: form for about, form in _features("governorates")})


@lru_cache(maxsize=1)
def neighbours() -> Mapping[str, Any]:
    """Return the polygons of the neighbouring countries by name, clipped to the map frame."""
    return MappingProxyType({about["name"]: form for about, form in _features("neighbours")})


@lru_cache(maxsize=1)
def lakes() -> Mapping[str, Any]:
    """Return the lakes by name."""
    return MappingProxyType({about["name"]: form for about, form in _features("lakes")})


@lru_cache(maxsize=1)
def rivers() -> tuple[River, ...]:
    """Return the rivers, greatest first."""
    found = [River(about["name"], int(about["class"]), form) for about, form in _features("rivers")]
    return tuple(sorted(found, key=lambda river: river.rank))


@lru_cache(maxsize=1)
def terrain() -> tuple[Patch, ...]:
    """Return the terrain patches, lowest priority first: drawn in this order the right one is on top."""
    found = [
        Patch(about["id"], about["terrain_class"], int(about["priority"]), form) for about, form in _features("terrain")
    ]
    return tuple(sorted(found, key=lambda patch: (patch.priority, patch.id)))


@lru_cache(maxsize=1)
def region_shapes() -> Mapping[str, Any]:
    """Return the polygons of all regions by id, in file order; neighbours share every corner."""
    return MappingProxyType({about["id"]: form for about, form in _features("regions")})


@lru_cache(maxsize=1)
def place_points() -> Mapping[str, tuple[float, float]]:
    """Return x, y [km] of every place (its true position; a border post may lie just outside its region)."""
    spots = project(np.array([(place.lon, place.lat) for place in places().values()]))
    return MappingProxyType({name: (float(x), float(y)) for name, (x, y) in zip(places(), spots, strict=True)})


@lru_cache(maxsize=1)
def roads() -> tuple[Road, ...]:
    """Return the roads as lines between their places, bends included; closed roads are left out."""
    where = place_points()
    found = []
    for row in rows("roads.csv"):
        if row["road_class"] == "closed":
            continue
        bends = [tuple(map(float, spot.split())) for spot in row["via"].split(";") if spot]
        middle = [(float(x), float(y)) for x, y in project(np.array(bends))] if bends else []
        line = LineString([where[row["from_id"]], *middle, where[row["to_id"]]])
        found.append(Road(row["road_name"], row["from_id"], row["to_id"], row["road_class"], line))
    return tuple(found)
