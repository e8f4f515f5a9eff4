"""Give every filler region a slug and a name a person would use: landscape, direction, nearest place.

Owns ids, names and keys of the regions between the places. Knows nothing of the graph.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.theatre.making.facts import Row

__all__ = ["filler_names", "key_of"]

LANDSCAPE = {
    "desert": "badia",
    "steppe": "steppe",
    "mountain": "mountains",
    "hills": "hills",
    "plain": "plain",
    "river_valley": "valley",
    "coastal_plain": "coast",
    "urban_fringe": "outskirts",
    "urban": "outskirts",
}
WINDS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")
SHORT = ("e", "ne", "n", "nw", "w", "sw", "s", "se")


def key_of(region: str) -> int:
    """Return a positive 31-bit number that depends on the region's id alone."""
    return int.from_bytes(hashlib.sha256(region.encode()).digest()[:4], "big") >> 1 | 1 << 29


def _short_name(name: str) -> str:
    return name.split(" (")[0]


def filler_names(
    places: Sequence[Row],
    first: int,
    spots: npt.NDArray[np.float64],
    bank: Sequence[str],
    terrain: Sequence[str],
) -> list[tuple[str, str]]:
    """Return (id, name) of each filler; equal names are numbered outward from their place.

    `spots` [km], `bank` and `terrain` are those of all regions, places and
    stations first; fillers begin at row `first`. A filler is named after the
    nearest place on its own bank of the Euphrates.
    """
    towns = [row for row, place in enumerate(places) if place["kind"] != "district"]
    found: list[tuple[float, int, str, str]] = []
    for number, (spot, kind) in enumerate(zip(spots[first:], terrain[first:], strict=True)):
        known = [row for row in towns if bank[row] == bank[first + number]]
        gaps = spot - spots[known]
        best = int(np.argmin(np.hypot(*gaps.T)))
        wind = round(float(np.arctan2(gaps[best, 1], gaps[best, 0])) / (np.pi / 4)) % 8
        place = places[known[best]]
        slug = f"{LANDSCAPE[kind]}_{SHORT[wind]}_of_{place['id']}"
        name = f"{LANDSCAPE[kind]} {WINDS[wind]} of {_short_name(place['name'])}"
        found.append((float(np.hypot(*gaps[best])), number, slug, name))
    used: Counter[str] = Counter()
    result = [("", "")] * len(found)
    for _, number, slug, name in sorted(found):
        used[slug] += 1
        result[number] = (slug, name) if used[slug] == 1 else (f"{slug}_{used[slug]}", f"{name} {used[slug]}")
    return result
