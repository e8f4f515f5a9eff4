"""Marches: how far a kilometre is with and without a road, and the ways out from own land.

Shared by the choice of campaigns and by their weekly approach. Owns that formula, the search and its queue, which
supply uses too (docs/model 3.6). Knows nothing of who marches.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_ATTACK
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows

__all__ = ["line_up", "march_costs", "ways_out"]

OTHER_ROAD = 1.1
"""Cost of a kilometre of secondary road, relative to a main one, 3.6 [km/km] (assumption)."""


@lru_cache(maxsize=8)
def march_costs(ground: Theatre, track: float, open_country: float, in_mountain: float) -> FloatArray:
    """Return the cost of each step between neighbours [km of road], `[region, neighbour]`.

    Motorways and main roads cost 1 a km, other roads 1.1; tracks, open country and mountains what is given.
    """
    hills = ground.mountain[:, None] | ground.mountain[np.maximum(ground.neighbour, 0)]
    wild = np.where(hills, in_mountain, open_country)
    factor = np.select([ground.road >= 3, ground.road == 2, ground.road == 1], [1.0, OTHER_ROAD, track], wild)
    return np.ascontiguousarray(factor * ground.distance)


@kernel
def line_up(n: int, way: FloatArray, queue: IntArray, waiting: BoolArray, first: int, last: int) -> tuple[int, int]:
    """Queue region `n` unless it waits already, in front if its way is short; return the queue's new ends.

    `queue` is a ring; shorter ways in front save most corrections (Bertsekas 1993, "small label first").
    """
    if waiting[n]:
        return first, last
    waiting[n] = True
    top = len(queue) - 1
    if first != last and way[n] < way[queue[first]]:
        first = first - 1 if first > 0 else top
        queue[first] = n
    else:
        queue[last] = n
        last = last + 1 if last < top else 0
    return first, last


@kernel
def ways_out(
    side: int,
    enmity: FloatArray,
    holder: IntArray,
    zone: IntArray,
    coalition: IntArray,
    supply: FloatArray,
    cut: FloatArray,
    readiness: FloatArray,
    degree: IntArray,
    neighbour: Rows,
    cost: FloatArray,
    horizon: float,
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Return, for each region: the way from own land through hostile land [km], its first region, supply there."""
    count = len(holder)
    way = np.full(count, np.inf)
    at = np.full(count, -1, dtype=np.int64)
    supplied = np.zeros(count)
    queue = np.empty(count + 1, dtype=np.int64)
    waiting = np.zeros(count, dtype=np.bool_)
    first = 0
    last = 0
    own = coalition[side]
    home = np.zeros(count, dtype=np.bool_)
    passable = np.zeros(count, dtype=np.bool_)
    for c in range(count):
        home[c] = coalition[holder[c]] == own
        passable[c] = ~home[c] & (zone[c] < 0) & (enmity[holder[c]] * readiness[c, side] > LEAST_TO_ATTACK)
        if home[c] & (cut[c] == 0.0):
            way[c] = 0.0
            supplied[c] = supply[c]
            queue[last] = c
            last += 1
            waiting[c] = True
    while first != last:
        c = queue[first]
        first = first + 1 if first < count else 0
        waiting[c] = False
        for k in range(degree[c]):
            n = neighbour[c, k]
            length = way[c] + cost[c, k]
            if passable[n] & (length < way[n]) & (length <= horizon):
                way[n] = length
                at[n] = n if home[c] else at[c]
                supplied[n] = supplied[c]
                first, last = line_up(n, way, queue, waiting, first, last)
    return way, at, supplied
