"""Read the figures, or the project's own tables made from them, and put the corrections in.

Owns the names of the source files. Knows nothing of regions.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import shape

from sim.errors import InputError
from sim.theatre.making.corrections import ADDED_ROADS, BENDS, EUPHRATES

__all__ = ["SHAPES", "Facts", "Row", "read_facts"]

Row = dict[str, str]

SHAPES = {
    "outline": "syria_outline",
    "governorates": "syria_adm1",
    "terrain": "terrain",
    "rivers": "rivers",
    "lakes": "lakes",
    "neighbours": "neighbours",
}
"""Name of a file of shapes here -> its name in the folder of figures."""


@dataclass(frozen=True)
class Facts:
    """Hold the source tables: rows as text, shapes in degrees."""

    places: list[Row]
    roads: list[Row]
    outline: Any
    governorates: list[tuple[dict[str, Any], Any]]
    terrain: list[tuple[dict[str, Any], Any]]
    collections: dict[str, dict[str, Any]]


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shapes(collection: dict[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    return [(feature["properties"], shape(feature["geometry"])) for feature in collection["features"]]


def _roads(path: Path) -> list[Row]:
    """Return the roads of the figures, the added ones and the bends; our own table already has the added."""
    found = [{"source": "figures", **row} for row in _table(path)]
    keys = ("road", "road_name", "from_id", "to_id", "road_class")
    found = [row for row in found if row["source"] == "figures"]
    found += [{**dict(zip(keys, road, strict=True)), "source": "added"} for road in ADDED_ROADS]
    missing = set(BENDS) - {(row["from_id"], row["to_id"]) for row in found}
    if missing:
        raise InputError(f"bends are given for roads that do not exist: {sorted(missing)}")
    for row in found:
        bends = BENDS.get((row["from_id"], row["to_id"]), ())
        row["via"] = ";".join(f"{lon:g} {lat:g}" for lon, lat in bends)
    return found


def _paths(folder: Path) -> dict[str, Path]:
    """Return the files of a folder of figures, or of the project's own data folder, by one set of names."""
    if (folder / "towns.csv").exists():
        shapes = {name: folder / "geo" / f"{source}.geojson" for name, source in SHAPES.items()}
        return {"places": folder / "towns.csv", "roads": folder / "roads.csv", **shapes}
    shapes = {name: folder / f"{name}.geojson" for name in SHAPES}
    return {"places": folder / "places.csv", "roads": folder / "roads.csv", **shapes}


def read_facts(folder: Path) -> Facts:
    """Read every table that the ground needs; raises InputError if one is missing."""
    paths = _paths(folder)
    if missing := [str(path) for path in paths.values() if not path.exists()]:
        raise InputError(f"the figures are not complete; missing: {', '.join(missing)}")
    text = {name: json.loads(paths[name].read_text(encoding="utf-8")) for name in SHAPES}
    for feature in text["rivers"]["features"]:
        if feature["properties"]["name"] == "Euphrates":
            feature["geometry"]["coordinates"] = [list(point) for point in EUPHRATES]
    roads = _roads(paths["roads"])
    return Facts(
        places=_table(paths["places"]),
        roads=roads,
        outline=_shapes(text["outline"])[0][1],
        governorates=_shapes(text["governorates"]),
        terrain=_shapes(text["terrain"]),
        collections=text,
    )
