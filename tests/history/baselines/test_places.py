"""Plain forecasts of places: no look ahead, sums of one, and the behaviour that their names promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from sim.history.baselines import places as room
from sim.history.baselines.contact import COALITIONS, class_of_regions, contact_on, hostile
from sim.history.baselines.hazards import Cases, Hazard, chances, fit_hazard
from sim.history.baselines.neighbours import KINDS, kind_of, rate_by_kind, takers
from sim.history.baselines.places import PLACE_BASELINES, place_baselines
from sim.history.baselines.windows import MAPS, map_of, training_for
from sim.history.scoring.places import score_places
from sim.history.scoring.question import Question, ask
from sim.history.truth import Control
from sim.theatre.regions import Theatre, load_theatre


def forecasts(first: date, then: date, reading: str = "merged") -> tuple[Question, dict[str, np.ndarray]]:
    asked = ask(map_of(first), map_of(then), reading)
    weeks = (then - first).days / 7
    return asked, place_baselines(asked, map_of(first), load_theatre(), weeks=weeks, training=training_for(first, then))


def test_what_is_fitted_has_not_seen_what_is_scored_where_that_can_be() -> None:
    for first, then in combinations(MAPS, 2):
        training = training_for(first, then)
        overlap = [one for one in training.windows if one.first < then and one.last > first]
        assert bool(overlap) == (training.basis == "fitted on the window that is scored")
    assert training_for(MAPS[2], MAPS[3]).basis == "fitted on earlier windows"
    assert [one.last for one in training_for(MAPS[2], MAPS[3]).windows] == [MAPS[1], MAPS[2]]
    assert training_for(MAPS[0], MAPS[1]).basis == "fitted on later windows"
    assert training_for(MAPS[0], MAPS[3]).basis == "fitted on the window that is scored"
    assert len(training_for(date(2019, 10, 1), date(2020, 11, 30)).windows) == 3


def test_a_forecast_does_not_depend_on_what_came() -> None:
    asked, found = forecasts(MAPS[2], MAPS[3])
    other = replace(asked, came=(asked.came + 1) % 4)
    again = place_baselines(
        other, map_of(MAPS[2]), load_theatre(), weeks=(MAPS[3] - MAPS[2]).days / 7, training=training_for(*MAPS[2:])
    )
    assert all(np.array_equal(found[name], again[name]) for name in PLACE_BASELINES)


@pytest.mark.parametrize("reading", ["merged", "unmerged"])
def test_forecasts_are_probabilities_and_beat_no_change(reading: str) -> None:
    asked, found = forecasts(MAPS[2], MAPS[3], reading)
    assert found.keys() == PLACE_BASELINES.keys()
    for share in found.values():
        assert share.shape == (len(asked.places), len(asked.classes))
        assert share.min() >= 0.0
        assert share.sum(axis=1) == pytest.approx(1.0)
        assert share[:, -1] == pytest.approx(0.0)
    scores = {name: score_places(share, asked).log for name, share in found.items()}
    assert max(scores[name] for name in ("neighbours", "front", "ranking")) < scores["persistence"]
    assert scores["ranking"] < scores["front"]


def test_both_readings_expect_the_same_changes() -> None:
    one, merged = forecasts(MAPS[2], MAPS[3])
    _, apart = forecasts(MAPS[2], MAPS[3], "unmerged")
    for name in PLACE_BASELINES:
        assert score_places(apart[name], forecasts(MAPS[2], MAPS[3], "unmerged")[0]).expected_changes == pytest.approx(
            score_places(merged[name], one).expected_changes
        )


def _row(place: str, code: str) -> Control:
    return Control(date(2016, 3, 1), place, code, (), "high", "")


def _line() -> tuple[Theatre, np.ndarray]:
    """Four regions in a row, 10 km apart: regime, contested, hts, hts; the last is empty and follows the third."""
    edges = [("a", "b", 5.0, 10.0, 0), ("b", "c", 5.0, 10.0, 0), ("c", "d", 15.0, 10.0, 0)]
    ground = Theatre.build(
        ["a", "b", "c", "d"], edges, x=[0.0, 10.0, 20.0, 30.0], y=[0.0] * 4, area=[100.0] * 4, anchor=[0, 1, 2, 2]
    )
    return ground, class_of_regions([_row("a", "regime"), _row("b", "contested"), _row("c", "hts")], ground)


def test_contact_measures_borders_distances_balances_and_pockets() -> None:
    ground, holder = _line()
    assert holder.tolist() == [0, -1, 1, 1]
    found = contact_on(holder, ["a", "c"], ground)
    assert found.border[1].tolist() == [0.0, 0.75, 0.0, 0.0]
    assert found.away[0].tolist() == [0.0, 20.0, np.inf, np.inf]
    assert found.near[0, 1] == pytest.approx(100 * (np.exp(-20 / 30) + np.exp(-1)))
    assert found.pocket.tolist() == [100.0, 200.0]


def test_kinds_tell_how_near_and_whose_hostile_land_is() -> None:
    ground, holder = _line()
    found = contact_on(holder, ["a", "c"], ground)
    able = hostile()[[0, 1]]
    assert not able[0, COALITIONS.index("sdf")], "regime and SDF hardly fought"
    assert kind_of(found, able).tolist() == [4 + 1, 4 + 0]
    assert takers(found, able)[0].tolist() == pytest.approx([0, 1, 0, 0], abs=1e-6)


def test_rates_of_kinds_are_drawn_towards_each_other_and_never_zero() -> None:
    kind = np.repeat([0, 1], 100)
    changed = np.arange(200) < 20
    rates = rate_by_kind(kind, np.full(200, 22.0), changed)
    assert rates.shape == (KINDS,)
    assert rates.min() > 0.0
    assert 0.1 / 22 > rates[1] > 0.0
    assert rates[0] == pytest.approx(20 / (22 * 90), rel=0.15)


def test_a_hazard_is_found_again_from_what_it_made_at_any_horizon() -> None:
    rng = np.random.default_rng(4)
    law = Hazard(-4.5, np.array([0.8]), np.zeros(1), np.ones(1))
    measures, able = rng.normal(size=(6000, 2, 1)), rng.random((6000, 2)) < 0.9
    weeks = np.where(rng.random(6000) < 0.5, 10.0, 40.0)
    odds = np.stack([chances(law.rates(measures, able)[[k]], float(weeks[k]))[0] for k in range(6000)])
    draw = rng.random((6000, 1)) < odds.cumsum(axis=1)
    taker = np.where(draw.any(axis=1), draw.argmax(axis=1), -1)
    found = fit_hazard(Cases(measures, able, weeks, taker))
    assert found.weights[0] / found.scale[0] == pytest.approx(0.8, abs=0.1)
    assert found.level - found.mean[0] / found.scale[0] * found.weights[0] == pytest.approx(-4.5, abs=0.15)


def test_longer_horizons_expect_more_changes_and_the_share_of_takers_stays() -> None:
    rates = np.array([[0.01, 0.03, 0.0]])
    short, long = chances(rates, 4), chances(rates, 400)
    assert short.sum() == pytest.approx(1 - np.exp(-0.16))
    assert long.sum() == pytest.approx(1.0, abs=1e-6)
    assert long[0] == pytest.approx([0.25, 0.75, 0.0], abs=1e-6)
    assert chances(np.zeros((1, 3)), 10).tolist() == [[0, 0, 0]]


def test_every_baseline_has_its_words() -> None:
    assert all(word in room.__doc__ for word in PLACE_BASELINES)
