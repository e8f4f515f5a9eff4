"""Rates at which places pass from one holder to another, fitted to windows of unlike length.

Each place runs the risk of each taker at a constant rate a week, exp(weights * measures); over w weeks it changes
hands with probability 1 - exp(-w * sum of rates), and to each taker in proportion to its rate. For small
probabilities this is the logistic regression of the literature; unlike it, it can be asked for any horizon.
Owns the likelihood and its fit. Knows nothing of what the measures are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

__all__ = ["RIDGE", "Cases", "Hazard", "chances", "fit_hazard"]

Floats = npt.NDArray[np.float64]

RIDGE: Final = 1.0
"""Weight of the squares of standardised weights in the fit, as one observation each."""


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Hold places of one or more windows: what was measured of each taker, who may take, and who came."""

    measures: Annotated[Floats, "[case, taker, measure]"]
    able: Annotated[npt.NDArray[np.bool_], "[case, taker]"]
    weeks: Annotated[Floats, "[case]"]
    taker: Annotated[npt.NDArray[np.int64], "[case]: -1 where the holder stayed"]


@dataclass(frozen=True, slots=True, eq=False)
class Hazard:
    """A fitted law: rate a week = exp(level + weights * (measures - mean) / scale)."""

    level: float
    weights: Floats
    mean: Floats
    scale: Floats

    def rates(self, measures: Floats, able: npt.NDArray[np.bool_]) -> Floats:
        """Return the rate of each taker a week, `[case, taker]`."""
        score = self.level + (measures - self.mean) / self.scale @ self.weights
        return np.where(able, np.exp(np.clip(score, -30.0, 3.0)), 0.0)


def fit_hazard(cases: Cases) -> Hazard:
    """Fit by maximum likelihood with a ridge on the weights (not on the level)."""
    from scipy.optimize import minimize

    among = cases.measures[cases.able]
    mean, scale = among.mean(axis=0), np.maximum(among.std(axis=0), 1e-9)
    came = int((cases.taker >= 0).sum())
    start = np.zeros(1 + among.shape[1])
    start[0] = np.log((came + 0.5) / max(float((cases.able.sum(axis=1) * cases.weeks).sum()), 1.0))

    def loss(theta: Floats) -> float:
        law = Hazard(float(theta[0]), theta[1:], mean, scale)
        return float(-_likelihood(law, cases) + 0.5 * RIDGE * (theta[1:] ** 2).sum())

    found = minimize(loss, start, method="BFGS", options={"gtol": 1e-4})
    return Hazard(float(found.x[0]), found.x[1:], mean, scale)


def _likelihood(law: Hazard, cases: Cases) -> float:
    rates = law.rates(cases.measures, cases.able)
    total = np.maximum(rates.sum(axis=1), 1e-12)
    went = cases.taker >= 0
    chosen = np.maximum(rates[np.arange(len(total)), np.maximum(cases.taker, 0)], 1e-12)
    left = np.log(chosen / total) + np.log(-np.expm1(-cases.weeks * total))
    return float(np.where(went, left, -cases.weeks * total).sum())


def chances(rates: Floats, weeks: float) -> Floats:
    """Return the probability that each taker has each place after `weeks`, `[case, taker]`; one change at most."""
    total = rates.sum(axis=1, keepdims=True)
    gone = -np.expm1(-weeks * total)
    return np.divide(rates * gone, total, out=np.zeros_like(rates), where=total > 0.0)
