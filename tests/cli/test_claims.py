"""theatre claims from the command line: what is said, what is refused, and that it goes on by itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sim.cli import main as door
from sim.history.claims import runs as room

FEW = ("--draws", "2", "--seeds", "2", "--jobs", "1")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["theatre", "claims", "D1"])


def test_a_claim_is_told_and_its_page_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["claims", "d1", *FEW]) == 0
    said = capsys.readouterr()
    assert "8 of 8 runs to go" in said.err
    assert "Under these rules and ranges, the number of encounters of foreign patrols rises in" in said.out.replace(
        "\n  ", " "
    )
    folder = Path("results/claims/2x2-D1")
    assert {path.name for path in folder.iterdir()} == {"claims.csv", "claims.json", "claims.html", "manifest.json"}
    assert door.main(["claims", "D1", *FEW, "--json"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert json.loads(said.out)["claims"][0]["id"] == "D1"


def test_after_a_stop_the_same_command_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(room, "CHUNK", 2)
    real, done = room.value_of, []

    def stopping(*args: object) -> float:
        done.append(1)
        if len(done) > 7:
            raise KeyboardInterrupt
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "value_of", stopping)
    assert door.main(["claims", "D1", *FEW]) == 130
    said = capsys.readouterr()
    assert "4 of 8 runs are kept. Say the same again to go on." in said.err
    monkeypatch.setattr(room, "value_of", real)
    assert door.main(["claims", "D1", *FEW]) == 0
    assert "4 of 8 runs to go" in capsys.readouterr().err


def test_what_cannot_be_tested_needs_no_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["claims", "N1", *FEW]) == 0
    assert "1 cannot be tested by a simulation of this kind." in capsys.readouterr().out


def test_a_claim_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["claims", "Z9"]) == 2
    assert 'There is no claim "Z9"' in capsys.readouterr().err
