"""What outcomes are possible: where runs lie, and how much of that is luck and how much ignorance of the numbers.

Owns these figures. Knows nothing of factors; for the parting of luck and ignorance see `crossed`.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.experiments.exploring.response import Response

__all__ = ["Spread", "spread_of"]

QUANTILES = (0.05, 0.5, 0.95)


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
    """Standard deviation between points, freed of luck: 0 where the plan has one point, None where it is not known."""

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
    layout = response.layout
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
        luck=None if layout.luck is None else math.sqrt(layout.luck),
        ignorance=_ignorance(response),
    )


def _ignorance(response: Response) -> float | None:
    """Return the standard deviation between points; a plan of one point has none, unless nothing is known of luck."""
    layout = response.layout
    if response.plan.points == 1:
        return None if layout.luck is None else 0.0
    return None if layout.of_points is None else math.sqrt(layout.of_points)
