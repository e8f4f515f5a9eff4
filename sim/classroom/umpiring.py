"""The facilitator's powers: each with a reason, each an entry of the log, each shown at the debrief.

What touches the war is an event of a scenario, so a game replays headless with all of it. Owns these powers.
Knows nothing of who is the facilitator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.classroom import acts, forms
from sim.classroom.game import MONTH, Game, Given, Note
from sim.classroom.injects import library
from sim.classroom.lesson import minutes_of
from sim.classroom.seats import SEATS
from sim.classroom.war import base_of
from sim.errors import TheatreError, nearest
from sim.record.telling import who
from sim.scenario.checks import event_fault
from sim.scenario.events import Event
from sim.sides import GROUND, HOLDERS, NAMES
from sim.theatre.places import governorates, places, region_ids, region_names

__all__ = ["NotNow", "notes"]

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


_OF_ORDERS = (acts.EditOrders, acts.StrikeOrder, acts.ModifierAct)
"""Acts on orders, which may be those of a side without a seat: IS and HTS are played by policies or the facilitator."""


class NotNow(Exception):  # noqa: N818  # an answer, not a fault of ours
    """Refuse an act of the facilitator: status, key of the fault, and one sentence."""

    def __init__(self, status: int, fault: str, text: str) -> None:
        super().__init__(text)
        self.status, self.fault = status, fault


def notes(game: Game, act: Any, now: float) -> list[Note]:
    """Return what an act of the facilitator enters in the log; NotNow if it cannot be done now."""
    seat = getattr(act, "seat", None)
    known = [*game.seats, *(game.unseated if isinstance(act, _OF_ORDERS) else ())]
    if seat is not None and seat not in known:
        raise NotNow(422, "unknown", f'There is no seat "{seat}"{nearest(seat, SEATS)} in this war.')
    return [_POWERS[type(act)](game, act, now)]


def _note(act: Any, body: dict[str, Any]) -> Note:
    return Note("white", act.kind, body, getattr(act, "reason", ""))


def _in(game: Game, *phases: str) -> None:
    if game.phase not in phases:
        raise NotNow(409, "not_now", f"This can be done in {' or '.join(phases)}; the game is in {game.phase}.")


def _pause(game: Game, act: acts.Pause, now: float) -> Note:
    if game.paused:
        raise NotNow(409, "not_now", "The game is paused already.")
    return _note(act, {})


def _resume(game: Game, act: acts.Resume, now: float) -> Note:
    if not game.paused:
        raise NotNow(409, "not_now", "The game is not paused.")
    return _note(act, {})


def _extend(game: Game, act: acts.Extend, now: float) -> Note:
    if game.deadline is None and game.left is None:
        raise NotNow(409, "not_now", "No clock is running in this phase.")
    return _note(act, {"seconds": act.seconds})


def _settings(game: Game, act: acts.SettingsAct, now: float) -> Note:
    return _note(act, act.model_dump(exclude_none=True, exclude={"id", "kind"}))


def _given(game: Game, act: Any) -> Given:
    """Return the order that an act means."""
    _in(game, "locked", "adjudication")
    found = [each for each in game.now.given() if each.seat == act.seat and each.index == act.index]
    if not found or game.now.policies is None:
        raise NotNow(422, "unknown", "There is no such order this month.")
    return found[0]


def _edit(game: Game, act: acts.EditOrders, now: float) -> Note:
    _in(game, "locked", "adjudication")
    rows = [row.model_dump(exclude_none=True, exclude_defaults=True) for row in act.orders]
    words = "; ".join(forms.worded(row) for row in rows) or "no orders"
    return _note(act, {"seat": act.seat, "orders": rows, "words": f"changed to: {words}"})


def _strike(game: Game, act: acts.StrikeOrder, now: float) -> Note:
    given = _given(game, act)
    if given.struck:
        raise NotNow(409, "not_now", "That order is struck already.")
    words = f"struck: {forms.worded(given.row)}"
    return _note(act, {"seat": act.seat, "index": act.index, "words": words})


def _modifier(game: Game, act: acts.ModifierAct, now: float) -> Note:
    given = _given(game, act)
    if "governorate" not in given.row:
        raise NotNow(422, "refused", "Only an order for one governorate can be judged better or worse.")
    if given.row["by"] not in GROUND:
        raise NotNow(
            422, "refused", f"{NAMES[given.row['by']]} has no men who fight for land here: judge its ally's order."
        )
    words = f"judged {act.steps:+d}: {forms.worded(given.row)}"
    return _note(act, {"seat": act.seat, "index": act.index, "steps": act.steps, "words": words})


def _reroll(game: Game, act: acts.Reroll, now: float) -> Note:
    _in(game, "adjudication")
    told = f"{game.seed}:{game.branch}:{game.turn}:{len(game.now.seeds)}"
    seed = int.from_bytes(hashlib.sha256(told.encode()).digest()[:6])
    return _note(act, {"seed": seed})


def _overrule(game: Game, act: acts.Overrule, now: float) -> Note:
    _in(game, "adjudication")
    known = frozenset(region_ids())
    wrong = next((region for region in act.regions if region not in known), None)
    if wrong is not None:
        raise NotNow(422, "unknown", f'There is no region "{wrong}"{nearest(wrong, known)}.')
    if act.to not in HOLDERS:
        raise NotNow(422, "refused", f"{act.to} holds no land of its own: {', '.join(HOLDERS)} do.")
    event = {"do": "overrule", "regions": act.regions, "to": act.to, "assumption": f"the facilitator: {act.reason}"}
    names = region_names()
    words = f"{', '.join(names[region] for region in act.regions[:4])}{' and more' if len(act.regions) > 4 else ''}"
    return _note(act, {"event": _checked(game, event, game.week), "words": f"{words}: to {who(act.to)}"})


def _men(game: Game, act: acts.MenAct, now: float) -> Note:
    _in(game, "adjudication")
    event = {"do": "reinforcement", "side": act.side, "men": act.men, "assumption": f"the facilitator: {act.reason}"}
    words = f"{act.men:+,d} men for {who(act.side)}"
    return _note(act, {"event": _checked(game, event, game.week), "words": words})


def _inject(game: Game, act: acts.InjectAct, now: float) -> Note:
    if game.phase == "debrief":
        raise NotNow(409, "not_now", "The war is over; go back to a turn to let something happen.")
    first = game.turn + (game.phase == "reveal")
    if not max(first, 1) <= act.turn <= game.plan.turns:
        raise NotNow(422, "refused", f"An inject comes in turn {max(first, 1)} to {game.plan.turns}.")
    event, words = act.event, act.words
    if act.inject is not None:
        entry = next((entry for entry in library() if entry.key == act.inject), None)
        if entry is None:
            raise NotNow(422, "unknown", f'There is no inject "{act.inject}" in the library.')
        event, words = event or dict(entry.event), words or entry.words
    if not event and not words:
        raise NotNow(422, "refused", "An inject needs an event, or words.")
    if event:
        event = _checked(game, {"assumption": f"the facilitator: {act.reason}", **event}, MONTH * (act.turn - 1))
    return _note(act, {"event": event, "words": words, "to": act.to, "turn": act.turn, "inject": act.inject})


def _checked(game: Game, event: dict[str, Any], week: int) -> dict[str, Any]:
    """Return an event without its date if it is a valid event of this war's ground; NotNow says what is wrong."""
    plain = {key: value for key, value in event.items() if key not in ("when", "if", "once", "from", "odds", "id")}
    try:
        made = _EVENT.validate_python({**plain, "when": game.day(week).isoformat()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NotNow(422, "refused", f"{where}: {first['msg']}"[:300]) from error
    except TheatreError as error:
        raise NotNow(422, "refused", str(error)) from error
    sector = getattr(made, "governorate", None)
    if sector is not None and sector not in governorates():
        raise NotNow(422, "unknown", f'There is no governorate "{sector}"{nearest(sector, governorates())}.')
    for place in getattr(made, "places", ()):
        if place not in places():
            raise NotNow(422, "unknown", f'There is no place "{place}"{nearest(place, places())}.')
    base = base_of(game)
    scenario = base.scenario.model_copy(update={"events": [*base.scenario.events, made]})
    if fault := event_fault(scenario, base.start, base.control):
        raise NotNow(422, "refused", fault[:300])
    return plain


def _rewind(game: Game, act: acts.Rewind, now: float) -> Note:
    if game.phase == "lobby" or act.turn > game.turn:
        raise NotNow(409, "not_now", f"The game can go back to turns 1 to {max(game.turn, 1)}.")
    minutes = minutes_of(game.plan.mode, "briefing", act.turn)
    deadline = None if minutes is None else now + 60.0 * minutes
    return _note(act, {"turn": act.turn, "branch": max([game.branch, *game.branches]) + 1, "deadline": deadline})


def _seat(game: Game, act: Any, now: float) -> Note:
    return _note(act, {"seat": act.seat})


def _message(game: Game, act: acts.MessageAct, now: float) -> Note:
    return _note(act, {"to": act.to, "text": act.text})


def _mute(game: Game, act: acts.Mute, now: float) -> Note:
    if act.turn not in game.turns or act.seat not in game.turns[act.turn].statements:
        raise NotNow(422, "unknown", "There is no such statement.")
    return _note(act, {"seat": act.seat, "turn": act.turn})


_POWERS: Mapping[type, Callable[[Game, Any, float], Note]] = {
    acts.Pause: _pause, acts.Resume: _resume, acts.Extend: _extend, acts.SettingsAct: _settings,
    acts.EditOrders: _edit, acts.StrikeOrder: _strike, acts.ModifierAct: _modifier, acts.Reroll: _reroll,
    acts.Overrule: _overrule, acts.MenAct: _men, acts.InjectAct: _inject, acts.Rewind: _rewind, acts.Lend: _seat,
    acts.TakeBack: _seat, acts.NewCode: _seat, acts.MessageAct: _message, acts.Mute: _mute,
}  # fmt: skip
"""Kind of act -> what it enters."""
