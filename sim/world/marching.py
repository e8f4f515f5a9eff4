"""Marches: how far a kilometre is with and without a road, and the ways out from own land.

Shared by the choice of campaigns and by their weekly approach. Owns that formula and the search (docs/model.md 3.6).
Knows nothing of who marches.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.world.enmity import LEAST_TO_ATTACK
from sim.world.fields import BoolArray, FloatArray, IntArray

__all__ = ["march", "ways_out"]


@kernel
def march(distance: float, road: int, hills: bool, track: float, open_country: float, in_mountain: float) -> float:
    """Return the cost of one step [km of road]; `road` is the class of `Theatre.road`."""
    if road >= 3:
        return distance
    if road == 2:
        return 1.1 * distance
    if road == 1:
        return track * distance
    return (in_mountain if hills else open_country) * distance


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
    neighbour: IntArray,
    distance: FloatArray,
    road: IntArray,
    mountain: BoolArray,
    track: float,
    open_country: float,
    in_mountain: float,
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
    for c in range(count):
        if coalition[holder[c]] == own and cut[c] == 0.0:
            way[c] = 0.0
            supplied[c] = supply[c]
            queue[last] = c
            last += 1
            waiting[c] = True
    while first != last:
        c = queue[first]
        first = (first + 1) % (count + 1)
        waiting[c] = False
        home = coalition[holder[c]] == own
        for k in range(degree[c]):
            n = neighbour[c, k]
            if coalition[holder[n]] == own or zone[n] >= 0:
                continue
            if enmity[holder[n]] * readiness[n, side] <= LEAST_TO_ATTACK:
                continue
            length = way[c] + march(
                distance[c, k], road[c, k], mountain[c] or mountain[n], track, open_country, in_mountain
            )
            if length < way[n] and length <= horizon:
                way[n] = length
                at[n] = n if home else at[c]
                supplied[n] = supplied[c]
                if not waiting[n]:
                    waiting[n] = True
                    queue[last] = n
                    last = (last + 1) % (count + 1)
    return way, at, supplied
