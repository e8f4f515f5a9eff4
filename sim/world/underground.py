"""What happens to men in hiding outside their raids: who goes underground, who is caught, how often they raid.

Owns these kernels of the rule of that name, and where they rule by night (docs/model 3.9). Knows nothing of tolls,
prisons or events.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernels import kernel
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.forms import DAYBREAK, HEX_AREA

__all__ = ["darken", "hide", "hunt", "raid_rates"]

LANDLESS = 3.0
"""Level at which fighters disperse when their side holds no land: that of the strongest order [level] (assumption)."""


@kernel
def hide(
    hider: int, jailer: int, holder: IntArray, taken_from: IntArray, ratio: FloatArray, rival: IntArray,
    dead_week: FloatArray, dispersing: FloatArray, refuge: FloatArray, of_dead: float, slip: float,
    disperse: float, nearby: float, drift: float, cadre: FloatArray, garrison: FloatArray, strike: FloatArray,
    eligible: FloatArray, captured: FloatArray, deserted: FloatArray, detained: FloatArray,
    counted_captured: FloatArray, counted_deserted: FloatArray,
) -> None:  # fmt: skip
    """Bring new men into hiding near where they were beaten, and let those in hiding drift to sanctuary."""
    count = len(holder)
    hidden, near, refuges, lost, jailed, land = cadre.sum(), 0.0, 0.0, 0.0, 0.0, 0.0
    here = np.empty(count)
    for c in range(count):
        refuges += refuge[c]
        land += holder[c] == hider
        beaten = taken_from[c] == hider
        fought = ratio[c] > 0.0 and (holder[c] == hider or rival[c] == hider)
        here[c] = refuge[c] * (nearby if beaten or fought else 1.0)
        near += here[c]
        if beaten:
            lost += 1.0
            jailed += holder[c] == jailer
    prisoners = max(0.0, captured[hider] - counted_captured[hider])
    if near <= 0.0:
        return
    joined = min(of_dead * dead_week[hider], eligible[hider])
    eligible[hider] -= joined
    if lost > 0.0:
        back = slip * prisoners
        home = slip * max(0.0, deserted[hider] - counted_deserted[hider])
        captured[hider] -= back
        deserted[hider] -= home
        detained[jailer] += (prisoners - back) * jailed / lost
        joined += back + home
    level = dispersing[hider] if land > 0.0 else LANDLESS
    leave = min(1.0, disperse * level)
    joined += leave * strike[hider]
    strike[hider] -= leave * strike[hider]
    for c in range(count):
        cadre[c] += joined * here[c] / near + drift * (hidden * refuge[c] / refuges - cadre[c])
        if holder[c] == hider:
            cadre[c] += leave * garrison[c]
            garrison[c] -= leave * garrison[c]


@kernel
def hunt(
    hider: int, jailer: int, holder: IntArray, coalition: IntArray, enmity: FloatArray, raiding: FloatArray,
    sorties: FloatArray, air_weight: FloatArray, governorate: IntArray, desert: BoolArray, loss: float,
    sweep: float, hunted: float, hunters: float, elsewhere: float, least_to_fly: float, cadre: FloatArray,
    dead: FloatArray, dead_week: FloatArray, deserted: FloatArray, captured: FloatArray, detained: FloatArray,
    clash: FloatArray,
) -> None:  # fmt: skip
    """Take those who give up, those caught in sweeps and those killed from the air out of hiding.

    Sorties count in full over governorates for which they are ordered, for a share over others.
    """
    sides = len(coalition)
    sweeps = np.zeros((sides, raiding.shape[1]))
    flown = np.zeros(raiding.shape[1])
    share = np.zeros((sides, raiding.shape[1]))
    shot_by, flies, reached = np.zeros(sides), np.zeros(sides, dtype=np.bool_), np.zeros(raiding.shape[1])
    for f in range(sides):
        flies[f] = hunts = enmity[f, hider] > least_to_fly and sorties[f] > 0.0 and air_weight[f].sum() > 0.0
        for g in range(raiding.shape[1]):
            if hunts:
                share[f, g] = sorties[f] * (elsewhere + (1.0 - elsewhere) * air_weight[f, g])
                flown[g] += share[f, g]
            level = raiding[f, g] * enmity[f, hider]
            sweeps[coalition[f], g] = max(sweeps[coalition[f], g], level)
    for g in range(len(flown)):
        reached[g] = hunted * (1.0 - math.exp(-flown[g] / hunters))
    hunting = np.flatnonzero(flies)
    killed = 0.0
    for c in range(len(holder)):
        men = cadre[c]
        if men <= 0.0:
            continue
        group, g = coalition[holder[c]], governorate[c]
        gave_up = loss * men
        caught = min(men - gave_up, sweep * sweeps[group, g] * men)
        shot = 0.0
        if desert[c] and group != coalition[hider] and flown[g] > 0.0:
            shot = min(men - gave_up - caught, reached[g] * men)
            for hunter in hunting:
                shot_by[hunter] += shot * share[hunter, g] / flown[g]
        cadre[c] = men - gave_up - caught - shot
        deserted[hider] += gave_up
        captured[hider] += caught
        killed += shot
        if group == coalition[jailer]:
            detained[jailer] += caught
    if killed <= 0.0:
        return
    dead[hider] += killed
    dead_week[hider] += killed
    for f in range(sides):
        clash[hider, f] += shot_by[f]


@kernel
def raid_rates(
    hider: int, holder: IntArray, coalition: IntArray, enmity: FloatArray, zone: IntArray, garrison: FloatArray,
    population: FloatArray, cadre: FloatArray, night: FloatArray, exposed: FloatArray, area: FloatArray,
    desert: BoolArray, on_road: BoolArray, degree: IntArray, neighbour: Rows, raid: float, open_war: float,
    fields: float, roadless: float, thin: float, guard_land: float, guard_road: float, guard_people: float,
    least_men: float, least_open: float, by_night: float, rate: FloatArray,
) -> None:  # fmt: skip
    """Set the raids a week to be expected on each region: those of men in hiding there and next door."""
    count = len(holder)
    land, held = 0.0, 0.0
    for c in range(count):
        land += area[c] if degree[c] > 0 else 0.0
        held += area[c] if holder[c] == hider else 0.0
    peace = 1.0 - min(1.0, held / land / open_war)
    if peace <= 0.0:
        return
    pull, open_land = np.zeros(count), np.zeros(count)
    for c in range(count):
        h = holder[c]
        if coalition[h] == coalition[hider] or zone[c] >= 0 or garrison[c] < least_men or enmity[hider, h] <= 0.0:
            continue
        asked = guard_land * area[c] / HEX_AREA + guard_people * population[c] / 1e5
        asked += guard_road * math.sqrt(area[c] / HEX_AREA) if on_road[c] else 0.0
        w = max(least_open, 1.0 - garrison[c] / asked) / (1.0 - thin) * enmity[hider, h] * exposed[c]
        pull[c] = w * (1.0 if desert[c] else fields) * (1.0 if on_road[c] else roadless)
        open_land[c] = area[c] if pull[c] > 0.0 else 0.0
    for c in range(count):
        if cadre[c] <= 0.0:
            continue
        reach = open_land[c]
        for k in range(degree[c]):
            reach += open_land[neighbour[c, k]]
        if reach <= 0.0:
            continue
        effort = raid * cadre[c] / 100.0 * peace * (by_night if night[c] > 0.0 else 1.0) / reach
        rate[c] += effort * area[c] * pull[c]
        for k in range(degree[c]):
            n = neighbour[c, k]
            rate[n] += effort * area[n] * pull[n]


@kernel
def darken(hider: int, holder: IntArray, cadre: FloatArray, area: FloatArray, thick: float, night: FloatArray) -> int:
    """Let night fall where men in hiding are thick and day break where they have become thin; count the changes."""
    changes = 0
    for c in range(len(holder)):
        least = (DAYBREAK if night[c] > 0.0 else 1.0) * thick
        dark = 1.0 if cadre[c] * HEX_AREA / area[c] >= least and holder[c] != hider else 0.0
        changes += dark != night[c]
        night[c] = dark
    return changes
