"""Staff work: how a View is read for stance, aim, threat, aircraft, arms and answers, whatever the policy then wants.

Owns the readings that policies share, so that a policy is short and says only how it thinks. Knows nothing of who asks,
nor of any policy.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final, Protocol

from sim.actors.memory import Memory
from sim.orders.orders import (
    EFFORT,
    FREE,
    MOST_ORDERS,
    Accept,
    AirSupport,
    Arm,
    MainEffort,
    Order,
    Patrol,
    Posture,
    Reinforce,
    Restraint,
    cost,
)
from sim.sides import BACKS, COALITION, INDEX, NO_TALKS, SIDES
from sim.world.view import Here, View

__all__ = [
    "ATTACK_ABOVE",
    "BLOODY",
    "CORE",
    "EAST",
    "FIFTHS",
    "UNPAID_BELOW",
    "Engagement",
    "aim",
    "answers",
    "arms",
    "bargains",
    "bold",
    "campaign",
    "engagement",
    "fifths",
    "flights",
    "fronts",
    "kept_legal",
    "listed",
    "longest_front",
    "outsiders",
    "patrols",
    "promise",
    "protector",
    "provoker",
    "rival_patron",
    "threatened",
]

ATTACK_ABOVE: Final = 0.75
"""Coverage, relative to what it had at its first decision, above which an army attacks (0 to 2; assumption)."""

UNPAID_BELOW: Final = 0.35
"""Pay ratio under which an army holds whatever its coverage (0 to 1; assumption)."""

WORTH_A_GARRISON: Final = 20_000.0
"""People in own land of a governorate from which it is worth an order to reinforce it (assumption)."""

HALF_PROMISE: Final = 3000.0
"""Enemies who face the front of a governorate [men] at which its prize counts for half (assumption)."""

SCREEN: Final = 500.0
"""Men added to own men in a governorate before enemies are weighed against them (assumption)."""

_FREE: Final = frozenset(FREE)

BLOODY: Final = 50.0
"""Dead a week between two parties from which a truce is worth having, if nothing is to be won (assumption)."""

CONCEDES: Final = 0.2
"""Share that a party must be ready to concede before it grants self-rule (0 to 1; assumption)."""

CALM: Final = 0.1
"""Readiness to attack up to which another party's guards are let in, or asked for (0 to 1; assumption)."""

FIFTHS: Final = 5
"""Parts in which engagement is set."""

CORE: Final = "damascus rif_dimashq homs hama aleppo latakia tartus"
"""The governorates of the Y, Damascus to Aleppo with its arm to the coast (docs/model 3.5)."""

EAST: Final = "deir_ez_zor raqqa hasakah"
"""The governorates of the Euphrates and beyond it."""

OUTSIDERS: Final = {
    one: tuple(other for other in SIDES if COALITION[INDEX[other]] != COALITION[INDEX[one]]) for one in SIDES
}
"""For each side, who is not of its coalition."""


@lru_cache(maxsize=64)
def listed(names: str) -> tuple[str, ...]:
    """Return the names in an option, which stand apart by spaces."""
    return tuple(names.split())


def bold(view: View, memory: Memory, above: float = ATTACK_ABOVE, unpaid_below: float = UNPAID_BELOW) -> bool:
    """Say whether garrisons and pay can bear an attack; coverage is relative to that of the first decision."""
    customary = memory.setdefault("coverage", view.coverage)
    return view.coverage >= above * customary and view.pay_ratio >= unpaid_below


def promise(here: Here) -> float:
    """Return the prize of a governorate, less where many face its front; 0 without a front."""
    return here.prize / (1.0 + here.facing / HALF_PROMISE) if here.front > 0.0 else 0.0


def aim(view: View, among: Collection[str] = ()) -> str:
    """Return the governorate with the best promise, of all or of some; empty where there is no front."""
    best, highest = "", 0.0
    for name, here in view.governorates.items():
        if here.front <= 0.0 or (among and name not in among):
            continue
        score = promise(here)
        if score > highest:
            best, highest = name, score
    return best


def longest_front(view: View, among: Collection[str]) -> str:
    """Return the one of some governorates with the longest front; empty where there is none."""
    best, longest = "", 0.0
    for name in among:
        here = view.governorates.get(name)
        if here is not None and here.front > longest:
            best, longest = name, here.front
    return best


def threatened(view: View, most: int = 1, people: float = WORTH_A_GARRISON) -> list[str]:
    """Return the governorates where the enemy most outnumbers own men, worst first; only land worth a garrison."""
    if not view.holds_land:
        return []
    ranked = [
        (-here.facing / (here.men + SCREEN), place, name)
        for place, (name, here) in enumerate(view.governorates.items())
        if here.front > 0.0 and here.people >= people and here.facing > 0.0 and here.land > 0.0
    ]
    if most == 1:
        return [min(ranked)[2]] if ranked else []
    return [name for _, _, name in sorted(ranked)[:most]]


def fronts(view: View, most: int) -> list[str]:
    """Return the governorates where clients fight for most, over the longest fronts; best first."""
    ranked = [(-here.prize * here.front, name) for name, here in view.governorates.items() if here.front > 0.0]
    return [name for _, name in sorted(ranked)[:most]]


def flights(view: View, most: int, careful: bool) -> list[Order]:
    """Return aircraft over the best fronts; the careful name one governorate fewer and spare civilians."""
    if view.sorties <= 0.0:
        return []
    orders: list[Order] = [AirSupport(name) for name in fronts(view, max(most - careful, 0))]
    if careful and orders:
        orders.append(Restraint())
    return orders


def arms(view: View, client: str = "", level: int = 2) -> list[Order]:
    """Return arms for a client, or for the first that the view shows; nothing where there is no way to send them."""
    whom = client or (view.partners[0] if view.partners else "")
    return [Arm(whom, level)] if whom in view.partners else []


class Engagement(Protocol):
    """The options of a patron that is still engaged: whom it arms, how it flies and how its patrols meet others."""

    @property
    def client(self) -> str: ...  # noqa: D102
    @property
    def fronts(self) -> int: ...  # noqa: D102
    @property
    def careful(self) -> bool: ...  # noqa: D102
    @property
    def manner(self) -> str: ...  # noqa: D102


def engagement(view: View, options: Engagement, level: int = 2) -> list[Order]:
    """Return what an engaged patron does each month: arms at a level, aircraft, answers to bargains, patrols."""
    return [
        *arms(view, options.client, level),
        *flights(view, options.fronts, options.careful),
        *bargains(view),
        *patrols(view, options.manner),
    ]


def campaign(view: View, attacks: bool, where: str) -> list[Order]:
    """Return posture, main effort, aircraft and one reinforcement; nothing but the last without a mobile force."""
    orders: list[Order] = []
    if view.strike > 0.0:
        orders.append(Posture("attack" if attacks else "hold"))
        if where:
            orders.append(MainEffort(where))
    if where and view.sorties > 0.0:
        orders.append(AirSupport(where))
    orders.extend(Reinforce(name, 1) for name in threatened(view))
    return orders


def kept_legal(orders: Iterable[Order]) -> list[Order]:
    """Return the orders that effort and number allow, the first first: a policy names what matters most at the top."""
    kept: list[Order] = []
    left, places = EFFORT, MOST_ORDERS
    for order in orders:
        if type(order) in _FREE:
            kept.append(order)
            continue
        price = cost(order)
        if price <= left and places > 0:
            left, places = left - price, places - 1
            kept.append(order)
    return kept


def answers(view: View, wins: bool, bloody: float = BLOODY, conciliatory: bool = False) -> list[Order]:
    """Return which offers are accepted; only who holds land answers for it.

    A truce is accepted when the war with that party is bloody and nothing is to be won now; a settlement when offer
    and demand overlap; guards from who is no enemy; self-rule by who would concede it. The conciliatory take any
    truce and self-rule as well.
    """
    if not view.offers or not view.holds_land:
        return []
    taken: list[Order] = []
    for whom, terms in view.offers.items():
        match terms:
            case "truce":
                agrees = conciliatory or (not wins and view.violence.get(whom, 0.0) >= bloody)
            case "settlement":
                agrees = view.overlap > 0.0
            case "guard":
                agrees = view.enmity.get(whom, 0.0) <= CALM
            case "federal":
                agrees = conciliatory or view.concession >= CONCEDES
            case _:
                agrees = False
        if agrees:
            taken.append(Accept(whom, terms))  # type: ignore[arg-type]  # the view names terms as text
    return taken


def bargains(view: View) -> list[Order]:
    """Return which bargains over its rivals' exit a patron takes: those whose odds are above the month's luck."""
    if not view.offers or view.patron is None:
        return []
    return [
        Accept(whom, "bargain")
        for whom, terms in view.offers.items()
        if terms == "bargain" and view.luck[1] < view.patron.yields.get(whom, 0.0)
    ]


def patrols(view: View, manner: str) -> list[Order]:
    """Return how patrols and proxies meet other powers; nothing where no manner is named or nobody patrols."""
    return [Patrol(manner)] if manner and view.patrols else []  # type: ignore[arg-type]  # an option is text


def fifths(view: View) -> int:
    """Return how many fifths of its engagement a patron keeps up; 0 for who is no patron."""
    return round(FIFTHS * view.patron.engaged) if view.patron is not None else 0


def outsiders(view: View) -> Sequence[str]:
    """Return the parties that are not of the actor's coalition."""
    return OUTSIDERS[view.actor]


def provoker(view: View, named: str = "") -> str:
    """Return whom to punish: the named, or the party worst liked with whom there is no open war."""
    if named:
        return named
    worst, lowest = "", 0.0
    for whom in outsiders(view):
        relation = view.relations.get(whom, 0.0)
        if relation < lowest and view.enmity.get(whom, 0.0) <= CALM:
            worst, lowest = whom, relation
    return worst


def rival_patron(view: View, named: str = "") -> str:
    """Return with whom to bargain: the named, or the patron of another coalition with the best relation."""
    if named:
        return named
    best, highest = "", -math.inf
    for whom in outsiders(view):
        relation = view.relations.get(whom, 0.0)
        if whom in BACKS and relation > highest:
            best, highest = whom, relation
    return best


def protector(view: View, named: str = "") -> str:
    """Return whom to ask for protection: the named, or the party with most land that is no enemy and that talks."""
    if named:
        return named
    best, largest = "", 0.0
    for whom in outsiders(view):
        if whom in NO_TALKS or view.enmity.get(whom, 0.0) > CALM:
            continue
        share = view.holdings.get(whom, 0.0)
        if share > largest:
            best, largest = whom, share
    return best
