"""Fight on: whoever attacks is fought where he presses hardest; nothing is signed away.

Stands for the fighting arm of claims D4 and D6: a client that trusts its own arms when its patron leaves. Owns that
defiance. Knows nothing of which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Accept, Guard, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike")

RANGES = {"unpaid_below": (0, 10), "bloody": (0, 10_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say when it takes a truce."""

    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    bloody: float = staff.BLOODY
    """Dead a week between it and a party from which it takes that party's truce, when it cannot attack. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: attack and reinforce where the enemy presses hardest; a truce only in a bloody war."""
    pressed = staff.threatened(view)
    where = pressed[0] if pressed else staff.aim(view)
    attacks = view.pay_ratio >= options.unpaid_below
    orders: list[Order] = [Guard("all"), *staff.campaign(view, attacks, where)]
    wins = staff.bold(view, memory)
    orders += [
        answer
        for answer in staff.answers(view, wins, options.bloody)
        if isinstance(answer, Accept) and answer.terms == "truce"
    ]
    return staff.kept_legal(orders)
