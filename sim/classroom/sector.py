"""A seat's own situation in words: its forces, the governorates as it knows them, offers and agreements.

Own numbers are rounded, the enemy's are a range as reported. Owns these words. Knows nothing of what others see.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim.classroom.game import Game
from sim.classroom.speech import say
from sim.orders.orders import EFFORT
from sim.record.telling import amount
from sim.sides import NAMES
from sim.theatre.places import governorates
from sim.world.view import BLUR, Here, View

__all__ = ["facts_of", "offers_of", "pacts_of", "sectors_of"]

Plain = dict[str, Any]

SPREAD = math.exp(1.645 * BLUR)
"""Factor within which nine of ten reports of the enemy's strength lie."""


def facts_of(view: View, language: str) -> Plain:
    """Return what a side knows of itself."""
    about = [
        ("mobile", view.strike, amount(view.strike)),
        ("local", view.local if view.holds_land else 0.0, amount(view.local)),
        ("sorties", view.sorties, amount(view.sorties)),
    ]
    facts = [[say(language, f"facts.{name}"), say(language, "facts.about", n=n)] for name, much, n in about if much > 0]
    if view.strike > 0.0:
        facts.append([say(language, "facts.morale"), _degree(view.morale, (0.8, 0.95, 1.1), "morale", language)])
    if view.holds_land:
        facts.append([say(language, "facts.coverage"), _degree(view.coverage, (0.6, 0.9, 1.2), "coverage", language)])
    if view.patron is not None:
        facts.append([say(language, "facts.engaged"), f"{round(5 * view.patron.engaged)} / 5"])
    return {"side": view.actor, "name": NAMES[view.actor], "effort": EFFORT, "facts": facts}


def _degree(value: float, steps: Sequence[float], name: str, language: str) -> str:
    """Return one of four words for a level."""
    return say(language, f"facts.{name}_{sum(value >= step for step in steps)}")


def sectors_of(views: Sequence[View], language: str) -> list[Plain]:
    """Return the governorates as a seat knows them; of several sides the one with the longer front speaks."""
    if not views:
        return []
    return [
        _sector(key, name, max((view.governorates[key] for view in views), key=lambda here: here.front), language)
        for key, name in governorates().items()
    ]


def _sector(key: str, name: str, here: Here, language: str) -> Plain:
    low, high = amount(here.facing / SPREAD), amount(here.facing * SPREAD)
    return {
        "id": key,
        "name": name,
        "km2": round(here.land),
        "people": float(f"{here.people:.2g}"),
        "men": say(language, "facts.about", n=amount(here.men)) if here.men >= 1.0 else "",
        "front": round(here.front),
        "facing": say(language, "facts.reported", low=low, high=high) if here.facing >= 1.0 else "",
        "raids": round(here.raids),
    }


def offers_of(game: Game, seat: str, view: View, language: str) -> list[Plain]:
    """Return the offers to a side, and how its seat has answered so far."""
    rows = game.sheet(seat).rows
    found = []
    for of, terms in view.offers.items():
        accepted = any(row["by"] == view.actor and row["verb"] == "accept" and row.get("of") == of for row in rows)
        refused = (view.actor, of, terms) in game.now.refusals
        told = say(language, "facts.offer", who=NAMES[of], terms=say(language, f"verbs.terms.{terms}.name"))
        answer = "accept" if accepted else "refuse" if refused else None
        found.append({"to": view.actor, "of": of, "terms": terms, "words": told, "answered": answer})
    return found


def pacts_of(view: View, language: str) -> list[Plain]:
    """Return the agreements of a side that are in force."""
    return [
        {
            "side": view.actor, "with": whom, "terms": terms,
            "words": say(language, "facts.pact", who=NAMES[whom], terms=say(language, f"verbs.terms.{terms}.name")),
        }
        for whom, terms in view.pacts.items()
    ]  # fmt: skip
