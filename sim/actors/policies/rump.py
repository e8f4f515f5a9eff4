"""The rump is enough: a patron that pays to keep its client's core and does not fight further off.

Stands for claim C9 and the rump arm of the corridor scenario. Owns the bounds of its war. Knows nothing of which side
it is.
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
    """Say what the core is and how bold its men are."""

    core: str = staff.CORE
    """Governorates in which its men fight, apart by spaces."""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms for the client, its men only to fronts in the core, patrols by the rules."""
    orders: list[Order] = [Patrol("keep")] if view.patrols else []
    where = staff.aim(view, staff.listed(options.core))
    attacks = bool(where) and staff.bold(view, memory, options.attack_above, options.unpaid_below)
    orders += staff.arms(view, options.client)
    orders += staff.campaign(view, attacks, where)
    return staff.kept_legal(orders)
