"""Whether what stands in a results folder can be what a run wrote: kinds, names that are known, weeks that there were.

Whoever reads a Record may rely on it, so a file that was changed by hand is refused where it is read and not where a
picture breaks on it. Owns these questions. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NotRequired, Required, TypedDict

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field, with_config

from sim.calendar import FIRST_DATE, LAST_DATE
from sim.record.form import AS_WRITTEN, formed
from sim.record.record import Record
from sim.record.series import LATER, MEASURES
from sim.sides import SIDE_COUNT, SIDES

__all__ = ["Numbers", "inspect", "inspect_manifest"]

_MOST = 2**63
"""Whole numbers from here on do not fit into a table."""

_LARGEST = 1e12
"""No measure of a war is larger: people, weeks, shares, money [USD m]."""

_BATTLE = frozenset({
    "attack", "defence", "power_ratio", "judged", "quality_attack", "quality_defence", "depth", "siege", "tempo",
})  # fmt: skip
"""What an event tells of a battle if it tells of one."""

_CAMPAIGN = frozenset({"begin_campaign", "end_campaign", "out_of_reach"})
"""Kinds of event that have a side and a place."""


def _side(name: str) -> str:
    if name not in SIDES:
        raise ValueError(f'there is no side "{name[:40]}"')
    return name


def _text(text: str) -> str:
    text.encode()  # half of a letter outside the basic plane cannot be written again
    return text


def _day(text: str) -> str:
    if not FIRST_DATE <= date.fromisoformat(text) <= LAST_DATE:
        raise ValueError(f"{text} lies outside {FIRST_DATE} to {LAST_DATE}")
    return text


_Side = Annotated[str, AfterValidator(_side)]
_Text = Annotated[str, AfterValidator(_text)]
_Whole = Annotated[int, Field(ge=0, lt=_MOST)]
_Share = Annotated[float, Field(ge=0.0, le=1.0)]


@with_config(AS_WRITTEN)
class _Fork(TypedDict):
    week: _Whole
    sets: NotRequired[list[_Text] | None]


@with_config(AS_WRITTEN)
class _Prior(TypedDict):
    low: float
    high: float
    widened: float


@with_config(AS_WRITTEN)
class Numbers(TypedDict):
    """What a manifest says of numbers that were drawn."""

    told: _Text
    priors: dict[str, _Prior]
    draw: NotRequired[_Whole]


@with_config(AS_WRITTEN)
class _Asked(TypedDict):
    scenario: _Text
    weeks: _Whole | None


@with_config(AS_WRITTEN)
class _Manifest(TypedDict, total=False):
    scenario: str
    seeds: Annotated[list[_Whole], Field(min_length=1)]
    regions: Annotated[list[_Text], Field(min_length=1)]
    citations: list[_Text]
    command: list[_Text]
    sets: list[_Text]
    fork: _Fork
    asked: _Asked
    numbers: Numbers
    versions: dict[str, _Text]
    commit: _Text | None
    made: str


@with_config(AS_WRITTEN)
class _Number(TypedDict, total=False):
    low: float | None
    high: float | None
    unit: str | None
    source: list[str] | None
    assumption: str | None
    confidence: str | None
    file: str | None


@with_config(AS_WRITTEN)
class _Dated(TypedDict, total=False):
    when: Annotated[str, AfterValidator(_day)] | None
    label: str | None


@with_config(AS_WRITTEN)
class _Scenario(TypedDict, total=False):
    id: str
    variant: str | None
    title: str
    summary: str | None
    start: Required[Annotated[str, AfterValidator(_day)]]
    claims: list[str] | None
    events: list[_Dated] | None
    values: dict[str, dict[str, Any]] | None
    provenance: dict[str, _Number] | None
    start_state: dict[str, Any] | None
    actors: dict[str, Any] | None
    series: dict[str, Any] | None


@with_config(AS_WRITTEN)
class _Event(TypedDict):
    week: _Whole
    rule: Annotated[str, Field(min_length=1)]
    kind: Annotated[str, Field(min_length=1)]
    id: NotRequired[_Whole]
    region: NotRequired[str]
    side: NotRequired[_Side]
    other: NotRequired[_Side]
    holder: NotRequired[_Side]
    probability: NotRequired[_Share]
    draw: NotRequired[_Share]
    inputs: NotRequired[dict[str, float]]
    note: NotRequired[_Text]
    because: NotRequired[list[_Whole]]


@with_config(AS_WRITTEN)
class _Order(TypedDict):
    week: _Whole
    actor: _Side
    verb: str
    refused: NotRequired[str | None]


def inspect_manifest(manifest: object) -> None:
    """Raise ValueError for a manifest, of whatever kind of results, whose parts are not of the kind that is written."""
    formed(_Manifest, manifest, "manifest")


def inspect(record: Record) -> None:
    """Raise ValueError for the first thing in a record that no run could have written."""
    formed(_Scenario, record.scenario, "scenario.yaml")
    known = set(record.regions)
    if len(known) != len(record.regions):
        raise ValueError("manifest.json names a region twice")
    if record.weeks < 1 or len({len(history.table) for history in record.histories}) > 1:
        raise ValueError("series.parquet has runs of unequal length, or of none")
    later = np.array([name in LATER for name in MEASURES])
    for history in record.histories:
        _within(history.start_holder, SIDE_COUNT, "holder in start.parquet")
        for name, most in (("flips", SIDE_COUNT), ("battles", SIDE_COUNT), ("hidden", 2)):
            _changes(getattr(history, name), record.weeks, len(known), most, f"{name}.parquet")
        absent = np.isnan(history.table) & later
        if not (absent | (np.abs(history.table) <= _LARGEST)).all():
            raise ValueError("a measure in series.parquet is no number")
        _within(history.fields.weeks, record.weeks + 1, "week in fields.parquet")
        values = history.fields.values
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError("a field in fields.parquet is no number, or below 0")
        _events(history.events, record.weeks, known)
        for order in history.orders:
            formed(_Order, order, "orders.jsonl")
            _within(np.array(order["week"]), record.weeks, "week in orders.jsonl")


def _within(values: NDArray[Any], most: int, what: str) -> None:
    if values.size and (values.min() < 0 or values.max() >= most):
        raise ValueError(f"{what} lies outside 0 to {most - 1}")


def _changes(rows: NDArray[np.int16], weeks: int, regions: int, most: int, what: str) -> None:
    for column, (name, end) in enumerate((("week", weeks + 1), ("region", regions), ("value", most))):
        _within(rows[:, column], end, f"{name} in {what}")
    if (np.diff(rows[:, 0]) < 0).any():
        raise ValueError(f"{what} is not in the order of time")


def _events(events: Sequence[Mapping[str, Any]], weeks: int, regions: set[str]) -> None:
    for number, event in enumerate(events):
        formed(_Event, event, "events.jsonl")
        _within(np.array(event["week"]), weeks, "week in events.jsonl")
        if event.get("id", number) != number:
            raise ValueError("events.jsonl does not count its events in order")
        if any(cause >= len(events) for cause in event.get("because", ())):
            raise ValueError("events.jsonl tells of a cause that there is not")
        if "region" in event and event["region"] not in regions:
            raise ValueError(f'events.jsonl tells of a region "{event["region"][:40]}" that there is not')
        if ("holder" in event or event["kind"] in _CAMPAIGN) and "region" not in event:
            raise ValueError(f"events.jsonl tells of {event['kind'][:40]} without a place")
        if event["kind"] in _CAMPAIGN and "side" not in event:
            raise ValueError(f"events.jsonl tells of {event['kind']} without a side")
        if ("probability" in event) != ("draw" in event):
            raise ValueError("events.jsonl tells of odds without a draw, or of a draw without odds")
        told = event.get("inputs", {})
        if "attack" in told and not told.keys() >= _BATTLE:
            raise ValueError("events.jsonl tells of a battle without its strengths")
        if ("civilians_killed" in told) != ("fighters_killed" in told):
            raise ValueError("events.jsonl tells of half of the dead")
