"""A picture of the ground before anybody holds it: `python -m sim.reports.maps.ground [PNG]`.

Owns this page: terrain, roads, waters, towns, governorates, sites, and the grid of regions, faint. It draws
no Record, so it is no entry of the register of figures. Knows nothing of control.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from matplotlib.figure import Figure

from sim.reports import png, style, words
from sim.reports.atlas import furniture, terrain
from sim.reports.atlas.backdrop import ORDER, draw_below, load_backdrop
from sim.reports.atlas.labels import Box, Boxes, Spot, lay_out, write
from sim.reports.atlas.plate import Extent, Plate, open_plate
from sim.theatre import geometry
from sim.theatre.places import governorates, places, region_ids

__all__ = ["INSETS", "Inset", "draw_map", "main"]

Size = tuple[float, float]

_FRAME = Extent(-256, 412, -330, 268)
_TOP = 0.64
_HEIGHT = 8.50
_TITLE = "The ground: Syria as the model sees it"


@dataclass(frozen=True)
class Inset:
    """Describe one inset: letter, title, its frame in the table of labels, on the ground and on the map."""

    letter: str
    title: str
    labels: str
    box: Extent
    at: Extent


INSETS = (
    Inset("A", "Aleppo", "ground_aleppo", Extent(-122, -35, 77, 191), Extent(234, 402, -318, -98)),
    Inset(
        "B",
        "Damascus and the Ghouta",
        "ground_damascus",
        Extent(-181, -127, -189.5, -148.84),
        Extent(52, 226, -318, -187),
    ),
)
_WATERS = (
    ("Euphrates", 136.0, 82.0, -15.0, 6.2),
    ("Euphrates", 261.0, -12.0, -55.0, 6.2),
    ("Khabur", 252.5, 108.0, -84.0, 5.8),
    ("Orontes", -157.5, 60.0, 80.0, 5.6),
    ("Lake Assad", 8.0, 104.0, 0.0, 5.8),
)
"""Name, x, y [km], turn [degrees], size [points]."""
_LANDSCAPES = (
    ("BADIA", 105.0, -110.0, 0.0, 8.2),
    ("JAZIRA", 205.0, 158.0, 12.0, 8.2),
    ("QALAMOUN", -139.0, -112.0, 55.0, 5.4),
    ("COAST MOUNTAINS", -166.5, 30.0, 88.0, 5.4),
    ("QUNEITRA", -197.5, -206.0, 84.0, 4.4),
    ("PALMYRA RANGES", -8.0, -34.0, 24.0, 5.4),
)
_SEA = (("Mediterranean", -199.0, 121.5, 0.0, 6.3), ("Sea", -199.0, 113.5, 0.0, 6.3))
_ON_BADIA = "#8A7A55"
_HOME = "#57503F"


def draw_map(path: Path) -> Path:
    """Draw the ground to `path`, a PNG."""
    figure = style.page(_HEIGHT)
    style.title_block(
        figure,
        _TITLE,
        f"{len(region_ids())} regions (faint lines) around {len(places())} places; nobody holds anything",
    )
    sheet = furniture.canvas(figure)
    _main_map(figure)
    _keys(figure, sheet)
    style.footer(
        figure,
        [
            "Terrain and rivers are drawn by hand, to 5 or 10 km; roads run straight from bend to bend.",
            "The Euphrates is a border of regions: it is crossed only at bridges and dams.",
            f"Sources: {words.GROUND_SOURCES}; terrain, rivers and roads: own work.",
            words.BOUNDARIES,
        ],
    )
    return png.save(figure, path, title=_TITLE, description=_ALT)


_ALT = (
    "Map of Syria without holders: desert in the centre and east, farmed steppe in the north, mountains "
    "along the coast and the Lebanese border, green valleys of the Euphrates, Khabur and Orontes; "
    "motorways from the Jordanian border by Damascus, Homs and Hama to Aleppo and along the coast; "
    "insets of Aleppo and Damascus."
)


def _main_map(figure: Figure) -> None:
    ground = load_backdrop()
    plate = open_plate(figure, (0.0, _TOP), style.WIDTH, _FRAME)
    draw_below(plate, ground)
    terrain.draw_ground(plate, ground)
    terrain.draw_sites(plate)
    terrain.draw_towns(plate)
    taken = [_box(plate, inset.at) for inset in INSETS]
    taken += [edge for inset in INSETS for edge in furniture.locator_boxes(plate, inset.box)]
    taken += _written(plate, (*_WATERS, *_LANDSCAPES, *_SEA))
    taken += terrain.marked(plate, beside=[inset.box for inset in INSETS[1:]])
    spots, boxes = lay_out(plate, "ground", ground.places, taken=taken)
    _write_names(plate, spots)
    _name_governorates(plate, boxes)
    _name_features(plate)
    furniture.neighbours(plate)
    furniture.scale_bar(plate, -62, -318, 100)
    inch = 72 * plate.km
    for inset in INSETS:
        furniture.locator(plate, inset.letter, inset.box)
        spot = ((inset.at.west - _FRAME.west) / inch, _TOP + (_FRAME.north - inset.at.north) / inch)
        _draw_inset(figure, inset, spot, inset.at.wide / inch)


def _box(plate: Plate, at: Extent) -> Box:
    """Return the room of a box on the map in points."""
    left, low = (at.west - plate.extent.west) / plate.km, (at.south - plate.extent.south) / plate.km
    return left, low, left + at.wide / plate.km, low + at.high / plate.km


def _written(plate: Plate, names: tuple[tuple[str, float, float, float, float], ...]) -> list[Box]:
    """Return the room of turned names as a row of small boxes along each."""
    boxes = []
    for text, x, y, turn, size in names:
        wide = style.text_size(_spaced(text), size)[0]
        along = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
        middle = np.array([(x - plate.extent.west) / plate.km, (y - plate.extent.south) / plate.km])
        for step in np.arange(-wide / 2, wide / 2 + 0.1, size * 0.7):
            cx, cy = middle + step * along
            boxes.append((cx - 0.4 * size, cy - 0.4 * size, cx + 0.4 * size, cy + 0.4 * size))
    return boxes


def _spaced(text: str) -> str:
    return "\u2009".join(text) if text.isupper() else text


def _write_names(plate: Plate, spots: list[Spot]) -> None:
    sizes = {3: (7.5, 600), 2: (6.6, 500), 1: (5.6, 400)}
    for spot in spots:
        size, weight = sizes[spot.name.rank]
        left, bottom, right, top = spot.box
        write(plate, ((left + right) / 2, (bottom + top) / 2), spot.words, size, weight=weight)


def _name_governorates(plate: Plate, boxes: Boxes) -> None:
    """Write each governorate's name at the roomiest free spot; one without room stays unnamed."""
    for name, shape in geometry.governorate_shapes().items():
        text = _spaced(governorates()[name].upper())
        for size in (5.6, 4.6):
            wide, high = style.text_size(text, size, 500)
            spot = _free_spot(plate, boxes, shape, (wide, high))
            if spot is not None:
                write(plate, spot, text, size, weight=500, colour=_HOME, halo=1.2)
                break


def _free_spot(plate: Plate, boxes: Boxes, shape: object, room: Size) -> Size | None:
    """Take a free box of a size inside a shape and return its middle [points]; None if there is none."""
    wide, high = room
    for spot in _candidates(shape, (wide * plate.km, high * plate.km)):
        x, y = (spot[0] - plate.extent.west) / plate.km, (spot[1] - plate.extent.south) / plate.km
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if boxes.free(box, 0.9):
            boxes.add(box)
            return x, y
    return None


def _candidates(shape: object, room: Size) -> list[Size]:
    """Return points of a 2 km lattice where `room` [km] fits into a shape, the deepest first."""
    west, south, east, north = shapely.bounds(shape)
    grid = np.array([(x, y) for x in np.arange(west, east, 2.0) for y in np.arange(south, north, 2.0)])
    inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    wide, high = room
    for dx, dy in ((-wide, -high), (-wide, high), (wide, -high), (wide, high)):
        inside = inside[shapely.contains_xy(shape, inside[:, 0] + dx / 2, inside[:, 1] + dy / 2)]
    if not len(inside):
        return []
    depth = shapely.distance(shapely.boundary(shape), shapely.points(inside))
    middle = shapely.get_coordinates(shapely.centroid(shape))[0]
    gap = np.hypot(*(inside - middle).T)
    return [(float(inside[row, 0]), float(inside[row, 1])) for row in np.argsort(0.4 * gap - depth)]


def _name_features(plate: Plate) -> None:
    for names, colour, italic in ((_WATERS, style.RIVER, True), (_LANDSCAPES, _ON_BADIA, False)):
        for text, x, y, turn, size in names:
            plate.axes.text(
                x, y, _spaced(text), rotation=turn, rotation_mode="anchor", ha="center", va="center",
                color=colour, fontproperties=style.font(size, italic=italic),
                path_effects=list(style.halo(1.2)), zorder=ORDER["label"] - 0.5, parse_math=False,
            )  # fmt: skip


def _draw_inset(figure: Figure, inset: Inset, spot: tuple[float, float], wide: float) -> None:
    ground = load_backdrop()
    plate = open_plate(figure, spot, wide, inset.box, order=5)
    draw_below(plate, ground)
    terrain.draw_ground(plate, ground)
    terrain.draw_sites(plate, lift=0.6)
    terrain.draw_towns(plate, lift=0.3)
    high, room = inset.box.high / plate.km, inset.box.wide / plate.km
    corner = (0.0, high - 12.0, 14.0 + 4.0 * len(inset.title), high)
    spots, _ = lay_out(
        plate, inset.labels, ground.places, taken=[corner, (room - 44, 0, room, 18), *terrain.marked(plate)]
    )
    _write_names(plate, spots)
    box = inset.box
    furniture.scale_bar(plate, box.east - 10 - 7 * plate.km, box.south + 6 * plate.km, 10, size=6.2)
    furniture.frame_inset(plate, inset.letter, inset.title)


def _heading(figure: Figure, left: float, top: float, text: str) -> None:
    style.put(figure, (left, top), text, style.TEXT, weight=600, colour=style.SECOND)


def _keys(figure: Figure, sheet: Plate) -> None:
    """Draw the strip of keys under the map: terrain, roads and borders, towns, sites."""
    top = _TOP + style.WIDTH * _FRAME.high / _FRAME.wide + 0.17
    _terrain_key(figure, sheet, top)
    _line_key(figure, sheet, 3.05, top)
    _town_key(figure, sheet, 4.45, top)
    _site_key(figure, sheet, 5.92, top)


def _terrain_key(figure: Figure, sheet: Plate, top: float) -> None:
    _heading(figure, style.MARGIN, top, "Terrain")
    for number, (colour, name) in enumerate(terrain.TERRAIN.values()):
        x, base = style.MARGIN + 1.42 * (number // 5), top + 0.19 + 0.16 * (number % 5)
        spot = (72 * x, sheet.extent.north - 72 * base - 1.6)
        path = furniture.rectangle(*spot, 15.0, 8.2)
        sheet.fill(path, colour, 1)
        furniture.edge(sheet, path, style.RULE)
        style.put(figure, (x + 0.27, base), name, style.SMALL)


def _line_key(figure: Figure, sheet: Plate, left: float, top: float) -> None:
    _heading(figure, left, top, "Roads and lines")
    rows = [(colour, width, dots, name) for colour, width, dots, name in terrain.ROADS.values()]
    rows.append(("#6A6357", 0.7, 1.9, "Governorate"))
    for number, (colour, width, dots, name) in enumerate(rows):
        base = top + 0.19 + 0.16 * number
        y = sheet.extent.north - 72 * (base - 0.035)
        sheet.lines([np.array([[72 * left, y], [72 * left + 16, y]])], colour, width, 2, dots=dots)
        style.put(figure, (left + 0.28, base), name, style.SMALL)


def _town_key(figure: Figure, sheet: Plate, left: float, top: float) -> None:
    _heading(figure, left, top, "Towns, people in 2004")
    names = ("over 500,000", "100,000 to 500,000", "20,000 to 100,000", "smaller", "seat of a governorate")
    for number, name in enumerate(names):
        base = top + 0.19 + 0.16 * number
        size = terrain.TOWNS[number][1] if number < 4 else 3.6
        filled = number == 4
        sheet.axes.plot(
            [72 * left + 5], [sheet.extent.north - 72 * (base - 0.035)], ls="none", marker="o", ms=size,
            mfc=style.INK if filled else style.PAPER, mec=style.PAPER if filled else style.INK, mew=0.6,
            zorder=3,
        )  # fmt: skip
        style.put(figure, (left + 0.20, base), name, style.SMALL)


def _site_key(figure: Figure, sheet: Plate, left: float, top: float) -> None:
    _heading(figure, left, top, "Sites")
    for number, (_, sign, size, inside, name) in enumerate(terrain.SITES.values()):
        base = top + 0.19 + 0.16 * number
        sheet.axes.plot(
            [72 * left + 5], [sheet.extent.north - 72 * (base - 0.035)], ls="none", marker=sign,
            ms=size + 0.6, mfc=inside, mec=style.INK, mew=0.5, zorder=3,
        )  # fmt: skip
        style.put(figure, (left + 0.20, base), name, style.SMALL)


def main() -> None:
    """Draw the ground to the path given, or to `docs/pictures/ground.png`."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/pictures/ground.png")
    draw_map(target)


if __name__ == "__main__":
    main()
