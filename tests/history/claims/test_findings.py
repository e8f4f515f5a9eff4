"""From values to findings: each way of reading a number off a run, against values that are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.history.claims.findings import findings
from sim.history.claims.ledger import Entry, ledger
from sim.history.claims.runs import Arm, Plan, Values, loaded_of

NAN = float("nan")
KEY = ("ceasefire:hold", ())
OTHER = ("ceasefire:none", ())
WEEK = {"measure": "first_week", "place": "palmyra", "holder": "regime"}
AREA = {"measure": "area", "of": "opposition"}
DEAD = {"measure": "deaths", "of": "all"}


def _of(part: dict[str, Any], tables: dict[tuple[str, tuple[str, ...]], list[float]], monkeypatch: Any) -> Any:
    """Return the finding of one made-up part over two draws of one seed; tables hold an outcome after the other."""
    entry = Entry.model_validate({"parts": [{"says": "x", **part}]})
    monkeypatch.setattr("sim.history.claims.findings.ledger", lambda: {**ledger(), "E3": entry})
    read = tuple(dict.fromkeys(one for each in entry.parts[0].readings for one in each.outcomes))
    plan = Plan({key: Arm(loaded_of(key), read, ({}, {})) for key in tables}, 2, 1)
    values = {key: Values(read, np.array(table, float).reshape(2, 1, len(read)), 40) for key, table in tables.items()}
    return findings(plan, values, ["E3"])[0].parts[0]


def test_never_is_no_by_any_date_and_the_last_week_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """15 June 2016 is 16 weeks and two days after 22 February."""
    contrast = {"arms": [OTHER[0], KEY[0]], "expect": "up", "least": 0.1}
    tables = {OTHER: [NAN, 17.0], KEY: [16.0, 16.0]}
    by = _of({"reads": {"outcome": WEEK, "by": "2016-06-15"}, **contrast}, tables, monkeypatch)
    assert by.values[:, :, 0].tolist() == [[0.0, 0.0], [1.0, 1.0]]
    weeks = _of({"reads": {"outcome": WEEK}, **contrast}, tables, monkeypatch)
    assert weeks.values[:, :, 0].tolist() == [[40.0, 17.0], [16.0, 16.0]]
    assert weeks.contrast.down == 2


def test_outcomes_are_added_taken_away_and_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = {"outcome": AREA, "plus": [{**AREA, "of": "hts"}], "minus": [{**AREA, "of": "is"}], "over": [DEAD]}
    arms = {"arms": [OTHER[0], KEY[0]], "expect": "up", "least": 0.1}
    found = _of({"reads": reads, **arms}, {OTHER: [3, 2, 1, 2, 3, 2, 1, 0], KEY: [6, 2, 0, 4] * 2}, monkeypatch)
    assert found.values[:, :, 0].tolist() == [[2.0, 0.0], [2.0, 2.0]]


def test_a_change_is_read_twice_in_the_same_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    part = {"arm": KEY[0], "since": {"outcome": DEAD}, "reads": {"outcome": AREA}, "expect": "down", "least": 1.0}
    found = _of(part, {KEY: [5.0, 1.0, 9.0, 2.0]}, monkeypatch)
    assert found.differences[:, 0].tolist() == [-4.0, -7.0]
    assert "falls in 2 of 2 runs" in found.sentence


def test_how_often_counts_runs_beyond_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    part = {"arm": KEY[0], "reads": {"outcome": AREA, "above": 4.0}, "share": 0.5}
    found = _of(part, {KEY: [4.0, 5.0]}, monkeypatch)
    assert found.differences[:, 0].tolist() == [0.0, 1.0]
    assert "true in 1 of 2 runs" in found.sentence
    below = _of({**part, "reads": {"outcome": AREA, "below": 4.5}}, {KEY: [4.0, 5.0]}, monkeypatch)
    assert below.differences[:, 0].tolist() == [1.0, 0.0]
