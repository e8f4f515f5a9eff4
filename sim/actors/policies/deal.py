"""Deal: hold the lines, offer a truce to who bleeds it most, and sign what is on the table.

Stands for the dealing arm of claim C13, for rebels and for those who back them. Owns the wish to stop. Knows nothing
of which side it is, nor of what others will sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Offer, Order
from sim.sides import NO_TALKS
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike", "talks")

RANGES = {"bloody": (0, 10_000), "level": (1, 3)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say from when it offers."""

    bloody: float = 10.0
    """Dead a week between it and a party from which it offers a truce. (assumption)"""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    level: int = 1
    """Level at which it arms, if it is a patron, 1 to 3."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: hold, arm little, offer a truce to the bloodiest enemy, accept truces and settlements."""
    orders: list[Order] = staff.answers(view, wins=False, conciliatory=True)
    enemies = [
        (dead, whom)
        for whom, dead in view.violence.items()
        if dead >= options.bloody and whom in staff.outsiders(view) and whom not in view.pacts and whom not in NO_TALKS
    ]
    if enemies:
        orders.append(Offer(max(enemies)[1], "truce"))
    orders += staff.arms(view, options.client, min(max(options.level, 1), 3))
    return staff.kept_legal([*orders, *staff.campaign(view, False, "")])
