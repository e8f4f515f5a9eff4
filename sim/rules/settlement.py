"""Bargaining over the end of the war, once a month (docs/model 3.12).

Reads what sides hold, their men and dead, and what patrons think of their client's survival; writes what would be
conceded and what is left between offer and demand, and makes the agreement where talks succeed. Runs after truces.
Knows nothing of battles.
"""

from __future__ import annotations

import math
from itertools import product
from typing import NamedTuple

import numpy as np

from sim.chance import Purpose, uniform
from sim.record.events import Event
from sim.scenario.parameters.settlement import Settlement
from sim.sides import HOLDS_AS, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.pacts import FEDERAL, FOLLOWERS, MONTH, SETTLEMENT, Bond, lead_of, make_pact, men_under_arms, stands_by
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = (
    "holder", "garrison", "strike", "morale", "people_share", "violence", "engaged", "sorties", "aid", "safe_with",
    "safe_without", "pain", "leader", "accept", "belief",
)  # fmt: skip
WRITES = (
    "concession", "overlap", "compliance", "agreed", "truce_age", "frailty", "guarantee", "balance", "pact", "zone",
)  # fmt: skip

EQUATIONS = """
claim(i) = (area * land + people * people held + power * men * morale) / (area + people + power), shares of i and rival,
    those left out that neither has
toll(i) = war * violence / (violence + war_half), violence of i and its followers with anybody
prospects of the state = claim, or (1 - patrons) * claim + patrons * survival where a patron stands by it
survival = the best of its patrons' engaged * safe_with + (1 - engaged) * safe_without
the state's best offer (`concession`) = 1 - prospects + toll + concede * pain
rebels ask for = claim - toll + distrust - leader * [leader gone];   overlap = offer - what is asked
backed = backing * engagement of the patron that stands by who wants self-rule
self-rule offered = its claim + belief * backed + toll of the state - pride, nothing where the state's share of land *
    its share of people > theta;   belief: what the state, or a patron of its own, believes of that patron's resolve
asked = its claim + exp(-guarantee) * backed - its toll;   overlap = offered - asked
Where overlap > 0, talks succeed with chance `talks` a month, or at once where an offer was accepted: compliance
    `level`, hazard of collapse times `frailty`
departure: shock ~ Beta(2, 6), times `negotiated` or (1 - officer_tie) or 1; inflow of IS times `recruiting`

A patron raises the prospects of its client and so lowers what the client would give: backing hardens. Who gives up a
patron for self-rule asks for what the patron was worth to it, unless outside troops stand behind the deal; the state
pays for that only as far as it believes that the patron would have stayed. Strength moves the share, not whether there
is a deal: that rests on the tolls, on pride, on the patron, and on a state too strong to talk. Both sides see
the same claims; what keeps them apart is that a promise by who keeps the police is not believed. Full bargaining games
were rejected: they cannot be identified from one war. Patrons' own consent is not asked here.
Fault: every weight at the table is judgement, so odds of a settlement are if-thens.
"""

_STATE, _SIGNATORY, _SELF_RULE = INDEX["regime"], INDEX["opposition"], INDEX["sdf"]
_REBELS = (INDEX["opposition"], INDEX["hts"])
"""The state; who signs for the rebels, and whose strength counts as theirs; who wants self-rule."""

_TALKS = int(Purpose.TALKS)


class _Standing(NamedTuple):
    """Hold what each lead brings to the table: shares of land and people, power, and the toll of war."""

    land: list[float]
    people: list[float]
    power: list[float]
    toll: list[float]


def apply(world: World, ground: Theatre, numbers: Settlement) -> list[Event]:
    """Once a month work out offers and demands, and see whether talks succeed."""
    if world.week % MONTH:
        return []
    now = _standing(world, ground, numbers)
    world.concession[:] = world.overlap[:] = 0.0
    told = []
    if any(now.power[side] > 0.0 for side in _REBELS):
        _rebels(world, now, numbers)
        told += _talk(world, ground, _SIGNATORY, SETTLEMENT, numbers)
    if now.power[_SELF_RULE] > 0.0:
        _self_rule(world, now, numbers)
        told += _talk(world, ground, _SELF_RULE, FEDERAL, numbers)
    return told + (_others(world, ground, numbers) if np.count_nonzero(world.accept) else [])


def _standing(world: World, ground: Theatre, numbers: Settlement) -> _Standing:
    land = np.bincount(world.holder, ground.area, SIDE_COUNT)
    violence = np.bincount(HOLDS_AS, world.violence.sum(axis=1), SIDE_COUNT)
    toll = numbers.war * violence / (violence + numbers.war_half)
    power = men_under_arms(world) * world.morale
    return _Standing((land / ground.area.sum()).tolist(), world.people_share.tolist(), power.tolist(), toll.tolist())


def _claim(now: _Standing, side: int, rivals: tuple[int, ...], numbers: Settlement) -> float:
    """Return a side's weighted share of what it and its rivals hold between them."""
    claim = weights = 0.0
    for weight, amount in ((numbers.area, now.land), (numbers.people, now.people), (numbers.power, now.power)):
        both = amount[side] + sum(amount[rival] for rival in rivals)
        if both > 0.0:
            claim += weight * amount[side] / both
            weights += weight
    return claim / weights if weights > 0.0 else 0.5


def _survival(world: World, side: int) -> float | None:
    """Return how likely a side is to survive, as the most hopeful of its patrons sees it; None without any."""
    engaged, stays, leaves = world.engaged.tolist(), world.safe_with.tolist(), world.safe_without.tolist()
    seen = [
        engaged[patron] * stays[patron] + (1.0 - engaged[patron]) * leaves[patron]
        for patron in FOLLOWERS[side]
        if patron != side and stays[patron] > 0.0
    ]
    return max(seen) if seen else None


def _rebels(world: World, now: _Standing, numbers: Settlement) -> None:
    """Set the state's best offer to the rebels, and what is left to theirs."""
    claim = _claim(now, _STATE, _REBELS, numbers)
    survival = _survival(world, _STATE)
    prospects = claim if survival is None else (1.0 - numbers.patrons) * claim + numbers.patrons * survival
    offer = 1.0 - prospects + now.toll[_STATE] + numbers.concede * float(world.pain[_STATE])
    asked = 1.0 - claim - max(now.toll[side] for side in _REBELS)
    asked += numbers.distrust - numbers.leader * (1.0 - float(world.leader[_STATE]))
    world.concession[_STATE] = min(1.0, max(0.0, offer))
    world.concession[_SIGNATORY] = min(1.0, max(0.0, 1.0 - asked))
    world.overlap[_STATE] = world.overlap[_SIGNATORY] = world.concession[_STATE] - asked


def _self_rule(world: World, now: _Standing, numbers: Settlement) -> None:
    """Set the share that the state offers as self-rule, and what is left to what is asked."""
    claim = _claim(now, _SELF_RULE, (_STATE,), numbers)
    backed, belief = _backing(world, numbers)
    strong = now.land[_STATE] * now.people[_STATE] > numbers.theta
    offer = 0.0 if strong else claim + belief * backed + now.toll[_STATE] - numbers.pride
    asked = claim + math.exp(-float(world.guarantee[_SELF_RULE, _STATE])) * backed - now.toll[_SELF_RULE]
    world.concession[_SELF_RULE] = min(1.0, max(0.0, offer))
    world.overlap[_SELF_RULE] = world.concession[_SELF_RULE] - asked


def _backing(world: World, numbers: Settlement) -> tuple[float, float]:
    """Return what its patron adds to the prospects of who wants self-rule, and how far the state believes in it."""
    patron = max(stands_by(world, _SELF_RULE), key=lambda side: float(world.engaged[side]), default=None)
    if patron is None:
        return 0.0, 0.0
    believed = max(float(world.belief[side, patron]) for side in FOLLOWERS[_STATE])
    return numbers.backing * float(world.engaged[patron]), believed


def _talk(world: World, ground: Theatre, other: int, code: int, numbers: Settlement) -> list[Event]:
    """Let the state and another side come to terms, if talks go well or both have said yes, and both gain."""
    if world.pact[_STATE, other] == code:
        return []
    draw = uniform(world.seed, _TALKS, world.week, _STATE, other)
    agreed = _accepted(world, _STATE, other, code)
    gain = float(world.overlap[other])
    if not agreed and (draw >= numbers.talks or gain <= 0.0):
        return []
    if gain > 0.0:
        make_pact(world, ground, _STATE, other, code, _bond(world, _STATE, other, numbers))
    inputs = {
        "overlap": gain,
        "offer": float(world.concession[_SELF_RULE if code == FEDERAL else _STATE]),
        "leader": float(world.leader[_STATE]),
        "accepted": float(agreed),
    }
    kind = ("federal" if code == FEDERAL else "settlement") if gain > 0.0 else "talks_fail"
    return [Event(world.week, "settlement", kind, -1, _STATE, other, numbers.talks, draw, inputs)]


def _bond(world: World, a: int, b: int, numbers: Settlement) -> Bond:
    """Return how firm a settlement is: troops that stood behind the truce stand behind it too."""
    return Bond(numbers.level, numbers.frailty, float(world.guarantee[a, b]))


def _accepted(world: World, one: int, other: int, code: int) -> bool:
    """Say whether either side, or who follows it, has accepted such an offer of the other's this month."""
    if not np.count_nonzero(world.accept):
        return False
    accept = world.accept.tolist()
    pairs = product(FOLLOWERS[one], FOLLOWERS[other])
    return any(accept[a][b] == code or accept[b][a] == code for a, b in pairs)


def _others(world: World, ground: Theatre, numbers: Settlement) -> list[Event]:
    """Carry out what other pairs have accepted: their gain is their own affair."""
    told = []
    done = {(_STATE, _SIGNATORY, SETTLEMENT), (_STATE, _SELF_RULE, FEDERAL)}
    for answering, offering in np.argwhere(world.accept >= FEDERAL).tolist():
        code = int(world.accept[answering, offering])
        a, b = sorted((lead_of(offering), lead_of(answering)))
        if (a, b, code) in done or a == b or world.pact[a, b] == code:
            continue
        done.add((a, b, code))
        make_pact(world, ground, a, b, code, _bond(world, a, b, numbers))
        kind = "federal" if code == FEDERAL else "settlement"
        told.append(Event(world.week, "settlement", kind, side=offering, other=answering, inputs={"accepted": 1.0}))
    return told
