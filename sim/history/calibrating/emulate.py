"""A stand-in for the model: what each pattern would come to at a point, learnt from the points that were run.

One Gaussian process a pattern, with a length of its own for each number (Rasmussen and Williams 2006); its doubt is
what it gets wrong at points kept back. Owns the emulators. Knows nothing of the record.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.errors import RunError
from sim.experiments.executors import Died, on_processes, one_by_one
from sim.history.calibrating.simulate import Read

__all__ = ["Emulator", "emulate"]

Floats = npt.NDArray[np.float64]

_LEARN: Final = 350
"""Points on which lengths are fitted; all points then carry the prediction."""
_KEPT: Final = 5
"""Every fifth point is kept back once, to measure the doubt."""
_AT_ONCE: Final = 4000
"""Points predicted at a time, to bound memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Emulator:
    """Predict the mean of every pattern at any point."""

    points: Floats
    lengths: Annotated[Floats, "[pattern, number]"]
    carried: Annotated[Floats, "[pattern, point]"]
    """What each point adds to a prediction, per unit of nearness."""
    middle: Annotated[Floats, "[pattern]"]
    doubt: Annotated[Floats, "[pattern]"]
    """Standard deviation of what the emulator gets wrong."""

    def at(self, points: Annotated[Floats, "[asked, number]"]) -> Annotated[Floats, "[asked, pattern]"]:
        """Return the emulated mean of each pattern at each point."""
        found = np.empty((len(points), len(self.middle)))
        for first in range(0, len(points), _AT_ONCE):
            some = points[first : first + _AT_ONCE]
            for number, (lengths, carried) in enumerate(zip(self.lengths, self.carried, strict=True)):
                found[first : first + _AT_ONCE, number] = _near(some, self.points, lengths) @ carried
        return found + self.middle


def _near(asked: Floats, points: Floats, lengths: Floats) -> Floats:
    """Return how near each asked point is to each point that was run, `[asked, point]` from 0 to 1."""
    a, b = asked / lengths, points / lengths
    away = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2.0 * a @ b.T
    return np.asarray(np.exp(-0.5 * np.maximum(away, 0.0)))


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """One pattern to learn."""

    number: int
    points: Floats
    values: Annotated[Floats, "[point]"]


def emulate(read: Read, *, jobs: int = 1) -> Emulator:
    """Learn every pattern from the points that were run; each is a task of its own."""
    tasks = [_Pattern(number, read.points, column) for number, column in enumerate(read.mean.T)]
    fitted: dict[int, tuple[Floats, Floats, float, float]] = {}
    with on_processes(jobs) if jobs > 1 else one_by_one() as executor:
        for task, answer in executor.spread(_learn, tasks):
            if isinstance(answer, Died):
                raise RunError("A worker process died again and again; is memory short? Try fewer --jobs.")
            fitted[task.number] = answer
    parts = zip(*(fitted[number] for number in range(len(tasks))), strict=True)
    lengths, carried, middle, doubt = (np.array(part) for part in parts)
    return Emulator(read.points, lengths, carried, middle, doubt)


def _learn(task: _Pattern) -> tuple[Floats, Floats, float, float]:
    """Return lengths, what each point carries, the middle and the doubt of one pattern."""
    points, values = task.points, task.values
    middle, scale = float(values.mean()), float(values.std()) or 1.0
    level = (values - middle) / scale
    lengths, height, noise = _lengths(points, level)
    kept = np.arange(len(points)) % _KEPT == 0
    part = _carry(points[~kept], level[~kept], lengths, height, noise)
    missed = _near(points[kept], points[~kept], lengths) @ part - level[kept]
    whole = _carry(points, level, lengths, height, noise)
    # what is missed holds the luck of the few seeds, which the record does not share: it is taken out
    doubt = np.sqrt(max(float((missed**2).mean()) - noise, 0.1 * noise))
    return lengths, scale * whole, middle, scale * float(doubt)


def _carry(points: Floats, level: Floats, lengths: Floats, height: float, noise: float) -> Floats:
    from scipy.linalg import cho_factor, cho_solve

    cover = height * _near(points, points, lengths)
    cover[np.diag_indices_from(cover)] += noise
    return np.asarray(height * cho_solve(cho_factor(cover, lower=True), level))


def _lengths(points: Floats, level: Floats) -> tuple[Floats, float, float]:
    """Fit the length of each number, the height of the process and the noise by the marginal likelihood."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    step = max(1, len(points) // _LEARN)
    kernel = ConstantKernel(1.0, (1e-2, 1e2)) * RBF(np.full(points.shape[1], 2.0), (0.15, 30.0)) + WhiteKernel(
        0.1, (1e-4, 2.0)
    )
    process = GaussianProcessRegressor(kernel, normalize_y=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its bound: that number does not matter
        process.fit(points[::step][:_LEARN], level[::step][:_LEARN])
    found = process.kernel_
    return np.asarray(found.k1.k2.length_scale), float(found.k1.k1.constant_value), float(found.k2.noise_level)
