"""The race for the east: while the west is quiet, ground beyond the desert before a line is drawn.

Stands for claims E7 and E8: late in a war each side runs for area, to forestall partition and to head off a rival.
Owns when the west counts as quiet and where the east is. Knows nothing of which side it is.
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

RANGES = {"quiet_below": (0, 1000), "attack_above": (0, 10), "unpaid_below": (0, 10), "bloody": (0, 10_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say where the east is and how quiet the west must be."""

    east: str = staff.EAST
    """Governorates to race for, apart by spaces."""
    approach: str = "homs"
    """Governorates on the way there, fought for while the east itself has no front, apart by spaces."""
    quiet_below: float = 0.25
    """Enemies who face fronts elsewhere, per own man there, below which the west is quiet. (assumption)"""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    bloody: float = staff.BLOODY
    """Dead a week between it and a party from which it takes that party's truce, when it cannot attack. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: over the longest front in the east, or on the way, while the west is quiet; else as usual."""
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    east = staff.listed(options.east)
    facing = men = 0.0
    for name, here in view.governorates.items():
        if name not in east:
            facing += here.facing
            men += here.men
    quiet = facing < options.quiet_below * men
    reached = staff.longest_front(view, east) or staff.longest_front(view, staff.listed(options.approach))
    where = reached if quiet and reached else staff.aim(view)
    orders: list[Order] = [Guard("core"), *staff.campaign(view, attacks, where)]
    orders += staff.answers(view, attacks, options.bloody)
    return staff.kept_legal(orders)
