"""The words of the screens, in one file a language: `words/en.json`, `words/ar.json`.

Owns the looking up of interface text. Knows nothing of who reads it. Sentences of the model itself (why an order is
refused, what an event was) are in English in every language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.errors import InputError, nearest

__all__ = ["FOLDER", "languages", "say", "words"]

FOLDER = Path(__file__).parent / "words"


def languages() -> list[str]:
    """Return the languages that there are words in."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@lru_cache(maxsize=8)
def words(language: str = "en") -> Mapping[str, Any]:
    """Return the words of a language by dotted groups; InputError if there are none."""
    if language not in languages():
        raise InputError(
            f'There are no words in "{language}"{nearest(language, languages())}: {", ".join(languages())}.'
        )
    found: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def say(language: str, key: str, /, **values: object) -> str:
    """Return the text of a dotted key with its `{slots}` filled; the last part of the key where there is none."""
    found: Any = words(language)
    for part in _parts(key, found):
        found = found.get(part) if isinstance(found, Mapping) else None
    if not isinstance(found, str):
        return key.rpartition(".")[2].replace("_", " ")
    text = str(found)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _parts(key: str, found: Mapping[str, Any]) -> list[str]:
    """Return the steps of a key; a group may hold keys with a dot in them (`verbs` has `stance.attack`)."""
    group, _, rest = key.partition(".")
    inner, _, last = rest.rpartition(".")
    if inner and isinstance(found.get(group), Mapping) and inner in found[group]:
        return [group, inner, last]
    return key.split(".")
