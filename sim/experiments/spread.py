"""What outcomes are possible: where runs lie, and how much of that is luck and how much ignorance of the numbers.

Points and seeds are crossed, as every point has the same seeds: a two-way layout with random effects (searle_1992) parts
the variance of single runs into that of points (ignorance), of seeds, and of what a seed does at one point but not at
another (both luck). Owns these figures. Knows nothing of factors.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.response import Response

__all__ = ["Parts", "Spread", "parts_of", "spread_of"]

QUANTILES = (0.05, 0.5, 0.95)
SWEEPS = 20
"""Rounds of fitting points and seeds in turn, where runs are missing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Say where the runs of one outcome lie."""

    of: str
    runs: int
    points: int
    mean: float
    low: float
    """One run in twenty lies below."""
    median: float
    high: float
    """One run in twenty lies above."""
    never: float | None
    """Share of runs in which it never happened; None where it cannot but happen."""
    luck: float | None
    """Standard deviation of runs of one point; None with one seed at each."""
    ignorance: float | None
    """Standard deviation between points, freed of luck; None with one seed at each, or with one point."""

    @property
    def luck_share(self) -> float | None:
        """Return the share of luck in the variance of single runs, 0..1."""
        if self.luck is None or self.ignorance is None or not (self.luck or self.ignorance):
            return None
        return self.luck**2 / (self.luck**2 + self.ignorance**2)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "luck_share": self.luck_share}


def spread_of(response: Response) -> Spread:
    """Return where the runs of a response lie."""
    values = np.concatenate(response.groups)
    parts = parts_of(response)
    many = len(response.groups) > 1
    low, median, high = (float(value) for value in np.quantile(values, QUANTILES))
    return Spread(
        of=response.of,
        runs=len(values),
        points=len(response.groups),
        mean=float(values.mean()),
        low=low,
        median=median,
        high=high,
        never=response.never,
        luck=None if parts is None else math.sqrt(parts.luck),
        ignorance=None if parts is None or not many else math.sqrt(parts.points),
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """Variances of single runs, by what they come from."""

    points: float
    """Ignorance: never below zero."""
    luck: float
    noise: float
    """What luck leaves in the differences between the means of points."""


def parts_of(response: Response) -> Parts | None:
    """Part the variance of runs; None with one seed at each point."""
    runs = response.runs
    points, seeds = runs["point"].nunique(), runs["replicate"].nunique()
    free = len(runs) - points - seeds + 1
    if seeds < 2 or len(runs) == points:
        return None
    values = runs["value"]
    if points < 2 or free < 1:
        return Parts(0.0, float(values.var(ddof=1)), 0.0)
    rest, of_point, of_seed = values.copy(), 0.0, pd.Series(0.0, index=values.index)
    for _ in range(SWEEPS):  # one is exact where no run is missing
        of_point = (values - of_seed).groupby(runs["point"]).transform("mean")
        of_seed = (values - of_point).groupby(runs["replicate"]).transform("mean")
        rest = values - of_point - of_seed
    mixed = float((rest**2).sum()) / free
    noise = mixed * float((1.0 / runs.groupby("point").size()).mean())
    common = float(of_seed.groupby(runs["replicate"]).first().var(ddof=1)) - mixed / points
    ignorance = float(np.var(response.means, ddof=1)) - noise
    return Parts(max(ignorance, 0.0), max(common, 0.0) + mixed, noise)
