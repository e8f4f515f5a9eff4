"""The recorded war as typed tables: control, deaths, territory, forces, battles, events.

Owns the reading of `sim/history/data` with the `csv` module alone; control and monthly deaths are read as anybody's
would be (see `truth`). Codes are those of the record (see `HOLDER_OF` for the side each stands for). Rows flagged as
held out may be shown, never fitted. Knows nothing of the model.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sim.errors import InputError
from sim.history.truth import Control, MonthlyDeaths, read_control, read_deaths

__all__ = [
    "DATA",
    "HOLDER_OF",
    "Battle",
    "Event",
    "Force",
    "ReportedDeaths",
    "Territory",
    "YearlyDeaths",
    "battles",
    "control_at",
    "control_dates",
    "control_rows",
    "deaths_monthly",
    "deaths_reported",
    "deaths_yearly",
    "events",
    "forces",
    "territory",
]

DATA = Path(__file__).parent / "data"

HOLDER_OF = {"turkey_backed": "turkey"}
"""Code of the record -> name in `sim.sides`, where they differ; `contested` stands for nobody."""


@dataclass(frozen=True, slots=True)
class YearlyDeaths:
    """Count the dead of one year [persons]."""

    year: int
    kind: str
    best: int
    low: int
    high: int
    combatants: int
    civilians: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ReportedDeaths:
    """Quote a count of the dead over a span [persons]; `high` is the upper end where a range was given."""

    source: str
    group: str
    start: date
    end: date
    deaths: int
    high: int | None
    note: str
    confidence: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """Quote a published share [per cent] or area [km2] held by one actor."""

    date: date
    actor: str
    measure: str
    low: float | None
    high: float | None
    value: float | None
    scope: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Force:
    """Quote an estimate of strength; `measure` says of what."""

    actor: str
    date: date
    measure: str
    low: float | None
    high: float | None
    best: float | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Battle:
    """Quote the killed of both sides in one battle [persons]."""

    id: str
    place: str
    start: date
    end: date
    attacker: str
    defender: str
    attacker_killed: tuple[int | None, int | None]
    defender_killed: tuple[int | None, int | None]
    note: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Event:
    """Date one event of the war; `town` is a place id or empty."""

    date: date
    actor: str
    where: str
    kind: str
    description: str
    town: str
    held_out: bool


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _count(text: str) -> int | None:
    return int(float(text)) if text else None


@lru_cache(maxsize=1)
def control_rows() -> tuple[Control, ...]:
    """Return every row of the control table, in file order."""
    return read_control(DATA / "control.csv")


def control_dates() -> tuple[date, ...]:
    """Return the dates at which control is recorded, earliest first."""
    return tuple(sorted({row.date for row in control_rows()}))


def control_at(when: date) -> Mapping[str, str]:
    """Return the holder's code of every place at one of the recorded dates; InputError at any other."""
    found = {row.place: row.code for row in control_rows() if row.date == when}
    if not found:
        known = ", ".join(map(str, control_dates()))
        raise InputError(f"control is not recorded at {when}; recorded dates: {known}")
    return found


@lru_cache(maxsize=8)
def deaths_monthly(kind: str = "all") -> tuple[MonthlyDeaths, ...]:
    """Return the dead by month, earliest first; `kind` is all, state_based, non_state or one_sided.

    Months kept apart for judging the model are missing: July 2017 to December 2018.
    """
    return tuple(row for row in read_deaths(DATA / "deaths_monthly.csv", since=None) if row.kind == kind)


@lru_cache(maxsize=8)
def deaths_yearly(kind: str = "all") -> tuple[YearlyDeaths, ...]:
    """Return the dead by year; 2017 and 2018 are kept apart and missing."""
    return tuple(
        YearlyDeaths(
            int(row["year"]),
            row["violence_type"],
            *(int(row[name]) for name in ("best", "low", "high")),
            *(int(row[f"deaths_{name}"]) for name in ("combatants", "civilians", "unknown")),
        )
        for row in _rows("deaths_yearly.csv")
        if row["violence_type"] == kind
    )


@lru_cache(maxsize=1)
def deaths_reported() -> tuple[ReportedDeaths, ...]:
    """Return counts of the dead as their sources reported them."""
    return tuple(
        ReportedDeaths(
            row["source"],
            row["group"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
            int(row["deaths"]),
            _count(row["deaths_high"]),
            row["note"],
            row["confidence"],
            row["in_heldout_window"] == "yes",
        )
        for row in _rows("deaths_reported.csv")
    )


@lru_cache(maxsize=1)
def territory() -> tuple[Territory, ...]:
    """Return published shares and areas."""
    return tuple(
        Territory(
            date.fromisoformat(row["date"]),
            row["actor"],
            row["measure"],
            _number(row["low"]),
            _number(row["high"]),
            _number(row["value"]),
            row["scope"],
            row["source"],
            row["confidence"],
        )
        for row in _rows("territory.csv")
    )


@lru_cache(maxsize=1)
def forces() -> tuple[Force, ...]:
    """Return estimates of strength (priors, most of them recalled)."""
    return tuple(
        Force(
            row["actor"],
            date.fromisoformat(row["date"]),
            row["measure"],
            _number(row["low"]),
            _number(row["high"]),
            _number(row["best"]),
            row["source"],
            row["confidence"],
        )
        for row in _rows("forces.csv")
    )


@lru_cache(maxsize=1)
def battles() -> tuple[Battle, ...]:
    """Return the killed of the main battles."""
    return tuple(
        Battle(
            row["battle"],
            row["town_id"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
            row["attacker"],
            row["defender"],
            (_count(row["attacker_killed_low"]), _count(row["attacker_killed_high"])),
            (_count(row["defender_killed_low"]), _count(row["defender_killed_high"])),
            row["note"],
            row["confidence"],
        )
        for row in _rows("battles.csv")
    )


@lru_cache(maxsize=1)
def events() -> tuple[Event, ...]:
    """Return the dated timeline; no held-out event may be scripted into a run that is scored."""
    return tuple(
        Event(
            date.fromisoformat(row["date"]),
            row["actor"],
            row["place"],
            row["event_type"],
            row["description"],
            row["town_id"],
            row["in_heldout_window"] == "yes",
        )
        for row in _rows("events.csv")
    )
