"""Scores of deaths by month: an ensemble of draws against the count that was recorded.

A forecast is `draws[draw, month]` [persons]. CRPS and interval scores come from scoringrules, which takes seconds to
import and so waits until it is asked. Owns these scores. Knows nothing of how a forecast was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

__all__ = ["EDGES", "LEVELS", "MonthScores", "crps_of", "ignorance_of", "pit_of", "score_months"]

Floats = npt.NDArray[np.float64]

LEVELS: Final = (0.5, 0.8, 0.95)
"""Central intervals that are scored."""

EDGES: Final = (
    0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5, 2500.5, 5000.5, 10000.5, 25000.5,
)  # fmt: skip
"""Lower edges of the bins of the ignorance score [persons]: those of VIEWS 2023/24, whose last begins at 1,000.5,
carried on in the same steps, since every month of this war at its height lies beyond them."""


@dataclass(frozen=True, slots=True)
class MonthScores:
    """Hold the scores of one forecast of months; lower is better, but for coverage."""

    months: int
    crps: float
    """[persons] mean over months."""
    ignorance: float
    """[bits] mean of -log2 of the share of draws in the bin that came, each bin given one draw more."""
    interval: tuple[float, ...]
    """[persons] interval score at LEVELS, mean over months."""
    coverage: tuple[float, ...]
    """Share of months inside the interval at LEVELS."""
    pit: Annotated[tuple[float, ...], "[month]"]
    """Where each count lies among the draws, 0 to 1; ties count half."""
    bias: float
    """[persons] mean of draws less counts."""


def score_months(draws: Floats, counts: Floats) -> MonthScores:
    """Score one forecast `[draw, month]` against counts `[month]`."""
    from scoringrules import interval_score

    bounds = [np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0) for level in LEVELS]
    return MonthScores(
        months=len(counts),
        crps=float(crps_of(draws, counts).mean()),
        ignorance=float(ignorance_of(draws, counts).mean()),
        interval=tuple(
            float(np.mean(interval_score(counts, low, high, 1 - level, backend="numpy")))
            for level, (low, high) in zip(LEVELS, bounds, strict=True)
        ),
        coverage=tuple(float(((low <= counts) & (counts <= high)).mean()) for low, high in bounds),
        pit=tuple(pit_of(draws, counts).tolist()),
        bias=float((draws.mean(axis=0) - counts).mean()),
    )


def crps_of(draws: Floats, counts: Floats) -> Floats:
    """Return the CRPS of each month [persons], `[month]`: mean distance to the count, less half that among draws."""
    from scoringrules import crps_ensemble

    return np.asarray(crps_ensemble(counts, draws.T, estimator="qd", backend="numpy"), dtype=np.float64)


def ignorance_of(draws: Floats, counts: Floats) -> Floats:
    """Return the binned ignorance of each month [bits], `[month]`."""
    given = np.searchsorted(EDGES, draws, side="right")
    came = np.searchsorted(EDGES, counts, side="right")
    hits = (given == came).sum(axis=0)
    score: Floats = np.log2((len(draws) + len(EDGES)) / (hits + 1.0))
    return score


def pit_of(draws: Floats, counts: Floats) -> Floats:
    """Return the share of draws below each count, ties half, `[month]`."""
    return ((draws < counts).mean(axis=0) + (draws <= counts).mean(axis=0)) / 2.0
