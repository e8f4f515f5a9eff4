"""Which inputs matter: functions of known answer, through the same folder, table and methods as a war."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.experiments.exploring.effects import effects_of
from sim.experiments.exploring.response import Response, response
from sim.experiments.exploring.sensitivity import Influence, Ranking, which_matter
from sim.experiments.sweeps.plan import Design, Factor
from tests.experiments.functions import AREA, ishigami, numbers, planned, sweep_of

ANGLES = numbers(3, -math.pi, math.pi)
TOTAL = {"x1": 0.558, "x2": 0.442, "x3": 0.244}
FIRST = {"x1": 0.314, "x2": 0.442, "x3": 0.0}
"""Known indices of the function of Ishigami and Homma (1990) with a = 7, b = 0.1."""


def _line(settings, arm, seed):  # type: ignore[no-untyped-def]
    """Rise by 8, fall by 3, ignore the third; x is 0 to 1."""
    return {AREA.name: 40.0 + 8.0 * settings["x1"] - 3.0 * settings["x2"]}


def _by_name(ranking: Ranking) -> dict[str, Influence]:
    return {one.factor: one for one in ranking.influences}


def _asked(folder: Path, design: Design, play=_line, **more) -> Response:  # type: ignore[no-untyped-def]
    factors = more.pop("factors", numbers(3))
    without = more.pop("without", ())
    table = sweep_of(folder / "sweep", planned(factors, design, **more), play, without=without)
    return response(table, AREA.name)


@pytest.mark.parametrize("samples", [256, 1024])
def test_sobol_finds_the_known_indices_of_ishigami_within_its_intervals(tmp_path: Path, samples: int) -> None:
    found = _by_name(which_matter(_asked(tmp_path, Design("saltelli", samples), ishigami, factors=ANGLES)))
    for name, one in found.items():
        assert one.main_low <= TOTAL[name] <= one.main_high
        assert one.other_low <= FIRST[name] <= one.other_high
        assert one.main_high - one.main_low < 0.34 * math.sqrt(256 / samples)


def test_sobol_leaves_out_broken_base_samples_and_says_how_many_points(tmp_path: Path) -> None:
    """Point 7 breaks the second block of five, point 100 the 21st."""
    answer = _asked(tmp_path, Design("saltelli", 256), ishigami, factors=ANGLES, without=(7, 100))
    found = which_matter(answer)
    assert found.dropped == 8
    assert [one.factor for one in found.influences] == ["x1", "x2", "x3"]
    assert all(one.main_low <= TOTAL[one.factor] <= one.main_high for one in found.influences)


def test_failed_rows_count_as_missing(tmp_path: Path) -> None:
    def play(settings, arm, seed):  # type: ignore[no-untyped-def]
        return "it broke" if settings["x3"] > 3.0 else ishigami(settings, arm, seed)

    answer = _asked(tmp_path, Design("saltelli", 256), play, factors=ANGLES)
    found = which_matter(answer)
    assert 0 < found.dropped < len(answer.points) < 5 * 256


def test_morris_finds_the_effects_of_a_straight_line_exactly(tmp_path: Path) -> None:
    found = which_matter(_asked(tmp_path, Design("morris", 10, levels=4)))
    assert [one.factor for one in found.influences] == ["x1", "x2", "x3"]
    assert [one.main for one in found.influences] == pytest.approx([8.0, 3.0, 0.0])
    assert [one.other for one in found.influences] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert found.dropped == 0


def test_morris_tells_inputs_that_act_through_others(tmp_path: Path) -> None:
    """The product of two inputs centred at zero has effects of both signs: large mu*, as large sigma."""

    def play(settings, arm, seed):  # type: ignore[no-untyped-def]
        return {AREA.name: 10.0 * settings["x1"] * settings["x2"] + settings["x3"]}

    answer = _asked(tmp_path, Design("morris", 60, levels=4), play, factors=numbers(3, -1.0, 1.0))
    found = _by_name(which_matter(answer))
    assert found["x3"].main == pytest.approx(2.0)
    assert found["x3"].other == pytest.approx(0.0, abs=1e-9)
    # With levels -1, -1/3, 1/3, 1 of the other input, the mean size is 20 x 2/3.
    assert found["x1"].main_low <= 20.0 * 2.0 / 3.0 <= found["x1"].main_high
    assert found["x1"].other > found["x1"].main * 0.8


def test_morris_leaves_out_broken_trajectories(tmp_path: Path) -> None:
    found = which_matter(_asked(tmp_path, Design("morris", 10, levels=4), without=(0, 39)))
    assert found.dropped == 6
    assert [one.main for one in found.influences] == pytest.approx([8.0, 3.0, 0.0])


def test_dates_whole_numbers_and_words_are_factors_like_others(tmp_path: Path) -> None:
    start = date(2017, 6, 1)
    factors = (
        Factor("x1", "date", "", start.toordinal(), start.toordinal() + 200),
        Factor("x2", "choice", "", values=("stay", "go", "wait")),
        Factor("x3", "whole", "weeks", 0.0, 12.0),
    )

    def play(settings, arm, seed):  # type: ignore[no-untyped-def]
        days = (date.fromisoformat(settings["x1"]) - start).days
        return {AREA.name: days / 20.0 + {"stay": 0.0, "go": 9.0, "wait": 0.0}[settings["x2"]]}

    found = which_matter(_asked(tmp_path, Design("saltelli", 128), play, factors=factors))
    assert [one.factor for one in found.influences][2] == "x3"
    assert found.influences[2].main == pytest.approx(0.0, abs=1e-12)
    # Variance of the date 10^2 / 12 = 8.3, of the word 9^2 x 2/9 = 18: they share all of it and do not mix.
    named = _by_name(found)
    assert named["x2"].main_low <= 18.0 / 26.33 <= named["x2"].main_high
    assert named["x1"].main_low <= 8.33 / 26.33 <= named["x1"].main_high


def test_no_input_matters_where_nothing_differs_between_points(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the same regime_area"):
        which_matter(_asked(tmp_path / "a", Design("sobol", 16), lambda *_: {AREA.name: 3.0}))
    for kind in ("saltelli", "morris", "sobol"):
        design = Design(kind, 16, levels=4)  # type: ignore[arg-type]
        seeds_alone = _asked(tmp_path / kind, design, lambda s, a, seed: {AREA.name: 0.1 * seed}, replicates=3)
        with pytest.raises(InputError, match="no input matters"):
            which_matter(seeds_alone)


def test_an_effect_has_the_slope_of_the_line(tmp_path: Path) -> None:
    rise, fall, none = effects_of(_asked(tmp_path, Design("latin_hypercube", 960)))
    # The last third of the range lies two thirds above the first.
    assert rise.swing == pytest.approx(8.0 * 2.0 / 3.0, abs=rise.swing_half)
    assert fall.swing == pytest.approx(-3.0 * 2.0 / 3.0, abs=fall.swing_half)
    assert abs(none.swing) < none.swing_half
    middles = [one.mean for one in rise.bins]
    assert middles == sorted(middles)
    assert sum(one.points for one in rise.bins) == 960


def test_repeated_points_of_saltellis_blocks_do_not_sharpen_an_interval(tmp_path: Path) -> None:
    """Of 32 blocks of 5 points 64 are drawn apart; an input without effect shows none beside one with a large one."""
    play = lambda settings, arm, seed: {AREA.name: 100.0 * settings["x1"]}  # noqa: E731
    effects = effects_of(_asked(tmp_path, Design("saltelli", 32), play))
    assert all(sum(one.points for one in effect.bins) == 64 for effect in effects)
    assert effects[0].swing == pytest.approx(66.7, abs=effects[0].swing_half)
    assert all(abs(effect.swing) < effect.swing_half for effect in effects[1:])


def test_the_effect_of_a_word_goes_by_its_values(tmp_path: Path) -> None:
    factors = (Factor("x1", "choice", values=("go", "stay")), Factor("x2", "number", "", 0.0, 1.0))
    play = lambda settings, arm, seed: {AREA.name: 5.0 * (settings["x1"] == "stay")}  # noqa: E731
    effect, _ = effects_of(_asked(tmp_path, Design("grid", levels=4), play, factors=factors))
    assert [(one.at, one.points, one.mean) for one in effect.bins] == [(0.0, 4, 0.0), (1.0, 4, 5.0)]
    assert effect.swing == 5.0
