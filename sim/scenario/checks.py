"""What pydantic cannot see: policies that do not exist, events outside the run, series that begin too late.

Owns the checks that need several fields at once: each returns faults with lines, none stops at the first.
Knows nothing of the rules that use the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from sim.calendar import LAST_DATE
from sim.errors import InputError, nearest
from sim.scenario.able import untold_talks
from sim.scenario.control import ControlRow
from sim.scenario.events import PolicyChange
from sim.scenario.faults import Fault, FaultsError, dotted
from sim.scenario.find import locate, variant_names
from sim.scenario.logic import Finding, logic_findings
from sim.scenario.policies import named_faults, option_faults, seat_fault
from sim.scenario.schema import ActorSetup, Scenario, series_unit
from sim.scenario.start import Start
from sim.scenario.terms import known_fault
from sim.scenario.tree import Node, where
from sim.scenario.yaml_lines import read_yaml
from sim.sides import ABILITIES, COALITION, INDEX

__all__ = ["HIDES", "event_fault", "logic_faults", "scenario_faults", "start_faults"]


HIDES = frozenset(side for side in ABILITIES if "underground" in ABILITIES[side])
"""Whose men hide, and are held in prisons."""

MOST_DAYS = 366
"""How far the date of a start state may lie from the start of a run [days]; assumption."""


def scenario_faults(scenario: Scenario, tree: Node, path: Path) -> list[Fault]:
    """Check one scenario with its variant applied."""
    findings: list[Finding] = []
    for check in (_policies, _series, _event_ids, _events):
        findings += check(scenario)
    findings += _dates(scenario, tree)
    findings += _drops(scenario)
    findings += _compared(scenario, path)
    return _place(findings, tree)


def event_fault(scenario: Scenario, start: Start, control: Mapping[str, ControlRow]) -> str | None:
    """Say what is wrong with the last event of a scenario that was checked without it; None if all is well."""
    last = len(scenario.events) - 1
    event = scenario.events[last]
    until: date | None = getattr(event, "until", None)
    if until is not None and event.when is not None and until <= event.when:
        return f"until: {until} is not after the event's own date, {event.when}"
    found = [*_policies(scenario), *_event_ids(scenario), *_events(scenario)]
    for path, text in (*found, *logic_findings(scenario, start, control)):
        if path[:2] == ("events", last):
            return f"{'.'.join(map(str, path[2:]))}: {text}" if path[2:] else text
    return None


def logic_faults(scenario: Scenario, start: Start, control: Mapping[str, ControlRow], tree: Node) -> list[Fault]:
    """Check a scenario against the state in which it begins."""
    return _place([*_apart(scenario, start), *logic_findings(scenario, start, control)], tree)


def _apart(scenario: Scenario, start: Start) -> Iterator[Finding]:
    """Find a start state of another year than the run's."""
    if abs((start.as_of - scenario.start).days) > MOST_DAYS:
        yield ("state",), f"this state is as of {start.as_of}, more than a year from the run's start, {scenario.start}"


def start_faults(start: Start, tree: Node) -> list[Fault]:
    """Check what a start state says twice or about itself."""
    findings: list[Finding] = []
    findings += _pairs("relations", "hostility", [relation.pair for relation in start.relations])
    findings += _pairs("relations_between", "relation", [standing.pair for standing in start.relations_between])
    findings += _pairs("hotlines", "hotline", [hotline.pair for hotline in start.hotlines])
    patrons = [worth.patron for worth in start.valuation]
    findings += [
        (("valuation", i, "patron"), "this patron stands twice") for i, n in enumerate(patrons) if n in patrons[:i]
    ]
    ready = [entry.side for entry in start.provokes]
    findings += [(("provokes", i, "side"), "this side stands twice") for i, n in enumerate(ready) if n in ready[:i]]
    for field in ("changed", "sieges", "recent"):
        names = [entry.place for entry in getattr(start, field)]
        findings += [((field, i, "place"), "this place stands twice") for i, n in enumerate(names) if n in names[:i]]
    findings += _people(start)
    for index, truce in enumerate(start.truces):
        findings += [(("truces", index, *field), text) for field, text in untold_talks(truce.parties)]
        if len({COALITION[INDEX[name]] for name in truce.parties}) == 1:
            findings.append((("truces", index, "parties"), "the parties share a coalition; they have no quarrel here"))
    for index, hotline in enumerate(start.hotlines):
        one, other = hotline.pair
        if one != other and COALITION[INDEX[one]] == COALITION[INDEX[other]]:
            findings.append((("hotlines", index, "pair"), "these two share a coalition; they need no hotline"))
    posts = [post.place for post in start.posts]
    findings += [(("posts", i, "place"), "a post stands here already") for i, n in enumerate(posts) if n in posts[:i]]
    for index, siege in enumerate(start.sieges):
        if siege.since > start.as_of:
            findings.append((("sieges", index, "since"), f"the siege begins after the state's date, {start.as_of}"))
    return _place(findings, tree)


def _people(start: Start) -> Iterator[Finding]:
    """Find men in hiding or in prison under another side than IS, whose men they are."""
    for side, people in start.sides.items():
        for field in ("cadre", "detained"):
            if side not in HIDES and getattr(people, field) is not None:
                yield (
                    ("sides", side, field),
                    f"this number stands under {' or '.join(sorted(HIDES))}: its men are meant",
                )


def _pairs(field: str, what: str, pairs: Sequence[Sequence[str]]) -> Iterator[Finding]:
    seen: dict[frozenset[str], int] = {}
    for index, names in enumerate(pairs):
        pair = frozenset(names)
        if len(pair) == 1:
            yield (field, index, "pair"), f"a side has no {what} with itself"
        if pair in seen:
            yield (field, index, "pair"), f"this pair stands twice (entry {seen[pair] + 1})"
        seen.setdefault(pair, index)


def _place(findings: list[Finding], tree: Node) -> list[Fault]:
    return [Fault(where(tree, path), dotted(tree, path), text) for path, text in findings]


def _policies(scenario: Scenario) -> Iterator[Finding]:
    for actor, setup in scenario.actors.items():
        yield from _policy(("actors", actor), actor, setup)
    for index, event in enumerate(scenario.events):
        if isinstance(event, PolicyChange):
            yield from _policy(("events", index), event.actor, event)


def _policy(path: tuple[object, ...], actor: str, setup: ActorSetup | PolicyChange) -> Iterator[Finding]:
    if fault := seat_fault(actor, setup.policy):
        yield (*path, "policy"), fault
    for option, text in named_faults(actor, setup.options):
        yield (*path, "options", option), text
    for option, text in option_faults(setup.policy, setup.options):
        yield (*path, "options", option), text


def _dates(scenario: Scenario, tree: Node) -> Iterator[Finding]:
    """Find events outside the run; those taken over from another file may lie there, and never happen."""
    end = scenario.start + timedelta(weeks=scenario.weeks)
    if end > LAST_DATE:
        yield ("weeks",), f"the run would last until {end}; the years of the theatre end on {LAST_DATE}"
    for index, event in enumerate(scenario.events):
        own = where(tree, ("events", index)).file == tree.at.file
        for field, day in (("when", event.when), ("from", event.earliest)):
            if own and day is not None and not scenario.start <= day < end:
                yield (
                    ("events", index, field),
                    f"{day} lies outside the run ({scenario.start} to {end - timedelta(days=1)})",
                )
        first = event.when or event.earliest or scenario.start
        until: date | None = getattr(event, "until", None)
        if until is not None and until <= first:
            of = "the event's own date" if event.when else "the first date on which the event can happen"
            yield ("events", index, "until"), f"{until} is not after {of}, {first}"


def _series(scenario: Scenario) -> Iterator[Finding]:
    for name, series in scenario.series.items():
        unit = series_unit(name)
        if series.unit != unit:
            yield ("series", name, "unit"), f'{name} is in {unit}, not "{series.unit}"'
        first = series.points[0][0]
        if first > scenario.start:
            yield (
                ("series", name, "points", 0),
                f"the series begins on {first}, after the run's start, {scenario.start}; say what held then",
            )


def _event_ids(scenario: Scenario) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, event in enumerate(scenario.events):
        if event.id and event.id in seen:
            yield ("events", index, "id"), f'two events are called "{event.id}"'
        seen.add(event.id or "")


def _events(scenario: Scenario) -> Iterator[Finding]:
    for index, event in enumerate(scenario.events):
        for field in ("parties", "pair", "against", "places", "regions", "enter"):
            names = getattr(event, field, [])
            if isinstance(names, list) and len(set(names)) < len(names):
                yield ("events", index, field), "a name stands twice"
        both = set(getattr(event, "parties", [])) & set(getattr(event, "excludes", []))
        if both:
            yield ("events", index, "excludes"), f"{', '.join(sorted(both))} cannot be party and excluded"
        lines = (event.label or "").splitlines()
        if len(lines) > 2 or any(len(line) > 14 for line in lines):
            yield ("events", index, "label"), "a label has at most two lines of 14 letters"
        if event.do == "hostility" and len({COALITION[INDEX[side]] for side in event.pair}) == 1:
            yield ("events", index, "pair"), "these two share a coalition; quarrels inside one are not modelled"
        if event.do == "local_deal" and event.moves_to in event.places:
            yield ("events", index, "moves_to"), "the fighters cannot leave for the place that they leave"


def _drops(scenario: Scenario) -> Iterator[Finding]:
    """Find ids in `drop` that no event has; those that were found are gone from the list."""
    ids = [event.id for event in scenario.events if event.id]
    for index, name in enumerate(scenario.drop):
        yield ("drop", index), known_fault(name, ids, "event with the id")


@lru_cache(maxsize=32)
def _arms(path: Path, _changed: int) -> tuple[str, ...]:
    """Return the names of a file's variants, read once as long as the file has not changed."""
    return variant_names(read_yaml(path))


def _compared(scenario: Scenario, path: Path) -> Iterator[Finding]:
    if scenario.compare_with is None:
        return
    try:
        other, variant = locate(scenario.compare_with, path.parent)
        names = _arms(other, other.stat().st_mtime_ns)
    except (InputError, FaultsError, OSError) as error:
        yield ("compare_with",), str(error)
        return
    if variant and variant not in names:
        listed = f"it has {', '.join(names)}" if names else "it has none"
        yield ("compare_with",), f'{other.stem} has no variant "{variant}"{nearest(variant, names)}; {listed}'
