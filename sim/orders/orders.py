"""The things an actor can ask for in a month: few, meaningful, each with a cost in effort.

Policies, scripts and people emit the same values, so an empty seat or a replay needs no special code. A
target is a governorate, never a cell. No order names harm to civilians as an aim.
Owns the orders and their costs. Knows nothing of who may give them (see `legal`) or what rules make of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "EFFORT",
    "MOST_ORDERS",
    "VERBS",
    "AirSupport",
    "Arm",
    "MainEffort",
    "Order",
    "Posture",
    "Raid",
    "Reinforce",
    "Restraint",
    "Stance",
    "Withdraw",
    "cost",
]

EFFORT = 6
"""Effort of one actor in one month; what is not spent is lost (classroom design, B.5)."""

MOST_ORDERS = 4
"""Orders in one month beside the posture."""

Stance = Literal["attack", "hold", "lie_low"]


@dataclass(frozen=True, slots=True)
class Posture:
    """Use all, half or little of what is committed to attack."""

    stance: Stance


@dataclass(frozen=True, slots=True)
class MainEffort:
    """Aim new campaigns at one governorate first."""

    governorate: str


@dataclass(frozen=True, slots=True)
class Reinforce:
    """Draw garrisons to one governorate, at level 1 to 3, over the next weeks."""

    governorate: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Leave one governorate in order: garrisons thin out, no campaign begins there."""

    governorate: str


@dataclass(frozen=True, slots=True)
class Raid:
    """Harass the enemy along the front in one governorate without taking ground."""

    governorate: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class AirSupport:
    """Fly mainly for friends in one governorate; without any such order aircraft stay on the ground."""

    governorate: str


@dataclass(frozen=True, slots=True)
class Restraint:
    """Bind aircraft by rules that spare civilians, at some cost in effect."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Send men, money and arms to a partner: level 2 is the flow of the scenario, 1 half of it, 3 half more."""

    partner: str
    level: int = 2


Order = Posture | MainEffort | Reinforce | Withdraw | Raid | AirSupport | Restraint | Arm

VERBS: dict[str, type[Order]] = {
    "air_support": AirSupport,
    "arm": Arm,
    "main_effort": MainEffort,
    "posture": Posture,
    "raid": Raid,
    "reinforce": Reinforce,
    "restraint": Restraint,
    "withdraw": Withdraw,
}
"""Verb -> order, in alphabetical order."""

_FLAT_COST = {Posture: 0, MainEffort: 2, Withdraw: 0, Raid: 1, AirSupport: 2, Restraint: 1}


def cost(order: Order) -> int:
    """Return the effort that an order takes."""
    match order:
        case Reinforce(level=level) | Arm(level=level):
            return level
        case _:
            return _FLAT_COST[type(order)]
