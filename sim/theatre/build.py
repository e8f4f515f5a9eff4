"""Make the frozen ground from the figures: `python -m sim.theatre.build [FACTS_DIR [OUT_DIR]]`.

A tool of the workshop: it needs scipy and shapely and is never run by the product. Without a folder of
figures it starts from the project's own tables in `data/`. The same figures give the same files, byte for
byte. Owns the order of the steps and the columns of `regions.csv`. Knows nothing of control or weeks.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import Point

from sim.theatre.making.cells import Cells, cut_banks, make_cells
from sim.theatre.making.corrections import EUPHRATES, STATIONS
from sim.theatre.making.facts import Facts, read_facts
from sim.theatre.making.links import Grid, lines_of, make_grid
from sim.theatre.making.naming import filler_names, key_of
from sim.theatre.making.people import census_of_places, governorate_totals, people
from sim.theatre.making.traits import (
    ENCLAVES,
    OIL,
    anchors,
    governorate_of,
    land_weights,
    on_spine,
    road_distance,
    terrain_of,
)
from sim.theatre.making.write import write_tables
from sim.theatre.places import DATA
from sim.theatre.plane import project, projected, true_area, unproject

__all__ = ["Ground", "main", "make_ground"]

SPACING = 15.45
"""Fillers are added until no spot is farther than this from a point [km]: about 600 regions."""

ROUNDS = 40
THIN_FAR = 9.0
CORE = frozenset({"damascus", "homs", "hama", "latakia", "tartus", "aleppo_west"})
GOLAN = ("majdal_shams", 5.0)
"""A place beyond the outline gets land of its own: what lies within so many km on its side."""


@dataclass(frozen=True)
class Ground:
    """Hold all that is written: the regions as rows of text, the graph, the shapes and the sources."""

    facts: Facts
    cells: Cells
    grid: Grid
    regions: list[dict[str, str]]
    governorate_people: dict[str, int]


def _golan(facts: Facts, points: npt.NDArray[np.float64]) -> list[tuple[int, Any]]:
    row = next(number for number, place in enumerate(facts.places) if place["id"] == GOLAN[0])
    land = Point(points[row]).buffer(GOLAN[1]).difference(projected(facts.outline))
    return [(row, max(getattr(land, "geoms", [land]), key=lambda part: part.area))]


def _urban(census: int) -> int:
    return 2 if census > 120_000 else 1 if census > 20_000 else 0


def _yes(value: bool) -> str:
    return "1" if value else "0"


def _place_columns(facts: Facts, row: int) -> dict[str, str]:
    """Return what a region takes over from its place; empty country has none of it."""
    place = facts.places[row] if row < len(facts.places) else None
    tags = set(place["tags"].split(";")) if place else set()
    name = place["id"] if place else ""
    return {
        "is_place": _yes(place is not None),
        "urban": str(_urban(int(place["population"] or 0)) if place else 0),
        "airbase": _yes("airbase" in tags),
        "crossing": _yes("border_crossing" in tags),
        "dam": _yes("dam" in tags),
        "oil": f"{OIL.get(name, 0.0):g}",
        "core": _yes(name in CORE),
    }


def _regions(facts: Facts, cells: Cells, grid: Grid, lines: list[Any]) -> list[dict[str, str]]:
    """Return one row of text for every region, in file order."""
    areas = terrain_of(facts, cells.shapes)
    terrain = [max((size, kind) for kind, size in area.items())[1] for area in areas]
    terrain = ["mountain" if kind == "empty_mountain" else kind for kind in terrain]
    mountain = [kind in ("mountain", "hills") for kind in terrain]
    names = [(row["id"], row["name"]) for row in facts.places]
    names += [(station.id, station.name) for station in STATIONS]
    names += filler_names(facts.places, cells.fixed_count, cells.points, cells.bank, terrain)
    home = governorate_of(facts, cells)
    census = {about["id"]: int(about["pop_2004_census"]) for about, _ in facts.governorates}
    own = census_of_places(facts.places)
    own_people = np.array([own.get(name, 0.0) for name, _ in names])
    population = people(census, own_people, _land(facts, areas), home)
    rows_of = {place["id"]: number for number, place in enumerate(facts.places)}
    pull = {row: row for name, row in rows_of.items() if name not in ENCLAVES}
    pull |= {len(rows_of) + number: rows_of[station.follows] for number, station in enumerate(STATIONS)}
    follows = anchors(cells, grid, mountain, pull)
    spine = on_spine(cells, facts.roads, lines, terrain)
    far = road_distance(cells, facts.roads, lines)
    roaded = {row for pair, edge in grid.edges.items() if edge.road >= 2 for row in pair}
    degrees = unproject(cells.points)
    rows = []
    for row, (name, title) in enumerate(names):
        taken = _place_columns(facts, row)
        rows.append(
            {
                "id": name,
                "key": str(key_of(name)),
                "name": title,
                "lon": f"{degrees[row, 0]:.4f}",
                "lat": f"{degrees[row, 1]:.4f}",
                "x_km": f"{cells.points[row, 0]:.2f}",
                "y_km": f"{cells.points[row, 1]:.2f}",
                "area_km2": f"{true_area(cells.shapes[row]):.2f}",
                "population": str(population[row]),
                "governorate": home[row],
                "terrain": terrain[row],
                "desert": _yes(terrain[row] == "desert"),
                "mountain": _yes(mountain[row]),
                "on_road": _yes(row in roaded),
                "thin": _yes(row >= cells.fixed_count and terrain[row] == "desert" and far[row] > THIN_FAR),
                "yspine": _yes(spine[row]),
                "bank": cells.bank[row],
                "anchor": names[follows[row]][0],
                **taken,
            }
        )
    return rows


def _land(facts: Facts, areas: list[dict[str, float]]) -> npt.NDArray[np.float64]:
    """Return the weighted land; districts and the Golan have no villages of their own."""
    land = land_weights(areas)
    for row, place in enumerate(facts.places):
        if place["kind"] == "district" or place["id"] in ("aleppo", GOLAN[0]):
            land[row] = 0.0
    return land


def make_ground(folder: Path) -> Ground:
    """Make the whole ground from a folder of figures."""
    facts = read_facts(folder)
    degrees = np.array([(float(row["lon"]), float(row["lat"])) for row in facts.places])
    points = project(degrees)
    river = [(float(x), float(y)) for x, y in project(np.array(EUPHRATES))]
    extra = project(np.array([(station.lon, station.lat) for station in STATIONS]))
    banks = cut_banks(projected(facts.outline), river, np.r_[points, extra])
    cells = make_cells(banks, _golan(facts, points), len(points), SPACING, ROUNDS)
    rows = {row["id"]: number for number, row in enumerate(facts.places)}
    lines = lines_of(facts.roads, {name: (points[at, 0], points[at, 1]) for name, at in rows.items()})
    grid = make_grid(cells, facts.roads, lines, rows)
    census = {about["id"]: int(about["pop_2004_census"]) for about, _ in facts.governorates}
    return Ground(facts, cells, grid, _regions(facts, cells, grid, lines), governorate_totals(census))


def main() -> None:
    """Make the ground and write its tables."""
    parser = argparse.ArgumentParser(description="Make the frozen ground from a folder of figures.")
    parser.add_argument("facts", type=Path, nargs="?", default=DATA)
    parser.add_argument("out", type=Path, nargs="?", default=DATA)
    options = parser.parse_args()
    ground = make_ground(options.facts)
    options.out.mkdir(parents=True, exist_ok=True)
    write_tables(ground.facts, ground.cells, ground.grid, ground.regions, ground.governorate_people, options.out)


if __name__ == "__main__":
    main()
