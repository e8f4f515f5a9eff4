"""What borders what, and which roads join, as in fact."""

from __future__ import annotations

import pytest

from sim.theatre.making.corrections import BRIDGES
from sim.theatre.places import rows
from sim.theatre.regions import Theatre, load_theatre
from tests.theatre.ways import MOTORWAY, PRIMARY, SECONDARY, TRACK, corridor, land_of, neighbours, reach

RIGHT_BANK = """jarabulus manbij al_khafsah maskanah tabqa tabqa_airbase mansoura sabkha maadan tibni ayyash
    deir_ez_zor dez_airbase muhasan mayadin quriyah asharah abu_kamal qaim_crossing"""
LEFT_BANK = """kobani sarrin tishrin_dam tabqa_dam baath_dam raqqa karama kasrah hatlah khasham conoco
    busayrah shuhayl dhiban abu_hammam gharanij hajin al_shafah susah baghuz al_omar tanak"""
APART = """aleppo_east aleppo_west sheikh_maqsoud jobar douma harasta arbin kafr_batna yarmouk hajar_aswad
    daraya muadamiyat al_waer rastan nubl fua_kafriya deir_ez_zor dez_airbase madaya zabadani khanasir
    ithriya"""
M5 = """nassib izra sanamayn kiswah damascus qutayfah an_nabk homs rastan hama suran morek khan_shaykhun
    maarrat_numan saraqib zirbah khan_tuman aleppo"""
M4_EAST = "aleppo al_bab manbij ayn_issa tal_tamr qamishli qahtaniyah yarubiyah"
M20 = "homs furqlus t4 palmyra arak sukhnah kabajib al_shula deir_ez_zor"
RIGHT_ROAD = "raqqa sabkha maadan tibni ayyash deir_ez_zor muhasan mayadin asharah abu_kamal"
LEFT_ROAD = "hatlah khasham busayrah shuhayl dhiban abu_hammam gharanij hajin al_shafah susah baghuz"
RUNS_OVER = {
    "the motorway from the Jordanian border to Aleppo": (MOTORWAY, M5),
    "the coast motorway": (MOTORWAY, "latakia jableh baniyas tartus talkalakh homs"),
    "Latakia to Saraqib": (MOTORWAY, "latakia kinsabba jisr_shughur ariha saraqib"),
    "the M4 in the north-east": (PRIMARY, M4_EAST),
    "the army's road to Aleppo": (SECONDARY, "hama salamiyah ithriya khanasir safira aleppo"),
    "Homs to Deir ez-Zor": (PRIMARY, M20),
    "Damascus to Tanf": (PRIMARY, "damascus dumayr sab_biyar tanf walid_crossing"),
    "the right bank": (PRIMARY, RIGHT_ROAD),
    "the left bank below Deir ez-Zor": (SECONDARY, LEFT_ROAD),
    "the left bank above Deir ez-Zor": (SECONDARY, "tabqa_dam baath_dam raqqa karama kasrah hatlah"),
    "the Khabur road": (PRIMARY, "hasakah shaddadi markada al_suwar busayrah"),
    "Aleppo to Raqqa": (PRIMARY, "kuweires dayr_hafir maskanah tabqa mansoura raqqa"),
    "Ithriya to Tabqa": (SECONDARY, "ithriya resafa tabqa"),
    "the pipeline": (TRACK, "arak t3 humaymah t2 abu_kamal"),
    "the desert track from Tanf": (TRACK, "tanf humaymah"),
    "the Castello road": (SECONDARY, "aleppo_east handarat huraytan"),
    "the way round Harasta": (SECONDARY, "damascus maaraba saydnaya qutayfah"),
}


@pytest.fixture(scope="module")
def ground() -> Theatre:
    return load_theatre()


@pytest.fixture(scope="module")
def bank() -> dict[str, str]:
    return {row["id"]: row["bank"] for row in rows("regions.csv")}


@pytest.mark.parametrize("name", RUNS_OVER)
def test_road_runs_over_the_regions_between_its_towns(ground: Theatre, name: str) -> None:
    road, stops = RUNS_OVER[name]
    assert corridor(ground, *stops.split(), road=road)


def test_riverside_places_are_on_their_bank(bank: dict[str, str]) -> None:
    assert {bank[name] for name in RIGHT_BANK.split()} == {"right"}
    assert {bank[name] for name in LEFT_BANK.split()} == {"left"}


def test_the_euphrates_is_crossed_only_where_a_bridge_or_dam_stands(ground: Theatre, bank: dict[str, str]) -> None:
    crossings = {
        (ground.ids[row], ground.ids[other])
        for row in range(ground.size)
        for other in neighbours(ground, row)
        if bank[ground.ids[row]] == "right" and bank[ground.ids[other]] == "left"
    }
    assert 8 <= len(crossings) <= len(BRIDGES)
    for pair in (
        ("tabqa", "tabqa_dam"),
        ("mansoura", "baath_dam"),
        ("deir_ez_zor", "hatlah"),
        ("mayadin", "dhiban"),
        ("abu_kamal", "baghuz"),
    ):
        assert pair in crossings, pair
    ends = {a for a, _ in crossings} | {b for _, b in crossings}
    assert "jarabulus" in ends
    assert "tishrin_dam" in ends
    assert "raqqa" in ends
    assert "sarrin" in ends


def test_no_edge_crosses_the_euphrates_without_a_road(ground: Theatre, bank: dict[str, str]) -> None:
    for row in range(ground.size):
        for slot, other in enumerate(neighbours(ground, row)):
            if bank[ground.ids[row]] != bank[ground.ids[other]]:
                assert ground.road[row, slot] >= SECONDARY


def test_facing_riverside_towns_without_a_bridge_do_not_touch(ground: Theatre) -> None:
    for a, b in (
        ("asharah", "abu_hammam"),
        ("ayyash", "kasrah"),
        ("muhasan", "khasham"),
        ("quriyah", "dhiban"),
    ):
        assert ground.index[b] not in neighbours(ground, ground.index[a]), (a, b)


def test_besieged_ground_is_apart(ground: Theatre) -> None:
    for name in APART.split():
        row = ground.index[name]
        assert ground.is_place[row]
        assert ground.area[row] < 500


@pytest.mark.parametrize("date", ["2015-09-30", "2016-03-01", "2017-06-01"])
def test_the_army_drives_from_damascus_to_aleppo_and_the_coast(ground: Theatre, date: str) -> None:
    army = reach(ground, "damascus", land_of(ground, date, "regime"), SECONDARY)
    assert {
        "homs",
        "hama",
        "salamiyah",
        "ithriya",
        "khanasir",
        "safira",
        "aleppo_west",
        "tartus",
        "latakia",
    } <= army
    assert {"jdeidet_yabous", "an_nabk", "sanamayn", "izra", "daraa", "suwayda", "khan_arnabah", "t4"} <= army


def test_aleppo_is_fed_by_khanasir_alone_in_2015(ground: Theatre) -> None:
    army = land_of(ground, "2015-09-30", "regime")
    cut = [row for row in army if ground.ids[int(ground.anchor[row])] not in ("khanasir", "ithriya")]
    assert "aleppo_west" not in reach(ground, "damascus", cut, SECONDARY)


def test_the_deir_ez_zor_pocket_is_one_and_besieged(ground: Theatre) -> None:
    for date in ("2015-09-30", "2016-03-01", "2017-06-01"):
        pocket = reach(ground, "deir_ez_zor", land_of(ground, date, "regime"))
        assert {"deir_ez_zor", "dez_airbase"} <= pocket
        assert pocket <= {"deir_ez_zor", "dez_airbase", "ayyash"}


def test_besieged_pockets_of_2015_are_pockets(ground: Theatre) -> None:
    rebels = land_of(ground, "2015-09-30", "opposition", "hts")
    ghouta = reach(ground, "douma", rebels)
    assert {"jobar", "harasta", "arbin", "kafr_batna"} <= ghouta
    assert not {"daraya", "yalda", "al_tall", "dumayr"} & ghouta
    assert {"rastan", "talbiseh", "houla"} <= reach(ground, "rastan", rebels)
    assert "idlib" not in reach(ground, "rastan", rebels)
    assert reach(ground, "fua_kafriya", land_of(ground, "2015-09-30", "regime")) == {"fua_kafriya"}
    assert "aleppo_west" not in reach(ground, "nubl", land_of(ground, "2015-09-30", "regime"))


def test_rebel_aleppo_is_open_to_the_north_in_2015(ground: Theatre) -> None:
    rebels = land_of(ground, "2015-09-30", "opposition", "hts")
    assert "huraytan" in reach(ground, "aleppo_east", rebels, SECONDARY)


def test_nubl_is_joined_to_the_army_and_azaz_cut_off_after_february_2016(ground: Theatre) -> None:
    rebels = land_of(ground, "2016-03-01", "opposition", "hts")
    assert "azaz" not in reach(ground, "idlib", rebels, SECONDARY)


def test_is_land_hangs_together_in_2015(ground: Theatre) -> None:
    land = reach(ground, "raqqa", land_of(ground, "2015-09-30", "is"))
    assert {"palmyra", "sukhnah", "mayadin", "abu_kamal", "tanf", "manbij", "qaryatayn", "uqayribat"} <= land
    assert "yarmouk" not in land
    assert "shajara" not in land


def test_the_sdf_drives_from_kobani_to_derik_in_2015(ground: Theatre) -> None:
    land = reach(ground, "kobani", land_of(ground, "2015-09-30", "sdf"), SECONDARY)
    assert {
        "tell_abyad",
        "ayn_issa",
        "tal_tamr",
        "ras_al_ayn",
        "hasakah",
        "qamishli",
        "rumeilan",
        "derik",
    } <= land
    assert "afrin" not in land


@pytest.mark.parametrize(
    ("date", "shares"),
    [
        ("2015-09-30", {"regime": (23, 29), "is": (49, 55), "sdf": (11, 15)}),
        ("2019-10-01", {"regime": (60, 66), "sdf": (24, 30)}),
    ],
)
def test_areas_held_agree_with_published_shares(ground: Theatre, date: str, shares: dict[str, tuple[int, int]]) -> None:
    for side, (low, high) in shares.items():
        share = 100 * ground.area[land_of(ground, date, side)].sum() / ground.area.sum()
        assert low <= share <= high, (side, share)


def test_the_golan_line_is_closed_to_roads(ground: Theatre) -> None:
    assert neighbours(ground, ground.index["majdal_shams"], TRACK) == []
