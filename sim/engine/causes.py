"""Causes: which event explains a change of holder, and which earlier events led to an event.

Owns the bookkeeping behind `holder` and `because`. Knows nothing of files, of words, or of why a rule does what
it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from sim.record.events import Event
from sim.sides import BACKS, COALITION, HOLDS_AS, INDEX, LABELS, SIDES
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["MEMORY", "THREAD", "Causes", "name_holders", "name_parties", "settle"]

MEMORY = 26
"""Weeks for which a broken truce or a patron's exit counts as what led to a campaign; assumption."""

THREAD = 4
"""Weeks between two incidents of the same forces that count as one story; assumption."""

_TREATIES = ("diplomacy", "truces", "settlement")
_ACCORDS = frozenset({"truce", "end_truce", "pact", "settlement"})
"""What a scenario can make that binds two parties, or ends what does."""
_INCIDENTS = ("incidents", "provocations")
_ENDINGS = frozenset({"collapse", "break", "end_truce"})
_CLIENTS = {INDEX[patron]: {INDEX[client] for client in clients} for patron, clients in BACKS.items()}


def name_holders(world: World, before: IntArray, told: Sequence[Event], rule: str) -> list[Event]:
    """Return what a rule told, with one event naming the new holder of each region that changed hands since `before`.

    A region without an event of its own takes that of its pocket, or of the same winner and loser.
    """
    events = list(told)
    for region in np.flatnonzero(before != world.holder).tolist():
        new, old = int(world.holder[region]), int(before[region])
        own = [number for number, event in enumerate(events) if event.region == region]
        if own:
            events[own[-1]] = replace(events[own[-1]], holder=new)
            continue
        parent = _parent(world, region, new, old, told) or Event(world.week, rule, "change")
        events.append(replace(parent, region=region, side=new, other=old, holder=new))
    return events


def name_parties(world: World, kept: FloatArray, event: Event) -> Event:
    """Return an event of the scenario with the two parties whose truce it changes; of more, the note names them.

    An ally who follows another's agreements is not named beside it.
    """
    changed = np.argwhere(np.triu(world.compliance != kept)).tolist()
    pairs = {tuple(sorted((HOLDS_AS[a], HOLDS_AS[b]))) for a, b in changed if event.side < 0}
    pairs = {(a, b) for a, b in pairs if COALITION[a] != COALITION[b]}
    if not pairs:
        return event
    side, other = min(pairs)
    if len(pairs) == 1:
        return replace(event, side=side, other=other)
    names = ", ".join(LABELS[SIDES[row]] for row in sorted({row for pair in pairs for row in pair}))
    return replace(event, side=side, other=other, note=f"{event.note}: {names}")


def _parent(world: World, region: int, new: int, old: int, told: Sequence[Event]) -> Event | None:
    """Return the event of the same phase that moved this region along with others."""
    root = int(world.pocket[region])
    alike = [event for event in told if event.other == old and COALITION[event.side] == COALITION[new]]
    loose = [event for event in told if event.region < 0 and event.rule == "scenario"]
    near = [event for event in alike if event.region == root and root >= 0]
    return next(iter([*near, *alike, *loose]), None)


def settle(told: Iterable[Event], start: IntArray) -> list[Event]:
    """Let only the last event of a week name the holder of a region, and none if the region came back to `start`."""
    events = list(told)
    last = {event.region: number for number, event in enumerate(events) if event.holder >= 0}
    for number, event in enumerate(events):
        if event.holder >= 0 and (last[event.region] != number or start[event.region] == event.holder):
            events[number] = replace(event, holder=-1)
    return events


def _binds(event: Event) -> bool:
    """Say whether an event is about what two parties have agreed."""
    return event.rule in _TREATIES or (event.rule == "scenario" and event.kind in _ACCORDS)


class Causes:
    """Remember what has happened in a run so far, as far as it can lead to something."""

    def __init__(self, ground: Theatre) -> None:
        """Start with nothing remembered."""
        self._ground = ground
        self._campaign: dict[tuple[int, int], int] = {}
        self._turn: dict[int, tuple[int, int]] = {}
        self._treaty: dict[frozenset[int], tuple[int, Event]] = {}
        self._incident: dict[frozenset[int], tuple[int, int]] = {}
        self._patron: dict[int, tuple[int, Event]] = {}
        self._dated: tuple[int, int, str] = (-1, -1, "")
        self._fallen: dict[tuple[int, int, int], int] = {}

    def link(self, event: Event, number: int, world: World) -> Event:
        """Return the event with the numbers of those that led to it, and remember it under `number`."""
        led = [*event.because, *self._before(event, world)]
        self._remember(event, number)
        return replace(event, because=tuple(dict.fromkeys(led))) if led else event

    def _before(self, event: Event, world: World) -> Iterable[int]:
        match event.kind:
            case "capture":
                return self._campaigns_at(event, world)
            case "begin_campaign":
                return self._openings(event)
            case "end_campaign" | "out_of_reach":
                return self._end_of(event)
            case "surrender" | "evacuation":
                return self._ring(event, world)
            case "follow":
                return self._last_turn(int(self._ground.anchor[event.region]))
        return self._thread(event)

    def _campaigns_at(self, event: Event, world: World) -> list[int]:
        """Return the beginnings of the campaigns that attacked the region this week."""
        found = [
            self._campaign.get((side, int(world.target[side, slot])), -1)
            for side, slot in np.argwhere(world.entry == event.region).tolist()
            if COALITION[side] == COALITION[event.side]
        ]
        return [number for number in found if number >= 0]

    def _openings(self, event: Event) -> list[int]:
        """Return the end of a truce between the two, and the exit of a patron of the attacked, if recent."""
        found = []
        number, last = self._treaty.get(frozenset((event.side, event.other)), (-1, None))
        if last is not None and last.kind in _ENDINGS and event.week - last.week <= MEMORY:
            found.append(number)
        for patron, (exit_number, gone) in self._patron.items():
            if event.other in _CLIENTS.get(patron, ()) and event.week - gone.week <= MEMORY:
                found.append(exit_number)
        return found

    def _end_of(self, event: Event) -> list[int]:
        begun = self._campaign.get((event.side, event.region), -1)
        turned, _ = self._turn.get(event.region, (-1, 0))
        return [number for number in (begun, turned if turned > begun else -1) if number >= 0]

    def _ring(self, event: Event, world: World) -> list[int]:
        """Return the event that cut a pocket off: the last change of hands around it before its siege began."""
        first = self._fallen.get((event.week, event.side, int(world.pocket[event.region])))
        if first is not None:
            return [first]
        began = event.week - int(world.cut[event.region]) + 1
        members = np.flatnonzero(world.pocket == world.pocket[event.region])
        around = set(self._ground.neighbour[members].ravel().tolist()) - {-1, *members.tolist()}
        closed = [self._turn[row] for row in around if row in self._turn and self._turn[row][1] <= began]
        return [max(closed)[0]] if closed else []

    def _last_turn(self, region: int) -> list[int]:
        return [self._turn[region][0]] if region in self._turn else []

    def _thread(self, event: Event) -> list[int]:
        """Return the event before this one in the same story: a pair's treaties or incidents, a patron's course."""
        if event.rule == "scenario" and event.holder >= 0:
            number, week, kind = self._dated
            return [number] if (week, kind) == (event.week, event.kind) else []
        if event.rule == "patrons":
            return [self._patron[event.side][0]] if event.side in self._patron else []
        pair = frozenset((event.side, event.other))
        if event.side < 0 or event.other < 0:
            return []
        if _binds(event) and pair in self._treaty:
            return [self._treaty[pair][0]]
        number, week = self._incident.get(pair, (-1, -THREAD - 1))
        return [number] if event.rule in _INCIDENTS and event.week - week <= THREAD else []

    def _remember(self, event: Event, number: int) -> None:
        if event.region >= 0 and (event.holder >= 0 or event.kind in ("capture", "surrender", "follow")):
            self._turn[event.region] = (number, event.week)
        pair = frozenset((event.side, event.other))
        if event.kind == "begin_campaign":
            self._campaign[event.side, event.region] = number
        elif event.kind in ("end_campaign", "out_of_reach"):
            self._campaign.pop((event.side, event.region), None)
        elif event.kind == "surrender":
            self._fallen.setdefault((event.week, event.side, event.region), number)
        elif event.rule == "scenario" and event.holder < 0:
            self._dated = (number, event.week, event.kind)
        if event.rule == "patrons" and event.side >= 0:
            self._patron[event.side] = (number, event)
        elif _binds(event) and event.holder < 0 and min(pair) >= 0:
            self._treaty[pair] = (number, event)
        elif event.rule in _INCIDENTS and min(pair) >= 0:
            self._incident[pair] = (number, event.week)
