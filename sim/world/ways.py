"""Connected land, and the cheapest ways from it to a source of supply, mended where land has changed hands.

Owns those searches (docs/model 3.4). Knows nothing of what supply is for.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.marching import line_up

__all__ = ["NO_WAY", "connect", "unsettle", "way_to_source"]

NO_WAY = 1e9
"""Way of a region that no source reaches [19 km of road]."""


@kernel
def connect(
    group: IntArray,
    changed: BoolArray,
    key: IntArray,
    degree: IntArray,
    neighbour: Rows,
    pocket: IntArray,
) -> None:
    """Give each connected piece of a changed coalition's land the row of its region with the smallest key.

    Every neighbour is put on the stack and counted if it is new: whether it is, a processor cannot guess.
    """
    count = len(group)
    seen = np.zeros(count, dtype=np.bool_)
    stack = np.empty(count + 1, dtype=np.int64)
    for start in range(count):
        if seen[start] or not changed[group[start]]:
            continue
        stack[0] = start
        seen[start] = True
        done = 0
        found = 1
        root = start
        while done < found:
            c = stack[done]
            done += 1
            if key[c] < key[root]:
                root = c
            for k in range(degree[c]):
                n = neighbour[c, k]
                new = (group[n] == group[start]) & ~seen[n]
                stack[found] = n
                seen[n] |= new
                found += new
        for at in range(found):
            pocket[stack[at]] = root


@kernel
def unsettle(
    group: IntArray,
    was: IntArray,
    new: BoolArray,
    degree: IntArray,
    neighbour: Rows,
    cost: FloatArray,
    way: FloatArray,
) -> None:
    """Mark as new, beside the regions that changed hands, all whose way led through one that is lost to them.

    A region keeps its way as long as some neighbour still stands behind it (Ramalingam and Reps 1996).
    """
    lost = np.flatnonzero(new)
    stack = np.empty(len(group), dtype=np.int64)
    found = len(lost)
    stack[:found] = lost
    while found > 0:
        found -= 1
        c = stack[found]
        for k in range(degree[c]):
            n = neighbour[c, k]
            if new[n] | (group[n] != was[c]) | (way[c] + cost[c, k] != way[n]):
                continue
            stands = False
            for j in range(degree[n]):
                m = neighbour[n, j]
                stands |= (not new[m]) & (group[m] == group[n]) & (way[m] + cost[n, j] == way[n])
            if not stands:
                new[n] = True
                stack[found] = n
                found += 1


@kernel
def way_to_source(
    group: IntArray,
    coalition: IntArray,
    new: BoolArray,
    depot: IntArray,
    degree: IntArray,
    neighbour: Rows,
    cost: FloatArray,
    way: FloatArray,
) -> None:
    """Set the cheapest way [19 km of road] from each region to a source of its coalition, where it may have changed."""
    count = len(group)
    queue = np.empty(count + 1, dtype=np.int64)
    waiting = np.zeros(count, dtype=np.bool_)
    first = 0
    last = 0
    for c in range(count):
        if new[c]:
            way[c] = NO_WAY
            if depot[c] >= 0 and coalition[depot[c]] == group[c]:
                way[c] = 0.0
                queue[last] = c
                last += 1
                waiting[c] = True
    for c in range(count):
        if new[c]:
            for k in range(degree[c]):
                n = neighbour[c, k]
                if (group[n] == group[c]) & (way[n] < NO_WAY) & ~waiting[n]:
                    queue[last] = n
                    last += 1
                    waiting[n] = True
    while first != last:
        c = queue[first]
        first += 1
        if first > count:
            first = 0
        waiting[c] = False
        for k in range(degree[c]):
            n = neighbour[c, k]
            length = way[c] + cost[c, k]
            if (group[n] == group[c]) & (length < way[n]):
                way[n] = length
                first, last = line_up(n, way, queue, waiting, first, last)
