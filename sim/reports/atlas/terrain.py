"""The ground under a map of the ground: terrain tints, roads by class, waters, the faint grid of regions.

Owns the colours of terrain and roads and their layers. Knows nothing of pages, names or control.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.atlas.areas import inner_lines, round_off
from sim.reports.atlas.backdrop import ORDER, Backdrop
from sim.reports.atlas.plate import Extent, Plate, path_of
from sim.theatre import geometry
from sim.theatre.places import places

__all__ = [
    "ROADS",
    "SITES",
    "TERRAIN",
    "TOWNS",
    "draw_ground",
    "draw_sites",
    "draw_towns",
    "marked",
    "sites",
    "town_size",
]

TERRAIN = {
    "desert": ("#F5EAD0", "Desert steppe (badia)"),
    "steppe": ("#F1F0DC", "Farmed steppe"),
    "plain": ("#E1EBCF", "Plain"),
    "river_valley": ("#CDE2BE", "River valley"),
    "coastal_plain": ("#D8E8CC", "Coastal plain"),
    "hills": ("#E8DCC8", "Hills"),
    "mountain": ("#D9CAB6", "Mountains"),
    "urban_fringe": ("#DDE0C4", "Orchards and suburbs"),
    "urban": ("#CFC5C3", "Built-up"),
}
"""Class -> tint and name."""

ROADS = {
    "motorway": ("#9A5B33", 1.45, None, "Motorway"),
    "primary": ("#B07F55", 0.95, None, "Main road"),
    "secondary": ("#8D8577", 0.50, None, "Other road"),
    "track": ("#8D8577", 0.62, 2.0, "Desert track"),
}
"""Class -> colour, width [points], distance of dots [points], name."""

_SAME_AS = {"bridge": "secondary", "urban": "secondary"}

TOWNS = ((500_000, 4.6), (100_000, 3.6), (20_000, 2.7), (0, 1.9))
"""People in 2004 from which a town's dot has this size [points]."""

SITES = {
    "airbase": ({"airbase"}, "^", 3.4, style.PAPER, "Airbase"),
    "oil": ({"oil_field", "gas_field"}, "D", 2.2, "#5B5348", "Oil or gas field"),
    "dam": ({"dam"}, "s", 2.8, style.RIVER, "Dam"),
    "crossing": ({"border_crossing"}, "p", 3.6, "#F2C14E", "Border crossing"),
    "post": (
        {"us_base", "russian_base", "naval_base", "military_base", "pipeline", "idp_camp", "refinery"},
        "h",
        2.8,
        "#B9B2A6",
        "Base, camp, plant",
    ),
}
"""Kind -> tags, sign, size [points], inside, name; the first kind that fits a place is drawn."""


STEPS = (6.0, 2.0, -2.0, -6.0)
"""A hand-drawn edge is drawn four times, this far outside and inside [km]: about as vague as it is."""


def _soft(shape: Any, reach: float = 8.0) -> Any:
    """Return a hand-drawn shape without its corners; a narrow one keeps more of them."""
    rounded = shape.buffer(reach).buffer(-2 * reach).buffer(reach)
    return rounded if rounded.area > 0.85 * shape.area or reach < 1 else _soft(shape, reach / 2)


@lru_cache(maxsize=1)
def _tints() -> tuple[tuple[str, float, Any], ...]:
    """Return colour, opacity 0..1 and shape [km] of the tints, to be laid one over the other."""
    country = geometry.outline()
    layers = [(TERRAIN["steppe"][0], 1.0, country)]
    for patch in geometry.terrain():
        colour = TERRAIN[patch.kind][0]
        if patch.kind in ("urban", "river_valley"):
            edges = [(1.0, _soft(patch.shape, 2.0))]
        else:
            edges = [(0.45, _soft(patch.shape).buffer(step)) for step in STEPS]
        layers += [(colour, shade, edge.intersection(country)) for shade, edge in edges]
    return tuple(layer for layer in layers if not layer[2].is_empty)


@lru_cache(maxsize=1)
def _ways() -> dict[str, list[NDArray[np.float64]]]:
    """Return the lines of all roads by drawn class, each once, bends rounded."""
    ways: dict[str, list[NDArray[np.float64]]] = {kind: [] for kind in ROADS}
    for road in geometry.roads():
        line = shapely.get_coordinates(road.line)
        ways[_SAME_AS.get(road.kind, road.kind)].append(round_off(line) if len(line) > 2 else line)
    return ways


def draw_ground(plate: Plate, ground: Backdrop, *, grid: bool = True) -> None:
    """Draw terrain, regions, governorates, roads and waters inside the country."""
    for number, (colour, shade, shape) in enumerate(_tints()):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        order = ORDER["fill"] + 0.005 * number
        plate.axes.add_patch(PathPatch(path_of(parts), fc=colour, ec="none", alpha=shade, zorder=order))
    if grid:
        plate.lines(inner_lines(ground.mesh), "#8F8672", 0.22, ORDER["pattern"], alpha=0.45)
    plate.lines(ground.governorates, "#6A6357", 0.55, ORDER["governorate"], dots=1.9)
    _draw_roads(plate)
    _draw_waters(plate, ground)
    edge = [shapely.get_coordinates(geometry.outline().exterior)]
    plate.lines(edge, style.OUTLINE, 0.8, ORDER["outline"])


def _draw_roads(plate: Plate) -> None:
    for number, kind in enumerate(("track", "secondary", "primary", "motorway")):
        colour, width, dots, _ = ROADS[kind]
        order = ORDER["road"] + 0.02 * number
        if kind in ("primary", "motorway"):
            plate.lines(_ways()[kind], style.PAPER, width + 0.8, order - 0.01, alpha=0.7)
        plate.lines(_ways()[kind], colour, width, order, dots=dots)


def _draw_waters(plate: Plate, ground: Backdrop) -> None:
    country = geometry.outline().buffer(1.0)
    for river in geometry.rivers():
        pieces = shapely.get_parts(river.line.intersection(country))
        lines = [round_off(shapely.get_coordinates(piece)) for piece in pieces]
        width = {1: 1.25, 2: 0.7}.get(river.rank, 0.45)
        if river.rank == 1:
            plate.lines(lines, style.PAPER, 2.2, ORDER["river"], alpha=0.8)
        plate.lines(lines, style.RIVER, width, ORDER["river"] + 0.1)
    for path in ground.lakes:
        plate.fill(path, style.LAKE, ORDER["lake"])
    plate.lines(ground.shores, style.RIVER, 0.5, ORDER["lake"] + 0.1)


def town_size(people: int) -> float:
    """Return the size of a town's dot [points] by its people of 2004."""
    return next(size for least, size in TOWNS if people >= least)


def draw_towns(plate: Plate, *, lift: float = 0.0) -> None:
    """Draw a dot for every town and district, by size; capitals of governorates are filled."""
    where = geometry.place_points()
    for place in places().values():
        if place.kind == "site" or not plate.extent.holds(*where[place.id]):
            continue
        capital = "provincial_capital" in place.tags
        x, y = where[place.id]
        plate.axes.plot(
            [x], [y], ls="none", marker="o", ms=town_size(place.population) + lift,
            mfc=style.INK if capital else style.PAPER, mec=style.PAPER if capital else style.INK,
            mew=0.45 if capital else 0.6, zorder=ORDER["dot"], scalex=False, scaley=False,
        )  # fmt: skip


def sites() -> list[tuple[str, str, float, float]]:
    """Return kind, place id, and points east and south of the place at which each site's mark stands."""
    found = []
    for place in places().values():
        kind = next((kind for kind, (tags, *_) in SITES.items() if place.tags & tags), None)
        if kind is not None:
            shift = 0.0 if place.kind == "site" else 3.4
            found.append((kind, place.id, shift, 0.4 * shift))
    return found


def draw_sites(plate: Plate, *, lift: float = 0.0) -> None:
    """Draw airbases, fields, dams, crossings and bases; beside the dot where a town stands."""
    where = geometry.place_points()
    for kind, name, east, south in sites():
        _, sign, size, inside, _ = SITES[kind]
        x, y = where[name]
        if plate.extent.holds(x, y):
            plate.axes.plot(
                [x + east * plate.km], [y - south * plate.km], ls="none", marker=sign, ms=size + lift,
                mfc=inside, mec=style.INK, mew=0.5, zorder=ORDER["mark"], scalex=False, scaley=False,
            )  # fmt: skip


def marked(plate: Plate, beside: Sequence[Extent] = ()) -> list[tuple[float, float, float, float]]:
    """Return the room that dots and marks take [points from the map's corner], but for frames `beside`."""
    where, boxes = geometry.place_points(), []
    marks = [(name, east, south, 1.5) for _, name, east, south in sites()]
    marks += [(place.id, 0.0, 0.0, 1.1) for place in places().values() if place.kind != "site"]
    for name, east, south, reach in marks:
        if any(frame.holds(*where[name]) for frame in beside):
            continue
        x = (where[name][0] - plate.extent.west) / plate.km + east
        y = (where[name][1] - plate.extent.south) / plate.km - south
        boxes.append((x - reach, y - reach, x + reach, y + reach))
    return boxes
