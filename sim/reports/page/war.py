"""Who held what, week by week, in the form that the page's map reads.

One run: holders at the start, then changes. Many runs: the share of runs of each holder, every week. Owns that form.
Knows nothing of colours or of how the map is drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import StorageError
from sim.record.fields import FIELDS
from sim.record.frames import Frame
from sim.record.record import Record
from sim.reports.page.numbers import as_bytes, as_counts
from sim.sides import HOLDERS, INDEX

__all__ = ["SHARE", "fields_of", "war_of"]

SHARE = 200.0
"""Steps of a share of runs: half a hundredth."""


def war_of(record: Record) -> dict[str, Any]:
    """Return the holders of one run, or the shares of many."""
    return _one(record) if record.runs == 1 else _many(record)


def _one(record: Record) -> dict[str, Any]:
    """Return the holder of every region at the start, and what changed: week, region, value, one after the other."""
    frames = [record.frame(week) for week in range(record.weeks + 1)]
    holders = np.stack([frame.holder for frame in frames])
    return {
        "start": as_bytes(holders[0]),
        "holders": _changes(holders, holders[0]),
        "rivals": _changes(np.stack([_rival(frame) for frame in frames]), np.full(len(holders[0]), -1)),
        "hidden": _changes(np.stack([frame.clandestine for frame in frames]), np.zeros(len(holders[0]))),
    }


def _rival(frame: Frame) -> NDArray[np.int64]:
    return np.where(frame.contested, frame.rival, -1).astype(np.int64)


def _changes(table: NDArray[Any], before: NDArray[Any]) -> list[int]:
    """Return every change of `[week, region]` values, in order of time."""
    earlier = np.concatenate([before[None, :], table[:-1]])
    week, region = np.nonzero(table != earlier)
    return [int(each) for each in np.stack([week, region, table[week, region]], axis=1).ravel()]


def _many(record: Record) -> dict[str, Any]:
    """Return the share of runs of each holder that ever held anything, `[week, holder, region]`."""
    shares = np.stack([record.odds(week).share for week in range(record.weeks + 1)])
    sides = [side for side in HOLDERS if shares[:, :, INDEX[side]].any()]
    kept = shares[:, :, [INDEX[side] for side in sides]].transpose(0, 2, 1)
    return {"sides": sides, "step": SHARE, "shares": as_bytes(SHARE * kept)}


def fields_of(record: Record) -> dict[str, Any]:
    """Return each field of regions of one run, `[week, region]` in whole steps; empty where not every week was kept."""
    if record.runs > 1 or record.field("people", 0) is None:
        return {}
    return {name: _field(record, name) for name in FIELDS}


def _field(record: Record, name: str) -> dict[str, Any]:
    table = np.stack([_known(record.field(name, week)) for week in range(record.weeks + 1)])
    field = FIELDS[name]
    step = field.step if field.unit == "share" else 1.0
    return {"step": step, "values": as_counts(table / step)}


def _known(values: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Return the values of a week that was kept; StorageError if it was not."""
    if values is None:
        raise StorageError("Some weeks of fields.parquet are missing: run the scenario anew.")
    return values
