"""What an event says in plain words: who, where, with what odds, and what told most.

Owns the words for events of every kind, those it has never heard of included. Knows nothing of which events matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.sides import NAMES

__all__ = [
    "DEFENDS",
    "MODIFIERS",
    "RULE_OF_ODDS",
    "amount",
    "dead",
    "factors_of",
    "modifiers",
    "odds",
    "sentence",
    "weighed",
    "who",
]

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
    "luck": ("a lucky week", "an unlucky week"),
    "favour_attack": (
        "the facilitator's judgement for the attackers",
        "the facilitator's judgement against the attackers",
    ),
    "favour_defence": (
        "the facilitator's judgement for the defenders",
        "the facilitator's judgement against the defenders",
    ),
}
"""Modifier of a battle -> its words above and below one."""

DEFENDS = frozenset({"morale_defence", "supply_defence", "fort", "ground", "town", "air_defence", "favour_defence"})
"""Modifiers that speak against an attack when they are above one."""

RULE_OF_ODDS = "An event happens when its draw, between 0 and 1, is below its odds."
"""What a reader must know of odds and draws."""

_CUMULATIVE = frozenset({"push", "encounter", "raid"})
"""Kinds whose draw picks a grade or a number of several, and so does not belong to the probability told."""

_MONTHLY = frozenset({"leaves", "draws_down", "returns", "settlement", "federal", "talks_fail"})
"""Kinds whose odds are those of a month."""

_AGREED = {3: "agreement on guards", 4: "agreement on self-rule", 5: "settlement"}
"""What to call an agreement that ends, by the code of its terms; a truce if not listed."""

_PACTS = {
    "bargain": "{Side} and {other} struck a bargain by which {side} leaves",
    "guard": "{Side} and {other} agreed on guards",
    "federal": "{Side} and {other} agreed on self-rule in one state",
}

LEAST = 0.05
"""Logarithm of a modifier below which it does not count as one; assumption."""

_PAIR: Mapping[str, str] = {
    "agree": "{side} and {other} agreed on a truce",
    "accept": "{Side} accepted what {other} offered",
    "collapse": "the {agreed} between {side} and {other} collapsed",
    "break": "{Side} broke its {agreed} with {other}",
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
    "leave": "{Side} left the war",
    "leaves": "{Side} left the war",
    "draw_down": "{Side} decided to draw down",
    "draws_down": "{Side} decided to draw down",
    "return": "{Side} decided to engage again",
    "returns": "{Side} decided to engage again",
    "post_leaves": "a post of {side} left",
    "spoil": "{Side} acted to spoil a truce",
    "provoke": "{Side} provoked a crisis",
    "outrage": "an outrage was laid to {side}",
    "departure": "the leader of {side} left",
    "jailbreak": "prisoners of IS broke out",
    "raid": "{Side} raided",
    "strike": "{Side} struck",
    "settlement": "the war was settled",
    "deadliest": "the deadliest week of the run",
    "sanctions": "sanctions on {side}",
    "order": "{Side} was given an order",
    "policy": "{Side} changed its course",
    "valuation": "the worth of the consent of {side} changed",
    "patrols": "{Side} changed where it patrols",
    "budget": "the money of {side} from outside changed",
    "plan": "{Side} made a plan",
    "truce": "a truce began",
    "end_truce": "a truce ended",
    "window": "{Side} sent a force in",
    "contingent": "{Side} changed a post",
    "local_deal": "a local deal was made",
    "luck": "the facilitator had the luck of the war drawn anew",
    "favour": "the facilitator judged for {side} in battles",
    "reinforcement": "men joined the mobile force of {side} from outside",
    "overrule": "the facilitator decided that {side} holds some land",
}
_LESS: Mapping[str, tuple[str, float, str]] = {
    "sanctions": ("level", 0.0, "sanctions on {side} ended"),
    "favour": ("steps", -1.0, "the facilitator judged against {side} in battles"),
    "reinforcement": ("men", -1.0, "men of the mobile force of {side} left"),
}
"""Kind of event -> the number that may turn its words round, from which value down, and the other words."""

_LAND: Mapping[str, str] = {
    "capture": "{Winner} took {where}{from_loser}",
    "surrender": "{Loser} surrendered {where} to {winner}",
    "follow": "{where} followed the nearest town{from_loser} to {winner}",
    "give_up": "{Loser} gave up {where}, and {winner} moved in",
    "evacuation": "{Loser} left {where} to {winner} under a deal",
    "local_deal": "{where} passed{from_loser} to {winner} by a local deal",
    "overrule": "{where} passed{from_loser} to {winner} by decision of the facilitator",
    "window": "{Winner} moved into {where}, until then of {loser}",
    "contingent": "{where} passed{from_loser} to {winner}",
}


def who(side: str | None, *, first: bool = False) -> str:
    """Return what a sentence calls a party, at its start or inside it."""
    if side is None:
        return "Nobody" if first else "nobody"
    name = NAMES.get(side, side)
    return name if first or not name.startswith("The ") else "the " + name[4:]


def amount(value: float) -> str:
    """Return a number of people in two digits, below 100 to the nearest whole one."""
    return f"{round(value) if abs(value) < 99.5 else float(f'{value:.2g}'):,.0f}"


def sentence(group: Sequence[Plain], places: Sequence[str]) -> str:
    """Return one sentence for events that are one moment; `places` are the names of its regions, largest first."""
    event = group[0]
    land = [one for one in group if "holder" in one]
    head = _land_words(land, places) if land else _words(event, places)
    one_draw = len({one.get("draw") for one in group}) == 1
    parts = [head, *(_details(event) if len(group) == 1 else [odds(event)] if one_draw else []), dead(group)]
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
    if event["kind"] != "capture":
        return f"{words}{_note(event)}"
    kept = max(float(one.get("inputs", {}).get("truce_kept", 0.0)) for one in group)
    return f"{words}, though a truce between them was kept at {kept:.2g}" if kept > 0.0 else words


def _words(event: Plain, places: Sequence[str]) -> str:
    """Return what an event that moves no land says."""
    side, other, kind = event.get("side"), event.get("other"), event["kind"]
    note = _plain_note(event)
    if event["rule"] == "scenario" and kind in ("mark", "contingent") and note:
        return note + " (scenario)"
    form = _PAIR.get(kind) if side and other else _ONE.get(kind) if side or "{" not in _ONE.get(kind, "{") else None
    if form is None:
        return _generic(event, places)
    if kind == "pact" and side and other and note in _PACTS:
        form, note = _PACTS[note], ""
        event = {key: value for key, value in event.items() if key != "note"}
    agreed = _AGREED.get(int(max(float(event.get("inputs", {}).get(name, 0.0)) for name in ("pact", "code"))), "truce")
    slots = {"Side": who(side, first=True), "side": who(side), "other": who(other), "agreed": agreed}
    at = f" at {_where(places, len(places))}" if places else ""
    if kind == "departure" and note:
        return f"{note}: {form.format(**slots)}{at} (scenario)"
    name, turn, other_words = _LESS.get(kind, ("", 0.0, ""))
    if event.get("inputs", {}).get(name, math.inf) <= turn:
        form = other_words
    return form.format(**slots) + at + _note(event)


def _plain_note(event: Plain) -> str:
    """Return the note of an event, unless it says no more than the kind."""
    note = " ".join(str(event.get("note", "")).replace("_", " ").split())
    return "" if note.lower() in (event["kind"].replace("_", " "), event["kind"].replace("_", " ") + "s") else note


def _note(event: Plain) -> str:
    """Return the note of an event in brackets, and whether it was in the scenario."""
    note = _plain_note(event)
    if event["rule"] != "scenario":
        return f" ({note})" if note else ""
    head, _, condition = note.partition(" (if ")
    note = f"{head}, if {condition.removesuffix(')')}" if condition else note
    return f" (scenario: {note})" if note else " (scenario)"


def _generic(event: Plain, places: Sequence[str]) -> str:
    """Return a plain sentence for a kind without words of its own."""
    parties = [who(event[key]) for key in ("side", "other") if key in event]
    between = f" ({' and '.join(parties)})" if parties else ""
    at = f" at {_where(places, len(places))}" if places else ""
    rule = "" if event["rule"] == "scenario" else f"{event['rule']}: "
    return f"{rule}{event['kind'].replace('_', ' ')}{between}{at}{_note(event)}"


def _details(event: Plain) -> list[str]:
    """Return the strengths, the odds and the strongest modifiers of an event."""
    told = event.get("inputs", {})
    men = f"{amount(told['attack'])} men against {amount(told['defence'])}" if "attack" in told else ""
    return [men, odds(event), *weighed(told)]


def weighed(told: Mapping[str, float], most: int = 2) -> list[str]:
    """Return what spoke most for an attack, and what most against it, numbers of men among it."""
    found = [
        (math.log(value) * (-1.0 if name in DEFENDS else 1.0), f"{MODIFIERS[name][value < 1.0]} (x {value:.2g})")
        for name, value in factors_of(told)
    ]
    if told.get("attack", 0.0) > 0.0 and told.get("defence", 0.0) > 0.0:
        ratio = float(told["attack"] / told["defence"])
        found.append((math.log(ratio), _odds_of_men(ratio)))
    found = sorted((pair for pair in found if abs(pair[0]) >= LEAST), key=lambda pair: -abs(pair[0]))
    for_it, against = ([words for by, words in found if by * sign > 0.0][:most] for sign in (1.0, -1.0))
    parts = (("for it", for_it), ("against it", against))
    return [f"{head}: {', '.join(words)}" for head, words in parts if words]


def _odds_of_men(ratio: float) -> str:
    if 1.75 <= ratio < 2.25:
        return "twice the men"
    return f"{float(f'{ratio:.2g}'):,g} times the men" if ratio > 1.0 else f"fewer men (x {ratio:.2g})"


def odds(event: Plain) -> str:
    """Return the odds and the draw of an event, if that draw decided it."""
    if "probability" not in event or event["draw"] > event["probability"] or event["kind"] in _CUMULATIVE:
        return ""
    if event.get("inputs", {}).get("accepted", 0.0) > 0.0:
        return ""
    span = "month" if event["kind"] in _MONTHLY else "week"
    chance, drawn = f"{event['probability']:.2g}", f"{event['draw']:.2g}"
    if chance == drawn:
        chance, drawn = f"{event['probability']:.4g}", f"{event['draw']:.4g}"
    return f"the odds that {span} were {chance}, the draw was {drawn}"


def modifiers(told: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the modifiers of a battle in words with their factors, the strongest first."""
    return [(MODIFIERS[name][value < 1.0], value) for name, value in factors_of(told)]


def factors_of(told: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the modifiers that count as one by name, the strongest first."""
    found = [(name, float(told[name])) for name in MODIFIERS if told.get(name, 1.0) > 0.0 and name in told]
    found = [(name, value) for name, value in found if abs(math.log(value)) >= LEAST]
    return sorted(found, key=lambda pair: -abs(math.log(pair[1])))


def dead(group: Sequence[Plain]) -> str:
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
