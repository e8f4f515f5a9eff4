"""Windows: a neighbour that goes in when others leave it an opening, and attacks from what it takes.

Stands for entries as decisions instead of dates: of 2016, 2018 and 2019. Owns the chance that an opening is used.
Knows nothing of what makes an opening: the View lists those open now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Enter, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("strike", "client", "windows")

RANGES = {"odds": (0, 1), "attack_above": (0, 10), "unpaid_below": (0, 10), "bloody": (0, 10_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how readily it goes in."""

    odds: float = 0.25
    """Chance per month that it uses the first opening. (assumption)"""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    bloody: float = staff.BLOODY
    """Dead a week between it and a party from which it takes that party's truce, when it cannot attack. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: an entry when there is an opening and luck has it, arms, attack where it has men."""
    orders: list[Order] = []
    if view.windows and view.luck[0] < options.odds:
        orders.append(Enter(view.windows[0]))
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    orders += staff.arms(view, options.client)
    orders += staff.campaign(view, attacks, staff.aim(view))
    orders += staff.answers(view, attacks, options.bloody)
    return staff.kept_legal(orders)
