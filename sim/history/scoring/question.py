"""What a forecast of places is asked: who held each place first, and who held it on the day that is scored.

A place is asked about when both maps record one scored holder for it with more than low confidence. Owns that choice.
Knows nothing of forecasts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sim.history.labels import CLASSES, labels
from sim.history.truth import Control

__all__ = ["Question", "ask", "holders"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Hold the places that are scored, and their holders on both days as indices into CLASSES[reading]."""

    reading: str
    places: tuple[str, ...]
    was: Annotated[Ints, "[place]"]
    came: Annotated[Ints, "[place]"]

    @property
    def classes(self) -> tuple[str, ...]:
        """Return what is told apart."""
        return CLASSES[self.reading]

    @property
    def changed(self) -> npt.NDArray[np.bool_]:
        """Return which places changed hands between the two days, `[place]`."""
        return np.not_equal(self.was, self.came)


def holders(rows: Iterable[Control], reading: str) -> dict[str, int]:
    """Return what held each place that may be scored, as an index into CLASSES[reading], in the order of `rows`."""
    return {
        row.place: CLASSES[reading].index(labels()[row.code].under(reading))
        for row in rows
        if labels()[row.code].scored and row.confidence != "low"
    }


def ask(before: Iterable[Control], after: Iterable[Control], reading: str = "merged") -> Question:
    """Return the question that two maps pose; places in the order of the later one."""
    first, then = holders(before, reading), holders(after, reading)
    places = tuple(place for place in then if place in first)
    was, came = (np.array([each[place] for place in places], dtype=np.int64) for each in (first, then))
    return Question(reading, places, was, came)
