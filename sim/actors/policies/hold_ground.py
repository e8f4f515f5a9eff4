"""Hold ground: a state with borders, which defends every stretch of them and attacks while it can.

Stands for a movement that rules what it has taken and will not shrink (claim C3). Owns that stubbornness.
Knows nothing of which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Guard, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike")

RANGES = {"attack_above": (0, 10), "unpaid_below": (0, 10)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how bold it is."""

    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: garrisons for all land, a campaign where the promise is best; no offer is answered."""
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    return staff.kept_legal([Guard("all"), *staff.campaign(view, attacks, staff.aim(view))])
