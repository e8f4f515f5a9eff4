"""The workshop's tool: from small made-up figures to the same files every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import box

from sim.errors import InputError
from sim.theatre.build import make_ground
from sim.theatre.geometry import (
    lakes,
    neighbours,
    outline,
    place_points,
    region_shapes,
    rivers,
    roads,
    terrain,
)
from sim.theatre.making import cells, people
from sim.theatre.making.corrections import STATIONS
from sim.theatre.making.write import write_tables
from sim.theatre.places import DATA, places, region_ids
from sim.theatre.plane import project, unproject
from sim.theatre.regions import load_theatre


def made_up() -> cells.Cells:
    fixed = np.array([(10.0, 50.0), (90.0, 50.0), (50.0, 10.0)])
    banks = cells.cut_banks(box(0, 0, 100, 100), [(50.0, 95.0), (50.0, 5.0)], fixed)
    return cells.make_cells(banks, [], 3, 20.0, 5)


def test_cells_cover_the_land_once() -> None:
    found = made_up()
    assert sum(shape.area for shape in found.shapes) == pytest.approx(10_000, rel=1e-4)
    for number, shape in enumerate(found.shapes):
        assert all(shape.intersection(other).area < 0.01 for other in found.shapes[number + 1 :])


def test_no_cell_lies_on_both_banks() -> None:
    found = made_up()
    for shape, bank in zip(found.shapes, found.bank, strict=True):
        middle = shape.intersection(box(0, 10, 100, 95))
        if not middle.is_empty:
            assert middle.bounds[2] <= 50.1 or middle.bounds[0] >= 49.9, bank


def test_cutting_twice_gives_the_same_cells() -> None:
    first, second = made_up(), made_up()
    assert [shape.wkt for shape in first.shapes] == [shape.wkt for shape in second.shapes]


def test_people_add_up_exactly_even_where_nobody_lives_on_the_land() -> None:
    census = {"one": 12_345_678, "two": 5_575_166}
    own = np.array([1e6, 0.0, 5_575_166.0, 0.0])
    land = np.array([10.0, 30.0, 0.0, 0.0])
    found = people.people(census, own, land, ["one", "one", "two", "two"])
    assert found.sum() == people.IN_COUNTRY
    assert found[0] < found[1]
    assert found[3] == 0


def test_the_plane_is_reversible() -> None:
    spots = np.array([(36.2, 33.5), (42.1, 37.2)])
    assert unproject(project(spots)) == pytest.approx(spots)


def test_the_ground_made_again_from_its_own_tables_is_the_same(tmp_path: Path) -> None:
    ground = make_ground(DATA)
    write_tables(ground.facts, ground.cells, ground.grid, ground.regions, ground.governorate_people, tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in DATA.iterdir() if path.suffix != ".md"}
    assert sorted(made) == sorted(kept)
    assert [name for name in kept if made[name] != kept[name]] == []


def test_a_folder_without_figures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing: .*places\.csv"):
        make_ground(tmp_path)


def test_a_bend_of_no_road_is_refused(tmp_path: Path) -> None:
    for path in DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    kept = (DATA / "roads.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "roads.csv").write_text("\n".join(kept[:40]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="do not exist"):
        make_ground(tmp_path)


def test_stations_are_regions_that_follow_their_place() -> None:
    ground = load_theatre()
    for station in STATIONS:
        row = ground.index[station.id]
        assert ground.ids[int(ground.anchor[row])] == station.follows
        assert not ground.is_place[row]


def test_every_region_has_one_shape_of_its_size() -> None:
    ground = load_theatre()
    assert tuple(region_shapes()) == region_ids()
    for row, shape in enumerate(region_shapes().values()):
        assert shape.is_valid
        assert shape.area == pytest.approx(ground.area[row], rel=0.03)


def test_places_lie_in_their_own_region() -> None:
    for name, (x, y) in place_points().items():
        spot = box(x - 1e-6, y - 1e-6, x + 1e-6, y + 1e-6)
        assert region_shapes()[name].distance(spot) < 1.8, name
    inside = [name for name, spot in place_points().items() if region_shapes()[name].distance(box(*spot, *spot)) < 0.01]
    assert len(inside) > 0.95 * len(places())


def test_shapes_for_drawing_are_complete() -> None:
    assert outline().area == pytest.approx(186_148, rel=0.001)
    assert rivers()[0].name == "Euphrates"
    assert {"Turkey", "Iraq", "Jordan", "Lebanon", "Israel"} <= set(neighbours())
    assert "Lake Assad" in lakes()
    assert [patch.priority for patch in terrain()] == sorted(patch.priority for patch in terrain())
    assert len(roads()) > 300
    assert all(road.line.length < 200 for road in roads())


def test_roads_stay_in_the_country() -> None:
    country = outline().buffer(2.0)
    for road in roads():
        assert road.line.difference(country).length < 1.5, (road.start, road.end)


def test_shapes_are_small_files() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 700_000
