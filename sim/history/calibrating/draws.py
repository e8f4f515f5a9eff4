"""The posterior: draws of the free numbers by how well they fit, and the draw that stands in the middle of them.

Affine-invariant ensemble sampling (Goodman and Weare 2010) with `emcee`, on the emulators. Owns the sampling.
Knows nothing of runs or files.
"""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.emulate import Emulator
from sim.history.calibrating.free import log_prior
from sim.history.calibrating.match import Target, log_likelihood

__all__ = ["DRAWS", "draw", "medoid"]

Floats = npt.NDArray[np.float64]

DRAWS: Final = 200
_WALKERS, _STEPS, _BURN = 60, 900, 300


def draw(
    emulator: Emulator, target: Target, starts: Annotated[Floats, "[point, number]"], seed: int, count: int = DRAWS
) -> Annotated[Floats, "[draw, number]"]:
    """Return draws of the posterior, walkers begun at the best of `starts` and spread by their neighbours."""
    import emcee

    rng = np.random.default_rng(seed)

    def density(points: Floats) -> Floats:
        prior = log_prior(points)
        found = log_likelihood(emulator.at(np.clip(points, 0.0, 1.0)), target) + prior
        return np.where(np.isfinite(prior), found, -np.inf)

    best = starts[np.argsort(density(starts))[::-1][: 2 * _WALKERS]]
    begun = np.clip(best[rng.permutation(len(best))[:_WALKERS]] + rng.normal(0, 0.01, (_WALKERS, best.shape[1])), 0, 1)
    sampler = emcee.EnsembleSampler(_WALKERS, begun.shape[1], density, vectorize=True)
    sampler.random_state = np.random.RandomState(seed).get_state()
    sampler.run_mcmc(begun, _STEPS, progress=False)
    chain = np.asarray(sampler.get_chain(discard=_BURN, flat=True))
    return np.asarray(chain[rng.choice(len(chain), count, replace=False)])


def medoid(draws: Annotated[Floats, "[draw, number]"]) -> int:
    """Return the draw with the least mean distance to all others, each number measured by its spread."""
    scaled = draws / np.maximum(draws.std(axis=0), 1e-9)
    away = np.sqrt(((scaled[:, None, :] - scaled[None, :, :]) ** 2).sum(axis=2))
    return int(away.mean(axis=1).argmin())
