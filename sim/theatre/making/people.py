"""Put people on the regions: census of 2004 by governorate times one factor, places first, then the land.

Owns the population of regions. Knows nothing of displacement inside the country: the factor is one for all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.theatre.making.facts import Row

__all__ = ["IN_COUNTRY", "LAND_WEIGHT", "census_of_places", "governorate_totals", "people"]

IN_COUNTRY = 17_300_000
"""People in the country at the end of 2015: the middle of the published range of 16.6 to 18 million."""

REMAINDER = {"aleppo": 20_000}
"""People of a city counted as a whole that stay in its own region; its districts share the rest."""

CITY_OF = {
    "aleppo_east": "aleppo",
    "aleppo_west": "aleppo",
    "sheikh_maqsoud": "aleppo",
    "jobar": "damascus",
    "yarmouk": "damascus",
    "al_waer": "homs",
}
"""The city from whose census figure a district's people are taken."""

NOT_COUNTED = frozenset({"majdal_shams"})
"""Places outside the census of 2004 (Israeli-held Golan): no part of the 17.3 million."""

LAND_WEIGHT = {
    "desert": 0.01,
    "steppe": 1.0,
    "mountain": 1.3,
    "hills": 1.5,
    "plain": 2.5,
    "river_valley": 4.0,
    "coastal_plain": 4.0,
    "urban_fringe": 6.0,
    "urban": 6.0,
    "empty_mountain": 0.03,
}
"""Villagers per km2 relative to farmed steppe, before scaling to the governorate (an assumption of ours)."""

Numbers = npt.NDArray[np.float64]


def census_of_places(places: Sequence[Row]) -> dict[str, float]:
    """Return the people of 2004 of each place's own region, districts taken out of their cities."""
    count = {row["id"]: float(row["population"] or 0) for row in places}
    for city in set(CITY_OF.values()):
        parts = [district for district, whole in CITY_OF.items() if whole == city]
        inside = sum(count[district] for district in parts)
        room = count[city] - REMAINDER.get(city, 0)
        if city in REMAINDER:
            for district in parts:
                count[district] *= room / inside
            count[city] = float(REMAINDER[city])
        else:
            count[city] -= inside
    return {name: 0.0 if name in NOT_COUNTED else value for name, value in count.items()}


def _rounded(values: Numbers, total: int) -> npt.NDArray[np.int64]:
    """Round so that the sum is `total` (largest remainders, earlier rows first)."""
    scaled = values * (total / values.sum())
    floor = np.floor(scaled).astype(np.int64)
    order = np.lexsort((np.arange(len(values)), -(scaled - floor)))
    floor[order[: total - int(floor.sum())]] += 1
    return floor


def governorate_totals(census: dict[str, int]) -> dict[str, int]:
    """Return each governorate's people at the end of 2015; they sum to `IN_COUNTRY`."""
    totals = _rounded(np.array(list(census.values()), dtype=np.float64), IN_COUNTRY)
    return dict(zip(census, map(int, totals), strict=True))


def people(census: dict[str, int], own: Numbers, land: Numbers, governorate: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the people of each region.

    `own` [persons of 2004] are the people of the region's place, `land` the weighted area [km2] over which
    the governorate's villagers are spread. A governorate whose places take all its people has no villagers.
    """
    result = np.zeros(len(own), dtype=np.int64)
    where = np.array(governorate)
    for name, total in governorate_totals(census).items():
        rows = np.flatnonzero(where == name)
        villagers = max(0.0, census[name] - own[rows].sum())
        spread = land[rows] / max(land[rows].sum(), 1e-9)
        result[rows] = _rounded(own[rows] + villagers * spread, total)
    return result
