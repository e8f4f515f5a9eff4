"""Plain forecasts of deaths and land: moments as promised, nothing after the start, the same draws each time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.history.baselines.areas import area_baselines
from sim.history.baselines.deaths import DEATH_BASELINES, DRAWS, death_baselines, known_before
from sim.history.monitor import SPREAD, counted
from sim.history.observed import deaths_monthly
from sim.history.truth import month_after

COUNTS = {row.month: row.best for row in deaths_monthly()}
START = date(2016, 12, 31)
AHEAD = [date(2017, month, 1) for month in range(1, 7)]


def test_only_months_that_had_ended_are_known() -> None:
    assert max(known_before(COUNTS, START)) == date(2016, 12, 1)
    assert max(known_before(COUNTS, date(2015, 9, 30))) == date(2015, 9, 1)
    assert max(known_before(COUNTS, date(2016, 3, 1))) == date(2016, 2, 1)
    assert max(known_before(COUNTS, date(2016, 3, 30))) == date(2016, 2, 1)


def test_forecasts_have_the_moments_of_the_months_before() -> None:
    known = known_before(COUNTS, START)
    found = death_baselines(known, AHEAD)
    assert found.keys() == DEATH_BASELINES.keys()
    assert {draws.shape for draws in found.values()} == {(DRAWS, 6)}
    last, year = known[date(2016, 12, 1)], np.array([known[month] for month in sorted(known)[-12:]])
    assert (found["last_value"] == last).all()
    assert found["poisson"].mean() == pytest.approx(last, rel=0.01)
    assert found["poisson"].std() == pytest.approx(np.sqrt(last), rel=0.05)
    assert set(np.unique(found["bootstrap"])) == set(year)
    assert found["negative_binomial"].mean() == pytest.approx(year.mean(), rel=0.02)
    assert found["negative_binomial"].std() == pytest.approx(year.std(ddof=1), rel=0.05)
    logs = np.log(found["random_walk"] / last)
    assert logs.mean(axis=0) == pytest.approx(0.0, abs=0.05)
    assert logs[:, 5].std() == pytest.approx(logs[:, 0].std() * np.sqrt(6), rel=0.08)


def test_the_walk_goes_on_over_months_that_are_not_known() -> None:
    known = known_before(COUNTS, START)
    far = death_baselines(known, [date(2017, 6, 1)])["random_walk"]
    near = death_baselines(known, [date(2017, 1, 1)])["random_walk"]
    assert np.log(far).std() == pytest.approx(np.log(near).std() * np.sqrt(6), rel=0.1)


def test_calm_years_and_gaps_are_borne() -> None:
    months = [date(2016, 1, 1)]
    while len(months) < 12:
        months.append(month_after(months[-1]))
    calm = death_baselines(dict.fromkeys(months, 100.0), AHEAD)
    assert calm["negative_binomial"].std() == pytest.approx(10.0, rel=0.05)
    assert (calm["random_walk"] == 100.0).all()
    apart = death_baselines({date(2015, 1, 1): 50.0, date(2016, 1, 1): 80.0}, AHEAD)
    assert (apart["random_walk"] == 80.0).all()


def test_draws_are_the_same_each_time() -> None:
    known = known_before(COUNTS, START)
    one, two = death_baselines(known, AHEAD), death_baselines(known, AHEAD)
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_a_monitor_has_one_factor_for_all_months() -> None:
    deaths = np.full((4000, 3), 1000.0)
    seen = counted(deaths)
    assert (seen == seen[:, :1]).all()
    assert np.log(seen[:, 0] / 1000.0).std() == pytest.approx(SPREAD, rel=0.05)
    assert np.median(seen) == pytest.approx(1000.0, rel=0.02)
    assert np.array_equal(seen, counted(deaths))


def test_land_drifts_as_between_the_last_two_maps_and_never_below_zero() -> None:
    maps = [(date(2016, 1, 1), np.array([0.5, 0.4, 0.1])), (date(2016, 12, 31), np.array([0.6, 0.35, 0.05]))]
    found = area_baselines(maps, date(2018, 12, 31))
    assert found["persistence"].tolist() == [[0.6, 0.35, 0.05]]
    assert found["drift"][0] == pytest.approx(np.array([0.8, 0.25, 0.0]) / 1.05)
    assert "drift" not in area_baselines(maps[:1], date(2018, 12, 31))
