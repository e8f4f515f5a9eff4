"""Points crossed with seeds: how much of the variance is ignorance, how much luck, and how well a mean is known.

Every point has the same seeds. So a seed that is kind to the regime is kind at every point: it does not blur the
differences between points, but it shifts their common mean, and more points do not help against that. A two-way
layout with random effects (searle_1992) parts the three: points (ignorance), seeds, and what a seed does at one point
but not at another (both luck). The interval of the mean follows with the degrees of freedom of satterthwaite_1946.
Owns these formulas. Knows nothing of sweeps: it takes an array.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["LEVEL", "Layout", "half_width", "layout_of", "together", "whole_part"]

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
"""Confidence of every interval."""
SCARCE = 0.5
"""A seed that fewer of the points have is left out: its round has only begun."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Variances of single runs by what they come from, and the mean of all runs with its interval."""

    points: int
    seeds: int
    mean: float
    half: float
    """Half-width of the 95 % interval of the mean; not a number for a single run."""
    of_points: float | None
    """Variance between points, freed of luck; None for one point or one seed."""
    of_seeds: float | None
    """Variance between seeds that all points share; None for one seed."""
    mixed: float | None
    """Variance of what a seed does at one point alone; None for one seed."""

    @property
    def luck(self) -> float | None:
        """Return the variance of runs of one point; None for one seed."""
        return None if self.of_seeds is None or self.mixed is None else self.of_seeds + self.mixed

    @property
    def noise(self) -> float | None:
        """Return what luck leaves in the variance between the means of points; None for one seed."""
        return None if self.mixed is None else self.mixed / self.seeds

    def half_with(self, points: int, seeds: int) -> float | None:
        """Return the half-width to be expected of other numbers of points and seeds; None where a part is not known."""
        if self.of_seeds is None or self.mixed is None:
            return None
        if points == 1:
            return float(stats.t.ppf((1 + LEVEL) / 2, seeds - 1) * math.sqrt((self.of_seeds + self.mixed) / seeds))
        expected = [seeds * (self.of_points or 0.0) + self.mixed, points * self.of_seeds + self.mixed, self.mixed]
        return _half(np.array(expected), points, seeds)


def half_width(sample: Floats, level: float = LEVEL) -> float:
    """Return the half-width of Student's interval of a mean; not a number for fewer than two values."""
    if len(sample) < 2:
        return math.nan
    return float(stats.t.ppf((1 + level) / 2, len(sample) - 1) * sample.std(ddof=1) / math.sqrt(len(sample)))


def whole_part(values: Annotated[Floats, "[point, seed], not a number where a run is missing"]) -> Floats:
    """Return the part without gaps: seeds that most points have, then points that have all of those."""
    there = ~np.isnan(values)
    kept = values[:, there.mean(axis=0) >= SCARCE] if there.any() else values
    return kept[~np.isnan(kept).any(axis=1)]


def together(values: Annotated[Floats, "[point, seed]"], size: int) -> Floats:
    """Return the means of so many points each; a gap in one is a gap in their mean."""
    means: Floats = values.reshape(-1, size, values.shape[1]).mean(axis=1)
    return means


def layout_of(values: Annotated[Floats, "[point, seed], without gaps"]) -> Layout:
    """Part the variance of runs, and say how well their mean is known."""
    points, seeds = values.shape
    if not values.size:
        return Layout(points, seeds, math.nan, math.nan, None, None, None)
    mean = float(values.mean())
    if seeds == 1:
        return Layout(points, 1, mean, half_width(values[:, 0]), None, None, None)
    if points == 1:
        return Layout(1, seeds, mean, half_width(values[0]), None, float(values.var(ddof=1)), 0.0)
    by_point, by_seed = values.mean(axis=1), values.mean(axis=0)
    rest = values - by_point[:, None] - by_seed[None, :] + mean
    squares = np.array([
        seeds * by_point.var(ddof=1),
        points * by_seed.var(ddof=1),
        float((rest**2).sum()) / ((points - 1) * (seeds - 1)),
    ])  # fmt: skip
    of_points = max(float(squares[0] - squares[2]) / seeds, 0.0)
    of_seeds = max(float(squares[1] - squares[2]) / points, 0.0)
    return Layout(points, seeds, mean, _half(squares, points, seeds), of_points, of_seeds, float(squares[2]))


def _half(squares: Floats, points: int, seeds: int) -> float:
    """Return the half-width of the mean's interval from the mean squares of points, seeds and their mixture."""
    signs = np.array([1.0, 1.0, -1.0])
    total = float((signs * squares).sum())
    if total <= 0.0:  # the mixture outweighs both: it alone is what is known
        signs, total = np.array([0.0, 0.0, 1.0]), float(squares[2])
    if total == 0.0:
        return 0.0
    free = total**2 / float(((signs * squares) ** 2 / [points - 1, seeds - 1, (points - 1) * (seeds - 1)]).sum())
    return float(stats.t.ppf((1 + LEVEL) / 2, max(free, 1.0)) * math.sqrt(total / (points * seeds)))
