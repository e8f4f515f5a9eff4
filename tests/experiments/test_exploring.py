"""Where outcomes lie, luck and ignorance apart, how many runs are enough, and boxes: against known answers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import InputError
from sim.experiments.advisor import advise, half_width, runs_for, share_interval
from sim.experiments.discovery import find_box, rule_of
from sim.experiments.exploration import explore
from sim.experiments.plan import Design, Factor
from sim.experiments.response import response
from sim.experiments.spread import spread_of
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


def test_a_rule_is_read_strictly(boxed) -> None:  # type: ignore[no-untyped-def]
    assert str(rule_of(" regime_area >= 2e1 ", boxed)) == "regime_area>=20"
    for text in ("regime_area", "regime_area=3", "regime_area<never", "regime_area=never", "regime_area<1.2.3"):
        with pytest.raises(InputError, match="--give"):
            rule_of(text, boxed)
    with pytest.raises(InputError, match='did you mean "regime_area"'):
        rule_of("regime_aera<3", boxed)
    with pytest.raises(InputError, match="0 of 600 runs"):
        find_box(boxed, rule_of("regime_area<3", boxed))


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
    assert found.ignorance is None
    assert found.luck == pytest.approx(np.std([seed % 5 for seed in range(40)], ddof=1))


def test_what_never_happened_counts_as_the_horizon_and_is_told(tmp_path: Path) -> None:
    plan = planned(numbers(1), Design("sobol", 16), replicates=2, readings=(QAIM,))
    play = lambda s, a, seed: {QAIM.name: None if s["x1"] < 0.5 else 12.0}  # noqa: E731
    found = spread_of(response(sweep_of(tmp_path / "s", plan, play), QAIM.name))
    assert found.never == 0.5
    assert found.mean == pytest.approx((QAIM.horizon + 12.0) / 2)


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


def test_the_number_of_runs_is_the_least_whose_interval_is_narrow_enough() -> None:
    """Student's half-width t(n - 1) s / sqrt(n), as in any textbook; n = 1.96^2 s^2 / h^2 is its limit."""
    for sd, half in ((5.0, 1.0), (10.0, 1.0), (3.0, 2.5), (1.0, 5.0)):
        runs = runs_for(sd, half)
        width = [stats.t.ppf(0.975, n - 1) * sd / math.sqrt(n) for n in (max(runs - 1, 2), runs)]
        assert width[1] <= half
        assert width[0] > half or runs == 2
    assert runs_for(5.0, 0.1) == pytest.approx((1.959964 * 50.0) ** 2, rel=0.001)


def test_advice_says_what_is_known_and_what_it_takes() -> None:
    values = np.array([10.0, 12.0, 14.0, 16.0])
    advice = advise(values, 1.0)
    sd = math.sqrt(20.0 / 3.0)
    assert (advice.runs, advice.mean, advice.sd) == (4, 13.0, pytest.approx(sd))
    assert advice.half == pytest.approx(3.182446 * sd / 2.0)
    assert half_width(values) == advice.half
    assert advice.needed == runs_for(sd, 1.0) == 29
    assert not advice.enough
    assert advise(values, 5.0).enough
    assert advise(values[:1], 1.0).needed is None
    assert advise(np.full(5, 3.0), 0.0).enough


def test_a_share_has_an_interval_that_stays_between_0_and_1() -> None:
    """Wilson (1927): for 0 of 10 the upper end is z^2 / (n + z^2)."""
    low, high = share_interval(0, 10)
    assert low == pytest.approx(0.0, abs=1e-12)
    assert high == pytest.approx(1.959964**2 / (10 + 1.959964**2))


def test_an_exploration_answers_what_it_can_and_says_why_not(tmp_path: Path) -> None:
    plan = planned(numbers(2), Design("sobol", 16), replicates=2, readings=(AREA, DEATHS), arms=ARMS)
    table = sweep_of(tmp_path / "s", plan, lambda s, a, seed: {AREA.name: s["x1"] + 0.1 * seed, DEATHS.name: 7.0})
    area, deaths = explore(table).answers
    assert [spread.of for spread in area.spreads] == list(ARMS)
    assert area.ranking is not None
    assert area.ranking.influences[0].factor == "x1"
    assert deaths.ranking is None
    assert "the same all_deaths" in deaths.no_ranking
    (only,) = explore(table, outcomes=["regime_area"], arm=ARMS[1], versus=ARMS[0], widths={"regime_area": 2.0}).answers
    assert [spread.of for spread in only.spreads] == ["war:two minus war:one"]
    assert only.advice.wish == 2.0
