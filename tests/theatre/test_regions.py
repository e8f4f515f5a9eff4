"""The ground as arrays: sizes, people, flags, and the form of the graph."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator

import numpy as np
import pytest

from sim.errors import InputError
from sim.theatre import regions
from sim.theatre.making.naming import key_of
from sim.theatre.places import DATA, places, rows
from sim.theatre.regions import Theatre, load_theatre

COUNTRY_AREA = 185_955.0
IN_COUNTRY = 17_300_000


@pytest.fixture(scope="module")
def ground() -> Theatre:
    return load_theatre()


def pairs(ground: Theatre) -> Iterator[tuple[int, int, int]]:
    for row in range(ground.size):
        for slot in range(int(ground.degree[row])):
            yield row, slot, int(ground.neighbour[row, slot])


def test_there_are_about_600_regions(ground: Theatre) -> None:
    assert 580 <= ground.size <= 630


def test_areas_add_up_to_the_country(ground: Theatre) -> None:
    assert ground.area.sum() == pytest.approx(COUNTRY_AREA, rel=0.005)
    assert ground.area.min() > 5
    assert ground.area.max() < 600


def test_people_add_up_by_governorate_and_in_all(ground: Theatre) -> None:
    assert ground.population.sum() == IN_COUNTRY
    for row in rows("governorates.csv"):
        here = ground.governorate == ground.governorates.index(row["id"])
        assert ground.population[here].sum() == int(row["population_2015"]), row["id"]


def test_one_factor_leads_from_the_census_to_2015() -> None:
    factors = [int(row["population_2015"]) / int(row["population_2004"]) for row in rows("governorates.csv")]
    assert max(factors) - min(factors) < 1e-5


def test_districts_are_not_counted_twice(ground: Theatre) -> None:
    def people(*ids: str) -> float:
        return float(sum(ground.population[ground.index[name]] for name in ids))

    factor = IN_COUNTRY / 17_920_844
    assert people("aleppo", "aleppo_east", "aleppo_west", "sheikh_maqsoud") == pytest.approx(
        2_132_100 * factor, rel=0.01
    )
    assert people("aleppo") < 25_000
    assert people("damascus", "jobar", "yarmouk") == pytest.approx(1_552_161 * factor, rel=0.001)
    assert people("homs", "al_waer") == pytest.approx(652_609 * factor, rel=0.05)


def test_deserts_are_empty_and_valleys_are_not(ground: Theatre) -> None:
    density = ground.population / ground.area
    filler = ~ground.is_place
    assert density[filler & ground.desert].max() < 40
    assert np.median(density[filler & ground.desert]) < 2
    valley = np.array([kind == "river_valley" for kind in ground.terrain])
    assert density[filler & valley].min() > 5


def test_ids_and_keys_are_unique_and_keys_depend_on_ids_alone(ground: Theatre) -> None:
    assert len(set(ground.ids)) == len(set(ground.key.tolist())) == ground.size
    assert ground.key.min() > 0
    assert [key_of(name) for name in ground.ids] == ground.key.tolist()


def test_edges_are_symmetric(ground: Theatre) -> None:
    for row, slot, other in pairs(ground):
        back = ground.neighbour[other, : ground.degree[other]].tolist().index(row)
        for name in ("border", "distance", "road"):
            assert getattr(ground, name)[row, slot] == getattr(ground, name)[other, back]


def test_padding_is_empty(ground: Theatre) -> None:
    slots = np.arange(ground.neighbour.shape[1])
    padded = slots[None, :] >= ground.degree[:, None]
    assert (ground.neighbour[padded] == -1).all()
    assert (ground.neighbour[~padded] >= 0).all()
    assert (ground.border[padded] == 0).all()
    assert (ground.border[~padded] > 0).all()
    assert (ground.distance[~padded] > 1).all()


def test_every_region_has_a_neighbour_and_all_hang_together(ground: Theatre) -> None:
    assert ground.degree.min() > 0
    seen, queue = {0}, [0]
    for row in queue:
        for other in ground.neighbour[row, : ground.degree[row]].tolist():
            if other not in seen:
                seen.add(other)
                queue.append(other)
    assert len(seen) == ground.size


def test_distances_are_those_of_the_centres(ground: Theatre) -> None:
    for row, slot, other in pairs(ground):
        gap = np.hypot(ground.x[row] - ground.x[other], ground.y[row] - ground.y[other])
        assert ground.distance[row, slot] == pytest.approx(gap, abs=0.02)


def test_arrays_are_read_only(ground: Theatre) -> None:
    with pytest.raises(ValueError, match="read-only"):
        ground.population[0] = 1.0


def test_six_core_cities_lie_on_the_spine(ground: Theatre) -> None:
    core = {ground.ids[row] for row in np.flatnonzero(ground.core)}
    assert core == {"damascus", "homs", "hama", "latakia", "tartus", "aleppo_west"}
    assert ground.yspine[ground.core].all()
    for name in ("palmyra", "raqqa", "deir_ez_zor", "suwayda", "qamishli"):
        assert not ground.yspine[ground.index[name]], name


def test_flags_follow_the_tags_of_the_places(ground: Theatre) -> None:
    for place in places().values():
        row = ground.index[place.id]
        assert bool(ground.airbase[row]) == ("airbase" in place.tags)
        assert bool(ground.crossing[row]) == ("border_crossing" in place.tags)
        assert bool(ground.dam[row]) == ("dam" in place.tags)
    assert not (ground.airbase | ground.crossing | ground.dam)[~ground.is_place].any()


def test_oil_adds_up_to_the_five_sums_of_the_model(ground: Theatre) -> None:
    def worth(*ids: str) -> float:
        return float(sum(ground.oil[ground.index[name]] for name in ids))

    assert worth("al_omar", "tanak", "al_jafra", "sijan", "thayyem", "al_shula") == pytest.approx(4.0)
    assert worth("conoco") == pytest.approx(1.5)
    assert worth("shaddadi", "jabisah") == pytest.approx(0.8)
    assert worth("shaer", "hayyan", "arak", "ebla_gas", "jazal", "furqlus") == pytest.approx(1.0)
    assert worth("rumeilan", "suwaydiyah") == pytest.approx(2.5)
    assert ground.oil.sum() == pytest.approx(9.8)


def test_towns_and_cities_follow_the_census(ground: Theatre) -> None:
    for place in places().values():
        level = 2 if place.population > 120_000 else 1 if place.population > 20_000 else 0
        assert ground.urban[ground.index[place.id]] == level, place.id
    assert (ground.urban[~ground.is_place] == 0).all()


def test_places_follow_themselves_and_empty_country_a_near_place(ground: Theatre) -> None:
    own = np.arange(ground.size)
    assert (ground.anchor[ground.is_place] == own[ground.is_place]).all()
    assert ground.is_place[ground.anchor].all()
    gap = np.hypot(ground.x - ground.x[ground.anchor], ground.y - ground.y[ground.anchor])
    assert gap.max() < 120


def test_thin_country_is_empty_desert_without_roads(ground: Theatre) -> None:
    assert (ground.desert[ground.thin]).all()
    assert not ground.is_place[ground.thin].any()
    assert 0.15 < ground.area[ground.thin].sum() / ground.area.sum() < 0.45


def test_loading_takes_under_50_ms(ground: Theatre) -> None:
    best = 1.0
    for _ in range(3):
        regions.load_theatre.cache_clear()
        began = time.process_time()
        regions.load_theatre()
        best = min(best, time.process_time() - began)
    assert best < 0.05


def test_a_small_ground_can_be_made_by_hand() -> None:
    small = Theatre.build(["a", "b", "c"], [("a", "b", 11.0, 19.0, 3), ("b", "c", 11.0, 19.0, 0)], desert=[0, 0, 1])
    assert small.size == 3
    assert small.degree.tolist() == [1, 2, 1]
    assert small.neighbour[1].tolist() == [0, 2]
    assert small.road[1].tolist() == [3, 0]
    assert small.desert.tolist() == [False, False, True]
    assert small.area.tolist() == [309.0] * 3


@pytest.mark.parametrize("bad", [("a", "a"), ("a", "z")])
def test_a_ground_with_a_wrong_edge_is_refused(bad: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        Theatre.build(["a", "b"], [(*bad, 11.0, 19.0, 0)])


def test_a_ground_with_a_column_of_wrong_length_is_refused() -> None:
    with pytest.raises(InputError):
        Theatre.build(["a", "b"], [], population=[1.0])
    with pytest.raises(InputError):
        Theatre.build(["a", "b"], [], people=[1.0, 2.0])


def test_every_table_names_its_licence() -> None:
    text = (DATA / "LICENCES.md").read_text(encoding="utf-8")
    for path in sorted(DATA.glob("*.*")):
        if path.suffix != ".md":
            assert f"`{path.name}`" in text, path.name
    for words in ("GeoNames", "CC BY 4.0", "CC BY-SA 4.0", "public domain", "Natural Earth"):
        assert words in text


def test_only_plain_tables_are_kept() -> None:
    assert {path.suffix for path in DATA.iterdir()} <= {".csv", ".geojson", ".md"}
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            widths = {len(row) for row in csv.reader(file)}
        assert len(widths) == 1, path.name
