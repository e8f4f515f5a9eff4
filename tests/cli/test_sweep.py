"""theatre sweep from the command line: what is said, what is refused, and what is left on disk."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sim.cli import main as door
from sim.cli import sweep as command
from sim.experiments.sweeps import sweep as sweep_module
from sim.experiments.sweeps.parts import parts_in
from sim.experiments.sweeps.table import load_table
from tests.experiments.asking import GOOD, write

FOLDER = Path("results/sweeps/trial")
SMALL = GOOD.replace("points: 8", "points: 3").replace("replicates: 3", "replicates: 2")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["theatre"])
    write(tmp_path, SMALL)


def _said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """Return what a command said, to whichever stream belongs to its exit code."""
    capsys.readouterr()
    assert door.main(["sweep", *words]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err if code else said.out


def _swept(*words: str) -> None:
    assert door.main(["sweep", "trial.yaml", "--jobs", "1", "--quiet", *words]) == 0


def test_a_sweep_says_where_it_went_and_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "trial.yaml", "--jobs", "1")
    assert f"{FOLDER}: 6 runs, 0 failed" in said
    assert f"theatre explore {FOLDER}" in said
    assert len(load_table(FOLDER).rows) == 6


def test_the_next_sweep_has_a_folder_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    _swept()
    _swept()
    assert capsys.readouterr().out == ""
    assert len(load_table(FOLDER.with_name("trial-2")).rows) == 6


def test_a_row_is_run_again_to_the_same_hash(capsys: pytest.CaptureFixture[str]) -> None:
    _swept()
    assert door.main(["run", "--from-sweep", str(FOLDER), "--row", "4", "--no-pictures", "--out", "again"]) == 0
    assert "The last hash is that of the sweep's row" in capsys.readouterr().out
    kept = load_table(FOLDER).rows
    resolved = (Path("again") / "scenario.yaml").read_text(encoding="utf-8")
    assert f"{kept['combat.kappa'][4]}" in resolved


def test_a_row_that_comes_to_another_hash_is_a_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _swept()
    monkeypatch.setattr("sim.experiments.sweeps.parts.read_row", lambda folder, row: {"hash": "another"})
    assert door.main(["run", "--from-sweep", str(FOLDER), "--row", "4", "--no-pictures", "--out", "again"]) == 1
    assert "are not those that made the sweep" in capsys.readouterr().err


def test_a_dry_run_says_how_many_how_long_and_how_large_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "trial.yaml", "--dry-run")
    assert "3 points of 2 factors, 2 seeds, 1 arm: 6 runs" in said
    assert "ms each" in said
    assert "kB on disk" in said
    assert not Path("results").exists()
    plain = json.loads(_said(capsys, "trial.yaml", "--dry-run", "--json"))
    assert (plain["rows"], plain["points"]) == (6, 3)


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 seconds"), (600, "10 minutes"), (9000, "2 hours"), (1e6, "11.6 days")]
)
def test_durations_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert command._duration(seconds) == words


def test_a_large_sweep_wants_to_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path(), SMALL.replace("replicates: 2", "replicates: 7000"))
    assert "This is 21,000 runs, more than 20,000" in _said(capsys, "trial.yaml", code=2)
    write(Path(), SMALL.replace("replicates: 2", "replicates: 90000").replace("points: 3", "points: 9000"))
    assert "a sweep has at most 10,000,000" in _said(capsys, "trial.yaml", "--dry-run", code=2)
    assert not Path("results").exists()


def test_a_finished_sweep_has_nothing_to_resume(capsys: pytest.CaptureFixture[str]) -> None:
    _swept()
    before = [path.stat().st_mtime_ns for path in parts_in(FOLDER / "runs")]
    assert "6 runs, 0 failed" in _said(capsys, "--resume", str(FOLDER))
    assert [path.stat().st_mtime_ns for path in parts_in(FOLDER / "runs")] == before


def test_a_sweep_that_was_interrupted_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep_module, "CHUNK", 2)
    store = sweep_module.Sweep._store

    def stop(self: sweep_module.Sweep, *words: object) -> object:
        if parts_in(self.runs):
            raise KeyboardInterrupt
        return store(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(sweep_module.Sweep, "_store", stop)
    said = _said(capsys, "trial.yaml", "--jobs", "1", code=130)
    assert f"2 of 6 rows are kept. Go on: theatre sweep --resume {FOLDER}" in said
    monkeypatch.setattr(sweep_module.Sweep, "_store", store)
    assert "6 runs, 0 failed" in _said(capsys, "--resume", str(FOLDER), "--jobs", "1")


def test_growing_adds_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    _swept()
    before = load_table(FOLDER).rows
    assert "15 runs, 0 failed" in _said(capsys, "--expand", str(FOLDER), "--runs", "5", "--jobs", "1")
    assert "20 runs, 0 failed" in _said(capsys, "--expand", str(FOLDER), "--points", "4", "--jobs", "1")
    assert load_table(FOLDER).rows[:6].equals(before)


def test_a_changed_question_is_refused_and_its_copy_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    _swept()
    write(Path(), SMALL.replace("weeks: 6", "weeks: 5"))
    assert "--stored" in _said(capsys, "--resume", str(FOLDER), code=2)
    assert "6 runs" in _said(capsys, "--resume", str(FOLDER), "--stored")


def test_a_sweep_of_failures_fails(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*words: object, **more: object) -> None:
        raise ZeroDivisionError("a war without an end")

    monkeypatch.setattr("sim.experiments.sweeps.chunk.run_job", fail)
    said = _said(capsys, "trial.yaml", "--jobs", "1", code=1)
    assert "Every run failed" in said
    assert load_table(FOLDER).rows["error"].notna().all()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "Name one thing to do"),
        (("trial.yaml", "--resume", "x"), "Name one thing to do"),
        (("nowhere.yaml",), "there is no such file"),
        (("trial.yaml", "--runs", "5"), "--runs belongs to --expand DIR"),
        (("trial.yaml", "--stored"), "--stored belongs to --resume DIR"),
        (("--resume", "nowhere"), "is not a sweep's folder"),
        (("--resume", "nowhere", "--dry-run"), "--dry-run belongs to a sweep file"),
        (("--expand", "nowhere"), "Say how far it is to grow"),
        (("trial.yaml", "--until", "regim_area=1"), 'did you mean "regime_area"'),
        (("trial.yaml", "--out", "taken"), "Go on with it"),
        (("scenario.yaml",), "is not a sweep file"),
    ],
)
def test_a_wrong_word_is_one_message(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], fault: str) -> None:
    Path("taken").mkdir()
    Path("scenario.yaml").write_text("id: x\n", encoding="utf-8")
    assert fault in _said(capsys, *words, "--jobs", "1", code=2)
    assert not Path("results").exists()


@pytest.mark.parametrize(
    "words", [("--row", "3"), ("--from-sweep", "x"), ("base_2015", "--from-sweep", "x", "--row", "1"), ()]
)
def test_run_takes_a_scenario_or_a_row(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert door.main(["run", *words]) == 2
    assert "--from-sweep" in capsys.readouterr().err


def test_check_knows_a_question_from_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["check", "trial.yaml"]) == 0
    assert capsys.readouterr().out == "trial.yaml: good\n"
    write(Path(), SMALL.replace("combat.kappa", "combat.kapa"))
    assert door.main(["check", "trial.yaml", "--json"]) == 2
    (fault,) = json.loads(capsys.readouterr().out)["files"][0]["faults"]
    assert (fault["line"], fault["key"]) == (7, "factors.combat.kapa")
