"""Garrisons: the task that each region sets its holder, and the slow move of men towards it (docs/model 3.5).

Reads who holds what, borders, people, raids and enmity; writes the task of each region, where local men stand and
coverage, the model's word for "stretched thin". Knows nothing of campaigns.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.garrison import Garrison
from sim.sides import COALITION, INDEX, SIDE_COUNT
from sim.theatre.edges import edges_of
from sim.theatre.regions import Theatre
from sim.world.borders import borders
from sim.world.enmity import enmity
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.forms import HEX_AREA, HEX_BORDER, LEAVING
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply", "cover"]

READS = (
    "holder",
    "pocket",
    "population",
    "worth",
    "hostility",
    "compliance",
    "readiness",
    "reinforced",
    "leaving",
    "threat",
    "guard",
)
WRITES = ("weight", "garrison", "coverage")

CORE, STRONGHOLDS = 1.0, 2.0
"""Codes of what garrisons are ordered to be for: the core of the holder's heartland, or its strongholds."""

_COALITION = np.array(COALITION)
_CORE_SIDE = INDEX["regime"]
"""Whose heartland the core cities are."""

EQUATIONS = """
weight[c] = land * area/309 + road * sqrt(area/309) [on a road] + people * population[c]/1e5
          + place * worth[c,f] [a named place] + core [core city of the regime]
          + front * sum over hostile borders of max(E[h,f] * readiness[c,h], least_enmity)
                  * border/11 * (1 if full else quiet_front)
          + threat * raids a week on it, smoothed over a season
full      = a road crosses the border, or population[c] > peopled * area
weight[c] * (1 + reinforced * level of the order)   where reinforcement is ordered;   times 0.1 on an ordered withdrawal
to keep the core        : core * core_guard; land and road * elsewhere off the Y      for whose heartland it is
to keep strongholds     : place * stronghold; land and road * elsewhere
garrison[c] <- garrison[c] + move * (share of the task of c within its connected land * men of f there - garrison[c])
coverage[f]  = sum garrison / (required * sum weight)

E is enmity, hostility * (1 - compliance). A border counts when the neighbour belongs to another coalition and either
side could attack the other. Men never leave their connected land: a pocket keeps its own men, and weakens. A truce
lowers E and so the front term: that alone is the "freed forces" of a truce. Raids pin men down through their term
alone. Coverage is what this model means by "stretched thin". Form: own, from the claim that an army is spread thin
along a Y. Rejected: one national pool shared out afresh each week (it moves men into sieges by magic, decision 6);
optimal allocation (unstable, opaque); the square root of people (not additive); full weight on desert borders (left 18
men in Palmyra). Faults: people counts those present, guests too; Iran has no garrisons of its own.
"""


def apply(world: World, ground: Theatre, numbers: Garrison) -> list[Event]:
    """Set `weight`, move men a part of the way to it inside each connected area, and set `coverage`."""
    hostile, edges = enmity(world), edges_of(ground)
    _task(
        _CORE_SIDE, world.holder, _COALITION, world.hostility, hostile, world.readiness, world.population, world.worth,
        ground.area, ground.on_road, ground.core, ground.is_place, ground.governorate, edges.here,
        edges.there, edges.border, edges.road, world.reinforced, world.leaving, world.threat, world.guard,
        ground.yspine, numbers.land, numbers.road, numbers.people, numbers.front, numbers.quiet_front, numbers.peopled,
        numbers.least_enmity, numbers.place, numbers.core, numbers.reinforced, numbers.threat,
        numbers.core_guard, numbers.stronghold, numbers.elsewhere, world.weight,
    )  # fmt: skip
    _move(world.holder, world.pocket, world.weight, numbers.move, world.garrison)
    cover(world, numbers)
    return []


def cover(world: World, numbers: Garrison) -> None:
    """Set `coverage` from the men and tasks as they stand."""
    _cover(world.holder, world.weight, world.garrison, numbers.required, world.coverage)


@kernel
def _task(
    core_side: int,
    holder: IntArray,
    coalition: IntArray,
    hostility: FloatArray,
    enmity: FloatArray,
    readiness: FloatArray,
    population: FloatArray,
    worth: FloatArray,
    area: FloatArray,
    on_road: BoolArray,
    core: BoolArray,
    is_place: BoolArray,
    governorate: IntArray,
    here: Rows,
    there: Rows,
    border: FloatArray,
    road: Rows,
    reinforced: FloatArray,
    leaving: FloatArray,
    threat: FloatArray,
    guard: FloatArray,
    yspine: BoolArray,
    w_land: float,
    w_road: float,
    w_people: float,
    w_front: float,
    quiet: float,
    peopled: float,
    least: float,
    w_place: float,
    w_core: float,
    w_reinforced: float,
    w_threat: float,
    core_guard: float,
    stronghold: float,
    elsewhere: float,
    weight: FloatArray,
) -> None:
    """W = land + road + people + front (by length of hostile border) + place + core + raids; all of them add up."""
    for c in range(len(holder)):
        f = holder[c]
        land = area[c] / HEX_AREA
        keeps_core = guard[f] == CORE and f == core_side
        keeps_strong = guard[f] == STRONGHOLDS
        thinned = elsewhere if keeps_strong or (keeps_core and not yspine[c]) else 1.0
        w = w_land * land * thinned + w_people * population[c] / 1e5 + w_threat * threat[c]
        if on_road[c]:
            w += w_road * math.sqrt(land) * thinned
        if is_place[c]:
            w += w_place * worth[c, f] * (stronghold if keeps_strong else 1.0)
        if core[c] and f == core_side:
            w += w_core * (core_guard if keeps_core else 1.0)
        weight[c] = w
    for edge in borders(holder, coalition, here, there):
        c = here[edge]
        f, h = holder[c], holder[there[edge]]
        if hostility[h, f] + hostility[f, h] > 0.0:
            full = (road[edge] >= 2) | (population[c] > peopled * area[c])
            fear = max(enmity[h, f] * readiness[c, h], least)
            weight[c] += w_front * fear * border[edge] / HEX_BORDER * (1.0 if full else quiet)
    for c in range(len(holder)):
        f, g = holder[c], governorate[c]
        weight[c] *= 1.0 + w_reinforced * reinforced[f, g]
        weight[c] *= LEAVING if leaving[f, g] > 0.0 else 1.0


@kernel
def _move(holder: IntArray, pocket: IntArray, weight: FloatArray, share: float, garrison: FloatArray) -> None:
    """Close a share of the gap to the task inside each pocket; men never leave their connected area."""
    count = len(holder)
    sides = SIDE_COUNT
    men = np.zeros((count, sides))
    task = np.zeros((count, sides))
    for c in range(count):
        root = pocket[c]
        men[root, holder[c]] += garrison[c]
        task[root, holder[c]] += weight[c]
    for c in range(count):
        root = pocket[c]
        f = holder[c]
        if task[root, f] > 0.0:
            garrison[c] += share * (men[root, f] * weight[c] / task[root, f] - garrison[c])


@kernel
def _cover(holder: IntArray, weight: FloatArray, garrison: FloatArray, required: float, coverage: FloatArray) -> None:
    """Coverage = men / (required men per unit x units of task)."""
    men = np.zeros(len(coverage))
    task = np.zeros(len(coverage))
    for c in range(len(holder)):
        men[holder[c]] += garrison[c]
        task[holder[c]] += weight[c]
    for f in range(len(coverage)):
        coverage[f] = men[f] / (required * task[f]) if task[f] > 0.0 else 0.0
