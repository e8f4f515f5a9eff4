"""What a party can never do, whatever the state of the war: talk to IS, fly without aircraft, give up what it has not.

Owns the checks of one event or entry of a start state by itself. Knows nothing of dates or of who is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sim.scenario import events as scheduled
from sim.scenario.asked import Asked
from sim.scenario.events import Event
from sim.sides import ABILITIES, BACKS, COALITION, INDEX, NAMES, NO_TALKS, SIDES

__all__ = ["unable", "untold_talks"]

type Said = tuple[tuple[object, ...], str]

_WANTS: Final[Mapping[str, tuple[str, str]]] = {
    "posture": ("strike", "has no mobile force"),
    "main_effort": ("strike", "has no mobile force"),
    "raid": ("strike", "has no mobile force"),
    "guard": ("land", "has no garrisons of its own"),
    "reinforce": ("land", "has no garrisons of its own"),
    "withdraw": ("land", "has no garrisons of its own"),
    "air_support": ("aircraft", "has no aircraft"),
    "restraint": ("aircraft", "has no aircraft"),
    "strike": ("aircraft", "has no aircraft"),
    "disperse": ("underground", "has no underground"),
    "arm": ("client", "arms nobody"),
    "offer": ("talks", "negotiates with nobody"),
    "accept": ("talks", "negotiates with nobody"),
    "break": ("talks", "negotiates with nobody"),
}
"""Verb of an order -> what it needs of the actor, and what is said of one who lacks it."""

_OF_PATRONS: Final = {"engage", "restrain", "sanction"}
"""Verbs of patrons alone."""

_FLY: Final = tuple(side for side in SIDES if "aircraft" in ABILITIES[side])


def unable(event: Event) -> Iterator[Said]:
    """Find what the parties to an event could never do."""
    match event:
        case scheduled.Truce() | scheduled.Settlement() | scheduled.Pact():
            yield from untold_talks(event.parties)
            if isinstance(event, scheduled.Pact) and event.terms == "bargain":
                yield from _bargain(event.parties)
            if isinstance(event, scheduled.Settlement) and event.compliance.value == 0.0:
                yield ("compliance",), "a settlement that nobody keeps is none; its compliance is above 0"
        case scheduled.Sorties(side=side) if side not in _FLY:
            yield ("side",), f"{NAMES[side]} has no aircraft in this war; those who fly are {', '.join(_FLY)}"
        case scheduled.Aid(patron=patron, client=client):
            if patron == client:
                yield ("client",), "nobody is its own client"
            elif _foreign(patron, client):
                yield ("client",), f"{client} is of another coalition than {patron}, which cannot send it men"
        case scheduled.HotlineSet(pair=[one, other]) if not _foreign(one, other):
            yield ("pair",), "these two share a coalition; they need no hotline"
        case scheduled.Reinforcement(side=side) if "strike" not in ABILITIES[side]:
            yield ("side",), f"{NAMES[side]} has no mobile force"
        case scheduled.Favour(side=side) if not {"strike", "land"} & {*ABILITIES[side]}:
            yield ("side",), f"{NAMES[side]} has no men who fight for land"
        case scheduled.Overrule(to=side) if "land" not in ABILITIES[side]:
            yield ("to",), f"{NAMES[side]} holds no land of its own"
        case scheduled.Departure(once=False):
            yield ("once",), "a leader leaves once"
        case scheduled.Command(actor=actor, order=order):
            yield from _order(actor, order)


def untold_talks(parties: Sequence[str]) -> Iterator[Said]:
    """Find parties with whom nobody negotiates."""
    for name in parties:
        if name in NO_TALKS:
            yield ("parties",), f"nobody negotiates with {NAMES[name]} in this model"


def _foreign(one: str, other: str) -> bool:
    return COALITION[INDEX[one]] != COALITION[INDEX[other]]


def _bargain(parties: Sequence[str]) -> Iterator[Said]:
    if parties[0] not in BACKS:
        yield ("parties",), f"by a bargain the first party leaves: it must be a patron, one of {', '.join(BACKS)}"


def _order(actor: str, order: Asked) -> Iterator[Said]:
    """Find an order that no state of the war makes legal for this actor."""
    name = NAMES[actor]
    need, lack = _WANTS.get(order.verb, ("", ""))
    if need and need not in ABILITIES[actor]:
        yield ("order", "verb"), f"{name} {lack}: it can never {order.verb.replace('_', ' ')}"
    if order.verb in _OF_PATRONS and actor not in BACKS:
        yield ("order", "verb"), f"{name} is no patron in this war: it can never {order.verb}"
    for part in ("against", "to", "of", "party"):
        other = getattr(order, part)
        if other is not None and not _foreign(actor, other):
            yield ("order", part), f"{name} and {other} are on one side"
        elif other in NO_TALKS and part != "against":
            yield ("order", part), f"nobody negotiates with {NAMES[other]} in this model"
    if order.partner is not None and (order.partner == actor or _foreign(actor, order.partner)):
        yield ("order", "partner"), f"{order.partner} is no partner of {actor}"
    if order.terms == "bargain" and order.verb == "offer" and actor not in BACKS:
        yield ("order", "terms"), f"{name} has no engagement to bargain with"
