"""The tables of a run or an ensemble: weekly measures, control, changes of hands, battles, events, orders.

Owns what stands in these tables. Knows nothing of how they are written (see `sheet`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from sim.calendar import date_of
from sim.record.record import Record
from sim.record.series import MEASURES
from sim.record.telling import sentence
from sim.reports.exporting.sheet import Column, Sheet, parts_of
from sim.reports.exporting.spans import shares_after, states_after
from sim.scenario.parameters.registry import declared
from sim.sides import HOLDERS, SIDES
from sim.theatre.places import region_names

__all__ = ["sheets_of_war"]

Row = tuple[object, ...]
Plain = Mapping[str, Any]

_RUN = (
    Column("run", "", "number of the run, from 0"),
    Column("seed", "", "seed of the run; the same seed gives the same run"),
)
_WEEK = Column("week", "", "weeks since the start")
_AFTER = Column("week", "", "weeks that have passed; 0: the start")
_DATE = Column("date", "", "Monday of the week")
_DAY = Column("date", "", "Monday on which it was so")
_PLACE = (
    Column("region", "", "id of the region, as in regions of the maps"),
    Column("name", "", "name of the region, or of the empty country nearest to a place"),
)
_HOLDER = Column("holder", "", f"who held it: {', '.join(HOLDERS)}")


def sheets_of_war(record: Record, weeks: Sequence[int]) -> Iterator[Sheet]:
    """Yield the tables that a record can fill; control is told after each of `weeks`."""
    yield _series(record)
    yield _control(record, weeks) if record.runs == 1 else _shares(record, weeks)
    yield _flips(record)
    if any(history.numbers for history in record.histories):
        yield _draws(record)
    if any(len(history.battles) for history in record.histories):
        yield _battles(record)
    if any(len(history.hidden) for history in record.histories):
        yield _hidden(record)
    if any(history.events for history in record.histories):
        yield _events(record)
    if any(history.orders for history in record.histories):
        yield _orders(record)


def _names(record: Record) -> list[tuple[str, str]]:
    """Return id and name of every region of a record."""
    known = region_names()
    return [(region, known.get(region, region)) for region in record.regions]


def _series(record: Record) -> Sheet:
    """Every measure of every week and run; about seven digits, those of `float32`."""
    measures = [Column(name, one.unit, one.doc) for name, one in MEASURES.items()]
    columns = (*_RUN, Column("week", "", "the week that began so many weeks after the start"), _DATE, *measures)

    def parts() -> Iterator[pa.Table]:
        dates = [date_of(week, record.start) for week in range(record.weeks)]
        for number, history in enumerate(record.histories):
            long = len(history.table)
            head = [[number] * long, [history.seed] * long, range(long), dates[:long]]
            body = history.table.astype(np.float32)
            # Not a number stands for what an older version did not measure: an empty cell.
            cells = [*map(pa.array, head), *(pa.array(column, from_pandas=True) for column in body.T)]
            yield pa.table(dict(zip([column.name for column in columns], cells, strict=True)))

    return Sheet("series.csv", "Weekly measures, a row a run and week.", columns, parts())


def _control(record: Record, weeks: Sequence[int]) -> Sheet:
    columns = (
        *_RUN,
        _AFTER,
        _DAY,
        *_PLACE,
        _HOLDER,
        Column("contested_by", "", "who attacked it in the week that ended then"),
        Column("night", "flag", "1: an underground of IS ruled it by night"),
    )

    def rows() -> Iterator[Row]:
        seed, names = record.seeds[0], _names(record)
        for week, holders in states_after(record, weeks):
            frame = record.frame(week)
            day = frame.date
            for row, (place, side) in enumerate(zip(names, holders[0].tolist(), strict=True)):
                rival = SIDES[frame.rival[row]] if frame.contested[row] else None
                yield 0, seed, week, day, *place, SIDES[side], rival, int(frame.clandestine[row])

    says = "Who held each region, a row a week and region."
    return Sheet("control.csv", says, columns, parts_of(columns, rows()))


def _shares(record: Record, weeks: Sequence[int]) -> Sheet:
    columns = (
        _AFTER,
        _DAY,
        *_PLACE,
        Column("holder", "", f"who held it in more runs than anybody else: {', '.join(HOLDERS)}"),
        Column("share", "share of runs", "of these, in how many"),
        *(Column(f"share.{side}", "share of runs", f"held by {side}") for side in HOLDERS),
    )

    def rows() -> Iterator[Row]:
        names = _names(record)
        for week, shares in shares_after(record, weeks):
            day, most = date_of(week, record.start), shares.argmax(axis=1)
            for place, top, share in zip(names, most.tolist(), shares.tolist(), strict=True):
                yield week, day, *place, HOLDERS[top], share[top], *share

    says = "Who held each region in which share of the runs, a row a week and region."
    return Sheet("control.csv", says, columns, parts_of(columns, rows()))


def _draws(record: Record) -> Sheet:
    names, known = list(record.histories[0].numbers), declared()
    columns = (
        *_RUN,
        Column("draw", "", "number of the draw in the posterior, from 0"),
        *(Column(name, known[name].unit, known[name].meaning) for name in names if name in known),
    )
    rows = (
        (number, history.seed, history.draw, *(history.numbers[column.name] for column in columns[3:]))
        for number, history in enumerate(record.histories)
    )
    return Sheet("draws.csv", "The numbers of the model that each run has alone.", columns, parts_of(columns, rows))


def _changes(record: Record, attribute: str) -> Iterator[tuple[Row, int, int]]:
    """Yield what begins a row (run, seed, week, date, region, name), the region and what changed, in order."""
    names = _names(record)
    for number, history in enumerate(record.histories):
        for week, region, what in getattr(history, attribute).tolist():
            yield (number, history.seed, week, date_of(week, record.start), *names[region]), region, what


def _flips(record: Record) -> Sheet:
    columns = (
        *_RUN,
        Column("week", "", "weeks that had passed when it showed"),
        _DAY,
        *_PLACE,
        Column("before", "", "who held it until then"),
        Column("holder", "", "who held it from then on"),
    )

    def rows() -> Iterator[Row]:
        held = np.stack([history.start_holder for history in record.histories])
        for head, region, side in _changes(record, "flips"):
            run = cast("int", head[0])
            yield *head, SIDES[held[run, region]], SIDES[side]
            held[run, region] = side

    return Sheet("flips.csv", "Every change of hands.", columns, parts_of(columns, rows()))


def _battles(record: Record) -> Sheet:
    columns = (*_RUN, _AFTER, _DAY, *_PLACE, Column("attacker", "", "who attacked in the week that ended then"))
    rows = ((*head, SIDES[side]) for head, _, side in _changes(record, "battles"))
    return Sheet("battles.csv", "Every week in which a region was attacked.", columns, parts_of(columns, rows))


def _hidden(record: Record) -> Sheet:
    columns = (
        *_RUN,
        _AFTER,
        _DAY,
        *_PLACE,
        Column("night", "flag", "1: IS ruled it by night from then on; 0: no more"),
    )
    rows = ((*head, state) for head, _, state in _changes(record, "hidden"))
    return Sheet("night.csv", "Where the underground of IS ruled by night.", columns, parts_of(columns, rows))


def _told(values: Mapping[str, Any]) -> str | None:
    """Return named values in one cell: `attack=900; defence=300`."""
    return "; ".join(f"{name}={value}" for name, value in values.items()) or None


_EVENT_KEYS = ("rule", "kind", "side", "other", "holder", "probability", "draw", "note")


def _events(record: Record) -> Sheet:
    columns = (
        *_RUN,
        Column("event", "", "number of the event in its run"),
        _WEEK,
        _DATE,
        *_PLACE,
        Column("rule", "", "rule of the model that did it"),
        Column("kind", "", "what it was"),
        Column("side", "", "whose doing"),
        Column("other", "", "with or against whom"),
        Column("holder", "", "who held the region from then on, if that changed"),
        Column("probability", "probability", "odds that it would happen"),
        Column("draw", "0..1", "the draw; it happened where this was below its odds"),
        Column("note", "", "words of the scenario or of the rule"),
        Column("because", "", "numbers of the events that led to it"),
        Column("inputs", "", "numbers behind it"),
        Column("says", "", "the same in a sentence"),
    )
    known = region_names()

    def row(head: Row, event: Plain) -> Row:
        region = event.get("region")
        name = known.get(str(region), region) if region else None
        because = " ".join(map(str, event.get("because", ()))) or None
        parts = (event.get(key) for key in _EVENT_KEYS)
        says = sentence([event], [name] if name else [])
        week = event["week"]
        start = (*head, event.get("id"), week, date_of(week, record.start), region, name)
        return *start, *parts, because, _told(event.get("inputs", {})), says

    rows = (
        row((number, history.seed), event)
        for number, history in enumerate(record.histories)
        for event in history.events
    )
    return Sheet("events.csv", "Every event with its odds and what led to it.", columns, parts_of(columns, rows))


def _orders(record: Record) -> Sheet:
    columns = (
        *_RUN,
        _WEEK,
        _DATE,
        Column("actor", "", "who gave the order"),
        Column("order", "", "what was ordered"),
        Column("details", "", "the rest of the order"),
        Column("refused", "", "why it was refused; empty: it was not"),
    )
    bare = {"week", "actor", "verb", "refused"}

    def rows() -> Iterator[Row]:
        for number, history in enumerate(record.histories):
            for order in history.orders:
                week = order["week"]
                details = _told({key: value for key, value in order.items() if key not in bare})
                head = (number, history.seed, week, date_of(week, record.start))
                yield *head, order["actor"], order["verb"], details, order.get("refused")

    return Sheet("orders.csv", "Every order, refused ones too.", columns, parts_of(columns, rows()))
