"""Outcomes: each form gives the number that its words say, under its own name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.errors import InputError
from sim.experiments.columns import ALWAYS, reading_of, readings_of
from sim.experiments.readings import value_of
from sim.record.history import RunHistory
from sim.record.series import MEASURES
from sim.scenario.outcomes import Outcome, doc_of, name_of, unit_of
from sim.sides import INDEX, SIDES
from sim.theatre.regions import load_theatre

START = date(2016, 1, 4)
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


def outcome(**keys: object) -> Outcome:
    return OUTCOME.validate_python(keys)


def history() -> RunHistory:
    table = np.zeros((4, len(MEASURES)))
    for name, values in {
        "area.regime": [0.3, 0.31, 0.32, 0.33],
        "deaths.civilians": [1, 2, 3, 4],
        "deaths.regime": [10, 20, 30, 40],
        "income.sdf": [1, 1, 2, 2],
        "strike.is": [100, 90, 80, 70],
        "garrison.is": [10, 10, 10, 10],
        "strike.iran": [5, 5, 5, 6],
        "morale.sdf": [1, 1, 1, 0.9],
        "siege.deir_ez_zor": [5, 6, 0, 0],
        "leave_odds.russia": [0.1, 0.4, 0.2, 0.3],
    }.items():
        table[:, list(MEASURES).index(name)] = values
    regions = load_theatre()
    start = np.full(len(regions.ids), INDEX["is"], dtype=np.int8)
    flips = np.array([[2, regions.index["palmyra"], INDEX["regime"]]], dtype=np.int16)
    none = np.zeros((0, 3), dtype=np.int16)
    return RunHistory(1, table, ("a", "b", "c", "d"), start, flips, none)


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ({"measure": "area", "of": "regime"}, "regime_area", 33.0),
        ({"measure": "area", "of": "regime", "at": date(2016, 1, 20)}, "regime_area_2016_01_20", 31.0),
        ({"measure": "deaths", "of": "civilians"}, "civilians_deaths", 10.0),
        ({"measure": "deaths"}, "all_deaths", 110.0),
        ({"measure": "deaths", "name": "dead", "at": date(2016, 1, 11)}, "dead", 11.0),
        ({"measure": "oil", "of": "sdf"}, "sdf_oil", 6.0),
        ({"measure": "strength", "of": "is"}, "is_strength", 80.0),
        ({"measure": "strength", "of": "iran"}, "iran_strength", 6.0),
        ({"measure": "morale", "of": "sdf"}, "sdf_morale", 0.9),
        ({"measure": "siege", "place": "deir_ez_zor"}, "deir_ez_zor_relieved", 3.0),
        ({"measure": "first_week", "place": "palmyra", "holder": "regime"}, "palmyra_first_regime", 2.0),
        ({"measure": "first_week", "place": "palmyra", "holder": "is"}, "palmyra_first_is", 0.0),
        ({"measure": "first_week", "place": "palmyra", "holder": "sdf"}, "palmyra_first_sdf", float("nan")),
        ({"measure": "weekly", "series": "leave_odds.russia", "take": "max"}, "leave_odds_russia_max", 0.4),
        ({"measure": "weekly", "series": "leave_odds.russia"}, "leave_odds_russia_last", 0.3),
    ],
)
def test_each_form_gives_its_number_under_its_name(keys: dict[str, object], name: str, value: float) -> None:
    asked = outcome(**keys)
    assert name_of(asked) == name
    assert value_of(asked, history(), START) == pytest.approx(value, nan_ok=True)


def test_a_date_before_the_first_week_is_over_counts_the_first_week() -> None:
    assert value_of(outcome(measure="deaths", of="regime", at=date(2015, 1, 1)), history(), START) == 10.0


def test_what_may_never_happen_has_a_horizon_and_no_other() -> None:
    assert reading_of(outcome(measure="siege", place="deir_ez_zor"), 60).horizon == 60
    assert reading_of(outcome(measure="deaths"), 60).horizon == 0


@pytest.mark.parametrize("measure", ["area", "population", "coverage", "strength", "morale", "oil", "deaths"])
def test_every_side_has_a_number_or_is_refused(measure: str) -> None:
    given = 0
    for side in SIDES:
        try:
            asked = outcome(measure=measure, of=side)
        except ValidationError:
            continue
        given += 1
        assert np.isfinite(value_of(asked, history(), START))
        assert unit_of(asked)
        assert doc_of(asked)
    assert given >= 8


def test_another_siege_and_another_series_are_refused() -> None:
    with pytest.raises(ValidationError, match="only the siege of deir_ez_zor"):
        outcome(measure="siege", place="kuweires")
    with pytest.raises(InputError, match=r'no weekly series "area.regim" \(did you mean "area.regime"\?\)'):
        reading_of(outcome(measure="weekly", series="area.regim"), 10)


def test_two_outcomes_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match='two outcomes are called "all_deaths"'):
        readings_of([*ALWAYS, outcome(measure="deaths")], 10)
