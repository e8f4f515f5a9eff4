"""Orders as plain data: out and back the same, and every malformed one refused with its fault."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import OrderError
from sim.orders.codec import order_from_plain, order_to_plain
from sim.orders.orders import VERBS, Focus, Manner, Order, Posture, Stance, Terms
from sim.world.enmity import TERMS

NAMES = st.text(max_size=20)
PART = {
    "level": st.integers(1, 3),
    "governorate": NAMES,
    "partner": NAMES,
    "stance": st.sampled_from(get_args(Stance)),
    "focus": st.sampled_from(get_args(Focus)),
    "manner": st.sampled_from(get_args(Manner)),
    "terms": st.sampled_from(get_args(Terms)),
    "fifths": st.integers(0, 5),
    "against": NAMES,
    "to": NAMES,
    "of": NAMES,
    "party": NAMES,
    "window": NAMES,
}
ORDERS = st.one_of(
    *(st.builds(kind, **{field.name: PART[field.name] for field in fields(kind)}) for kind in VERBS.values())
)


@given(ORDERS)
def test_an_order_survives_the_log(order: Order) -> None:
    line = json.dumps(order_to_plain(order))
    assert order_from_plain(json.loads(line)) == order


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ("attack", "An order is a mapping with a verb."),
        ({}, 'There is no order "None".'),
        ({"verb": "riad"}, 'There is no order "riad" (did you mean "raid"?).'),
        ({"verb": "raid", "governorat": "homs"}, '"raid" has no part "governorat" (did you mean "governorate"?).'),
        ({"verb": "raid"}, '"raid" needs governorate, level.'),
        ({"verb": "raid", "governorate": "homs", "level": 4}, '"raid" takes a level of 1, 2 or 3, not 4.'),
        ({"verb": "raid", "governorate": "homs", "level": True}, '"raid" takes a level of 1, 2 or 3, not True.'),
        ({"verb": "arm", "partner": 3}, '"arm" takes a name as its partner, not 3.'),
        (
            {"verb": "posture", "stance": "charge"},
            "\"posture\" takes a stance of attack, hold or lie_low, not 'charge'.",
        ),
        ({"verb": "posture"}, '"posture" needs stance.'),
        ({"verb": "engage", "fifths": 6}, '"engage" takes a fifths of 0, 1, 2, 3, 4 or 5, not 6.'),
        (
            {"verb": "offer", "to": "us", "terms": "peace"},
            "\"offer\" takes a terms of truce, bargain, guard, federal or settlement, not 'peace'.",
        ),
    ],
)
def test_a_malformed_order_is_refused_in_one_sentence(plain: object, words: str) -> None:
    with pytest.raises(OrderError) as told:
        order_from_plain(plain)
    assert str(told.value) == words


def test_every_order_has_a_verb_of_its_own() -> None:
    assert len(set(VERBS.values())) == len(VERBS)
    assert order_to_plain(Posture("hold")) == {"verb": "posture", "stance": "hold"}


def test_the_terms_of_an_order_are_those_of_the_world() -> None:
    assert get_args(Terms) == TERMS
