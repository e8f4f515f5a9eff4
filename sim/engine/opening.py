"""Open a week: turn the scenario's dated series and events into inputs of the World.

Owns the calendar of a run: which input changes in which week. Knows nothing of rules or policies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.calendar import as_of, week_of
from sim.engine.causes import name_holders, name_parties
from sim.record.events import Event
from sim.scenario import events as scheduled
from sim.scenario.loaded import Loaded
from sim.scenario.start import Start
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.build import inside, set_reach
from sim.world.enmity import set_hostility, set_truce
from sim.world.turnover import close_post, foreign, move_in, open_post, rows_of, take
from sim.world.world import World

__all__ = ["Calendar", "Input", "calendar_of", "open_week", "resume_series"]

Input = Callable[[World, Theatre], None]
"""One change of the World by the scenario."""

Calendar = Mapping[int, list[tuple[str, str, Input]]]
"""Week -> (kind, words, change), in the order of the file."""

ROOM_TO_GROW = 1.2
"""How far an entering force may grow by recruits (multiple of its size at entry; assumption)."""


def calendar_of(loaded: Loaded) -> Calendar:
    """Return what the scenario changes in each week; a series that began before the start is in force from week 0."""
    scenario = loaded.scenario
    weeks: dict[int, list[tuple[str, str, Input]]] = defaultdict(list)
    for name, series in scenario.series.items():
        for day, value in series.points:
            week = max(0, week_of(day, scenario.start))
            weeks[week].append(("series", name, _series_input(name, value * series.scale)))
    for event in sorted(scenario.events, key=lambda item: item.when):
        week = week_of(event.when, scenario.start)
        if week < 0:
            continue
        weeks[week].append((event.do, event.label or event.do, _event_input(loaded, event)))
        if isinstance(event, scheduled.Window) and event.until is not None:
            weeks[week_of(event.until, scenario.start)].append(("window", "closes", _close(event, loaded.start)))
    return weeks


def open_week(world: World, ground: Theatre, calendar: Calendar) -> list[Event]:
    """Apply this week's inputs; return one event for each that is not a point of a series."""
    told = []
    for kind, words, change in calendar.get(world.week, ()):
        before, kept = world.holder.copy(), world.compliance.copy()
        change(world, ground)
        if kind != "series":
            told += name_holders(
                world, before, [name_parties(world, kept, Event(world.week, "scenario", kind, note=words))], "scenario"
            )
    return told


def resume_series(world: World, ground: Theatre, before: Loaded, after: Loaded) -> None:
    """Put this week's value of each series that a change in mid-run has altered in force."""
    for name, series in after.scenario.series.items():
        if series == before.scenario.series.get(name):
            continue
        points = [(week_of(day, after.scenario.start), value) for day, value in series.points]
        value = as_of(points, world.week)
        if value is not None:
            _series_input(name, value * series.scale)(world, ground)


def _series_input(name: str, value: float) -> Input:
    first, *rest = name.split(".")
    if first == "aid":
        return _set_aid(rest[0], rest[1], value)
    return _set_sorties(first, value)


def _set_sorties(side: str, value: float) -> Input:
    def change(world: World, ground: Theatre) -> None:
        world.sorties[INDEX[side]] = value

    return change


def _set_aid(patron: str, client: str, value: float) -> Input:
    def change(world: World, ground: Theatre) -> None:
        world.aid[INDEX[patron], INDEX[client]] = value

    return change


def _event_input(loaded: Loaded, event: scheduled.Event) -> Input:
    """Return the change that a scheduled event makes."""
    match event:
        case scheduled.Sorties():
            return _set_sorties(event.side, event.per_week.value)
        case scheduled.Aid():
            return _set_aid(event.patron, event.client, event.per_week.value)
        case scheduled.Truce():
            return lambda world, ground: set_truce(world, event.parties, event.compliance.value, event.excludes)
        case scheduled.EndTruce():
            return lambda world, ground: set_truce(world, event.parties, 0.0)
        case scheduled.Hostility():
            return lambda world, ground: set_hostility(world, event.pair[0], event.pair[1], event.value.value)
        case scheduled.Contingent():
            old_km = _zone_before(loaded, event)
            return lambda world, ground: _post(world, ground, event, old_km)
        case scheduled.Window():
            return lambda world, ground: _enter(world, ground, event)
        case scheduled.LocalDeal():
            return lambda world, ground: _deal(world, ground, event)
        case scheduled.Mark():
            return lambda world, ground: None


def _post(world: World, ground: Theatre, event: scheduled.Contingent, old_km: float | None) -> None:
    """Post a contingent, or let one leave; `old_km` is the zone of its post here until now, None if it had none."""
    if old_km is not None:
        close_post(world, ground, event.side, event.place, old_km, leaving=event.men.value == 0.0)
    if event.men.value > 0.0:
        open_post(world, ground, event.side, event.place, event.men.value, event.zone_km.value)


def _zone_before(loaded: Loaded, event: scheduled.Contingent) -> float | None:
    """Return the zone [km] that a side's post at a place had before an event; None if there was no post."""
    zones = {(post.side, post.place): post.zone_km.value for post in loaded.start.posts}
    for earlier in sorted(loaded.scenario.events, key=lambda item: item.when):
        if earlier is event:
            break
        if isinstance(earlier, scheduled.Contingent):
            zones[earlier.side, earlier.place] = earlier.zone_km.value
            if earlier.men.value == 0.0:
                del zones[earlier.side, earlier.place]
    return zones.get((event.side, event.place))


def _enter(world: World, ground: Theatre, event: scheduled.Window) -> None:
    """Let a foreign force in: it takes its points of entry and may attack inside the boxes."""
    side = INDEX[event.side]
    move_in(world, rows_of(ground, event.enter), side)
    world.depot[rows_of(ground, event.enter)] = side
    world.strike[side] += event.men.value
    world.received[side] += event.men.value
    world.strike_limit[side] = max(world.strike_limit[side], ROOM_TO_GROW * world.strike[side])
    world.readiness[:, side] = inside(ground, event.boxes)
    for foe in event.against:
        set_hostility(world, event.side, foe, event.hostility.value)


def _close(event: scheduled.Window, start: Start) -> Input:
    """End a window: as many men as came go home, what was taken stays held, and old limits hold again."""

    def change(world: World, ground: Theatre) -> None:
        side = INDEX[event.side]
        home = min(world.strike[side], event.men.value)
        world.handed[side] += home
        world.strike[side] -= home
        set_reach(world, ground, start, event.side)

    return change


def _deal(world: World, ground: Theatre, event: scheduled.LocalDeal) -> None:
    """Hand places over; a share of their men leaves for other land of their side, the rest lay down arms."""
    to = INDEX[event.to]
    area = foreign(world, rows_of(ground, event.places), to)
    for side in np.unique(world.holder[area]):
        here = area & (world.holder == side)
        leaving = event.share.value * world.garrison[here].sum()
        goal = _destination(world, ground, event, int(side), area)
        if goal.any():
            world.garrison[goal] += leaving / goal.sum()
        else:
            leaving = 0.0
        world.deserted[side] += world.garrison[here].sum() - leaving
    take(world, area, to)


def _destination(
    world: World, ground: Theatre, event: scheduled.LocalDeal, side: int, area: np.ndarray
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where fighters who leave go: the named place while their side holds it, else all their other land."""
    rest: np.ndarray[Any, np.dtype[np.bool_]] = ~area & (world.holder == side)
    if event.moves_to is not None and rest[ground.index[event.moves_to]]:
        rest[:] = False
        rest[ground.index[event.moves_to]] = True
    return rest
