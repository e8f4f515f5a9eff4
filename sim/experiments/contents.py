"""What differs between two scenarios: the keys of their resolved forms whose contents a run would read.

    differences(a, b) -> [Difference("series.russia.sorties.points", "390 from 2015-09-30, ...", "")]

Names, titles, sources and what is asked of a run are not contents: two arms that differ in these alone are the
same war. Owns this reading of resolved scenarios. Knows nothing of runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.loaded import Loaded

__all__ = ["Difference", "differences"]

_LABELS = frozenset(
    {"format", "id", "title", "summary", "variant", "claims", "compare_with", "outcomes", "parameters", "provenance"}
)
"""Keys at the top that a run does not read; the values of a parameter set stand under `values`."""

_BASIS = frozenset({"source", "assumption", "confidence", "note", "label", "title", "summary"})
"""Keys anywhere that say on what a value rests or how it is called."""

_ABSENT = "-"
_MOST = 60
"""Signs of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One key with what it is in A and in B; `-`: it is not there."""

    key: str
    a: str
    b: str


def differences(a: Loaded, b: Loaded) -> list[Difference]:
    """Return every key whose contents differ, in the order of the resolved form."""
    return list(_differ(_contents(a), _contents(b), ""))


def _contents(loaded: Loaded) -> dict[str, Any]:
    plain = {key: value for key, value in loaded.resolved().items() if key not in _LABELS}
    values: dict[str, Any] = plain.pop("values")
    return plain | values


def _differ(a: Any, b: Any, key: str) -> Iterator[Difference]:
    if isinstance(a, list) and isinstance(b, list) and key in _LISTED:
        a, b = _LISTED[key](a), _LISTED[key](b)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for name in [*a, *(name for name in b if name not in a)]:
            if name not in _BASIS:
                yield from _differ(a.get(name), b.get(name), f"{key}.{name}".lstrip("."))
    elif a != b:
        yield Difference(key, _shown(a), _shown(b))


def _by_name(events: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return events by their ids; those without one by date, kind and turn."""
    named: dict[str, Any] = {}
    for event in events:
        name = str(event.get("id") or f"{event.get('when') or 'if'} {event.get('do')}")
        turn = 1 + sum(other.partition(" #")[0] == name for other in named)
        named[name if turn == 1 else f"{name} #{turn}"] = event
    return named


def _by_place(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {str(row["place"]): row for row in rows}


_LISTED = {"events": _by_name, "control": _by_place}
"""Key of a list whose entries have names -> how to name them."""


def _shown(value: Any) -> str:
    """Return a value in a few signs."""
    match value:
        case None:
            return _ABSENT
        case bool() | str():
            text = str(value)
        case int() | float():
            text = f"{value:g}"
        case Mapping() if "value" in value:
            return _shown(value["value"])
        case Mapping():
            text = ", ".join(
                f"{key} {_shown(part)}"
                for key, part in value.items()
                if key not in _BASIS | {"once", "id"} and part not in (None, [], {})
            )
        case [str() as when, int() | float() as number]:
            text = f"{number:g} from {when}"
        case list():
            text = ", ".join(_shown(part) for part in value)
        case _:
            text = str(value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip(' ,')}…"
