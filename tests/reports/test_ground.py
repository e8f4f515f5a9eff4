"""The picture of the ground: every name placed, every site drawn, words with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.reports import style
from sim.reports.atlas import terrain
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.atlas.labels import lay_out, names_of
from sim.reports.atlas.plate import open_plate
from sim.reports.maps import ground
from sim.reports.png import alt_text
from sim.theatre.geometry import roads
from sim.theatre.geometry import terrain as patches
from sim.theatre.places import places


def test_the_ground_is_drawn_with_its_words(tmp_path: Path) -> None:
    path = ground.draw_map(tmp_path / "ground.png")
    assert 60_000 < path.stat().st_size < 600_000
    assert "Euphrates" in alt_text(path)


@pytest.mark.parametrize("inset", ground.INSETS, ids=lambda inset: inset.title)
def test_every_name_of_an_inset_finds_room(inset: ground.Inset) -> None:
    plate = open_plate(style.page(8.0), (0.0, 0.0), inset.at.wide / 668 * style.WIDTH, inset.box)
    spots, _ = lay_out(plate, inset.labels, load_backdrop().places, taken=terrain.marked(plate))
    assert {spot.name.place for spot in spots} == {name.place for name in names_of(inset.labels)}


def test_every_class_of_terrain_and_road_has_its_colour() -> None:
    assert {patch.kind for patch in patches()} <= set(terrain.TERRAIN)
    assert {road.kind for road in roads()} <= {*terrain.ROADS, "bridge", "urban"}


def test_every_site_bears_a_mark() -> None:
    marked = {name for _, name, _, _ in terrain.sites()}
    assert {place.id for place in places().values() if place.kind == "site"} <= marked


def test_a_larger_town_has_a_larger_dot() -> None:
    sizes = [terrain.town_size(people) for people in (500, 30_000, 200_000, 2_000_000)]
    assert sizes == sorted(set(sizes))
