"""How many runs are enough: how well a mean is known now, and how many seeds or samples make it as good as wished.

The number is the least at which the half-width, with the variances seen so far, is what was asked (law_2015). Often
neither more seeds nor more samples are enough by themselves; then so many of both are that the runs are fewest.
Owns this search. Knows nothing of sweeps: samples are whatever a design grows by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from scipy import stats

from sim.experiments.crossed import LEVEL, Layout

__all__ = ["Advice", "advise", "share_interval"]

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Advice:
    """How well a mean is known, and what it takes to know it as well as is wished."""

    unit: str
    """What samples are: points, trajectories, base samples; nothing where the design cannot have more."""
    samples: int
    seeds: int
    mean: float
    half: float
    """Half-width of the 95 % interval now; not a number for one run."""
    wish: float
    """Half-width that is wished."""
    seeds_needed: int | None
    """Seeds with the present samples that it takes; None if none are enough, or it cannot be known."""
    samples_needed: int | None
    """Samples with the present seeds that it takes; None likewise, for one sample, and where there can be no more."""
    cheapest: tuple[int, int] | None
    """Samples and seeds, no fewer of either than there are, that it takes with the fewest runs; None likewise."""

    @property
    def enough(self) -> bool:
        """Say whether the mean is known well enough now."""
        return self.half <= self.wish

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "enough": self.enough}


def advise(layout: Layout, wish: float, unit: str = "points", *, doubling: bool = False) -> Advice:
    """Return how well the mean of a layout is known, and how many it takes to know it to plus or minus `wish`.

    `layout.points` are the samples, called `unit`; nothing where there can be no more. With `doubling` they come in
    powers of two.
    """
    samples, seeds = layout.points, layout.seeds
    grows = bool(unit) and samples > 1
    more = _least(lambda count: layout.half_with(count, seeds), wish) if grows else None
    return Advice(
        unit=unit,
        samples=samples,
        seeds=seeds,
        mean=layout.mean,
        half=layout.half,
        wish=wish,
        seeds_needed=_least(lambda count: layout.half_with(samples, count), wish),
        samples_needed=_power(more) if more is not None and doubling else more,
        cheapest=_cheapest(layout, wish, doubling) if grows else None,
    )


def _cheapest(layout: Layout, wish: float, doubling: bool) -> tuple[int, int] | None:
    """Return the samples and seeds that reach the wish with the fewest runs, in steps of a fiftieth of the samples."""
    found: tuple[int, int] | None = None
    samples = _power(layout.points) if doubling else layout.points
    while samples <= MOST and (found is None or samples * layout.seeds < found[0] * found[1]):
        seeds = _least(lambda count, fixed=samples: layout.half_with(fixed, count), wish, layout.seeds)  # type: ignore[misc]
        if seeds is not None and (found is None or samples * seeds < found[0] * found[1]):
            found = samples, seeds
        samples = 2 * samples if doubling else samples + samples // 50 + 1
    return found


def _power(count: int) -> int:
    """Return the least power of two that is no less."""
    return 1 << (count - 1).bit_length()


def _least(half: Callable[[int], float | None], wish: float, low: int = 2) -> int | None:
    """Return the least number from `low` on whose half-width is at most the wish, by halving; None if there is none."""
    low, high = max(low, 2), MOST
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
