"""Where the runs of an ensemble part: the places whose holder at the end is least sure, weighed by their people.

Owns that choice. Knows nothing of how a page sets it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.record.record import Record
from sim.reports import style
from sim.sides import SIDES
from sim.theatre.regions import load_theatre

__all__ = ["Divided", "divided_of"]

_LEAST = 0.005
"""Shares of runs below this are left out."""


@dataclass(frozen=True)
class Divided:
    """Hold one place: its region, its people, and the share of runs of each holder, the likeliest first."""

    region: str
    name: str
    people: float
    shares: tuple[tuple[str, float], ...]
    """Name of the holder and its share of runs."""
    fills: tuple[str, ...]
    inks: tuple[str, ...]
    """Colour of type that can be read on each fill."""


def divided_of(record: Record, most: int = 10) -> list[Divided]:
    """Return the places that weigh most: people times the entropy of who holds them after the last week."""
    ground = load_theatre()
    share = record.odds(record.weeks).share
    entropy = -np.sum(np.where(share > 0.0, share * np.log(np.maximum(share, 1e-12)), 0.0), axis=1)
    weight = entropy * ground.population * ground.is_place
    rows = np.argsort(-weight, kind="stable")[:most]
    return [_place(int(row), share[row]) for row in rows if weight[row] > 0.0]


def _place(row: int, share: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Divided:
    ground = load_theatre()
    order = [side for side in np.argsort(-share, kind="stable") if share[side] > _LEAST]
    return Divided(
        ground.ids[row],
        ground.names[row],
        float(ground.population[row]),
        tuple((style.FACTION[SIDES[side]].short, float(share[side])) for side in order),
        tuple(style.look(int(side)).fill for side in order),
        tuple(style.look(int(side)).ink for side in order),
    )
