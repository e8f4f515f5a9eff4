"""How far a point is from the record, and which points that leaves.

    distance(...)       of each pattern, in standard deviations of all that could explain it
    plausible(...)      no pattern further off than CUT (history matching, Craig et al. 1997; Vernon et al. 2010)
    log_likelihood(...) for the posterior: squared distances, and the odds given to who held each place

What could explain a distance: the tolerance of the pattern, luck (one war is one draw), and the emulator's doubt.
Owns these. Knows nothing of how patterns were read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.patterns import Pattern
from sim.history.calibrating.simulate import Read

__all__ = ["CUT", "SCORE", "Target", "distance", "log_likelihood", "plausible", "target_of"]

Floats = npt.NDArray[np.float64]

CUT: Final = 3.0
"""Distance at which a point is implausible (Pukelsheim's three sigma)."""

SCORE: Final = 0.05
"""How much worse than the best a log score counts as one standard deviation [nats a place]."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Hold what points are held against: one entry for each pattern that rests on days up to `until`."""

    patterns: tuple[Pattern, ...]
    used: Annotated[npt.NDArray[np.int64], "[used]"]
    observed: Annotated[Floats, "[used]"]
    variance: Annotated[Floats, "[used]"]
    """Tolerance, luck and doubt together."""
    weight: Annotated[Floats, "[used]"]
    score: Annotated[npt.NDArray[np.bool_], "[used]"]


def target_of(patterns: Sequence[Pattern], read: Read, doubt: Floats, until: date) -> Target:
    """Return what points are held against; luck is the median over the points that were run."""
    used = np.array([number for number, one in enumerate(patterns) if one.last <= until], dtype=np.int64)
    score = np.array([patterns[number].kind == "score" for number in used])
    observed = np.array([patterns[number].observed for number in used])
    observed[score] = read.mean[:, used[score]].min(axis=0)
    tolerance = np.array([patterns[number].tolerance for number in used])
    tolerance[score] = SCORE
    luck = np.median(read.spread[:, used], axis=0)
    weight = np.array([patterns[number].weight for number in used])
    return Target(tuple(patterns), used, observed, tolerance**2 + luck + doubt[used] ** 2, weight, score)


def distance(mean: Annotated[Floats, "[point, pattern]"], target: Target) -> Annotated[Floats, "[point, used]"]:
    """Return how far each pattern is off in standard deviations; a score only if it is worse than the best."""
    away = (mean[:, target.used] - target.observed) / np.sqrt(target.variance)
    return np.where(target.score, np.maximum(away, 0.0), np.abs(away))


def plausible(mean: Annotated[Floats, "[point, pattern]"], target: Target) -> npt.NDArray[np.bool_]:
    """Return which points no pattern rules out."""
    return np.asarray((distance(mean, target) < CUT).all(axis=1))


def log_likelihood(mean: Annotated[Floats, "[point, pattern]"], target: Target) -> Annotated[Floats, "[point]"]:
    """Return the log likelihood of points up to a constant: weighted squares, and weighted log scores."""
    found = mean[:, target.used]
    squares = ((found - target.observed) ** 2 / target.variance)[:, ~target.score] @ target.weight[~target.score]
    odds = found[:, target.score] @ target.weight[target.score]
    return np.asarray(-0.5 * squares - odds)
