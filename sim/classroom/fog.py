"""What becomes known of a month: headlines for all, and for each seat the fights of its own coalition.

Who holds what is on every map; plans, strengths and fights of others are not. Owns this line between public and
private. Knows nothing of screens or of how a war is run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sim.record.chain import short
from sim.record.history import RunHistory
from sim.record.moments import moments_of
from sim.record.telling import DEFENDS, MODIFIERS, amount, factors_of, odds
from sim.sides import COALITION, INDEX, NAMES, SIDES
from sim.theatre.regions import Theatre

__all__ = ["PUBLIC", "Card", "cards_of", "headlines", "largest", "of_coalition", "report"]

Plain = Mapping[str, Any]
Card = dict[str, Any]

PUBLIC = frozenset({
    "truce", "end_truce", "agree", "accept", "collapse", "break", "pact", "settlement", "federal", "talks_fail",
    "departure", "strike", "punish", "thrust", "outrage", "window", "contingent", "leave", "leaves", "draw_down",
    "draws_down", "return", "returns", "jailbreak", "sanctions", "mark", "evacuation", "local_deal", "encounter",
    "bargain_breaks", "reinforcement", "overrule",
})  # fmt: skip
"""Kinds of event that everybody hears of, beside land that changes hands."""

QUIET = frozenset({"luck", "favour", "plan", "valuation", "order", "policy", "hostility", "cadre", "opportunity"})
"""Kinds that nobody hears of before the debrief: they are the scenario's or the facilitator's hand."""

_NUMBERS = ("probability", "draw", "inputs")
MOST_HEADLINES = 10
MOST_CARDS = 8
"""Most of each that a month shows; assumption: what a class reads in four minutes."""


def headlines(history: RunHistory, start: date, ground: Theatre, weeks: range) -> dict[int, list[str]]:
    """Return what everybody hears of some weeks: week -> sentences without strengths or odds."""
    heard = [
        {key: value for key, value in event.items() if key not in _NUMBERS}
        for event in history.events
        if event["week"] in weeks and (event["kind"] in PUBLIC or "holder" in event)
    ]
    found: dict[int, list[str]] = defaultdict(list)
    if heard:
        for moment in moments_of(replace(history, events=tuple(heard)), start, ground, MOST_HEADLINES + 1):
            if moment.events and moment.week in weeks:
                found[moment.week].append(_plain(moment.words))
    return dict(found)


def largest(history: RunHistory, start: date, ground: Theatre, weeks: range, most: int = 5) -> list[str]:
    """Return what changed most in some weeks, the weightiest first: odds and strengths with it."""
    told = [event for event in history.events if event["week"] in weeks and event["kind"] not in QUIET]
    if not told:
        return []
    moments = moments_of(replace(history, events=tuple(told)), start, ground, most + 1)
    chosen = [moment for moment in moments if moment.events]
    return [_plain(moment.words) for moment in sorted(chosen, key=lambda moment: -moment.weight)[:most]]


def _plain(words: str) -> str:
    return words.replace(" (scenario)", "").replace("(scenario: ", "(")


def of_coalition(event: Plain, sides: Collection[str]) -> bool:
    """Say whether an event is about one of these sides or an ally of theirs."""
    ours = {COALITION[INDEX[side]] for side in sides}
    named = [event.get(key) for key in ("side", "other", "holder")]
    return any(COALITION[INDEX[side]] in ours for side in named if side in INDEX)


def report(history: RunHistory, ground: Theatre, sides: Collection[str], weeks: range, most: int = 12) -> list[str]:
    """Return what a team is told of its own month: its fights and its allies', the costliest, in order of time."""
    own = [
        event
        for event in history.events
        if event["week"] in weeks and event["kind"] not in QUIET and of_coalition(event, sides)
        and (event["kind"] in PUBLIC or "holder" in event or event["kind"] in ("end_campaign", "raid", "night"))
    ]  # fmt: skip
    chosen = sorted(own, key=lambda event: -_weight(event, ground))[:most]
    return [_told(event, ground) for event in sorted(chosen, key=lambda event: (event["week"], event["id"]))]


def _weight(event: Plain, ground: Theatre) -> float:
    """Return how much an event counts: people of the place, and the dead."""
    told = event.get("inputs", {})
    dead = float(told.get("civilians_killed", 0.0)) + float(told.get("fighters_killed", 0.0))
    here = float(ground.population[ground.index[event["region"]]]) if "region" in event else 50_000.0
    return here * (2.0 if "holder" in event or event["kind"] in PUBLIC else 0.3) + 100.0 * dead


def _told(event: Plain, ground: Theatre) -> str:
    words = _plain(short(event, ground))
    dead = _dead(event)
    return f"{words}{'; ' + dead if dead else ''}."


def _dead(event: Plain) -> str:
    told = event.get("inputs", {})
    civilians, fighters = float(told.get("civilians_killed", 0.0)), float(told.get("fighters_killed", 0.0))
    if civilians + fighters < 1.0:
        return ""
    return f"{amount(civilians)} civilians and {amount(fighters)} fighters were killed there that week"


def cards_of(history: RunHistory, ground: Theatre, weeks: range, most: int = MOST_CARDS) -> list[Card]:
    """Return the adjudication cards of some weeks: strengths, modifiers, odds and draw, the weightiest first."""
    fought = [event for event in history.events if event["week"] in weeks and "holder" in event and odds(event)]
    fought.sort(key=lambda event: -_weight(event, ground))
    return [_card(event, ground) for event in fought[:most]]


def _card(event: Plain, ground: Theatre) -> Card:
    told = event.get("inputs", {})
    dead = _dead(event)
    return {
        "week": event["week"] + 1,
        "region": event["region"],
        "sides": [event[key] for key in ("side", "other", "holder") if event.get(key)],
        "title": _plain(short(event, ground)),
        "lines": [*_strengths(told), *([dead[0].upper() + dead[1:] + "."] if dead else [])],
        "modifiers": [_modifier(name, value) for name, value in factors_of(told)],
        "probability": event["probability"],
        "draw": event["draw"],
    }


def _modifier(name: str, value: float) -> list[Any]:
    """Return a modifier in words, its factor, and whether it spoke for the attack or against it."""
    helped = (value > 1.0) != (name in DEFENDS)
    return [MODIFIERS[name][value < 1.0], round(value, 2), "for" if helped else "against"]


def _strengths(told: Plain) -> Sequence[str]:
    """Return who sent how many men against how many, and what that came to."""
    if "attack" not in told:
        return []
    sent = ", ".join(
        f"{NAMES[side]} {amount(told[f'men_{side}'])}" for side in SIDES if told.get(f"men_{side}", 0.0) > 0.0
    )
    return [
        f"{sent or amount(told['attack'])} men against {amount(told['defence'])}.",
        f"Power of attack over defence: {told['power_ratio']:.2g}.",
    ]
