"""The patron from outside: arms its client and flies where the client fights for most.

Owns how a power that stays reads its View: it leaves only when the scenario says so. Knows nothing of which power it
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Arm, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client",)

RANGES = {"fronts": (0, 14)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say whom it helps and how."""

    client: str = ""
    """The side it arms; empty for none."""
    careful: bool = False
    """Fly under rules that spare civilians (then one governorate fewer is named)."""
    fronts: int = 2
    """Governorates named for air support at most."""
    manner: str = ""
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return this month's orders: arms for the client, aircraft for its best fronts, and answers to bargains."""
    orders: list[Order] = []
    if options.client in view.partners:
        orders.append(Arm(options.client, 2))
    orders += staff.flights(view, options.fronts, options.careful)
    orders += staff.bargains(view)
    orders += staff.patrols(view, options.manner)
    return orders
