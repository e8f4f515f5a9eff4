"""The patron that leaves by steps: a fifth less of everything each time, from a week on or once the odds say so.

Stands for the phased arm of claim B4: aircraft go first, some officers may stay. Owns the calendar of leaving.
Knows nothing of what becomes of the client.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client",)

RANGES = {"first_week": (0, 400), "step_weeks": (1, 400), "floor": (0, 5), "fronts": (0, 14)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say when the steps begin, how far apart they lie and where they end."""

    first_week: int = 0
    """Week of the war in which the first fifth goes."""
    step_weeks: int = 13
    """Weeks between two steps."""
    by_odds: bool = False
    """Begin after the first week only when the month's luck falls under the odds of leaving."""
    floor: int = 0
    """Fifths that stay for good."""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = False
    """Fly under rules that spare civilians."""
    manner: str = ""
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms and aircraft, and an engagement that loses a fifth each step and never grows."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    began = memory.get("began", -1.0)
    if began < 0.0 and view.week >= options.first_week and (not options.by_odds or view.luck[0] < view.patron.odds):
        began = memory["began"] = float(view.week if options.by_odds else options.first_week)
    orders: list[Order] = []
    now = staff.fifths(view)
    if began >= 0.0:
        gone = 1 + int(view.week - began) // max(options.step_weeks, 1)
        wanted = max(staff.FIFTHS - gone, options.floor, 0)
        if wanted < now:
            orders.append(Engage(wanted))
        if wanted == 0:
            return orders
    orders += staff.engagement(view, options)
    return staff.kept_legal(orders)
