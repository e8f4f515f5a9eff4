"""The patron that orders its men home: a public order comes by hazard, and is mostly half taken back.

Stands for the order process of docs/model 3.11 (claims D4 and D5): orders to leave, with a remnant left at the oil
when one is reversed. How likely either is belongs to the rule of patrons, and the View shows it.
Owns the orders. Knows nothing of what the client does then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client", "aircraft")

RANGES = {
    "first_week": (0, 400),
    "remnant": (0, 5),
    "fronts": (0, 14),
}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say when orders may begin and what a reversal leaves."""

    first_week: int = 0
    """Week of the war before which no order comes."""
    remnant: int = 2
    """Fifths that stay at the oil after a reversal. (assumption)"""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = True
    """Fly under rules that spare civilians."""
    manner: str = ""
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms and aircraft until an order falls; then a remnant, or nothing."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    orders: list[Order] = []
    ordered = view.week >= options.first_week and view.luck[0] < view.patron.whim
    if ordered:
        if view.luck[2] >= view.patron.taken_back:
            return [Engage(0)]
        orders.append(Engage(min(staff.fifths(view), options.remnant)))
    orders += staff.engagement(view, options)
    return staff.kept_legal(orders)
