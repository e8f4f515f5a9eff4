"""Moments after a run, and the cause chain of a place, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import main

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("war") / "one"
    assert main(["run", "base_2015", "--weeks", "60", "--no-pictures", "--quiet", "--out", str(out)]) == 0
    return out


def _taken(folder: Path) -> str:
    """Return a place that was taken in the run."""
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    return next(event["region"] for event in events if event["kind"] == "capture")


def test_a_run_tells_its_moments_within_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert main(["run", "base_2015", "--weeks", "60", "--no-pictures", "--out", str(tmp_path / "x")]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = lines[lines.index("What counted most in this run, by week") + 1 :]
    told = told[: told.index("")]
    assert sum(line.startswith("  201") for line in told) == 10
    assert max(map(len, told)) <= 70
    assert f"Why a place changed hands: theatre explain {tmp_path / 'x'} PLACE" in lines


def test_programs_get_the_moments_too(tmp_path: Path, capsys: Said) -> None:
    words = ["run", "base_2015", "--weeks", "60", "--no-pictures", "--json", "--out"]
    assert main([*words, str(tmp_path / "x")]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert len(run["moments"]) == 10
    assert {"week", "date", "weight", "words", "events"} == set(run["moments"][0])


def test_many_runs_say_how_to_explain_one(tmp_path: Path, capsys: Said) -> None:
    words = ["run", "base_2015", "--weeks", "4", "--runs", "2", "--seed", "5", "--jobs", "1", "--no-pictures"]
    assert main([*words, "--out", str(tmp_path / "x")]) == 0
    said = capsys.readouterr().out
    assert "What happened in one of them: theatre run base_2015 --weeks 4 --seed 5 --numbers 5" in said
    assert "What counted most" not in said
    assert main(["explain", str(tmp_path / "x"), "raqqa"]) == 2
    assert "keeps no events" in capsys.readouterr().err


def test_explain_shows_the_chain_of_a_place(folder: Path, capsys: Said) -> None:
    place = _taken(folder)
    assert main(["explain", str(folder), place]) == 0
    said = capsys.readouterr().out
    for words in ("held it at the start", "modifiers: ", "the odds that week were", "because 201", "began a campaign"):
        assert words in said
    assert max(map(len, said.splitlines())) <= 110
    assert main(["explain", str(folder), place, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["place"] == place
    assert facts["changes"][0]["led_to_by"][0]["kind"] == "begin_campaign"


@pytest.mark.parametrize("name", ["raqqa", "Raqqa", "RAQQA"])
def test_a_place_goes_by_its_name_in_any_case(folder: Path, name: str, capsys: Said) -> None:
    assert main(["explain", str(folder), name]) == 0
    assert capsys.readouterr().out.startswith("Raqqa: IS held it at the start")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["{}", "rakqa"], 2, 'There is no place "rakqa" (did you mean "raqqa"?)'),
        (["{}"], 2, "Which place?"),
        (["nowhere", "raqqa"], 2, "nowhere is not a folder"),
        (["{}/..", "raqqa"], 1, "is not a results folder"),
    ],
)
def test_what_cannot_be_explained_is_one_clear_message(
    folder: Path, words: list[str], code: int, says: str, capsys: Said
) -> None:
    assert main(["explain", *(word.format(folder) for word in words)]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert "Traceback" not in said.err
