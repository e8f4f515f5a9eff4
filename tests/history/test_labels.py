"""The table of labels: every code of the record, and the readings that scores are given in."""

from __future__ import annotations

import pytest

from sim.history.labels import CLASSES, OTHER, READINGS, class_of_sides, labels
from sim.history.observed import HOLDER_OF, control_rows
from sim.sides import COALITION, HOLDERS, INDEX, SIDES


def test_every_code_of_the_record_stands_in_the_table_with_a_reason() -> None:
    assert {row.code for row in control_rows()} <= labels().keys()
    assert all(label.reason for label in labels().values())
    assert {label.side for label in labels().values()} - {""} == set(HOLDERS)
    assert all(labels()[code].side == side for code, side in HOLDER_OF.items())


def test_contested_us_and_israel_are_never_scored() -> None:
    assert {code for code, label in labels().items() if not label.scored} == {"contested", "us", "israel"}
    assert not [label for label in labels().values() if label.scored and OTHER in (label.merged, label.unmerged)]


@pytest.mark.parametrize("reading", READINGS)
def test_every_side_of_a_forecast_counts_as_something(reading: str) -> None:
    assert len(class_of_sides(reading)) == len(SIDES)
    assert set(class_of_sides(reading)) == set(range(len(CLASSES[reading])))


def test_merged_is_the_coalition_of_the_model() -> None:
    merged = class_of_sides("merged")
    for a in SIDES:
        for b in SIDES:
            assert (merged[INDEX[a]] == merged[INDEX[b]]) == (COALITION[INDEX[a]] == COALITION[INDEX[b]])
