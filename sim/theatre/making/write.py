"""Write the frozen ground as plain tables and shapes, rounded, in one fixed order.

Owns the form of the files in `data/`. Knows nothing of how the ground was made.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from sim.theatre.making.cells import Cells
from sim.theatre.making.facts import SHAPES, Facts, Row
from sim.theatre.making.links import Grid
from sim.theatre.plane import unprojected

__all__ = ["write_tables"]

PLACE_COLUMNS = (
    "id", "name", "alt_names", "lat", "lon", "governorate", "kind", "population", "pop_source", "tags",
    "coord_confidence",
)  # fmt: skip
ROAD_COLUMNS = ("road", "road_name", "from_id", "to_id", "road_class", "via", "source")


def _table(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _rounded(value: Any, digits: int) -> Any:
    if isinstance(value, float):
        return round(value, digits)
    return [_rounded(part, digits) for part in value] if isinstance(value, list | tuple) else value


def _shapes(path: Path, features: list[tuple[dict[str, Any], Any]], digits: int) -> None:
    """Write features, one to a line, so that a change shows as one line."""
    lines = []
    for about, shape in features:
        form = {"type": shape["type"], "coordinates": _rounded(shape["coordinates"], digits)}
        feature = {"type": "Feature", "properties": about, "geometry": form}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")


def _edges(grid: Grid, regions: list[Row]) -> list[Row]:
    return [
        {
            "a": regions[a]["id"],
            "b": regions[b]["id"],
            "border_km": f"{edge.border:.2f}",
            "distance_km": f"{edge.distance:.2f}",
            "road": str(edge.road),
        }
        for (a, b), edge in sorted(grid.edges.items())
    ]


def _governorates(facts: Facts, people: dict[str, int]) -> list[Row]:
    return [
        {
            "id": about["id"],
            "name": about["name"],
            "iso_3166_2": about["iso_3166_2"],
            "capital": about["capital_id"],
            "area_km2": f"{about['area_km2']:g}",
            "population_2004": str(about["pop_2004_census"]),
            "population_2015": str(people[about["id"]]),
        }
        for about, _ in facts.governorates
    ]


def write_tables(
    facts: Facts, cells: Cells, grid: Grid, regions: list[Row], people: dict[str, int], folder: Path
) -> None:
    """Write every table of the ground into a folder."""
    _table(folder / "places.csv", PLACE_COLUMNS, facts.places)
    homes = _governorates(facts, people)
    _table(folder / "governorates.csv", tuple(homes[0]), homes)
    _table(folder / "roads.csv", ROAD_COLUMNS, facts.roads)
    _table(folder / "regions.csv", tuple(regions[0]), regions)
    _table(folder / "edges.csv", ("a", "b", "border_km", "distance_km", "road"), _edges(grid, regions))
    cut = [{"a": regions[a]["id"], "b": regions[b]["id"]} for a, b in sorted(grid.cut)]
    _table(folder / "cut_edges.csv", ("a", "b"), cut)
    for name in SHAPES:
        features = [(item["properties"], item["geometry"]) for item in facts.collections[name]["features"]]
        _shapes(folder / f"{name}.geojson", features, 4)
    shapes = [mapping(unprojected(shape)) for shape in cells.shapes]
    named = [({"id": row["id"]}, shape) for row, shape in zip(regions, shapes, strict=True)]
    _shapes(folder / "regions.geojson", named, 5)
