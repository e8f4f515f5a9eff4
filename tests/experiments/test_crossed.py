"""Points crossed with seeds: known variances are found again, and intervals hold the truth as often as they say."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from sim.experiments.crossed import Layout, half_width, layout_of, together, whole_part
from sim.experiments.exploring.advisor import advise, share_interval

Floats = npt.NDArray[np.float64]


def drawn(points: int, seeds: int, sds: tuple[float, float, float], luck: np.random.Generator) -> Floats:
    """Return `[point, seed]` about 50 with standard deviations of points, seeds and their mixture."""
    parts = (
        luck.normal(0, sds[0], (points, 1)),
        luck.normal(0, sds[1], (1, seeds)),
        luck.normal(0, sds[2], (points, seeds)),
    )
    return 50.0 + sum(parts)


def test_known_variances_are_found_again() -> None:
    found = layout_of(drawn(400, 400, (3.0, 2.0, 1.0), np.random.default_rng(1)))
    assert math.sqrt(found.of_points or 0) == pytest.approx(3.0, rel=0.1)
    assert math.sqrt(found.of_seeds or 0) == pytest.approx(2.0, rel=0.1)
    assert math.sqrt(found.mixed or 0) == pytest.approx(1.0, rel=0.02)
    assert found.luck == pytest.approx((found.of_seeds or 0) + (found.mixed or 0))
    assert found.noise == pytest.approx((found.mixed or 0) / 400)


@pytest.mark.parametrize("sds", [(3.0, 0.0, 1.0), (0.0, 3.0, 1.0), (2.0, 2.0, 2.0), (0.0, 0.0, 1.0)])
@pytest.mark.parametrize(("points", "seeds"), [(30, 6), (8, 30), (1, 20)])
def test_the_interval_holds_the_truth_as_often_as_it_says(
    sds: tuple[float, float, float], points: int, seeds: int
) -> None:
    luck = np.random.default_rng([points, seeds])
    truth = 0
    for _ in range(300):
        values = drawn(points, seeds, (0.0 if points == 1 else sds[0], *sds[1:]), luck)
        found = layout_of(values)
        truth += abs(found.mean - 50.0) <= found.half
    assert truth / 300 > 0.9


def test_intervals_over_points_alone_would_be_far_too_narrow() -> None:
    luck = np.random.default_rng(5)
    held = [0, 0]
    for _ in range(200):
        values = drawn(60, 4, (1.0, 3.0, 1.0), luck)
        found = layout_of(values)
        held[0] += abs(found.mean - 50.0) <= found.half
        held[1] += abs(found.mean - 50.0) <= half_width(values.mean(axis=1))
    assert held[0] > 180
    assert held[1] < 60


def test_one_point_is_students_interval() -> None:
    values = np.random.default_rng(2).normal(5, 2, 40)
    found = layout_of(values[None, :])
    low, high = stats.t.interval(0.95, 39, values.mean(), stats.sem(values))
    assert (found.mean - found.half, found.mean + found.half) == pytest.approx((low, high))
    assert found.of_points is None
    assert found.luck == pytest.approx(values.var(ddof=1))


def test_one_seed_cannot_tell_luck_from_ignorance() -> None:
    found = layout_of(np.random.default_rng(2).normal(5, 2, (40, 1)))
    assert (found.of_points, found.luck, found.noise) == (None, None, None)
    assert found.half_with(100, 100) is None
    assert math.isnan(layout_of(np.array([[5.0]])).half)


def test_what_never_varies_is_known() -> None:
    assert layout_of(np.full((5, 4), 7.0)).half == 0.0
    assert layout_of(np.full((1, 4), 7.0)).half == 0.0


def test_a_round_that_has_only_begun_does_not_count() -> None:
    values = np.arange(20.0).reshape(5, 4)
    values[1:, 3] = np.nan
    values[2, 1] = np.nan
    assert whole_part(values).tolist() == [[0, 1, 2], [4, 5, 6], [12, 13, 14], [16, 17, 18]]


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
    values = drawn(60, 4, (3.0, 1.0, 1.0), np.random.default_rng(3))
    layout = layout_of(values)
    assert layout.half_with(60, 4) == pytest.approx(layout.half, rel=1e-6)
    assert advise(layout, layout.half * 1.001).seeds_needed in {3, 4}


def test_nothing_whole_is_no_fault() -> None:
    values = np.array([[1.0, np.nan], [np.nan, 1.0]])
    found = layout_of(whole_part(values))
    assert math.isnan(found.mean)
    assert advise(found, 1.0).seeds_needed is None


def test_trajectories_are_one_sample_each() -> None:
    values = np.arange(12.0).reshape(6, 2)
    assert together(values, 3).tolist() == [[2.0, 3.0], [8.0, 9.0]]


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
