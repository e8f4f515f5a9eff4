"""The line of likely effect: read from what was measured, and silent where nothing was."""

from __future__ import annotations

import pytest

from sim.classroom import effects
from sim.orders.orders import VERBS
from sim.sides import SIDES
from tests.house.effects import SEEDS, trials


def test_the_table_holds_each_trial_once_and_in_order() -> None:
    assert [(row.side, row.wars) for row in effects.effects()] == [(trial.side, len(SEEDS)) for trial in trials()]


@pytest.mark.parametrize("row", effects.effects(), ids=lambda row: f"{row.side} {row.verb} {row.value}")
def test_a_row_makes_sense_and_a_sentence(row: effects.Effect) -> None:
    assert row.side in SIDES
    assert row.verb in VERBS
    assert 0 <= row.more + row.less <= row.wars
    assert row.civilians_low <= row.civilians_high
    assert row.own_low <= row.own_high
    told = effects.line(row)
    assert f"in {row.wars} wars" in told
    assert f"more land in {row.more}, less in {row.less};" in told
    assert "{" not in told


def test_an_effect_is_that_of_the_same_value_or_of_none() -> None:
    found = effects.effect("regime", "posture", "attack")
    assert found is not None
    assert found.value == "attack"
    assert effects.effect("regime", "posture", "hold") is None
    assert effects.effect("regime", "disperse") is None


def test_an_order_for_another_place_borrows_what_was_tried_for_one() -> None:
    found = effects.effect("regime", "raid", "homs 1")
    assert found is not None
    assert found.value == "aleppo 2"


def test_a_minus_is_a_minus_and_a_plus_is_said() -> None:
    row = effects.effects()[0]._replace(civilians_low=-19, civilians_high=2)
    assert "−19 to +2 %" in effects.line(row)
    assert "about as many" in effects.line(row._replace(civilians_low=0, civilians_high=0))


def test_a_hint_says_what_an_order_does_and_what_came_of_it() -> None:
    told = effects.hint("russia", "air_support")
    assert told.startswith("Your aircraft fly mainly over one governorate")
    assert "in 40 wars (Aleppo): more land in" in told
    assert "(Attack)" in effects.hint("sdf", "posture")
    assert "(The SDF, level 2)" in effects.hint("us", "arm")
    assert "Tried" not in effects.hint("regime", "disperse")
