"""Orders as plain data and back: what goes into the log, over the wire and out of it again.

Owns the text form of an order. Knows nothing of legality: a well-formed order can still be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sim.errors import OrderError, nearest
from sim.orders.orders import VERBS, Order
from sim.world.enmity import TERMS

__all__ = ["order_from_plain", "order_to_plain"]

_VERB_OF = {kind: verb for verb, kind in VERBS.items()}
_NUMBERS = {"level": (1, 2, 3), "fifths": (0, 1, 2, 3, 4, 5)}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "stance": ("attack", "hold", "lie_low"),
    "focus": ("all", "core", "strongholds"),
    "manner": ("avoid", "keep", "probe", "push"),
    "terms": TERMS,
}


def order_to_plain(order: Order) -> dict[str, Any]:
    """Return `{verb, ...}` with plain values only."""
    return {"verb": _VERB_OF[type(order)], **asdict(order)}


def order_from_plain(plain: object) -> Order:
    """Return the order that plain data describes; OrderError says what is wrong with it."""
    if not isinstance(plain, Mapping):
        raise OrderError("An order is a mapping with a verb.")
    verb = plain.get("verb")
    if not isinstance(verb, str) or verb not in VERBS:
        raise OrderError(f'There is no order "{verb}"{nearest(str(verb), VERBS)}.')
    kind = VERBS[verb]
    known = {field.name for field in fields(kind)}
    given = {key: value for key, value in plain.items() if key != "verb"}
    for name in given:
        if name not in known:
            raise OrderError(f'"{verb}" has no part "{name}"{nearest(str(name), known)}.')
    _check_values(verb, given)
    try:
        return kind(**given)
    except TypeError as error:
        missing = ", ".join(sorted(known - set(given)))
        raise OrderError(f'"{verb}" needs {missing}.') from error


def _check_values(verb: str, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if name in _NUMBERS:
            if type(value) is not int or value not in _NUMBERS[name]:
                raise OrderError(f'"{verb}" takes a {name} of {_or(_NUMBERS[name])}, not {value!r}.')
        elif not isinstance(value, str):
            raise OrderError(f'"{verb}" takes a name as its {name}, not {value!r}.')
        elif name in _WORDS and value not in _WORDS[name]:
            raise OrderError(f'"{verb}" takes a {name} of {_or(_WORDS[name])}, not {value!r}.')


def _or(choices: Iterable[object]) -> str:
    *rest, last = map(str, choices)
    return f"{', '.join(rest)} or {last}"
