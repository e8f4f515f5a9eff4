"""The patron with a goal: it serves its client against one enemy, keeps out of quarrels, and goes when that is done.

Stands for the planned arm of claim B8: moves follow from an aim, and provocations below a threshold change nothing.
Owns the goal. Knows nothing of who provokes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Engage, Order, Strike
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("client", "aircraft")

RANGES = {"strike_above": (0, 1000), "months": (1, 400), "fronts": (0, 14)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say what the goal is and what it will not suffer."""

    target: str = ""
    """The party to be left without land; empty for the one it is readiest to attack at its first decision."""
    strike_above: float = 3.0
    """Provocations in four weeks, the older ones faded, above which it punishes. (assumption)"""
    rival: str = ""
    """Whom it punishes; empty for the party it likes least and is not at war with."""
    months: int = 3
    """Decisions in a row without enemy land before it leaves. (assumption)"""
    client: str = ""
    """The side it arms; empty for the first that it has a way to arm."""
    fronts: int = 2
    """Governorates named for air support at most."""
    careful: bool = True
    """Fly under rules that spare civilians."""
    manner: str = "keep"
    """How its patrols and proxies meet other powers: avoid, keep, probe or push; empty for no order."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: arms and aircraft against the target, patrols by the rules, exit when the goal is reached."""
    if view.patron is None or view.patron.engaged <= 0.0:
        return []
    if _reached(view, memory, options):
        return [Engage(0)]
    orders = staff.patrols(view, options.manner)
    culprit = staff.provoker(view, options.rival)
    strikes = bool(culprit) and view.sorties > 0.0 and view.provoked > options.strike_above
    if strikes:
        orders.append(Strike(culprit))
    orders += staff.arms(view, options.client, 1 if strikes else 2)
    orders += staff.flights(view, options.fronts, options.careful)
    orders += staff.bargains(view)
    return staff.kept_legal(orders)


def _reached(view: View, memory: Memory, options: Options) -> bool:
    """Say whether the target has held no land for long enough."""
    names = list(view.enmity)
    if "target" not in memory:
        whom = options.target or max(names, key=lambda name: view.enmity[name])
        memory["target"] = float(names.index(whom))
    held = view.holdings.get(names[int(memory["target"])], 1.0)
    memory["without"] = memory.get("without", 0.0) + 1.0 if held <= 0.0 else 0.0
    return memory["without"] >= options.months
