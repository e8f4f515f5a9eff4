"""The Y first: garrisons for the core of the country, attacks on its governorates before all others.

Stands for the reading of claim E2: an outlier may be given up, the cities from Damascus to Aleppo and the coast may
not (docs/model 3.5). Owns that order of worth. Knows nothing of which side it is.
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

RANGES = {"attack_above": (0, 10), "unpaid_below": (0, 10), "bloody": (0, 10_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say what the core is and how bold the army is."""

    core: str = staff.CORE
    """Governorates of the core, apart by spaces."""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    bloody: float = staff.BLOODY
    """Dead a week between it and a party from which it takes that party's truce, when it cannot attack. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: garrisons to the core, main effort there while it has a front, elsewhere only after that."""
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    where = staff.aim(view, staff.listed(options.core)) or staff.aim(view)
    orders: list[Order] = [Guard("core"), *staff.campaign(view, attacks, where)]
    orders += staff.answers(view, attacks, options.bloody)
    return staff.kept_legal(orders)
