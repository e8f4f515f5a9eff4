"""Who held each of 25 places and when: the likeliest holder by week, how sure it is, and what was recorded.

The places stand in `places.csv`, in five regions of the country. Owns that list and these numbers. Knows nothing of
drawing. The state after w weeks is that of the w-th Monday; week 0 is the start.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from sim.calendar import monday
from sim.history.observed import HOLDER_OF, control_dates, control_rows
from sim.reports.reading import Reading
from sim.sides import SIDE_COUNT
from sim.theatre.regions import load_theatre

__all__ = ["LISTED", "Listed", "Row", "changes_of", "listed", "recorded", "rows_of"]

LISTED = Path(__file__).parent / "places.csv"


@dataclass(frozen=True)
class Listed:
    """Name one place of the list, and the region of the country under which it stands."""

    region: str
    place: str
    text: str


@dataclass(frozen=True, eq=False)
class Row:
    """Hold one place over the weeks, `[week + 1]`; sides are indices into SIDES, -1 nobody."""

    listed: Listed
    holder: Annotated[NDArray[np.int64], "[week + 1] the likeliest holder"]
    share: Annotated[NDArray[np.float64], "[week + 1] share of runs in which it holds the place"]
    rival: Annotated[NDArray[np.int64], "[week + 1] the runner-up among holders; in one run, who attacks"]


@lru_cache(maxsize=1)
def listed() -> tuple[Listed, ...]:
    """Return the places of the list, in its order."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return tuple(Listed(row["region"], row["place"], row["text"]) for row in csv.DictReader(file))


def rows_of(record: Reading) -> tuple[Row, ...]:
    """Return every place with its likeliest holder by week; of two alike the first in the order of sides."""
    index = load_theatre().index
    regions = [index[each.place] for each in listed()]
    held = record.held(regions)
    shares = np.stack([(held == side).mean(axis=0) for side in range(SIDE_COUNT)], axis=-1)
    order = np.argsort(-shares, axis=-1, kind="stable")
    first, second = order[..., 0], order[..., 1]
    share = np.take_along_axis(shares, order[..., :1], axis=-1)[..., 0]
    if record.runs > 1:
        other = np.take_along_axis(shares, order[..., 1:2], axis=-1)[..., 0]
        rival = np.where(other > 0, second, -1)
    else:
        rival = np.stack([record.frame(week).rival[regions] for week in range(record.weeks + 1)]).astype(np.int64)
    return tuple(Row(each, first[:, k], share[:, k], rival[:, k]) for k, each in enumerate(listed()))


def changes_of(row: Row) -> list[int]:
    """Return the weeks after which another holder is the likeliest."""
    return (np.flatnonzero(np.diff(row.holder)) + 1).tolist()


def recorded(record: Reading) -> Mapping[date, Mapping[str, tuple[str, ...]]]:
    """Return who is recorded to hold each place of the list on each recorded date of the run; two if contested."""
    first = monday(record.start)
    last = first + timedelta(weeks=record.weeks)
    wanted = {each.place for each in listed()}
    out: dict[date, dict[str, tuple[str, ...]]] = {}
    for when in (when for when in control_dates() if first <= when <= last):
        out[when] = {
            row.place: tuple(
                HOLDER_OF.get(code, code) for code in (row.also_present if row.code == "contested" else (row.code,))
            )
            for row in control_rows()
            if row.date == when and row.place in wanted
        }
    return out
