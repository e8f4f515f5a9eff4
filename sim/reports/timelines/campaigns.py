"""What each party set out to do in one run: campaigns with what they took, main efforts, orders and incidents by week.

A campaign runs from the event that begins it to the one that ends it, or to the end of the run. Of each party the
`MOST` biggest are told: those that took most people's homes, then those that lasted longest; the others are counted.
Marks of one kind and party closer than `NEAR` weeks are one. Owns these choices. Knows nothing of drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sim.reports.reading import Reading
from sim.theatre.places import governorates
from sim.theatre.regions import Theatre, load_theatre

__all__ = ["KINDS", "MOST", "NEAR", "Campaign", "Effort", "Lane", "Mark", "campaigns_of", "lanes_of"]

Plain = Mapping[str, Any]

MOST = 6
"""Campaigns that are told of one party."""

NEAR = 3
"""Weeks within which marks of one kind are drawn as one."""

ORDER = ("regime", "russia", "iran", "opposition", "hts", "turkey", "sdf", "us", "is", "israel")
"""Lanes from above: each party beside those it fights with."""

KINDS: Mapping[str, str] = {
    "attack": "ordered to attack",
    "hold": "ordered to hold or lie low",
    "order": "another new order",
    "agreed": "agreement",
    "ended": "agreement ended",
    "incident": "incident or raid",
    "forces": "foreign force came, changed or left",
    "surrender": "took a place that surrendered or was left",
}
"""Kind of mark -> what it stands for."""

_OF_EVENT = {
    kind: mark
    for mark, kinds in {
        "agreed": ("agree", "accept", "truce", "pact", "settlement", "federal", "local_deal"),
        "ended": ("collapse", "break", "end_truce", "bargain_breaks", "talks_fail"),
        "incident": (
            "encounter", "push", "thrust", "punish", "strike", "provoke", "veto_push", "outrage", "jailbreak", "raid",
            "spoil",
        ),
        "forces": (
            "window", "contingent", "enter", "leave", "leaves", "draw_down", "draws_down", "return", "returns",
            "post_leaves",
        ),
        "surrender": ("surrender", "evacuation"),
    }.items()
    for kind in kinds
}  # fmt: skip
_STANDING = frozenset({"main_effort", "air_support", "posture", "reinforce", "arm", "raid"})
"""Orders repeated each month that have a line of their own or only turn with it; arms and raids go on and on."""


@dataclass(frozen=True)
class Campaign:
    """Hold one campaign: who, for which place, from which week to which, and the weeks in which it took regions."""

    side: str
    place: str
    first: int
    last: int
    taken: tuple[int, ...]
    people: float
    """People at the end of 2015 in the regions that it took; one that it took twice counts once."""
    reached: bool
    """Whether it took the place."""


@dataclass(frozen=True)
class Effort:
    """Hold a stretch of weeks in which a party's main effort, on the ground or in the air, went to one governorate."""

    where: str
    first: int
    last: int


@dataclass(frozen=True)
class Mark:
    """Hold a mark of one kind in one week, and how many orders or events it stands for."""

    kind: str
    week: int
    count: int


@dataclass(frozen=True)
class Lane:
    """Hold what is told of one party."""

    side: str
    campaigns: tuple[Campaign, ...]
    total: int
    """Campaigns it began, those not told among them."""
    efforts: tuple[Effort, ...]
    marks: tuple[Mark, ...]


def campaigns_of(record: Reading, ground: Theatre | None = None) -> list[Campaign]:
    """Return every campaign of a run with events, in order of their beginning."""
    ground = load_theatre() if ground is None else ground
    begun: dict[int, Plain] = {}
    ended: dict[int, int] = {}
    taken: dict[int, list[Plain]] = {}
    for event in record.events():
        if event["kind"] == "begin_campaign":
            begun[event["id"]] = event
            continue
        for cause in (cause for cause in event.get("because", ()) if cause in begun):
            if event["kind"] == "capture":
                taken.setdefault(cause, []).append(event)
            elif event["kind"] in ("end_campaign", "out_of_reach"):
                ended.setdefault(cause, event["week"])
    rows = {number: {ground.index[one["region"]] for one in events} for number, events in taken.items()}
    return [
        Campaign(
            side=event["side"],
            place=ground.names[ground.index[event["region"]]].partition(" (")[0],
            first=event["week"],
            last=max(ended.get(number, record.weeks), event["week"] + 1),
            taken=tuple(one["week"] for one in taken.get(number, ())),
            people=sum(float(ground.population[row]) for row in rows.get(number, ())),
            reached=ground.index[event["region"]] in rows.get(number, ()),
        )
        for number, event in begun.items()
    ]


def lanes_of(record: Reading) -> tuple[Lane, ...]:
    """Return a lane for each party that did anything in a run, in the order of the page."""
    every = campaigns_of(record)
    marks = [*_event_marks(record.events()), *_order_marks(record.orders())]
    out = []
    for side in ORDER:
        mine = [one for one in every if one.side == side]
        biggest = sorted(mine, key=lambda one: (-one.people, one.first - one.last, one.first))[:MOST]
        lane = Lane(
            side,
            tuple(sorted(biggest, key=lambda one: (one.first, one.last))),
            len(mine),
            _efforts(record, side),
            tuple(_thinned([(kind, week) for who, kind, week in marks if who == side])),
        )
        if lane.total or lane.efforts or lane.marks:
            out.append(lane)
    return tuple(out)


def _event_marks(events: Sequence[Plain]) -> Iterator[tuple[str, str, int]]:
    """Yield party, kind and week of every event that has a mark, for each of its parties; a place counts once."""
    for event in events:
        kind = _OF_EVENT.get(event["kind"])
        if kind is None or (kind == "forces" and "other" in event):
            continue
        parties = ("side", "other") if kind in ("agreed", "ended") else ("side",)
        for party in {event[key] for key in parties if key in event}:
            yield party, kind, event["week"]


def _order_marks(orders: Sequence[Plain]) -> Iterator[tuple[str, str, int]]:
    """Yield party, kind and week of every change of posture and of every other order that was not given before it.

    What a party ordered at its first decision is its opening, and has no mark but its posture.
    """
    stance: dict[str, str] = {}
    given: dict[str, tuple[int, set[Any]]] = {}
    months: dict[tuple[str, int], list[Plain]] = {}
    for order in orders:
        months.setdefault((order["actor"], order["week"]), []).append(order)
    for (actor, week), month in sorted(months.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        before = given.get(actor)
        now = {_plain(order) for order in month if order["verb"] not in _STANDING}
        for order in month:
            if order["verb"] == "posture" and stance.get(actor) != order["stance"]:
                stance[actor] = order["stance"]
                yield actor, "attack" if order["stance"] == "attack" else "hold", week
        if before is not None:
            yield from ((actor, "order", week) for _ in now - before[1])
        given[actor] = (week, now)


def _plain(order: Plain) -> tuple[tuple[str, str], ...]:
    """Return an order without its week, to compare it with that of another month."""
    return tuple(sorted((key, str(value)) for key, value in order.items() if key != "week"))


def _thinned(marks: Sequence[tuple[str, int]]) -> Iterator[Mark]:
    """Yield marks by week; those of one kind that follow within `NEAR` weeks of the first count with it."""
    open_: dict[str, tuple[int, int]] = {}
    done: list[Mark] = []
    for kind, week in sorted(marks, key=lambda pair: pair[1]):
        first, count = open_.get(kind, (week, 0))
        if count and week - first >= NEAR:
            done.append(Mark(kind, first, count))
            first, count = week, 0
        open_[kind] = (first, count + 1)
    done += [Mark(kind, first, count) for kind, (first, count) in open_.items()]
    yield from sorted(done, key=lambda mark: (mark.week, list(KINDS).index(mark.kind)))


def _efforts(record: Reading, side: str) -> tuple[Effort, ...]:
    """Return where the main effort of a party went; of one that only flies, where its aircraft did first."""
    mine = [order for order in record.orders() if order["actor"] == side]
    aims: dict[int, str] = {}
    for verb in ("main_effort", "air_support"):
        aims = {order["week"]: order["governorate"] for order in reversed(mine) if order["verb"] == verb}
        if aims:
            break
    decisions = sorted({order["week"] for order in mine})
    out: list[Effort] = []
    for week, after in pairwise([*decisions, record.weeks]):
        where = governorates().get(aims.get(week, ""), "")
        if where and out and out[-1].where == where and out[-1].last == week:
            out[-1] = Effort(where, out[-1].first, after)
        elif where:
            out.append(Effort(where, week, after))
    return tuple(out)
