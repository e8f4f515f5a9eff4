"""How many runs are enough: the least numbers, against all others, and none where there are none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.experiments.crossed import Layout, layout_of
from sim.experiments.exploring.advisor import advise, share_interval


def test_advice_is_the_least_number_that_is_enough() -> None:
    layout = Layout(1, 20, 5.0, 0.9, None, 4.0, 0.0)
    found = advise(layout, 0.5)
    seeds = found.seeds_needed or 0
    width = [stats.t.ppf(0.975, count - 1) * 2.0 / math.sqrt(count) for count in (seeds - 1, seeds)]
    assert width[0] > 0.5 >= width[1]
    assert found.samples_needed is None
    assert not found.enough
    assert advise(layout, 1.0).enough


def test_advice_agrees_with_the_interval_beside_it() -> None:
    luck = np.random.default_rng(3)
    layout = layout_of(50.0 + luck.normal(0, 3, (60, 1)) + luck.normal(0, 1, (1, 4)) + luck.normal(0, 1, (60, 4)))
    assert layout.half_with(60, 4) == pytest.approx(layout.half, rel=1e-6)
    assert advise(layout, layout.half * 1.001).seeds_needed in {3, 4}


def test_points_do_not_help_where_seeds_are_few() -> None:
    found = advise(Layout(70, 4, 47.0, 8.0, 6.0, 27.0, 8.0), 1.0)
    assert found.samples_needed is None
    assert 100 < (found.seeds_needed or 0) < 300


def test_where_neither_is_enough_both_are_told_at_the_fewest_runs() -> None:
    """Against all numbers of samples up to 400."""
    layout = Layout(10, 4, 47.0, 8.0, 6.0, 4.0, 8.0)
    found = advise(layout, 1.0, "trajectories")
    assert (found.unit, found.seeds_needed, found.samples_needed) == ("trajectories", None, None)
    samples, seeds = found.cheapest or (0, 0)
    assert (layout.half_with(samples, seeds) or 9.0) <= 1.0 < (layout.half_with(samples, seeds - 1) or 0.0)
    runs = [
        count * next(more for more in range(4, 2000) if (layout.half_with(count, more) or 9.0) <= 1.0)
        for count in range(26, 401)
    ]
    assert min(runs) <= samples * seeds <= 1.05 * min(runs)


def test_base_samples_come_in_powers_of_two_and_grids_cannot_have_more_points() -> None:
    layout = Layout(12, 40, 47.0, 8.0, 6.0, 1.0, 1.0)
    many = advise(layout, 1.0)
    doubled = advise(layout, 1.0, "base samples", doubling=True)
    assert 16 < (many.samples_needed or 0) < 64
    assert doubled.samples_needed in {32, 64}
    assert (doubled.cheapest or (0, 0))[0] in {16, 32, 64}
    fixed = advise(layout, 1.0, "")
    assert (fixed.samples_needed, fixed.cheapest) == (None, None)


def test_a_share_has_wilsons_interval() -> None:
    assert share_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert share_interval(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-3)


def test_where_nothing_is_known_nothing_is_advised() -> None:
    found = advise(layout_of(np.empty((0, 2))), 1.0)
    assert (found.seeds_needed, found.samples_needed, found.cheapest) == (None, None, None)
