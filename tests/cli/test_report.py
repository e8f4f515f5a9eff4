"""theatre report from the command line: each kind of folder gets its page; others get a clear error."""

from __future__ import annotations

import html
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from sim.cli import main as door
from sim.reports.curves import coverage

RUN = ["run", "base_2015", "--weeks", "2", "--no-pictures", "--quiet"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert door.main(list(words)) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_a_run_gets_a_page_pictures_and_a_film(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*RUN, "--out", "one"]) == 0
    said = told(capsys, "report", "one", "--film", "--format", "png,svg")
    assert "The page: one/report.html" in said
    assert "The film: one/film.gif" in said
    figures = {path.name for path in Path("one/figures").iterdir()}
    assert {"control_map.png", "control_map.svg", "control_map.csv", "casualties.txt", "places.png"} <= figures
    assert "Civilians" in Path("one/report.html").read_text(encoding="utf-8")


def test_it_can_be_made_again_and_without_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*RUN, "--runs", "2", "--out", "two"]) == 0
    first = told(capsys, "report", "two", "--no-pictures")
    page = Path("two/report.html").read_bytes()
    assert first == told(capsys, "report", "two", "--no-pictures")
    assert page == Path("two/report.html").read_bytes()
    assert not Path("two/figures").exists()
    assert told(capsys, "report", "two", "--no-pictures", "--quiet") == ""


def test_a_comparison_gets_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "base_2015", "--set-b", "combat.kappa=0.03", "--weeks", "2", "--runs", "2", "--quiet"]
    assert door.main([*words, "--no-pictures", "--out", "pair"]) == 0
    assert "2 pictures" in told(capsys, "report", "pair")
    page = Path("pair/report.html").read_text(encoding="utf-8")
    assert "combat.kappa" in page
    assert "1 input differs between the arms" in page
    assert "combat.kappa 0.01874 (A) against 0.03 (B)" in page
    assert "Changed from what the model declares" in page
    assert Path("pair/figures/comparison.png").exists()
    assert "A film is made of runs" in told(capsys, "report", "pair", "--film", code=2)


def test_a_sweep_gets_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ask.yaml").write_text(
        "id: ask\ntitle: A <b>bold</b> question\narms: [base_2015]\nweeks: 2\nreplicates: 2\n"
        "design: {kind: latin_hypercube, points: 4}\nfactors:\n  combat.kappa:\n",
        encoding="utf-8",
    )
    assert door.main(["sweep", "ask.yaml", "--out", "many", "--quiet"]) == 0
    assert "The page: many/report.html" in told(capsys, "report", "many")
    page = Path("many/report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;bold" in page
    assert page.count("data:image/png") >= 3


def test_what_is_no_folder_of_results_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not a folder" in told(capsys, "report", "nowhere", code=2)
    Path("empty").mkdir()
    assert "manifest.json is missing" in told(capsys, "report", "empty", code=2)
    assert door.main([*RUN, "--out", "one"]) == 0
    assert 'cannot be written as "gif"' in told(capsys, "report", "one", "--format", "gif", code=2)


@pytest.mark.parametrize("name", ["series.parquet", "flips.parquet", "events.jsonl", "scenario.yaml", "manifest.json"])
def test_a_damaged_file_is_named_and_nothing_is_made(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*RUN, "--out", "one"]) == 0
    Path("one", name).write_bytes(b"\x00broken")
    said = told(capsys, "report", "one", code=1)
    assert name in said
    assert not Path("one/report.html").exists()


def test_what_is_stopped_half_way_leaves_what_was_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door.main([*RUN, "--out", "one"]) == 0
    Path("one/figures").mkdir()
    Path("one/figures/control_map.png").write_bytes(b"of an earlier report")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(coverage, "draw", stopped)
    assert "nothing half-written was kept" in told(capsys, "report", "one", code=130)
    assert Path("one/figures/control_map.png").read_bytes() == b"of an earlier report"
    assert [path.name for path in Path("one/figures").iterdir()] == ["control_map.png"]
    assert not [path for path in Path("one").iterdir() if path.name.startswith(".")]


def test_a_page_for_which_there_is_no_room_is_one_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door.main([*RUN, "--out", "one"]) == 0

    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_text", full)
    said = told(capsys, "report", "one", code=1)
    assert "one/report.html cannot be written: No space left on device" in said
    assert "--out" not in said


def test_regions_of_another_ground_are_no_map_of_this_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*RUN, "--out", "one"]) == 0
    path = Path("one/manifest.json")
    path.write_text(path.read_text(encoding="utf-8").replace('"afrin"', '"elsewhere"'), encoding="utf-8")
    Path("one/events.jsonl").write_text("")
    assert "has other regions than the ground of this version" in told(capsys, "report", "one", code=1)


def test_a_page_says_which_version_made_it_and_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [*RUN, "--out", "a b"]
    monkeypatch.setattr(sys, "argv", ["theatre", *asked])
    assert door.main(asked) == 0
    assert door.main(["report", "a b", "--no-pictures", "--quiet"]) == 0
    page = html.unescape(Path("a b/report.html").read_text(encoding="utf-8"))
    assert "<code>theatre run base_2015 --weeks 2 --no-pictures --quiet --out 'a b'</code>" in page
    assert f"theatre {version('syria-theatre')}" in page.partition("To make it again")[2]
