"""The fixed small set that every check runs: arms that must go one way whatever the numbers are."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from sim.history.claims.findings import Finding
from sim.history.claims.folder import COLUMNS, claims_plain, rows_of, save_claims
from tests.history.claims.small import CLAIMS, DRAWS, SEEDS, small_set

pytestmark = pytest.mark.xdist_group("small_claims")


def _found(name: str) -> Finding:
    return next(one for one in small_set()[1] if one.id == name)


def test_patrols_that_share_roads_meet_more_often_in_every_pair() -> None:
    part = _found("D1").parts[0]
    assert part.contrast.pairs == DRAWS * SEEDS
    assert part.contrast.down == 0
    assert part.contrast.up > 0.8 * part.contrast.pairs
    assert part.values[0].sum() == 0  # sectors apart: no encounters
    assert f"rises in {part.contrast.up} of {part.contrast.pairs} pairs and falls in none" in part.sentence
    assert part.sentence.startswith("Under these rules and ranges, ")


def test_a_step_between_two_arms_is_read_and_not_judged() -> None:
    part = _found("D2").parts[0]
    assert len(part.values) == len(part.names) == 3
    assert np.array_equal(part.differences, part.values[2] - part.values[0])
    assert part.unit == "share of runs"
    assert set(np.unique(part.values)) <= {0.0, 1.0}
    assert "only in C" in part.sentence


def test_an_if_then_has_no_verdict_and_shows_where_it_turns() -> None:
    found = _found("B5")
    assert found.verdict is None
    assert [step.value for step in found.steps] == [0, 0.1, 0.25, 0.5, 1]
    assert found.steps[0].found.contrast.mean == 1.0  # nobody takes a bargain: Russia stays in every run
    assert found.steps[-1].found.contrast.mean < 1.0
    assert all(low < high for low, high in found.turns_between)


def test_what_cannot_be_tested_has_nothing_run_for_it() -> None:
    found = _found("N1")
    assert (found.parts, found.steps, found.verdict) == ((), (), None)


def test_no_word_says_that_a_claim_is_true_or_confirmed() -> None:
    plan, found = small_set()
    said = json.dumps(claims_plain(found, plan)).lower()
    assert not [word for word in ("confirm", "prove", "refute", "significant") if word in said]


def test_the_files_hold_every_part_and_step(tmp_path: Path) -> None:
    plan, found = small_set()
    save_claims(tmp_path / "a", found, plan, {"command": []})
    save_claims(tmp_path / "a", found, plan, {"command": []})  # written anew each time
    with (tmp_path / "a" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["claim"] for row in rows] == ["B5"] * 5 + ["D1", "D2", "N1"]
    assert len(list(rows_of(_found("B5")))) == 5
    plain = json.loads((tmp_path / "a" / "claims.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in plain["claims"]] == list(CLAIMS)
    one = plain["claims"][1]["parts"][0]
    assert one["mean"] == pytest.approx(np.mean(one["of_draws"]))
    assert one["ignorance"]["within"] > 0.0
