"""What the calibration looks at: only what may be fitted, read in the order in which it is named."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.experiments.job import run_job
from sim.history.calibrating.patterns import ARMS, MAPS, Arm, arm_of, patterns, read_arm
from sim.history.observed import control_dates
from sim.record.keep import SWEEP

each = pytest.mark.parametrize("arm", [pytest.param(arm, id=arm.name) for arm in ARMS])


def test_only_maps_to_june_2017_are_looked_at() -> None:
    assert set(MAPS) <= set(control_dates())
    assert max(MAPS) < date(2017, 6, 30)


@each
def test_every_pattern_rests_on_days_that_may_be_fitted(arm: Arm) -> None:
    found = patterns(arm)
    assert len({one.name for one in found}) == len(found)
    assert all(one.last <= date(2017, 6, 30) for one in found)
    assert all(one.tolerance > 0.0 for one in found if one.kind == "level")
    assert all(one.weight > 0.0 for one in found)


@each
def test_an_arm_without_dates_has_none(arm: Arm) -> None:
    scenario = arm_of(arm).scenario
    later = [event for event in scenario.events if event.when is not None and event.when > scenario.start]
    assert bool(later) == arm.dated


def test_the_record_says_what_it_says() -> None:
    found = {one.name: one.observed for arm in ARMS for one in patterns(arm)}
    assert found["changes.from_2016_12.2017-06"] == 20
    assert found["changes.from_2015_09.2016-03"] == 15
    assert np.exp(found["deaths.from_2016_12.2017-01"]) == pytest.approx(3043, abs=2)
    assert found["dip"] == pytest.approx(-0.324, abs=0.001)
    land = [found[f"land.{side}.from_2016_12.2017-06"] for side in ("regime", "opposition", "is", "sdf")]
    assert sum(land) == pytest.approx(100.0, abs=0.5)


def test_an_arm_is_read_in_the_order_of_its_patterns() -> None:
    """Promise: what is named `changes` counts places, `land` points, `deaths` the log of a month's dead."""
    arm = ARMS[2]
    mean, spread = read_arm(arm, [run_job(arm_of(arm), seed, keep=SWEEP) for seed in (1, 2, 3)])
    named = {one.name: (value, var) for one, value, var in zip(patterns(arm), mean, spread, strict=True)}
    assert len(mean) == len(patterns(arm))
    assert 0.1 < named["places.from_2016_12.2017-06"][0] < 1.0
    assert named["places.from_2016_12.2017-06"][1] == 0.0
    assert 0 < named["changes.from_2016_12.2017-06"][0] < 60
    land = sum(named[f"land.{side}.from_2016_12.2017-06"][0] for side in ("regime", "opposition", "is", "sdf"))
    assert land == pytest.approx(100.0, abs=1.0)
    assert np.log(1000) < named["deaths.from_2016_12.2017-01"][0] < np.log(10000)


def test_a_single_war_can_be_read() -> None:
    arm = ARMS[2]
    mean, spread = read_arm(arm, [run_job(arm_of(arm), 1, keep=SWEEP)])
    assert np.isfinite(mean).all()
    assert (spread == 0.0).all()
