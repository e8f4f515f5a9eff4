"""Recruits, arrivals, deserters, the wounded who return, and morale (docs/model 3.3).

Reads pay, people and last week's dead; writes garrisons, strike forces, the pools men come from, and morale.
Knows nothing of where garrisons are needed.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.manpower import Manpower
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import patron_flies
from sim.world.fields import FloatArray, IntArray
from sim.world.forms import ARMED, EAGER, LOSING, MORALE_BOTTOM, MORALE_TOP, MOURNED
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = (
    "holder", "population", "pay_ratio", "sorties", "engaged", "air_weight", "aid", "arming",
    "strike_limit", "inflow_drop",
)  # fmt: skip
WRITES = (
    "garrison", "strike", "eligible", "abroad", "beds_strike", "beds_garrison", "deserted",
    "morale", "people_share", "trend", "inflow", "dead_week", "cohesion",
)  # fmt: skip

_FORGOTTEN = 1e-3
"""Shock too small to be felt any more."""

EQUATIONS = """
share[f]  = people of 2015 in regions of f / all people of 2015                 homes, not people present
trend[f] <- trend[f] + (change of share[f] - trend[f]) / season
level     = 1 + patron_lift [a patron of the coalition flies]                   has sorties and was ordered to fly
step      = recovery * (level - morale[f]) * (slow_recovery if losing and the step is up)
            losing: trend < -1e-5, no patron flies
morale[f]<- clip(morale[f] + step - loss_of_men * 0.3 * dead last week / men
                 + gain_of_people * change of share[f], 0.6, 1.25)

recruits[c]  = recruits_* [f] * min(1.2, morale[f]^2) * population[c] / 1e6     scaled down when eligible runs out
deserters[c] = desertion * exp(morale_desertion * (1 - morale[f]))
             * (1 + unpaid_desertion * (1 - pay_ratio[f])) * garrison[c]
arrivals[f]  = min(eligible[f], inflow[f] * min(1.2, morale[f]^2))
             + min(abroad[f], sum_p aid[p,f] * engaged[p] * arming[p,f] / 2) + healed men of the strike force
inflow[f]   <- max(0, inflow[f] - inflow_drop[f])
felt[f]      = shock_pace * cohesion[f];  cohesion <- cohesion - felt              after a leader's fall (3.12)
             morale <- morale - shock_morale * felt;  shock_desertion * felt * garrison go home

strike_limit (a multiple of the first strike force) is taken once, at the start; men beyond it join the garrisons, as
healed men of garrisons do (of a side without land: its strike force). For each dead, 0.6 men are disabled for good and
1.4 return after six weeks. Form: own, after the army's fall from 300,000
to half in four years [ihs_2015]. Rejected: fixed totals (no stretch, no collapse); soldiers as agents (a quarter of a
million without data); people present as the measure of winning (flight alone would then cost morale, decision 8).
Faults: without the loop of morale no trial made the regime lose ground before the intervention; with a strong one it
collapses. Both branches are real in the model: show distributions. Iran, Russia and the US are not recruited from
people; a side without land has morale from patron and dead only.
"""


def apply(world: World, ground: Theatre, numbers: Manpower) -> list[Event]:
    """Adjust morale to last week's dead, then move men between pools; no man is made or lost."""
    if np.count_nonzero(world.cohesion):
        _lose_cohesion(world, numbers)
    helped = patron_flies(world)
    _adjust_morale(
        world.holder, ground.population, world.garrison, world.strike, world.dead_week, helped,
        numbers.recovery, numbers.slow_recovery, numbers.patron_lift, numbers.gain_of_people,
        numbers.loss_of_men, numbers.season, world.people_share, world.trend, world.morale,
    )  # fmt: skip
    _local_men(
        world.holder, world.population, world.pay_ratio, world.morale,
        _recruits(numbers.recruits_regime, numbers.recruits_opposition, numbers.recruits_is, numbers.recruits_sdf),
        numbers.desertion, numbers.morale_desertion, numbers.unpaid_desertion,
        world.garrison, world.eligible, world.deserted,
    )  # fmt: skip
    _mobile_men(
        world.holder, world.aid, world.engaged, world.arming, world.morale, world.strike_limit,
        world.inflow_drop, world.inflow, world.strike, world.garrison, world.eligible, world.abroad,
        world.beds_strike, world.beds_garrison,
    )  # fmt: skip
    world.dead_week[:] = 0.0
    return []


def _lose_cohesion(world: World, numbers: Manpower) -> None:
    """Feel a part of a leader's fall: morale drops and garrison men go home (docs/model 3.12)."""
    felt = numbers.shock_pace * world.cohesion
    world.cohesion -= felt
    world.cohesion[world.cohesion < _FORGOTTEN] = 0.0
    world.morale[:] = np.clip(world.morale - numbers.shock_morale * felt, MORALE_BOTTOM, MORALE_TOP)
    gone = numbers.shock_desertion * felt[world.holder] * world.garrison
    world.garrison -= gone
    world.deserted += np.bincount(world.holder, gone, SIDE_COUNT)


@lru_cache(maxsize=8)
def _recruits(regime: float, opposition: float, caliphate: float, sdf: float) -> FloatArray:
    rates = np.zeros(SIDE_COUNT)
    rates[INDEX["regime"]] = regime
    for side in ("opposition", "hts", "turkey"):
        rates[INDEX[side]] = opposition
    rates[INDEX["is"]] = caliphate
    rates[INDEX["sdf"]] = sdf
    return rates


@kernel
def _adjust_morale(
    holder: IntArray,
    population: FloatArray,
    garrison: FloatArray,
    strike: FloatArray,
    dead_week: FloatArray,
    patron_flies: FloatArray,
    recovery: float,
    slow: float,
    lift: float,
    gain: float,
    loss: float,
    season: float,
    people_share: FloatArray,
    trend: FloatArray,
    morale: FloatArray,
) -> None:
    """M <- clip(M + mr (M* - M) eta + mB dshare - mD 0.3 dead / men, 0.6, 1.25), with last week's dead.

    `share` counts people where they lived at the start, so that flight alone wins or loses nothing.
    """
    sides = len(morale)
    men = strike.copy()
    held = np.zeros(sides)
    everybody = 0.0
    for c in range(len(holder)):
        men[holder[c]] += garrison[c]
        held[holder[c]] += population[c]
        everybody += population[c]
    for f in range(sides):
        share = held[f] / everybody if everybody > 0.0 else 0.0
        change = share - people_share[f]
        people_share[f] = share
        trend[f] += (change - trend[f]) / season
        losing = trend[f] < -LOSING and patron_flies[f] == 0.0
        level = 1.0 + lift * patron_flies[f]
        step = recovery * (level - morale[f])
        if losing and step > 0.0:
            step *= slow
        if men[f] > 0.0:
            step -= loss * MOURNED * dead_week[f] / men[f]
        morale[f] = min(MORALE_TOP, max(MORALE_BOTTOM, morale[f] + step + gain * change))


@kernel
def _local_men(
    holder: IntArray,
    population: FloatArray,
    pay_ratio: FloatArray,
    morale: FloatArray,
    recruits: FloatArray,
    desertion: float,
    steepness: float,
    unpaid: float,
    garrison: FloatArray,
    eligible: FloatArray,
    deserted: FloatArray,
) -> None:
    """Recruit where people live and lose deserters where men stand."""
    sides = len(morale)
    wanted = np.zeros(sides)
    rate = np.zeros(sides)
    leave = np.zeros(sides)
    for f in range(sides):
        rate[f] = recruits[f] * min(EAGER, morale[f] * morale[f]) / 1e6
        leave[f] = desertion * math.exp(steepness * (1.0 - morale[f])) * (1.0 + unpaid * (1.0 - pay_ratio[f]))
    for c in range(len(holder)):
        wanted[holder[c]] += rate[holder[c]] * population[c]
    for f in range(sides):
        if wanted[f] > eligible[f]:
            rate[f] *= eligible[f] / wanted[f]
            wanted[f] = eligible[f]
        eligible[f] -= wanted[f]
    for c in range(len(holder)):
        f = holder[c]
        gone = min(1.0, leave[f]) * garrison[c]
        deserted[f] += gone
        garrison[c] += rate[f] * population[c] - gone


@kernel
def _mobile_men(
    holder: IntArray,
    aid: FloatArray,
    engaged: FloatArray,
    arming: FloatArray,
    morale: FloatArray,
    strike_limit: FloatArray,
    inflow_drop: FloatArray,
    inflow: FloatArray,
    strike: FloatArray,
    garrison: FloatArray,
    eligible: FloatArray,
    abroad: FloatArray,
    beds_strike: FloatArray,
    beds_garrison: FloatArray,
) -> None:
    """Add arrivals and healed wounded; what exceeds the strike limit joins garrisons in proportion."""
    sides = len(strike)
    local = np.zeros(sides)
    extra = np.zeros(sides)
    for c in range(len(holder)):
        local[holder[c]] += garrison[c]
    for f in range(sides):
        home = min(eligible[f], inflow[f] * min(EAGER, morale[f] * morale[f]))
        foreign = 0.0
        for p in range(sides):
            foreign += aid[p, f] * engaged[p] * arming[p, f] * ARMED
        foreign = min(abroad[f], foreign)
        eligible[f] -= home
        abroad[f] -= foreign
        inflow[f] = max(0.0, inflow[f] - inflow_drop[f])
        total = strike[f] + home + foreign + beds_strike[f, 0]
        extra[f] = beds_garrison[f, 0]
        if local[f] > 0.0 and total > max(strike_limit[f], strike[f]):
            extra[f] += total - max(strike_limit[f], strike[f])
            total = max(strike_limit[f], strike[f])
        if local[f] <= 0.0:
            total += extra[f]
            extra[f] = 0.0
        strike[f] = total
        for week in range(beds_strike.shape[1] - 1):
            beds_strike[f, week] = beds_strike[f, week + 1]
            beds_garrison[f, week] = beds_garrison[f, week + 1]
        beds_strike[f, -1] = 0.0
        beds_garrison[f, -1] = 0.0
    for c in range(len(holder)):
        f = holder[c]
        if extra[f] > 0.0:
            garrison[c] += extra[f] * garrison[c] / local[f]
