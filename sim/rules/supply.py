"""Connected land and the supply along it (docs/model.md 3.4).

Reads who holds what and where the sources are; writes the supply of each region for its holder, how long it
has been cut off, and which connected piece of its coalition's land it belongs to. Knows nothing of fighting.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.supply import Supply
from sim.sides import COALITION
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.world import World

__all__ = ["HEX_KM", "READS", "WRITES", "apply"]

READS = ("holder", "depot", "sorties")
WRITES = ("supply", "cut", "pocket")

HEX_KM = 19.0
"""Distance between centres of the hexes on which supply was first tried [km] (docs/model.md 3.4)."""

_COALITION = np.array(COALITION)


def apply(world: World, ground: Theatre, numbers: Supply) -> list[Event]:
    """Set `supply` by the cheapest way to a source through the coalition's land, and count weeks cut off."""
    _connect(world.holder, _COALITION, ground.key, ground.degree, ground.neighbour, world.pocket)
    way = np.full(len(world.holder), np.inf)
    _way_to_source(
        world.holder, _COALITION, world.depot, ground.degree, ground.neighbour, ground.distance, ground.road,
        ground.desert, ground.mountain, numbers.track, numbers.open, numbers.desert, numbers.mountain, way,
    )  # fmt: skip
    _supply_by_way(
        world.holder, _COALITION, world.depot, world.pocket, ground.airbase, world.sorties, way,
        numbers.reach, numbers.top, numbers.floor, numbers.cut_off, numbers.airhead, world.supply,
        world.cut,
    )  # fmt: skip
    return []


@kernel
def _connect(
    holder: IntArray,
    coalition: IntArray,
    key: IntArray,
    degree: IntArray,
    neighbour: IntArray,
    pocket: IntArray,
) -> None:
    """Give each connected piece of a coalition's land the row of its region with the smallest key."""
    count = len(holder)
    seen = np.zeros(count, dtype=np.bool_)
    stack = np.empty(count, dtype=np.int64)
    for start in range(count):
        if seen[start]:
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
                if not seen[n] and coalition[holder[n]] == coalition[holder[c]]:
                    seen[n] = True
                    stack[found] = n
                    found += 1
        for at in range(found):
            pocket[stack[at]] = root


@kernel
def _way_to_source(
    holder: IntArray,
    coalition: IntArray,
    depot: IntArray,
    degree: IntArray,
    neighbour: IntArray,
    distance: FloatArray,
    road: IntArray,
    desert: BoolArray,
    mountain: BoolArray,
    track: float,
    open_country: float,
    in_desert: float,
    in_mountain: float,
    way: FloatArray,
) -> None:
    """Set the cheapest way [19 km of road] from each region to a source of its coalition."""
    count = len(holder)
    queue = np.empty(count + 1, dtype=np.int64)
    waiting = np.zeros(count, dtype=np.bool_)
    first = 0
    last = 0
    for c in range(count):
        if depot[c] >= 0 and coalition[depot[c]] == coalition[holder[c]]:
            way[c] = 0.0
            queue[last] = c
            last = (last + 1) % (count + 1)
            waiting[c] = True
    while first != last:
        c = queue[first]
        first = (first + 1) % (count + 1)
        waiting[c] = False
        for k in range(degree[c]):
            n = neighbour[c, k]
            if coalition[holder[n]] != coalition[holder[c]]:
                continue
            if road[c, k] >= 2:
                cost = 1.0
            elif road[c, k] == 1:
                cost = track
            elif mountain[c] or mountain[n]:
                cost = in_mountain
            elif desert[c] or desert[n]:
                cost = in_desert
            else:
                cost = open_country
            length = way[c] + cost * distance[c, k] / 19.0
            if length < way[n]:
                way[n] = length
                if not waiting[n]:
                    waiting[n] = True
                    queue[last] = n
                    last = (last + 1) % (count + 1)


@kernel
def _supply_by_way(
    holder: IntArray,
    coalition: IntArray,
    depot: IntArray,
    pocket: IntArray,
    airbase: BoolArray,
    sorties: FloatArray,
    way: FloatArray,
    reach: float,
    top: float,
    floor: float,
    cut_off: float,
    airhead: float,
    supply: FloatArray,
    cut: FloatArray,
) -> None:
    """Supply = clip(1.08 exp(-way / 38), 0.45, 1); less when cut off, unless an airlift reaches the pocket."""
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
        if way[c] < np.inf:
            supply[c] = min(1.0, max(floor, top * math.exp(-way[c] / reach)))
            cut[c] = 0.0
        else:
            supply[c] = cut_off if has_source[group] else cut_off + 0.02
            cut[c] = cut[c] + 1.0 if has_source[group] else 0.0
    for base in range(len(holder)):
        if airbase[base] and way[base] == np.inf and flies[coalition[holder[base]]]:
            for c in range(len(holder)):
                if pocket[c] == pocket[base] and holder[c] == holder[base]:
                    supply[c] = airhead
