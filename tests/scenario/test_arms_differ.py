"""Every arm of the shipped scenarios differs from the arm to hold it beside, or says that it does not."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.record.keep import ENSEMBLE
from sim.record.series import MEASURES
from sim.scenario.find import find_scenarios
from sim.scenario.load import load_scenario

TARGETS = [f"{one.id}:{variant}" for one in find_scenarios() for variant in one.variants]
FEW, MANY, WEEKS = 2, 4, 40
"""Runs that are enough for most arms, runs for those that still look alike then, and weeks of the first look."""

ALIKE = {"settlement_departure:token_cabinet": "settlement_departure:war"}
"""Arms whose finding it is that nothing differs from another arm; their summary says so."""


@lru_cache(maxsize=64)
def _runs(target: str, seeds: int, weeks: int | None) -> np.ndarray:
    """Return the weekly measures of some runs: `[run, week, measure]`."""
    loaded = load_scenario(target, weeks=weeks)
    return np.array(
        [TheatreModel(loaded, rng=seed, keep=ENSEMBLE, collect=False).run().log.table for seed in range(1, seeds + 1)]
    )


def _differ(target: str, other: str) -> bool:
    """Look at a few runs of some weeks; where these are alike, at more of full length."""
    few, many = (FEW, WEEKS), (MANY, None)
    return any(not np.array_equal(_runs(target, *size), _runs(other, *size)) for size in (few, many))


@pytest.mark.slow
@pytest.mark.xdist_group("arms_differ")
@pytest.mark.parametrize("target", TARGETS)
def test_an_arm_differs_from_what_it_is_compared_with(target: str) -> None:
    scenario = load_scenario(target).scenario
    assert scenario.compare_with
    assert _differ(target, scenario.compare_with)


@pytest.mark.slow
@pytest.mark.xdist_group("arms_differ")
@pytest.mark.parametrize(("target", "other"), ALIKE.items())
def test_an_arm_that_says_so_is_no_different(target: str, other: str) -> None:
    assert "that is its finding" in load_scenario(target).scenario.summary
    assert not _differ(target, other)


@pytest.mark.slow
@pytest.mark.xdist_group("arms_differ")
def test_more_prisoners_are_freed_where_guards_are_long_drawn_off() -> None:
    held = list(MEASURES).index("detained.sdf")
    left = [_runs(f"is_resurgence:{arm}", 24, None)[:, -1, held].mean() for arm in ("pulled_long", "base")]
    assert left[0] < left[1]
