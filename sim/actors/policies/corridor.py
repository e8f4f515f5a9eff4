"""The corridor: a patron that fights for the road east and presses on foreign posts that stand in its way.

Stands for claims B11, C15 and E14: a land link on which the posts of others lie. Owns the road. Knows nothing of
which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Order, Patrol
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("strike", "client")

RANGES = {"attack_above": (0, 10), "unpaid_below": (0, 10)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say where the road runs and how bold its men are."""

    road: str = "homs deir_ez_zor"
    """Governorates along the road, the nearest first, apart by spaces; the furthest with a front is the aim."""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: main effort at the furthest front along the road, arms for the client, patrols that push."""
    orders: list[Order] = [Patrol("push")] if view.patrols else []
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    reached = [name for name in staff.listed(options.road) if staff.longest_front(view, (name,))]
    orders += staff.arms(view, options.client)
    orders += staff.campaign(view, attacks, reached[-1] if reached else staff.aim(view))
    return staff.kept_legal(orders)
