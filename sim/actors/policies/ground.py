"""The doctrine of an army: attack while the garrisons can bear it, aim where prizes are near and thinly held.

Owns how a side with men on the ground reads its View. Knows nothing of which side it is: aims and limits are options
of the scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Arm, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("strike",)

RANGES = {"attack_above": (0, 10), "unpaid_below": (0, 10)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how bold the army is."""

    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    prefer: str = ""
    """A governorate that is always the main effort while it can be reached."""
    client: str = ""
    """A partner that it arms every month."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return this month's orders: posture, main effort, reinforcement, aircraft, arms for a client, and answers."""
    orders: list[Order] = []
    if options.client:
        orders.append(Arm(options.client, 2))
    if view.strike <= 0.0:
        return orders
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    where = staff.longest_front(view, (options.prefer,)) or staff.aim(view)
    orders += staff.campaign(view, attacks, where)
    orders += staff.answers(view, attacks)
    return staff.kept_legal(orders)
