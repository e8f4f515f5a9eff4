"""Boxes in noise, luck and ignorance apart, and pairs: against known answers, by way of a sweep's folder."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import InputError
from sim.experiments.exploring.discovery import find_box, rule_of
from sim.experiments.exploring.response import response
from sim.experiments.exploring.spread import spread_of
from sim.experiments.sweeps.plan import Design, Factor
from tests.experiments.functions import AREA, DEATHS, QAIM, numbers, planned, sweep_of

ARMS = ("war:one", "war:two")


def _box(settings, arm, seed):  # type: ignore[no-untyped-def]
    """Nearly always low where x1 is above 0.6 and x2 below 0.5, rarely elsewhere."""
    inside = settings["x1"] > 0.6 and settings["x2"] < 0.5
    luck = (hash((round(1e9 * settings["x3"]), seed)) % 1000) / 1000.0
    came = luck < (0.95 if inside else 0.05)
    return {AREA.name: 20.0 if came else 60.0, QAIM.name: None if came else 10.0}


@pytest.fixture(scope="module")
def boxed(tmp_path_factory):  # type: ignore[no-untyped-def]
    plan = planned(numbers(3), Design("latin_hypercube", 600), readings=(AREA, QAIM))
    return sweep_of(tmp_path_factory.mktemp("box") / "sweep", plan, _box)


@pytest.mark.xdist_group("prim")
@pytest.mark.parametrize("text", ["regime_area<30", "qaim_first_regime=never"])
def test_prim_finds_the_box_that_was_put_there(boxed, text: str) -> None:  # type: ignore[no-untyped-def]
    box = find_box(boxed, rule_of(text, boxed))
    sides = {side.factor: side for side in box.sides}
    assert sides.keys() == {"x1", "x2"}
    assert sides["x1"].low == pytest.approx(0.6, abs=0.05)
    assert sides["x1"].high == pytest.approx(1.0, abs=0.05)
    assert sides["x2"].low == pytest.approx(0.0, abs=0.05)
    assert sides["x2"].high == pytest.approx(0.5, abs=0.05)
    assert all(side.quasi_p < 0.05 for side in sides.values())
    assert box.density > 0.9
    assert box.coverage > 0.7
    assert box.base == pytest.approx(0.95 * 0.2 + 0.05 * 0.8, abs=0.05)


@pytest.mark.xdist_group("prim")
def test_prim_takes_words(tmp_path: Path) -> None:
    factors = (Factor("x1", "choice", values=("go", "stay", "wait")), *numbers(2)[1:])
    plan = planned(factors, Design("latin_hypercube", 300))
    table = sweep_of(tmp_path / "s", plan, lambda s, a, seed: {AREA.name: 20.0 if s["x1"] == "go" else 60.0})
    (side,) = find_box(table, rule_of("regime_area<=20", table)).sides
    assert (side.factor, side.values) == ("x1", ("go",))


def test_luck_and_ignorance_are_told_apart(tmp_path: Path) -> None:
    """Points spread with sd 3, seeds with 2 at every point alike, and with 1 from point to point."""
    draw = np.random.default_rng(3)
    of_seed = 2.0 * draw.normal(size=60)

    def play(settings, arm, seed):  # type: ignore[no-untyped-def]
        point = stats.norm.ppf(settings["x1"])
        return {AREA.name: 40.0 + 3.0 * point + of_seed[seed - 1] + draw.normal()}

    factors = (Factor("x1", "number", "", 0.0005, 0.9995),)
    table = sweep_of(tmp_path / "s", planned(factors, Design("latin_hypercube", 150), replicates=60), play)
    found = spread_of(response(table, AREA.name))
    assert found.ignorance == pytest.approx(3.0, rel=0.05)
    assert found.luck == pytest.approx(math.sqrt(of_seed.var(ddof=1) + 1.0), rel=0.03)
    assert found.luck_share == pytest.approx(found.luck**2 / (found.luck**2 + found.ignorance**2))
    assert (found.runs, found.points, found.never) == (9000, 150, None)


def test_one_seed_at_each_point_cannot_tell_luck_from_ignorance(tmp_path: Path) -> None:
    plan = planned(numbers(1), Design("sobol", 16))
    found = spread_of(response(sweep_of(tmp_path / "s", plan, lambda s, a, seed: {AREA.name: s["x1"]}), AREA.name))
    assert (found.luck, found.ignorance, found.luck_share) == (None, None, None)


def test_one_point_has_luck_alone(tmp_path: Path) -> None:
    plan = planned((Factor("x1", "choice", values=("go",)),), Design("grid", levels=1), replicates=40)
    table = sweep_of(tmp_path / "s", plan, lambda s, a, seed: {AREA.name: float(seed % 5)})
    found = spread_of(response(table, AREA.name))
    assert found.ignorance == 0.0
    assert found.luck == pytest.approx(np.std([seed % 5 for seed in range(40)], ddof=1))
    assert found.luck_share == 1.0


def test_one_point_of_many_cannot_tell_luck_from_ignorance(tmp_path: Path) -> None:
    """A sweep that has only begun."""
    plan = planned(numbers(1), Design("sobol", 4), replicates=8)
    table = sweep_of(tmp_path / "s", plan, lambda s, a, seed: {AREA.name: float(seed)}, without=(1, 2, 3))
    found = spread_of(response(table, AREA.name))
    assert (found.ignorance, found.luck_share) == (None, None)


def test_a_difference_pairs_runs_by_point_and_seed(tmp_path: Path) -> None:
    """The seed moves both arms alike, so its luck cancels; a failed run costs its pair and no more."""

    def play(settings, arm, seed):  # type: ignore[no-untyped-def]
        if arm == ARMS[1] and seed == 3 and settings["x1"] > 0.9:
            return "it broke"
        return {DEATHS.name: 1000.0 * seed + 100.0 * settings["x1"] * (arm == ARMS[0])}

    plan = planned(numbers(1), Design("sobol", 16), replicates=4, readings=(DEATHS,), arms=ARMS)
    table = sweep_of(tmp_path / "s", plan, play)
    answer = response(table, DEATHS.name, arm=ARMS[0], versus=ARMS[1])
    assert answer.of == "war:one minus war:two"
    assert len(answer.runs) == 64 - sum(table.coded["x1"] > 0.9)
    assert answer.means == pytest.approx(100.0 * table.coded["x1"].to_numpy())
    with pytest.raises(InputError, match="cannot be compared with itself"):
        response(table, DEATHS.name, versus=ARMS[0])
    with pytest.raises(InputError, match='did you mean "war:two"'):
        response(table, DEATHS.name, arm="war:tow")


@pytest.mark.xdist_group("prim")
def test_where_the_outcome_comes_by_luck_alone_no_box_is_shown(tmp_path: Path) -> None:
    """Of 400 runs a fifth have the outcome, whatever the inputs: any box would be made of luck."""
    draw = np.random.default_rng(11)
    play = lambda s, a, seed: {AREA.name: 20.0 if draw.random() < 0.2 else 60.0}  # noqa: E731
    table = sweep_of(tmp_path / "s", planned(numbers(3), Design("latin_hypercube", 400)), play)
    box = find_box(table, rule_of("regime_area<30", table))
    assert all(side.quasi_p < 0.05 for side in box.sides)
    assert box.density < 0.5
