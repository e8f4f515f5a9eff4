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
from sim.world.ways import NO_WAY, connect, unsettle, way_to_source
from sim.world.world import World

__all__ = ["EQUATIONS", "HEX_KM", "READS", "WRITES", "apply"]

READS = ("holder", "depot", "sorties", "engaged")
WRITES = ("supply", "cut", "pocket", "mapped", "way", "fed", "airhead")

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
    connect(group, changed, key, degree, neighbour, pocket)
    unsettle(group, was, new, degree, neighbour, cost, way)
    way_to_source(group, coalition, new, depot, degree, neighbour, cost, way)
    for c in range(count):
        if way[c] != before[c]:
            fed[c] = min(1.0, max(floor, top * math.exp(-way[c] / reach)))


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
