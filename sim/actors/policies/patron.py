"""The patron from outside: arms its client and flies where the client fights for most.

Owns how a power without land reads its View. Knows nothing of which power it is. While patrons follow dated
series, an exit is a series that falls to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors.memory import Memory
from sim.orders.orders import AirSupport, Arm, Order, Restraint
from sim.world.view import View

__all__ = ["Options", "decide"]


@dataclass(frozen=True, slots=True)
class Options:
    """Say whom it helps and how."""

    client: str = ""
    """The side it arms; empty for none."""
    careful: bool = False
    """Fly under rules that spare civilians (then one governorate fewer is named)."""
    fronts: int = 2
    """Governorates named for air support at most."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return this month's orders: arms for the client, aircraft for its two best fronts."""
    orders: list[Order] = []
    if options.client in view.partners:
        orders.append(Arm(options.client, 2))
    if view.sorties <= 0.0:
        return orders
    ranked = sorted(view.governorates.items(), key=lambda item: (-item[1].prize * item[1].front, item[0]))
    fronts = [name for name, here in ranked if here.front > 0.0][: options.fronts - options.careful]
    orders.extend(AirSupport(name) for name in fronts)
    if options.careful and fronts:
        orders.append(Restraint())
    return orders
