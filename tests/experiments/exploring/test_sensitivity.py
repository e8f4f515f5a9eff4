"""Which inputs matter, on functions whose answer is known, through the same path as wars: file, design, rows, table."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from sim.errors import InputError
from sim.experiments.executors import one_by_one
from sim.experiments.exploring.response import Response, response
from sim.experiments.exploring.sensitivity import which_matter
from sim.experiments.sweeps import sweep as sweep_module
from sim.experiments.sweeps.batches import Place
from sim.experiments.sweeps.chunk import Chunk, Play, Played
from sim.experiments.sweeps.parts import parts_in
from sim.experiments.sweeps.sweep import Sweep, open_sweep, start
from sim.experiments.sweeps.table import load_table
from tests.experiments.asking import GOOD, ask
from tests.experiments.plays import ishigami

ANGLES = "".join(f"  {name}: {{low: 0, high: 6.283185307179586, beyond: true}}\n"
                 for name in ("combat.kappa", "combat.theta", "combat.eta"))  # fmt: skip
KNOWN = MappingProxyType({"combat.kappa": (0.314, 0.558), "combat.theta": (0.442, 0.442), "combat.eta": (0.0, 0.244)})
"""First-order and total indices of the function of Ishigami (ishigami_1990) with a = 7, b = 0.1."""


def asked(design: str, factors: str = ANGLES, replicates: int = 1) -> str:
    text = GOOD.replace("{kind: latin_hypercube, points: 8}", design).replace(
        "replicates: 3", f"replicates: {replicates}"
    )
    return text.replace("  combat.kappa:\n  start.regime.strike:\n", factors)


def sweep(folder: Path, text: str, play: Play) -> Sweep:
    made = start(ask(folder, text), folder / "sweep", {})
    with one_by_one() as here:
        made.run(here, play=play)
    return made


def answer(folder: Path, text: str, play: Play) -> Response:
    return response(load_table(sweep(folder, text, play).folder), "regime_area")


def test_sobol_indices_of_a_known_function_lie_in_their_intervals(tmp_path: Path) -> None:
    ranking = which_matter(answer(tmp_path, asked("{kind: saltelli, points: 1024}"), ishigami))
    assert [one.factor for one in ranking.influences] == ["combat.kappa", "combat.theta", "combat.eta"]
    for one in ranking.influences:
        first, total = KNOWN[one.factor]
        assert one.main_low <= total <= one.main_high
        assert one.other_low <= first <= one.other_high
        assert one.main_high - one.main_low < 0.3
    assert ranking.dropped == 0


def linear(chunk: Chunk, place: Place) -> Played:
    """Return 3 x1 - 2 x2 + 0 x3 of the shares of the ranges."""
    shares = [
        (float(v) - f.low) / (f.high - f.low)
        for v, f in zip(chunk.values[place.point], chunk.plan.factors, strict=True)
    ]
    return Played([3 * shares[0] - 2 * shares[1] + 10, float("nan")])


def test_elementary_effects_of_a_plane_are_its_slopes(tmp_path: Path) -> None:
    ranking = which_matter(answer(tmp_path, asked("{kind: morris, points: 8, levels: 4}"), linear))
    found = {one.factor: (one.main, one.other, one.change) for one in ranking.influences}
    assert found["combat.kappa"] == pytest.approx((3.0, 0.0, 3.0), abs=1e-9)
    assert found["combat.theta"] == pytest.approx((2.0, 0.0, -2.0), abs=1e-9)
    assert found["combat.eta"] == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)


def test_elementary_effects_of_words_and_dates_are_found_too(tmp_path: Path) -> None:
    def words(chunk: Chunk, place: Place) -> Played:
        kappa, policy, day = chunk.values[place.point]
        return Played([10.0 * (policy == "idle") + float(str(day)[-2:]) / 31 + 0 * float(kappa), float("nan")])

    factors = (
        "  combat.kappa:\n  actors.regime.policy: {values: [ground, idle]}\n"
        "  event.february_truce.when: {low: 2015-10-01, high: 2015-10-31}\n"
    )
    ranking = which_matter(answer(tmp_path, asked("{kind: morris, points: 8, levels: 4}", factors), words))
    first, second, third = ranking.influences
    assert (first.factor, second.factor, third.factor) == (
        "actors.regime.policy", "event.february_truce.when", "combat.kappa"
    )  # fmt: skip
    assert first.main == pytest.approx(10.0)
    assert second.main == pytest.approx(30 / 31)
    assert third.main == 0.0


def test_elementary_effects_of_listed_numbers_are_over_their_whole_range(tmp_path: Path) -> None:
    def rising(chunk: Chunk, place: Place) -> Played:
        return Played([1000.0 * float(chunk.values[place.point][0]), float("nan")])

    factors = "  combat.kappa: {values: [0.03, 0.01]}\n  combat.theta:\n"
    ranking = which_matter(answer(tmp_path, asked("{kind: morris, points: 8, levels: 4}", factors), rising))
    assert (ranking.influences[0].main, ranking.influences[0].change) == pytest.approx((20.0, 20.0))


@pytest.mark.parametrize("design", ["{kind: latin_hypercube, points: 60}", "{kind: sobol, points: 64}"])
def test_ranks_tell_the_direction_and_the_strength(tmp_path: Path, design: str) -> None:
    ranking = which_matter(answer(tmp_path, asked(design), linear))
    found = {one.factor: one for one in ranking.influences}
    assert found["combat.kappa"].main > 0.6
    assert found["combat.theta"].main < -0.4
    assert found["combat.eta"].main_low < 0.0 < found["combat.eta"].main_high
    assert (ranking.explained or 0.0) > 0.9
    assert str(ranking) == str(which_matter(response(load_table(tmp_path / "sweep"), "regime_area")))


def test_unfinished_blocks_are_left_out_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "CHUNK", 15)
    made = sweep(tmp_path, asked("{kind: morris, points: 10, levels: 4}"), linear)
    parts_in(made.runs)[-1].unlink()
    ranking = which_matter(response(load_table(made.folder), "regime_area"))
    assert ranking.dropped == 2
    assert ranking.influences[0].main == pytest.approx(3.0)
    for part in parts_in(made.runs)[1:]:
        part.unlink()
    with pytest.raises(InputError, match="3 whole trajectories are done; 4 are the least"):
        which_matter(response(load_table(made.folder), "regime_area"))
    with one_by_one() as here:
        open_sweep(made.folder).run(here, play=linear)
    assert which_matter(response(load_table(made.folder), "regime_area")).dropped == 0


def test_a_grown_design_is_ranked_as_a_whole(tmp_path: Path) -> None:
    made = sweep(tmp_path, asked("{kind: saltelli, points: 64}"), ishigami)
    made.grown(points=512, replicates=None).save()
    with one_by_one() as here:
        open_sweep(made.folder).run(here, play=ishigami)
    ranking = which_matter(response(load_table(made.folder), "regime_area"))
    for one in ranking.influences:
        assert one.main_low - 0.05 <= KNOWN[one.factor][1] <= one.main_high + 0.05


def test_too_few_points_and_no_variance_are_said(tmp_path: Path) -> None:
    def flat(chunk: Chunk, place: Place) -> Played:
        return Played([5.0, float("nan")])

    few = answer(tmp_path, asked("{kind: latin_hypercube, points: 6}"), linear)
    with pytest.raises(InputError, match="6 points are done; to rank 3 inputs takes 8"):
        which_matter(few)
    (tmp_path / "flat").mkdir()
    with pytest.raises(InputError, match="has the same regime_area: no input matters"):
        which_matter(answer(tmp_path / "flat", asked("{kind: latin_hypercube, points: 20}"), flat))


def test_luck_left_in_the_means_is_told_and_common_luck_is_none_of_it(tmp_path: Path) -> None:
    def common(chunk: Chunk, place: Place) -> Played:
        return Played([linear(chunk, place).outcomes[0] + 100 * (place.replicate % 2), float("nan")])

    def mixed(chunk: Chunk, place: Place) -> Played:
        luck = np.random.default_rng([place.point, place.replicate]).normal()
        return Played([linear(chunk, place).outcomes[0] + luck, float("nan")])

    text = asked("{kind: latin_hypercube, points: 100}", replicates=4)
    assert which_matter(answer(tmp_path, text, common)).luck == pytest.approx(0.0, abs=1e-9)
    (tmp_path / "mixed").mkdir()
    variance = (9 + 4) / 12
    expected = 0.25 / (variance + 0.25)
    assert which_matter(answer(tmp_path / "mixed", text, mixed)).luck == pytest.approx(expected, abs=0.05)
