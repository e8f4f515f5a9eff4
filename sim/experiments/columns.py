"""Which column of a table each outcome of a question becomes: its name, unit and meaning.

Owns the columns. Knows nothing of how an outcome is computed (see `readings`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sim.errors import InputError
from sim.record.series import MEASURES
from sim.scenario.outcomes import FirstWeek, Harm, OfSide, Outcome, Relieved, Weekly, doc_of, name_of, unit_of
from sim.scenario.terms import known_fault

__all__ = ["ALWAYS", "Reading", "reading_of", "readings_of"]

TAKEN = frozenset({"row", "arm", "point", "replicate", "seed", "hash", "error"})
"""Columns that every table of a sweep has."""

ALWAYS: tuple[Outcome, ...] = (
    Harm(measure="deaths", of="civilians"),
    Harm(measure="deaths", of="all"),
    OfSide(measure="area", of="regime"),
)
"""What is read off where a question names nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One outcome as a table has it: a column, its unit and meaning."""

    name: str
    unit: str
    doc: str
    horizon: int = 0
    """Weeks of the run, where an empty value means "never"; 0 where none can be empty."""


def reading_of(outcome: Outcome, weeks: int, start: date | None = None) -> Reading:
    """Return the column of an outcome of runs of so many weeks.

    Raises InputError for a series that there is not, or a date outside the weeks of a run from `start` on.
    """
    never = isinstance(outcome, FirstWeek | Relieved)
    unit = unit_of(outcome)
    if isinstance(outcome, Weekly):
        if outcome.series not in MEASURES:
            raise InputError(known_fault(outcome.series, MEASURES, "weekly series"))
        unit = MEASURES[outcome.series].unit
    if start is not None and (at := getattr(outcome, "at", None)) is not None:
        first, last = start + timedelta(weeks=1), start + timedelta(weeks=weeks)
        if not first <= at <= last:
            raise InputError(f"{name_of(outcome)}: {at} lies outside the run; give a date from {first} to {last}")
    return Reading(name_of(outcome), unit, doc_of(outcome), horizon=weeks if never else 0)


def readings_of(outcomes: Iterable[Outcome], weeks: int, start: date | None = None) -> tuple[Reading, ...]:
    """Return the columns of several outcomes; InputError where two have one name."""
    found: dict[str, Reading] = {}
    for outcome in outcomes:
        one = reading_of(outcome, weeks, start)
        if one.name in TAKEN:
            raise InputError(f'"{one.name}" is the name of another column; give the outcome a name of its own')
        if one.name in found:
            raise InputError(f'two outcomes are called "{one.name}"; give one of them a name of its own')
        found[one.name] = one
    return tuple(found.values())
