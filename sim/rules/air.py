"""Air support: how sorties are shared among battles, and what they add (docs/model 3.8).

Reads battles, sorties and air orders; writes the gain of each attack and defence, the sorties over each
region, and IS men killed away from battles. Knows nothing of civilians.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.air import Air
from sim.sides import COALITION, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_FLY, enmity
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("holder", "rival", "hostility", "compliance", "sorties", "engaged", "air_weight", "restraint")
WRITES = ("air_attack", "air_defence", "air_here", "garrison", "strike", "dead", "dead_week")

_COALITION = np.array(COALITION)
_IS = INDEX["is"]

EQUATIONS = """
q[c,p]  = sorties[p] * engaged[p] * w[c] / sum w      over battles of p's coalition with a party it is hostile to;
w       = spread + (1 - spread) * air_weight       1 in named governorates; nothing without an order; hostile: E > 0.1
gain    = a * (1 - exp(-q/s0)) * (1 - careful * restraint[p])      added to the attack or the defence of its friends
a, s0   : russia, russia_half;  own * russia, own_half (the regime);  us, us_half;  turkey, us_half
IS dead away from battle = min(deep_us * strikes + deep_russia * sorties, deep_limit * men of IS)   spread over all;
          strikes and sorties times engaged, of who is hostile to IS and has an order to fly

Form: own, a gain that saturates. Sorties are dated inputs [interfax_2017], [russian_mod_air], [airwars]. Rejected:
aircraft as agents; claimed kills (ten times what totals allow). Faults: sorties not used in a battle are not saved;
all battles of a coalition are served as if from one base; air alone never takes land, by construction; strikes on IS
book the dead alone.
"""


def apply(world: World, ground: Theatre, numbers: Air) -> list[Event]:
    """Share sorties among battles, set their gains, and strike IS away from battles."""
    gain, half, deep = _fleets(numbers)
    hostile = enmity(world)
    flown = world.sorties * world.engaged
    _support(
        world.holder, world.rival, _COALITION, hostile, ground.governorate, flown, world.air_weight,
        world.restraint, gain, half, numbers.spread, numbers.careful,
        world.air_here, world.air_attack, world.air_defence,
    )  # fmt: skip
    _strike_deep(
        _IS, world.holder, hostile, flown, world.air_weight, deep, numbers.deep_limit,
        world.garrison, world.strike, world.dead, world.dead_week,
    )  # fmt: skip
    return []


@lru_cache(maxsize=8)
def _fleets(numbers: Air) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the largest gain, the sorties per battle for 63 per cent of it, and IS dead per sortie, by side."""
    gain, half, deep = np.zeros(SIDE_COUNT), np.ones(SIDE_COUNT), np.zeros(SIDE_COUNT)
    for side, most, sorties in (
        ("russia", numbers.russia, numbers.russia_half),
        ("regime", numbers.own * numbers.russia, numbers.own_half),
        ("us", numbers.us, numbers.us_half),
        ("turkey", numbers.turkey, numbers.us_half),
    ):
        gain[INDEX[side]], half[INDEX[side]] = most, sorties
    deep[INDEX["us"]], deep[INDEX["russia"]] = numbers.deep_us, numbers.deep_russia
    return gain, half, deep


@kernel
def _support(
    holder: IntArray,
    rival: IntArray,
    coalition: IntArray,
    enmity: FloatArray,
    governorate: IntArray,
    sorties: FloatArray,
    air_weight: FloatArray,
    restraint: FloatArray,
    gain: FloatArray,
    half: FloatArray,
    spread: float,
    careful: float,
    air_here: FloatArray,
    air_attack: FloatArray,
    air_defence: FloatArray,
) -> None:
    """Gain = a (1 - exp(-sorties per battle / s0)); battles in named governorates count in full."""
    air_here[:] = 0.0
    air_attack[:] = 0.0
    air_defence[:] = 0.0
    for p in range(len(sorties)):
        if sorties[p] <= 0.0 or gain[p] <= 0.0:
            continue
        named = 0.0
        for g in range(air_weight.shape[1]):
            named += air_weight[p, g]
        if named <= 0.0:
            continue
        total = 0.0
        for c in range(len(holder)):
            if rival[c] < 0:
                continue
            attacks = coalition[p] == coalition[rival[c]] and enmity[p, holder[c]] > LEAST_TO_FLY
            defends = coalition[p] == coalition[holder[c]] and enmity[p, rival[c]] > LEAST_TO_FLY
            if attacks or defends:
                here = spread + (1.0 - spread) * air_weight[p, governorate[c]]
                air_here[c, p] = here if attacks else -here
                total += here
        if total <= 0.0:
            continue
        for c in range(len(holder)):
            if air_here[c, p] == 0.0:
                continue
            attacks = air_here[c, p] > 0.0
            here = abs(air_here[c, p]) * sorties[p] / total
            air_here[c, p] = here
            added = gain[p] * (1.0 - math.exp(-here / half[p])) * (1.0 - careful * restraint[p])
            if attacks:
                air_attack[c] += added
            else:
                air_defence[c] += added


@kernel
def _strike_deep(
    is_side: int,
    holder: IntArray,
    enmity: FloatArray,
    sorties: FloatArray,
    air_weight: FloatArray,
    deep: FloatArray,
    limit: float,
    garrison: FloatArray,
    strike: FloatArray,
    dead: FloatArray,
    dead_week: FloatArray,
) -> None:
    """Kill IS men away from battles, in proportion to where they are, up to a share of them."""
    men = strike[is_side]
    for c in range(len(holder)):
        if holder[c] == is_side:
            men += garrison[c]
    killed = 0.0
    for p in range(len(sorties)):
        if deep[p] > 0.0 and enmity[p, is_side] > LEAST_TO_FLY and air_weight[p].sum() > 0.0:
            killed += deep[p] * sorties[p]
    killed = min(killed, limit * men)
    if men <= 0.0 or killed <= 0.0:
        return
    left = 1.0 - killed / men
    strike[is_side] *= left
    for c in range(len(holder)):
        if holder[c] == is_side:
            garrison[c] *= left
    dead[is_side] += killed
    dead_week[is_side] += killed
