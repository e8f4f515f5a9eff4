"""A second opinion without emulators or likelihood: approximate Bayesian computation by population Monte Carlo.

Each particle is one war of each arm with luck of its own; it is kept if what it came to lies near enough to the record,
and from one population to the next "near" is drawn closer (Beaumont, Cornuet, Marin and Robert 2009). Owns that
sampler: the kept library for it brings thirty packages for what stands here on a page. Knows nothing of the posterior
that it checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.free import log_prior, prior_cube
from sim.history.calibrating.simulate import Read, all_patterns, own_luck, simulate

__all__ = ["Population", "cross_check"]

Floats = npt.NDArray[np.float64]

_CLOSER: Final = 0.5
"""Share of a population that the next one's distance lets in."""
_STEP: Final = 0.7
"""Step to the next population, of the spread of the last, in each number alone; it is thrown back at the bounds of the
prior, since with many numbers nearly every free step would leave it somewhere."""
_FIRST_SEED: Final = 10_000
"""Luck that no other stage has seen."""
_AT_ONCE: Final = 200
"""Particles proposed at a time."""
_MOST: Final = 12
"""Batches for one population; a population that stays short of particles is the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Hold the particles of one population, their weights, and the distance within which they lie."""

    points: Annotated[Floats, "[particle, number]"]
    weights: Annotated[Floats, "[particle]"]
    away: Annotated[Floats, "[particle]"]
    within: float


def cross_check(
    folder: Path,
    *,
    until: date,
    size: int,
    populations: int,
    jobs: int,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Population]:
    """Return populations that come ever nearer to the record up to `until`; the last is the second opinion."""
    first = prior_cube(size, 7)
    read = simulate(first, folder / "population-0", luck=own_luck(_FIRST_SEED), jobs=jobs, progress=progress)
    measure = _measure(read, until)
    weights = np.exp(log_prior(first))
    found = [Population(first, weights / weights.sum(), measure(read), float("inf"))]
    for number in range(1, populations):
        run = partial(_run, folder / f"population-{number}", number, jobs, progress)
        nearer = _nearer(found[-1], number, size, measure, run)
        if len(nearer.points) < size:
            break
        found.append(nearer)
    return found


def _measure(read: Read, until: date) -> Callable[[Read], Floats]:
    """Return the distance of wars to the record: each pattern by its spread in the prior, scores to the best."""
    patterns = all_patterns()
    used = np.array([number for number, one in enumerate(patterns) if one.last <= until])
    weight = np.array([1.0 if patterns[number].kind == "score" else patterns[number].weight for number in used])
    scale = np.maximum(read.mean[:, used].std(axis=0), 1e-9)
    aim = np.array([patterns[number].observed for number in used])

    def measure(wars: Read) -> Floats:
        away = (wars.mean[:, used] - aim) / scale
        return np.asarray(np.sqrt((away**2) @ weight))

    return measure


def _run(folder: Path, number: int, jobs: int, progress: Callable[[int], None], points: Floats, batch: int) -> Read:
    """Run one batch of a population, each particle with luck of its own."""
    luck = own_luck(_FIRST_SEED * (1 + number) + _AT_ONCE * batch)
    return simulate(points, folder / f"{batch}", luck=luck, jobs=jobs, progress=progress)


def _nearer(
    last: Population, number: int, size: int, measure: Callable[[Read], Floats], run: Callable[[Floats, int], Read]
) -> Population:
    """Return the next population: particles of the last, moved a little and kept if they lie near enough."""
    rng = np.random.default_rng(number)
    within = float(np.quantile(last.away, _CLOSER))
    step = _STEP * np.sqrt(np.diag(np.cov(last.points.T, aweights=last.weights)))
    kept, away = np.empty((0, last.points.shape[1])), np.empty(0)
    for batch in range(_MOST):
        chosen = last.points[rng.choice(len(last.points), _AT_ONCE, p=last.weights)]
        tried = _thrown_back(chosen + rng.normal(0.0, step, chosen.shape))
        near = measure(run(tried, batch))
        kept = np.concatenate([kept, tried[near < within]])
        away = np.concatenate([away, near[near < within]])
        if len(kept) >= size:
            break
    kept, away = kept[:size], away[:size]
    return Population(kept, _weights(kept, last, step), away, within)


def _thrown_back(points: Floats) -> Floats:
    """Return points of the cube: what leaves it by a bound comes back from there."""
    folded = np.abs(points) % 2.0
    return np.asarray(np.where(folded > 1.0, 2.0 - folded, folded))


def _weights(points: Floats, last: Population, step: Floats) -> Floats:
    """Return prior over proposal for each particle, summing to one; the proposal counts what was thrown back."""
    if not len(points):
        return np.empty(0)
    proposed = np.array([_density(point, last.points, step) @ last.weights for point in points])
    weights = np.exp(log_prior(points)) / np.maximum(proposed, 1e-300)
    return np.asarray(weights / weights.sum())


def _density(point: Floats, origins: Floats, step: Floats) -> Floats:
    """Return with what density a step from each origin ends at a point, directly or thrown back once at a bound."""
    images = (origins, -origins, 2.0 - origins)
    each = sum(np.exp(-0.5 * ((point - image) / step) ** 2) for image in images)
    return np.asarray(np.prod(each / step, axis=1))
