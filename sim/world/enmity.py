"""Who is ready to fight whom, how ready one must be to act, and who flies for whom.

Shared by every rule that asks about enemies. Owns the matrix, its thresholds and its setting by the scenario.
Knows nothing of what a rule does with them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.kernels import kernel
from sim.sides import CLIENTS, COALITION, HOLDS_AS, INDEX
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = [
    "COALITIONS",
    "LEAST_TO_ATTACK",
    "LEAST_TO_FLY",
    "LEAST_TO_FOLLOW",
    "NO_BALANCE",
    "TERMS",
    "enmity",
    "patron_flies",
    "set_hostility",
    "set_pair",
    "set_truce",
]

LEAST_TO_ATTACK = 0.03
"""Readiness from which a side campaigns against another, 3.6 [share] (hex_prototype)."""

LEAST_TO_FLY = 0.1
"""Readiness from which aircraft strike another side [share] (assumption)."""

LEAST_TO_FOLLOW = 0.2
"""Readiness from which thin country follows an enemy's place, 3.9 [share] (hex_prototype)."""

TERMS = ("truce", "bargain", "guard", "federal", "settlement")
"""What can be agreed; a term's code in the World is its place here, from 1: a truce; a bargain by which a patron
leaves for something in return; guards of one party on the other's threatened land; self-rule within the state; a
settlement of the war."""

COALITIONS: IntArray = np.array(COALITION)
"""Coalition of each side, as an array."""

_PATRONS: IntArray = np.array(list(CLIENTS))


def enmity(world: World) -> FloatArray:
    """Return `[side, side]` readiness of row to attack column, with truces taken off."""
    return _ready(world.hostility, world.compliance)


@kernel
def _ready(hostility: FloatArray, compliance: FloatArray) -> FloatArray:
    ready = np.empty_like(hostility)
    for one in range(len(ready)):
        for other in range(len(ready)):
            ready[one, other] = hostility[one, other] * (1.0 - compliance[one, other])
    return ready


def patron_flies(world: World) -> FloatArray:
    """Return 1 for each side in whose coalition a patron has sorties and orders to fly them, else 0."""
    return _flies(_PATRONS, COALITIONS, world.sorties, world.engaged, world.air_weight)


@kernel
def _flies(
    patrons: IntArray, coalition: IntArray, sorties: FloatArray, engaged: FloatArray, air_weight: FloatArray
) -> FloatArray:
    flies = np.zeros(len(coalition))
    for patron in patrons:
        ordered = False
        for g in range(air_weight.shape[1]):
            ordered |= air_weight[patron, g] != 0.0
        for side in range(len(coalition) if ordered and sorties[patron] * engaged[patron] > 0.0 else 0):
            if coalition[side] == coalition[patron]:
                flies[side] = 1.0
    return flies


def _with_followers(sides: Iterable[str]) -> set[int]:
    """Return the sides and all who hold land for them: what is said of the regime holds for Iran and Russia."""
    named = {INDEX[name] for name in sides}
    return named | {side for side, lead in enumerate(HOLDS_AS) if lead in named}


def set_hostility(world: World, one: str, other: str, value: float) -> None:
    """Set how ready two sides, and who fights under them, are to attack each other, both ways."""
    for a in _with_followers([one]):
        for b in _with_followers([other]):
            if COALITION[a] != COALITION[b]:
                world.hostility[a, b] = world.hostility[b, a] = value
                world.quarrel[a, b] = world.quarrel[b, a] = value


def set_truce(
    world: World,
    parties: Iterable[str],
    compliance: float,
    excludes: Iterable[str] = (),
    *,
    frailty: float = 0.0,
    guarantee: float = 0.0,
) -> None:
    """Put every pair of parties from different coalitions, but for the excluded, under a truce; 0 ends it.

    `compliance` is what the truce asks for and at first gets; `frailty` multiplies the hazard that it ends (0: it is
    assumed to hold), `guarantee` is what guarantors take off that hazard's logarithm (docs/model 3.11).
    """
    members = _with_followers(parties) - {INDEX[name] for name in excludes}
    for a in members:
        for b in members:
            if COALITION[a] != COALITION[b]:
                set_pair(world, a, b, compliance, frailty, guarantee)


def set_pair(world: World, a: int, b: int, compliance: float, frailty: float, guarantee: float) -> None:
    """Put one pair of sides under a truce, one way; `set_truce` calls it both ways."""
    world.compliance[a, b] = world.agreed[a, b] = compliance
    world.truce_age[a, b] = 0.0
    world.frailty[a, b] = frailty if compliance > 0.0 else 0.0
    world.guarantee[a, b] = guarantee if compliance > 0.0 else 0.0
    world.balance[a, b] = NO_BALANCE


NO_BALANCE = -1e9
"""Marks a truce whose balance of strength at its start has not been measured yet."""
