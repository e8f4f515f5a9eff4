"""Describe the regions: governorate, terrain, roads, oil, bases, the Y, and the place each one follows.

Owns what is said of one region. Knows nothing of files or of control.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Point

from sim.theatre.making.cells import Cells
from sim.theatre.making.facts import Facts, Row
from sim.theatre.making.links import Grid
from sim.theatre.making.people import LAND_WEIGHT
from sim.theatre.plane import projected

__all__ = [
    "ENCLAVES",
    "OIL",
    "anchors",
    "governorate_of",
    "land_weights",
    "on_spine",
    "road_distance",
    "terrain_of",
]

OIL = {
    "al_omar": 2.0, "tanak": 1.6, "al_jafra": 0.15, "sijan": 0.1, "thayyem": 0.1, "al_shula": 0.05,
    "conoco": 1.5, "jabisah": 0.5, "shaddadi": 0.3,
    "shaer": 0.3, "hayyan": 0.2, "arak": 0.15, "ebla_gas": 0.15, "jazal": 0.1, "furqlus": 0.1,
    "suwaydiyah": 1.5, "rumeilan": 1.0,
}  # fmt: skip
"""Worth of a site's oil and gas at full output [USD m a week]. The five sums (4.0 Omar and Tanak with the
small fields of the lower Euphrates, 1.5 Conoco, 0.8 Shaddadi and Jabisah, 1.0 Palmyra gas, 2.5 Rumeilan and
Suwaydiyah) are the model's; the split inside each is an assumption: by size, main fields first."""

ENCLAVES = frozenset({"qamishli_airport", "kawkab", "ayyash", "deir_ez_zor", "dez_airbase"})
"""Garrisons amid another side's country for years: no empty region follows them."""

SPINE_ROADS = ("M5", "M1")
SPINE_SKIP = frozenset({"nassib", "izra", "sanamayn", "kiswah"})
SPINE_REACH = 6.0

Areas = list[dict[str, float]]


def _patches(facts: Facts) -> list[tuple[str, Any]]:
    """Return terrain patches in km, higher priority first, none overlapping a higher one."""
    order = sorted(facts.terrain, key=lambda item: -int(item[0]["priority"]))
    taken: Any = None
    patches = []
    for about, shape in order:
        plain = projected(shape).buffer(0)
        name = "empty_mountain" if about["id"] == "palmyrene_mountains" else about["terrain_class"]
        patches.append((name, plain if taken is None else plain.difference(taken)))
        taken = plain if taken is None else taken.union(plain)
    return patches


def terrain_of(facts: Facts, shapes: Sequence[Any]) -> Areas:
    """Return the area of each terrain class in each region [km2]; what no patch covers is steppe."""
    patches = _patches(facts)
    tree = shapely.STRtree([shape for _, shape in patches])
    result = []
    for region in shapes:
        area: dict[str, float] = {}
        for number in sorted(tree.query(region, predicate="intersects")):
            name, patch = patches[number]
            area[name] = area.get(name, 0.0) + region.intersection(patch).area
        area["steppe"] = area.get("steppe", 0.0) + max(0.0, region.area - sum(area.values()))
        result.append(area)
    return result


def land_weights(areas: Areas) -> npt.NDArray[np.float64]:
    """Return the weighted land over which villagers are spread [km2 of farmed steppe]."""
    return np.array([sum(LAND_WEIGHT[name] * size for name, size in area.items()) for area in areas])


def governorate_of(facts: Facts, cells: Cells) -> list[str]:
    """Return each region's governorate: a place's own, a filler's where its point lies."""
    shapes = [(about["id"], projected(shape)) for about, shape in facts.governorates]
    found = [row["governorate"] for row in facts.places]
    rest = [Point(spot) for spot in cells.points[len(found) :]]
    for spot in rest:
        gaps = [float(shape.distance(spot)) for _, shape in shapes]
        found += [shapes[int(np.argmin(gaps))][0]]
    return found


def on_spine(cells: Cells, roads: list[Row], lines: list[Any], terrain: Sequence[str]) -> list[bool]:
    """Say which regions are on the Y.

    The Y is what the M5 from Damascus to Aleppo and the coast motorway M1 run through, with every region
    whose point lies within 6 km of them, and the coastal plain.
    """
    spine = [
        line
        for row, line in zip(roads, lines, strict=True)
        if row["road"] in SPINE_ROADS and row["from_id"] not in SPINE_SKIP
    ]
    strip = shapely.union_all(spine)
    return [
        kind == "coastal_plain" or strip.intersection(shape).length > 1.0 or strip.distance(Point(spot)) < SPINE_REACH
        for kind, shape, spot in zip(terrain, cells.shapes, cells.points, strict=True)
    ]


def road_distance(cells: Cells, roads: list[Row], lines: list[Any]) -> npt.NDArray[np.float64]:
    """Return each region's distance from the nearest road better than a track [km]."""
    good = [line for row, line in zip(roads, lines, strict=True) if row["road_class"] not in ("track", "closed")]
    strip = shapely.union_all(good)
    return np.array([strip.distance(Point(spot)) for spot in cells.points])


def anchors(cells: Cells, grid: Grid, mountain: Sequence[bool], sources: dict[int, int]) -> list[int]:
    """Return each region's nearest place by road-weighted distance; places follow themselves.

    `sources` gives the rows that pull their surroundings and the place for which they do so. Empty country
    follows a place on its own bank. Cost per km: 1 on motorway and primary, 1.1 secondary, 1.5 track, 2
    without a road, 3.5 so in hills.
    """
    around: dict[int, list[tuple[int, float]]] = {row: [] for row in range(len(cells.shapes))}
    for (a, b), edge in grid.edges.items():
        if cells.bank[a] != cells.bank[b]:
            continue
        open_cost = 3.5 if mountain[a] or mountain[b] else 2.0
        cost = edge.distance * (open_cost, 1.5, 1.1, 1.0, 1.0)[edge.road]
        around[a].append((b, cost))
        around[b].append((a, cost))
    anchor = [row if row < cells.place_count else -1 for row in range(len(cells.shapes))]
    done = [row < cells.place_count and row not in sources for row in range(len(cells.shapes))]
    queue = [(0.0, place, row) for row, place in sorted(sources.items())]
    heapq.heapify(queue)
    while queue:
        far, place, row = heapq.heappop(queue)
        if done[row]:
            continue
        anchor[row], done[row] = place, True
        for other, cost in around[row]:
            if not done[other]:
                heapq.heappush(queue, (far + cost, place, other))
    return anchor
