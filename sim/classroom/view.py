"""What leaves the server: one view for each role, made here and nowhere else.

A seat gets what it may see and not a word more; a page never hides anything that was sent. Owns the views.
Knows nothing of sockets or pages.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sim.classroom import fog, forms
from sim.classroom.adjudication import Account
from sim.classroom.clerk import Who, clock_of, month_of, next_phase, rulings_of, views_of
from sim.classroom.game import MONTH, Game
from sim.classroom.injects import library
from sim.classroom.seats import SEATS, name_of
from sim.classroom.sector import facts_of, offers_of, pacts_of, sectors_of
from sim.classroom.speech import say, words
from sim.classroom.war import job_of, jobs_of
from sim.sides import HOLDERS, INDEX
from sim.theatre.places import region_names
from sim.theatre.regions import load_theatre

__all__ = ["account_of", "console", "land_of", "menu", "month_account", "public", "reveal_of", "seat"]

Plain = dict[str, Any]

SHOWN = ("reveal", "debrief", "closed")
"""Phases in which the month that was played is known to all."""

ASKED = ("land", "civilians")
"""What teams predict before each month: their land, and, from the second on, how many civilians will be killed."""


def account_of(game: Game) -> Account | None:
    """Return what everybody may know of the war now; None while the engine has not said yet."""
    jobs = jobs_of(game)
    answer = game.known.get((jobs[-1] if game.phase in SHOWN else jobs[0]).key)
    return None if answer is None else answer.account


def month_account(game: Game) -> Account | None:
    """Return the account of the month that is proposed or shown, if there is one."""
    jobs = jobs_of(game)
    answer = game.known.get(jobs[-1].key) if jobs[-1].kind == "month" else None
    return None if answer is None else answer.account


def land_of(holders: str) -> dict[str, dict[str, float]]:
    """Return for each holder its share of the area, and of the people's homes of 2015."""
    ground = load_theatre()
    area, people = ground.area.tolist(), ground.population.tolist()
    found = {side: [0.0, 0.0] for side in HOLDERS}
    digits = {str(INDEX[side]): side for side in HOLDERS}
    for region, digit in enumerate(holders):
        row = found[digits[digit]]
        row[0] += area[region]
        row[1] += people[region]
    return {
        side: {"area": round(row[0] / sum(area), 4), "people": round(row[1] / sum(people), 4)}
        for side, row in found.items()
        if row[0] > 0.0
    }


def public(game: Game, now: float, language: str = "en") -> Plain:
    """Return what everybody may see: projector, seats and console start from it."""
    account = account_of(game)
    ended = game.phase in ("debrief", "closed")
    week = MONTH * sum(turn.released for turn in game.turns.values()) if ended else game.week
    shown = game.phase in SHOWN
    return {
        "game": _game(game),
        "phase": game.phase,
        "turn": game.turn,
        "month": month_of(game, game.turn, language),
        "week": week,
        "date": game.day(week).isoformat(),
        "until": game.day(week + MONTH).isoformat(),
        "clock": _clock(game, now),
        "seats": [_chip(game, key) for key in game.seats],
        "map": _map(game, account),
        "reveal": reveal_of(game, account) if game.phase == "reveal" and account else None,
        "headlines": _headlines(game, account),
        "curves": _curves(account),
        "land": {} if account is None else land_of(account.holders(account.weeks)),
        "statements": [
            {"seat": key, "turn": number, "text": text}
            for number, turn in sorted(game.turns.items())
            for key, text in turn.statements.items()
            if key not in turn.muted and (number < game.turn or shown)
        ],
        "messages": [{"text": told["text"]} for told in _messages(game) if told["to"] == "all"],
    }


def _messages(game: Game) -> list[Plain]:
    """Return the messages that are due: those of an inject come with its month."""
    return [told for told in game.messages if told.get("turn", 0) <= max(game.turn, 1)][-12:]


def _game(game: Game) -> Plain:
    told = game.resolved
    return {
        "title": told["title"], "scenario": game.label, "summary": told["summary"], "start": told["start"],
        "seed": game.seed, "turns": game.plan.turns, "mode": game.plan.mode, "branch": game.branch,
        "version": game.version,
    }  # fmt: skip


def _clock(game: Game, now: float) -> Plain:
    left = game.left if game.deadline is None else max(0.0, game.deadline - now)
    return {
        "deadline": game.deadline, "now": now, "paused": game.paused, "left": left, "hard": game.settings.hard,
        "time_up": game.deadline is not None and now >= game.deadline,
    }  # fmt: skip


def _chip(game: Game, key: str) -> Plain:
    people = game.peopled(key)
    return {
        "seat": key, "name": SEATS[key].name, "letters": SEATS[key].letters, "open": True,
        "sides": game.sides_of(key),
        "played_by": "people" if people else "policy",
        "ready": people and game.sheet(key).submitted,
        "here": len(game.players.get(key, ())),
    }  # fmt: skip


def _map(game: Game, account: Account | None) -> Plain | None:
    if account is None:
        return None
    week = game.week if game.phase == "reveal" else account.weeks
    return {"week": week, "holders": account.holders(week), "hidden": []}


def reveal_of(game: Game, account: Account, *, all_of_it: bool = False) -> Plain:
    """Return the month week by week; without `all_of_it` strengths stay with who fought, and notes with the seat."""
    first = game.week
    cards = account.cards if all_of_it or not game.settings.fog else [_bare(card) for card in account.cards]
    return {
        "from": first,
        "weeks": [
            {
                "week": week,
                "date": game.day(week).isoformat(),
                "changes": [[region, side] for when, region, side in account.changes if when == week],
                "battles": [[region, side] for when, region, side in account.battles if when == week],
                "headlines": account.headlines.get(week, []),
            }
            for week in range(first + 1, first + MONTH + 1)
        ],
        "cards": cards[: fog.MOST_CARDS],
        "notes": [{"seat": seat, "text": f"{words} ({reason})"} for seat, words, reason in game.now.why if all_of_it],
    }


def _bare(card: fog.Card) -> fog.Card:
    return {**card, "lines": [line for line in card["lines"] if "killed" in line], "modifiers": []}


def _headlines(game: Game, account: Account | None) -> list[str]:
    """Return what everyone knows of the last month that was shown."""
    if account is None:
        return []
    weeks = range(account.weeks - MONTH + 1, account.weeks + 1)
    return [told for week in weeks for told in account.headlines.get(week, [])][:6]


def _curves(account: Account | None) -> Plain:
    if account is None:
        return {"weeks": [], "civilians": [], "fighters": [], "displaced": []}
    names = ("civilians", "fighters", "displaced")
    return {"weeks": list(range(1, account.weeks + 1)), **{name: account.curves[name] for name in names}}


def seat(game: Game, key: str, who: Who, now: float, language: str = "en") -> Plain:
    """Return what one seat may see."""
    account, views = account_of(game), views_of(game)
    own = [views[side] for side in game.sides_of(key) if side in views]
    cards = [] if account is None else [card for card in account.cards if _fought(card, game.sides_of(key))]
    found = public(game, now, language)
    mine = [{"text": told["text"]} for told in _messages(game) if told["to"] != "all" and key in told["to"]]
    if game.phase == "reveal" and account is not None:
        notes = reveal_of(game, account, all_of_it=True)["notes"]
        found["reveal"]["notes"] = [note for note in notes if note["seat"] == key]
    return found | {
        "messages": found["messages"] + mine,
        "seat": {
            "seat": key, "name": SEATS[key].name, "sides": game.sides_of(key),
            "me": {"name": who.name, "role": who.role},
            "brief": words(language).get("briefs", {}).get(key, {}),
            "aims": game.aims.get(key, []),
            "aims_open": game.turn <= 1 and game.phase in ("lobby", "briefing", "planning"),
            "others": [{"name": player.name, "role": player.role} for player in game.players.get(key, ())],
            "lent": key in game.lent,
        },
        "situation": {
            "sides": [facts_of(view, language) for view in own],
            "sectors": sectors_of(own, language),
            "offers": [offer for view in own for offer in offers_of(game, key, view, language)],
            "pacts": [pact for view in own for pact in pacts_of(view, language)],
            "report": [] if account is None else list(account.reports.get(key, [])),
            "cards": cards if game.settings.fog or account is None else account.cards[: fog.MOST_CARDS],
        },
        "menu": [_menu(game, view.actor, language) for view in own],
        "orders": _orders(game, key, language),
        "prediction": _prediction(game, key, language),
    }  # fmt: skip


def _fought(card: fog.Card, sides: Collection[str]) -> bool:
    event = dict(zip(("side", "other", "holder"), card["sides"], strict=False))
    return fog.of_coalition(event, sides)


def menu(game: Game, key: str, language: str = "en") -> list[Plain]:
    """Return the forms of a seat, or of a side without a seat, for who may order in its place."""
    known = key in game.seats or key in game.unseated
    return [_menu(game, side, language) for side in game.sides_of(key) if side in views_of(game)] if known else []


def _menu(game: Game, side: str, language: str) -> Plain:
    """Return the form of a side, worked out once a month."""
    name = f"menu:{jobs_of(game)[0].key}:{side}:{language}"
    if name not in game.known:
        view = views_of(game)[side]
        game.known[name] = {"by": side, "name": facts_of(view, language)["name"], "verbs": forms.menu(view, language)}
    found: Plain = game.known[name]
    return found


def _orders(game: Game, key: str, language: str) -> Plain:
    sheet = game.sheet(key)
    rulings, views = rulings_of(game, key, sheet.rows), views_of(game)
    left = {}
    for side in game.sides_of(key):
        rows = [row for row in sheet.rows if row["by"] == side]
        if side in views:
            left[side] = forms.left_of(rows, forms.rule(rows, views[side]))
    return {
        "version": sheet.version,
        "orders": [{**row, "words": forms.worded(row, language), "cost": forms.cost_of(row)} for row in sheet.rows],
        "rulings": rulings,
        "submitted": sheet.submitted,
        "saved": {"at": clock_of(sheet.at), "by": sheet.by} if sheet.at else None,
        "left": left,
        "no_orders": game.settings.no_orders,
        "changed": [
            {"words": told, "reason": reason}
            for seat, told, reason in game.now.why
            if seat == key and game.phase in SHOWN
        ],
    }


def _prediction(game: Game, key: str, language: str) -> Plain:
    return {
        "open": game.phase in ("planning", "locked", "adjudication"),
        "asked": [
            {
                "key": name,
                "words": say(language, f"predictions.{name}"),
                "choices": [
                    {"value": value, "name": say(language, f"predictions.{value}")}
                    for value in ("less", "same", "more")
                ],
            }
            for name in (ASKED if game.turn > 1 else ASKED[:1])
        ],
        "given": game.now.predictions.get(key, {}),
    }


def console(game: Game, now: float, room: Mapping[str, Any], language: str = "en") -> Plain:
    """Return what the facilitator sees: all of it. `room` tells who is connected, from where, and the codes."""
    account = account_of(game)
    sessions: Mapping[str, Any] = room.get("sessions", {})
    return public(game, now, language) | {
        "room": {
            **{name: value for name, value in room.items() if name != "sessions"},
            "scenario": game.label,
            "settings": game.settings.model_dump(),
            "seats": [_seated(game, key, sessions.get(key, {})) for key in game.seats],
            "pause_asked": [{"seat": key, "at": at} for key, at in game.pauses],
        },
        "next": _next(game, language),
        "orders": {"turn": game.turn, "seats": _all_orders(game, language)},
        "proposal": _proposal(game, room),
        "injects": [
            {"key": entry.key, "name": entry.name, "words": entry.words, "event": dict(entry.event)}
            for entry in library(language)
        ],
        "planned": [
            {"turn": number, "words": told["words"], "event": told["event"], "reason": told["reason"]}
            for number, turn in sorted(game.turns.items())
            for told in turn.injects
        ],
        "places": [{"id": key, "name": name} for key, name in region_names().items()],
        "fields": {} if account is None else account.fields,
        "log": [_logged(entry) for entry in game.log[-400:]],
        "branches": [
            {"branch": number, "from_turn": since, "turn": max(turns, default=0)}
            for number, (since, turns) in sorted(game.branches.items())
        ],
    }  # fmt: skip


def _seated(game: Game, key: str, told: Mapping[str, Any]) -> Plain:
    sheet = game.sheet(key)
    sessions = list(told.get("sessions", ()))
    here = any(session.get("connected") for session in sessions)
    state = "lent" if key in game.lent else "empty" if not sessions else "joined" if here else "silent"
    return {
        "seat": key, "name": SEATS[key].name, "letters": SEATS[key].letters, "code": told.get("code", ""),
        "open": True, "lent": key in game.lent, "sessions": sessions, "state": state, "drafts": len(sheet.rows),
        "ready": game.ready(key), "peopled": game.peopled(key), "aims": game.aims.get(key, []),
    }  # fmt: skip


def _next(game: Game, language: str) -> Plain:
    to = next_phase(game)
    people = [key for key in game.seats if game.peopled(key)]
    first = "start" if game.phase == "lobby" else "next_month" if game.phase == "reveal" and to == "briefing" else to
    return {
        "phase": to, "label": say(language, f"steps.{first}"), "key": first,
        "ready": say(language, "steps.ready", ready=sum(map(game.ready, people)), all=len(people)),
        "waiting": game.phase in ("locked", "adjudication") and job_of(game) is not None,
    }  # fmt: skip


def _all_orders(game: Game, language: str) -> list[Plain]:
    """Return every order of the month by seat: drafts while teams plan, then what stands."""
    if game.now.policies is None or game.phase in ("lobby", "briefing", "planning"):
        return [
            {"seat": key, "name": SEATS[key].name, "side_orders": _drafts(game, key, language)} for key in game.seats
        ]
    found: dict[str, list[Plain]] = {}
    for given in game.now.given():
        found.setdefault(given.seat, []).append({
            "by": given.row["by"], "words": forms.worded(given.row, language), "reason": given.row.get("reason", ""),
            "accepted": not given.struck, "why": "", "from": given.origin, "modifier": given.steps,
            "index": given.index, "struck": given.struck, "row": given.row,
        })  # fmt: skip
    return [{"seat": key, "name": name_of(key), "side_orders": rows} for key, rows in found.items()]


def _drafts(game: Game, key: str, language: str) -> list[Plain]:
    rows = game.sheet(key).rows
    return [
        {
            "by": row["by"], "words": forms.worded(row, language), "reason": row.get("reason", ""),
            "accepted": ruling["accepted"], "why": ruling["reason"], "from": "people", "modifier": 0, "index": index,
            "struck": False, "row": row,
        }
        for index, (row, ruling) in enumerate(zip(rows, rulings_of(game, key, rows), strict=True))
    ]  # fmt: skip


def _proposal(game: Game, room: Mapping[str, Any]) -> Plain | None:
    if game.phase not in ("adjudication", "reveal"):
        return None
    told: Plain = {"attempt": len(game.now.seeds) + 1, "rerolls": len(game.now.seeds), "text": room.get("failure", "")}
    account = month_account(game)
    if account is None:
        return told | {"state": "failed" if told["text"] else "working", "weeks": [], "largest": [], "cards": []}
    reveal = reveal_of(game, account, all_of_it=True)
    return told | {
        "state": "ready", "weeks": reveal["weeks"], "largest": account.largest,
        "cards": account.cards[: fog.MOST_CARDS],
        "land": land_of(account.holders(account.weeks)), "hash": account.hash,
        "dead": {name: round(sum(account.curves[name][-MONTH:])) for name in ("civilians", "fighters")},
        "holders": account.holders(account.weeks),
    }  # fmt: skip


def _logged(entry: Any) -> Plain:
    body = {key: value for key, value in entry.body.items() if key not in ("resolved", "orders", "sealed", "event")}
    told = body.get("words") or body.get("text") or body.get("to") or body.get("seat") or ""
    return {
        "seq": entry.seq, "at": clock_of(entry.at), "turn": entry.turn, "phase": entry.phase, "actor": entry.actor,
        "kind": entry.kind, "words": told if isinstance(told, str) else ", ".join(map(str, told)),
        "reason": entry.reason,
    }  # fmt: skip
