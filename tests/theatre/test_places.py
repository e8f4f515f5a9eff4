"""The names of the ground, read without arrays."""

from __future__ import annotations

import subprocess
import sys

from sim.theatre.places import governorates, places, region_ids, region_names

NAMED_IN_THE_ANALYSES = {
    "Mayadeen": "mayadin",
    "Boukamal": "abu_kamal",
    "Raqqa": "raqqa",
    "Tanf": "tanf",
    "Khan Sheikhoun": "khan_shaykhun",
    "Palmyra": "palmyra",
    "Tadmor": "palmyra",
    "Derik": "derik",
    "Tal Tamr": "tal_tamr",
    "Qamishli": "qamishli",
    "Qeser Dib": "qeser_dib",
    "Damascus": "damascus",
    "Homs": "homs",
    "Hama": "hama",
    "Latakia": "latakia",
    "West Aleppo": "aleppo_west",
    "East Aleppo": "aleppo_east",
    "Golan": "majdal_shams",
    "Idlib": "idlib",
    "Deir ez-Zor": "deir_ez_zor",
}


def test_there_are_236_places_in_14_governorates() -> None:
    assert len(places()) == 236
    assert len(governorates()) == 14
    assert {place.governorate for place in places().values()} <= set(governorates())


def test_every_place_has_its_own_region() -> None:
    assert list(region_ids())[:236] == list(places())


def test_every_place_named_in_the_analyses_can_be_found_by_that_name() -> None:
    for name, place_id in NAMED_IN_THE_ANALYSES.items():
        place = places()[place_id]
        known = " ".join((place.name, *place.alt_names)).lower()
        assert name.lower() in known, name


def test_region_ids_and_names_are_unique() -> None:
    assert len(set(region_ids())) == len(region_ids()) == len(region_names())
    assert len(set(region_names().values())) == len(region_names())


def test_reading_names_imports_nothing_heavy() -> None:
    script = (
        "import sys, sim.theatre.places as p; p.places(); p.region_names(); "
        "print([m for m in ('numpy', 'shapely', 'matplotlib', 'pandas') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
