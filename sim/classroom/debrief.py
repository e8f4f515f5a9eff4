"""The debrief: what each seat asked for and why, what came, and where the class's war falls among the model's.

Names of players are left out. Owns what is shown when a game is over. Knows nothing of how futures are run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.classroom import forms
from sim.classroom.adjudication import Account
from sim.classroom.clerk import month_of
from sim.classroom.futures import Rows, class_curves, gather, place
from sim.classroom.game import MONTH, Game, Turn
from sim.classroom.seats import SEATS, name_of
from sim.classroom.speech import say, words
from sim.classroom.view import account_of, land_of, public
from sim.record.telling import who
from sim.sides import HOLDERS, HOLDS_AS, INDEX, NAMES, SIDES

__all__ = ["OPEN", "different", "played_turns", "predictions", "state", "timeline"]

Plain = dict[str, Any]

OPEN = ("debrief", "closed")
"""Phases in which the debrief is shown to all; the facilitator may look at any time."""

ABOUT = {"land": 0.01, "civilians": 0.15}
"""What counts as "about the same": one point of the country, and 15 % of the killed; assumption."""

MOST_DIFFERENT = 8


def played_turns(game: Game) -> list[Turn]:
    """Return the turns whose months were shown, in order."""
    return [turn for _, turn in sorted(game.turns.items()) if turn.released]


def state(
    game: Game,
    now: float,
    *,
    rows: Iterable[Rows] = (),
    asked: Mapping[str, Any] | None = None,
    beside: Sequence[Mapping[str, Any]] = (),
    language: str = "en",
) -> Plain:
    """Return the debrief. `asked` tells of the futures that were asked for (from_turn, runs), `rows` what is done."""
    account = account_of(game)
    found = public(game, now, language)
    if account is None:
        return found | {"ready": False}
    return found | {
        "ready": True,
        "timeline": timeline(game, language),
        "weeks": {
            "start": account.start,
            "changes": [number for change in account.changes for number in change],
            "hidden": [number for change in account.hidden for number in change],
        },
        "headlines_by_week": [account.headlines.get(week, []) for week in range(1, account.weeks + 1)],
        "curves": {"weeks": list(range(1, account.weeks + 1)), "series": class_curves(account)},
        "futures": _futures(account, list(rows), asked, language),
        "beside": list(beside),
        "aims": [_aims(game, account, key, language) for key in game.seats],
        "predictions": predictions(game, account, language),
        "different": different(game, language),
        "facilitator": _facilitator(game),
        "prompts": list(words(language).get("prompts", {}).values()),
        "caveats": list(words(language).get("caveats", {}).values()),
        "branches": _branches(game),
    }


def timeline(game: Game, language: str = "en") -> list[Plain]:
    """Return every order, inject and act of the facilitator, turn by turn."""
    found: list[Plain] = []
    for turn in played_turns(game):
        found += [
            {"seat": "white", "turn": turn.number, "words": told["words"] or told["event"]["do"],
             "reason": told["reason"], "mark": "inject"}
            for told in turn.injects
        ]  # fmt: skip
        for given in turn.given():
            origin = given.origin if given.origin == "policy" else "people" if given.origin == "people" else "white"
            found.append({
                "seat": given.seat if given.seat in SEATS else "policy",
                "turn": turn.number, "words": forms.worded(given.row, language),
                "reason": given.row.get("reason", ""), "mark": "order", "from": origin, "struck": given.struck,
                "modifier": given.steps,
            })  # fmt: skip
        found += [
            {"seat": "white", "turn": turn.number, "words": f"{name_of(seat)}: {told}", "reason": reason,
             "mark": "override"}
            for seat, told, reason in turn.why
        ]  # fmt: skip
    return found + _acts(game)


_MARKS = {"reroll": "reroll", "rewind": "rewind", "overrule": "override", "men": "override"}


def _acts(game: Game) -> list[Plain]:
    """Return re-rolls, rewinds and edits of proposals as they stand in the log."""
    return [
        {"seat": "white", "turn": entry.turn, "words": entry.body.get("words", entry.kind), "reason": entry.reason,
         "mark": _MARKS[entry.kind],
         "branch": entry.branch}
        for entry in game.log
        if entry.kind in _MARKS
    ]  # fmt: skip


def _futures(account: Account, rows: list[Rows], asked: Mapping[str, Any] | None, language: str) -> Plain:
    if asked is None:
        return {"state": "none"}
    done = sum(len(each) for each in rows)
    if done < asked["runs"]:
        return {"state": "working", "done": done, "runs": asked["runs"], "from_turn": asked["from_turn"]}
    names = {
        name: say(language, f"fan.{name.partition('.')[0]}", who=who(name.partition(".")[2]))
        for name in ("civilians", "killed", "displaced", *(f"area.{side}" for side in HOLDERS))
    }
    told = gather(rows, asked["from_turn"])
    parted = account.weeks > MONTH * (asked["from_turn"] - 1)
    return told | {
        "state": "ready", "done": done, "place": place(account, rows, names) if parted else {},
        "draws": say(language, "fan.draws"),
    }  # fmt: skip


def _aims(game: Game, account: Account, key: str, language: str) -> Plain:
    """Return a seat's aims beside what became of its land and of all civilians."""
    holder = SIDES[HOLDS_AS[INDEX[game.sides_of(key)[0]]]]
    first, last = land_of(account.start), land_of(account.holders(account.weeks))
    none = {"area": 0.0, "people": 0.0}
    was, now = first.get(holder, none), last.get(holder, none)
    killed = sum(account.curves["civilians"])
    outcome = [
        say(language, "outcome.land", who=NAMES[holder], was=_percent(was["area"]), now=_percent(now["area"])),
        say(language, "outcome.people", who=NAMES[holder], was=_percent(was["people"]), now=_percent(now["people"])),
        say(language, "outcome.civilians", n=f"{float(f'{killed:.2g}'):,.0f}"),
    ]
    return {"seat": key, "name": SEATS[key].name, "aims": game.aims.get(key, []), "outcome": outcome}


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"


def predictions(game: Game, account: Account, language: str = "en") -> list[Plain]:
    """Return what teams said of each month before it was shown, and what came."""
    found = []
    for turn in played_turns(game):
        came = {"civilians": _civilians(account, turn.number)}
        for key, answers in sorted(turn.predictions.items()):
            came["land"] = _land(game, account, key, turn.number)
            found += [
                {
                    "seat": key, "turn": turn.number, "words": say(language, f"predictions.{name}"),
                    "said": say(language, f"predictions.{said}"),
                    "came": say(language, f"predictions.{came[name]}"), "right": said == came[name],
                }
                for name, said in sorted(answers.items())
                if came.get(name) and said in ("less", "same", "more")
            ]  # fmt: skip
    return found


def _land(game: Game, account: Account, key: str, turn: int) -> str:
    holder = SIDES[HOLDS_AS[INDEX[game.sides_of(key)[0]]]]
    before, after = (
        land_of(account.holders(week)).get(holder, {"area": 0.0})["area"] for week in (MONTH * (turn - 1), MONTH * turn)
    )
    return _way(after - before, ABOUT["land"])


def _civilians(account: Account, turn: int) -> str:
    """Return whether a month was bloodier for civilians than the one before; of the first nothing can be said."""
    killed = account.curves["civilians"]
    now, before = sum(killed[MONTH * (turn - 1) : MONTH * turn]), sum(killed[MONTH * (turn - 2) : MONTH * (turn - 1)])
    return "" if turn < 2 or before <= 0.0 else _way(now / before - 1.0, ABOUT["civilians"])


def _way(change: float, about: float) -> str:
    return "more" if change > about else "less" if change < -about else "same"


def different(game: Game, language: str = "en") -> list[str]:
    """Return the people's orders that their policy did not ask for in the same month, at most a few."""
    found = []
    for turn in played_turns(game):
        for given in turn.given():
            plain = {key: value for key, value in given.row.items() if key not in ("by", "reason")}
            wished = turn.wished.get(given.row["by"])
            if given.origin == "people" and wished is not None and plain not in wished and plain["verb"] != "patrol":
                found.append(f"{month_of(game, turn.number, language)}: {forms.worded(given.row, language)}")
    return found[:MOST_DIFFERENT]


def _facilitator(game: Game) -> Plain:
    return {
        "rerolls": sum(entry.kind == "reroll" for entry in game.log),
        "overrides": [
            {"turn": entry.turn, "kind": entry.kind, "words": entry.body.get("words", ""), "reason": entry.reason}
            for entry in game.log
            if entry.actor == "white" and entry.reason
        ],
    }


def _branches(game: Game) -> list[Plain]:
    """Return the branches that were left, with what was played on them."""
    return [
        {"branch": number, "from_turn": since, "turns": [n for n, turn in sorted(turns.items()) if turn.released]}
        for number, (since, turns) in sorted(game.branches.items())
    ]
