"""Contract: give up empty land, hold the strongholds, and keep the men.

Stands for a movement that trades ground for force as its men run short (docs/model 3.9). Owns what counts as
empty. Knows nothing of which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Guard, Order, Withdraw
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike")

RANGES = {
    "empty_below": (0, 20_000_000),
    "pressed_above": (0, 1000),
    "places": (0, 2),
    "attack_above": (0, 10),
    "unpaid_below": (0, 10),
}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say what is not worth holding."""

    empty_below: float = 50000.0
    """People in own land of a governorate under which a pressed one is left. (assumption)"""
    pressed_above: float = 1.0
    """Enemies who face its front, per own man there, above which it is pressed. (assumption)"""
    places: int = 1
    """Governorates left in a month at most; 0 to 2."""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: strongholds before land, pressed and empty governorates left, attacks only where it stays."""
    leaving = []
    for name, here in view.governorates.items():
        empty = here.land > 0.0 and here.people < options.empty_below
        if empty and here.front > 0.0 and here.facing > options.pressed_above * here.men:
            leaving.append(name)
    leaving = leaving[: options.places]
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    where = staff.aim(view, tuple(name for name in view.governorates if name not in leaving))
    orders: list[Order] = [Guard("strongholds"), *(Withdraw(name) for name in leaving)]
    return staff.kept_legal([*orders, *staff.campaign(view, attacks, where)])
