"""Scores of who holds which place: of the most likely holder, of the probabilities, and of change.

A forecast is `share[place, class]`, probabilities that sum to one in each row. Owns these scores; those of a place
alone (`brier_of`, `log_of`) are what a bootstrap draws from. Knows nothing of how a forecast was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.scoring.question import Question

__all__ = ["BINS", "FLOOR", "PlaceScores", "Stated", "auc_of", "brier_of", "log_of", "modal", "reliability",
           "score_places", "stated_change"]  # fmt: skip

Floats = npt.NDArray[np.float64]

FLOOR: Final = 0.01
"""Least probability that a forecast is taken to have given: persistence stands or falls with it."""

BINS: Final = (0.0, 0.02, 0.1, 0.3, 1.0)
"""Edges of the classes of stated probability of change; the last holds its upper edge too."""


_COALITIONS = 4


@dataclass(frozen=True, slots=True)
class PlaceScores:
    """Hold the scores of one forecast; not a number where a score has no meaning (recall when nothing changed)."""

    places: int
    changed: int
    expected_changes: float
    """Sum of the stated probabilities of change."""
    accuracy: float
    """Share of places whose most likely holder came true; a tie goes to who held first."""
    accuracy_changed: float
    """The same among places that changed hands."""
    recall: float
    """Share of the places that changed which the most likely map shows with another holder than at first."""
    precision: float
    """Share of the places that the most likely map shows changed which did change."""
    brier: float
    """Sum of squares over classes, mean over places: 0 to 2."""
    log: float
    """Mean of -ln(probability given to what came), which counts as FLOOR at least."""
    log_mixed: float
    """The same when a hundredth of the forecast is spread over the four coalitions instead of a floor, as the trials
    of docs/model 3.13 counted it."""
    auc: float
    """Chance that a place that changed was given a higher probability of change than one that did not."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Compare stated probabilities of change between `low` and `high` with how often change came."""

    low: float
    high: float
    places: int
    stated: float
    came: float


def score_places(share: Floats, question: Question) -> PlaceScores:
    """Score one forecast `[place, class]`."""
    best, changed = modal(share, question.was), question.changed
    moved = best != question.was
    hit, both = best == question.came, changed & moved
    return PlaceScores(
        places=len(question.places),
        changed=int(changed.sum()),
        expected_changes=float(stated_change(share, question).sum()),
        accuracy=_mean(hit),
        accuracy_changed=_mean(hit[changed]),
        recall=_mean(both[changed]),
        precision=_mean(both[moved]),
        brier=_mean(brier_of(share, question)),
        log=_mean(log_of(share, question)),
        log_mixed=_mean(log_of((1 - FLOOR) * share + FLOOR / _COALITIONS, question, floor=0.0)),
        auc=auc_of(share, question),
    )


def modal(share: Floats, was: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the most likely class of each place; the first holder where others are as likely."""
    rows = np.arange(len(was))
    best = share.argmax(axis=1)
    return np.where(share[rows, was] >= share[rows, best], was, best)


def stated_change(share: Floats, question: Question) -> Floats:
    """Return the probability with which each place was said to change hands, `[place]`."""
    return 1.0 - share[np.arange(len(question.was)), question.was]


def brier_of(share: Floats, question: Question) -> Floats:
    """Return the multi-class Brier score of each place, `[place]`."""
    came = np.eye(share.shape[1])[question.came]
    return ((share - came) ** 2).sum(axis=1)


def log_of(share: Floats, question: Question, floor: float = FLOOR) -> Floats:
    """Return the log score of each place, which is also its surprise [nats], `[place]`."""
    given = share[np.arange(len(question.came)), question.came]
    return -np.log(np.maximum(given, floor))


def auc_of(share: Floats, question: Question) -> float:
    """Return the area under the curve of change; not a number where all or none changed."""
    from sklearn.metrics import roc_auc_score

    if question.changed.all() or not question.changed.any():
        return float("nan")
    return float(roc_auc_score(question.changed, stated_change(share, question)))


def reliability(share: Floats, question: Question) -> list[Stated]:
    """Return stated against observed change by BINS; empty bins have no mean."""
    stated, changed = stated_change(share, question), question.changed
    place = np.minimum(np.searchsorted(BINS, stated, side="right") - 1, len(BINS) - 2)
    return [
        Stated(low, high, int((place == at).sum()), _mean(stated[place == at]), _mean(changed[place == at]))
        for at, (low, high) in enumerate(pairwise(BINS))
    ]


def _mean(values: npt.NDArray[np.generic]) -> float:
    return float(values.mean()) if values.size else float("nan")
