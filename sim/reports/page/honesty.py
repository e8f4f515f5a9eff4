"""What a page must say against itself: what is not modelled, how old the data are, where the numbers leave their range.

Owns these sentences. Knows nothing of how they are set. The long form is docs/model/cannot-say.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.calendar import date_of
from sim.record.record import Record
from sim.reports import words
from sim.reports.curves.deaths import kept_apart

__all__ = ["CANNOT", "DATA", "caveats", "vintage"]

CANNOT = (
    ("Motives", "Why anybody did anything. A patron leaves when a sum of ours says so, or on a date that was set."),
    ("Guilt and law", "Who committed what, and whether it was lawful. Deaths are rates that we assumed, no evidence."),
    ("Chemical weapons", "Who used them. They appear only as a shock between capitals, set as a premise."),
    ("Tactics", "Anything finer than a town and a week. No weapon, route or base is drawn."),
    ("What would have happened", "One war of the model is one story among many that the same assumptions allow."),
    ("People's choices", "What a family would have done or wanted. Flight is a rate; few who fled return."),
    ("What has no rule", "Hunger, disease, loyalty, quarrels inside a coalition, politics in the capitals."),
    ("After 2020", "Anything later than 2020 or outside Syria's borders."),
)  # fmt: skip
"""Head and sentence of each thing that the model cannot say."""


DATA = (
    "People are those at home at the end of 2015: the census of 2004, scaled, less those who had fled.",
    "Many first values were chosen with figures of all years to 2020 in view: a likeness proves little.",
    "Sources marked unverified were recalled and not opened again.",
    words.EDGES,
    words.BOUNDARIES,
)
"""How old the data behind every scenario are, and what they leave open."""


def vintage(scenario: Mapping[str, Any]) -> list[str]:
    """Say how old the data behind a scenario are."""
    day = _day((scenario.get("start_state") or {}).get("as_of"))
    return [*([f"Who held what at the start is as of {words.day(day)}."] if day else []), *DATA]


def caveats(record: Record) -> list[str]:
    """Say how the pictures of this run or these runs may be read."""
    start, end = date_of(0, record.start), date_of(record.weeks, record.start)
    many = record.runs > 1
    return [
        words.range_of(record),
        words.spread_between(record)
        if many
        else "This is one run with one seed. Another seed gives another war: look at many before you say anything.",
        words.misses(record),
        *([words.KEPT_APART] if kept_apart(start, end) else []),
    ]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
