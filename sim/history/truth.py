"""What happened, read from a table of control or of deaths: the project's own, or anybody's in the same form.

    control   date,id,control[,also_present,confidence,basis]
    deaths    month,violence_type,best,low,high[,dated_within_month,unit]

Everything that is wrong is told at once, each with its line (ScenarioError). Owns these two forms. Knows nothing of
where a table came from or what is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Final

from sim.errors import nearest
from sim.history.labels import labels
from sim.history.lines import Row, read_rows
from sim.scenario.faults import Fault, refuse
from sim.theatre.places import places

__all__ = ["KINDS", "Control", "MonthlyDeaths", "month_after", "read_control", "read_deaths"]

CONFIDENCE: Final = ("high", "medium", "low")
KINDS: Final = ("all", "state_based", "non_state", "one_sided")
"""Types of violence; only `all` is scored."""

PERSONS: Final = ("persons", "person", "people", "deaths")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Control:
    """Say who held one place on one date; `code` may be `contested`, then `also_present` names both."""

    date: date
    place: str
    code: str
    also_present: tuple[str, ...]
    confidence: str
    basis: str


@dataclass(frozen=True, slots=True)
class MonthlyDeaths:
    """Count the dead of one month [persons]; `dated` are those of events that lie within the month."""

    month: date
    kind: str
    best: float
    low: float
    high: float
    dated: int | None


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def read_control(path: Path) -> tuple[Control, ...]:
    """Read who held which place on which dates, in file order; refuse a file with all that is wrong in it."""
    faults: list[Fault] = []
    rows = read_rows(path, ("date", "id", "control"), ("also_present", "confidence", "basis"), faults=faults)
    first: dict[tuple[str, str], int] = {}
    found = [_control(row, first, faults) for row in rows]
    refuse(faults)
    return tuple(row for row in found if row is not None)


def _control(row: Row, first: dict[tuple[str, str], int], faults: list[Fault]) -> Control | None:
    cells, before = row.cells, len(faults)
    when = _day(row, faults)
    if cells["id"] not in places():
        faults.append(row.fault("id", f'there is no place "{cells["id"]}"{nearest(cells["id"], places())}'))
    if cells["control"] not in labels():
        code, known = cells["control"], ", ".join(labels())
        faults.append(row.fault("control", f'"{code}" is no code{nearest(code, labels())}; codes are {known}'))
    sure = cells.get("confidence", "")
    if sure and sure not in CONFIDENCE:
        faults.append(row.fault("confidence", f'"{sure}" is not one of {", ".join(CONFIDENCE)}'))
    _once(row, (cells["date"], cells["id"]), first, faults)
    if len(faults) > before or when is None:
        return None
    others = tuple(part for part in cells.get("also_present", "").split(";") if part)
    return Control(when, cells["id"], cells["control"], others, sure, cells.get("basis", ""))


def read_deaths(path: Path, *, since: date | None) -> tuple[MonthlyDeaths, ...]:
    """Read the dead by month and type, earliest first; refuse a file with all that is wrong in it.

    From the month of `since` on, no month of type `all` may be missing before the last; None lets gaps be.
    """
    faults: list[Fault] = []
    rows = read_rows(path, ("month", "violence_type", "best", "low", "high"), ("dated_within_month", "unit"),
                     faults=faults)  # fmt: skip
    first: dict[tuple[str, str], int] = {}
    found = [(row, _deaths(row, first, faults)) for row in rows]
    whole = [(row, each.month) for row, each in found if each is not None and each.kind == "all"]
    if since is not None and not faults:
        faults += _gaps([pair for pair in whole if pair[1] >= since.replace(day=1)])
    if not whole and not faults:
        faults.append(rows[0].fault("violence_type", 'no row has the type "all", which alone is scored'))
    refuse(faults)
    return tuple(sorted((each for _, each in found if each is not None), key=lambda each: each.month))


def _deaths(row: Row, first: dict[tuple[str, str], int], faults: list[Fault]) -> MonthlyDeaths | None:
    cells, before = row.cells, len(faults)
    month = _month(row, faults)
    kind = cells["violence_type"]
    if kind not in KINDS:
        faults.append(row.fault("violence_type", f'"{kind}" is not one of {", ".join(KINDS)}{nearest(kind, KINDS)}'))
    unit = cells.get("unit", "")
    if unit and unit.lower() not in PERSONS:
        faults.append(row.fault("unit", f'counts are wanted in persons, not in "{unit}"'))
    best, low, high = (_number(row, name, faults) for name in ("best", "low", "high"))
    dated = _number(row, "dated_within_month", faults) if cells.get("dated_within_month") else None
    for less, more, a, b in (("low", "best", low, best), ("best", "high", best, high)):
        if a is not None and b is not None and a > b:
            faults.append(row.fault(less, f"{cells[less]} lies above {more}, which is {cells[more]}"))
    _once(row, (cells["month"], kind), first, faults)
    if len(faults) > before or month is None or best is None or low is None or high is None:
        return None
    return MonthlyDeaths(month, kind, best, low, high, None if dated is None else int(dated))


def _gaps(months: Sequence[tuple[Row, date]]) -> list[Fault]:
    """Return the months that are missing, at the row that follows each gap."""
    faults = []
    ordered = sorted(months, key=lambda pair: pair[1])
    for (_, before), (row, after) in pairwise(ordered):
        expected = month_after(before)
        if expected < after:
            last = (after - timedelta(days=1)).replace(day=1)
            span = f"{expected:%Y-%m} is" if expected == last else f"{expected:%Y-%m} to {last:%Y-%m} are"
            faults.append(row.fault("month", f"{span} missing before this month"))
    return faults


def _once(row: Row, key: tuple[str, str], first: dict[tuple[str, str], int], faults: list[Fault]) -> None:
    """Note a row's key, or that it has stood before."""
    if key in first:
        faults.append(row.fault("", f"{key[1]} at {key[0]} stands twice; it stood first on line {first[key]}"))
    first.setdefault(key, row.at.line)


def _day(row: Row, faults: list[Fault]) -> date | None:
    text = row.cells["date"]
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        faults.append(row.fault("date", f'"{text}" is no date; write it as 2017-06-01'))
        return None


def _month(row: Row, faults: list[Fault]) -> date | None:
    text = row.cells["month"]
    try:
        return date.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else "")
    except ValueError:
        faults.append(row.fault("month", f'"{text}" is no month; write it as 2017-06'))
        return None


def _number(row: Row, name: str, faults: list[Fault]) -> float | None:
    text = row.cells[name]
    value = float(text) if _NUMBER.fullmatch(text) else None
    if value is None or not isfinite(value):
        faults.append(row.fault(name, f'"{text}" is no number; persons are wanted, as 4120 or 4120.5'))
        return None
    if value < 0:
        faults.append(row.fault(name, f"{text} is below zero; persons cannot be"))
        return None
    return value
