"""Paired statistics against closed forms, and against made-up pairs whose truth is known."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy import stats

from sim.experiments.comparing.paired import Contrast, Pairs, contrast_of, pairing_worth

NAN = float("nan")


def _chance(key: int = 1) -> np.random.Generator:
    return np.random.default_rng(key)


def _contrast(a: object, b: object, horizon: float = 0.0) -> Contrast:
    return contrast_of(Pairs(np.atleast_2d(np.array(a, float)), np.atleast_2d(np.array(b, float)), horizon))


def test_one_draw_gives_students_interval_over_pairs() -> None:
    a, b = _chance().normal(size=(2, 12))
    found = _contrast(a, b)
    low, high = stats.ttest_rel(b, a).confidence_interval(0.95)
    assert found.interval == pytest.approx((low, high))
    assert found.mean == pytest.approx((b - a).mean())
    assert found.median == pytest.approx(np.median(b - a))
    assert found.span == pytest.approx(tuple(np.percentile(b - a, [5, 95])))
    assert (found.mean_a, found.mean_b) == pytest.approx((a.mean(), b.mean()))
    assert found.ignorance is None
    assert found.clear == (not low <= 0 <= high)


def test_signs_are_counted_and_turn_with_the_arms() -> None:
    a, b = [1, 2, 3, 4, 5], [2, 2, 1, 1, 1]
    found, turned = _contrast(a, b), _contrast(b, a)
    assert (found.up, found.down, found.equal) == (1, 3, 1)
    assert (turned.up, turned.down, turned.equal) == (3, 1, 1)
    assert turned.mean == -found.mean
    assert turned.median == -found.median
    assert turned.interval == (-found.interval[1], -found.interval[0])  # type: ignore[index]
    assert turned.span == pytest.approx((-found.span[1], -found.span[0]))
    assert turned.worth == found.worth


def test_one_pair_has_a_difference_and_no_interval() -> None:
    found = _contrast([3], [5])
    assert (found.mean, found.interval, found.worth, found.clear) == (2.0, None, None, False)
    assert json.loads(json.dumps(found.plain()))["interval"] is None


def test_arms_that_never_vary() -> None:
    found = _contrast([0.1] * 7, [0.3] * 7)
    assert found.worth is None
    assert found.interval == pytest.approx((0.2, 0.2))
    assert found.clear
    same = _contrast([0.1] * 7, [0.1] * 7)
    assert (same.mean, same.equal, same.clear) == (0.0, 7, False)


def test_a_difference_that_never_varies_makes_pairing_worth_everything() -> None:
    a = _chance().normal(size=9)
    found = _contrast(a, a + 0.7)
    assert found.worth == math.inf
    assert found.worth_span is None
    assert found.plain()["worth"] is None
    json.dumps(found.plain(), allow_nan=False)


def test_never_counts_as_the_horizon_and_is_told_apart() -> None:
    found = _contrast([10, NAN, NAN, NAN], [NAN, 20, 30, NAN], horizon=52)
    assert found.mean == pytest.approx((42 - 32 - 22 + 0) / 4)
    assert (found.up, found.down, found.equal) == (1, 2, 1)
    assert (found.happened_a, found.happened_b) == (0.25, 0.5)
    assert (found.mean_a, found.mean_b) == ((10 + 3 * 52) / 4, (20 + 30 + 2 * 52) / 4)
    assert _contrast([1, 2], [1, 3]).happened_a is None


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9, -0.5])
def test_the_worth_of_pairing_is_one_over_one_less_the_correlation(correlation: float) -> None:
    cov = [[4.0, 4.0 * correlation], [4.0 * correlation, 4.0]]
    a, b = _chance(3).multivariate_normal([1.0, 2.0], cov, size=20_000).T
    worth, span = pairing_worth(a[None], b[None])
    assert worth == pytest.approx(1 / (1 - correlation), rel=0.05)
    assert span is not None
    assert span[0] < worth < span[1]


def test_worth_is_what_unshared_seeds_would_need() -> None:
    """The variance of the mean difference with shuffled partners is that many times the paired one."""
    shared, own, other = _chance(5).normal(size=(3, 4000))
    a, b = shared + 0.3 * own, shared + 0.3 * other
    worth, _ = pairing_worth(a[None], b[None])
    shuffled = np.roll(b, 1) - a
    assert worth == pytest.approx(shuffled.var() / (b - a).var(), rel=0.05)


def test_the_span_of_the_worth_holds_the_truth_as_often_as_it_says() -> None:
    truth, hits, trials = 2.0, 0, 600
    draws = _chance(7).multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=(trials, 1, 30))
    for one in draws:
        span = pairing_worth(one[..., 0], one[..., 1])[1]
        assert span is not None
        hits += span[0] <= truth <= span[1]
    assert 0.93 <= hits / trials <= 0.97


def _layered(key: int, draws: int, seeds: int, between: float, within: float) -> Pairs:
    chance = _chance(key)
    a = chance.normal(size=(draws, seeds))
    effect = 1.0 + between * chance.normal(size=(draws, 1)) + within * chance.normal(size=(draws, seeds))
    return Pairs(a, a + effect)


def test_luck_and_ignorance_come_apart() -> None:
    found = [contrast_of(_layered(key, 40, 20, between=2.0, within=3.0)).ignorance for key in range(30)]
    between = np.mean([one.between**2 for one in found if one and one.between is not None])
    within = np.mean([one.within**2 for one in found if one and one.within is not None])
    assert between == pytest.approx(4.0, rel=0.1)
    assert within == pytest.approx(9.0, rel=0.05)
    assert np.mean([one.share for one in found if one and one.share is not None]) == pytest.approx(4 / 13, rel=0.1)


def test_variance_between_draws_is_never_below_zero() -> None:
    found = [contrast_of(_layered(key, 5, 4, between=0.0, within=3.0)).ignorance for key in range(40)]
    spreads = [one.between for one in found if one and one.between is not None]
    assert min(spreads) == 0.0
    assert float(np.mean(np.square(spreads))) < 2.0


def test_with_draws_the_interval_takes_them_as_the_sample() -> None:
    """It holds the true mean as often as it says; Student's over all pairs would be far too narrow."""
    hits = naive = 0
    for key in range(400):
        pairs = _layered(key, 8, 20, between=2.0, within=3.0)
        interval = contrast_of(pairs).interval
        assert interval is not None
        hits += interval[0] <= 1.0 <= interval[1]
        low, high = contrast_of(Pairs(pairs.a.reshape(1, -1), pairs.b.reshape(1, -1))).interval or (0, 0)
        naive += low <= 1.0 <= high
    assert 0.92 <= hits / 400 <= 0.98
    assert naive / 400 < 0.75


def test_draws_are_counted_by_the_sign_of_their_mean() -> None:
    a = np.zeros((3, 2))
    found = contrast_of(Pairs(a, np.array([[1.0, 3.0], [-5.0, 1.0], [2.0, -2.0]])))
    part = found.ignorance
    assert part is not None
    assert (part.up, part.down) == (1, 1)
    assert part.span == pytest.approx(tuple(np.percentile([2.0, -2.0, 0.0], [5, 95])))
    assert found.pairs == 6


def test_one_seed_a_draw_cannot_part_luck_from_ignorance() -> None:
    found = contrast_of(Pairs(np.zeros((4, 1)), np.array([[1.0], [2.0], [3.0], [6.0]])))
    part = found.ignorance
    assert part is not None
    assert (part.between, part.within, part.share) == (None, None, None)
    assert found.interval == pytest.approx(stats.t.interval(0.95, 3, 3.0, stats.sem([1.0, 2.0, 3.0, 6.0])))
    assert found.worth is None
