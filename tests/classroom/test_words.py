"""The words of the classroom: every order, value, fault, seat and inject has some, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import get_args

import pytest

from sim.classroom import injects, seats
from sim.classroom.speech import languages, words
from sim.orders.orders import VERBS, Focus, Manner, Stance, Terms

ENGLISH = words("en")
VALUES: dict[str, tuple[object, ...]] = {
    "stance": get_args(Stance), "focus": get_args(Focus), "manner": get_args(Manner), "terms": get_args(Terms),
    "level": (1, 2, 3), "fifths": (0, 1, 2, 3, 4, 5),
}  # fmt: skip
FAULTS = {
    "bad_code", "wait", "closed", "stale", "locked", "conflict", "observer", "refused", "not_now", "no_reason",
    "too_long", "malformed", "unknown", "over_budget", "wrong_actor", "no_reach", "offline", "not_ready",
}  # fmt: skip
_PLACE = re.compile(r"\{(\w*)\}")
_LETTER = re.compile(r"(?<![{\w])[A-Za-z]{2,}(?![\w}])")
_ARABIC = re.compile(r"[\u0600-\u06FF]")
_NO_ADJECTIVES = re.compile(r"\b(?:brutal|evil|heroic|terrorist|moderate|savage|brave|so-called|barbaric)\b", re.I)


def _leaves(tree: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its dotted key; a list counts its entries."""
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, dict):
        for key, part in tree.items():
            yield from _leaves(part, f"{path}.{key}" if path else key)
    elif isinstance(tree, list):
        for number, part in enumerate(tree):
            yield from _leaves(part, f"{path}.{number}")


@pytest.mark.parametrize("verb", VERBS)
def test_an_order_has_a_name_and_a_hint_in_plain_words(verb: str) -> None:
    told = ENGLISH["verbs"][verb]
    assert 3 <= len(told["name"]) <= 28
    assert told["hint"].endswith(".")
    assert len(told["hint"]) <= 140


def test_every_field_of_an_order_and_every_value_has_a_name() -> None:
    names = {field.name for kind in VERBS.values() for field in fields(kind)}
    values = {f"{name}.{value}" for name, known in VALUES.items() for value in known}
    assert set(ENGLISH["verbs"]["field"]) == names
    assert {value for value in values if not ENGLISH["verbs"].get(value, {}).get("name")} == set()


def test_the_faults_are_those_that_the_server_and_the_form_name() -> None:
    assert set(ENGLISH["faults"]) >= FAULTS


def test_every_seat_has_a_brief_of_one_page() -> None:
    assert set(ENGLISH["briefs"]) == set(seats.SEATS)
    for key, brief in ENGLISH["briefs"].items():
        assert brief["title"] == seats.SEATS[key].name
        assert brief["role"].count(". ") <= 3
        assert 3 <= len(brief["want"]) <= 4
        assert 3 <= len(brief["can"]) <= 4
        assert 2 <= len(brief["mind"]) <= 3


def test_the_words_call_nobody_names() -> None:
    assert not [key for key, text in _leaves(ENGLISH) if _NO_ADJECTIVES.search(text)]


def test_every_inject_has_its_words_and_no_other_has() -> None:
    assert [inject.key for inject in injects.library()] == list(ENGLISH["injects"])


OTHERS = [language for language in languages() if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_has_the_same_keys_and_the_same_slots(language: str) -> None:
    told, english = (dict(_leaves(words(one))) for one in (language, "en"))
    assert list(told) == list(english)
    assert not [key for key, text in told.items() if sorted(_slots(text)) != sorted(_slots(english[key]))]
    assert not [key for key, text in told.items() if not text.strip()]


def test_arabic_is_read_from_right_to_left_and_is_in_arabic() -> None:
    told = words("ar")
    assert (told["lang"], told["dir"]) == ("ar", "rtl")
    untold = {"lang", "dir"}
    latin = [
        key for key, text in _leaves(told) if key not in untold and _LETTER.search(text) and not _ARABIC.search(text)
    ]
    assert latin == []


def _slots(text: str) -> set[str]:
    return set(_PLACE.findall(text))
