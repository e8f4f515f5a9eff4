"""How truces are kept, fray and end (docs/model 3.11).

Reads violence, strength and who stays outside; writes compliance, and nothing once a truce is over. A truce acts only
by lowering enmity. One with frailty 0 is assumed to hold and stays as agreed. Knows nothing of who made the truce.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance import Purpose, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.truces import Truces
from sim.sides import HOLDERS, HOLDS_AS, INDEX
from sim.theatre.regions import Theatre
from sim.world.enmity import COALITIONS, NO_BALANCE
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.pacts import break_pact, men_under_arms
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply", "end_chance"]

READS = ("holder", "garrison", "strike", "violence", "hostility")
WRITES = ("compliance", "agreed", "truce_age", "frailty", "guarantee", "balance", "outside", "pact", "zone")

EQUATIONS = """
For each pair of holders a, b of different coalitions under a truce, with frailty above 0:
violations = 4 * violence between the two and who follows them / dead_each
outside = share of the strength of b's coalition that is hostile to a and under no truce with it; larger of both ways
shift = |log(strength of a / strength of b) - the same when the truce began|
chance in a week that it ends = frailty * min(cap, hazard * exp(truces.violations * ln(1 + violations /
    violations_scale) + truces.outside * outside + truces.shift * shift - guarantee))
compliance <- clip(compliance + heal * (agreed - compliance) - fray * violations / (violations + fray_half)
    - spoilt * acts, 0, agreed)
A side left outside, of a's or b's coalition and hostile to the other, acts with chance `spoiling` a week.

The hazard is that of the trial: at the inputs of February 2016 it ends half of truces within eight weeks, local
truces within five, Idlib in 2020 within two years. `diplomatic` and `troops` are what a declared guarantee is worth.
Violations are taken from the dead, as no count of incidents covers all fronts; dead_each is such that the dead of the
model in March 2016 come to the 250 violations at which the hazard was checked. A bonus for what a truce frees was
thrown out: it had produced most of the effect that it was meant to explain.
Sides left outside act as spoilers do in [stedman_1997]; guarantors answer the commitment problem of [fearon]. Fault:
who breaks a truce gains nothing by surprise, and a truce falls as a whole, not place by place.
"""

_HOLDER = np.array([side in {INDEX[name] for name in HOLDERS} for side in range(len(HOLDS_AS))])
_LEADS = np.array(HOLDS_AS)
_TRUCE = int(Purpose.TRUCE)
_SPOILER = int(Purpose.SPOILER)


def apply(world: World, ground: Theatre, numbers: Truces) -> list[Event]:
    """Age every truce, let it fray, and draw whether it ends."""
    if not np.count_nonzero(world.agreed):
        return []
    pairs, odds = np.empty((2, *world.agreed.shape))
    acts, luck = np.zeros((2, len(HOLDS_AS)))
    stirs = _week(
        world.seed, world.week, COALITIONS, _LEADS, _HOLDER, men_under_arms(world), world.violence, world.hostility,
        world.agreed, world.frailty, world.guarantee, numbers.dead_each, numbers.hazard, numbers.violations,
        numbers.violations_scale,
        numbers.outside, numbers.shift, numbers.cap, numbers.spoiling, numbers.spoilt, numbers.heal, numbers.fray,
        numbers.fray_half, world.compliance, world.truce_age, world.balance, world.outside, pairs, odds, acts,
        luck,
    )  # fmt: skip
    if not stirs:
        return []
    told = [Event(world.week, "truces", "spoil", side=side, probability=numbers.spoiling, draw=float(luck[side]))
            for side in np.flatnonzero(acts).tolist()]  # fmt: skip
    for a, b in np.argwhere((pairs >= 0.0) & (pairs < odds)).tolist():
        told.append(_ended(world, a, b, float(odds[a, b]), float(pairs[a, b])))
        break_pact(world, ground, a, b)
    return told


def _ended(world: World, a: int, b: int, chance: float, draw: float) -> Event:
    """Tell of a truce that ends, with what it came to."""
    inputs = {
        "age": float(world.truce_age[a, b]),
        "agreed": float(world.agreed[a, b]),
        "compliance": float(world.compliance[a, b]),
        "violence": float(world.violence[np.ix_(np.equal(_LEADS, a), np.equal(_LEADS, b))].sum()),
        "outside": float(max(world.outside[a, b], world.outside[b, a])),
        "guarantee": float(world.guarantee[a, b]),
        "frailty": float(world.frailty[a, b]),
        "pact": float(world.pact[a, b]),
    }
    return Event(world.week, "truces", "collapse", side=a, other=b, probability=chance, draw=draw, inputs=inputs)


@kernel
def end_chance(
    violations: float,
    outside: float,
    shift: float,
    guarantee: float,
    hazard: float,
    by_violations: float,
    scale: float,
    by_outside: float,
    by_shift: float,
    cap: float,
) -> float:
    """Return the chance in a week that a truce ends, for violations in four weeks, shares and log ratios."""
    level = by_violations * math.log(1.0 + violations / scale) + by_outside * outside + by_shift * shift - guarantee
    return min(cap, hazard * math.exp(level))


@kernel
def _week(
    seed: int,
    week: int,
    coalition: IntArray,
    lead: IntArray,
    holds: BoolArray,
    men: FloatArray,
    violence: FloatArray,
    hostility: FloatArray,
    agreed: FloatArray,
    frailty: FloatArray,
    guarantee: FloatArray,
    dead_each: float,
    hazard: float,
    by_violations: float,
    scale: float,
    by_outside: float,
    by_shift: float,
    cap: float,
    spoiling: float,
    spoilt: float,
    heal: float,
    fray: float,
    fray_half: float,
    compliance: FloatArray,
    age: FloatArray,
    balance: FloatArray,
    outside: FloatArray,
    draws: FloatArray,
    odds: FloatArray,
    acts: FloatArray,
    luck: FloatArray,
) -> bool:
    """Take each pair of holders a week on; set `draws` and `odds` where a truce can end, and who acted against one.

    Returns whether a truce ends or anybody acted.
    """
    sides = len(men)
    stirs = False
    draws[:] = -1.0
    odds[:] = 0.0
    for x in range(sides):
        luck[x] = uniform(seed, _SPOILER, week, x, 0)
    for a in range(sides):
        for b in range(a + 1, sides):
            if agreed[a, b] <= 0.0 or not holds[a] or not holds[b] or coalition[a] == coalition[b]:
                continue
            now = math.log((men[a] + 1.0) / (men[b] + 1.0))
            if balance[a, b] == NO_BALANCE:
                balance[a, b], balance[b, a] = now, -now
            outside[a, b] = _outside(a, b, coalition, men, hostility, agreed)
            outside[b, a] = _outside(b, a, coalition, men, hostility, agreed)
            _age(a, b, lead, agreed, age)
            if frailty[a, b] <= 0.0:
                continue
            broken = 0.0
            against = 0.0
            for x in range(sides):
                for y in range(sides):
                    if lead[x] == a and lead[y] == b:
                        broken += 4.0 * violence[x, y] / dead_each
                if luck[x] < spoiling and _spoils(x, a, b, coalition, lead, men, hostility, agreed):
                    acts[x] = 1.0
                    stirs = True
                    against += 1.0
            share = max(outside[a, b], outside[b, a])
            risk = end_chance(
                broken, share, abs(now - balance[a, b]), guarantee[a, b], hazard, by_violations, scale, by_outside,
                by_shift, cap,
            )  # fmt: skip
            odds[a, b] = min(1.0, risk * frailty[a, b])
            draws[a, b] = uniform(seed, _TRUCE, week, a, b)
            stirs = stirs or draws[a, b] < odds[a, b]
            kept = compliance[a, b] + heal * (agreed[a, b] - compliance[a, b])
            kept -= fray * broken / (broken + fray_half) + spoilt * against
            _keep(a, b, max(0.0, kept), lead, agreed, compliance)
    return stirs


@kernel
def _outside(a: int, b: int, coalition: IntArray, men: FloatArray, hostility: FloatArray, agreed: FloatArray) -> float:
    """Return the share of the strength of b's coalition, as far as hostile to a, that has no truce with a."""
    free = 0.0
    bound = men[b]
    for x in range(len(men)):
        if x != b and coalition[x] == coalition[b] and hostility[x, a] > 0.0:
            if agreed[x, a] > 0.0:
                bound += men[x]
            else:
                free += men[x]
    return free / (free + bound) if free + bound > 0.0 else 0.0


@kernel
def _spoils(
    x: int,
    a: int,
    b: int,
    coalition: IntArray,
    lead: IntArray,
    men: FloatArray,
    hostility: FloatArray,
    agreed: FloatArray,
) -> bool:
    """Say whether a side stands outside the truce of a and b, hostile to one of them beside the other."""
    if x in (a, b) or men[lead[x]] <= 0.0:
        return False
    foe = b if coalition[x] == coalition[a] else a
    near = coalition[x] == coalition[a] or coalition[x] == coalition[b]
    return bool(near and hostility[x, foe] > 0.0 and agreed[x, foe] <= 0.0)


@kernel
def _age(a: int, b: int, lead: IntArray, agreed: FloatArray, age: FloatArray) -> None:
    """Add a week to the truce of a and b, for all who share it."""
    for x in range(len(lead)):
        for y in range(len(lead)):
            if agreed[x, y] > 0.0 and ((lead[x] == a and lead[y] == b) or (lead[x] == b and lead[y] == a)):
                age[x, y] += 1.0


@kernel
def _keep(a: int, b: int, kept: float, lead: IntArray, agreed: FloatArray, compliance: FloatArray) -> None:
    """Set how far the truce of a and b is kept, for all who share it; nobody keeps more than was agreed."""
    for x in range(len(lead)):
        for y in range(len(lead)):
            if agreed[x, y] > 0.0 and ((lead[x] == a and lead[y] == b) or (lead[x] == b and lead[y] == a)):
                compliance[x, y] = min(agreed[x, y], kept)
