"""The doctrine of an army: attack while the garrisons can bear it, aim where prizes are near and thinly held.

Owns how a side with men on the ground reads its View. Knows nothing of which side it is: aims and limits are
options of the scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actors.memory import Memory
from sim.orders.orders import AirSupport, Arm, MainEffort, Order, Posture, Reinforce
from sim.world.view import Here, View

__all__ = ["Options", "decide"]


@dataclass(frozen=True, slots=True)
class Options:
    """Say how bold the army is."""

    attack_above: float = 0.75
    """Coverage, relative to what it had at its first decision, above which it attacks. (assumption)"""
    unpaid_below: float = 0.35
    """Pay ratio under which it holds whatever its coverage. (assumption)"""
    prefer: str = ""
    """A governorate that is always the main effort while it can be reached."""
    client: str = ""
    """A partner that it arms every month."""


WORTH_A_GARRISON = 20_000.0
"""People in own land of a governorate from which it is worth an order to reinforce it (assumption)."""


def decide(view: View, memory: Memory, options: Options) -> Sequence[Order]:
    """Return this month's orders: posture, main effort, reinforcement, aircraft, and arms for a client."""
    orders: list[Order] = []
    if options.client:
        orders.append(Arm(options.client, 2))
    if view.strike <= 0.0:
        return orders
    customary = memory.setdefault("coverage", view.coverage)
    bold = view.coverage >= options.attack_above * customary and view.pay_ratio >= options.unpaid_below
    orders.append(Posture("attack" if bold else "hold"))
    aim = _aim(view, options)
    if aim:
        orders.append(MainEffort(aim))
        if view.sorties > 0.0:
            orders.append(AirSupport(aim))
    threatened = _most_threatened(view) if view.holds_land else ""
    if threatened:
        orders.append(Reinforce(threatened, 1))
    return orders


def _aim(view: View, options: Options) -> str:
    """Return the governorate with the best prize for the men who face it; empty without a front."""
    here = view.governorates.get(options.prefer)
    if here is not None and here.front > 0.0:
        return options.prefer
    best, highest = "", 0.0
    for name, there in view.governorates.items():
        score = _promise(there)
        if score > highest:
            best, highest = name, score
    return best


def _promise(here: Here) -> float:
    return here.prize / (1.0 + here.facing / 3000.0) if here.front > 0.0 else 0.0


def _most_threatened(view: View) -> str:
    """Return the governorate where the enemy outnumbers own men most, by men per man."""
    worst, highest = "", 0.0
    for name, here in view.governorates.items():
        if here.front <= 0.0 or here.people < WORTH_A_GARRISON:
            continue
        pressure = here.facing / (here.men + 500.0)
        if pressure > highest:
            worst, highest = name, pressure
    return worst
