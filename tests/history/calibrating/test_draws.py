"""The sampler and the middle of what it draws."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.history.calibrating import draws as module
from sim.history.calibrating.draws import draw, medoid
from sim.history.calibrating.match import Target
from sim.history.calibrating.patterns import Pattern


class _Straight:
    """A made-up emulator: each pattern is one number of the point."""

    def at(self, points: np.ndarray) -> np.ndarray:
        return points[:, :2]


def test_draws_have_the_mean_and_spread_of_a_known_posterior(monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise: for a normal likelihood well inside the prior, its mean to a tenth and its spread to a fifth."""
    monkeypatch.setattr(
        module, "log_prior", lambda points: np.where(((points >= 0) & (points <= 1)).all(1), 0.0, -np.inf)
    )
    patterns = tuple(Pattern(name, "level", 0.5, 0.05, date(2016, 1, 1), 1.0, "") for name in "ab")
    target = Target(
        patterns, np.arange(2), np.array([0.4, 0.6]), np.array([0.05**2, 0.1**2]), np.ones(2), np.zeros(2, dtype=bool)
    )
    starts = np.random.default_rng(1).random((200, 3))
    found = draw(_Straight(), target, starts, seed=1, count=2000)  # type: ignore[arg-type]  # all that is asked of it
    assert found.shape == (2000, 3)
    assert found[:, :2].mean(axis=0) == pytest.approx([0.4, 0.6], abs=0.01)
    assert found[:, :2].std(axis=0) == pytest.approx([0.05, 0.1], rel=0.2)
    assert found[:, 2].std() == pytest.approx(12**-0.5, rel=0.2)
    again = draw(_Straight(), target, starts, seed=1, count=2000)  # type: ignore[arg-type]  # all that is asked of it
    assert np.array_equal(found, again)


def test_the_medoid_is_the_draw_nearest_to_all_others() -> None:
    draws = np.array([[0.1, 0.1], [0.5, 0.5], [0.9, 0.9], [0.45, 0.55]])
    assert medoid(draws) in (1, 3)
    assert medoid(np.array([[0.0, 0.0], [0.5, 5.0], [1.0, 10.0]])) == 1
