"""The words of scenario files: one meaning each, and the same names everywhere."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.scenario.events import Contingent, Truce
from sim.scenario.schema import series_names
from sim.scenario.start import Holder
from sim.scenario.terms import ActorName, Box, Day, Men, Number, Patron, Side
from sim.sides import HOLDERS, SIDES


def test_the_sides_of_files_are_the_sides_of_the_model() -> None:
    assert get_args(Side) == SIDES
    assert get_args(Holder) == HOLDERS
    assert set(get_args(ActorName)) < set(SIDES)
    assert set(get_args(Patron)) < set(SIDES)


def test_a_number_has_one_basis_and_lies_in_its_range() -> None:
    assert Number(value=2, low=1, high=3, source=["cole_2016"]).range == (1, 3)
    assert Number(value=2, assumption="why").range == (2, 2)
    bad: list[dict[str, Any]] = [
        {"value": 2},
        {"value": 2, "source": "cole_2016", "assumption": "why"},
        {"value": 2, "low": 3, "source": "cole_2016"},
        {"value": 2, "source": "nobody"},
        {"value": True, "assumption": "why"},
        {"value": "2", "assumption": "why"},
        {"value": float("nan"), "assumption": "why"},
        {"value": 10**400, "assumption": "why"},
    ]
    for data in bad:
        with pytest.raises(ValidationError):
            Number.model_validate(data)


def test_hard_bounds_hold_for_the_range_too() -> None:
    men: TypeAdapter[Number] = TypeAdapter(Men)
    with pytest.raises(ValidationError, match="below 0 men"):
        men.validate_python({"value": 5, "low": -1, "high": 9, "assumption": "why"})


@pytest.mark.parametrize(
    "text", ["2016-2-3", "2016-02-30", "20160203", "2016-02-03T00:00", "", "2022-01-01", "2014-12-31"]
)
def test_a_date_is_written_in_full_and_lies_in_the_years_of_the_theatre(text: str) -> None:
    day: TypeAdapter[Any] = TypeAdapter(Day)
    with pytest.raises(ValidationError):
        day.validate_python(text)
    assert day.validate_python("2016-02-29").isoformat() == "2016-02-29"


def test_a_box_is_not_empty() -> None:
    assert Box(west=36).east == 180
    for bad in ({"west": 37, "east": 36}, {"north": 200}):
        with pytest.raises(ValidationError):
            Box.model_validate(bad)


def test_an_event_without_a_number_of_its_own_has_a_stated_default() -> None:
    left = Contingent.model_validate(
        {
            "when": "2016-01-01",
            "do": "contingent",
            "side": "us",
            "place": "tanf",
            "men": 0,
            "source": "tanf_press",
        }
    )
    assert (left.men.value, left.men.source) == (0, ["tanf_press"])
    assert left.zone_km.assumption


def test_a_number_of_an_event_may_have_a_basis_of_its_own() -> None:
    truce = Truce.model_validate(
        {
            "when": "2016-02-27",
            "do": "truce",
            "parties": ["regime", "opposition"],
            "compliance": {"value": 0.6, "assumption": "why"},
            "source": "unsc_2268",
        }
    )
    assert truce.compliance.assumption == "why"


def test_every_series_has_a_known_name() -> None:
    assert {"russia.sorties", "us.strikes", "aid.iran.regime"} <= set(series_names())
    assert len(series_names()) == len(set(series_names()))
