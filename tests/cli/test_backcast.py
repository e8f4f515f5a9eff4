"""theatre backcast from the command line: what is scored, the folder, the words, one message per fault."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from sim.cli import main as door
from sim.history.baselines.windows import map_of
from sim.history.observed import deaths_monthly

SHORT = ["backcast", "--start", "2016-12-31", "--runs", "3", "--jobs", "1", "--no-pictures"]
FILES = {
    "scores.csv", "places.csv", "deaths.csv", "land.csv", "reliability.csv", "backcast.json", "manifest.json",
    "scenario.yaml",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["theatre"])
    monkeypatch.setenv("COLUMNS", "110")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _files() -> list[Path]:
    return [path for path in Path().rglob("*") if path.is_file()]


def control_file(until: str = "2017-02-10") -> Path:
    """Write the map of June 2017 under another date, without the optional columns."""
    from datetime import date

    path = Path("control.csv")
    rows = "".join(f"{until},{row.place},{row.code}\n" for row in map_of(date(2017, 6, 1)))
    path.write_text("date,id,control\n" + rows, encoding="utf-8")
    return path


def test_a_backcast_says_the_cost_first_and_scores_beside_every_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(SHORT) == 0
    said = capsys.readouterr()
    assert said.err.startswith("3 runs of 26 weeks from 2016-12-31, scored on 1 map and 6 months: about ")
    for words in ("nearest front *", "fitted on earlier windows", "negative binomial", "linear drift", "unconditional",
                  "20 changed hands", "the project's own open tables"):  # fmt: skip
        assert words in said.out
    folder = Path("results/backcasts/2016-12-31-to-2017-06-30-n3")
    assert {path.name for path in folder.iterdir()} == FILES
    assert not list(Path().rglob(".*"))
    places = _rows(folder / "places.csv")
    assert len([row for row in places if row["reading"] == "merged"]) == 221
    assert len([row for row in places if row["reading"] == "merged" and row["changed"] == "yes"]) == 20
    assert {row["mode"] for name in FILES if name.endswith(".csv") for row in _rows(folder / name)} == {"unconditional"}
    assert {row["month"] for row in _rows(folder / "deaths.csv")} == {f"2017-0{month}" for month in range(1, 7)}


def test_the_same_seed_gives_the_same_table_and_json_is_what_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*SHORT, "--until", "2017-03-31", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    folder = Path(told.pop("folder"))
    assert told == json.loads((folder / "backcast.json").read_text(encoding="utf-8"))
    assert (told["mode"], told["horizon"], told["maps"], told["weeks"]) == ("unconditional", "2017-03-31", [], 13)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["mode"], manifest["runs"]) == ("backcast", "unconditional", 3)
    assert door.main([*SHORT, "--until", "2017-03-31", "--quiet"]) == 0
    again = Path(f"{folder}-2")
    assert (again / "scores.csv").read_bytes() == (folder / "scores.csv").read_bytes()
    assert capsys.readouterr().out == ""


def test_with_a_file_only_what_it_holds_is_scored_up_to_its_last_date(capsys: pytest.CaptureFixture[str]) -> None:
    path = control_file()
    assert door.main([*SHORT, "--control", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["horizon"], told["months"], told["truth"]) == ("2017-02-10", [], "control.csv")
    assert {row["about"] for row in told["scores"]} == {"places", "land"}


def test_months_from_a_file_are_scored_and_those_before_the_start_are_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    head = "month,violence_type,best,low,high\n"
    rows = [(row.month, row.best) for row in deaths_monthly() if "2016-11" <= f"{row.month:%Y-%m}" <= "2017-02"]
    Path("deaths.csv").write_text(head + "".join(f"{m:%Y-%m},all,{b},0,{2 * b}\n" for m, b in rows), encoding="utf-8")
    assert door.main([*SHORT, "--deaths", "deaths.csv", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["months"], told["maps"], told["weeks"]) == (["2017-01", "2017-02"], [], 9)


def test_any_other_scenario_is_conditional_and_every_line_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["backcast", "--scenario", "ceasefire:historic", "--until", "2016-03-31", "--runs", "2",
                      "--no-pictures"]) == 0  # fmt: skip
    said = capsys.readouterr()
    assert all(line.startswith("conditional") for line in (said.out + said.err).splitlines())
    (folder,) = Path("results/backcasts").iterdir()
    assert folder.name.endswith("-ceasefire_historic-conditional")
    for name in FILES - {"manifest.json", "scenario.yaml", "backcast.json"}:
        if (folder / name).exists():
            assert {row["mode"] for row in _rows(folder / name)} == {"conditional"}
    plain = json.loads((folder / "backcast.json").read_text(encoding="utf-8"))
    assert all(each.startswith("conditional") for each in (*plain["says"], plain["note"]))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--start", "2014-01-01"], "No state of the country is known on or before 2014-01-01"),
        (["--start", "soon"], "'soon' does not match"),
        ([], "Say from when with --start DATE, or which scenario with --scenario."),
        (["--start", "2016-12-31", "--until", "2016-12-31"], "nothing to score"),
        (["--start", "2016-12-31", "--control", "none.csv"], "none.csv: there is no such file"),
        (["--start", "2016-12-31", "--control", "."], "this is a folder, not a CSV file"),
        (["--start", "2016-12-31", "--scenario", "russian_exit"], "leave --start out"),
        (["--scenario", "russian_exits"], 'did you mean "russian_exit"?'),
        (["--start", "2016-12-31", "--runs", "1"], "Invalid value for '--runs'"),
    ],
)
def test_wrong_usage_is_one_message_and_leaves_nothing(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.main(["backcast", *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert not _files()


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--control", "date,id,control\n2017-02-10,palmyr,is\n2017-02-10,homs,regme\n",
         ['truth.csv:2: id: there is no place "palmyr" (did you mean "palmyra"?)',
          'truth.csv:3: control: "regme" is no code (did you mean "regime"?)']),
        ("--control", "date,id,control\n2017-02-10,palmyra,is\n2017-02-10,palmyra,is\n", ["truth.csv:3: ", "twice"]),
        ("--control", "date,id,control\n2017-02-10,palmyra,contested\n", ["No place of the map of 2017-02-10"]),
        ("--control", "date,id,control\n2016-02-10,palmyra,is\n", ["nothing to score"]),
        ("--control", "date,id,control\n2035-02-10,palmyra,is\n", ["the model ends on"]),
        ("--deaths", "month,violence_type,best,low,high\n2017-01,all,3,4,9\n2017-03,all,3,3,2\n",
         ["truth.csv:2: low: 4 lies above best, which is 3", "truth.csv:3: best: 3 lies above high, which is 2"]),
        ("--deaths", "month,violence_type,best,low,high\n2017-01,all,3,3,3\n2017-03,all,3,3,3\n",
         ["truth.csv:3: month: 2017-02 is missing before this month"]),
        ("--deaths", "month,violence_type,best_in_thousands,low,high\n2017-01,all,3,3,3\n",
         ["truth.csv:1: best_in_thousands: counts are wanted in persons, not in thousands"]),
    ],
)  # fmt: skip
def test_a_bad_truth_file_is_told_by_line_and_leaves_nothing(
    option: str, text: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("truth.csv").write_text(text, encoding="utf-8")
    assert door.main([*SHORT, option, "truth.csv"]) == 2
    err = capsys.readouterr().err
    assert all(each in err for each in said)
    assert "Traceback" not in err
    assert _files() == [Path("truth.csv")]


def test_results_are_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("taken").mkdir()
    assert door.main([*SHORT, "--out", "taken"]) == 2
    assert "never overwritten" in capsys.readouterr().err
