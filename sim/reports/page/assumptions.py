"""Every number in force with where it came from, and which of them lie outside the range they were declared with.

Owns the rows of that table. Knows nothing of what a number does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sim.scenario.parameters.registry import declared
from sim.sources import bibliography

__all__ = ["Assumption", "assumptions_of", "outside"]


@dataclass(frozen=True)
class Assumption:
    """Hold one number in force."""

    name: str
    value: str
    unit: str
    span: str
    """Its range in words; empty where none was declared."""
    support: str
    """Its sources, or the assumption it rests on."""
    where: str
    confidence: str
    changed: bool
    """It was set by this scenario or by hand, and differs from what was declared."""
    outside: bool


def assumptions_of(scenario: Mapping[str, Any]) -> list[Assumption]:
    """Return all numbers in force, those that were changed first, in file order."""
    rows = [_row(name, each) for name, each in (scenario.get("provenance") or {}).items()]
    return sorted(rows, key=lambda row: not (row.changed or row.outside))


def outside(rows: Sequence[Assumption]) -> list[Assumption]:
    """Return the numbers that lie outside their declared range."""
    return [row for row in rows if row.outside]


def _row(name: str, each: Mapping[str, Any]) -> Assumption:
    low, high = each.get("low"), each.get("high")
    value = _number(each.get("value"))
    known = declared().get(name)
    return Assumption(
        name=name,
        value=_plain(each.get("value")),
        unit=str(each.get("unit") or ""),
        span=f"{low:g} to {high:g}" if low is not None and high is not None else "",
        support=_support(each),
        where=_where(str(each.get("file") or ""), each.get("line")),
        confidence=str(each.get("confidence") or ""),
        changed=known is not None and value is not None and value != known.value,
        outside=value is not None and low is not None and high is not None and not low <= value <= high,
    )


_OURS = ("scenarios", "sim")


def _where(file: str, line: int | None) -> str:
    """Return file and line; of a file somewhere on this machine no more than its place among ours, or its name."""
    parts = PurePath(file).parts
    if PurePath(file).is_absolute():
        ours = [number for number, part in enumerate(parts) if part in _OURS]
        parts = parts[ours[-1] :] if ours else parts[-1:]
    return "/".join(parts) + (f":{line}" if line else "")


def _number(value: Any) -> float | None:
    """Return a value that is one number, also if it was written as text."""
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _plain(value: Any) -> str:
    number = _number(value)
    return f"{number:g}" if number is not None else str(value)


def _support(each: Mapping[str, Any]) -> str:
    known = bibliography()
    sources = [known[key].cite() if key in known else str(key) for key in each.get("source") or ()]
    if assumed := each.get("assumption"):
        sources.append(f"Assumption: {assumed}.")
    return " ".join(sources) or str(each.get("note") or each.get("why") or "")
