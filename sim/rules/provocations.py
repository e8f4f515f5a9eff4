"""Provocations: a client that fears to be sold out makes trouble for its patron's rivals (docs/model 3.11).

Runs after incidents, before the harm of the week; a push begins the week after. Reads fear, restraint and zones;
writes what rivals feel, pushes and answers of restraint. Knows nothing of what a patron or its rival then decides.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance import Purpose, uniform
from sim.record.events import Event
from sim.scenario.parameters.provocations import Provocations
from sim.sides import BACKS, COALITION, HOLDS_AS, INDEX, SIDES
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray
from sim.world.shocks import crisis, estrange, held_back, outrage
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply", "hazard_of"]

READS = ("holder", "zone", "strike", "betrayal", "provokes", "engaged", "restraining")
WRITES = ("push_until", "held_until", "provoked", "escalation", "relation", "valuation")

EQUATIONS = """\
rate        = provokes * hazard * (1 + fear * betrayal) * (1 - restraint)   [1/week]; betrayal by whom it fears most
odds        = 1 - exp(-rate)
restraint   = restraining/3 of the patron that holds it back most; 1 until held_until
provocation : with chance `push`, where a foreign zone touches own land, a push into zones that lasts `lasts` weeks
              (R falls by grudge); else an outrage of `size` (R falls by outraged * size, the patron's consent gains
              valued * size). A share `drags` of a fall passes to the patrons behind the two
answer      : the patron shields it (chance shields: shield_cost crises more), restrains it for `lasts` weeks
              (chance restrains), or is silent

After the idea that help without a hold on the helped invites risk; no record was found to fit the chances. Rejected:
clients that plan their patron's entrapment ahead (no evidence to bound it). Fault: that a client provokes at all is
put in, so a result that rests on it is an if-then; an outrage here says nothing about who did what.
"""

_COALITION = np.array(COALITION)
_PROVOKE = int(Purpose.PROVOKE)
_BACKERS = {
    INDEX[side]: tuple(INDEX[p] for p in BACKS if COALITION[INDEX[p]] == COALITION[INDEX[side]] and p != side)
    for side in SIDES
}
"""The patrons beside each side: those of its coalition."""


def apply(world: World, ground: Theatre, numbers: Provocations) -> list[Event]:
    """Draw whether each side that may provoke does, and how its patron answers."""
    if not np.count_nonzero(world.provokes):
        return []
    told = []
    leash = held_back(world)
    for side in np.flatnonzero(world.provokes > 0.0).tolist():
        backers = _BACKERS[side]
        fear = max((float(world.betrayal[side, p]) for p in backers), default=0.0)
        held = float(leash[side])
        odds = 1.0 - math.exp(-float(world.provokes[side]) * hazard_of(fear, held, numbers))
        draw, choice, answer = (uniform(world.seed, _PROVOKE, world.week, side, number) for number in range(3))
        if draw < odds:
            kind = _provoke(world, ground, numbers, side, choice)
            reply = _answer(world, numbers, side, backers, answer)
            inputs = {"fear": fear, "restraint": held, "choice": choice, "answer": answer}
            told.append(Event(world.week, "provocations", kind, side=side, probability=odds, draw=draw,
                              inputs=inputs, note=reply))  # fmt: skip
    return told


def hazard_of(fear: float, restraint: float, numbers: Provocations) -> float:
    """Return the hazard of a provocation a week, by fear of betrayal and how far the client is held back."""
    return numbers.hazard * (1.0 + numbers.fear * fear) * (1.0 - restraint)


def _provoke(world: World, ground: Theatre, numbers: Provocations, side: int, choice: float) -> str:
    """Press into a zone that touches own land, or commit an outrage; return which."""
    near = _touched(world, ground, side)
    if choice >= numbers.push or not near.any() or world.strike[side] <= 0.0:
        outrage(world, int(HOLDS_AS[side]), numbers.size, numbers)
        return "outrage"
    world.push_until[side] = world.week + 1.0 + numbers.lasts
    for q in np.unique(world.zone[near]).tolist():
        estrange(world, side, q, numbers.grudge, numbers.drags)
        crisis(world, side, q, 1.0)
        world.provoked[q] += 1.0
    return "veto_push"


def _touched(world: World, ground: Theatre, side: int) -> BoolArray:
    """Return which regions of foreign zones touch land of the side's coalition."""
    own = _COALITION[world.holder] == _COALITION[side]
    foreign = (world.zone >= 0) & ~own
    beside = (own[ground.neighbour] & (ground.neighbour >= 0)).any(axis=1)
    touched: BoolArray = foreign & beside
    return touched


def _answer(world: World, n: Provocations, side: int, backers: tuple[int, ...], answer: float) -> str:
    """Let the first patron that stays shield, restrain or keep silent; return which."""
    staying = [p for p in backers if world.engaged[p] > 0.0]
    if not staying:
        return "alone"
    if answer < n.shields:
        world.escalation[staying[0]] += n.shield_cost
        return "shielded"
    if answer < n.shields + n.restrains:
        world.held_until[side] = world.week + 1.0 + n.lasts
        return "restrained"
    return "silent"
