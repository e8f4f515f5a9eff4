"""The doctor: every finding says what to do, and a machine that cannot run the model fails."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sim.cli import doctor
from sim.cli.doctor import Finding, examine
from sim.cli.main import main


def test_every_thing_a_run_needs_is_looked_at(tmp_path: Path) -> None:
    found = {finding.name: finding for finding in examine(tmp_path)}
    assert {
        "Python",
        "mesa",
        "numba",
        "Cores",
        "Memory",
        "Disk",
        "Results",
        "Cache",
        "Fonts",
        "Kernels",
    } <= set(found)
    assert all(finding.found for finding in found.values())
    assert all(finding.advice for finding in found.values() if finding.state != "ok")


def test_the_answer_can_be_read_by_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda out: [Finding("Python", "ok", "3.13.0")])
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "ok": True,
        "findings": [{"name": "Python", "state": "ok", "found": "3.13.0", "advice": ""}],
    }


def test_one_failure_fails_and_a_warning_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warned = Finding("Cores", "warn", "1 to use", "Everything works.")
    failed = Finding("mesa", "fail", "not installed", "uv sync")
    monkeypatch.setattr(doctor, "examine", lambda out: [warned])
    assert main(["doctor"]) == 0
    assert "This machine can run the model." in capsys.readouterr().out
    monkeypatch.setattr(doctor, "examine", lambda out: [warned, failed])
    assert main(["doctor"]) == 1
    assert "-> uv sync" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal is made here, since the user who runs the tests may be allowed everything."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    states = {finding.name: finding.state for finding in examine(tmp_path / "deep" / "results")}
    assert states["Results"] == "fail"


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    examine(tmp_path / "results")
    assert list(tmp_path.iterdir()) == []
