"""theatre explore from the command line: four questions, one answer each, and clear words where there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.cli import main as door
from sim.experiments.executors import one_by_one
from sim.experiments.sweeps.batches import Place
from sim.experiments.sweeps.chunk import Chunk, Play, Played
from sim.experiments.sweeps.sweep import start
from tests.experiments.asking import GOOD, ask

TEXT = GOOD.replace("points: 8", "points: 40")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def tilted(chunk: Chunk, place: Place) -> Played:
    """Rise with the first factor, and with the seed."""
    low, high = chunk.plan.factors[0].span if chunk.plan.factors else (0.0, 1.0)
    share = (float(chunk.values[place.point][0]) - low) / (high - low) if chunk.plan.factors else 0.5
    return Played([20.0 + 30.0 * share + place.replicate, float("nan") if share > 0.5 else 3.0])


def begin(text: str = TEXT, play: Play = tilted) -> Path:
    sweep = start(ask(Path(), text), Path("sweep"), {})
    with one_by_one() as here:
        sweep.run(here, play=play)
    return sweep.folder


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert door.main(["explore", *words, "--no-pictures"]) == code
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.err if code else told.out


def test_four_questions_are_answered_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, str(begin()))
    heads = [
        "1. What outcomes are possible?",
        "2. What does this input do?",
        "3. Which inputs matter?",
        "4. Which inputs give this outcome?",
        "How many runs are enough?",
        "This is the range of the model under its assumptions, not of history.",
    ]
    places = [told.index(head) for head in heads]
    assert places == sorted(places)
    assert "120 runs: 40 points of 2 inputs (latin hypercube), 3 seeds" in told
    assert "standardised rank regression" in told
    first = told[places[2] :].splitlines()[2]
    assert first.startswith("combat.kappa")


def test_the_ends_of_morriss_inputs_lie_as_far_apart_as_they_change(capsys: pytest.CaptureFixture[str]) -> None:
    """Four trajectories are few: means of thirds would mix in the other inputs."""
    text = GOOD.replace("latin_hypercube, points: 8", "morris, points: 4, levels: 4")
    kept = json.loads(said(capsys, str(begin(text)), "--json", "--outcome", "regime_area"))
    kappa, strike = kept["answers"][0]["effects"]
    assert (kappa["swing"], strike["swing"]) == pytest.approx((30.0, 0.0))
    assert kappa["high"]["mean"] - kappa["low"]["mean"] == pytest.approx(30.0)
    assert strike["high"]["mean"] == strike["low"]["mean"] == pytest.approx(kept["answers"][0]["advice"]["mean"])
    told = said(capsys, "sweep", "--outcome", "regime_area")
    assert "mean elementary effect of the whole range" in told
    assert "first and last third" not in told


def test_the_answers_are_kept_and_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    folder = begin()
    said(capsys, str(folder))
    kept = json.loads((folder / "explore" / "explore.json").read_text(encoding="utf-8"))
    assert [answer["outcome"] for answer in kept["answers"]] == ["regime_area", "palmyra_first_regime"]
    plain = json.loads(said(capsys, str(folder), "--json", "--outcome", "regime_area"))
    assert [answer["outcome"] for answer in plain["answers"]] == ["regime_area"]
    assert json.loads((folder / "explore" / "explore.json").read_text(encoding="utf-8")) == plain
    assert not list(folder.glob(".explore*"))


def test_a_wished_width_says_how_many_seeds_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, str(begin()), "--half-width", "regime_area=5")
    (row,) = [line for line in told.splitlines() if line.startswith("regime_area [% of the country]") and "5.0" in line]
    assert row.split()[-1] == "enough"


def test_where_seeds_are_not_enough_by_themselves_both_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("latin_hypercube, points: 8", "morris, points: 6, levels: 4")
    told = said(capsys, str(begin(text)), "--half-width", "regime_area=0.6", "--outcome", "regime_area")
    head, row = told[told.index("How many runs") :].splitlines()[1:3]
    assert head.rstrip().endswith("or trajectories x seeds, fewest runs")
    assert re.search(r" -  .* [\d,]+ x [\d,]+$", row.rstrip())


def test_a_grid_cannot_have_more_points(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, str(begin(GOOD.replace("latin_hypercube, points: 8", "grid, levels: 3"))))
    assert "or points" not in told
    assert "--points" not in told


def test_seeds_alone_are_explored_without_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("{kind: latin_hypercube, points: 8}", "{kind: grid}").replace(
        "factors:\n  combat.kappa:\n  start.regime.strike:\n", ""
    )
    told = said(capsys, str(begin(text)))
    assert "Nothing varies but the seeds: there is no input to ask of." in told
    assert not any(f"{number}. " in told for number in (2, 3, 4))
    assert "3 runs: 1 point of 0 inputs (grid), 3 seeds" in told
    (row,) = [line for line in told.splitlines() if line.startswith("regime_area") and "base_2015" in line]
    assert "100 %" in row


def test_one_seed_at_each_point_cannot_tell_luck(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, str(begin(TEXT.replace("replicates: 3", "replicates: 1"))))
    assert [line for line in told.splitlines() if line.startswith("regime_area") and " ? " in line]


def test_a_constant_outcome_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    def flat(chunk: Chunk, place: Place) -> Played:
        return Played([5.0, 2.0])

    told = said(capsys, str(begin(play=flat)))
    assert "has the same regime_area" in told
    assert "nan" not in told


@pytest.mark.parametrize(
    ("words", "fault", "code"),
    [
        (("nowhere",), "is not a sweep's folder", 2),
        (("sweep", "--outcome", "regim_area"), 'did you mean "regime_area"', 2),
        (("sweep", "--arm", "nobody"), 'no arm "nobody"', 2),
        (("sweep", "--versus", "base_2015:intervention"), "cannot be compared with itself", 2),
        (("sweep", "--give", "regime_area"), "write OUTCOME<NUMBER", 2),
        (("sweep", "--half-width", "regime_area=0"), "--half-width takes OUTCOME=HALF_WIDTH", 2),
    ],
)
def test_a_wrong_word_is_one_message(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], fault: str, code: int
) -> None:
    begin()
    assert fault in said(capsys, *words, code=code)


def test_a_sweep_without_rows_says_how_to_get_some(capsys: pytest.CaptureFixture[str]) -> None:
    start(ask(Path(), TEXT), Path("sweep"), {})
    assert "theatre sweep --resume sweep" in said(capsys, "sweep", code=1)


def test_a_sweep_of_failures_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(chunk: Chunk, place: Place) -> Played:
        raise ValueError("no war")

    assert "No run of base_2015:intervention has finished without an error" in said(
        capsys, str(begin(play=fail)), code=2
    )
