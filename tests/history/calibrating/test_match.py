"""How far is too far: distances, what they rule out, and the likelihood that draws are made with."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.history.calibrating.match import CUT, SCORE, distance, log_likelihood, plausible, target_of
from sim.history.calibrating.patterns import Pattern
from sim.history.calibrating.simulate import Read

EARLY, LATE = date(2016, 12, 31), date(2017, 6, 1)
PATTERNS = (
    Pattern("land", "level", 30.0, 4.0, EARLY, 0.5, "points"),
    Pattern("places", "score", 0.0, 0.0, EARLY, 40.0, "nats"),
    Pattern("later", "level", 8.0, 0.25, LATE, 1.0, "log"),
)
READ = Read(np.zeros((2, 3)), np.array([[30.0, 0.30, 8.0], [36.0, 0.40, 9.0]]), np.array([[9.0, 0, 0], [9.0, 0, 0]]))


def test_distance_counts_tolerance_luck_and_doubt() -> None:
    target = target_of(PATTERNS, READ, np.array([12.0, 0.0, 0.0]), LATE)
    away = distance(READ.mean, target)
    assert away[1, 0] == pytest.approx(6.0 / np.sqrt(16 + 9 + 144))
    assert away[1, 2] == pytest.approx(1.0 / 0.25)


def test_a_score_is_measured_from_the_best_and_only_upwards() -> None:
    target = target_of(PATTERNS, READ, np.zeros(3), LATE)
    better = np.array([[30.0, 0.2, 8.0], [30.0, 0.4, 8.0]])
    assert distance(better, target)[:, 1] == pytest.approx([0.0, 0.1 / SCORE])


def test_one_pattern_too_far_rules_a_point_out() -> None:
    target = target_of(PATTERNS, READ, np.zeros(3), LATE)
    assert list(plausible(READ.mean, target)) == [True, False]
    assert distance(READ.mean, target)[1].max() > CUT


def test_what_came_later_is_not_looked_at() -> None:
    target = target_of(PATTERNS, READ, np.zeros(3), EARLY)
    assert len(target.used) == 2
    changed = READ.mean.copy()
    changed[:, 2] = 99.0
    assert log_likelihood(changed, target) == pytest.approx(log_likelihood(READ.mean, target))


def test_the_likelihood_by_hand() -> None:
    target = target_of(PATTERNS, READ, np.zeros(3), LATE)
    one, other = log_likelihood(READ.mean, target)
    assert one == pytest.approx(-40.0 * 0.30)
    assert other == pytest.approx(-0.5 * (0.5 * 36 / 25 + 1.0 / 0.0625) - 40.0 * 0.40)
