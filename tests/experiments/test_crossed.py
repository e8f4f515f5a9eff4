"""Points crossed with seeds: known variances are found again, and intervals hold the truth as often as they say."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from sim.experiments.crossed import half_width, layout_of, together, whole_part

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


def test_nothing_whole_is_no_fault() -> None:
    values = np.array([[1.0, np.nan], [np.nan, 1.0]])
    found = layout_of(whole_part(values))
    assert math.isnan(found.mean)


def test_trajectories_are_one_sample_each() -> None:
    values = np.arange(12.0).reshape(6, 2)
    assert together(values, 3).tolist() == [[2.0, 3.0], [8.0, 9.0]]
