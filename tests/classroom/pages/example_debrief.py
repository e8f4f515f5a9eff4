"""The state of a debrief after six turns of a game that never was, and what the page of trying numbers gets."""

from __future__ import annotations

from typing import Any

from tests.classroom.pages.example import ORDERS, PEOPLE, WAR, public_state

__all__ = ["EXPLORED", "OPTIONS", "debrief_state"]


def _timeline() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for turn in range(1, 7):
        for seat, orders in ORDERS.items():
            for _, words, why in orders[: 1 + (turn + len(seat)) % 3]:
                rows.append(
                    {
                        "seat": seat,
                        "turn": turn,
                        "words": words,
                        "reason": why,
                        "mark": "order",
                        "from": "people" if seat in PEOPLE else "policy",
                        "struck": seat == "opposition" and turn == 2,
                        "modifier": 0,
                    }
                )
        rows.append(
            {
                "seat": "policy",
                "turn": turn,
                "words": "IS: hold",
                "reason": "",
                "mark": "order",
                "from": "policy",
                "struck": False,
                "modifier": 0,
            }
        )
    for turn, mark, words, why in (
        (2, "inject", "Refugees reach the Turkish border", "To make Turkey choose"),
        (3, "reroll", "reroll", "A bug in an order"),
        (4, "override", "Mahin given to IS", "The map on the wall said so"),
    ):
        rows.append({"seat": "white", "turn": turn, "words": words, "reason": why, "mark": mark})
    return rows


def _summed(row: list[float]) -> list[float]:
    total, found = 0.0, []
    for value in row:
        total += value
        found.append(round(total, 1))
    return found


def _series(raw: dict[str, list[float]]) -> dict[str, list[float]]:
    found = {
        name: row for name, row in raw.items() if ("." in name and not name.startswith("deaths")) or name == "displaced"
    }
    civilians, fighters = _summed(raw["deaths.civilians"]), _summed(raw["deaths.fighters"])
    return found | {"civilians": civilians, "killed": [a + b for a, b in zip(civilians, fighters, strict=True)]}


def debrief_state(futures: str = "ready") -> dict[str, Any]:
    """Return the state of the debrief after six turns; `futures`: none, working or ready."""
    state, weeks = public_state("debrief", 6), list(range(1, WAR["weeks"] + 1))
    bands = {name: band for name, band in WAR["bands"].items() if name != "fighters"}
    state["timeline"] = _timeline()
    state["weeks"] = {
        "start": WAR["start"],
        "changes": [value for row in WAR["changes"] for value in row],
        "hidden": [],
    }
    state["headlines_by_week"] = [["The regime took Mahin"] if week % 3 == 1 else [] for week in weeks]
    state["curves"] = {"weeks": weeks, "series": _series(WAR["mine"])}
    state["futures"] = {
        "state": futures,
        "from_turn": 1,
        "runs": 200,
        "done": 74 if futures == "working" else 200,
        "seeds": [1001, 1200],
    }
    if futures == "ready":
        state["futures"] |= {
            "weeks": weeks,
            "bands": bands,
            "draws": "Each war has luck of its own; every seat is played by its policy.",
            "place": {
                "civilians": "in 163 of 200 wars fewer civilians were killed",
                "killed": "in 141 of 200 wars fewer people were killed",
                "displaced": "in 90 of 200 wars fewer people had to flee",
                "area.regime": "in 121 of 200 wars the regime held less",
                "area.opposition": "in 77 of 200 wars the opposition held less",
                "area.sdf": "in 150 of 200 wars the SDF held less",
                "area.is": "in 38 of 200 wars IS held less",
            },
        }
    state["beside"] = [{"name": "Room 2", "curves": {"weeks": weeks, "series": _series(WAR["other"])}}]
    return state | _said()


def _said() -> dict[str, Any]:
    """Return what was wanted, foretold and changed, and what there is to talk about."""
    told: dict[str, Any] = {}
    told["aims"] = [
        {
            "seat": "regime",
            "aims": ["Keep Damascus and the coast", "Talks on our terms"],
            "outcome": [
                "Damascus: held throughout.",
                "The regime held 31 % of the land at the start and 35 % at the end.",
            ],
        },
        {"seat": "us_sdf", "aims": ["Raqqa before winter"], "outcome": ["Raqqa: held by IS throughout."]},
    ]
    told["predictions"] = [
        {
            "seat": "russia",
            "turn": 2,
            "words": "Will the regime hold more land?",
            "said": "more",
            "came": "more",
            "right": True,
        },
        {
            "seat": "turkey",
            "turn": 2,
            "words": "Will the regime hold more land?",
            "said": "less",
            "came": "more",
            "right": False,
        },
    ]
    told["different"] = [
        "Turn 2, Turkey: the team funded the opposition; the policy would have closed the border.",
        "Turn 4, Russia: the team ordered restraint; the policy would not have.",
    ]
    told["facilitator"] = {
        "rerolls": 1,
        "overrides": [{"turn": 4, "kind": "overrule", "words": "Mahin to IS", "reason": "The map on the wall said so"}],
    }
    told["prompts"] = [
        "What happened, and which rule of the model made it happen?",
        "What does the model leave out?",
        "Whose voice is missing? Give civilians and local councils a seat now.",
    ]
    told["caveats"] = [
        "Your war is one game: other luck would have given another.",
        "What this cannot say: motives, tactics, who committed what.",
    ]
    return told


OPTIONS = {
    "scenarios": [
        {"label": "base_2015", "title": "The war from October 2015"},
        {"label": "russian_exit", "title": "Russia leaves"},
    ],
    "parameters": [
        {"key": f"combat.number_{n}", "name": name, "low": 0.0, "high": 1.0, "value": 0.4, "unit": unit}
        for n, (name, unit) in enumerate(
            (
                ("How deadly fights are", "a week"),
                ("How firm besieged places are", ""),
                ("Share of men that can move", ""),
                ("How fast supply comes", "of need"),
            )
        )
    ],
}
"""What the page of trying numbers offers."""

EXPLORED = {
    "state": "ready",
    "runs": 40,
    "seeds": [1001, 1040],
    "weeks": list(range(1, WAR["weeks"] + 1)),
    "bands": WAR["bands"],
}
"""What a run of trying numbers answers."""
