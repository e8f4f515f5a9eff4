"""The stand-in for the model: it learns what is smooth, and knows how much it misses."""

from __future__ import annotations

import numpy as np

from sim.history.calibrating.emulate import emulate
from sim.history.calibrating.simulate import Read


def _made(count: int, noise: float) -> Read:
    rng = np.random.default_rng(3)
    points = rng.random((count, 4))
    smooth = np.stack([3.0 * points[:, 0] + np.sin(3.0 * points[:, 1]), 100.0 * points[:, 2] ** 2], axis=1)
    return Read(points, smooth + rng.normal(0, noise, smooth.shape) * np.array([1.0, 30.0]), np.zeros_like(smooth))


def _truth(points: np.ndarray) -> np.ndarray:
    return np.stack([3.0 * points[:, 0] + np.sin(3.0 * points[:, 1]), 100.0 * points[:, 2] ** 2], axis=1)


def test_a_smooth_pattern_is_learnt_through_the_luck_of_few_wars() -> None:
    emulator = emulate(_made(250, 0.1))
    asked = np.random.default_rng(4).random((500, 4))
    missed = np.sqrt(((emulator.at(asked) - _truth(asked)) ** 2).mean(axis=0))
    assert missed[0] < 0.1
    assert missed[1] < 3.0


def test_the_doubt_is_of_the_size_of_what_is_missed() -> None:
    emulator = emulate(_made(120, 0.2))
    asked = np.random.default_rng(5).random((500, 4))
    missed = np.sqrt(((emulator.at(asked) - _truth(asked)) ** 2).mean(axis=0))
    assert (emulator.doubt < 4.0 * missed).all()
    assert (emulator.doubt > 0.2 * missed).all()


def test_many_points_are_predicted_as_few_are() -> None:
    emulator = emulate(_made(60, 0.1))
    asked = np.random.default_rng(6).random((4500, 4))
    assert np.allclose(emulator.at(asked)[-3:], emulator.at(asked[-3:]))


def test_a_pattern_that_never_moves_is_no_trouble() -> None:
    read = _made(40, 0.1)
    still = Read(read.points, np.full((40, 1), 7.0), np.zeros((40, 1)))
    assert np.allclose(emulate(still).at(read.points[:3]), 7.0)
