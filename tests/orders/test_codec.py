"""Orders as plain data: out and back the same, and every malformed one refused with its fault."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import OrderError
from sim.orders.codec import order_from_plain, order_to_plain
from sim.orders.orders import VERBS, Order, Posture

NAMES = st.text(max_size=20)
PART = {
    "level": st.integers(1, 3),
    "governorate": NAMES,
    "partner": NAMES,
    "stance": st.sampled_from(["attack", "hold", "lie_low"]),
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
        ({"verb": "posture", "stance": "charge"}, "A posture is attack, hold or lie_low, not 'charge'."),
        ({"verb": "posture"}, "A posture is attack, hold or lie_low, not None."),
    ],
)
def test_a_malformed_order_is_refused_in_one_sentence(plain: object, words: str) -> None:
    with pytest.raises(OrderError) as told:
        order_from_plain(plain)
    assert str(told.value) == words


def test_every_order_has_a_verb_of_its_own() -> None:
    assert len(set(VERBS.values())) == len(VERBS)
    assert order_to_plain(Posture("hold")) == {"verb": "posture", "stance": "hold"}
