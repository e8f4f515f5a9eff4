"""Block: a neighbour that stays on its side of the border, arms its clients and lets nobody through.

Stands for the blocking arm of the base scenario: no entry whatever the chance. Owns that patience. Knows nothing of
which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("strike", "client")

RANGES = {"bloody": (0, 10_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say whom it arms and when it takes a truce."""

    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    bloody: float = staff.BLOODY
    """Dead a week between it and a party from which it takes that party's truce, when it cannot attack. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms for the client, lines held and reinforced; no entry is opened and nothing is attacked."""
    orders = staff.arms(view, options.client)
    orders += staff.campaign(view, False, "")
    orders += staff.answers(view, False, options.bloody)
    return staff.kept_legal(orders)
