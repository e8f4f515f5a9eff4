"""What the curves of territory count: shares of area and of people by holder, recorded control, published ranges.

Owns these choices. Knows nothing of drawing. Opposition and HTS count as one, since labels among them are the least
certain of the record; empty country follows its nearest place, and half of a contested place counts for each of two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendar import monday
from sim.history.observed import HOLDER_OF, control_dates, control_rows, territory
from sim.reports.curves.lines import Line, Panel, known, line_of
from sim.reports.reading import Reading
from sim.theatre.regions import load_theatre

__all__ = ["LEAST", "PARTIES", "Published", "Recorded", "panels_of", "published", "recorded"]

PARTIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "regime": ("Regime", ("regime",)),
    "opposition": ("Opp. + HTS", ("opposition", "hts")),
    "sdf": ("SDF", ("sdf",)),
    "is": ("IS", ("is",)),
    "turkey": ("Turkey-b.", ("turkey",)),
    "us": ("US (Tanf)", ("us",)),
}
"""Key -> name at the line's end, and the holders it adds up."""

LEAST = 0.5
"""Share that a party must reach in some week to have a line [per cent]."""

_AREA, _PEOPLE = "area", "population"
_ACTOR = {"opposition_and_hts": "opposition", "turkey_backed": "turkey"}
_COUNTED_OTHERWISE = {(date(2020, 11, 30), "opposition_and_hts")}
"""Published shares that count other land than the line they would stand at: this one holds Turkish zones and Tanf."""


@dataclass(frozen=True)
class Recorded:
    """Hold the shares of one recorded date, by measure (`area`, `population`) and party [per cent]."""

    date: date
    shares: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Published:
    """Hold a published range of a party's share of the area [per cent]."""

    date: date
    party: str
    low: float
    high: float


def panels_of(record: Reading) -> tuple[Panel, ...]:
    """Return the panels of area and people; a party that never holds `LEAST` has no line; () without either measure."""
    texts = {
        _AREA: (f"Area, % of {load_theatre().area.sum():,.0f} km²", "counts empty desert"),
        _PEOPLE: ("People, % of those of 2015", "by where they lived, not where they fled"),
    }
    panels = tuple(
        Panel(measure, title, "per cent", _lines(record, measure), note) for measure, (title, note) in texts.items()
    )
    return panels if all(panel.lines for panel in panels) else ()


def _lines(record: Reading, measure: str) -> tuple[Line, ...]:
    out = []
    for key, (name, sides) in PARTIES.items():
        parts = [values for side in sides if (values := known(record, f"{measure}.{side}")) is not None]
        share = 100.0 * np.sum(parts, axis=0)
        if parts and share.max() >= LEAST:
            out.append(line_of(key, name, share))
    return tuple(out)


@lru_cache(maxsize=16)
def _shares_at(when: date) -> Mapping[str, Mapping[str, float]]:
    """Return the shares of every party at a recorded date [per cent]."""
    ground = load_theatre()
    party = {side: key for key, (_, sides) in PARTIES.items() for side in sides}
    held = {key: np.zeros(ground.size) for key in PARTIES}
    for row in (row for row in control_rows() if row.date == when):
        follows = ground.anchor == ground.index[row.place]
        codes = row.also_present if row.code == "contested" else (row.code,)
        sides = [HOLDER_OF.get(code, code) for code in codes]
        for side in (side for side in sides if side in party):
            held[party[side]] += follows / len(sides)
    weights: dict[str, NDArray[np.float64]] = {_AREA: ground.area, _PEOPLE: ground.population}
    return {
        measure: {key: float(100.0 * (part @ weight) / weight.sum()) for key, part in held.items()}
        for measure, weight in weights.items()
    }


def _span(record: Reading) -> tuple[date, date]:
    first = monday(record.start)
    return first, first + timedelta(weeks=record.weeks)


def recorded(record: Reading) -> list[Recorded]:
    """Return the shares at each recorded date within the run."""
    first, last = _span(record)
    return [Recorded(when, _shares_at(when)) for when in control_dates() if first <= when <= last]


def published(record: Reading) -> list[Published]:
    """Return the published ranges of shares of the area of Syria within the run that count what a line counts."""
    first, last = _span(record)
    out = []
    for row in territory():
        party = _ACTOR.get(row.actor, row.actor)
        alike = row.measure == "share_pct" and row.scope == "Syria" and (row.date, row.actor) not in _COUNTED_OTHERWISE
        if alike and party in PARTIES and row.low is not None and row.high is not None and first <= row.date <= last:
            out.append(Published(row.date, party, row.low, row.high))
    return out
