"""Agreements: how a truce, guards, self-rule, a bargain or a settlement is made.

Owns what an agreement sets. Knows nothing of why it is made.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.sides import COALITION
from sim.theatre.regions import Theatre
from sim.world.enmity import set_pair
from sim.world.world import World

__all__ = ["NO_BOND", "Bond", "make_pact"]


class Bond(NamedTuple):
    """Say how firm an agreement is: compliance asked for, multiplier of its hazard, and what guarantors take off."""

    level: float
    frailty: float
    guarantee: float = 0.0


NO_BOND = Bond(0.0, 0.0)
"""A bargain binds by interest alone: it brings no truce."""


def make_pact(world: World, ground: Theatre, one: int, other: int, code: int, bond: Bond = NO_BOND) -> None:
    """Put an agreement between two parties in force."""
    for a, b in ((one, other), (other, one)):
        world.pact[a, b] = code
        if COALITION[a] != COALITION[b] and bond.level > 0.0:
            set_pair(world, a, b, bond.level, bond.frailty, bond.guarantee)
