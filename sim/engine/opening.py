"""Open a week: put the scenario's series, closings and events of the week in force, dated and conditional ones.

Conditions are tested first, on the World as the last week left it. Owns the calendar of a run: which input changes
in which week. Knows nothing of what an input does, of rules or of policies.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sim.calendar import LAST_DATE, as_of, week_of
from sim.chance import Purpose, uniform
from sim.engine.causes import name_holders, name_parties
from sim.engine.conditions import holds_now
from sim.engine.desk import Desk, Input, Watch
from sim.engine.inputs import event_input, series_input
from sim.record.events import Event
from sim.scenario import events as scheduled
from sim.scenario.loaded import Loaded
from sim.sides import NAMES, SIDES
from sim.theatre.places import governorates, places
from sim.theatre.regions import Theatre
from sim.world.turnover import barred
from sim.world.world import World

__all__ = ["Calendar", "calendar_of", "open_week", "resume_series"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Say what a scenario changes: points of series and dated events by week, in the order of the file."""

    loaded: Loaded
    series: Mapping[int, list[Input]]
    events: Mapping[int, list[scheduled.Event]]


def calendar_of(loaded: Loaded) -> Calendar:
    """Return what the scenario changes in each week; a series that began before the start is in force from week 0."""
    scenario = loaded.scenario
    series: dict[int, list[Input]] = defaultdict(list)
    for name, points in scenario.series.items():
        for day, value in points.points:
            week = max(0, week_of(day, scenario.start))
            series[week].append(series_input(name, value * points.scale))
    events: dict[int, list[scheduled.Event]] = defaultdict(list)
    for event in sorted(scenario.events, key=lambda item: item.when or LAST_DATE):
        if event.when is not None and (week := week_of(event.when, scenario.start)) >= 0:
            events[week].append(event)
    return Calendar(loaded, series, events)


def open_week(world: World, ground: Theatre, calendar: Calendar, desk: Desk) -> list[Event]:
    """Apply this week's inputs; return one event for each that is not a point of a series."""
    told: list[Event] = []
    fired = list(_fire(world, ground, calendar.loaded, desk)) if desk.watches else []
    for change in calendar.series.get(world.week, ()):
        change(world, ground, desk)
    told += _do_what_is_due(world, ground, desk)
    for event in calendar.events.get(world.week, ()):
        words = replace(_named(event), week=world.week, note=_note(event, world, ground)) if world.telling else None
        told += _do(world, ground, desk, event_input(calendar.loaded, event), words, event)
    for watch, value in fired:
        if _drawn(watch.event, world):
            told += _happen(world, ground, calendar.loaded, desk, watch, value)
    return told + _do_what_is_due(world, ground, desk)


def _note(event: scheduled.Event, world: World, ground: Theatre) -> str:
    """Return the words of an event for the record: its label, or what it does in short, or its verb."""
    if isinstance(event, scheduled.Contingent):
        name, who, men = places()[event.place].name, NAMES[event.side], event.men.value
        if barred(world, ground, event.side, event.place):
            keeper = NAMES[SIDES[int(world.zone[ground.index[event.place]])]]
            return f"{who} cannot post men at {name}: {keeper} has a post there"
        return f"{who} posted {men:,.0f} men at {name}" if men > 0.0 else f"{who} left its post at {name}"
    if isinstance(event, scheduled.Favour):
        return f"{governorates()[event.governorate]}{'' if event.until is None else f' until {event.until}'}"
    if isinstance(event, scheduled.Reinforcement):
        return f"{event.men.value:+,.0f} men"
    return event.label or event.do


def _named(event: scheduled.Event) -> Event:
    """Return an event of the record with the party that acts, the one it acts on, and its level, as far as named.

    The parties of a truce or settlement are those whose truce it changes, and are named when it is made.
    """
    names = [getattr(event, key, None) for key in ("side", "by", "patron", "actor")]
    against = getattr(event, "against", None) or getattr(event, "client", None)
    acts, on = next((name for name in names if name), None), against
    if isinstance(event, scheduled.Sanctions):
        acts, on = event.against, None
    elif isinstance(event, scheduled.Window):
        on = event.against[0] if len(event.against) == 1 else None
    elif isinstance(event, (scheduled.Hostility, scheduled.HotlineSet)):
        acts, on = event.pair
    elif isinstance(event, scheduled.Pact):
        acts, on = event.parties
    elif isinstance(event, (scheduled.LocalDeal, scheduled.Overrule)):
        acts = event.to
    number = {name: index for index, name in enumerate(SIDES)}
    size = _size(event)
    return Event(0, "scenario", event.do, side=number.get(acts or "", -1), other=number.get(on or "", -1), inputs=size)


def _size(event: scheduled.Event) -> dict[str, float]:
    """Return the number that tells how an event is to be understood, by name."""
    match event:
        case scheduled.Sanctions():
            return {"level": event.level.value}
        case scheduled.Favour():
            return {"steps": float(event.steps)}
        case scheduled.Reinforcement():
            return {"men": event.men.value}
    return {}


def _do(
    world: World,
    ground: Theatre,
    desk: Desk,
    change: Input,
    words: Event | None,
    event: scheduled.Event | None = None,
) -> list[Event]:
    """Make one change; return its event, and one for each region that it gives a new holder, if anybody keeps them."""
    if not world.telling:
        change(world, ground, desk)
        return []
    before, kept = world.holder.copy(), world.compliance.copy()
    change(world, ground, desk)
    told = [] if words is None else [name_parties(world, kept, words)]
    told = name_holders(world, before, told, "scenario")
    if words is not None and isinstance(event, scheduled.Contingent) and told[0].holder < 0:
        told[0] = replace(told[0], region=ground.index[event.place])
    return told


def _do_what_is_due(world: World, ground: Theatre, desk: Desk) -> list[Event]:
    """Close what ends this week, or should have ended before it began."""
    now = [due for due in desk.due if due.week <= world.week]
    told: list[Event] = []
    for due in now:
        desk.due.remove(due)
        event = Event(world.week, "scenario", due.kind, note=due.words) if due.words else None
        told += _do(world, ground, desk, due.change, event)
    return told


def _fire(world: World, ground: Theatre, loaded: Loaded, desk: Desk) -> Iterator[tuple[Watch, float]]:
    """Count the weeks for which each condition has held; yield the events that happen now, with the value measured."""
    for watch in desk.watches:
        event = watch.event
        if watch.done or not _in_time(event, world.week, loaded.scenario.start) or _still_open(event, desk):
            watch.weeks = 0
            continue
        assert event.condition is not None
        held, value = holds_now(event.condition, world, ground)
        watch.weeks = watch.weeks + 1 if held else 0
        if watch.weeks >= event.condition.weeks:
            yield watch, value


def _drawn(event: scheduled.Event, world: World) -> bool:
    """Draw whether an event whose condition holds happens this week; one without odds always does."""
    if event.odds is None:
        return True
    key = zlib.crc32((event.id or event.told).encode())
    return uniform(world.seed, Purpose.OCCASION, world.week, key, 0) < event.odds.value


def _in_time(event: scheduled.Event, week: int, start: date) -> bool:
    """Say whether an event may happen: not before its earliest date, nor once what it begins would be over."""
    until = getattr(event, "until", None)
    if event.earliest is not None and week < week_of(event.earliest, start):
        return False
    return until is None or week < week_of(until, start)


def _still_open(event: scheduled.Event, desk: Desk) -> bool:
    """Say whether the event would open a window that is open."""
    return isinstance(event, scheduled.Window) and (event.id or event.told) in [window.name for window in desk.opened]


def _happen(world: World, ground: Theatre, loaded: Loaded, desk: Desk, watch: Watch, value: float) -> list[Event]:
    """Let a conditional event happen; its count begins anew."""
    event, weeks = watch.event, watch.weeks
    watch.done, watch.weeks = event.once, 0
    named = _named(event)
    inputs = {**named.inputs, "measured": value, "weeks": float(weeks)}
    note = f"{_note(event, world, ground)} ({event.told})"
    told = replace(named, week=world.week, inputs=inputs, note=note)
    return _do(world, ground, desk, event_input(loaded, event), told, event)


def resume_series(world: World, ground: Theatre, before: Loaded, after: Loaded) -> None:
    """Put this week's value of each series that a change in mid-run has altered in force."""
    for name, series in after.scenario.series.items():
        if series == before.scenario.series.get(name):
            continue
        points = [(week_of(day, after.scenario.start), value) for day, value in series.points]
        value = as_of(points, world.week)
        if value is not None:
            series_input(name, value * series.scale)(world, ground, Desk())
