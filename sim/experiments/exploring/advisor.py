"""How many runs are enough: how well a mean is known now, and how many seeds or points would make it as good as wished.

The number is the least at which the half-width, with the variances seen so far, is what was asked (law_2015). Owns this
search. Knows nothing of sweeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from scipy import stats

from sim.experiments.exploring.crossed import LEVEL, Layout

__all__ = ["Advice", "advise", "share_interval"]

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Advice:
    """How well a mean is known, and what it takes to know it as well as is wished."""

    points: int
    seeds: int
    mean: float
    half: float
    """Half-width of the 95 % interval now; not a number for one run."""
    wish: float
    """Half-width that is wished."""
    seeds_needed: int | None
    """Seeds at each of the present points that it takes; None if none are enough, or it cannot be known."""
    points_needed: int | None
    """Points with the present seeds that it takes; None likewise, and for one point."""

    @property
    def enough(self) -> bool:
        """Say whether the mean is known well enough now."""
        return self.half <= self.wish

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "enough": self.enough}


def advise(layout: Layout, wish: float) -> Advice:
    """Return how well the mean of a layout is known, and how many it takes to know it to plus or minus `wish`."""
    points, seeds = layout.points, layout.seeds
    return Advice(
        points=points,
        seeds=seeds,
        mean=layout.mean,
        half=layout.half,
        wish=wish,
        seeds_needed=_least(lambda count: layout.half_with(points, count), wish),
        points_needed=_least(lambda count: layout.half_with(count, seeds), wish) if points > 1 else None,
    )


def _least(half: Callable[[int], float | None], wish: float) -> int | None:
    """Return the least number from 2 on whose half-width is at most the wish, by halving; None if there is none."""
    low, high = 2, MOST
    best = half(high)
    if best is None or best > wish:
        return None
    while low < high:
        middle = (low + high) // 2
        found = half(middle)
        if found is not None and found <= wish:
            high = middle
        else:
            low = middle + 1
    return low


def share_interval(hits: int, runs: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (wilson_1927)."""
    interval = stats.binomtest(hits, runs).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)
