"""What an order tended to do when it was tried: the line of likely effect beside it, never the answer for this month.

The table is measured, not judged: `python -m tests.house.effects` writes it. From 1 March 2016 one side gave the same
orders for twelve weeks, once with the order and once without, with the same luck, in 40 wars. Policies played the rest.
Owns the reading of that table. Knows nothing of the game, or of how a form shows it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.classroom.speech import say
from sim.scenario.asked import PARTS
from sim.sides import NAMES
from sim.theatre.places import governorates

__all__ = ["FILE", "Effect", "effect", "effects", "hint", "line", "of_choice", "tried"]

FILE = Path(__file__).with_name("effects.csv")

_SHOWN: Mapping[str, str] = {"posture": "attack", "guard": "strongholds", "engage": "0"}
"""Verbs whose values do unlike things, so that one says nothing of another; and the value that a hint is about."""


class Effect(NamedTuple):
    """Say what one order of one side changed over twelve weeks, against the same wars without it."""

    side: str
    verb: str
    value: str
    """The parts of the order that was tried, in the order in which it has them."""
    beside: str
    """What was ordered in both arms."""
    instead: str
    """What was ordered in the arm without it; empty: nothing."""
    wars: int
    more: int
    """Wars in which the side and its friends held more land at the end."""
    less: int
    civilians_low: int
    """[%] Civilians killed: 90 per cent range of the change of the sum over all wars."""
    civilians_high: int
    own_low: int
    """[%] The same of the side's own fighters, or those of its partner."""
    own_high: int


@cache
def effects() -> tuple[Effect, ...]:
    """Return the table, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return tuple(Effect(*row[:5], *map(int, row[5:])) for row in rows)  # type: ignore[arg-type]


def effect(side: str, verb: str, value: str = "") -> Effect | None:
    """Return what is known of an order of a side, of this value where that was tried; None where nothing is known."""
    alike = [row for row in effects() if (row.side, row.verb) == (side, verb)]
    exact = [row for row in alike if row.value == value]
    return next(iter(exact or ([] if verb in _SHOWN else alike)), None)


def hint(side: str, verb: str, language: str = "en") -> str:
    """Return the line beside an order of a side: what it does in general, and what came of it where it was tried."""
    general = say(language, f"verbs.{verb}.hint")
    found = effect(side, verb, _SHOWN.get(verb, ""))
    return f"{general} {line(found, language)}" if found else general


def of_choice(side: str, verb: str, value: str, language: str = "en") -> str:
    """Return what came of one choice of an order whose choices do unlike things; empty where it was not tried."""
    found = effect(side, verb, value) if verb in _SHOWN else None
    return line(found, language) if found else ""


def line(found: Effect, language: str = "en") -> str:
    """Return one sentence on what came of an order."""
    low, high = found.civilians_low, found.civilians_high
    return say(
        language, f"verbs.{'measured' if low or high else 'measured_level'}.hint", what=tried(found, language),
        more=found.more, less=found.less, wars=found.wars, low=_signed(low), high=_signed(high),
    )  # fmt: skip


def tried(found: Effect, language: str = "en") -> str:
    """Return the parts of the order that was tried, in words."""
    field = next(iter(PARTS[found.verb]), "")
    first, *level = found.value.split() or [""]
    match field:
        case "":
            name = say(language, f"verbs.{found.verb}.name")
        case "governorate":
            name = governorates()[first]
        case "partner" | "party" | "against":
            name = NAMES[first]
        case _:
            name = say(language, f"verbs.{field}.{first}.name")
    return f"{name}, {say(language, 'verbs.field.level').lower()} {level[0]}" if level else name


def _signed(percent: int) -> str:
    return f"+{percent}" if percent > 0 else str(percent).replace("-", "−")
