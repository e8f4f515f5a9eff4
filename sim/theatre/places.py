"""Names of the ground without arrays: places, governorates, region ids and names.

Owns the reading of `data/places.csv`, `governorates.csv` and the first columns of `regions.csv`, with the
`csv` module alone, so that checking a scenario stays quick. Knows nothing of neighbours, areas or control.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["DATA", "Place", "centres", "governorates", "places", "region_ids", "region_names", "rows"]

DATA = Path(__file__).parent / "data"
"""Folder of the frozen tables."""


@dataclass(frozen=True, slots=True)
class Place:
    """Describe one named place; `population` is the census of 2004 [persons], 0 for sites."""

    id: str
    name: str
    alt_names: tuple[str, ...]
    lat: float
    lon: float
    governorate: str
    kind: str
    population: int
    tags: frozenset[str]


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of the data folder."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        alt_names=tuple(_parts(row["alt_names"])),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        governorate=row["governorate"],
        kind=row["kind"],
        population=int(row["population"] or 0),
        tags=frozenset(_parts(row["tags"])),
    )


@lru_cache(maxsize=1)
def places() -> Mapping[str, Place]:
    """Return the 236 places by id, in file order."""
    return MappingProxyType({row["id"]: _place(row) for row in rows("places.csv")})


@lru_cache(maxsize=1)
def governorates() -> Mapping[str, str]:
    """Return the display names of the 14 governorates by id."""
    return MappingProxyType({row["id"]: row["name"] for row in rows("governorates.csv")})


@lru_cache(maxsize=1)
def region_names() -> Mapping[str, str]:
    """Return the display names of all regions by id, in file order."""
    return MappingProxyType({row["id"]: row["name"] for row in rows("regions.csv")})


@lru_cache(maxsize=1)
def centres() -> tuple[tuple[float, float], ...]:
    """Return the centre of every region [degrees east, degrees north], in file order."""
    return tuple((float(row["lon"]), float(row["lat"])) for row in rows("regions.csv"))


@lru_cache(maxsize=1)
def region_ids() -> tuple[str, ...]:
    """Return all region ids in file order."""
    return tuple(region_names())
