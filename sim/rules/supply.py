"""Connected land and the supply along it (docs/model 3.4).

Reads who holds what and where the sources are; writes the supply of each region for its holder, how long it
has been cut off, and which connected piece of its coalition's land it belongs to. Knows nothing of fighting.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.supply import Supply
from sim.sides import COALITION
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.forms import NO_SOURCE
from sim.world.marching import line_up
from sim.world.world import World

__all__ = ["EQUATIONS", "HEX_KM", "READS", "WRITES", "apply"]

READS = ("holder", "depot", "sorties", "engaged")
WRITES = ("supply", "cut", "pocket", "mapped", "way", "fed", "airhead")

NO_WAY = 1e9
"""Way of a region that no source reaches [19 km of road]."""

HEX_KM = 19.0
"""Distance between centres of the hexes on which supply was first tried [km] (docs/model 3.4)."""

_COALITION = np.array(COALITION)

EQUATIONS = """
way[c]    = min over paths of sum over steps of cost * distance / 19   [19 km of road], through land of the coalition
cost      = 1 road (secondary or better), else track, open, desert or mountain  (mountain before desert)
supply[c] = clip(top * exp(-way[c] / reach), floor, 1)    with a way to a source of the coalition
          = cut_off   without one, while the coalition has a source elsewhere; cut <- cut + 1
          = cut_off + 0.02   when the coalition has no source left;   cut <- 0
          = airhead   in cut-off land with an airbase of its holder, if any of its coalition flies

A source serves its own coalition only, while that holds its region. Form: own; reach was 38 hex-roads of 19 km in the
first trial, neither fitted nor sourced; a closed form tests it (4.6). Rejected: a radius from the capital (misses
Khanasir and Deir ez-Zor); flow networks (no data). Faults: raids do not cut roads; stores do not run down, so a siege
starves nobody.
"""


def apply(world: World, ground: Theatre, numbers: Supply) -> list[Event]:
    """Set `supply` by the cheapest way to a source through the coalition's land, and count weeks cut off."""
    if world.mapped.tobytes() != world.holder.tobytes():
        cost = _costs(ground, numbers.track, numbers.open, numbers.desert, numbers.mountain)
        _renew(
            world.holder, _COALITION, world.depot, ground.key, ground.degree, ground.beside, cost, numbers.reach,
            numbers.top, numbers.floor, world.mapped, world.pocket, world.way, world.fed,
        )  # fmt: skip
    _supply_by_way(
        world.holder, _COALITION, world.depot, world.pocket, ground.airbase, world.sorties * world.engaged, world.way,
        world.fed, numbers.cut_off, numbers.airhead, world.airhead, world.supply, world.cut,
    )  # fmt: skip
    return []


@kernel
def _renew(
    holder: IntArray,
    coalition: IntArray,
    depot: IntArray,
    key: IntArray,
    degree: IntArray,
    neighbour: Rows,
    cost: FloatArray,
    reach: float,
    top: float,
    floor: float,
    mapped: IntArray,
    pocket: IntArray,
    way: FloatArray,
    fed: FloatArray,
) -> None:
    """Work out pockets and ways again for the coalitions that won or lost land since they were last worked out.

    Land won only shortens ways, and land lost lengthens only those that led through it: the others are kept, and the
    rest is mended from them outwards. Supply = clip(top exp(-way / reach), floor, 1).
    """
    count = len(holder)
    before = way.copy()
    group, was = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    changed = np.zeros(len(coalition), dtype=np.bool_)
    new = np.zeros(count, dtype=np.bool_)
    for c in range(count):
        group[c] = coalition[holder[c]]
        was[c] = coalition[mapped[c]] if mapped[c] >= 0 else -1
        if was[c] != group[c]:
            changed[was[c] if was[c] >= 0 else group[c]] = True
            changed[group[c]] = new[c] = True
            before[c] = way[c] if was[c] >= 0 else -1.0
        mapped[c] = holder[c]
    _connect(group, changed, key, degree, neighbour, pocket)
    _unsettle(group, was, new, degree, neighbour, cost, way)
    _way_to_source(group, coalition, new, depot, degree, neighbour, cost, way)
    for c in range(count):
        if way[c] != before[c]:
            fed[c] = min(1.0, max(floor, top * math.exp(-way[c] / reach)))


@kernel
def _unsettle(
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
            if new[n] or group[n] != was[c] or way[c] + cost[c, k] != way[n]:
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
def _connect(
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


@lru_cache(maxsize=8)
def _costs(ground: Theatre, track: float, open_country: float, desert: float, mountain: float) -> FloatArray:
    """Return the cost of each step between neighbours [19 km of road]."""
    near = np.maximum(ground.beside, 0)
    hills = ground.mountain[:, None] | ground.mountain[near]
    dry = ground.desert[:, None] | ground.desert[near]
    wild = np.where(hills, mountain, np.where(dry, desert, open_country))
    factor = np.select([ground.road >= 2, ground.road == 1], [1.0, track], wild)
    return np.ascontiguousarray(factor * ground.distance / HEX_KM)


@kernel
def _way_to_source(
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
                if group[n] == group[c] and way[n] < NO_WAY and not waiting[n]:
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
            if group[n] != group[c] or length >= way[n]:
                continue
            way[n] = length
            first, last = line_up(n, way, queue, waiting, first, last)


@kernel
def _supply_by_way(
    holder: IntArray,
    coalition: IntArray,
    depot: IntArray,
    pocket: IntArray,
    airbase: BoolArray,
    sorties: FloatArray,
    way: FloatArray,
    fed: FloatArray,
    cut_off: float,
    by_air: float,
    airhead: FloatArray,
    supply: FloatArray,
    cut: FloatArray,
) -> None:
    """Supply is what the way gives; less when cut off, unless an airlift reaches the pocket."""
    has_source = np.zeros(len(coalition), dtype=np.bool_)
    flies = np.zeros(len(coalition), dtype=np.bool_)
    for f in range(len(coalition)):
        if sorties[f] > 0.0:
            flies[coalition[f]] = True
    for c in range(len(holder)):
        if depot[c] >= 0 and coalition[depot[c]] == coalition[holder[c]]:
            has_source[coalition[holder[c]]] = True
    for c in range(len(holder)):
        group = coalition[holder[c]]
        if way[c] < NO_WAY:
            supply[c] = fed[c]
            cut[c] = 0.0
        else:
            supply[c] = cut_off if has_source[group] else cut_off + NO_SOURCE
            cut[c] = cut[c] + 1.0 if has_source[group] else 0.0
    airhead[:] = 0.0
    for base in range(len(holder)):
        if airbase[base] and way[base] >= NO_WAY and flies[coalition[holder[base]]]:
            for c in range(len(holder)):
                if pocket[c] == pocket[base] and holder[c] == holder[base]:
                    supply[c] = by_air
                    airhead[c] = 1.0
