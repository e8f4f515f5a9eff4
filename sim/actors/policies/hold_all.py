"""Hold all: every outlier is garrisoned, and reinforced when it is threatened.

Stands for an army spread over all it holds, as it stood before Palmyra fell in 2015 (claims C8, E1, E2). Owns the
spreading. Knows nothing of which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import AirSupport, Guard, MainEffort, Order, Posture, Reinforce
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike")

RANGES = {"places": (0, 4), "attack_above": (0, 10), "unpaid_below": (0, 10), "bloody": (0, 10_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how much it reinforces and how bold the army is."""

    places: int = 2
    """Threatened governorates that it reinforces in a month, the most outnumbered first; at most 4."""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    bloody: float = staff.BLOODY
    """Dead a week between it and a party from which it takes that party's truce, when it cannot attack. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: garrisons for all land, reinforcements for threatened governorates, then an attack."""
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    orders: list[Order] = [Guard("all")]
    orders += [Reinforce(name, 1) for name in staff.threatened(view, options.places, people=0.0)]
    where = staff.aim(view)
    if view.strike > 0.0:
        orders.append(Posture("attack" if attacks else "hold"))
        if where:
            orders.append(MainEffort(where))
    if where and view.sorties > 0.0:
        orders.append(AirSupport(where))
    orders += staff.answers(view, attacks, options.bloody)
    return staff.kept_legal(orders)
