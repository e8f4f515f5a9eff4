"""Borders between coalitions: which edges of the ground divide them, listed for kernels that walk only those.

Owns that list. Knows nothing of what happens across a border.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.world.fields import IntArray, Rows

__all__ = ["borders"]


@kernel
def borders(holder: IntArray, coalition: IntArray, here: Rows, there: Rows) -> Rows:
    """Return the numbers of the edges whose two ends belong to different coalitions, in order.

    One edge in five does, and which is hard for a processor to guess: each is written down, and kept if it counts.
    """
    group = np.empty(len(holder), dtype=np.uint64)
    for c in range(len(holder)):
        group[c] = coalition[holder[c]]
    found = np.empty(len(here), dtype=np.uint64)
    last = 0
    for edge in range(len(here)):
        found[last] = edge
        last += group[here[edge]] != group[there[edge]]
    return found[:last]
