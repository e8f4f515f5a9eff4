"""What changed hands between the start and the end: from whom to whom, and when the holder at the end took it.

    taken = taken_in(record)
    taken.changed, taken.week         [run, region]

Owns these numbers and the periods into which their dates fall. Knows nothing of how they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from sim.calendar import date_of
from sim.reports import words
from sim.reports.atlas.backdrop import Backdrop
from sim.reports.reading import Reading
from sim.sides import SIDE_COUNT

__all__ = ["Flow", "Period", "Taken", "flows", "period_of", "periods", "taken_in"]

_BATCH = 100
"""Regions read at a time, so that many runs need little memory."""

_MOST = 4
_QUARTER = 13
"""Most periods of a run, each a whole number of quarters [weeks]."""


@dataclass(frozen=True, eq=False)
class Taken:
    """Hold who held each region at the start and the end of each run, and when the last of them took it."""

    start: Annotated[NDArray[np.int8], "[run, region] index into SIDES"]
    end: Annotated[NDArray[np.int8], "[run, region] index into SIDES"]
    week: Annotated[NDArray[np.int16], "[run, region] after which the holder of the end has it for good; 0 always"]

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Return where the holder of the end is another than that of the start, `[run, region]`."""
        return np.not_equal(self.start, self.end)

    @property
    def came_back(self) -> NDArray[np.bool_]:
        """Return where it is the same, though another held the region meanwhile, `[run, region]`."""
        return ~self.changed & (self.week > 0)


def taken_in(record: Reading) -> Taken:
    """Return what changed hands in every run of a record."""
    count = len(record.frame(0).holder)
    parts = [_taken(record.held(range(at, min(at + _BATCH, count)))) for at in range(0, count, _BATCH)]
    start, end, week = (np.concatenate(each, axis=1) for each in zip(*parts, strict=True))
    return Taken(start, end, week)


def _taken(held: NDArray[np.int8]) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.int16]]:
    """Return holders at the start and the end and the week of the last change, from `[run, week + 1, region]`."""
    turned = held[:, :0:-1] != held[:, -2::-1]
    last = turned.shape[1] - turned.argmax(axis=1)
    return held[:, 0], held[:, -1], np.where(turned.any(axis=1), last, 0).astype(np.int16)


@dataclass(frozen=True)
class Period:
    """Hold one of the periods into which a run is cut."""

    first: int
    last: int
    """Weeks after which a change in it shows, both within it."""
    words: str


def periods(start: date, weeks: int) -> list[Period]:
    """Cut a run into at most four periods of equal length, each a whole number of quarters but the last."""
    length = _QUARTER * -(-weeks // (_QUARTER * _MOST))
    found = []
    for first in range(0, weeks, length):
        last = min(first + length, weeks)
        ends = date_of(first, start), date_of(last - 1, start)
        texts = [words.month(end, short=True) for end in ends]
        found.append(Period(first + 1, last, texts[0] if texts[0] == texts[1] else f"{texts[0]} to {texts[1]}"))
    return found


def period_of(week: NDArray[np.integer] | NDArray[np.float64], found: list[Period]) -> NDArray[np.int64]:
    """Return for each week the number of its period, from 0."""
    return np.searchsorted([period.last for period in found], week, side="left").astype(np.int64)


@dataclass(frozen=True)
class Flow:
    """Hold how much one side holds at the end of what another held at the start, in each run."""

    before: int
    after: int
    area: Annotated[NDArray[np.float64], "[run] share of the area 0..1"]
    people: Annotated[NDArray[np.float64], "[run] share of the people of 2015 0..1"]


def flows(taken: Taken, ground: Backdrop) -> list[Flow]:
    """Return who has what of whom, most people first, then most area; pairs of sides that occur in any run."""
    area, people = (each / (each.sum() or 1.0) for each in (ground.area, ground.population))

    def found() -> Iterator[Flow]:
        codes = taken.start.astype(np.int64) * SIDE_COUNT + taken.end
        for code in np.unique(codes[taken.changed]):
            mine = (codes == code) & taken.changed
            yield Flow(int(code) // SIDE_COUNT, int(code) % SIDE_COUNT, mine @ area, mine @ people)

    return sorted(found(), key=lambda flow: (-float(flow.people.mean()), -float(flow.area.mean())))
