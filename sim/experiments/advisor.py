"""How many runs are enough: the width of an interval now, and the runs that a stated width takes.

The mean's interval is Student's; the number of runs is the least n at which its half-width, with the spread seen so
far, is what was asked (law_2015). A share's is Wilson's (wilson_1927). Owns these formulas. Knows nothing of sweeps.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["Advice", "advise", "half_width", "runs_for", "share_interval"]

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Advice:
    """How well a mean is known, and what it takes to know it as well as is wished."""

    runs: int
    mean: float
    sd: float
    """Standard deviation of single runs."""
    half: float
    """Half-width of the 95 % interval now; not a number for one run."""
    wish: float
    """Half-width that is wished."""
    needed: int | None
    """Runs that it takes in all; None where the spread is not known."""

    @property
    def enough(self) -> bool:
        """Say whether there are enough runs already."""
        return self.needed is not None and self.runs >= self.needed

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "enough": self.enough}


def half_width(values: Floats) -> float:
    """Return the half-width of Student's 95 % interval of the mean; not a number for fewer than two values."""
    if len(values) < 2:
        return float("nan")
    return float(stats.t.ppf((1 + LEVEL) / 2, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)))


def runs_for(sd: float, half: float) -> int:
    """Return the least number of runs whose mean has an interval of that half-width, if they spread by `sd`."""
    if sd == 0.0:
        return 2
    runs = max(2, math.ceil((stats.norm.ppf((1 + LEVEL) / 2) * sd / half) ** 2))
    while runs < MOST and stats.t.ppf((1 + LEVEL) / 2, runs - 1) * sd / math.sqrt(runs) > half:
        runs += max(1, runs // 1000)
    return int(min(runs, MOST))


def advise(values: Floats, wish: float) -> Advice:
    """Return how well the mean of some runs is known, and how many it takes to know it to plus or minus `wish`."""
    sd = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    known = len(values) > 1 and (wish > 0 or sd == 0)
    return Advice(
        runs=len(values),
        mean=float(values.mean()),
        sd=sd,
        half=half_width(values),
        wish=wish,
        needed=runs_for(sd, wish) if known else None,
    )


def share_interval(hits: int, runs: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    interval = stats.binomtest(hits, runs).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)
