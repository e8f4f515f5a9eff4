"""Names on maps: none lost, none on another, on the same side on every date."""

from __future__ import annotations

import csv
from itertools import combinations

import pytest

from sim.reports import style
from sim.reports.atlas import furniture
from sim.reports.atlas.backdrop import COUNTRY, SMALL, load_backdrop
from sim.reports.atlas.insets import INSETS
from sim.reports.atlas.labels import TABLE, Box, lay_out, names_of
from sim.reports.atlas.plate import Extent, Plate, open_plate
from sim.reports.maps.control_map import grades_of, name_areas, paint
from sim.theatre.places import places
from tests.reports.made import DATES, frame_of

MAPS = {
    "country": (COUNTRY, 4.84, 0.85),
    "few": (COUNTRY, 5.33, 0.9),
    "small": (SMALL, 2.14, 0.6),
    **{inset.labels: (inset.box, 1.94, 1.0) for inset in INSETS},
}


def _plate(extent: Extent, wide: float, weight: float) -> Plate:
    return open_plate(style.page(8.0), (0.1, 0.1), wide, extent, weight=weight)


def _hit(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("frame", MAPS)
def test_every_name_finds_room_and_hits_no_other(frame: str) -> None:
    spots, _ = lay_out(_plate(*MAPS[frame]), frame, load_backdrop().places)
    assert [spot.name.place for spot in spots] == [name.place for name in names_of(frame)]
    assert not [(a.words, b.words) for a, b in combinations(spots, 2) if _hit(a.box, b.box)]
    for spot in spots:
        x, y = spot.dot
        near = (min(max(x, spot.box[0]), spot.box[2]), min(max(y, spot.box[1]), spot.box[3]))
        assert abs(near[0] - x) + abs(near[1] - y) < 14, "a name stands by its own dot"


@pytest.mark.parametrize("when", DATES)
def test_names_of_areas_hit_no_name_of_a_place(when) -> None:
    ground, frame = load_backdrop(), frame_of(when)
    plate = _plate(*MAPS["country"])
    edges = [box for inset in INSETS for box in furniture.locator_boxes(plate, inset.box)]
    spots, boxes = lay_out(plate, "country", ground.places, taken=edges)
    assert len(spots) == 31
    before = len(boxes.taken)
    drawn = paint(plate, frame, ground)
    name_areas(plate, drawn, [grade.holder for grade in grades_of(frame, ground.thin)[1]], boxes)
    areas = boxes.taken[before:]
    assert len(areas) >= 8
    assert not [pair for pair in combinations(areas, 2) if _hit(*pair)]
    assert not [(area, box) for area in areas for box in boxes.taken[:before] if _hit(area, box)]


def test_the_table_names_places_that_exist_once_in_each_frame() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["place"] for row in rows} <= places().keys()
    assert len({(row["frame"], row["place"]) for row in rows}) == len(rows)
    assert {row["frame"] for row in rows if not row["frame"].startswith("ground")} == MAPS.keys()
    assert {row["side"] for row in rows} <= {"E", "W", "N", "S", "NE", "NW", "SE", "SW"}
    assert {row["rank"] for row in rows} <= {"1", "2", "3"}
