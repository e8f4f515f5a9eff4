"""Escalate: answer a stronger enemy with more men and arms, and attack whatever it costs.

Stands for the escalating arm of claim C13, for rebels and for those who back them. Owns the refusal to bargain.
Knows nothing of which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("strike",)

RANGES = {"level": (1, 3), "unpaid_below": (0, 10)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say whom it arms, if it is a patron."""

    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    level: int = 3
    """Level at which it arms, 1 to 3."""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms at the highest level, attack where the promise is best; no offer is answered."""
    orders = staff.arms(view, options.client, min(max(options.level, 1), 3))
    return staff.kept_legal([*orders, *staff.campaign(view, view.pay_ratio >= options.unpaid_below, staff.aim(view))])
