"""Records made up for the tests of exports: the real ground, a few changes of hands that are easy to follow."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from sim.record.history import RunHistory
from sim.record.record import Record
from sim.record.series import MEASURES
from sim.sides import INDEX
from sim.theatre.regions import load_theatre
from tests.reports.made import frame_of

__all__ = ["START", "TITLE", "record"]

START = date(2015, 9, 28)
TITLE = '=HYPERLINK("x") ماذا لو بقيت الهدنة؟'

_RULE = {"rule": "control", "kind": "capture"}
_EVENT = {"id": 0, "week": 1, "region": "palmyra", "side": "regime", "other": "is", "holder": "regime", **_RULE}


def record(runs: int = 1, weeks: int = 30, **manifest: Any) -> Record:
    """Return a record in which Palmyra passes to the regime after 2 weeks, and back after 20 in every other run."""
    return Record.of(
        {"id": "made_up", "title": TITLE, "variant": "first", "start": START.isoformat()},
        {"citations": ["[one] Somebody: something."], "made": "2026-11-22T10:00:00+01:00", "sets": ["a=1"], **manifest},
        [_history(run, weeks, runs == 1) for run in range(runs)],
        load_theatre().ids,
    )


def _history(run: int, weeks: int, told: bool) -> RunHistory:
    ground = load_theatre()
    palmyra, raqqa = ground.index["palmyra"], ground.index["raqqa"]
    flips = [(2, palmyra, INDEX["regime"])] + [(20, palmyra, INDEX["is"])] * (run % 2)
    table = np.arange(weeks)[:, None] + np.arange(len(MEASURES)) / 8 + run
    event = {
        **_EVENT,
        "probability": 0.25,
        "draw": 0.125,
        "inputs": {"strength": 900.0, "level": 300.0},
        "week": min(1, weeks - 1),
    }
    return RunHistory(
        seed=7 + run,
        table=table,
        hashes=("00",) * weeks,
        start_holder=frame_of(date(2015, 9, 30)).holder,
        flips=np.array([flip for flip in flips if flip[0] <= weeks], dtype=np.int16).reshape(-1, 3),
        battles=np.array([(1, raqqa, INDEX["sdf"])] if told else [], dtype=np.int16).reshape(-1, 3),
        events=(event, {**event, "id": 1, "note": "@واحد, two", "because": [0]}) if told else (),
        orders=({"week": 0, "actor": "is", "verb": "raid", "governorate": "homs", "level": 2},) if told else (),
    )
