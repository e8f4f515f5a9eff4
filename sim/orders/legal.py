"""Whether an order may be given now, and if not, why: one sentence that names the fault and the way out.

Judges by what the actor can see, so a form on a phone can say the same before anything is sent.
Owns legality and the effort budget. Knows nothing of the World beyond a View.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sim.errors import nearest
from sim.orders.orders import (
    EFFORT,
    FREE,
    MOST_ORDERS,
    Accept,
    AirSupport,
    Arm,
    Break,
    Disperse,
    Engage,
    Enter,
    Guard,
    MainEffort,
    Offer,
    Order,
    Patrol,
    Posture,
    Raid,
    Reinforce,
    Restrain,
    Restraint,
    Sanction,
    Strike,
    Withdraw,
    cost,
)
from sim.sides import COALITION, INDEX, NAMES, NO_TALKS, SIDES
from sim.theatre.places import governorates
from sim.world.view import View

__all__ = ["Ruling", "judge"]

_FREE = frozenset(FREE)


class Ruling(NamedTuple):
    """Keep an order with its fate: accepted where `reason` is empty."""

    order: Order
    reason: str = ""

    @property
    def accepted(self) -> bool:
        """Say whether the order stands."""
        return not self.reason


def judge(orders: Sequence[Order], view: View, told: Sequence[Order] = ()) -> list[Ruling]:
    """Rule on a month's orders in the order given; later ones see what earlier ones have spent.

    `told` are orders of the scenario: they stand first, on a budget of their own.
    """
    if not told:
        return _ruled(orders, view, ())
    first = _ruled(told, view, ())
    return first + _ruled(orders, view, [ruling.order for ruling in first if ruling.accepted])


def _ruled(orders: Sequence[Order], view: View, before: Sequence[Order]) -> list[Ruling]:
    """Rule on orders that come after others, which cost them nothing."""
    rulings: list[Ruling] = []
    standing: list[Order] = list(before)
    left, places = EFFORT, MOST_ORDERS
    for order in orders:
        asked = cost(order)
        reason = (
            _against_form(order, standing, places)
            or (_against_budget(order, asked, left) if asked > left else "")
            or _against_facts(order, standing, view)
        )
        rulings.append(Ruling(order, reason))
        if not reason:
            standing.append(order)
            left -= asked
            places -= type(order) not in _FREE
    return rulings


def _against_form(order: Order, standing: Sequence[Order], places: int) -> str:
    for given in standing:
        if type(given) is not type(order):
            continue
        if given == order:
            return "The same order is already given."
        if isinstance(order, Posture):
            return "A posture is already set this month."
        if _errand(given) == _errand(order):
            return "The same order is already given in another way. Remove that one first."
    if places <= 0 and type(order) not in _FREE:
        return f"Only {MOST_ORDERS} orders beside the posture fit in a month. Remove one first."
    return ""


def _errand(order: Order) -> tuple[type[Order], str]:
    """Return an order's kind and object without its level: two levels of one errand cannot both stand."""
    match order:
        case Arm(partner=whom) | Restrain(partner=whom) | Offer(to=whom) | Accept(of=whom) | Break(party=whom):
            return type(order), whom
        case Strike(against=whom) | Sanction(against=whom):
            return type(order), whom
        case MainEffort() | AirSupport() | Raid() | Reinforce() | Withdraw():
            return type(order), order.governorate
        case _:
            return type(order), ""


def _against_budget(order: Order, asked: int, left: int) -> str:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(order).__name__).capitalize()
    return f"{name} costs {asked} and you have {left} of {EFFORT} left. Remove an order or lower a level."


def _against_facts(order: Order, standing: Sequence[Order], view: View) -> str:
    name = NAMES[view.actor]
    match order:
        case Arm(partner=partner):
            if partner not in view.partners:
                known = ", ".join(view.partners) or "nobody"
                return f"{name} has no way to arm {partner}{nearest(partner, view.partners)}: it can arm {known}."
            return ""
        case AirSupport(governorate=where):
            if view.sorties <= 0.0:
                return f"{name} has no aircraft in this war now."
            return _against_place(where, view)
        case MainEffort(governorate=where) | Raid(governorate=where):
            if view.strike <= 0.0:
                return f"{name} has no mobile force in this war now."
            return _against_place(where, view) or _against_reach(where, view, name)
        case Reinforce(governorate=where) | Withdraw(governorate=where):
            return _against_place(where, view) or _against_presence(where, view, name)
        case Strike() | Sanction() | Restrain() | Offer() | Accept() | Break():
            return _against_party(order, view, name)
        case _:
            return _against_general(order, standing, view, name)


def _against_general(order: Order, standing: Sequence[Order], view: View, name: str) -> str:
    match order:
        case Posture() if view.strike <= 0.0:
            return f"{name} has no mobile force in this war now."
        case Restraint() if not any(isinstance(o, AirSupport) for o in standing):
            return "Restraint binds air support, and none is ordered. Order air support first."
        case Guard() if not view.holds_land:
            return f"{name} has no garrisons of its own: its ally's are moved by its ally."
        case Disperse() if not view.hides:
            return f"{name} has no underground to send fighters to."
        case Engage() if view.patron is None:
            return f"{name} is no patron in this war: there is no engagement to raise or lower."
        case Patrol() if not view.patrols:
            return f"{name} has no patrols, and no men near another power's posts."
        case Enter(window=window) if window not in view.windows:
            known = ", ".join(view.windows) or "none is open now"
            return f'{name} has no entry "{window}"{nearest(window, view.windows)}: {known}.'
    return ""


def _against_party(order: Order, view: View, name: str) -> str:
    """Say why an order about another party cannot stand."""
    match order:
        case Accept(of=whom, terms=terms):
            open_offer = view.offers.get(whom)
            if open_offer == terms:
                return ""
            return f"{name} has been offered {open_offer or 'nothing'} by {whom} this month, not {terms}."
        case Break(party=whom):
            known = ", ".join(view.pacts) or "nobody"
            return "" if whom in view.pacts else f"{name} has no truce or agreement with {whom}: it has with {known}."
        case Restrain(partner=whom):
            return _against_restraint(whom, view, name)
        case Strike(against=whom) | Sanction(against=whom) | Offer(to=whom):
            return _against_whom(whom, view, name) or _against_means(order, view, name)
    return ""


def _against_restraint(whom: str, view: View, name: str) -> str:
    """Say why a side cannot hold another back: only a patron can, and only those of its coalition."""
    if view.patron is None:
        return f"{name} is no patron in this war: it holds nobody back."
    near = [side for side in SIDES if side != view.actor and COALITION[INDEX[side]] == COALITION[INDEX[view.actor]]]
    return "" if whom in near else f"{name} cannot hold {whom} back{nearest(whom, near)}: it can {', '.join(near)}."


def _against_whom(whom: str, view: View, name: str) -> str:
    if whom not in INDEX:
        return f'There is no party "{whom}"{nearest(whom, SIDES)}.'
    if COALITION[INDEX[whom]] == COALITION[INDEX[view.actor]]:
        return f"{name} and {whom} are on one side."
    return ""


def _against_means(order: Order, view: View, name: str) -> str:
    match order:
        case Strike() if view.sorties <= 0.0:
            return f"{name} has no aircraft in this war now."
        case Sanction() if view.patron is None:
            return f"{name} has no trade or banks to shut others out of."
        case Offer(to=whom) if whom in NO_TALKS:
            return f"Nobody negotiates with {NAMES[whom]} in this model."
        case Offer() if view.actor in NO_TALKS:
            return f"Nobody negotiates with {name} in this model."
        case Offer(to=whom, terms="truce") if view.pacts.get(whom) == "truce":
            return f"A truce with {whom} is already in force."
        case Offer(terms="bargain") if view.patron is None:
            return f"{name} has no engagement to bargain with."
    return ""


def _against_place(where: str, view: View) -> str:
    if where not in view.governorates:
        return f'There is no governorate "{where}"{nearest(where, view.governorates)}.'
    return ""


def _against_reach(where: str, view: View, name: str) -> str:
    if view.governorates[where].front <= 0.0 and view.governorates[where].land <= 0.0:
        near = [_called(name) for name, here in view.governorates.items() if here.front > 0.0]
        nearby = f" It can act in {', '.join(near[:3])}." if near else ""
        return f"{name} has no force that can reach {_called(where)} this month.{nearby}"
    return ""


def _against_presence(where: str, view: View, name: str) -> str:
    if not view.holds_land:
        return f"{name} has no garrisons of its own: its ally's are moved by its ally."
    if view.governorates[where].land <= 0.0:
        return f"{name} holds nothing in {_called(where)}."
    return ""


def _called(governorate: str) -> str:
    return governorates().get(governorate, governorate)
