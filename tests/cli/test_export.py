"""theatre export from the command line: for a run, a comparison and a sweep; one message per fault."""

from __future__ import annotations

import csv
import json
import shlex
import sys
from pathlib import Path

import pytest

from sim.cli import main as door
from sim.experiments.executors import one_by_one
from sim.experiments.sweeps.batches import Place
from sim.experiments.sweeps.chunk import Chunk, Played
from sim.experiments.sweeps.sweep import start
from tests.experiments.asking import GOOD, ask


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _run() -> None:
    assert door.main(["run", "base_2015", "--weeks", "2", "--no-pictures", "--quiet", "--out", "made"]) == 0


def _fails(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = door.main(["export", *words])
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert not list(Path().rglob(".*"))
    return code, said.err.strip()


def test_an_export_says_what_it_wrote_and_is_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    _run()
    assert door.main(["export", "made"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("made/export:\n  series.csv: Weekly measures")
    assert Path("made/export/theatre.gpkg").is_file()
    assert _rows(Path("made/export/control.csv"))[0]["date"] == "2015-09-28"
    Path("made/export/stale.txt").touch()
    assert door.main(["export", "made", "--what", "csv,geojson", "--week", "0", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == "made/export"
    assert told["files"].keys() == {path.name for path in Path("made/export").iterdir()}
    assert "theatre.gpkg" not in told["files"]
    assert not list(Path("made").glob(".*"))
    assert door.main(["replay", "made", "--verify"]) == 0


def test_an_export_to_another_folder_leaves_the_results_alone(capsys: pytest.CaptureFixture[str]) -> None:
    _run()
    before = sorted(path.name for path in Path("made").iterdir())
    assert door.main(["export", "made", "--to", "far/away", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert Path("far/away/README.txt").is_file()
    assert sorted(path.name for path in Path("made").iterdir()) == before
    code, said = _fails(["made", "--to", "far/away"], capsys)
    assert (code, said) == (2, "far/away exists already; an export goes to a new folder. Choose another --to.")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["made", "--week", "3"], 2, "--week 3: this run has weeks 0 (the start) to 2 (its end)."),
        (["made", "--week", "1", "--every", "2"], 2, "choose one"),
        (["made", "--every", "0"], 2, "Invalid value for '--every'"),
        (["made", "--what", "csv,gpk"], 2, 'there is no "gpk" (did you mean "gpkg"?)'),
        (["nothing"], 2, "nothing is not a folder. theatre run, compare and sweep print the folder"),
        (["nothing", "--to", "there"], 2, "nothing is not a folder."),
        (["made", "--to", "made/scenario.yaml/x"], 1, "cannot be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_is_one_message(
    words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _run()
    got, said = _fails(words, capsys)
    assert got == code
    assert says in said
    assert not Path("made/export").exists()
    assert not Path("there").exists()


def test_a_damaged_folder_keeps_its_last_export(capsys: pytest.CaptureFixture[str]) -> None:
    _run()
    assert door.main(["export", "made", "--quiet"]) == 0
    Path("made/flips.parquet").write_bytes(b"")
    code, said = _fails(["made"], capsys)
    assert code == 1
    assert said.startswith("made/flips.parquet cannot be read")
    assert Path("made/export/README.txt").is_file()


def test_a_comparison_gives_its_tables(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "base_2015", "--set-b", "combat.kappa=0.03", "--weeks", "2", "--runs", "2", "--draws", "2"]
    assert door.main([*asked, "--out", "c", "--no-pictures", "--quiet"]) == 0
    assert door.main(["export", "c", "--quiet"]) == 0
    made = Path("c/export")
    assert {path.name for path in made.iterdir()} == {
        "pairs.csv", "outcomes.csv", "differences.csv", "draws.csv", "columns.csv", "README.txt",
    }  # fmt: skip
    pairs, told = _rows(made / "pairs.csv"), json.loads(Path("c/comparison.json").read_text("utf-8"))
    assert [row["arm"] for row in pairs] == ["A"] * 4 + ["B"] * 4
    deaths = next(row for row in _rows(made / "outcomes.csv") if row["outcome"] == "civilians_deaths")
    assert float(deaths["difference"]) == told["outcomes"]["civilians_deaths"]["mean"]
    assert (deaths["low"], deaths["unit"]) != ("", "")
    code, said = _fails(["c", "--what", "gpkg"], capsys)
    assert (code, said) == (2, "A comparison keeps no maps: --what gpkg is for the folder of a run.")
    for name, value, said_of in (("differs", [{}], "differs.0.key"), ("draws", "x", "draws"), ("start", "x", "start")):
        Path("c/comparison.json").write_text(json.dumps({**told, name: value}), encoding="utf-8")
        code, said = _fails(["c"], capsys)
        assert (code, f"comparison.json cannot be read: {said_of}" in said) == (1, True)
    Path("c/comparison.json").write_text(json.dumps({**told, "runs": 3}), encoding="utf-8")
    assert "does not hold the pairs" in _fails(["c"], capsys)[1]
    Path("c/comparison.json").write_text(json.dumps(told), encoding="utf-8")
    Path("c/pairs.parquet").unlink()
    assert _fails(["c"], capsys) == (1, "c is not a results folder: pairs.parquet is missing.")


def test_a_sweep_gives_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    def played(chunk: Chunk, place: Place) -> Played:
        if place.point == 3:
            raise ValueError("=not a formula")
        return Played([20.0 + place.replicate, float("nan")])

    sweep = start(ask(Path(), GOOD), Path("s"), {"citations": ["[one] Somebody."]})
    with one_by_one() as here:
        sweep.run(here, play=played)
    assert door.main(["export", "s", "--quiet"]) == 0
    rows = _rows(Path("s/export/runs.csv"))
    assert len(rows) == 24
    assert {row["regime_area"] for row in rows if row["point"] != "3"} == {"20", "21", "22"}
    assert {row["palmyra_first_regime"] for row in rows} == {""}
    assert all(row["error"] for row in rows if row["point"] == "3")
    known = {row["column"]: row for row in _rows(Path("s/export/columns.csv")) if row["file"] == "runs.csv"}
    assert list(known) == list(rows[0])
    assert known["regime_area"]["unit"] == "% of the country"
    assert "empty: never" in known["palmyra_first_regime"]["meaning"]
    inputs = {row["input"]: row for row in _rows(Path("s/export/inputs.csv"))}
    assert inputs.keys() == {"combat.kappa", "start.regime.strike"}
    assert float(inputs["combat.kappa"]["low"]) < float(inputs["combat.kappa"]["high"])
    assert "of which 3 failed" in Path("s/export/README.txt").read_text("utf-8")
    code, said = _fails(["s", "--week", "1"], capsys)
    assert (code, said) == (
        2, "A sweep keeps no control by week: --week and --every are for the folder of a run.",
    )  # fmt: skip


def test_what_stands_where_an_export_would_go_stays(capsys: pytest.CaptureFixture[str]) -> None:
    _run()
    Path("elsewhere").mkdir()
    Path("elsewhere/mine").write_text("mine")
    Path("made/export").symlink_to(Path("elsewhere").absolute())
    code, said = _fails(["made"], capsys)
    assert (code, "is no folder of an export" in said) == (2, True)
    assert Path("elsewhere/mine").read_text() == "mine"
    Path("made/export").unlink()
    Path("made/export").write_text("mine")
    assert _fails(["made"], capsys)[0] == 2
    assert Path("made/export").read_text() == "mine"
    assert not [path for path in Path("made").iterdir() if path.name.startswith(".")]


def test_a_command_can_be_typed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["run", "base_2015", "--weeks", "1", "--no-pictures", "--quiet", "--out", "it's $HOME"]
    monkeypatch.setattr(sys, "argv", ["theatre", *asked])
    assert door.main(asked) == 0
    assert door.main(["export", "it's $HOME", "--quiet"]) == 0
    text = " ".join(Path("it's $HOME/export/README.txt").read_text(encoding="utf-8").split())
    found = text.partition("Command ")[2].partition(" Files ")[0]
    assert shlex.split(found)[-1] == "it's $HOME"
