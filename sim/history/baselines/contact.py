"""The geography of contact on one map: whose land lies near each place, and how firmly it is joined to its own.

Every region goes with its nearest place; those of contested places are nobody's. Owns these measures, which the
ranking study of the first trial found to tell captures apart (docs/model 3.13). Knows nothing of rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.labels import CLASSES, labels
from sim.history.truth import Control
from sim.theatre.regions import Theatre

__all__ = ["COALITIONS", "Contact", "class_of_regions", "contact_on", "hostile"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

COALITIONS: Final = CLASSES["merged"][:-1]
"""Who can take ground, in index order."""

_AT_PEACE: Final = ({"regime", "sdf"},)
"""Coalitions that hardly fought each other in the training maps: no captures are expected between them."""


@dataclass(frozen=True, slots=True, eq=False)
class Contact:
    """Measure the surroundings of some places; columns are COALITIONS."""

    border: Annotated[Floats, "[place, coalition]: share of the place's own border that it holds"]
    away: Annotated[Floats, "[place, coalition]: distance to its nearest land [km]"]
    near: Annotated[Floats, "[place, coalition]: its land around, a region at d km counting exp(-d / 30 km) [km2]"]
    wide: Annotated[Floats, "[place, coalition]: the same with 45 km [km2]"]
    people: Annotated[Floats, "[place, coalition]: people on its land, with 20 km [persons]"]
    pocket: Annotated[Floats, "[place]: area of the holder's land that is joined to the place [km2]"]


def hostile() -> Flags:
    """Return which coalition takes land of which, `[holder, taker]`."""
    return np.array([[a != b and {a, b} not in _AT_PEACE for b in COALITIONS] for a in COALITIONS])


def class_of_regions(rows: Iterable[Control], ground: Theatre) -> Ints:
    """Return the coalition of every region, -1 for nobody's, by the nearest place, `[region]`."""
    known = {row.place: labels()[row.code].merged for row in rows}
    place = np.full(ground.size, -1, dtype=np.int64)
    for name, label in known.items():
        if label in COALITIONS:
            place[ground.index[name]] = COALITIONS.index(label)
    return place[ground.anchor]


def contact_on(holder: Ints, places: Sequence[str], ground: Theatre) -> Contact:
    """Measure `places` on a map given as `holder[region]`."""
    rows = np.array([ground.index[name] for name in places], dtype=np.int64)
    owns = (holder[:, None] == np.arange(len(COALITIONS))).astype(np.float64)
    far = _distances(ground)[rows]
    padded = np.where(ground.neighbour[rows] >= 0, holder[ground.neighbour[rows]], -1)
    border = np.stack([(ground.border[rows] * (padded == k)).sum(axis=1) for k in range(len(COALITIONS))], axis=1)
    around = np.maximum(ground.border[rows].sum(axis=1, keepdims=True), 1e-9)
    away = np.stack([np.where(owns[:, k] > 0, far, np.inf).min(axis=1) for k in range(len(COALITIONS))], axis=1)

    def around_it(scale: float, weight: Floats) -> Floats:
        kernel = np.exp(-far / scale)
        return np.asarray(kernel @ (owns * weight[:, None]), dtype=np.float64)

    return Contact(
        border=border / around,
        away=away,
        near=around_it(30.0, ground.area),
        wide=around_it(45.0, ground.area),
        people=around_it(20.0, ground.population),
        pocket=_joined(holder, ground)[rows],
    )


@lru_cache(maxsize=4)
def _distances(ground: Theatre) -> Floats:
    return np.hypot(ground.x[:, None] - ground.x, ground.y[:, None] - ground.y)


def _joined(holder: Ints, ground: Theatre) -> Floats:
    """Return the area of the connected land of one holder around each region [km2], `[region]`."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    a, slot = np.nonzero(ground.neighbour >= 0)
    b = ground.neighbour[a, slot]
    same = holder[a] == holder[b]
    links = coo_matrix((np.ones(same.sum()), (a[same], b[same])), shape=(ground.size, ground.size))
    part = connected_components(links, directed=False)[1]
    return np.asarray(np.bincount(part, ground.area)[part], dtype=np.float64)
