"""The sums of patrons, compiled: the week's count, what they learn in a month, forces and payoffs (docs/model 3.11).

Owns loops over patrons and regions; the forms are those of `payoffs`. Knows nothing of names, numbers or events.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernels import kernel
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.forms import MEMORY_KEPT, OPEN_BELIEF
from sim.world.payoffs import (
    acceptance,
    resolute,
    safety,
    staying_cost,
    tired,
    to_leave,
    value_of_leaving,
    value_of_staying,
)

__all__ = ["count", "forces", "learn", "weigh"]

Four = tuple[float, float, float, float]
Five = tuple[float, float, float, float, float]


@kernel
def count(
    patrons: IntArray,
    coalition: IntArray,
    holder: IntArray,
    taken_from: IntArray,
    is_place: BoolArray,
    sorties: FloatArray,
    engaged: FloatArray,
    dead_week: FloatArray,
    pain: FloatArray,
    each: FloatArray,
    keep: float,
    drift: float,
    toll: float,
    relief: float,
    pressure: float,
    pact: FloatArray,
    bargain: float,
    fallen: FloatArray,
    weariness: FloatArray,
    spend: FloatArray,
    spent: FloatArray,
) -> bool:
    """Count dead, money and weariness of each patron; return whether a bargain is in force."""
    gained = np.zeros(len(coalition))
    for c in range(len(holder)):
        if taken_from[c] >= 0 and is_place[c]:
            gained[coalition[holder[c]]] += 1.0
    for row in range(len(patrons)):
        p = patrons[row]
        felt = 0.0
        for f in range(len(coalition)):
            if coalition[f] == coalition[p]:
                felt = max(felt, pain[f])
        fallen[p] = MEMORY_KEPT * fallen[p] + each[1, row] * dead_week[p] + each[2, row] * sorties[p] * engaged[p]
        here = drift if engaged[p] > 0.0 else 0.0
        weariness[p] = tired(weariness[p], fallen[p], gained[coalition[p]], keep, here, toll, relief)
        spend[p] = each[0, row] * engaged[p] * (1.0 + pressure * felt)
        spent[p] += spend[p]
    for a in range(len(coalition)):
        for b in range(len(coalition)):
            if pact[a, b] == bargain:
                return True
    return False


@kernel
def learn(
    patrons: IntArray,
    coalition: IntArray,
    bargain: float,
    pact: FloatArray,
    offer: FloatArray,
    engaged: FloatArray,
    numbers: Five,
    betrayal: FloatArray,
    belief: FloatArray,
) -> None:
    """Update what patrons believe of rivals that stay, and how far allies fear to be sold out."""
    fades, by_pact, by_offer, steady, fickle = numbers
    betrayal *= 1.0 - fades
    for p in patrons:
        rise, bound, asked = 0.0, False, False
        for q in range(len(coalition)):
            bound = bound or pact[p, q] == bargain
            asked = asked or offer[p, q] == bargain
        rise = min(1.0, by_pact * bound + by_offer * asked)
        for f in range(len(coalition)):
            if coalition[f] == coalition[p] and f != p:
                betrayal[f, p] += rise * (1.0 - betrayal[f, p])
        for q in patrons:
            if engaged[p] > 0.0 and coalition[q] != coalition[p]:
                belief[q, p] = resolute(belief[q, p], steady, fickle)


@kernel
def forces(
    patrons: IntArray,
    coalition: IntArray,
    holder: IntArray,
    garrison: FloatArray,
    area: FloatArray,
    strike: FloatArray,
    morale: FloatArray,
    hostility: FloatArray,
    compliance: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return, by patron, the power of its coalition and of its enemies [men at morale 1], and its share of the land."""
    sides = len(coalition)
    men, held = strike.copy(), np.zeros(sides)
    for c in range(len(holder)):
        men[holder[c]] += garrison[c]
        held[holder[c]] += area[c]
    power, foes, land = np.zeros(len(patrons)), np.zeros(len(patrons)), np.zeros(len(patrons))
    country = area.sum()
    for row in range(len(patrons)):
        for f in range(sides):
            if coalition[f] == coalition[patrons[row]]:
                power[row] += men[f] * morale[f]
                land[row] += held[f] / country
                continue
            heat = 0.0
            for own in range(sides):
                if coalition[own] == coalition[patrons[row]]:
                    heat = max(heat, hostility[f, own] * (1.0 - compliance[f, own]))
            foes[row] += men[f] * morale[f] * heat
    return power, foes, land


@kernel
def weigh(
    patrons: IntArray,
    rivals: IntArray,
    spirit: FloatArray,
    power: FloatArray,
    foes: FloatArray,
    land: FloatArray,
    each: FloatArray,
    now: float,
    whim_from: FloatArray,
    odds: Four,
    weights: Four,
    form: Four,
    terms: Five,
    leaving: tuple[float, float, float],
    bound: BoolArray,
    engaged: FloatArray,
    spend: FloatArray,
    fallen: FloatArray,
    escalation: FloatArray,
    weariness: FloatArray,
    valuation: FloatArray,
    belief: FloatArray,
    relation: FloatArray,
    safe_with: FloatArray,
    safe_without: FloatArray,
    cost: FloatArray,
    leverage: FloatArray,
    stay: FloatArray,
    leave: FloatArray,
    leave_odds: FloatArray,
    whim_odds: FloatArray,
    bargain_odds: FloatArray,
    yield_odds: FloatArray,
    net_gain: FloatArray,
) -> None:
    """Set the payoffs and odds of every patron."""
    lever, later, reward, accepts, ahead = terms
    hazard, steep, weeks = leaving
    yield_odds[:] = 0.0
    for row in range(len(patrons)):
        p, q = patrons[row], rivals[row]
        ratio, mood = (power[row] + 1.0) / (foes[row] + 1.0), spirit[row]
        safe_with[p] = safety(ratio, mood, 1.0, odds[0], odds[1], odds[2], odds[3])
        safe_without[p] = safety(ratio, mood, 0.0, odds[0], odds[1], odds[2], odds[3])
        paid = spend[p] / max(each[6, row], 1e-9)
        cost[p] = staying_cost(
            paid, fallen[p], escalation[p], weariness[p], weights[0], weights[1], weights[2], weights[3]
        )
        leverage[p] = lever * valuation[p] * min(1.0, land[row]) * engaged[p]
        deal = later * OPEN_BELIEF * (1.0 - belief[p, q])
        price = reward * valuation[p] if bound[p] else 0.0
        stay[p] = value_of_staying(safe_with[p], leverage[p], deal, cost[p], ahead)
        leave[p] = value_of_leaving(safe_without[p], price, each[3, row])
        leave_odds[p] = to_leave(stay[p], leave[p], hazard, steep, weeks)
        whim_odds[p] = 1.0 - math.exp(-weeks * each[5, row]) if now >= whim_from[p] else 0.0
        for other in range(len(patrons)):
            yield_odds[patrons[other], p] = accepts * acceptance(
                relation[p, patrons[other]], valuation[p], each[4, other], form[0], form[1], form[2], form[3]
            )
        bargain_odds[p] = yield_odds[q, p]
        kept = (safe_with[p] - safe_without[p] + leverage[p] * deal) / ahead - cost[p]
        net_gain[p] += engaged[p] * kept + price / ahead
