"""What an event says in plain words: who, where, with what odds, and what told most.

Owns the words for events of every kind, those it has never heard of included. Knows nothing of which events matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.sides import NAMES

__all__ = ["MODIFIERS", "amount", "modifiers", "odds", "sentence", "who"]

Plain = Mapping[str, Any]

MODIFIERS: Mapping[str, tuple[str, str]] = {
    "morale_attack": ("good morale of the attackers", "poor morale of the attackers"),
    "morale_defence": ("good morale of the defenders", "poor morale of the defenders"),
    "supply_attack": ("good supply of the attackers", "poor supply of the attackers"),
    "supply_defence": ("good supply of the defenders", "poor supply of the defenders"),
    "fort": ("prepared defences", "bare ground"),
    "ground": ("hills", "open ground"),
    "town": ("streets to hide in", "open ground"),
    "air_attack": ("aircraft of the attackers", "aircraft against the attackers"),
    "air_defence": ("aircraft of the defenders", "aircraft against the defenders"),
    "surprise": ("surprise", "no surprise"),
    "luck": ("a lucky week for the attackers", "an unlucky week for the attackers"),
}
"""Modifier of a battle -> its words above and below one."""

LEAST = 0.05
"""Logarithm of a modifier below which it does not count as one; assumption."""

_PAIR: Mapping[str, str] = {
    "agree": "{side} and {other} agreed on a truce",
    "accept": "{Side} accepted what {other} offered",
    "collapse": "the truce between {side} and {other} collapsed",
    "break": "{Side} broke its truce with {other}",
    "encounter": "forces of {side} and {other} met at close range",
    "thrust": "{Side} pushed into ground that {other} guards",
    "punish": "{Side} struck {other} in punishment",
    "strike": "{Side} struck {other}",
    "provoke": "{Side} provoked {other}",
    "push": "{Side} pressed into ground that {other} guards",
    "bargain_breaks": "the bargain between {side} and {other} broke",
    "federal": "{Side} and {other} agreed on self-rule in one state",
    "talks_fail": "{Side} and {other} failed to agree: one of them would have lost by it",
    "jailbreak": "{Side} freed its prisoners from jails of {other}",
    "night": "{Side} came to rule by night in land of {other}",
    "day": "{Side} no longer rules by night in land of {other}",
    "raid": "{Side} raided land of {other}",
    "pact": "{Side} and {other} made a pact",
    "settlement": "{Side} and {other} settled the war between them",
    "truce": "a truce began between {side} and {other}",
    "end_truce": "the truce between {side} and {other} ended",
}
_ONE: Mapping[str, str] = {
    "leave": "{Side} decided to leave the war",
    "leaves": "{Side} decided to leave the war",
    "draw_down": "{Side} decided to draw down",
    "draws_down": "{Side} decided to draw down",
    "return": "{Side} decided to engage again",
    "returns": "{Side} decided to engage again",
    "post_leaves": "a post of {side} left",
    "spoil": "{Side} acted to spoil a truce",
    "provoke": "{Side} provoked a crisis",
    "outrage": "an outrage was laid to {side}",
    "departure": "the leader of {side} left office",
    "jailbreak": "prisoners of IS broke out",
    "raid": "{Side} raided",
    "strike": "{Side} struck",
    "settlement": "the war was settled",
    "deadliest": "the deadliest week of the run",
    "sanctions": "sanctions on {side} changed",
    "truce": "a truce began",
    "end_truce": "a truce ended",
    "window": "a foreign force came in",
    "contingent": "a foreign post was opened, changed or closed",
    "local_deal": "a local deal was made",
}
_LAND: Mapping[str, str] = {
    "capture": "{Winner} took {where}{from_loser}",
    "surrender": "{Loser} surrendered {where} to {winner}",
    "follow": "{where} followed the nearest town{from_loser} to {winner}",
    "give_up": "{Loser} gave up {where}, and {winner} moved in",
    "evacuation": "{Loser} left {where} to {winner} under a deal",
    "local_deal": "{where} passed{from_loser} to {winner} by a local deal",
    "window": "{Winner} moved into {where}, until then of {loser}",
    "contingent": "{where} passed{from_loser} to {winner} around a foreign post",
}


def who(side: str | None, *, first: bool = False) -> str:
    """Return what a sentence calls a party, at its start or inside it."""
    if side is None:
        return "Nobody" if first else "nobody"
    name = NAMES.get(side, side)
    return name if first or not name.startswith("The ") else "the " + name[4:]


def amount(value: float) -> str:
    """Return a number of people in two digits."""
    return f"{float(f'{value:.2g}'):,.0f}"


def sentence(group: Sequence[Plain], places: Sequence[str]) -> str:
    """Return one sentence for events that are one moment; `places` are the names of its regions, largest first."""
    event = group[0]
    land = [one for one in group if "holder" in one]
    head = _land_words(land, places) if land else _words(event, places)
    one_draw = len({one.get("draw") for one in group}) == 1
    parts = [head, *(_details(event) if len(group) == 1 else [odds(event)] if one_draw else []), _dead(group)]
    text = "; ".join(part for part in parts if part)
    return text[0].upper() + text[1:] + "."


def _where(places: Sequence[str], count: int) -> str:
    short = [name.partition(" (")[0] for name in places]
    if count <= 2:
        return " and ".join(short)
    return f"{count} regions ({short[0]} and {short[1]} among them)"


def _land_words(group: Sequence[Plain], places: Sequence[str]) -> str:
    """Return who took what from whom."""
    event = group[0]
    winners, losers = {one["holder"] for one in group}, {one.get("other") for one in group}
    loser = losers.pop() if len(losers) == 1 else None
    slots = {
        "Winner": who(event["holder"], first=True),
        "winner": who(event["holder"]) if len(winners) == 1 else "its new holders",
        "Loser": who(loser, first=True) if loser else "Its holders",
        "where": _where(places, len(group)),
        "loser": who(loser) if loser else "others",
        "from_loser": f" from {who(loser)}" if loser else "",
    }
    words = _LAND.get(event["kind"], "{where} passed{from_loser} to {winner}").format(**slots)
    told = _note(event)
    return f"{words}{told}" if event["kind"] != "capture" else words


def _words(event: Plain, places: Sequence[str]) -> str:
    """Return what an event that moves no land says."""
    side, other, kind = event.get("side"), event.get("other"), event["kind"]
    form = _PAIR.get(kind) if side and other else _ONE.get(kind) if side or "{" not in _ONE.get(kind, "{") else None
    if form is None:
        return _generic(event, places)
    slots = {"Side": who(side, first=True), "side": who(side), "other": who(other)}
    at = f" at {_where(places, len(places))}" if places else ""
    return form.format(**slots) + at + _note(event)


def _note(event: Plain) -> str:
    """Return the note of an event in brackets, unless it says no more than the kind."""
    note = " ".join(str(event.get("note", "")).replace("_", " ").split())
    return f" ({note})" if note and note.lower() != event["kind"].replace("_", " ") else ""


def _generic(event: Plain, places: Sequence[str]) -> str:
    """Return a plain sentence for a kind without words of its own."""
    parties = [who(event[key]) for key in ("side", "other") if key in event]
    between = f" ({' and '.join(parties)})" if parties else ""
    at = f" at {_where(places, len(places))}" if places else ""
    return f"{event['rule']}: {event['kind'].replace('_', ' ')}{between}{at}{_note(event)}"


def _details(event: Plain) -> list[str]:
    """Return the strengths, the odds and the strongest modifiers of an event."""
    told = event.get("inputs", {})
    men = f"{amount(told['attack'])} men against {amount(told['defence'])}" if "attack" in told else ""
    strong = [f"{words} (x {value:.2g})" for words, value in modifiers(told)[:2]]
    return [men, odds(event), f"what told most: {' and '.join(strong)}" if strong else ""]


def odds(event: Plain) -> str:
    """Return the odds and the draw of an event, if that draw decided it."""
    if "probability" not in event or event["draw"] > event["probability"]:
        return ""
    chance, drawn = f"{event['probability']:.2g}", f"{event['draw']:.2g}"
    if chance == drawn:
        chance, drawn = f"{event['probability']:.4g}", f"{event['draw']:.4g}"
    return f"the odds that week were {chance}, the draw was {drawn}"


def modifiers(told: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the modifiers of a battle in words with their factors, the strongest first."""
    found = [(name, float(told[name])) for name in MODIFIERS if told.get(name, 1.0) > 0.0 and name in told]
    found = [(name, value) for name, value in found if abs(math.log(value)) >= LEAST]
    found.sort(key=lambda pair: -abs(math.log(pair[1])))
    return [(MODIFIERS[name][value < 1.0], value) for name, value in found]


def _dead(group: Sequence[Plain]) -> str:
    """Return who was killed there in the week, civilians beside fighters."""
    civilians, fighters = (
        sum(float(one.get("inputs", {}).get(name, 0.0)) for one in group)
        for name in ("civilians_killed", "fighters_killed")
    )
    if civilians + fighters < 1.0:
        killed = sum(float(one.get("inputs", {}).get(name, 0.0)) for one in group for name in ("killed", "dead"))
        return f"{amount(killed)} people were killed" if killed >= 1.0 else ""
    there = "there " if "region" in group[0] or len(group) > 1 else ""
    return f"{_count(civilians, 'civilian')} and {_count(fighters, 'fighter')} were killed {there}that week"


def _count(people: float, name: str) -> str:
    number = amount(people)
    return f"{'no' if number == '0' else number} {name}{'s' if number != '1' else ''}"
