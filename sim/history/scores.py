"""Score who holds which place against the record, beside the forecast that nothing changes.

The opposition, HTS and Turkey-backed men count as one, since labels inside that coalition are the least
certain; contested places and those under US or Israeli men are left out. Owns the scores. Knows nothing of how
a forecast was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sim.history.observed import HOLDER_OF, control_at
from sim.record.history import RunHistory
from sim.sides import COALITION, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre

__all__ = ["FLOOR", "PlaceScores", "score_places"]

FLOOR = 0.01
"""Least probability that a forecast is taken to have given: persistence stands or falls with it."""

_LEFT_OUT = ("contested", "us", "israel")


@dataclass(frozen=True, slots=True)
class PlaceScores:
    """Hold the scores of one forecast of places and of persistence; lower is better but for accuracy."""

    places: int
    changed: int
    expected_changes: float
    accuracy: float
    brier: float
    log: float
    persistence_accuracy: float
    persistence_brier: float
    persistence_log: float


def score_places(runs: Sequence[RunHistory], ground: Theatre, *, week: int, since: date, on: date) -> PlaceScores:
    """Score an ensemble's holders after `week` weeks against the record of `on`; `since` is its first record.

    Multi-class Brier score and log score (floor FLOOR) over places recorded on both dates (docs/model 4.6).
    """
    first, then = _coalitions(since), _coalitions(on)
    places = [place for place in then if place in first]
    rows = [ground.index[place] for place in places]
    was = np.array([first[place] for place in places])
    came = np.array([then[place] for place in places])
    share = np.zeros((len(places), SIDE_COUNT))
    for run in runs:
        held = np.array(COALITION)[run.holder_after(week)[rows]]
        share[np.arange(len(places)), held] += 1.0 / len(runs)
    stays = np.eye(SIDE_COUNT)[was]
    return PlaceScores(
        places=len(places),
        changed=int((was != came).sum()),
        expected_changes=float((1.0 - share[np.arange(len(was)), was]).sum()),
        accuracy=float((share.argmax(axis=1) == came).mean()),
        brier=_brier(share, came),
        log=_log(share, came),
        persistence_accuracy=float((was == came).mean()),
        persistence_brier=_brier(stays, came),
        persistence_log=_log(stays, came),
    )


def _coalitions(day: date) -> dict[str, int]:
    """Return the coalition that held each place, where the record names one of the scored ones."""
    return {
        place: COALITION[INDEX[HOLDER_OF.get(code, code)]]
        for place, code in control_at(day).items()
        if code not in _LEFT_OUT
    }


def _brier(share: npt.NDArray[np.float64], came: npt.NDArray[np.int64]) -> float:
    return float(((share - np.eye(SIDE_COUNT)[came]) ** 2).sum(axis=1).mean())


def _log(share: npt.NDArray[np.float64], came: npt.NDArray[np.int64]) -> float:
    given = share[np.arange(len(came)), came]
    return float(-np.log(np.maximum(given, FLOOR)).mean())
