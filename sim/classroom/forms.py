"""The forms of a seat: every order that a side may give this month, every choice of it, and why one cannot be made.

What may be asked is judged by the engine's own law on the side's own View, so a page says beforehand what the server
would say. Owns the forms and the words of an order. Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sim.classroom.effects import hint, of_choice
from sim.classroom.speech import say
from sim.errors import OrderError
from sim.orders.codec import order_from_plain
from sim.orders.legal import Ruling, judge
from sim.orders.orders import EFFORT, AirSupport, Order, cost
from sim.sides import ABILITIES, BACKS, COALITION, INDEX, NAMES, SIDES
from sim.theatre.places import governorates
from sim.world.enmity import TERMS
from sim.world.view import View

__all__ = ["cost_of", "left_of", "menu", "rule", "worded"]

Plain = dict[str, Any]

LEVELS = (1, 2, 3)
_ACTIVE = tuple(side for side in SIDES if len(ABILITIES[side]) > 1)


def _others(view: View) -> list[str]:
    """Return the parties of other coalitions that do more than hold some land."""
    return [side for side in _ACTIVE if COALITION[INDEX[side]] != COALITION[INDEX[view.actor]]]


def _allies(view: View) -> list[str]:
    return [s for s in SIDES if s != view.actor and COALITION[INDEX[s]] == COALITION[INDEX[view.actor]]]


def _places(view: View) -> Iterable[str]:
    return view.governorates


_FIELDS: Mapping[str, tuple[tuple[str, Callable[[View], Iterable[Any]]], ...]] = {
    "posture": (("stance", lambda view: ("attack", "hold", "lie_low")),),
    "main_effort": (("governorate", _places),),
    "air_support": (("governorate", _places),),
    "restraint": (),
    "reinforce": (("governorate", _places), ("level", lambda view: LEVELS)),
    "raid": (("governorate", _places), ("level", lambda view: LEVELS)),
    "withdraw": (("governorate", _places),),
    "arm": (("partner", lambda view: BACKS.get(view.actor, ())), ("level", lambda view: LEVELS)),
    "guard": (("focus", lambda view: ("all", "core", "strongholds")),),
    "patrol": (("manner", lambda view: ("avoid", "keep", "probe", "push")),),
    "engage": (("fifths", lambda view: (5, 4, 3, 2, 1, 0)),),
    "offer": (("to", _others), ("terms", lambda view: TERMS)),
    "accept": (("of", lambda view: view.offers), ("terms", lambda view: set(view.offers.values()))),
    "break": (("party", lambda view: view.pacts),),
    "sanction": (("against", _others), ("level", lambda view: LEVELS)),
    "restrain": (("partner", _allies), ("level", lambda view: LEVELS)),
    "strike": (("against", _others),),
    "enter": (("window", lambda view: view.windows),),
}
"""Verb -> its fields with what may stand in them, in the order of the menu."""

_NEEDS: Mapping[str, str] = {
    "posture": "strike", "main_effort": "strike", "raid": "strike", "air_support": "aircraft", "restraint": "aircraft",
    "reinforce": "land", "withdraw": "land", "guard": "land", "arm": "client", "engage": "client", "patrol": "",
    "offer": "talks", "accept": "talks", "break": "talks", "sanction": "client", "restrain": "client",
    "strike": "aircraft", "enter": "windows",
}  # fmt: skip
"""Verb -> what a side must have for the verb to stand in its menu at all."""


def rule(rows: Sequence[Mapping[str, Any]], view: View) -> list[Ruling]:
    """Rule on one side's rows of a set; a row that is no order at all is refused like an illegal one."""
    rulings: list[Ruling | None] = []
    orders: list[Order] = []
    for row in rows:
        try:
            orders.append(order_from_plain({k: v for k, v in row.items() if k not in ("by", "reason")}))
            rulings.append(None)
        except OrderError as error:
            rulings.append(Ruling(AirSupport(""), str(error)))
    judged = iter(judge(orders, view))
    return [ruling if ruling is not None else next(judged) for ruling in rulings]


def cost_of(row: Mapping[str, Any]) -> int:
    """Return the effort that a row takes; 0 for what is no order."""
    try:
        return cost(order_from_plain({k: v for k, v in row.items() if k not in ("by", "reason")}))
    except OrderError:
        return 0


def left_of(rows: Sequence[Mapping[str, Any]], rulings: Sequence[Ruling]) -> int:
    """Return the effort that a side has left after the rows that stand."""
    return EFFORT - sum(cost_of(row) for row, ruling in zip(rows, rulings, strict=True) if ruling.accepted)


def menu(view: View, language: str = "en") -> list[Plain]:
    """Return the verbs of a side with their fields, choices and, where one cannot be chosen, why."""
    able = ABILITIES[view.actor]
    return [
        _verb(verb, view, language)
        for verb in _FIELDS
        if (not _NEEDS[verb] or _NEEDS[verb] in able) and (verb not in ("accept", "break", "enter") or _any(verb, view))
    ]


def _any(verb: str, view: View) -> bool:
    """Say whether there is anything to choose from."""
    return any(True for _ in _FIELDS[verb][0][1](view))


def _verb(verb: str, view: View, language: str) -> Plain:
    fields = _FIELDS[verb]
    faults = _faults(verb, view)
    open_to = [values for values, fault in faults.items() if not fault]
    shown = [
        {
            "name": name,
            "label": say(language, f"verbs.field.{name}"),
            "choices": [
                _choice(view.actor, verb, at, each, faults=faults, language=language) for each in choices(view)
            ],
        }
        for at, (name, choices) in enumerate(fields)
    ]
    costs = {cost_of(_row(verb, values)) for values in faults}
    return {
        "verb": verb,
        "name": say(language, f"verbs.{verb}.name"),
        "hint": hint(view.actor, verb, language),
        "why_not": "" if open_to else next(iter(faults.values()), ""),
        "cost": costs.pop() if len(costs) == 1 else None,
        "fields": shown,
    }


def _row(verb: str, values: Sequence[Any]) -> Plain:
    return {"verb": verb, **{name: value for (name, _), value in zip(_FIELDS[verb], values, strict=True)}}


def _faults(verb: str, view: View) -> dict[tuple[Any, ...], str]:
    """Return for each full choice of an order's fields why it cannot be given alone; empty where it can."""
    combos: list[tuple[Any, ...]] = [()]
    for _, choices in _FIELDS[verb]:
        combos = [(*before, value) for before in combos for value in choices(view)]
    found = {}
    for values in combos:
        rows = [_row(verb, values)]
        if verb == "restraint" and view.sorties > 0.0:
            found[values] = ""
            continue
        found[values] = rule(rows, view)[0].reason
    return found


def _choice(
    side: str, verb: str, at: int, value: Any, *, faults: Mapping[tuple[Any, ...], str], language: str
) -> Plain:
    """Return a choice of one field; it cannot be made if no full order with it can be given."""
    name = _FIELDS[verb][at][0]
    whys = [fault for values, fault in faults.items() if values[at] == value]
    told = {"value": value, "name": _named(name, value, language), "why_not": "" if "" in whys else whys[0]}
    if at == 0:
        told["hint"] = of_choice(side, verb, str(value), language)
    if name == "level":
        told["cost"] = cost_of(_row(verb, next(values for values in faults if values[at] == value)))
    return told


def _named(name: str, value: Any, language: str) -> str:
    """Return what a value of a field is called."""
    if name == "governorate":
        return governorates().get(str(value), str(value))
    if name in ("partner", "against", "to", "of", "party"):
        return NAMES.get(str(value), str(value))
    if name == "level":
        return str(value)
    if name == "window":
        return str(value).replace("_", " ")
    return say(language, f"verbs.{name}.{value}.name")


def worded(row: Mapping[str, Any], language: str = "en") -> str:
    """Return an order in words: who, what, where or to whom, how much."""
    values = [
        f"{say(language, 'verbs.field.level').lower()} {row[name]}"
        if name == "level"
        else _named(name, row[name], language)
        for name, _ in _FIELDS.get(str(row.get("verb")), ())
        if row.get(name) is not None
    ]
    head = f"{NAMES[row['by']]}: {say(language, f'verbs.{row.get("verb")}.name')}"
    return f"{head}, {', '.join(values)}" if values else head
