"""Whether an order may be given now, and if not, why: one sentence that names the fault and the way out.

Judges by what the actor can see, so a form on a phone can say the same before anything is sent.
Owns legality and the effort budget. Knows nothing of the World beyond a View.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import nearest
from sim.orders.orders import (
    EFFORT,
    MOST_ORDERS,
    AirSupport,
    Arm,
    MainEffort,
    Order,
    Posture,
    Raid,
    Reinforce,
    Restraint,
    Withdraw,
    cost,
)
from sim.sides import NAMES
from sim.world.view import View

__all__ = ["Ruling", "judge"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Keep an order with its fate: accepted where `reason` is empty."""

    order: Order
    reason: str = ""

    @property
    def accepted(self) -> bool:
        """Say whether the order stands."""
        return not self.reason


def judge(orders: Sequence[Order], view: View) -> list[Ruling]:
    """Rule on a month's orders in the order given; later ones see what earlier ones have spent."""
    rulings: list[Ruling] = []
    standing: list[Order] = []
    for order in orders:
        reason = _against(order, standing, view)
        rulings.append(Ruling(order, reason))
        if not reason:
            standing.append(order)
    return rulings


def _against(order: Order, standing: Sequence[Order], view: View) -> str:
    """Return why the order cannot stand, or nothing."""
    return _against_form(order, standing) or _against_budget(order, standing) or _against_facts(order, standing, view)


def _against_form(order: Order, standing: Sequence[Order]) -> str:
    if isinstance(order, Posture):
        return "A posture is already set this month." if any(isinstance(o, Posture) for o in standing) else ""
    others = 0
    for given in standing:
        others += not isinstance(given, Posture)
        if type(given) is not type(order):
            continue
        if given == order:
            return "The same order is already given."
        if _errand(given) == _errand(order):
            return "The same order is already given at another level. Remove that one first."
    if others >= MOST_ORDERS:
        return f"Only {MOST_ORDERS} orders beside the posture fit in a month. Remove one first."
    return ""


def _errand(order: Order) -> tuple[type[Order], str]:
    """Return an order's kind and object without its level: two levels of one errand cannot both stand."""
    match order:
        case Arm(partner=partner):
            return Arm, partner
        case Posture() | Restraint():
            return type(order), ""
        case _:
            return type(order), order.governorate


def _against_budget(order: Order, standing: Sequence[Order]) -> str:
    left = EFFORT - sum(cost(o) for o in standing)
    if cost(order) > left:
        name = type(order).__name__
        return f"{name} costs {cost(order)} and you have {left} of {EFFORT} left. Remove an order or lower a level."
    return ""


def _against_facts(order: Order, standing: Sequence[Order], view: View) -> str:
    name = NAMES[view.actor]
    match order:
        case Posture() | Restraint():
            return _against_general(order, standing, view, name)
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


def _against_general(order: Order, standing: Sequence[Order], view: View, name: str) -> str:
    if isinstance(order, Posture) and view.strike <= 0.0:
        return f"{name} has no mobile force in this war now."
    if isinstance(order, Restraint) and not any(isinstance(o, AirSupport) for o in standing):
        return "Restraint binds air support, and none is ordered. Order air support first."
    return ""


def _against_place(where: str, view: View) -> str:
    if where not in view.governorates:
        return f'There is no governorate "{where}"{nearest(where, view.governorates)}.'
    return ""


def _against_reach(where: str, view: View, name: str) -> str:
    if view.governorates[where].front <= 0.0 and view.governorates[where].land <= 0.0:
        near = [name for name, here in view.governorates.items() if here.front > 0.0]
        nearby = f" It can act in {', '.join(near[:3])}." if near else ""
        return f"{name} has no force that can reach {where} this month.{nearby}"
    return ""


def _against_presence(where: str, view: View, name: str) -> str:
    if not view.holds_land:
        return f"{name} has no garrisons of its own: its ally's are moved by its ally."
    if view.governorates[where].land <= 0.0:
        return f"{name} holds nothing in {where}."
    return ""
