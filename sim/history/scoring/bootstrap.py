"""How far a mean score, or the difference of two, could be luck of which places or months were scored.

Whole groups are drawn again with replacement, so a place that is scored at several horizons is drawn with all of
them. Owns the resampling, with a seed of its own. Knows nothing of what is scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["RESAMPLES", "Spread", "spread_of"]

Floats = npt.NDArray[np.float64]

RESAMPLES: Final = 2000
SEED: Final = 20170601
LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Spread:
    """Hold a mean, its standard error and its 95 % interval over resamples."""

    mean: float
    error: float
    low: float
    high: float


def spread_of(values: Floats, groups: Sequence[str] | None = None) -> Spread:
    """Return the spread of the mean of `values`, drawn by group; without groups each value is one.

    Values may be scores, or differences of two forecasts of the same places. Not a number without values.
    """
    if not len(values):
        return Spread(*(float("nan"),) * 4)
    number = np.arange(len(values)) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]
    total = np.bincount(number, values)
    count = np.bincount(number)
    drawn = _drawn(len(total))
    alike = (count == count[0]).all()  # then every resample has as many values as there are
    means = (drawn @ total) / (len(values) if alike else drawn @ count)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    error = float(means.std(ddof=1)) if len(total) > 1 else float("nan")
    return Spread(float(np.mean(values)), error, float(low), float(high))


@lru_cache(maxsize=8)
def _drawn(count: int) -> Floats:
    """Return how often each of so many groups is drawn in each resample, `[resample, group]`."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES).astype(np.float64)
