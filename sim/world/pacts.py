"""Agreements beside a truce: pacts, a settlement, the departure of a leader.

Owns the setting of these. Knows nothing of who offered them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.sides import INDEX
from sim.world.enmity import TERMS, set_truce
from sim.world.world import World

__all__ = ["depart", "make_pact", "settle"]


def make_pact(world: World, a: str, b: str, terms: str) -> None:
    """Put an agreement between two sides in force."""
    code = TERMS.index(terms) + 1
    world.pact[INDEX[a], INDEX[b]] = world.pact[INDEX[b], INDEX[a]] = code


def settle(world: World, parties: Iterable[str], compliance: float) -> None:
    """Settle the war among the parties."""
    set_truce(world, parties, compliance)


def depart(world: World, side: str, manner: str, shock: float | None) -> None:
    """Let the leader of a side leave office."""
    world.leader[INDEX[side]] = 0.0
    world.cohesion[INDEX[side]] = 0.0 if shock is None else shock
