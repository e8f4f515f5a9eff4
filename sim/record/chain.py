"""The cause chain of a place: one card for each change of hands, with strengths, odds and what led to it.

Owns the words of a card. Knows nothing of files or of the World: it reads what the log of a run says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.calendar import date_of
from sim.record.history import RunHistory
from sim.record.telling import RULE_OF_ODDS, amount, modifiers, odds, sentence, who
from sim.sides import NAMES, SIDES
from sim.theatre.regions import Theatre, load_theatre

__all__ = ["DEPTH", "card", "cards_of", "changes_of", "led_to", "short"]

Plain = Mapping[str, Any]

DEPTH = 6
"""Steps that a card goes back; assumption."""


_INPUTS: Mapping[str, str] = {
    "men_per_309_km2": "men of the side per 309 km2 of its land",
    "thin": "land is given up below",
    "worth": "worth to the side [towns]",
    "garrison": "men here",
    "thin_below": "it follows below",
    "pocket_km2": "size of the pocket [km2]",
    "weeks_cut": "weeks cut off",
    "measured": "value measured",
    "weeks": "weeks in a row",
    "truce_kept": "truce kept at",
    "level": "level",
}
"""Input of an event -> its words on a card."""


def changes_of(history: RunHistory, region: str) -> list[Plain]:
    """Return the events that gave a region a new holder, in order of time."""
    return [event for event in history.events if event.get("region") == region and "holder" in event]


def led_to(history: RunHistory, event: Plain) -> list[tuple[int, Plain]]:
    """Return what led to an event, and what led to that, with how many steps back it is; each event once."""
    found: list[tuple[int, Plain]] = []
    seen = {event.get("id")}
    waiting = [(1, number) for number in event.get("because", ())]
    while waiting:
        step, number = waiting.pop(0)
        if number in seen or step > DEPTH or not 0 <= number < len(history.events):
            continue
        seen.add(number)
        cause = history.events[number]
        found.append((step, cause))
        waiting = [(step + 1, earlier) for earlier in cause.get("because", ())] + waiting
    return found


def cards_of(history: RunHistory, region: str, start: date, ground: Theatre | None = None) -> list[list[str]]:
    """Return a card of lines for each change of hands of a region, after one that says who held it at the start."""
    ground = load_theatre() if ground is None else ground
    row = ground.index[region]
    first = who(SIDES[int(history.start_holder[row])], first=True)
    changes = changes_of(history, region)
    count = {0: "it never changed hands", 1: "it changed hands once"}.get(
        len(changes), f"it changed hands {len(changes)} times"
    )
    head = [f"{ground.names[row]}: {first} held it at the start; {count} in this run."]
    if any("probability" in event for event in changes):
        head.append(f"  {RULE_OF_ODDS}")
    return [head, *(card(history, event, start, ground) for event in changes)]


def card(history: RunHistory, event: Plain, start: date, ground: Theatre) -> list[str]:
    """Return one change of hands as lines: what happened, the strengths, the modifiers, the odds, the causes."""
    told = event.get("inputs", {})
    lines = [f"{_day(event, start)}  {short(event, ground)} [event {event.get('id', '?')}, rule {event['rule']}]"]
    lines += [f"  {line}" for line in _strengths(told)]
    every = ", ".join(f"{words} x {value:.2f}" for words, value in modifiers(told))
    lines += [f"  modifiers: {every}"] if every else []
    lines += [f"  {line}" for line in _time(told)]
    lines += [f"  {chance}"] if (chance := odds(event)) else []
    lines += [f"  {line}" for line in _plain_inputs(event, ground)]
    lines += [
        f"  {'  ' * (step - 1)}because {_day(cause, start)} {short(cause, ground)} [event {cause['id']}]"
        for step, cause in led_to(history, event)
    ]
    return lines


def _day(event: Plain, start: date) -> str:
    return date_of(event["week"], start).isoformat()


def short(event: Plain, ground: Theatre) -> str:
    """Return an event in a clause: no odds, no numbers."""
    names = [ground.names[ground.index[event["region"]]]] if "region" in event else []
    if event["kind"] == "begin_campaign":
        return f"{who(event['side'], first=True)} began a campaign for {names[0]} against {who(event.get('other'))}"
    if event["kind"] in ("end_campaign", "out_of_reach"):
        reason = "ended" if event["kind"] == "end_campaign" else "lost the way in"
        return f"{who(event['side'], first=True)} {reason} its campaign for {names[0]}"
    bare = {key: value for key, value in event.items() if key not in ("probability", "draw", "inputs")}
    return sentence([bare], names).removesuffix(".")


def _strengths(told: Mapping[str, float]) -> list[str]:
    """Return who sent how many men, against how many, and the ratio of power."""
    if "attack" not in told:
        return []
    sent = ", ".join(
        f"{who(side)} {amount(told[f'men_{side}'])}" for side in NAMES if told.get(f"men_{side}", 0.0) > 0.0
    )
    quality = f"quality {told['quality_attack']:.2f} against {told['quality_defence']:.2f}"
    return [
        f"{amount(told['attack'])} men ({sent}) against {amount(told['defence'])}; {quality}",
        f"power of attack over defence {told['power_ratio']:.2f}; judged beforehand at {told['judged']:.2f}",
    ]


def _time(told: Mapping[str, float]) -> list[str]:
    """Return how many weeks the ground asks for before the ratio of power shortens them."""
    if "depth" not in told:
        return []
    return [
        f"weeks needed before power shortens them: {told['depth']:.1f} for the depth, "
        f"{told['siege']:.1f} for the siege; "
        f"pace of this war x {told['tempo']:.2f}"
    ]


def _plain_inputs(event: Plain, ground: Theatre) -> Sequence[str]:
    """Return the inputs of a change that was no battle, and the dead of the week."""
    told = dict(event.get("inputs", {}))
    lines = []
    if "anchor" in told:
        lines.append(f"nearest town: {ground.names[int(told.pop('anchor'))]}")
    if "attack" not in told:
        others = [
            f"{_INPUTS.get(name, name.replace('_', ' '))} {float(f'{value:.2g}'):,g}"
            for name, value in told.items()
            if not name.endswith("_killed")
        ]
        lines += [", ".join(others)] if others else []
    if "civilians_killed" in told:
        lines.append(
            f"killed here that week: civilians {told['civilians_killed']:.0f}, fighters {told['fighters_killed']:.0f}"
        )
    return lines
