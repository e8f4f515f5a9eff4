"""What the curves of the dead count: series added up by party, observed months, dated events.

Owns these choices. Knows nothing of drawing. Allies count with the party they fight for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.reading import Reading

__all__ = ["GROUPS", "MOST_EVENTS", "Group", "Observed", "events_of", "groups_of", "kept_apart", "observed_months"]

MOST_EVENTS = 6


@dataclass(frozen=True)
class Group:
    """Name the series that one panel adds up, and its line colour."""

    name: str
    sides: tuple[str, ...]
    line: str
    text: str


def _group(name: str, *sides: str) -> Group:
    faction = style.FACTION[sides[0]]
    return Group(name, sides, faction.line, faction.text)


GROUPS = (
    Group("Civilians", ("civilians",), style.CIVILIANS, style.CIVILIANS),
    _group("Regime and allies", "regime", "iran", "russia"),
    _group("Opposition and HTS", "opposition", "hts"),
    _group("IS", "is"),
    _group("SDF and US", "sdf", "us"),
    _group("Turkey and Turkey-backed", "turkey"),
)


@dataclass(frozen=True)
class Observed:
    """Hold the observed deaths of one month as a weekly rate [persons a week]."""

    first: date
    last: date
    low: float
    high: float


_APART = [*(date(2017, month, 1) for month in range(7, 13)), *(date(2018, month, 1) for month in range(1, 13)),
          date(2019, 1, 1)]  # fmt: skip
"""Firsts of the months that are kept apart, July 2017 to December 2018, and of the month after them."""


def groups_of(record: Reading) -> dict[str, NDArray[np.float64]]:
    """Return the weekly deaths of each group, `[run, week]` [persons a week], and `all` of them added."""
    shape = next(values.shape for name, values in record.series.items() if name.startswith("deaths."))
    out = {}
    for group in GROUPS:
        parts = [record.series[key] for side in group.sides if (key := f"deaths.{side}") in record.series]
        out[group.name] = np.sum(parts, axis=0) if parts else np.zeros(shape)
    return {"all": np.sum(list(out.values()), axis=0), **out}


def observed_months(start: date, end: date) -> list[Observed]:
    """Return the observed months that lie wholly within start..end, as weekly rates."""
    from sim.history.observed import deaths_monthly

    out = []
    for row in deaths_monthly():
        first = row.month
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        if first >= start and after <= end:
            weeks = (after - first).days / 7.0
            out.append(Observed(first, after, row.low / weeks, row.high / weeks))
    return out


def kept_apart(start: date, end: date) -> bool:
    """Say whether a month that is kept apart for judging the model lies wholly within start..end."""
    return any(first >= start and after <= end for first, after in pairwise(_APART))


def events_of(record: Reading, start: date, end: date) -> list[tuple[date, str]]:
    """Return at most six dated labels, dropping first those closest after another one.

    An event that waited on a condition has no date of its own.
    """
    found: dict[date, str] = {}
    for event in record.scenario.get("events") or ():
        if event.get("when") is None:
            continue
        when, label = date.fromisoformat(str(event["when"])), event.get("label")
        if label and start <= when <= end:
            found.setdefault(when, str(label))
    chosen = sorted(found.items())
    while len(chosen) > MOST_EVENTS:
        gaps = [(chosen[k][0] - chosen[k - 1][0]).days for k in range(1, len(chosen))]
        del chosen[1 + gaps.index(min(gaps))]
    return chosen
