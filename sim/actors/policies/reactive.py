"""The patron without a plan: it answers what was done to it last, with strikes, sanctions and more or fewer men.

Stands for claim B8: without a strategy, moves are reactions to provocations. Owns the reflexes. Knows nothing of any
goal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Order, Sanction, Strike
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client", "aircraft")

RANGES = {
    "strike_above": (0, 1000),
    "sanction_above": (0, 1000),
    "fallen_above": (0, 100_000),
    "fronts": (0, 14),
}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say what it reacts to and how strongly."""

    strike_above: float = 1.5
    """Provocations in four weeks, the older ones faded, above which it strikes and sends more. (assumption)"""
    sanction_above: float = 0.5
    """Provocations in four weeks above which it sets sanctions. (assumption)"""
    fallen_above: float = 5.0
    """Own soldiers killed in four weeks above which it draws down by a fifth. (assumption)"""
    rival: str = ""
    """Whom it punishes; empty for the party it likes least and is not at war with."""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = True
    """Fly under rules that spare civilians."""
    manner: str = ""
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: punishment by the month's provocations, engagement up with them and down with own dead."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    orders: list[Order] = []
    culprit = staff.provoker(view, options.rival)
    now = staff.fifths(view)
    high = view.provoked > options.strike_above
    strikes = bool(culprit) and high and view.sorties > 0.0
    if high and now < staff.FIFTHS:
        orders.append(Engage(now + 1))
    elif not high and view.patron.fallen > options.fallen_above and now > 1:
        orders.append(Engage(now - 1))
    if strikes:
        orders.append(Strike(culprit))
    elif culprit and view.provoked > options.sanction_above:
        orders.append(Sanction(culprit, 1))
    orders += staff.engagement(view, options, 1 if strikes else 2)
    return staff.kept_legal(orders)
