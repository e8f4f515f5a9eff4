"""Relations, and agreements as sides make and break them (docs/model 3.12).

Reads who killed whom, common enemies and the answers of the month; writes violence, relations, hostility and the
agreements in force. Runs before the truces rule, which ages what is agreed here. Knows nothing of why a side offers.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.diplomacy import Diplomacy
from sim.sides import COALITION
from sim.theatre.regions import Theatre
from sim.world.enmity import COALITIONS, TERMS
from sim.world.fields import FloatArray, IntArray
from sim.world.pacts import BARGAIN, GUARD, MONTH, NO_BOND, TRUCE, Bond, break_pact, lead_of, make_pact, patrons_vouch
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = (
    "clash", "quarrel", "relation_start", "betrayal", "people_share", "accept", "breaking", "engaged",
    "sorties", "aid", "strike", "garrison", "holder",
)  # fmt: skip
WRITES = (
    "violence", "relation", "hostility", "compliance", "agreed", "truce_age", "frailty", "guarantee", "balance",
    "pact", "zone",
)  # fmt: skip

_HERE = (TRUCE, BARGAIN, GUARD)
"""Agreements that this rule carries out; self-rule and settlements are the settlement rule's."""

EQUATIONS = """
violence <- violence + (dead of a by b + dead of b by a - violence) / memory
shared(a, b) = sum over third sides x of min(H[a, x], H[b, x]) * share of the people in land of x
R <- clip(R + warm * shared - hurt * violence / (violence + half) - betrayed * betrayal + back * (R0 - R), -1, 1)
H = clip(H of the scenario + swing * (R0 - R), 0, 1), for pairs that the scenario sets at odds; R0 and R the
    mean of both ways

In decision weeks an accepted offer is carried out: a truce at truce_level; guards at guard_level, with posts of the
stronger side, or of its patron, where the weaker's land meets a third coalition at war with it; a bargain is
noted for the patron who leaves. Patrons of both sides with a relation of at least vouch add guarantors.
Who breaks an agreement ends it and loses trust_cost with the other.

The trial had hostility follow relations altogether; as relations are expert judgement, that would let guesses steer
the war, so swing is small and hostility stays what the scenario says. Violence saturates, so that a relation does
not count bodies without end. A common enemy counts by the people it holds: all share IS, but less as it shrinks.
Fault: relations and all that moves them are judgement; compare arms, do not quote levels.
"""


def apply(world: World, ground: Theatre, numbers: Diplomacy) -> list[Event]:
    """Smooth violence, move relations and hostility; in decision weeks carry out what was accepted or broken."""
    _relate(
        COALITIONS, world.clash, world.quarrel, world.relation_start, world.betrayal, world.people_share,
        numbers.memory, numbers.warm, numbers.hurt, numbers.half, numbers.betrayed, numbers.back, numbers.swing,
        world.violence, world.relation, world.hostility,
    )  # fmt: skip
    if world.week % MONTH:
        return []
    told = _break_off(world, ground, numbers) if world.breaking.any() else []
    return told + (_agree(world, ground, numbers) if world.accept.any() else [])


def _break_off(world: World, ground: Theatre, numbers: Diplomacy) -> list[Event]:
    """End what parties break this month, at the price of the other's trust."""
    told = []
    for a, b in np.argwhere(world.breaking > 0.0).tolist():
        agreed, code = float(world.agreed[a, b]), float(world.pact[a, b])
        if agreed == 0.0 and code == 0.0:
            continue
        age = float(world.truce_age[a, b])
        break_pact(world, ground, a, b)
        for x, y in ((a, b), (b, a)):
            world.relation[x, y] = max(-1.0, world.relation[x, y] - numbers.trust_cost)
        inputs = {"agreed": agreed, "code": code, "age": age, "relation": float(world.relation[a, b])}
        told.append(Event(world.week, "diplomacy", "break", side=a, other=b, inputs=inputs))
    return told


def _agree(world: World, ground: Theatre, numbers: Diplomacy) -> list[Event]:
    """Carry out what parties accept this month, but for what ends a war, which needs talks."""
    told = []
    done = set()
    for answering, offering in np.argwhere(world.accept > 0.0).tolist():
        code = int(world.accept[answering, offering])
        a, b = (offering, answering) if code == BARGAIN else sorted((lead_of(offering), lead_of(answering)))
        if COALITION[a] == COALITION[b] or code not in _HERE or (a, b, code) in done:
            continue
        if _in_force(world, a, b, code, numbers):
            continue
        done.add((a, b, code))
        make_pact(world, ground, a, b, code, _bond(world, a, b, code, numbers))
        inputs = {
            "code": code,
            "agreed": float(world.agreed[a, b]),
            "guarantee": float(world.guarantee[a, b]),
            "relation": float(world.relation[offering, answering]),
        }
        kind = "truce" if code == TRUCE else "pact"
        note = TERMS[code - 1]
        told.append(Event(world.week, "diplomacy", kind, side=offering, other=answering, inputs=inputs, note=note))
    return told


def _in_force(world: World, a: int, b: int, code: int, numbers: Diplomacy) -> bool:
    """Say whether two parties are already under such an agreement, which is not made twice."""
    if code == TRUCE:
        return bool(world.agreed[a, b] >= numbers.truce_level)
    return bool(world.pact[a, b] == code)


def _bond(world: World, a: int, b: int, code: int, numbers: Diplomacy) -> Bond:
    """Return how firm an agreement is, with the guarantee of patrons who vouch for it."""
    if code == BARGAIN:
        return NO_BOND
    guarantee = numbers.guarantors if patrons_vouch(world, a, b, numbers.vouch) else 0.0
    return Bond(numbers.truce_level if code == TRUCE else numbers.guard_level, 1.0, guarantee)


@kernel
def _relate(
    coalition: IntArray,
    clash: FloatArray,
    quarrel: FloatArray,
    start: FloatArray,
    betrayal: FloatArray,
    people: FloatArray,
    memory: float,
    warm: float,
    hurt: float,
    half: float,
    betrayed: float,
    back: float,
    swing: float,
    violence: FloatArray,
    relation: FloatArray,
    hostility: FloatArray,
) -> None:
    """Move violence and relations of each pair a week on, from the hostility of the week before; then hostility."""
    sides = len(people)
    for a in range(sides):
        for b in range(sides):
            if a == b:
                continue
            violence[a, b] += (clash[a, b] + clash[b, a] - violence[a, b]) / memory
            shared = 0.0
            for x in range(sides):
                if x != a and x != b:
                    shared += min(hostility[a, x], hostility[b, x]) * people[x]
            step = warm * shared - hurt * violence[a, b] / (violence[a, b] + half) - betrayed * betrayal[a, b]
            step += back * (start[a, b] - relation[a, b])
            relation[a, b] = min(1.0, max(-1.0, relation[a, b] + step))
    for a in range(sides):
        for b in range(sides):
            if coalition[a] != coalition[b] and quarrel[a, b] > 0.0:
                moved = 0.5 * (start[a, b] - relation[a, b] + start[b, a] - relation[b, a])
                hostility[a, b] = min(1.0, max(0.0, quarrel[a, b] + swing * moved))
