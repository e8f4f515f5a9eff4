"""Seek a deal: a client whose patron goes, or whose land outgrows its men, asks a stronger neighbour for guards.

Stands for the dealing arm of claim D4: exit of a patron makes its client look for another. Owns the search.
Knows nothing of which side it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors import staff
from sim.actors.memory import Memory
from sim.orders.orders import Offer, Order
from sim.world.view import View

__all__ = ["NEEDS", "RANGES", "Options", "decide"]

NEEDS = ("land", "strike", "talks")

RANGES = {"backing_below": (0, 1), "coverage_below": (0, 10), "attack_above": (0, 10), "unpaid_below": (0, 10)}
"""Least and largest value of each number among the options."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say when it asks, whom and for what."""

    protector: str = ""
    """Whom it asks; empty for the party with most land that is no enemy."""
    asks: str = "guard"
    """What it asks for: guard or federal."""
    backing_below: float = 0.5
    """Share of the patron's engagement below which it asks. (assumption)"""
    coverage_below: float = 0.6
    """Coverage, relative to its first, below which it asks. (assumption)"""
    attack_above: float = staff.ATTACK_ABOVE
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = staff.UNPAID_BELOW
    """Pay ratio under which it holds whatever its coverage. (assumption)"""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return orders: campaigns while garrisons bear them; a request for guards when not, or when the patron leaves."""
    attacks = staff.bold(view, memory, options.attack_above, options.unpaid_below)
    alone = view.backing < options.backing_below or view.coverage < options.coverage_below * memory["coverage"]
    orders: list[Order] = []
    whom = staff.protector(view, options.protector) if alone else ""
    if whom and view.pacts.get(whom, "truce") == "truce":
        orders.append(Offer(whom, "federal" if options.asks == "federal" else "guard"))
    orders += staff.campaign(view, attacks and not alone, staff.aim(view))
    orders += staff.answers(view, attacks and not alone, conciliatory=True)
    return staff.kept_legal(orders)
