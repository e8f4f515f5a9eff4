"""What an ensemble forecast: the odds of each place, the dead of each month, the land of each party.

Owns the reading of finished runs as forecasts that can be scored. Knows nothing of the record or of scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.calendar import DAYS_PER_WEEK, monday
from sim.history.labels import CLASSES, class_of_sides
from sim.history.truth import month_after
from sim.record.history import RunHistory
from sim.sides import FIGHTING, HOLDERS, INDEX
from sim.theatre.regions import Theatre

__all__ = ["SLACK", "land_in", "months_in", "places_in", "smoothed", "week_at"]

Floats = npt.NDArray[np.float64]

SLACK: Final = 3
"""[days] A war known on 31 December begins in the model on Monday 2 January: its January counts all the same."""


def week_at(day: date, start: date) -> int:
    """Return after how many weeks of a run that starts on `start` a day is shown: the nearest whole number."""
    return round((day - monday(start)).days / DAYS_PER_WEEK)


def places_in(runs: Sequence[RunHistory], places: Sequence[str], ground: Theatre, *, week: int, reading: str) -> Floats:
    """Return in which share of the runs each class held each place after `week` weeks, `[place, class]`."""
    rows = np.array([ground.index[place] for place in places], dtype=np.int64)
    classes = np.array(class_of_sides(reading))
    count = np.zeros((len(rows), len(CLASSES[reading])))
    for run in runs:
        count[np.arange(len(rows)), classes[run.holder_after(week)[rows]]] += 1.0
    return count / len(runs)


def smoothed(share: Floats, runs: int, classes: int) -> Floats:
    """Return shares with half a run added for each of the first `classes`, the share of others kept (Jeffreys' prior).

    What never happened in a few hundred runs may happen all the same.
    """
    added = np.zeros(share.shape[1])
    added[:classes] = 0.5
    return (share * runs + added) / (runs + added.sum())


def months_in(runs: Sequence[RunHistory], months: Sequence[date], start: date) -> Floats:
    """Return the dead of each month [persons], `[run, month]`; a week that lies in two months counts in part.

    A month of which the runs miss up to SLACK days at its beginning is filled at the rate of the others; one that they
    miss more of, or do not reach the end of, is not a number.
    """
    weekly = np.array([sum(run.series(f"deaths.{side}") for side in ("civilians", *FIGHTING)) for run in runs])
    edges = np.concatenate([np.zeros((len(weekly), 1)), weekly.cumsum(axis=1)], axis=1)
    weeks = np.arange(edges.shape[1])
    first = monday(start)

    def until(day: date) -> Floats:
        at = (day - first).days / DAYS_PER_WEEK
        return np.array([np.interp(at, weeks, row, left=np.nan, right=np.nan) for row in edges])

    def whole(month: date) -> Floats:
        missed = min(max((first - month).days, 0), SLACK)
        days = (month_after(month) - month).days
        return (until(month_after(month)) - until(month + timedelta(days=missed))) * days / (days - missed)

    return np.array([whole(month) for month in months]).T.reshape(len(runs), len(months))


def land_in(runs: Sequence[RunHistory], *, week: int, reading: str) -> Floats:
    """Return the share of the country that each class held after `week` weeks (1 or more), `[run, class]`."""
    classes = class_of_sides(reading)
    land = np.zeros((len(runs), len(CLASSES[reading])))
    for side in HOLDERS:
        land[:, classes[INDEX[side]]] += [run.series(f"area.{side}")[week - 1] for run in runs]
    return land
