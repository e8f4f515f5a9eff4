"""The whole course, small: every stage leaves its files, goes on where it stopped, and ends in draws."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml

from sim.cli.main import main
from sim.history.calibrating import course, draws, mechanisms, screening
from sim.history.calibrating import simulate as simulating
from sim.history.calibrating.course import BLOCKED, FULL, Plan, calibrate
from sim.history.calibrating.findings import as_plain, learnt, met
from sim.history.calibrating.free import free, point_of
from sim.history.calibrating.mechanisms import FILE
from sim.history.calibrating.shipping import write_posterior
from sim.history.calibrating.simulate import all_patterns
from sim.scenario.load import load_scenario
from sim.scenario.parameters.registry import declared

SMALL = Plan((80, 40), 2, 25, (2, 1), 60, 2)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stand in for the wars: every pattern is off by what the point is off from the declared values; count points."""
    count = [0]
    middle = point_of({name: row.value for name, row in declared().items()})

    def at(values: Mapping[str, float], seeds: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        count[0] += 1
        full = {one.name: values.get(one.name, declared()[one.name].value) for one in free()}
        away = np.random.default_rng(1).normal(0.0, 2.0, (len(free()), len(all_patterns())))
        off = (point_of(full) - middle) @ away
        mean = [
            0.3 + 0.05 * abs(each) if one.kind == "score" else one.observed + one.tolerance * each
            for one, each in zip(all_patterns(), off, strict=True)
        ]
        return np.array(mean), np.zeros(len(mean))

    monkeypatch.setattr(simulating, "_at", at)
    monkeypatch.setattr(simulating, "ARMS", simulating.ARMS[1:2])
    monkeypatch.setattr(draws, "_STEPS", 200)
    monkeypatch.setattr(draws, "_BURN", 80)
    monkeypatch.setattr(course, "_CANDIDATES", 4000)
    monkeypatch.setattr(mechanisms, "mechanisms", dict)
    monkeypatch.setattr(course, "mechanisms", dict)
    monkeypatch.setattr(course, "fits", lambda *args, **rest: [])
    some = [one for one in screening.candidates() if one.name in {"combat.kappa", "combat.eta", "supply.reach"}]
    monkeypatch.setattr(screening, "candidates", lambda: tuple(some))
    monkeypatch.setattr(course, "candidates", lambda: tuple(some))
    return count


def test_a_calibration_finds_what_made_the_record_and_goes_on_where_it_stopped(toy: list[int], tmp_path: Path) -> None:
    """Promise: of a made-up model whose truth is the declared values, draws lie round them, narrower than the prior."""
    told: list[str] = []
    found = calibrate(tmp_path / "out", SMALL, jobs=1, say=told.append)
    assert set(found.draws) == {BLOCKED, FULL} == {date(2016, 12, 31), date(2017, 6, 30)}
    points = found.draws[FULL]
    assert points.shape == (SMALL.draws, len(free()))
    truth = point_of({name: row.value for name, row in declared().items()})
    even = 12**-0.5
    assert np.abs(points.mean(axis=0) - truth).mean() < 0.2
    assert np.mean([row.narrowed for row in learnt(found)]) > 0.15
    assert points.std(axis=0).mean() < even
    assert 0.0 < found.left[0] < 1.0
    assert "not ruled out" in told[0]
    assert {one.name for one in found.screened} == {"combat.kappa", "combat.eta", "supply.reach"}
    assert found.screened[0].name == "combat.kappa"  # the only one of the three that the made-up model heeds
    assert sum(row.inside for row in met(found)) > 0.6 * len(met(found))
    json.dumps(as_plain(found))

    before = toy[0]
    again = calibrate(tmp_path / "out", SMALL, jobs=1)
    assert toy[0] == before
    assert np.array_equal(again.draws[FULL], points)


def test_draws_are_written_with_where_they_came_from(tmp_path: Path) -> None:
    points = np.random.default_rng(2).random((30, len(free())))
    row = write_posterior(tmp_path, points, until=FULL, made=date(2026, 1, 2))
    lines = (tmp_path / "posterior.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == [one.name for one in free()]
    assert len(lines) == 31
    origin = yaml.safe_load((tmp_path / "posterior.yaml").read_text(encoding="utf-8"))
    assert origin["medoid"] == row
    assert origin["last"] == "2017-06-30"
    assert origin["made"] == "2026-01-02"
    assert set(origin["priors"]) == {one.name for one in free()}
    assert origin["priors"]["combat.kappa"]["widened"] > 2.0


@pytest.mark.parametrize("name", list(yaml.safe_load(FILE.read_text(encoding="utf-8"))))
def test_every_mechanism_can_be_taken_out_of_every_arm(name: str) -> None:
    """Promise: its settings are known and its events are there in at least one arm."""
    one = mechanisms.mechanisms()[name]
    assert one.set or one.drop
    dropped = set()
    for arm in mechanisms.ARMS:
        loaded = mechanisms._without(arm, one, {"combat.kappa": 0.02})
        assert loaded.parameters["combat"].kappa == 0.02  # type: ignore[attr-defined]  # the block of combat
        dropped |= {event.id for event in mechanisms.arm_of(arm).scenario.events} & set(one.drop)
        assert not {event.id for event in loaded.scenario.events} & set(one.drop)
    assert dropped == set(one.drop)


def test_a_mechanism_taken_out_is_told_by_its_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only = {"no_balance": mechanisms.mechanisms()["no_balance"]}
    monkeypatch.setattr(mechanisms, "mechanisms", lambda: only)
    monkeypatch.setattr(mechanisms, "ARMS", (mechanisms.ARMS[2],))
    found = mechanisms.fits(tmp_path, {}, seeds=2, jobs=1)
    assert [one.name for one in found] == ["as_it_is", "no_balance"]
    assert all(0.1 < one.scores["from_2016_12.2017-06"] < 1.0 for one in found)
    assert mechanisms.fits(tmp_path, {}, seeds=2, jobs=1) == found


def test_a_folder_of_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert main(["calibrate", "--quick", "--out", str(tmp_path / "file"), "--quiet"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_the_arms_have_the_settings_of_the_command_line() -> None:
    loaded = mechanisms.arm_of(mechanisms.ARMS[0], ["combat.kappa=0.03"])
    assert loaded.parameters["combat"].kappa == 0.03  # type: ignore[attr-defined]  # the block of combat
    assert load_scenario("base_2015:intervention").label == mechanisms.arm_of(mechanisms.ARMS[3]).label
