"""Plain forecasts of monthly deaths from the months before the start, as ensembles of draws.

    last value        the last known month again
    poisson           Poisson about the last known month
    bootstrap         months drawn from the last twelve
    negative_binomial the mean and variance of the last twelve
    random_walk       the last known month, its logarithm moving by steps like those of the last two years, no drift

Owns these forecasts and their seed. Knows nothing of the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.truth import month_after

__all__ = ["DEATH_BASELINES", "DRAWS", "LEAST", "death_baselines", "known_before"]

Floats = npt.NDArray[np.float64]

DEATH_BASELINES: Final = {
    "last_value": "last value",
    "poisson": "Poisson",
    "bootstrap": "bootstrap of a year",
    "negative_binomial": "negative binomial",
    "random_walk": "log random walk",
}
"""Name -> what it is in words."""

DRAWS: Final = 1000
SEED: Final = 20170602
YEAR: Final = 12
LEAST: Final = 2
"""Months that must be known before the start for a variance."""


def known_before(counts: Mapping[date, float], start: date) -> dict[date, float]:
    """Return the months that had ended by `start` with their counts, earliest first."""
    return {month: counts[month] for month in sorted(counts) if (month_after(month) - start).days <= 1}


def death_baselines(known: Mapping[date, float], months: Sequence[date], draws: int = DRAWS) -> dict[str, Floats]:
    """Return each forecast of `months` by name, `[draw, month]` [persons], from LEAST or more months `known` before."""
    rng = np.random.default_rng(SEED)
    last_month = max(known)
    last = known[last_month]
    year = np.array([known[month] for month in sorted(known)[-YEAR:]])
    shape = (draws, len(months))
    return {
        "last_value": np.full(shape, last),
        "poisson": rng.poisson(last, shape).astype(np.float64),
        "bootstrap": rng.choice(year, shape),
        "negative_binomial": _negative_binomial(rng, year, shape),
        "random_walk": _random_walk(rng, known, [_steps(last_month, month) for month in months], draws),
    }


def _negative_binomial(rng: np.random.Generator, year: Floats, shape: tuple[int, int]) -> Floats:
    """Draw with the mean and variance of a year; where the variance is no larger than the mean, Poisson."""
    mean, variance = float(year.mean()), float(year.var(ddof=1))
    if variance <= mean:
        return rng.poisson(mean, shape).astype(np.float64)
    size = mean**2 / (variance - mean)
    return rng.negative_binomial(size, size / (size + mean), shape).astype(np.float64)


def _random_walk(rng: np.random.Generator, known: Mapping[date, float], ahead: Sequence[int], draws: int) -> Floats:
    """Draw walks of the logarithm, read off after so many months."""
    recent = sorted(known)[-2 * YEAR - 1 :]
    pairs = [(a, b) for a, b in pairwise(recent) if month_after(a) == b]
    steps = [np.log(max(known[b], 1.0) / max(known[a], 1.0)) for a, b in pairs] or [0.0]
    spread = float(np.sqrt(np.mean(np.square(steps))))
    walk = rng.normal(0.0, spread, (draws, max(ahead))).cumsum(axis=1)
    return known[max(known)] * np.exp(walk[:, np.array(ahead) - 1])


def _steps(first: date, then: date) -> int:
    """Return how many months `then` lies after `first`."""
    return 12 * (then.year - first.year) + then.month - first.month
