"""The patron that orders its men home: a public order comes by hazard, and is mostly half taken back.

Stands for the order process of docs/model 3.11 (claims D4 and D5): orders to leave, with a remnant left at the oil
when one is reversed. Owns the orders. Knows nothing of what the client does then.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client", "aircraft")

MONTH = 4
"""Weeks from one decision to the next."""

RANGES = {
    "hazard": (0, 10),
    "first_week": (0, 400),
    "reversal": (0, 1),
    "remnant": (0, 5),
    "fronts": (0, 14),
    "valued": (0, 1),
}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how likely an order is and what a reversal leaves."""

    hazard: float = 0.006
    """Hazard per week of an order to leave. (docs/model 3.11)"""
    first_week: int = 0
    """Week of the war before which no order comes."""
    reversal: float = 0.7
    """Chance that an order is taken back in part within the month. (docs/model 3.11)"""
    remnant: int = 2
    """Fifths that stay at the oil after a reversal. (assumption)"""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = True
    """Fly under rules that spare civilians."""
    valued: float = staff.VALUED
    """What a rival's consent is worth to it when that rival offers a bargain, 0 to 1. (docs/model 3.11)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms and aircraft until an order falls; then a remnant, or nothing."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    orders: list[Order] = []
    ordered = view.week >= options.first_week and view.luck[0] < 1.0 - math.exp(-MONTH * options.hazard)
    if ordered:
        if view.luck[1] >= options.reversal:
            return [Engage(0)]
        orders.append(Engage(min(staff.fifths(view), options.remnant)))
    orders += staff.arms(view, options.client)
    orders += staff.flights(view, options.fronts, options.careful)
    orders += staff.bargains(view, options.valued)
    return staff.kept_legal(orders)
