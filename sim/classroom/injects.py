"""The library of injects: what a facilitator can bring into a game, ready made.

Each is an event of a scenario without its date; the game dates it. Owns the reading of that list and the check of it.
Knows nothing of when an event comes, of what it does, or of the game.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import TypeAdapter, ValidationError

from sim.classroom.speech import say
from sim.errors import InputError
from sim.scenario.events import Event

__all__ = ["Inject", "library", "read_event"]

_FILE = Path(__file__).with_name("injects.yaml")
_ANY_DAY = "2016-03-28"
"""Stands in for the date that the game will set, where an event is checked."""

_FORM: TypeAdapter[Event] = TypeAdapter(Event)


class Inject(NamedTuple):
    """Name one inject: its key, its name in the list, the words that seats read, and the event without a date."""

    key: str
    name: str
    words: str
    event: dict[str, Any]


@cache
def library(language: str = "en") -> list[Inject]:
    """Return the injects in the order of the list, with names and words in one language.

    Raises InputError for a language that has no words.
    """
    events = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    for key, event in events.items():
        read_event(event, key)
    return [
        Inject(key, say(language, f"injects.{key}.name"), say(language, f"injects.{key}.words"), event)
        for key, event in events.items()
    ]


def read_event(plain: Mapping[str, Any], name: str = "this event", when: str = _ANY_DAY) -> Event:
    """Return the event that plain data without a date describes, on a day; InputError says what is wrong with it."""
    try:
        return _FORM.validate_json(json.dumps({**plain, "when": when}))
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        raise InputError(f"{name}: {f'{where}: ' if where else ''}{first['msg']}") from fault
