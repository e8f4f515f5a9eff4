"""What a line drawn by hand gets wrong, set right: the Euphrates, bends of roads, missing ways.

Owns the corrections to the source tables, each with its reason. Knows nothing of regions.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ADDED_ROADS", "BENDS", "BRIDGES", "EUPHRATES", "STATIONS", "Station"]

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
    ("SAYDNAYA", "Damascus-Saydnaya-Qutayfah, the way round Harasta", "qutayfah", "damascus", "secondary"),
    ("GHAZALEH", "Daraa-Khirbet Ghazaleh-Izra", "daraa", "izra", "secondary"),
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
    ("mayadin", "dhiban"): ((40.470, 35.040),),
    # The Damascus-Homs motorway and the Baghdad road pass Harasta and Douma on their west and part at Adra.
    ("damascus", "qutayfah"): ((36.345, 33.555), (36.375, 33.585), (36.430, 33.612), (36.52, 33.65)),
    ("damascus", "dumayr"): ((36.345, 33.555), (36.375, 33.585), (36.430, 33.612), (36.52, 33.63)),
    ("qutayfah", "damascus"): ((36.376, 33.696), (36.360, 33.600), (36.305, 33.572)),
    # Other ways out of Damascus that the army held.
    ("damascus", "jdeidet_yabous"): ((36.21, 33.525), (36.18, 33.535), (36.09, 33.583)),
    ("kiswah", "damascus"): ((36.272, 33.43), (36.272, 33.478)),
    ("damascus", "qatana"): ((36.224, 33.492), (36.18, 33.50), (36.125, 33.487)),
    ("zabadani", "jdeidet_yabous"): ((36.045, 33.72), (35.99, 33.69)),
    ("qatana", "khan_arnabah"): ((36.03, 33.29),),
    ("khalkhalah", "damascus"): ((36.41, 33.40), (36.36, 33.478)),
    ("damascus_airport", "dumayr_airbase"): ((36.60, 33.48),),
    # The army's road to Aleppo goes round the south of the city by Ramouseh, not through the east.
    ("aleppo", "safira"): ((37.165, 36.13), (37.25, 36.115)),
    ("aleppo_west", "aleppo_airport"): ((37.12, 36.15), (37.17, 36.14)),
    ("aleppo", "kuweires"): ((37.165, 36.13), (37.24, 36.165)),
    ("aleppo_east", "huraytan"): ((37.18, 36.27), (37.13, 36.292)),
    # Roads along the border stay inside it.
    ("kobani", "tell_abyad"): ((38.50, 36.80), (38.72, 36.665)),
    ("suluk", "ras_al_ayn"): ((39.25, 36.635), (39.60, 36.69), (39.95, 36.77)),
    ("ras_al_ayn", "darbasiyah"): ((40.22, 36.87), (40.38, 36.955), (40.52, 37.005)),
    ("latakia", "jableh"): ((35.83, 35.515), (35.885, 35.475), (35.935, 35.42)),
    ("jableh", "baniyas"): ((35.945, 35.30), (35.962, 35.24)),
    # North of Qutayfah the motorway leaves Ruhaybah to its east.
    ("qutayfah", "an_nabk"): ((36.61, 33.85),),
    # The M4 reaches Qamishli from the west, past the airport.
    ("amuda", "qamishli"): ((41.155, 37.066),),
    ("tal_tamr", "qamishli"): ((40.97, 37.055), (41.155, 37.058)),
    # The coast road to Kessab and the Haffah road to Slunfeh pass the rebels' mountains by.
    ("latakia", "kessab"): ((35.80, 35.65), (35.87, 35.82)),
    ("latakia", "slunfeh"): ((36.03, 35.597),),
    # The motorway in the Hauran runs east of Inkhil and Shaykh Miskin, by Khirbet Ghazaleh.
    ("izra", "sanamayn"): ((36.24, 32.96),),
    ("nassib", "izra"): ((36.225, 32.745), (36.238, 32.806)),
    ("daraa", "izra"): ((36.225, 32.745), (36.238, 32.806)),
    # The Homs-Tartus motorway passes south of al-Waer.
    ("talkalakh", "homs"): ((36.32, 34.705), (36.40, 34.685), (36.60, 34.685), (36.685, 34.710)),
    ("homs", "qusayr"): ((36.685, 34.710),),
    # The Homs-Salamiyah road passes east of Talbiseh.
    ("homs", "salamiyah"): ((36.90, 34.79),),
}
"""Where a straight line between two places would pass through the wrong region: points on the way."""


@dataclass(frozen=True)
class Station:
    """Describe a fixed point between the places: a village or post that keeps a real way open on the map.

    `follows` is the place whose holder it takes: the one from which its garrison was fed.
    """

    id: str
    name: str
    lon: float
    lat: float
    follows: str


STATIONS = (
    # Round Damascus the army kept the roads to Beirut, Homs, Quneitra and Daraa between rebel suburbs.
    Station("dimas", "Dimas", 36.09, 33.583, "jdeidet_yabous"),
    Station("maaraba", "Maaraba", 36.305, 33.572, "damascus"),
    Station("dahiyat_al_assad", "Dahiyat al-Assad", 36.360, 33.600, "damascus"),
    Station("saydnaya", "Saydnaya", 36.376, 33.696, "qutayfah"),
    Station("qadam", "Qadam", 36.272, 33.478, "damascus"),
    Station("sbeineh", "Sbeineh", 36.272, 33.430, "kiswah"),
    Station("sumariyah", "Sumariyah", 36.180, 33.500, "mezzeh"),
    Station("sasa", "Sa'sa", 36.030, 33.290, "qatana"),
    Station("adra", "Adra", 36.540, 33.630, "qutayfah"),
    Station("otaybah", "Otaybah", 36.600, 33.485, "damascus_airport"),
    # Daraa's garrison was fed along the motorway.
    Station("muhajjah", "Muhajjah", 36.240, 32.960, "izra"),
    Station("khirbet_ghazaleh", "Khirbet Ghazaleh", 36.225, 32.745, "izra"),
    # The coast and the Haffah road stayed the army's when rebels held the mountains.
    Station("haffah", "Haffah", 36.030, 35.597, "latakia"),
    Station("ras_al_basit", "Ras al-Basit", 35.870, 35.830, "kessab"),
    # The rebels' way into east Aleppo (Castello road) ran by Handarat.
    Station("handarat", "Handarat", 37.180, 36.270, "huraytan"),
    # South and west of al-Waer and west of Houla the country was the army's.
    Station("baba_amr", "Baba Amr", 36.685, 34.710, "homs"),
    Station("qabu", "Qabu", 36.430, 34.840, "talkalakh"),
    # The western way into Qamishli was not the airport garrison's.
    Station("himo", "Himo", 41.150, 37.060, "qamishli"),
    # IS land round Uqayribat hung together with the desert over Jabal al-Bilas until August 2017.
    Station("bilas", "Jabal al-Bilas", 37.720, 35.130, "uqayribat"),
    Station("bilas_east", "east of Jabal al-Bilas", 38.050, 35.130, "uqayribat"),
)
"""Fixed points beside the places; they have no row in the record of control."""
