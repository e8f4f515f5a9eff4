"""Scores of deaths and land against plain definitions, hand-worked values and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.history.scoring.areas import land_of, score_areas
from sim.history.scoring.bootstrap import spread_of
from sim.history.scoring.deaths import EDGES, LEVELS, crps_of, ignorance_of, pit_of, score_months
from sim.theatre.regions import Theatre


@st.composite
def months(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = draw(st.integers(2, 40)), draw(st.integers(1, 6))
    scale = draw(st.sampled_from((3.0, 400.0, 4000.0)))
    return np.round(rng.gamma(2.0, scale, shape)), np.round(rng.gamma(2.0, scale, shape[1]))


@given(months())
@settings(max_examples=80, deadline=None)
def test_scores_agree_with_their_plain_definitions(case: tuple[np.ndarray, np.ndarray]) -> None:
    draws, counts = case
    found = score_months(draws, counts)
    crps, ignorance, pit = [], [], []
    interval = dict.fromkeys(LEVELS, 0.0)
    inside = dict.fromkeys(LEVELS, 0)
    for column, count in zip(draws.T.tolist(), counts.tolist(), strict=True):
        size = len(column)
        near = sum(abs(x - count) for x in column) / size
        crps.append(near - sum(abs(x - y) for x in column for y in column) / (2 * size * size))
        bins = [sum(x >= edge for edge in EDGES) for x in column]
        own = sum(count >= edge for edge in EDGES)
        ignorance.append(-math.log2((bins.count(own) + 1) / (size + len(EDGES))))
        pit.append((sum(x < count for x in column) + sum(x == count for x in column) / 2) / size)
        for level in LEVELS:
            low, high = np.quantile(column, [(1 - level) / 2, (1 + level) / 2])
            interval[level] += high - low + 2 / (1 - level) * (max(low - count, 0.0) + max(count - high, 0.0))
            inside[level] += low <= count <= high
    assert found.crps == pytest.approx(np.mean(crps))
    assert found.ignorance == pytest.approx(np.mean(ignorance))
    assert found.pit == pytest.approx(pit)
    assert found.interval == pytest.approx([interval[level] / len(counts) for level in LEVELS])
    assert found.coverage == pytest.approx([inside[level] / len(counts) for level in LEVELS])
    assert found.bias == pytest.approx(draws.mean() - counts.mean())


def test_hand_worked_values() -> None:
    """Draws 1 and 3 about 2: distance 1, half the mean distance of draws 0.5; a sure forecast is its distance."""
    assert crps_of(np.array([[1.0], [3.0]]), np.array([2.0])) == pytest.approx([0.5])
    assert crps_of(np.full((50, 1), 10.0), np.array([4.0])) == pytest.approx([6.0])
    assert pit_of(np.array([[1.0], [2.0], [2.0], [3.0]]), np.array([2.0])) == pytest.approx([0.5])
    every = np.full((85, 1), 3000.0)
    assert ignorance_of(every, np.array([3000.0])) == pytest.approx([-math.log2(86 / 100)])
    assert ignorance_of(every, np.array([300.0])) == pytest.approx([-math.log2(1 / 100)])


def test_crps_of_a_large_normal_sample_is_the_closed_form() -> None:
    """Gneiting and Raftery 2007: 2 phi(0) - 1 / sqrt(pi) for a standard normal scored at its mean."""
    draws = np.random.default_rng(1).normal(size=(200_000, 1))
    assert crps_of(draws, np.array([0.0]))[0] == pytest.approx(
        2 / math.sqrt(2 * math.pi) - 1 / math.sqrt(math.pi), abs=3e-3
    )


def test_land_is_scored_in_points() -> None:
    rng = np.random.default_rng(3)
    draws, record = rng.dirichlet(np.ones(4), 30), np.array([0.4, 0.3, 0.2, 0.1])
    found = score_areas(draws, record)
    away = [100 * float(np.mean(draws[:, k]) - record[k]) for k in range(4)]
    assert found.rmse == pytest.approx(math.sqrt(sum(x * x for x in away) / 4))
    near = np.mean([np.linalg.norm(100 * (row - record)) for row in draws])
    among = np.mean([np.linalg.norm(100 * (a - b)) for a in draws for b in draws])
    assert found.energy == pytest.approx(near - among / 2)


def test_empty_land_goes_with_its_nearest_place() -> None:
    ground = Theatre.build(["a", "b", "c", "d"], [], area=[1.0, 2.0, 3.0, 10.0], anchor=[0, 1, 0, 3])
    assert land_of({"a": 0, "b": 1}, ground, 3).tolist() == pytest.approx([4 / 6, 2 / 6, 0.0])


def test_the_bootstrap_finds_the_error_of_a_mean_and_draws_whole_groups() -> None:
    values = np.random.default_rng(5).normal(1.0, 2.0, 400)
    found = spread_of(values)
    assert found.mean == pytest.approx(values.mean())
    assert found.error == pytest.approx(values.std() / 20, rel=0.06)
    assert found.low < found.mean < found.high
    assert found == spread_of(values)
    doubled = spread_of(np.repeat(values, 2), [str(k) for k in range(400) for _ in range(2)])
    assert doubled.error == pytest.approx(found.error, rel=0.06)
    assert spread_of(np.repeat(values, 2)).error < 0.8 * found.error
    assert math.isnan(spread_of(np.array([])).mean)
