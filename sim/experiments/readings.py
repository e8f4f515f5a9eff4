"""Read the outcomes of a question off a finished run: one number each.

Shares are in percent, sums run from the first week; what never happened is not a number. Owns how an outcome is
computed. Knows nothing of how its form is checked (see `scenario.outcomes`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.record.history import RunHistory
from sim.scenario.outcomes import BESIEGED, FirstWeek, Harm, OfSide, Outcome, Relieved, Weekly
from sim.sides import FIGHTING, HOLDERS, INDEX
from sim.theatre.regions import load_theatre

__all__ = ["value_of"]

Floats = npt.NDArray[np.float64]

_TAKE: Mapping[str, Callable[[Floats], Any]] = {
    "last": lambda row: row[-1],
    "mean": np.mean,
    "min": np.min,
    "max": np.max,
    "sum": np.sum,
}
_DAYS = 7


def value_of(outcome: Outcome, history: RunHistory, start: date) -> float:
    """Return an outcome of one run that began on `start`; not a number for what never happened."""
    match outcome:
        case FirstWeek(place=place, holder=holder):
            return _first_held(history, load_theatre().index[place], INDEX[holder])
        case Relieved():
            return _first(history.series(f"siege.{BESIEGED}") == 0.0)
    weeks = _weeks(history, start, outcome.at)
    match outcome:
        case Harm(of="all"):
            return float(sum(history.series(f"deaths.{side}")[weeks].sum() for side in (*FIGHTING, "civilians")))
        case Harm(of=of):
            return float(history.series(f"deaths.{of}")[weeks].sum())
        case Weekly(series=series, take=take):
            return float(_TAKE[take](history.series(series)[weeks]))
        case _:
            return _of_side(outcome, history, weeks)


def _of_side(outcome: OfSide, history: RunHistory, weeks: slice) -> float:
    side, measure = outcome.of, outcome.measure
    if measure == "oil":
        return float(history.series(f"income.{side}")[weeks].sum())
    if measure == "strength":
        men = history.series(f"strike.{side}")[weeks][-1]
        return float(men + (history.series(f"garrison.{side}")[weeks][-1] if side in HOLDERS else 0.0))
    last = float(history.series(f"{measure}.{side}")[weeks][-1])
    return last if measure == "morale" else 100.0 * last


def _weeks(history: RunHistory, start: date, at: date | None) -> slice:
    """Return the weeks that are over on the date `at`; at least the first."""
    if at is None:
        return slice(None)
    return slice(0, max(1, min((at - start).days // _DAYS, len(history.table))))


def _first(holds: npt.NDArray[np.bool_]) -> float:
    found = np.flatnonzero(holds)
    return float(found[0] + 1) if len(found) else float("nan")


def _first_held(history: RunHistory, region: int, side: int) -> float:
    """Return after how many weeks a side first holds a region; 0 if it does from the start."""
    if history.start_holder[region] == side:
        return 0.0
    mine = history.flips[(history.flips[:, 1] == region) & (history.flips[:, 2] == side)]
    return float(mine[:, 0].min()) if len(mine) else float("nan")
