"""On which stretches of the record a forecast may be fitted, so that it has not seen what it is scored on.

Owns the training maps and the choice of windows between them. Knows nothing of what is fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sim.history.observed import control_rows
from sim.history.truth import Control

__all__ = ["MAPS", "TRAINED_TO", "Training", "Window", "map_of", "training_for"]

MAPS: Final = (date(2015, 9, 30), date(2016, 3, 1), date(2016, 12, 31), date(2017, 6, 1))
"""Control maps that may be fitted to (docs/model 4.2)."""

TRAINED_TO: Final = date(2017, 6, 30)
"""Last day of what may be fitted."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch between two maps that follow each other."""

    first: date
    last: date

    @property
    def weeks(self) -> float:
        """Return its length."""
        return (self.last - self.first).days / 7.0


@dataclass(frozen=True, slots=True)
class Training:
    """The windows that something is fitted on, and in words how they stand to what is scored."""

    windows: tuple[Window, ...]
    basis: str


_WINDOWS = tuple(Window(*pair) for pair in pairwise(MAPS))


def map_of(day: date) -> tuple[Control, ...]:
    """Return the rows of one recorded map; none at other dates."""
    return tuple(row for row in control_rows() if row.date == day)


def training_for(start: date, end: date) -> Training:
    """Return what may be fitted for a forecast from `start` that is scored at `end`.

    Windows that end by the start; where there is none, those that begin at the end or later; where there is none
    either, all of them, which have then seen what is scored.
    """
    before = tuple(one for one in _WINDOWS if one.last <= start)
    if before:
        return Training(before, "fitted on earlier windows")
    after = tuple(one for one in _WINDOWS if one.first >= end)
    if after:
        return Training(after, "fitted on later windows")
    return Training(_WINDOWS, "fitted on the window that is scored")
