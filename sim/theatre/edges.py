"""The edges of the ground as one flat list, for kernels that walk all of them.

A loop over regions and then over their neighbours ends at a different count each time, and a processor guesses
wrong; one over a flat list does not. Owns that list. Knows nothing of who holds what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.theatre.regions import Theatre

__all__ = ["Edges", "edges_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Hold every edge twice, once from each end, in the order of regions and of their neighbours."""

    here: npt.NDArray[np.uint64]
    """uint64[E]: row of the region that the edge leaves."""
    there: npt.NDArray[np.uint64]
    """uint64[E]: row of its neighbour."""
    border: npt.NDArray[np.float64]
    """float64[E]: shared border [km]."""
    road: npt.NDArray[np.uint64]
    """uint64[E]: best road over the border, as in `Theatre`."""


@lru_cache(maxsize=8)
def edges_of(ground: Theatre) -> Edges:
    """Return the edges of a ground; later calls return the same object."""
    here, slot = np.nonzero(np.arange(ground.neighbour.shape[1]) < ground.degree[:, None])

    edges = Edges(
        here=here.astype(np.uint64),
        there=ground.neighbour[here, slot].astype(np.uint64),
        border=ground.border[here, slot],
        road=ground.road[here, slot].astype(np.uint64),
    )
    for array in (edges.here, edges.there, edges.border, edges.road):
        array.flags.writeable = False
    return edges
