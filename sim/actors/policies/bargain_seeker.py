"""The patron that barters its exit: it offers to leave while its consent is worth something, and stays without a deal.

Stands for claims B4, B5 and B7: the best exit is quick and paid for, and its price falls. Owns the offer.
Knows nothing of what a rival will answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Offer, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client", "talks")

RANGES = {"reserve": (0, 1), "fronts": (0, 14)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say with whom it bargains and from what price."""

    rival: str = ""
    """The party it bargains with; empty for the rival patron with which it stands best."""
    reserve: float = 0.1
    """Leverage above which it offers. (assumption)"""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = False
    """Fly under rules that spare civilians."""
    manner: str = ""
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: leave once a bargain is struck; until then arm, fly, and offer while leverage is enough."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    rival = staff.rival_patron(view, options.rival)
    if view.pacts.get(rival) == "bargain":
        return [Engage(0)]
    orders: list[Order] = []
    if rival and view.patron.leverage > options.reserve:
        orders.append(Offer(rival, "bargain"))
    orders += staff.engagement(view, options)
    return staff.kept_legal(orders)
