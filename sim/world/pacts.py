"""Agreements: how a truce, guards, self-rule, a bargain or a settlement is made, and how it ends (docs/model 3.12).

Rules and events of the scenario share it. A follower (Iran and Russia for the regime) is bound by what its lead
agrees, signs for its lead, but can break away alone. Owns what an agreement sets. Knows nothing of why it is made.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from sim.kernels import kernel
from sim.scenario.parameters.diplomacy import Diplomacy
from sim.scenario.parameters.settlement import Settlement
from sim.sides import BACKS, COALITION, HOLDS_AS, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import COALITIONS, LEAST_TO_ATTACK, TERMS, enmity, set_pair
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.relations import SHUNNED
from sim.world.world import World

__all__ = [
    "BARGAIN",
    "FEDERAL",
    "FOLLOWERS",
    "GUARD",
    "MONTH",
    "NO_BOND",
    "SETTLEMENT",
    "TRUCE",
    "Bond",
    "bond_of",
    "break_pact",
    "lead_of",
    "make_pact",
    "men_under_arms",
    "patrons_vouch",
    "stands_by",
]

MONTH = 4
"""Weeks from one decision to the next."""

TRUCE, BARGAIN, GUARD, FEDERAL, SETTLEMENT = (TERMS.index(name) + 1 for name in TERMS)

FOLLOWERS = tuple(tuple(side for side, lead in enumerate(HOLDS_AS) if lead == of) or (of,) for of in range(SIDE_COUNT))
"""By side: all who are bound by what it agrees, itself included."""

_PATRONS = tuple(INDEX[name] for name in BACKS)
_SHUNNED = INDEX[SHUNNED]
_LEADS: IntArray = np.array(HOLDS_AS)


class Bond(NamedTuple):
    """Say how firm an agreement is: compliance asked for, multiplier of its hazard, and what guarantors take off."""

    level: float
    frailty: float
    guarantee: float = 0.0


NO_BOND = Bond(0.0, 0.0)
"""A bargain binds by interest alone: it brings no truce."""


def lead_of(side: int) -> int:
    """Return who holds land for a side: its word binds both."""
    return HOLDS_AS[side]


def _pairs(one: int, other: int) -> list[tuple[int, int]]:
    """Return every pair bound by what two sides agree, both ways round."""
    pairs = [(a, b) for a, b in product(FOLLOWERS[one], FOLLOWERS[other]) if COALITION[a] != COALITION[b]]
    return pairs + [(b, a) for a, b in pairs]


def make_pact(world: World, ground: Theatre, one: int, other: int, code: int, bond: Bond = NO_BOND) -> None:
    """Put an agreement between two parties, and who follows them, in force; in a bargain `one` is who leaves.

    All but a bargain come with a truce, as firm as `bond` says.
    """
    if code == BARGAIN:
        world.pact[one, other] = code
        return
    a, b = lead_of(one), lead_of(other)
    if world.pact[a, b] == GUARD:
        _recall_guards(world, a, b)
    if code == GUARD:
        _post_guards(world, ground, a, b)
    for x, y in _pairs(a, b):
        set_pair(world, x, y, bond.level, bond.frailty, bond.guarantee)
        world.pact[x, y] = 0.0 if code == TRUCE else code


def bond_of(code: int, diplomacy: Diplomacy, settlement: Settlement) -> Bond:
    """Return how firm an agreement is when it is made, without guarantors."""
    if code == TRUCE:
        return Bond(diplomacy.truce_level, 1.0)
    if code == GUARD:
        return Bond(diplomacy.guard_level, 1.0)
    if code == BARGAIN:
        return NO_BOND
    return Bond(settlement.level, settlement.frailty)


def break_pact(world: World, ground: Theatre, one: int, other: int) -> None:
    """End the truce and any agreement between two sides and who follows them; guards go home."""
    if world.pact[one, other] == GUARD:
        _recall_guards(world, one, other)
    world.pact[one, other] = world.pact[other, one] = 0.0
    for x, y in _pairs(one, other):
        set_pair(world, x, y, 0.0, 0.0, 0.0)
        world.pact[x, y] = 0.0


def stands_by(world: World, client: int) -> list[int]:
    """Return the patrons with means in the field, and still engaged, in the coalition of a side."""
    return [
        patron
        for patron in _PATRONS
        if COALITION[patron] == COALITION[client]
        and world.engaged[patron] > 0.0
        and (world.sorties[patron] > 0.0 or world.strike[patron] > 0.0 or world.aid[patron].any())
    ]


def patrons_vouch(world: World, one: int, other: int, least: float) -> bool:
    """Say whether a patron of each side can speak with one of the other's: their relation is `least` or better."""
    return any(world.relation[p, q] >= least for p in stands_by(world, one) for q in stands_by(world, other))


def men_under_arms(world: World) -> FloatArray:
    """Return the men of each lead, in garrisons and mobile, with those who follow it [men]."""
    return _men(world.holder, world.garrison, _LEADS, world.strike)


@kernel
def _men(holder: IntArray, garrison: FloatArray, lead: IntArray, strike: FloatArray) -> FloatArray:
    local, mobile = np.zeros(len(lead)), np.zeros(len(lead))
    for c in range(len(holder)):
        local[holder[c]] += garrison[c]
    for f in range(len(lead)):
        mobile[lead[f]] += strike[f]
    return local + mobile


def _roles(world: World, a: int, b: int) -> tuple[int, int]:
    """Return who guards whom: the stronger the weaker."""
    men = men_under_arms(world)
    return (a, b) if men[a] >= men[b] else (b, a)


def _post_guards(world: World, ground: Theatre, a: int, b: int) -> None:
    """Post guards of the stronger side, or its patron, where the weaker's land meets a third coalition at war with it.

    Posts take no land: they only keep others from attacking it. They hold off nobody with whom none negotiates. Of
    several patrons the one that stands best with the guarded sends them.
    """
    guard, ward = _roles(world, a, b)
    patrons = [patron for patron in stands_by(world, guard) if HOLDS_AS[patron] == guard]
    sender = max(patrons, key=lambda patron: float(world.relation[patron, ward]), default=guard)
    hostile = enmity(world)[:, ward] > LEAST_TO_ATTACK
    hostile[_SHUNNED] = hostile[guard] = False
    feared: BoolArray = np.isin(world.holder, np.flatnonzero(hostile)) & (COALITIONS[world.holder] != COALITION[guard])
    facing = ((ground.neighbour >= 0) & feared[ground.neighbour]).any(axis=1)
    world.zone[facing & (world.holder == ward) & (world.zone < 0)] = sender


def _recall_guards(world: World, a: int, b: int) -> None:
    """Take away the posts of each on the other's land."""
    for guard, ward in ((a, b), (b, a)):
        theirs = np.isin(world.zone, FOLLOWERS[guard]) & (world.holder == lead_of(ward))
        world.zone[theirs] = -1
