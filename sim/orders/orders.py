"""The things an actor can ask for in a month: few, meaningful, each with a cost in effort.

Policies, scripts and people emit the same values, so an empty seat or a replay needs no special code. A
target is a governorate, never a cell. No order names harm to civilians as an aim.
Owns the orders and their costs. Knows nothing of who may give them (see `legal`) or what rules make of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "EFFORT",
    "FREE",
    "MOST_ORDERS",
    "VERBS",
    "Accept",
    "AirSupport",
    "Arm",
    "Break",
    "Disperse",
    "Engage",
    "Enter",
    "Focus",
    "Guard",
    "MainEffort",
    "Manner",
    "Offer",
    "Order",
    "Patrol",
    "Posture",
    "Raid",
    "Reinforce",
    "Restrain",
    "Restraint",
    "Sanction",
    "Stance",
    "Strike",
    "Terms",
    "Withdraw",
    "cost",
]

EFFORT = 6
"""Effort of one actor in one month; what is not spent is lost (classroom design, B.5)."""

MOST_ORDERS = 4
"""Orders in one month beside the posture."""

Stance = Literal["attack", "hold", "lie_low"]
Focus = Literal["all", "core", "strongholds"]
Manner = Literal["avoid", "keep", "probe", "push"]
Terms = Literal["truce", "bargain", "guard", "federal", "settlement"]
"""The names of `sim.world.enmity.TERMS`; a test keeps the two equal."""


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


@dataclass(frozen=True, slots=True)
class Guard:
    """Say what garrisons are for: all land alike, the core of the country first, or strongholds only."""

    focus: Focus


@dataclass(frozen=True, slots=True)
class Disperse:
    """Send fighters underground, at level 1 to 3, where they have room to hide."""

    level: int = 1


@dataclass(frozen=True, slots=True)
class Engage:
    """Set how much of its engagement a patron keeps up, in fifths: 5 all of it, 0 it leaves. Stands until changed."""

    fifths: int


@dataclass(frozen=True, slots=True)
class Patrol:
    """Set how patrols and proxies meet other powers: go out less, keep to the rules, test them, push into zones."""

    manner: Manner


@dataclass(frozen=True, slots=True)
class Strike:
    """Strike one party from the air or the sea, once, as a punishment."""

    against: str


@dataclass(frozen=True, slots=True)
class Restrain:
    """Hold a client back from provoking others, at level 1 to 3."""

    partner: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sanction:
    """Put a party under sanctions, at level 1 to 3, for this month."""

    against: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """Offer a party an agreement; it may accept next month."""

    to: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept what a party has offered."""

    of: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Break:
    """Break the truce or agreement with a party."""

    party: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Open a foreign entry that the scenario allows for, by its name."""

    window: str


Order = (
    Posture
    | MainEffort
    | Reinforce
    | Withdraw
    | Raid
    | AirSupport
    | Restraint
    | Arm
    | Guard
    | Disperse
    | Engage
    | Patrol
    | Strike
    | Restrain
    | Sanction
    | Offer
    | Accept
    | Break
    | Enter
)

VERBS: dict[str, type[Order]] = {
    "accept": Accept,
    "air_support": AirSupport,
    "arm": Arm,
    "break": Break,
    "disperse": Disperse,
    "engage": Engage,
    "enter": Enter,
    "guard": Guard,
    "main_effort": MainEffort,
    "offer": Offer,
    "patrol": Patrol,
    "posture": Posture,
    "raid": Raid,
    "reinforce": Reinforce,
    "restrain": Restrain,
    "restraint": Restraint,
    "sanction": Sanction,
    "strike": Strike,
    "withdraw": Withdraw,
}
"""Verb -> order, in alphabetical order."""

FREE = (Posture, Guard, Patrol, Engage, Accept, Break)
"""Orders that set a manner or answer somebody: they take no place among the month's orders, and no effort."""

_FLAT_COST: Mapping[type, int] = {
    Posture: 0, MainEffort: 2, Withdraw: 0, Raid: 1, AirSupport: 2, Restraint: 1, Guard: 0, Engage: 0, Patrol: 0,
    Strike: 2, Offer: 0, Accept: 0, Break: 0, Enter: 2,
    Restrain: 1, Sanction: 1,
}  # fmt: skip


def cost(order: Order) -> int:
    """Return the effort that an order takes."""
    flat = _FLAT_COST.get(type(order))
    if flat is not None:
        return flat
    assert isinstance(order, (Reinforce, Arm, Disperse))
    return order.level
