"""theatre run and theatre replay from the command line: folders, exit codes, one message per fault."""

from __future__ import annotations

import errno
import json
import shlex
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.cli import main as door
from sim.cli import run as command
from sim.record import store
from sim.record.store import load_record
from sim.scenario.posterior import posterior

SHORT = ["run", "base_2015", "--weeks", "6", "--no-pictures"]
DEFAULT = Path("results/base_2015/intervention-seed1")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["theatre"])


def _fails(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return exit code and message of a command that must say one thing and write no results."""
    capsys.readouterr()
    code = door.main(words)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return code, said.err.strip()


def _hidden() -> list[str]:
    return [str(path) for path in Path().rglob(".*")]


def test_a_run_says_where_it_went_and_civilians_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(SHORT) == 0
    said = capsys.readouterr().out
    assert str(DEFAULT) in said
    assert said.index("civilians") < said.index("regime and allies")
    record = load_record(DEFAULT)
    assert (record.weeks, record.seeds, record.runs) == (6, [1], 1)
    assert not _hidden()


def test_the_same_run_again_goes_to_a_folder_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert door.main([*SHORT, "--quiet"]) == 0
    again = DEFAULT.with_name(f"{DEFAULT.name}-2")
    assert capsys.readouterr().out == ""
    for name in ("series.parquet", "flips.parquet", "events.jsonl", "orders.jsonl", "scenario.yaml"):
        assert (DEFAULT / name).read_bytes() == (again / name).read_bytes(), name


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*SHORT, "--runs", "2", "--seed", "7", "--out", "x", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == "x"
    assert [run["hash"] for run in told["runs"]] == [run.hashes[-1] for run in load_record(Path("x")).histories]
    assert [run["seed"] for run in told["runs"]] == [7, 8]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--weeks", "0"], 2, "a run has 1 to 400 whole weeks"),
        (["--weeks", "ten"], 2, "Invalid value for '--weeks'"),
        (["--set", "weeks=0"], 2, "a run has 1 to 400 whole weeks"),
        (["--seed", "-1"], 2, "Invalid value for '--seed'"),
        (["--seed", str(2**63)], 2, "A seed is a whole number from 0 to 2^63 - 1"),
        (["--runs", "0"], 2, "Invalid value for '--runs'"),
        (["--jobs", "0"], 2, "Invalid value for '--jobs'"),
        (["--numbers", "200"], 2, "--numbers takes posterior, declared or the number of a draw, 0 to 199"),
        (["--numbers", "prior"], 2, 'not "prior"'),
        (["--numbers", "-1"], 2, "the number of a draw"),
        (["--set", "combat.kapa=1"], 2, 'did you mean "combat.kappa"?'),
        (["--set", "combat.kappa"], 2, "--set takes key=value"),
        (["--set", "combat.kappa=99"], 2, "combat.kappa"),
        (["--set", "actors.russia.policy=bold"], 2, "bold"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_usage_is_one_message_and_no_folder(
    words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    got, said = _fails(["run", "base_2015", "--no-pictures", *words], capsys)
    assert got == code
    assert says in said
    assert not [path for path in Path().rglob("*") if path.is_file()]
    assert not Path(DEFAULT).exists()


def test_an_unknown_scenario_is_met_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _fails(["run", "base_2051"], capsys)
    assert code == 2
    assert "base_2015" in said


def test_a_folder_that_exists_is_not_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x").mkdir()
    code, said = _fails([*SHORT, "--out", "x"], capsys)
    assert (code, said) == (2, "x exists already; results are never overwritten. Choose another --out.")


@pytest.mark.parametrize("way", ["results", "results/base_2015"])
def test_a_file_in_the_way_of_results_is_one_message(way: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(way).parent.mkdir(exist_ok=True)
    Path(way).touch()
    code, said = _fails(SHORT, capsys)
    assert code == 1
    assert said == "results/base_2015 cannot be a folder: a file is in its way. Choose another --out."


def test_results_that_may_not_be_written_are_refused_before_the_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(self: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "touch", forbidden)
    monkeypatch.setattr(command, "_run", lambda *_: pytest.fail("the run has begun"))
    code, said = _fails(SHORT, capsys)
    assert code == 1
    assert said.startswith("No permission to read or write (results/base_2015")


def test_a_full_disk_after_the_run_is_one_message_and_no_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "_write_series", full)
    code, said = _fails(SHORT, capsys)
    assert code == 1
    assert said.startswith(f"The results could not be written to {DEFAULT}: No space left on device. Nothing")
    assert list(DEFAULT.parent.iterdir()) == []


def test_two_runs_at_a_time_do_not_meet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the folder is taken by another process while the run goes on: the results go to the next."""
    run = command._run

    def meanwhile(*words: object) -> object:
        DEFAULT.mkdir()
        return run(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "_run", meanwhile)
    assert door.main(SHORT) == 0
    assert f"{DEFAULT}-2" in capsys.readouterr().out
    assert list(DEFAULT.iterdir()) == []
    assert load_record(DEFAULT.with_name(f"{DEFAULT.name}-2")).runs == 1


def test_a_run_an_ensemble_and_their_forks_are_verified(capsys: pytest.CaptureFixture[str]) -> None:
    for words, runs in (([], 1), (["--runs", "2"], 2)):
        folder = f"x{runs}"
        assert door.main([*SHORT, *words, "--out", folder, "--quiet"]) == 0
        asked = ["replay", folder, "--from", "3", "--set", "combat.kappa=0.02", "--no-pictures"]
        assert door.main(asked) == 0
        fork = f"{folder}-from3"
        assert capsys.readouterr().out == f"{fork}: forked at week 3; 3 weeks as before, then combat.kappa=0.02.\n"
        for made in (folder, fork):
            assert door.main(["replay", made, "--verify"]) == 0
            assert capsys.readouterr().out == f"{made}: {runs} run(s), {6 * runs} weekly hashes, all the same.\n"


def _hint(said: str) -> list[str]:
    (line,) = [line for line in said.splitlines() if line.startswith("What happened in one of them: ")]
    return shlex.split(line.partition(": theatre ")[2])


@pytest.mark.parametrize(
    "words",
    [
        ["base_2015", "--weeks", "5", "--seed", "217"],
        ["base_2015:no_russia", "--weeks", "5", "--set", "combat.theta=0.6", "--set", "start.regime.strike=20000"],
        ["my war.yaml:quiet", "--seed", "3"],
        ["base_2015", "--set", "weeks=4", "--numbers", "declared"],
        ["base_2015", "--weeks", "5", "--numbers", "42"],
    ],
    ids=["draw", "settings", "file", "declared", "one-draw"],
)
def test_the_hint_runs_one_of_them_again_to_its_hash(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    quiet = "variants: {quiet: {title: q, summary: q, parameters: few_hide}}"
    draft = ["extends: base_2015", "id: my_war", "title: mine", "summary: mine", "weeks: 5", quiet, ""]
    Path("my war.yaml").write_text("\n".join(draft), "utf-8")
    assert door.main(["run", *words, "--runs", "2", "--no-pictures", "--out", "many"]) == 0
    again = _hint(capsys.readouterr().out)
    assert door.main([*again, "--no-pictures", "--out", "one", "--quiet"]) == 0
    many, one = load_record(Path("many")), load_record(Path("one"))
    assert (one.runs, one.seeds[0]) == (1, many.seeds[0])
    assert one.histories[0].hashes == many.histories[0].hashes
    assert door.main(["explain", "many", "raqqa"]) == 2
    assert shlex.join(["theatre", *again]) in capsys.readouterr().err
    for made in ("many", "one"):
        assert door.main(["replay", made, "--verify"]) == 0


def test_runs_draw_their_numbers_and_keep_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*SHORT, "--runs", "3", "--seed", "199", "--out", "x"]) == 0
    assert f"{len(posterior().names)} numbers drawn for each run from {posterior().told}" in capsys.readouterr().out
    record = load_record(Path("x"))
    assert [run.draw for run in record.histories] == [199, 0, 1]
    assert [run.numbers for run in record.histories] == [posterior()[draw].values for draw in (199, 0, 1)]
    assert record.manifest["numbers"] == posterior().plain()
    assert door.main([*SHORT, "--seed", "200", "--out", "y", "--quiet"]) == 0
    assert not Path("y/draws.parquet").exists()
    assert "numbers" not in load_record(Path("y")).manifest


def test_a_fork_of_drawn_runs_keeps_their_numbers() -> None:
    assert door.main([*SHORT, "--runs", "2", "--out", "x", "--quiet"]) == 0
    assert door.main(["replay", "x", "--from", "4", "--no-pictures"]) == 0
    before, after = load_record(Path("x")), load_record(Path("x-from4"))
    assert [run.hashes for run in after.histories] == [run.hashes for run in before.histories], "nothing was changed"
    assert [(run.draw, run.numbers) for run in after.histories] == [(run.draw, run.numbers) for run in before.histories]
    assert after.manifest["numbers"] == before.manifest["numbers"]
    assert door.main(["replay", "x-from4", "--verify"]) == 0


def test_numbers_declared_are_those_of_a_single_run() -> None:
    assert door.main([*SHORT, "--runs", "2", "--numbers", "declared", "--out", "x", "--quiet"]) == 0
    assert door.main([*SHORT, "--seed", "2", "--out", "y", "--quiet"]) == 0
    record = load_record(Path("x"))
    assert record.histories[1].hashes == load_record(Path("y")).histories[0].hashes
    assert record.histories[1].draw is None
    assert not Path("x/draws.parquet").exists()


def test_draws_that_were_edited_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*SHORT, "--runs", "2", "--out", "x", "--quiet"]) == 0
    path = Path("x/draws.parquet")
    whole = pq.read_table(path)
    name = posterior().names[0]
    pq.write_table(whole.rename_columns({name: "combat.kapa"}), path)
    code, said = _fails(["replay", "x", "--verify"], capsys)
    assert (code, 'there is no number "combat.kapa"' in said) == (1, True)
    values = [value + 1e-4 for value in whole[name].to_pylist()]
    pq.write_table(whole.set_column(whole.column_names.index(name), name, pa.array(values)), path)
    assert _fails(["replay", "x", "--verify"], capsys)[0] == 1
    for broken in (whole.slice(1), whole.drop_columns("draw"), whole.set_column(1, "draw", pa.array([1.5, 2.5]))):
        pq.write_table(broken, path)
        assert "do not fit together" in _fails(["replay", "x", "--verify"], capsys)[1]


@pytest.fixture
def made() -> str:
    assert door.main([*SHORT, "--out", "made", "--quiet"]) == 0
    return "made"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--from", "6"], 2, "A fork starts at week 0 to 5 of this run, not 6"),
        (["--from", "-1"], 2, "Invalid value for '--from'"),
        (["--from", "3", "--verify"], 2, "--verify repeats a run and --from changes it; choose one."),
        (["--set", "combat.kappa=0.02"], 2, "--set and --out belong to a fork: say from which week"),
        (["--from", "3", "--set", "combat.kapa=1"], 2, 'did you mean "combat.kappa"?'),
        (["--from", "3", "--set", "start.regime.strike=1"], 2, "the start is past"),
        (["--from", "3", "--out", "made"], 2, "made exists already; results are never overwritten."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_replay_that_cannot_be_is_one_message(
    made: str, words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    got, said = _fails(["replay", made, *words], capsys)
    assert got == code
    assert says in said
    assert sorted(path.name for path in Path().iterdir()) == ["made"]


def test_what_is_no_folder_of_ours_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _fails(["replay", "nothing"], capsys)
    assert (code, said) == (2, "nothing is not a folder. theatre run prints the folder that it wrote.")
    Path("empty").mkdir()
    code, said = _fails(["replay", "empty", "--verify"], capsys)
    assert (code, said) == (1, "empty is not a results folder: manifest.json is missing.")


def test_an_edited_record_is_found(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = Path(made, "scenario.yaml")
    text = scenario.read_text("utf-8")
    scenario.write_text(text.replace("weeks: 6\n", "weeks: 5\n", 1), "utf-8")
    code, said = _fails(["replay", made, "--verify"], capsys)
    assert code == 1
    assert said.startswith("Run 0 (seed 1) has 6 weeks in its record and 5 now.")
    scenario.write_text(text.split("values:")[0], "utf-8")
    code, said = _fails(["replay", made, "--verify"], capsys)
    assert code == 1
    assert said.startswith("The scenario.yaml of these results has been edited or cut")


def test_the_bench_answers_in_words_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["bench", "--rounds", "1", "--no-commands", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["run"].keys() >= {"median", "low", "high", "unit", "over_reference"}
    assert told["ratios"].keys() >= {"decisions", "record", "guards"}
    assert door.main(["bench", "--rounds", "1", "--no-commands"]) == 0
    said = capsys.readouterr().out
    assert "a run of 156 weeks" in said
    assert "share of decisions in a run" in said
