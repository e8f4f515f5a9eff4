"""theatre compare from the command line: both arms, the folder, the words, one message per fault."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.cli import main as door
from sim.experiments.comparing import comparison_folder
from sim.experiments.comparing.comparison_folder import load_comparison
from sim.record.store import read_scenario
from sim.reports.comparing import comparison as picture
from sim.scenario.load import load_scenario
from sim.scenario.parameters.registry import declared
from sim.scenario.posterior import posterior

SHORT = ["compare", "ceasefire:none", "ceasefire:hold", "--weeks", "5", "--runs", "3"]
PLAIN = [*SHORT, "--no-pictures"]
DEFAULT = Path("results/compare/ceasefire-none-vs-ceasefire-hold-n3")
FILES = {
    "comparison.json", "draws.parquet", "pairs.parquet", "holders.parquet", "weekly.parquet", "manifest.json",
    "scenario_a.yaml", "scenario_b.yaml",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["theatre"])


def _files() -> list[Path]:
    return [path for path in Path().rglob("*") if path.is_file()]


def test_a_comparison_says_what_differs_how_much_and_in_how_many_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(PLAIN) == 0
    said = capsys.readouterr().out
    assert "events.february_truce: - |" in said
    assert said.index("civilians_deaths") < said.index("regime_area")
    assert "Under these rules and ranges, civilian deaths are lower with B in " in said
    assert f"3 sets of {len(posterior().names)} numbers drawn from " in said
    assert "luck and ignorance cannot be told apart" in said
    assert "This is the range of the model under its assumptions, not of history." in said
    assert str(DEFAULT) in said
    assert {path.name for path in DEFAULT.iterdir()} == FILES
    assert not list(Path().rglob(".*"))


def test_the_folder_holds_every_pair_and_both_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*PLAIN, "--seed", "4", "--json", "--set-b", "combat.kappa=0.03"]) == 0
    told = json.loads(capsys.readouterr().out)
    folder = Path(told.pop("folder"))
    assert folder.name == "ceasefire-none-vs-ceasefire-hold-set-n3"
    assert told == json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    rows = pq.read_table(folder / "pairs.parquet").to_pandas()
    assert rows["seed"].tolist() == [4, 5, 6] * 2
    assert rows["arm"].tolist() == list("AAABBB")
    a, b = (rows[rows["arm"] == arm]["civilians_deaths"].to_numpy() for arm in "AB")
    assert told["outcomes"]["civilians_deaths"]["mean"] == pytest.approx((b - a).mean())
    assert rows["palmyra_first_regime"].isna().any(), "never is empty"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "comparison"
    assert manifest["sets_b"] == ["combat.kappa=0.03"]
    assert "kappa: 0.03" in (folder / "scenario_b.yaml").read_text(encoding="utf-8")


def test_without_b_it_is_the_arm_that_a_names_or_a_with_a_change(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--weeks", "3", "--runs", "2", "--no-pictures", "--json"]
    assert door.main(["compare", "ceasefire:hold", *few]) == 0
    assert json.loads(capsys.readouterr().out)["b"] == load_scenario("ceasefire:hold").scenario.compare_with
    assert door.main(["compare", "ceasefire:hold", *few, "--set-b", "combat.kappa=0.03"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["b"] == "ceasefire:hold with combat.kappa=0.03"
    assert [one["key"] for one in told["differs"]] == ["combat.kappa"]


def test_draws_set_luck_and_ignorance_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*SHORT, "--draws", "3", "--vary", "combat.*", "--out", "x"]) == 0
    said = capsys.readouterr().out
    assert "Under these rules and ranges, civilian deaths" in said
    assert "Ignorance (draws of the numbers) and luck (seeds) apart" in said
    assert "3 draws of 21 numbers" in said
    drawn = pq.read_table("x/draws.parquet").to_pandas()
    assert len(drawn) == 3
    assert len(np.unique(drawn["combat.kappa"])) == 3
    assert {path.name for path in Path("x").iterdir()} == FILES | {
        "comparison.png", "comparison.csv", "comparison_weekly.csv", "comparison.txt",
        *(f"difference_map.{kind}" for kind in ("png", "csv", "txt")),
    }  # fmt: skip


def test_pairs_are_laid_out_as_draws_and_seeds_that_tell_their_draw(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*PLAIN, "--runs", "6", "--seed", "198", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["draws"], told["runs"], told["outcomes"]["all_deaths"]["ignorance"]["within"] > 0) == (3, 2, True)
    folder = Path(told["folder"])
    rows, drawn = (pq.read_table(folder / f"{name}.parquet").to_pandas() for name in ("pairs", "draws"))
    assert rows["seed"].tolist() == [198, 398, 199, 399, 200, 400] * 2
    assert drawn["posterior"].tolist() == [198, 199, 0]
    for place, number in enumerate(drawn["posterior"]):
        row = drawn.drop(columns=["draw", "posterior"]).iloc[place]
        assert dict(row) == posterior()[number].values
    assert load_comparison(folder).numbers == told["numbers"]


def test_numbers_may_be_those_declared_or_one_draw(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*PLAIN, "--numbers", "declared", "--out", "x"]) == 0
    said = capsys.readouterr().out
    assert "Luck alone, under one set of numbers; ignorance of the numbers is wider." in said
    assert "Under these rules and this set of numbers, civilian deaths are" in said
    assert {path.name for path in Path("x").iterdir()} == FILES - {"draws.parquet"}
    assert door.main([*PLAIN, "--numbers", "17", "--set-b", "combat.kappa=0.03", "--out", "y"]) == 0
    assert "numbers of posterior draw 17, the same in both arms" in capsys.readouterr().out
    arms = [read_scenario(Path(f"y/scenario_{arm}.yaml")) for arm in "ab"]
    kappa = declared()["combat.kappa"].value
    assert [arm["values"]["combat"]["kappa"] for arm in arms] == [kappa, 0.03], "what one arm fixes is drawn in none"
    why = [{name for name, one in arm["provenance"].items() if one["why"] == "posterior draw 17"} for arm in arms]
    assert why[0] == why[1] == set(posterior().names) - {"combat.kappa"}


def test_the_same_again_goes_to_a_folder_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert door.main([*PLAIN, "--quiet"]) == 0
    again = DEFAULT.with_name(f"{DEFAULT.name}-2")
    assert capsys.readouterr().out == ""
    for name in FILES - {"manifest.json"}:
        assert (DEFAULT / name).read_bytes() == (again / name).read_bytes(), name


def test_the_shorter_arm_counts_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*PLAIN[:3], "--runs", "2", "--no-pictures", "--set-a", "weeks=3", "--set-b", "weeks=4"]) == 0
    said = capsys.readouterr()
    assert "A has 3 weeks and B 4: both are run for 3." in said.err
    assert "3 weeks, 2 pairs" in said.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ceasefire", "ceasefire:hold"], "are the same"),
        (["ceasefire", "--set-b", "combat.kappa=0.01874"], "are the same"),
        (["ceasefire", "base_2015"], "must start on the same date"),
        (["ceasefire", "ceasfire"], 'did you mean "ceasefire"'),
        (["ceasefire:hold", "ceasefire:nun"], "nun"),
        (["ceasefire", "--set-b", "combat.kapa=1"], 'did you mean "combat.kappa"?'),
        (["ceasefire", "--runs", "1"], "an interval needs 2 pairs or more"),
        (["ceasefire", "--runs", "1000", "--draws", "1000"], "so many are a sweep"),
        (["ceasefire", "--vary", "combat.*"], "say how often with --draws"),
        (["ceasefire", "--draws", "2", "--vary", "combt.*"], "there is no number"),
        (["ceasefire", "--draws", "0"], "Invalid value for '--draws'"),
        (["ceasefire", "--draws", "2", "--numbers", "declared"], "choose one"),
        (["ceasefire", "--numbers", "200"], "the number of a draw, 0 to 199"),
        (["ceasefire", "--runs", "1009"], "cannot be shared out evenly among 200 draws or fewer; say 1005 or 1010"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_usage_is_one_message_and_no_file(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.main(["compare", *words, "--weeks", "3"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert "Traceback" not in said.err
    assert not _files()


def test_a_folder_that_exists_is_not_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x").mkdir()
    assert door.main([*PLAIN, "--out", "x"]) == 2
    assert capsys.readouterr().err == "x exists already; results are never overwritten. Choose another --out.\n"


def test_a_full_disk_leaves_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(comparison_folder, "_pairs", full)
    assert door.main(PLAIN) == 1
    assert "No space left on device. Nothing half-written was kept." in capsys.readouterr().err
    assert list(DEFAULT.parent.iterdir()) == []


def test_a_picture_that_fails_costs_no_numbers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no ink")

    monkeypatch.setattr(picture, "draw_comparison", broken)
    assert door.main([*SHORT, "--quiet"]) == 1
    assert "but the picture could not be drawn: no ink" in capsys.readouterr().err
    assert {path.name for path in DEFAULT.iterdir()} == FILES
