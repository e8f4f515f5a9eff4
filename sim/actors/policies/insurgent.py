"""Insurgent: no front, no borders; fighters go underground and come out to raid.

Stands for claim A1: losing territory need not end a movement. Owns the choice to hide. Knows nothing of which side it
is, nor of what raids do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Disperse, Guard, Order, Posture
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike", "underground")

RANGES = {"level": (1, 3), "least_strike": (0, 1_000_000)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how fast fighters go underground."""

    level: int = 2
    """Level at which fighters disperse, 1 to 3."""
    least_strike: float = 0.0
    """Mobile men below which no more are sent underground."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: lie low, disperse, keep only strongholds; never a main effort."""
    orders: list[Order] = [Guard("strongholds")]
    if view.strike > 0.0:
        orders.append(Posture("lie_low"))
    if view.hides and (view.strike > options.least_strike or view.strike <= 0.0 < view.local):
        orders.append(Disperse(min(max(options.level, 1), 3)))
    return staff.kept_legal(orders)
