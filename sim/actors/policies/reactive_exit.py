"""The patron that leaves when staying no longer pays: it weighs the two each month and follows the odds.

Stands for an exit as a decision with a hazard, never a date (claims B1, B4, B6; docs/model 3.11). Owns the moment.
Knows nothing of how the odds come about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client",)

RANGES = {"fronts": (0, 14)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say whom it helps until then."""

    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = False
    """Fly under rules that spare civilians."""
    manner: str = ""
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: leave when the month's luck falls under the odds; before that arm and fly; after that nothing."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    if view.luck[0] < view.patron.odds:
        return [Engage(0)]
    orders: list[Order] = []
    orders += staff.engagement(view, options)
    return staff.kept_legal(orders)
