"""A second opinion without emulators or likelihood: approximate Bayesian computation with regression adjustment.

Points of the prior are run, one war of each arm and luck of its own; the twentieth part that came nearest to the record
is kept, and each of its points is moved along a local straight line to where the record would lie (Beaumont, Zhang and
Balding 2002). Owns that method. Knows nothing of the posterior that it checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.free import log_prior, prior_cube
from sim.history.calibrating.simulate import Read, all_patterns, own_luck, simulate

__all__ = ["Population", "cross_check"]

Floats = npt.NDArray[np.float64]

_KEPT: Final = 0.05
"""Share of wars that count as near."""
_FIRST_SEED: Final = 10_000
"""Luck that no other stage has seen."""
_LINES: Final = 6
"""Directions of the patterns on which the line is fitted: with more, few wars would fit anything."""
_INSIDE: Final = 1e-3
"""How near to the bounds of the prior a point may come before it is moved on the scale without bounds."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Hold the points kept, moved to the record, their weights, and the distance within which they lay."""

    points: Annotated[Floats, "[particle, number]"]
    weights: Annotated[Floats, "[particle]"]
    within: float

    @property
    def worth(self) -> float:
        """Return how many points of equal weight these are worth."""
        return float(1.0 / (self.weights**2).sum())


def cross_check(
    folder: Path,
    *,
    until: date,
    size: int,
    jobs: int,
    progress: Callable[[int], None] = lambda done: None,
) -> Population:
    """Run `size` points of the prior and return those near the record up to `until`, moved to it."""
    points = prior_cube(size, 7)
    read = simulate(points, folder, luck=own_luck(_FIRST_SEED), jobs=jobs, progress=progress)
    away, gap = _distance(read, until)
    kept = np.argsort(away)[: max(3 * _LINES, round(_KEPT * size))]
    within = float(away[kept].max()) * 1.0001
    nearness = 1.0 - (away[kept] / within) ** 2
    weights = nearness * np.exp(log_prior(points[kept]))
    return Population(_moved(points[kept], gap[kept], nearness), weights / weights.sum(), within)


def _distance(read: Read, until: date) -> tuple[Floats, Floats]:
    """Return how far each war lies from the record, and its gap to the record in each pattern, by their spread.

    A log score of one war is held against the best twentieth of all: nobody knows how low it could be.
    """
    patterns = all_patterns()
    used = np.array([number for number, one in enumerate(patterns) if one.last <= until])
    score = np.array([patterns[number].kind == "score" for number in used])
    found = read.mean[:, used]
    aim = np.array([patterns[number].observed for number in used])
    aim[score] = np.quantile(found[:, score], _KEPT, axis=0)
    weight = np.array([1.0 if patterns[number].kind == "score" else patterns[number].weight for number in used])
    gap = (found - aim) / np.maximum(found.std(axis=0), 1e-9) * np.sqrt(weight)
    return np.asarray(np.sqrt((gap**2).sum(axis=1))), gap


def _moved(points: Floats, gap: Floats, nearness: Floats) -> Floats:
    """Return points moved along a line, fitted to the near wars, from what they came to, to the record (gap 0)."""
    middle = np.average(gap, axis=0, weights=nearness)
    _, _, axes = np.linalg.svd((gap - middle) * np.sqrt(nearness)[:, None], full_matrices=False)
    along = np.column_stack([np.ones(len(gap)), gap @ axes[:_LINES].T])
    free = np.log(_clip(points) / (1.0 - _clip(points)))
    root = np.sqrt(nearness)[:, None]
    slope, *_ = np.linalg.lstsq(along * root, free * root, rcond=None)
    moved = free - along[:, 1:] @ slope[1:]
    return np.asarray(1.0 / (1.0 + np.exp(-moved)))


def _clip(points: Floats) -> Floats:
    return np.asarray(np.clip(points, _INSIDE, 1.0 - _INSIDE))
