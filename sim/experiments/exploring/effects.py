"""What one input does: the mean outcome along its range, all else varying as the design lets it.

Points are put in bins of equal number (or by level where there are few), and a bin's interval is Student's over the
means of its points. The swing is the last third of the range less the first: a mean over the other factors, so effects
that cancel each other do not show. A method with a change of its own, as Morris's, puts it in that place.
Owns these figures. Knows nothing of pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.experiments.crossed import LEVEL, half_width
from sim.experiments.exploring.response import Response
from sim.experiments.sweeps.plan import Factor

__all__ = ["Bin", "Effect", "End", "effects_of"]

Floats = npt.NDArray[np.float64]

MOST_BINS = 8
FEWEST_IN_BIN = 5
"""Points of a bin, where the factor has no levels of its own."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One stretch of a factor's range, or one of its levels."""

    at: float
    """Middle of its points, as a code of the factor."""
    points: int
    mean: float
    half: float
    """Half-width of the 95 % interval of the mean; not a number for one point."""


@dataclass(frozen=True, slots=True)
class End:
    """The outcome at one end of a factor's range."""

    mean: float
    half: float
    """Half-width of the 95 % interval of the mean; not a number where it is not known."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one factor does to one outcome."""

    factor: str
    bins: tuple[Bin, ...]
    swing: float
    """The high end less the low one."""
    swing_half: float
    """Half-width of its 95 % interval."""
    low: End
    """Mean of the first third of the range, or of the first level; with `own`, the mean of all less half the swing."""
    high: End
    """Mean of the last third, or level; with `own`, the mean of all plus half the swing."""
    own: bool = False
    """Whether the swing is the ranking method's own, free of the other factors."""

    def with_own(self, change: float, half: float, middle: float) -> Effect:
        """Return it with a change of the method's own, half of it on each side of the mean of all."""
        low, high = (End(middle + sign * change / 2, half / 2) for sign in (-1, 1))
        return Effect(self.factor, self.bins, change, half, low, high, own=True)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def effects_of(response: Response) -> list[Effect]:
    """Return the effect of every factor, in the order of the plan."""
    kept = _apart(response)
    inputs, means = response.inputs[kept], response.means[kept]
    return [_effect(factor, inputs[:, at], means) for at, factor in enumerate(response.plan.factors)]


def _apart(response: Response) -> npt.NDArray[np.bool_]:
    """Say which points were drawn apart from each other: of Saltelli's blocks the first and the last.

    Those between repeat the first in all inputs but one: as if they were new, they would make intervals far too narrow.
    """
    size = len(response.plan.factors) + 2
    places = response.points % size
    apart = (places == 0) | (places == size - 1)
    wanted = response.plan.design.kind == "saltelli" and apart.any()
    return apart if wanted else np.ones(len(apart), dtype=np.bool_)


def _effect(factor: Factor, inputs: Floats, means: Floats) -> Effect:
    levels = np.unique(inputs)
    groups: Sequence[npt.NDArray[np.int64]]
    if len(levels) <= MOST_BINS:
        groups = [np.flatnonzero(inputs == level) for level in levels]
        first, last = groups[0], groups[-1]
    else:
        order = np.argsort(inputs, kind="stable")
        groups = np.array_split(order, max(2, min(MOST_BINS, len(order) // FEWEST_IN_BIN)))
        thirds = np.array_split(order, 3)
        first, last = thirds[0], thirds[2]
    swing, half = _difference(means[first], means[last]) if len(levels) > 1 else (0.0, float("nan"))
    low, high = (End(float(means[group].mean()), half_width(means[group])) for group in (first, last))
    bins = tuple(_bin(inputs[group], means[group]) for group in groups)
    return Effect(factor.name, bins, swing, half, low, high)


def _bin(inputs: Floats, means: Floats) -> Bin:
    return Bin(float(inputs.mean()), len(means), float(means.mean()), half_width(means))


def _difference(first: Floats, last: Floats) -> tuple[float, float]:
    """Return last less first and the half-width of Welch's interval."""
    difference = float(last.mean() - first.mean())
    if len(first) < 2 or len(last) < 2:
        return difference, float("nan")
    parts = np.array([first.var(ddof=1) / len(first), last.var(ddof=1) / len(last)])
    if not parts.sum():
        return difference, 0.0
    free = parts.sum() ** 2 / (parts**2 / np.array([len(first) - 1, len(last) - 1])).sum()
    return difference, float(stats.t.ppf((1 + LEVEL) / 2, free) * np.sqrt(parts.sum()))
