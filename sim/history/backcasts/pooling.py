"""Scores over several maps together: all places, and those that changed hands, whole places drawn again.

A place that is scored on several maps is drawn with all of them, so that its fate does not count as several. Owns that
pooling. Knows nothing of single maps' tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.backcasts.backcast import MODEL, PlaceResult
from sim.history.scoring.bootstrap import Spread, spread_of
from sim.history.scoring.places import brier_of, log_of, modal

__all__ = ["MEASURES", "Pooled", "pool"]

Floats = npt.NDArray[np.float64]

MEASURES: Final = ("log", "brier", "accuracy")


@dataclass(frozen=True, slots=True)
class Pooled:
    """One measure of one forecast over several maps; `less` is the model less it."""

    forecast: str
    among: str
    """`all` places, or those that `changed` hands."""
    measure: str
    spread: Spread
    less: Spread


def pool(results: Sequence[PlaceResult]) -> list[Pooled]:
    """Return the pooled scores of maps under one reading, by forecast, by `all` or `changed`, by measure."""
    places = np.concatenate([one.question.places for one in results])
    changed = np.concatenate([one.question.changed for one in results])
    each = {name: _values(results, name) for name in results[0].forecasts}
    rows = []
    for name, values in each.items():
        for among, some in (("all", np.full(len(changed), True)), ("changed", changed)):
            groups = places[some].tolist()
            for at, measure in enumerate(MEASURES):
                own, model = values[at][some], each[MODEL][at][some]
                rows.append(Pooled(name, among, measure, spread_of(own, groups), spread_of(model - own, groups)))
    return rows


def _values(results: Sequence[PlaceResult], name: str) -> tuple[Floats, ...]:
    """Return log score, Brier score and hits of one forecast, each `[place and map]`."""
    shares = [(one.forecasts[name], one.question) for one in results]
    hits = [(modal(share, asked.was) == asked.came).astype(np.float64) for share, asked in shares]
    return (
        np.concatenate([log_of(share, asked) for share, asked in shares]),
        np.concatenate([brier_of(share, asked) for share, asked in shares]),
        np.concatenate(hits),
    )
