"""States of a game that never was, one for each phase, to look at pages with: shapes as the server's views have them.

The war in them was run once by the engine (base_2015, seed 7, and forty others) and cut to what a page shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sim.classroom.seats import SEATS
from sim.sides import SIDES
from sim.theatre.regions import load_theatre

__all__ = ["LABELS", "ORDERS", "PEOPLE", "WAR", "console_state", "public_state"]

WAR: dict[str, Any] = json.loads((Path(__file__).parent / "example.json").read_text(encoding="utf-8"))
MONTH = 4
START = date.fromisoformat(WAR["start_date"])
NOW = 1_790_000_000.0

PEOPLE = {
    "regime": [("Maya", "commander"), ("Tom", "observer")],
    "russia": [("Ivo", "commander"), ("Lea", "observer")],
    "us_sdf": [("Ana", "commander"), ("Ben", "commander"), ("", "observer")],
    "opposition": [("Noor", "commander")],
    "turkey": [("Kim", "observer")],
}
ORDERS = {
    "regime": [
        ("regime", "The regime: hold", ""),
        ("regime", "The regime: main effort in Homs", "Palmyra opens the road east"),
        ("regime", "The regime: humanitarian access in Rural Damascus", "The siege costs us more than it brings"),
    ],
    "russia": [
        ("russia", "Russia: air support for the regime in Homs", "To help them to Palmyra"),
        ("russia", "Russia: restraint", ""),
    ],
    "iran": [("iran", "Iran and allies: advisers in Aleppo", "")],
    "us_sdf": [
        ("sdf", "The SDF: attack", "Raqqa before winter"),
        ("sdf", "The SDF: reinforce Raqqa, level 2", ""),
        ("us", "The US: air support for the SDF in Raqqa", ""),
    ],
    "opposition": [
        ("opposition", "The opposition: hold", "We wait for the truce"),
        ("opposition", "The opposition: raid in Daraa", ""),
    ],
    "turkey": [("turkey", "Turkey: fund the opposition, level 2", "They hold the border for us")],
}


def _digits(week: int) -> str:
    now = list(WAR["start"])
    for when, region, side in WAR["changes"]:
        if when <= week:
            now[region] = str(side)
    return "".join(now)


def _land(week: int) -> dict[str, dict[str, float]]:
    theatre, digits = load_theatre(), _digits(week)
    area, people = theatre.area / theatre.area.sum(), theatre.population / theatre.population.sum()
    return {
        side: {
            "area": round(float(sum(a for a, d in zip(area, digits, strict=True) if int(d) == index)), 4),
            "people": round(float(sum(p for p, d in zip(people, digits, strict=True) if int(d) == index)), 4),
        }
        for index, side in enumerate(SIDES)
    }


def _day(week: int) -> date:
    return START + timedelta(days=7 * week)


def _weeks(first: int) -> list[dict[str, Any]]:
    return [
        {
            "week": week,
            "date": _day(week).isoformat(),
            "changes": [row[1:] for row in WAR["changes"] if row[0] == week],
            "battles": [row[1:] for row in WAR["battles"] if row[0] == week],
            "headlines": ["The regime took Mahin", "Fighting near Sheikh Maskin"][: week % 3],
        }
        for week in range(first + 1, first + MONTH + 1)
    ]


CARDS = [
    {
        "week": 5,
        "region": 40,
        "title": "The regime attacked Mahin, held by IS",
        "lines": ["About 1,900 men against about 400", "The regime took Mahin"],
        "modifiers": [["air support", 1.4, "for"], ["prepared ground", 1.4, "against"]],
        "probability": 0.62,
        "draw": 0.31,
    },
    {
        "week": 7,
        "region": 90,
        "title": "The opposition attacked Sheikh Maskin, held by the regime",
        "lines": ["About 800 men against about 700", "The attack was beaten off"],
        "modifiers": [["town", 0.6, ""]],
        "probability": 0.21,
        "draw": 0.55,
    },
]

MENU = [
    {
        "by": "sdf",
        "name": "The SDF",
        "verbs": [
            {
                "verb": "posture",
                "name": "Posture",
                "hint": "",
                "why_not": "",
                "cost": 0,
                "fields": [
                    {
                        "name": "stance",
                        "label": "Stance",
                        "choices": [
                            {"value": "attack", "name": "attack", "why_not": ""},
                            {"value": "hold", "name": "hold", "why_not": ""},
                        ],
                    }
                ],
            },
            {
                "verb": "reinforce",
                "name": "Reinforce",
                "hint": "",
                "why_not": "",
                "cost": None,
                "fields": [
                    {
                        "name": "governorate",
                        "label": "Where",
                        "choices": [
                            {"value": "raqqa", "name": "Raqqa", "why_not": ""},
                            {"value": "daraa", "name": "Daraa", "why_not": "no force within reach"},
                        ],
                    },
                    {
                        "name": "level",
                        "label": "Level",
                        "choices": [{"value": 1, "name": "1"}, {"value": 2, "name": "2"}],
                    },
                ],
            },
        ],
    },
    {
        "by": "us",
        "name": "The US",
        "verbs": [{"verb": "restraint", "name": "Restraint", "hint": "", "why_not": "", "cost": 1, "fields": []}],
    },
]


def public_state(phase: str, turn: int) -> dict[str, Any]:
    """Return what everybody sees in a phase."""
    week, late = MONTH * max(turn - 1, 0), phase in ("reveal", "debrief", "closed")
    known = week + MONTH if late else week
    mine = {name: row[:known] for name, row in WAR["mine"].items()}
    timed = {"briefing": 200.0, "planning": 272.0, "reveal": 180.0, "debrief": 840.0}.get(phase)
    return {
        "game": {
            "title": "Syria from October 2015",
            "scenario": "base_2015",
            "summary": "",
            "start": START.isoformat(),
            "seed": 7,
            "turns": 6,
            "mode": "half_day",
            "branch": 0,
            "version": "0.1.0",
        },
        "phase": phase,
        "turn": turn,
        "month": _day(week).strftime("%B %Y"),
        "week": week,
        "date": _day(week).isoformat(),
        "until": _day(week + MONTH).isoformat(),
        "clock": {
            "deadline": timed and NOW + timed,
            "now": NOW,
            "paused": False,
            "left": timed,
            "hard": False,
            "time_up": False,
        },
        "seats": [
            {
                "seat": key,
                "name": seat.name,
                "letters": seat.letters,
                "open": True,
                "played_by": "people" if key in PEOPLE else "policy",
                "ready": key in ("regime", "russia", "iran"),
                "here": len(PEOPLE.get(key, [])),
            }
            for key, seat in SEATS.items()
        ],
        "map": {"week": known, "holders": _digits(known), "hidden": []},
        "reveal": {"from": week, "weeks": _weeks(week), "cards": CARDS, "notes": []} if phase == "reveal" else None,
        "headlines": ["The regime took Mahin", "Fighting near Sheikh Maskin"],
        "curves": {
            "weeks": list(range(1, known + 1)),
            "civilians": mine["deaths.civilians"],
            "fighters": mine["deaths.fighters"],
            "displaced": mine["displaced"],
        },
        "land": _land(known),
        "statements": [{"seat": "russia", "turn": 1, "text": "We want talks."}],
        "messages": [],
    }


def _row(seat: str, index: int) -> dict[str, Any]:
    by, words, reason = ORDERS[seat][index]
    return {
        "by": by,
        "words": words,
        "reason": reason,
        "accepted": True,
        "why": "",
        "from": "people" if seat in PEOPLE else "policy",
        "modifier": 0,
        "index": index,
        "struck": False,
        "row": {"by": by, "verb": "raid", "governorate": "raqqa"}
        if " in " in words
        else {"by": by, "verb": "posture", "stance": "hold"},
    }


def _log(turn: int) -> list[dict[str, Any]]:
    rows = [
        ("white", "step", "Start the month", ""),
        ("seat:russia", "orders", "3 orders submitted", ""),
        ("seat:us_sdf", "ask_pause", "asks for a pause", ""),
        ("white", "strike_order", "The opposition: raid in Hama struck", "They have nobody there"),
        ("engine", "policies", "Orders of the policies", ""),
        ("white", "inject", "Refugees reach the Turkish border", "To make Turkey choose"),
        ("clock", "step", "Orders sealed", ""),
    ]
    return [
        {
            "seq": n,
            "at": f"09:{20 + n}",
            "turn": min(turn, 1 + n // 4),
            "phase": "planning",
            "actor": actor,
            "kind": kind,
            "words": words,
            "reason": why,
        }
        for n, (actor, kind, words, why) in enumerate(rows * 3)
    ]


STEPS = {
    "lobby": "briefing",
    "briefing": "planning",
    "planning": "locked",
    "locked": "adjudication",
    "adjudication": "reveal",
    "reveal": "briefing",
    "debrief": "closed",
}

LABELS = {
    "lobby": "Start",
    "briefing": "Open planning",
    "planning": "Seal orders",
    "locked": "Run the month",
    "adjudication": "Release",
    "reveal": "Next month",
    "debrief": "Close the game",
}


def _room(phase: str, joined: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the room knows: addresses, codes, who is connected."""
    return {
        "addresses": ["http://192.168.1.5:8420", "http://127.0.0.1:8420"],
        "scenario": "base_2015",
        "settings": {"auto_lock": False, "hard": False, "no_orders": "policy", "fog": True},
        "seats": [
            {
                "seat": key,
                "name": seat.name,
                "code": f"K7{seat.letters.upper()}M4Q"[:6],
                "open": True,
                "lent": False,
                "sessions": [
                    {
                        "name": name,
                        "role": role,
                        "seen": 95.0 if key == "opposition" else 1.0,
                        "connected": key != "opposition",
                    }
                    for name, role in joined.get(key, [])
                ],
                "state": "empty" if key not in joined else "silent" if key == "opposition" else "joined",
                "drafts": len(ORDERS[key]) if key in joined else 0,
                "ready": key in ("regime", "russia"),
                "aims": ["Keep Damascus and the coast", "Talks on our terms", ""] if key == "regime" else [],
            }
            for key, seat in SEATS.items()
        ],
        "pause_asked": [{"seat": "us_sdf", "at": NOW - 20}] if phase == "planning" else [],
        "saved_at": NOW - 3,
        "connected": sum(map(len, joined.values())),
    }


def console_state(phase: str, turn: int = 2) -> dict[str, Any]:
    """Return the console's view in a phase."""
    turn = 0 if phase == "lobby" else turn
    state, week = public_state(phase, turn), MONTH * max(turn - 1, 0)
    joined = {} if phase == "lobby" else PEOPLE
    state["room"] = _room(phase, joined)
    state["next"] = (
        {"phase": STEPS[phase], "label": LABELS[phase], "ready": "3 of 6 ready", "waiting": False}
        if phase in STEPS
        else None
    )
    state["orders"] = {
        "turn": turn,
        "seats": [
            {
                "seat": key,
                "side_orders": [_row(key, n) for n in range(len(rows))] if turn else [],
                **({"menu": MENU} if key == "us_sdf" else {}),
            }
            for key, rows in ORDERS.items()
        ],
    }
    if turn:
        state["orders"]["seats"][4]["side_orders"][1] |= {"accepted": False, "why": "posture is lie low"}
        state["orders"]["seats"][3]["side_orders"][0] |= {"modifier": 1}
    state["proposal"] = _proposal(week) if phase == "adjudication" else None
    state["injects"] = [
        {
            "key": "chemical",
            "name": "A chemical attack is reported",
            "words": "Several monitors report that a chemical agent was used. Who did it is disputed.",
            "event": {"do": "outrage"},
        },
        {
            "key": "summit",
            "name": "A summit is called",
            "words": "Ministers of five states meet in Vienna.",
            "event": None,
        },
        {
            "key": "refugees",
            "name": "Many people reach a border",
            "words": "Tens of thousands wait at the Turkish border.",
            "event": None,
        },
    ]
    state["planned"] = [{"turn": 1, "words": "Refugees reach the border", "event": None, "reason": "To begin"}]
    theatre = load_theatre()
    state["fields"] = {
        "strength": [int(p // 400) for p in theatre.population],
        "supply": [60] * len(theatre.population),
        "deaths.civilians": [int(p // 9000) for p in theatre.population],
    }
    state["places"] = [{"id": "raqqa", "name": "Raqqa"}, {"id": "mahin", "name": "Mahin"}]
    state["log"], state["branches"] = (_log(turn) if turn else []), [{"branch": 0, "from_turn": 1, "turn": turn}]
    return state


def _proposal(week: int) -> dict[str, Any]:
    dead = {key: sum(WAR["mine"][f"deaths.{key}"][week : week + MONTH]) for key in ("civilians", "fighters")}
    return {
        "state": "ready",
        "attempt": 1,
        "rerolls": 1,
        "weeks": _weeks(week),
        "land": _land(week + MONTH),
        "dead": dead,
        "cards": CARDS,
        "hash": "a1b2",
        "largest": [
            "The regime took Mahin (about 12,000 lived there before)",
            "The SDF took Shaddadi",
            "The opposition took Kafr Nabuda",
            "IS took Quryatayn",
            "The regime took Salma",
        ],
    }
