"""What makes no sense in a scenario though every word of it is known: who is not there, what comes out of order.

Owns the checks that need a scenario together with its start state. Each returns faults with lines, none stops at the
first. Knows nothing of how an event takes effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sim.scenario import events as scheduled
from sim.scenario.able import unable
from sim.scenario.conditions import Between, Border, Holds, Measured
from sim.scenario.control import ControlRow
from sim.scenario.events import Entry, Event
from sim.scenario.schema import Scenario
from sim.scenario.start import Start
from sim.scenario.terms import known_fault
from sim.sides import BACKS, COALITION, INDEX

__all__ = ["Finding", "logic_findings"]

type Finding = tuple[tuple[object, ...], str]
"""Path of the value at fault, and what is wrong with it."""


def logic_findings(scenario: Scenario, start: Start, control: Mapping[str, ControlRow]) -> Iterator[Finding]:
    """Find what makes no sense in a scenario that begins from this state."""
    parties: set[str] = {*scenario.actors, *start.sides}
    forces = parties | _posted(scenario, start)
    there = forces | {row.holder for row in control.values()}
    for index, event in enumerate(scenario.events):
        path = ("events", index)
        for field, text in (
            *_absent(event, parties, forces, there),
            *_seats(event, scenario),
            *_means(event, scenario, start),
            *_order(event, scenario, start),
            *_too_long(event, scenario),
            *unable(event),
        ):
            yield (*path, *field), text
    for name, entry in scenario.entries.items():
        for field, text in _entry(entry, scenario):
            yield ("entries", name, *field), text


def _posted(scenario: Scenario, start: Start) -> set[str]:
    """Return the sides that have a post, or come with a contingent or through a window."""
    comes = (scheduled.Contingent, scheduled.Window)
    return {post.side for post in start.posts} | {e.side for e in scenario.events if isinstance(e, comes)}


def _missing(field: Sequence[object], names: Iterable[str], there: set[str], why: str) -> Iterator[Finding]:
    for name in names:
        if name not in there:
            yield tuple(field), f"{name} {why}"


_NO_PARTY = "is no party to this scenario: it has neither an actor nor people in the start state"
_NO_FORCE = "has no force in this scenario: no people in the start state, no actor, no post and no entry"


def _absent(event: Event, parties: set[str], forces: set[str], there: set[str]) -> Iterator[Finding]:
    """Find parties that are not in the scenario."""
    match event:
        case scheduled.Truce() | scheduled.EndTruce() | scheduled.Settlement() | scheduled.Pact():
            yield from _missing(["parties"], event.parties, parties, _NO_PARTY)
        case scheduled.Departure() | scheduled.Budget() | scheduled.Reinforcement():
            yield from _missing(["side"], [event.side], parties, _NO_PARTY)
        case scheduled.Outrage():
            yield from _missing(["by"], [event.by], parties, _NO_PARTY)
        case scheduled.Sanctions():
            yield from _missing(["against"], [event.against], parties, _NO_PARTY)
        case scheduled.PunitiveStrike():
            yield from _missing(["against"], [event.against], parties, _NO_PARTY)
        case scheduled.HotlineSet():
            yield from _missing(["pair"], event.pair, forces, _NO_FORCE)
        case scheduled.PatrolArea() | scheduled.Favour():
            yield from _missing(["side"], [event.side], forces, _NO_FORCE)
        case scheduled.Overrule():
            yield from _missing(["to"], [event.to], there, "is not in this scenario")
        case scheduled.Cadre():
            yield from _missing(["men"], ["is"], parties, _NO_PARTY)
    match event.condition:
        case Between(of=names) | Border(of=names):
            yield from _missing(["if", "of"], names, there, "is not in this scenario")
        case Measured(of=name):
            yield from _missing(["if", "of"], [name], there, "is not in this scenario")
        case Holds(by=name):
            yield from _missing(["if", "by"], [name], there, "is not in this scenario")


def _seats(event: Event, scenario: Scenario) -> Iterator[Finding]:
    """Find actors who are not seated, and orders to open what is no entry."""
    match event:
        case scheduled.PolicyChange(actor=name) | scheduled.Command(actor=name) if name not in scenario.actors:
            yield ("actor",), known_fault(name, scenario.actors, "actor of this scenario called")
        case scheduled.Pact(terms="bargain", parties=[name, _]) if name in BACKS and name not in scenario.actors:
            yield ("parties",), f"{name} has no actor in this scenario that could leave"
        case scheduled.Valuation(patron=name) if name not in scenario.actors:
            yield ("patron",), known_fault(name, scenario.actors, "actor of this scenario called")
        case scheduled.Command() if event.order.window is not None:
            entry = scenario.entries.get(event.order.window)
            if entry is None:
                yield ("order", "window"), known_fault(event.order.window, scenario.entries, "entry")
            elif entry.side != event.actor:
                yield ("order", "window"), f"this entry is open to {entry.side}, not to {event.actor}"


def _means(event: Event, scenario: Scenario, start: Start) -> Iterator[Finding]:
    """Find plans of a side that can send nobody, and enemies who are friends."""
    match event:
        case scheduled.Plan(side=side):
            people = start.sides.get(side)
            comes = [e.side for e in scenario.events if isinstance(e, scheduled.Window)]
            enters = [*comes, *(entry.side for entry in scenario.entries.values())]
            mobile = people is not None and people.strike.value + people.inflow.value > 0.0
            if not mobile and side not in enters:
                yield ("side",), f"{side} has no mobile force that could carry out a plan"
        case scheduled.Window(side=side, against=foes):
            yield from _friends(side, foes)
        case scheduled.PunitiveStrike(side=side, against=foe):
            yield from _friends(side, [foe])
        case scheduled.Truce() | scheduled.Settlement() | scheduled.Pact():
            if len({COALITION[INDEX[name]] for name in event.parties}) == 1:
                yield ("parties",), "the parties share a coalition; they have no quarrel to settle in this model"


def _friends(side: str, foes: Iterable[str]) -> Iterator[Finding]:
    for foe in foes:
        if COALITION[INDEX[side]] == COALITION[INDEX[foe]]:
            yield ("against",), f"{foe} shares a coalition with {side}; quarrels inside one are not modelled"


def _order(event: Event, scenario: Scenario, start: Start) -> Iterator[Finding]:
    """Find events that come before what they end, or that end it twice."""
    day = event.when
    if day is not None and day < scenario.start:
        return
    others = [e for e in scenario.events if e is not event]
    before = [e for e in others if day is None or _may_precede(e, day, scenario.start)]
    field = "when" if day else "if"
    if isinstance(event, scheduled.Contingent):
        yield from _posts(event, field, before, scenario, start)
    if day is None:
        return
    match event:
        case scheduled.EndTruce():
            made = [truce.parties for truce in start.truces]
            made += [e.parties for e in before if isinstance(e, scheduled.Truce | scheduled.Settlement)]
            if not any(len(set(parties) & set(event.parties)) > 1 for parties in made):
                yield ("when",), f"there is no truce among these parties before {day} that could end"
        case scheduled.Departure(side=side):
            gone = [e.when for e in before if e.when and _leaves(e, side)]
            if gone:
                yield ("when",), f"the leader of {side} has left already, on {min(gone)}"
        case scheduled.Settlement(leader="goes", parties=[side, *_]):
            gone = [e.when for e in before if e.when and e.when < day and _leaves(e, side)]
            if gone:
                yield ("leader",), f"the leader of {side} has left already, on {min(gone)}"


def _leaves(event: Event, side: str) -> bool:
    """Say whether the leader of a side goes by an event."""
    match event:
        case scheduled.Departure(side=of):
            return of == side
        case scheduled.Settlement(leader="goes", parties=[of, *_]):
            return of == side
    return False


def _posts(
    event: scheduled.Contingent, field: str, before: Sequence[Event], scenario: Scenario, start: Start
) -> Iterator[Finding]:
    """Find contingents that leave without having come, leave twice, or come where another side's stands."""
    side, place, when = event.side, event.place, f" before {event.when}" if event.when else ""
    stands = {post.side for post in start.posts if post.place == place}
    may = set(stands)
    left: dict[str, date] = {}
    there = [e for e in before if isinstance(e, scheduled.Contingent) and e.place == place]
    index = scenario.events.index(event)
    for other in sorted(there, key=lambda e: e.when or scenario.start):
        if other.when is not None and other.when == event.when and scenario.events.index(other) > index:
            continue
        comes = other.men.value > 0.0
        if comes:
            may.add(other.side)
        if other.when is None:
            left.pop(other.side, None)
            stands.discard(other.side)
        elif comes:
            stands.add(other.side)
            left.pop(other.side, None)
        else:
            stands.discard(other.side)
            left[other.side] = other.when
    if event.men.value == 0.0:
        if side not in may:
            yield (field,), f"no contingent of {side} stands at {place}{when} that could leave"
        elif event.when and side in left:
            yield (field,), f"the contingent of {side} at {place} has left already, on {left[side]}"
    elif event.when and (keepers := stands - {side}):
        yield ("place",), f"a contingent of {min(keepers)} stands at {place}; two sides cannot post men at one place"


def _too_long(event: Event, scenario: Scenario) -> Iterator[Finding]:
    """Find conditions that must hold for longer than the run lasts."""
    if event.condition is not None and event.condition.weeks > scenario.weeks:
        yield ("if", "weeks"), f"the run has {scenario.weeks} weeks; the condition cannot hold for more"


def _may_precede(event: Event, day: date, start: date) -> bool:
    """Say whether an event of this run may come before a day: on the same day it counts if it stands in the file."""
    return (event.earliest or start) <= day if event.when is None else start <= event.when <= day


def _entry(entry: Entry, scenario: Scenario) -> Iterator[Finding]:
    """Find entries that nobody can open, or that lead against friends."""
    if entry.side not in scenario.actors:
        text = f"{entry.side} has no actor in this scenario that could open the entry"
        yield ("side",), text
    yield from _friends(entry.side, entry.against)
    for field in ("against", "enter"):
        names = getattr(entry, field)
        if len(set(names)) < len(names):
            yield (field,), "a name stands twice"
