"""Nobody decides: no orders at all. Garrisons stand, nothing attacks, no patron helps.

Owns the empty seat: for tests, and for "what if this actor were not there". Knows nothing of the war.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors.memory import Memory
from sim.orders.orders import Order
from sim.world.view import View

__all__ = ["NEEDS", "Options", "decide"]

NEEDS: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """Have nothing to choose."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return no orders."""
    return []
