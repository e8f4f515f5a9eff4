"""Read the figures and set right what a line drawn by hand gets wrong: the Euphrates, bends of roads.

Owns the corrections to the source tables, each with its reason. Knows nothing of regions.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import shape

__all__ = ["ADDED_ROADS", "BENDS", "BRIDGES", "EUPHRATES", "Facts", "Row", "read_facts"]

Row = dict[str, str]

EUPHRATES: tuple[tuple[float, float], ...] = (
    (38.02, 36.83), (38.08, 36.68), (38.25, 36.55), (38.175, 36.381), (38.19, 36.25), (38.12, 36.05),
    (38.22, 35.95), (38.45, 35.86), (38.57, 35.87), (38.75, 35.88), (39.02, 35.93), (39.28, 35.85),
    (39.45, 35.82), (39.62, 35.77), (39.8, 35.7), (39.83, 35.6), (39.95, 35.52), (40.05, 35.43),
    (40.15, 35.34), (40.3, 35.26), (40.42, 35.15), (40.435, 35.09), (40.465, 35.03), (40.511, 35.008),
    (40.568, 34.925), (40.62, 34.83), (40.75, 34.73), (40.85, 34.66), (40.92, 34.565), (40.932, 34.47),
    (40.936, 34.451), (41.0, 34.43),
)  # fmt: skip
"""The river, lon and lat from Turkey to Iraq, with six vertices moved by up to 2 km so that Tishrin dam,
al-Shafah, Busayrah and Dhiban lie on the left bank, and Quriyah and Asharah on the right bank, as in fact."""

BRIDGES: frozenset[tuple[str, str]] = frozenset(
    {
        ("jarabulus", "kobani"),
        ("sarrin", "manbij"),
        ("manbij", "ayn_issa"),
        ("manbij", "tishrin_dam"),
        ("tabqa_dam", "tabqa"),
        ("mansoura", "baath_dam"),
        ("mansoura", "raqqa"),
        ("raqqa", "sabkha"),
        ("deir_ez_zor", "hatlah"),
        ("mayadin", "dhiban"),
        ("abu_kamal", "baghuz"),
    }
)
"""The only roads that may cross the Euphrates (Jarabulus, Qara Qawzak twice, the three dams, the two Raqqa
bridges, Deir ez-Zor, Mayadin, Abu Kamal)."""

ADDED_ROADS: tuple[tuple[str, str, str, str, str], ...] = (
    ("BR_ABK", "Abu Kamal-Baghuz bridge", "abu_kamal", "baghuz", "bridge"),
    ("NBANK", "North bank road from Tabqa dam to Raqqa", "tabqa_dam", "baath_dam", "secondary"),
    ("NBANK", "North bank road from Tabqa dam to Raqqa", "baath_dam", "raqqa", "secondary"),
    ("SAYDNAYA", "al-Tall-Saydnaya-Qutayfah, the way round Harasta", "al_tall", "qutayfah", "secondary"),
    ("OTAYBAH", "Damascus airport-Otaybah-Dumayr airbase", "damascus_airport", "dumayr_airbase", "secondary"),
    ("CASTELLO", "Castello road, east Aleppo to Huraytan", "aleppo_east", "huraytan", "secondary"),
    ("NAYRAB", "Aleppo airport-Safira", "aleppo_airport", "safira", "secondary"),
    ("RAMOUSEH", "Aleppo West-Ramouseh-Aleppo airport", "aleppo_west", "aleppo_airport", "urban"),
)
"""Roads that the figures name as crossings without drawing them, or that the course of the war needs."""

BENDS: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {
    # Qara Qawzak is the bridge of the M4; a straight line would cross where there is none.
    ("manbij", "ayn_issa"): ((38.16, 36.62), (38.34, 36.60)),
    ("sarrin", "manbij"): ((38.20, 36.605), (38.16, 36.62)),
    # Roads of one bank stay on their bank.
    ("maskanah", "tabqa"): ((38.35, 35.83), (38.48, 35.82)),
    ("mansoura", "raqqa"): ((38.99, 35.915),),
    ("raqqa", "sabkha"): ((39.015, 35.915),),
    ("karama", "kasrah"): ((39.45, 35.85), (39.63, 35.80), (39.84, 35.71), (39.87, 35.61)),
    ("tibni", "ayyash"): ((39.815, 35.59), (39.94, 35.505)),
    ("asharah", "abu_kamal"): ((40.60, 34.82), (40.73, 34.715), (40.83, 34.64), (40.895, 34.55)),
    ("dhiban", "abu_hammam"): ((40.59, 34.93),),
    # The Damascus-Homs motorway and the Baghdad road run north-west of Harasta and Douma, by Adra.
    ("damascus", "qutayfah"): ((36.320, 33.560), (36.350, 33.598), (36.430, 33.625), (36.52, 33.66)),
    ("damascus", "dumayr"): ((36.320, 33.560), (36.350, 33.598), (36.430, 33.625), (36.52, 33.64)),
    ("damascus_airport", "dumayr_airbase"): ((36.60, 33.48),),
    # The army's road to Aleppo goes round the south of the city by Ramouseh, not through the east.
    ("aleppo", "safira"): ((37.165, 36.13), (37.25, 36.115)),
    ("aleppo_west", "aleppo_airport"): ((37.12, 36.15), (37.17, 36.14)),
    ("aleppo_east", "huraytan"): ((37.165, 36.262),),
}
"""Where a straight line between two places would pass through the wrong region: points on the way."""


@dataclass(frozen=True)
class Facts:
    """Hold the source tables: rows as text, shapes in degrees."""

    places: list[Row]
    roads: list[Row]
    outline: Any
    governorates: list[tuple[dict[str, Any], Any]]
    terrain: list[tuple[dict[str, Any], Any]]
    collections: dict[str, dict[str, Any]]


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shapes(collection: dict[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    return [(feature["properties"], shape(feature["geometry"])) for feature in collection["features"]]


def _roads(folder: Path) -> list[Row]:
    found = _table(folder / "roads.csv")
    for row in found:
        row["source"] = "figures"
    keys = ("road", "road_name", "from_id", "to_id", "road_class")
    found += [{**dict(zip(keys, road, strict=True)), "source": "added"} for road in ADDED_ROADS]
    for row in found:
        bends = BENDS.get((row["from_id"], row["to_id"]), ())
        row["via"] = ";".join(f"{lon:g} {lat:g}" for lon, lat in bends)
    return found


def read_facts(folder: Path) -> Facts:
    """Read every table of the figures that the ground needs."""
    names = ("syria_outline", "syria_adm1", "terrain", "rivers", "lakes", "neighbours")
    text = {
        name: json.loads((folder / "geo" / f"{name}.geojson").read_text(encoding="utf-8")) for name in names
    }
    for feature in text["rivers"]["features"]:
        if feature["properties"]["name"] == "Euphrates":
            feature["geometry"]["coordinates"] = [list(point) for point in EUPHRATES]
    return Facts(
        places=_table(folder / "towns.csv"),
        roads=_roads(folder),
        outline=_shapes(text["syria_outline"])[0][1],
        governorates=_shapes(text["syria_adm1"]),
        terrain=_shapes(text["terrain"]),
        collections=text,
    )
