"""The most consequential moments of a run: which they were, and each of them in a sentence.

Owns the weighing of events against each other. Knows nothing of files or of the World: it reads what the log of a
run says (see `telling` for the words).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from sim.calendar import date_of
from sim.record.history import RunHistory
from sim.record.series import MEASURES
from sim.record.telling import sentence
from sim.theatre.regions import Theatre, load_theatre

__all__ = ["SURGE", "WEIGHT", "Moment", "moments_of"]

Plain = Mapping[str, Any]

CITY = 2
"""Code of a city in the ground's `urban`."""

SURGE = 4
"""Regions of one side that one rule hands to another in a week, from which they are told as one moment; assumption."""

WEIGHT: Mapping[str, float] = {
    "settlement": 0.3, "departure": 0.3, "pact": 0.06,
    "leave": 0.2, "leaves": 0.2, "draw_down": 0.06, "draws_down": 0.06, "return": 0.1, "returns": 0.1, "federal": 0.2,
    "bargain_breaks": 0.06, "post_leaves": 0.01, "talks_fail": 0.02, "spoil": 0.0, "push": 0.02,
    "night": 0.0, "day": 0.0,
    "collapse": 0.06, "break": 0.06, "agree": 0.05, "accept": 0.04, "truce": 0.03, "end_truce": 0.02,
    "enter": 0.06, "window": 0.02, "contingent": 0.01, "local_deal": 0.01,
    "jailbreak": 0.04, "outrage": 0.05, "thrust": 0.04, "punish": 0.03, "strike": 0.03,
    "evacuation": 0.02, "give_up": 0.0, "surrender": 0.01, "provoke": 0.01, "sanctions": 0.01,
    "raid": 0.001, "encounter": 0.03, "mark": 0.005, "order": 0.0, "cadre": 0.01, "deadliest": 0.0,
    "begin_campaign": 0.0, "end_campaign": 0.0, "out_of_reach": 0.0, "plan": 0.0, "policy": 0.0, "hostility": 0.0,
    "sorties": 0.0, "aid": 0.0, "budget": 0.0, "valuation": 0.0, "patrols": 0.0, "hotline": 0.0, "opportunity": 0.0,
    "provokes": 0.0, "overrule": 0.01, "reinforcement": 0.01, "favour": 0.0, "luck": 0.0,
}  # fmt: skip
"""How much an event of a kind counts in itself, as a share of the country (what changes hands, and the dead, come
on top); assumption."""

_UNKNOWN = 0.01
"""Weight of a kind that is not listed, as a share of the country; assumption."""

_LAND, _CORE, _CITY, _OIL = 0.3, 0.06, 0.015, 0.1
"""What all its area, a core city, a city and all its oil add to the people of the country; shares, assumption."""

_DEAD = 20_000.0
"""Deaths that weigh as much as the whole country would [people]; assumption."""

_AGAIN_HERE, _AGAIN_SUCH = 0.4, 0.7
"""What is left of a moment's weight for each earlier one of its place, and of its kind and side; assumption."""

_DIPLOMATIC = 3
"""Moments, of ten, kept for patrons, incidents and agreements if there are any; assumption."""

_STORIES: Mapping[str, frozenset[str]] = {
    "patrons": frozenset({
        "leave", "leaves", "draw_down", "draws_down", "return", "returns", "post_leaves", "contingent",
    }),
    "incidents": frozenset({"encounter", "push", "thrust", "punish", "strike", "provoke", "veto_push", "outrage"}),
    "agreements": frozenset({
        "agree", "accept", "truce", "end_truce", "collapse", "break", "pact", "settlement", "federal", "talks_fail",
        "bargain_breaks", "spoil",
    }),
}  # fmt: skip
"""Story -> the kinds of event that carry it on: what repeats in one story of the same parties counts for less."""

_ENDS_WAR, _PEACE_LOST = 4.0, 0.2
"""Code of terms from which an agreement ends a war, and the weight of its end [share of the country]; assumption."""

_WORST_GRADE = 3.0
"""Grade of an incident that counts in full."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Tell one moment: its week and date, how much it weighs, its sentence, and the numbers of its events."""

    week: int
    date: date
    weight: float
    words: str
    events: tuple[int, ...]

    def plain(self) -> dict[str, Any]:
        """Return the moment as plain data."""
        return {
            "week": self.week,
            "date": self.date.isoformat(),
            "weight": float(f"{self.weight:.3g}"),
            "words": self.words,
            "events": list(self.events),
        }


def moments_of(history: RunHistory, start: date, ground: Theatre | None = None, most: int = 10) -> list[Moment]:
    """Return the most consequential moments of a run with events, in order of time; none without events."""
    ground = load_theatre() if ground is None else ground
    groups = [*_groups(history.events), *_deadliest(history)] if history.events else []
    often = Counter(event["kind"] for event in history.events)
    weighed = sorted(
        ((_weight(group, ground, often), group) for group in groups), key=lambda pair: (-pair[0], _order(pair[1]))
    )
    chosen = _choose([pair for pair in weighed if pair[0] > 0.0], most)
    return [
        Moment(
            week=group[0]["week"],
            date=date_of(group[0]["week"], start),
            weight=weight,
            words=sentence(group, _by_people(group, ground)),
            events=tuple(event["id"] for event in group if "id" in event),
        )
        for weight, group in sorted(chosen, key=lambda pair: _order(pair[1]))
    ]


def _order(group: Sequence[Plain]) -> tuple[int, int]:
    return group[0]["week"], group[0].get("id", -1)


def _groups(events: Iterable[Plain]) -> list[list[Plain]]:
    """Return events in groups that are one moment: land that goes the same way in a week, else each alone."""
    together: dict[tuple[Any, ...], list[Plain]] = defaultdict(list)
    dated: dict[tuple[int, str], int] = {}
    for event in events:
        if event["rule"] == "scenario" and "holder" not in event:
            dated[event["week"], event["kind"]] = event["id"]
        if event["rule"] == "scenario" and "holder" in event:
            parent = dated.get((event["week"], event["kind"]), event["id"])
            together["scenario", parent].append(event)
        elif "holder" in event:
            together[_way(event)].append(event)
        else:
            together[event["rule"], event["id"]].append(event)
    groups = []
    for key, group in together.items():
        split = len(key) > 2 and key[1] == "control" and len(group) < SURGE
        groups += [[event] for event in group] if split else [group]
    return groups


def _way(event: Plain) -> tuple[Any, ...]:
    return event["week"], event["rule"], event["kind"], event["holder"], event.get("other")


def _deadliest(history: RunHistory) -> list[list[Plain]]:
    """Return the week with most deaths as an event of its own."""
    columns = {name: index for index, name in enumerate(MEASURES) if name.startswith("deaths.")}
    totals = history.table[:, list(columns.values())].sum(axis=1)
    week = int(totals.argmax())
    civilians = float(history.table[week, columns["deaths.civilians"]])
    killed = {"civilians_killed": civilians, "fighters_killed": float(totals[week]) - civilians}
    return [[{"week": week, "rule": "record", "kind": "deadliest", "inputs": killed}]]


@lru_cache(maxsize=4)
def _worth(ground: Theatre) -> Mapping[str, float]:
    """Return what each region counts, as a share of the country."""
    oil = ground.oil / max(float(ground.oil.sum()), 1.0)
    worth = ground.population / max(float(ground.population.sum()), 1.0)
    worth = worth + _LAND * ground.area / ground.area.sum() + _OIL * oil
    worth = worth + _CORE * ground.core + _CITY * (ground.urban == CITY)
    return dict(zip(ground.ids, worth.tolist(), strict=True))


def _weight(group: Sequence[Plain], ground: Theatre, often: Mapping[str, int]) -> float:
    """Return how much a group counts: what changed hands, what its kind is worth as it is rare, and the dead."""
    kind = group[0]["kind"]
    worth = _worth(ground)
    land = sum(worth.get(event["region"], 0.0) for event in group if "holder" in event)
    dead = sum(_killed(event) for event in group)
    if kind == "window" and group[0].get("note") == "closes":
        return 0.0
    own = WEIGHT.get(kind, 0.0 if land else _UNKNOWN) / math.sqrt(max(often.get(kind, 1), 1))
    if kind in ("collapse", "break") and _code(group[0]) >= _ENDS_WAR:
        own = _PEACE_LOST
    own *= float(group[0].get("inputs", {}).get("grade", _WORST_GRADE)) / _WORST_GRADE
    return float(land + own + math.log1p(dead / _DEAD))


def _code(event: Plain) -> float:
    """Return the code of the terms that an event is about; 0 for a plain truce."""
    told = event.get("inputs", {})
    return float(told.get("pact", told.get("code", 0.0)))


def _killed(event: Plain) -> float:
    told = event.get("inputs", {})
    return sum(float(told.get(name, 0.0)) for name in ("civilians_killed", "fighters_killed", "killed", "dead"))


def _choose(weighed: Sequence[tuple[float, list[Plain]]], most: int) -> list[tuple[float, list[Plain]]]:
    """Take the heaviest again and again; what repeats a place or a kind of thing already taken counts for less.

    Some of the last are kept for patrons, incidents and agreements, if there are any.
    """
    left = list(weighed)
    chosen: list[tuple[float, list[Plain]]] = []
    weights = np.array([weight for weight, _ in left])
    places: list[frozenset[str]] = [frozenset(event.get("region", "") for event in group) - {""} for _, group in left]
    stories = np.array([_story(group) != "" for _, group in left])
    while len(chosen) < most and len(chosen) < len(left) and weights.max() > 0.0:
        missing = min(_DIPLOMATIC, most) - sum(_story(group) != "" for _, group in chosen)
        kept = missing >= most - len(chosen) and bool((weights * stories).max() > 0.0)
        best = int((weights * stories if kept else weights).argmax())
        chosen.append(left[best])
        weights[best] = 0.0
        for row, (_, group) in enumerate(left):
            weights[row] *= _AGAIN_HERE if places[row] & places[best] else 1.0
            weights[row] *= _AGAIN_SUCH if _such(group) == _such(left[best][1]) else 1.0
    return chosen


def _such(group: Sequence[Plain]) -> tuple[Any, ...]:
    event = group[0]
    if story := _story(group):
        parties = {event.get("side")} if story == "patrons" else {event.get("side"), event.get("other")}
        return story, frozenset(parties)
    return event["kind"], event.get("holder", event.get("side"))


def _story(group: Sequence[Plain]) -> str:
    """Return whether a moment is about patrons, incidents or agreements, or else nothing."""
    event = group[0]
    if "holder" in event:
        return ""
    return next((story for story, kinds in _STORIES.items() if event["kind"] in kinds), "")


def _by_people(group: Sequence[Plain], ground: Theatre) -> list[str]:
    """Return the names of a group's regions, the most populous first."""
    ids = {event["region"] for event in group if "region" in event}
    rows = sorted((ground.index[name] for name in ids), key=lambda row: (-ground.population[row], row))
    return [ground.names[row] for row in rows]
