"""Every number in force with where it came from, and which of them lie outside the range they were declared with.

Owns the rows of that table. Knows nothing of what a number does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import numpy as np

from sim.scenario.parameters.registry import declared
from sim.scenario.posterior import NAME
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
    drawn: bool = False
    """Each run has a value of its own; `value` is where nine of ten of them lie, `span` where they were looked for."""
    declared: str = ""
    """Of a number that was drawn: the value that a run without a draw has."""


def assumptions_of(
    scenario: Mapping[str, Any], draws: Sequence[Mapping[str, float]] = (), told: Mapping[str, Any] | None = None
) -> list[Assumption]:
    """Return all numbers in force, those that were drawn or changed first, in file order.

    `draws` are the numbers of each run that has its own; `told` is what is said of the posterior they are from.
    """
    rows = [_row(name, each) for name, each in (scenario.get("provenance") or {}).items()]
    names = draws[0].keys() if draws else ()
    rows = [_drawn(row, [draw[row.name] for draw in draws], told or {}) if row.name in names else row for row in rows]
    return sorted(rows, key=lambda row: (not row.drawn, not (row.changed or row.outside)))


def _drawn(row: Assumption, values: Sequence[float], told: Mapping[str, Any]) -> Assumption:
    """Return the row of a number of which each run has its own value."""
    low, high = np.quantile(values, (0.05, 0.95))
    prior = (told.get("priors") or {}).get(row.name)
    return replace(
        row,
        value=f"{low:.3g} to {high:.3g}",
        span=f"{prior['low']:g} to {prior['high']:g}" if prior else row.span,
        support=f"Drawn from {told['told']}. {row.support}" if told else row.support,
        changed=False,
        outside=False,
        drawn=True,
        declared=row.value,
    )


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
    why = str(each.get("why") or "")
    fitted = [f"{why[0].upper()}{why[1:]}: {each.get('note')}."] if why.startswith(NAME) else []
    sources = [known[key].cite() if key in known else str(key) for key in each.get("source") or ()]
    if assumed := each.get("assumption"):
        sources.append(f"Assumption: {assumed}.")
    return " ".join([*fitted, *sources]) or str(each.get("note") or each.get("why") or "")
