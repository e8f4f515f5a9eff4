"""The clerk: whether an act may be entered in the log now, as what, and if not, why and what to do instead.

Owns what may be done in which phase and by whom. Knows nothing of how entries are stored or folded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sim.classroom import acts, forms, umpiring
from sim.classroom.game import Game, Note, Sheet
from sim.classroom.lesson import minutes_of
from sim.classroom.seats import name_of
from sim.classroom.speech import say
from sim.classroom.war import job_of, jobs_of
from sim.world.view import View

__all__ = [
    "Refusal",
    "Who",
    "admit",
    "clock_of",
    "due",
    "joined",
    "label_of",
    "month_of",
    "next_phase",
    "rulings_of",
    "stepped",
    "umpired",
    "views_of",
]


@dataclass(frozen=True, slots=True)
class Who:
    """Say who acts: a player of a seat with a role and a name, or the facilitator."""

    kind: Literal["seat", "white"]
    seat: str = ""
    role: str = ""
    name: str = ""


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818  # an answer, not a fault of ours
    """Refuse an act: status of the answer, key of the fault, one sentence, and what the page may need to mend it."""

    status: int
    fault: str
    text: str
    extra: Mapping[str, Any] = field(default_factory=dict)


def month_of(game: Game, turn: int, language: str = "en") -> str:
    """Return what a turn is called: the month in which its middle lies; months of the game have four weeks."""
    day = game.month(turn)
    return f"{say(language, f'months.{day.month}')} {day.year}"


def label_of(game: Game) -> str:
    """Return a game in a few words: "April 2016, planning, 4 of 7 ready"."""
    people = [seat for seat in game.seats if game.peopled(seat)]
    ready = sum(game.ready(seat) for seat in people)
    tail = f", {ready} of {len(people)} ready" if game.phase == "planning" else ""
    return f"{month_of(game, game.turn)}, {game.phase}{tail}"


def clock_of(at: float) -> str:
    """Return the time of day of a moment of the server, as people read it."""
    return datetime.fromtimestamp(at).strftime("%H:%M")


def views_of(game: Game) -> Mapping[str, View]:
    """Return what each side sees at the start of this month; empty while the engine has not said yet."""
    answer = game.known.get(jobs_of(game)[0].key)
    return answer.views if answer is not None else {}


def rulings_of(game: Game, seat: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the ruling on each row of a seat's set: accepted or not, and why."""
    views = views_of(game)
    found: list[dict[str, Any]] = [{"accepted": True, "reason": ""} for _ in rows]
    for side in {row["by"] for row in rows}:
        at = [number for number, row in enumerate(rows) if row["by"] == side]
        if side not in game.sides_of(seat):
            for number in at:
                found[number] = {"accepted": False, "reason": f"{name_of(seat)} does not command {side}."}
        elif side in views:
            for number, ruling in zip(at, forms.rule([rows[n] for n in at], views[side]), strict=True):
                found[number] = {"accepted": ruling.accepted, "reason": ruling.reason}
    return found


def joined(game: Game, seat: str, name: str, role: str) -> Note:
    """Return the entry of somebody who joins a seat."""
    return Note(f"seat:{seat}", "join", {"seat": seat, "name": name, "role": role})


def admit(game: Game, who: Who, act: acts.SeatAct | acts.WhiteAct, now: float, language: str = "en") -> list[Note]:
    """Return what an act enters in the log; Refusal if it may not be done now."""
    if game.phase == "closed":
        raise Refusal(409, "closed", "This game is closed.")
    if who.kind == "white":
        return umpired(game, act, now)
    return _SEAT_ACTS[type(act)](game, who, act, now, language)


def umpired(game: Game, act: Any, now: float) -> list[Note]:
    """Return what an act of the facilitator enters."""
    if isinstance(act, acts.Step):
        return [_step(game, act, now)]
    if isinstance(act, acts.EditOrders) and act.seat in [*game.seats, *game.unseated]:
        _known(game)
        rows = [row.model_dump(exclude_none=True) for row in act.orders]
        wrong = [ruling["reason"] for ruling in rulings_of(game, act.seat, rows) if not ruling["accepted"]]
        if wrong:
            raise Refusal(422, "refused", wrong[0])
    try:
        return umpiring.notes(game, act, now)
    except umpiring.NotNow as error:
        raise Refusal(error.status, error.fault, str(error)) from error


def _known(game: Game, language: str = "en") -> None:
    """Raise Refusal while nobody can say which orders the law allows, as in the first moments after a crash."""
    if not views_of(game):
        raise Refusal(409, "not_now", say(language, "refusals.working"))


def _orders(game: Game, who: Who, act: acts.OrdersAct, now: float, language: str) -> list[Note]:
    sheet = game.sheet(who.seat)
    _in_time(game, who.seat, act.turn, now, sheet, language)
    if act.submit and who.role != "commander":
        raise Refusal(403, "observer", say(language, "refusals.observer"))
    if act.version != sheet.version:
        raise _conflict(sheet, language)
    rows = [row.model_dump(exclude_none=True, exclude_defaults=True) for row in act.orders]
    if act.submit:
        _known(game, language)
    rulings = rulings_of(game, who.seat, rows)
    if act.submit and not all(ruling["accepted"] for ruling in rulings):
        first = next(ruling["reason"] for ruling in rulings if not ruling["accepted"])
        raise Refusal(422, "refused", first, {"rulings": rulings})
    name = who.name or who.role
    body = {"seat": who.seat, "orders": rows, "version": sheet.version + 1, "submit": act.submit, "by": name}
    return [Note(f"seat:{who.seat}", "orders", body)]


def _conflict(sheet: Sheet, language: str) -> Refusal:
    text = say(language, "refusals.conflict", name=sheet.by or "Somebody", time=clock_of(sheet.at))
    extra = {"orders": sheet.rows, "version": sheet.version, "by": sheet.by, "at": clock_of(sheet.at)}
    return Refusal(409, "conflict", text, extra)


def _in_time(game: Game, seat: str, turn: int, now: float, sheet: Sheet, language: str) -> None:
    """Raise Refusal unless this is the turn, orders are open, and people play the seat."""
    if turn != game.turn:
        closed, this = month_of(game, turn, language), month_of(game, game.turn, language)
        raise Refusal(409, "stale", say(language, "refusals.stale", closed=closed, now=this))
    late = game.settings.hard and game.deadline is not None and now > game.deadline
    if game.phase in ("locked", "adjudication", "reveal", "debrief") or (game.phase == "planning" and late):
        saved = clock_of(sheet.at) if sheet.at else "-"
        raise Refusal(409, "locked", say(language, "refusals.locked", time=saved))
    if game.phase != "planning":
        raise Refusal(409, "not_now", say(language, "refusals.not_now"))
    if seat in game.lent:
        raise Refusal(409, "lent", say(language, "refusals.lent"))


def _revise(game: Game, who: Who, act: acts.Revise, now: float, language: str) -> list[Note]:
    _in_time(game, who.seat, act.turn, now, game.sheet(who.seat), language)
    if who.role != "commander":
        raise Refusal(403, "observer", say(language, "refusals.observer"))
    return [Note(f"seat:{who.seat}", "revise", {"seat": who.seat})]


def _aims(game: Game, who: Who, act: acts.AimsAct, now: float, language: str) -> list[Note]:
    if game.turn > 1 or game.phase not in ("lobby", "briefing", "planning"):
        raise Refusal(409, "not_now", say(language, "refusals.aims_closed"))
    return [Note(f"seat:{who.seat}", "aims", {"seat": who.seat, "aims": [aim for aim in act.aims if aim]})]


def _predict(game: Game, who: Who, act: acts.PredictAct, now: float, language: str) -> list[Note]:
    if game.phase not in ("planning", "locked", "adjudication") or act.turn != game.turn:
        raise Refusal(409, "not_now", say(language, "refusals.too_late"))
    return [Note(f"seat:{who.seat}", "predict", {"seat": who.seat, "answers": act.answers})]


def _refuse(game: Game, who: Who, act: acts.RefuseOffer, now: float, language: str) -> list[Note]:
    view = views_of(game).get(act.side)
    if act.side not in game.sides_of(who.seat) or view is None or view.offers.get(act.of) != act.terms:
        raise Refusal(409, "not_now", say(language, "refusals.no_offer"))
    if game.phase not in ("briefing", "planning"):
        raise Refusal(409, "locked", say(language, "refusals.too_late"))
    body = {"seat": who.seat, "side": act.side, "of": act.of, "terms": act.terms, "words": act.reason}
    return [Note(f"seat:{who.seat}", "refuse", body)]


def _statement(game: Game, who: Who, act: acts.StatementAct, now: float, language: str) -> list[Note]:
    if game.phase not in ("briefing", "planning") or act.turn != game.turn:
        raise Refusal(409, "not_now", say(language, "refusals.too_late"))
    return [Note(f"seat:{who.seat}", "statement", {"seat": who.seat, "text": act.text})]


def _ask_pause(game: Game, who: Who, act: acts.AskPause, now: float, language: str) -> list[Note]:
    return [Note(f"seat:{who.seat}", "ask_pause", {"seat": who.seat})]


_SEAT_ACTS: Mapping[type, Callable[[Game, Who, Any, float, str], list[Note]]] = {
    acts.OrdersAct: _orders,
    acts.Revise: _revise,
    acts.AimsAct: _aims,
    acts.PredictAct: _predict,
    acts.RefuseOffer: _refuse,
    acts.StatementAct: _statement,
    acts.AskPause: _ask_pause,
}


_AFTER = {"lobby": "briefing", "briefing": "planning", "planning": "locked", "locked": "adjudication",
          "adjudication": "reveal", "reveal": "briefing", "debrief": "closed"}  # fmt: skip


def next_phase(game: Game) -> str:
    """Return the phase that the next step leads to."""
    if game.phase == "reveal" and game.turn >= game.plan.turns:
        return "debrief"
    return _AFTER.get(game.phase, "closed")


def _step(game: Game, act: acts.Step, now: float) -> Note:
    """Return the entry of a step; it is refused if the page saw another phase, so that two clicks are one step."""
    if (act.turn, act.phase) != (game.turn, game.phase):
        raise Refusal(409, "stale", "The game has gone on already; nothing was done.")
    to = act.to or next_phase(game)
    if act.to == "closed" and game.phase != "debrief":
        raise Refusal(409, "not_now", "A game is closed from the debrief.")
    if act.to == "debrief" and game.phase in ("lobby", "debrief"):
        raise Refusal(409, "not_now", "There is nothing to look back on yet.")
    if to in ("locked", "adjudication", "reveal") and (job := job_of(game)) is not None:
        what = "The policies are still deciding" if job.kind == "policies" else "The engine is still at work"
        raise Refusal(409, "not_now", f"{what}; try again in a moment.")
    return stepped(game, to, now, "white")


def stepped(game: Game, to: str, now: float, actor: str) -> Note:
    """Return the entry of a step to a phase, with its clock and, where orders are sealed, with what was sealed."""
    turn = game.turn + (game.phase in ("lobby", "reveal") and to == "briefing")
    minutes = minutes_of(game.plan.mode, to, turn)
    body: dict[str, Any] = {"to": to, "turn": turn, "deadline": None if minutes is None else now + 60.0 * minutes}
    if to == "locked":
        body |= _sealed(game)
    return Note(actor, "step", body)


def _sealed(game: Game) -> dict[str, Any]:
    """Return who plays each seat this month and the orders of people: submitted, or a draft that is all legal."""
    played, sealed = {}, {}
    for seat in game.seats:
        sheet = game.sheet(seat)
        rows: list[dict[str, Any]] | None = sheet.rows
        valid = bool(rows) and all(ruling["accepted"] for ruling in rulings_of(game, seat, sheet.rows))
        if not sheet.submitted and not valid:
            rows = _without_orders(game, seat)
        by_people = game.peopled(seat) and rows is not None
        played[seat] = "people" if by_people else "policy"
        if by_people:
            sealed[seat] = rows
    return {"played": played, "sealed": sealed}


def _without_orders(game: Game, seat: str) -> list[dict[str, Any]] | None:
    """Return what a seat with people but without orders does: hold, repeat, or (None) leave it to the policy."""
    if game.settings.no_orders == "hold":
        return []
    before = game.turns.get(game.turn - 1)
    if game.settings.no_orders == "repeat" and before is not None:
        return before.sealed.get(seat)
    return None


def due(game: Game, now: float) -> list[Note]:
    """Return what the clock, or everybody being ready, does by itself now."""
    if game.paused or (game.phase == "planning" and not views_of(game)):
        return []
    people = [seat for seat in game.seats if game.peopled(seat)]
    if game.phase == "planning" and game.settings.auto_lock and people and all(map(game.ready, people)):
        return [stepped(game, "locked", now, "clock")]
    timed = game.settings.hard and game.phase in ("briefing", "planning")
    if timed and game.deadline is not None and now >= game.deadline:
        return [stepped(game, next_phase(game), now, "clock")]
    return []
