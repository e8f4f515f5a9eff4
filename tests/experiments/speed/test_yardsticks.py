"""What stands beside the bench: the finer ground, two workers, memory, and the yardsticks of a clone."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.errors import RunError
from sim.experiments.speed import capacity
from sim.experiments.speed.capacity import Paces, Window
from sim.experiments.speed.finer import PARTS, cut_finer
from sim.experiments.speed.yardsticks import FOLDER, OURS, yardsticks
from sim.record.keep import ENSEMBLE
from sim.theatre.regions import Theatre, load_theatre


@pytest.fixture(scope="module")
def finer() -> Theatre:
    return cut_finer(load_theatre())


def test_the_finer_ground_is_the_same_country_in_four_times_as_many_regions(finer: Theatre) -> None:
    ground = load_theatre()
    assert finer.size == PARTS * ground.size
    assert finer.area.sum() == pytest.approx(ground.area.sum())
    assert finer.population.sum() == pytest.approx(ground.population.sum())
    assert finer.is_place.sum() == ground.is_place.sum()
    assert finer.ids[::PARTS] == ground.ids
    assert np.array_equal(finer.anchor // PARTS, np.repeat(ground.anchor, PARTS))
    assert len(np.unique(finer.key)) == finer.size
    assert finer.key.min() > 0


def test_its_regions_have_about_as_many_neighbours_and_all_hang_together(finer: Theatre) -> None:
    ground = load_theatre()
    assert finer.degree.mean() == pytest.approx(ground.degree.mean(), abs=0.5)
    between = finer.neighbour // PARTS != np.arange(finer.size)[:, None] // PARTS
    outer = np.where((finer.neighbour >= 0) & between, finer.border, 0.0).sum()
    assert outer == pytest.approx(ground.border.sum())
    assert all(finer.distance[row, : finer.degree[row]].min() > 0.0 for row in range(finer.size))
    reached, edge = {0}, [0]
    for row in edge:
        new = set(finer.neighbour[row, : finer.degree[row]].tolist()) - reached
        reached |= new
        edge += new
    assert len(reached) == finer.size


def test_a_war_runs_on_it_under_every_guard(finer: Theatre) -> None:
    model = TheatreModel("base_2015", weeks=6, ground=finer, guards=True, keep=ENSEMBLE, collect=False)
    model.run()
    assert model.world.dead.sum() > 0.0


def test_two_workers_are_measured_beside_one_and_memory_after_few_runs_and_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(capacity, "_worker", lambda: ThreadPoolExecutor(1))
    told: list[int] = []
    paces = capacity.workers(1, weeks=4, progress=told.append)
    assert told == [1]
    names = {figure.name for figure in paces.figures()}
    assert names >= {"one_worker", "one_worker_run", "two_workers", "two_workers_run", "ten_thousand"}
    assert len(paces.ratios()) + len(paces.left_out()) == 2
    peaks, grown = capacity.memory(1, 2)
    assert [figure.median >= 1.0 for figure in (*peaks, *grown)] in ([True] * 3, [])


def test_the_gain_of_a_second_worker_by_wall_time_is_that_of_quiet_windows() -> None:
    alone = (Window(9.0, 0.1, 0.1), Window(20.0, 0.1, 0.9))
    both = (Window(18.0, 0.125, 0.0), Window(30.0, 0.1, 1.0))
    by_cpu, by_wall = Paces(alone, both).ratios()
    assert by_cpu.values == pytest.approx((1.6, 2.0))
    assert by_wall.median == pytest.approx(2.0)
    assert Paces(alone, both).left_out() == []
    all_runs = next(figure for figure in Paces(alone, both).figures() if figure.name == "ten_thousand")
    assert all_runs.values == pytest.approx((10_000 * 0.125 / 2.0 / 60.0, 10_000 * 0.1 / 2.0 / 60.0))


def test_without_a_quiet_window_it_is_left_out_with_a_reason() -> None:
    busy = Paces((Window(9.0, 0.1, 1.2),), (Window(18.0, 0.1, 0.0),))
    assert [ratio.name for ratio in busy.ratios()] == ["second_cpu"]
    assert "other work used 0.6 cores" in busy.left_out()[0]


def test_a_worker_is_a_process_of_its_own() -> None:
    with capacity._worker() as pool:
        assert pool.submit(os.getpid).result() != os.getpid()


def test_without_a_clone_the_yardsticks_are_left_out_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "__main__.py").write_text("raise SystemExit('of somebody else')", encoding="utf-8")
    beside = yardsticks(1, tmp_path / "benchmarks")
    assert (beside.figures, beside.ratios) == ([], [])
    assert "a clone of the project" in beside.left_out[0]


def _pretend(folder: Path, code: str) -> Path:
    (folder / OURS).parent.mkdir(parents=True)
    (folder / OURS).touch()
    (folder / "__init__.py").touch()  # a package goes before a mere folder of that name elsewhere on the path
    (folder / "__main__.py").write_text(code, encoding="utf-8")
    return folder


def test_the_answer_of_the_yardsticks_is_read(tmp_path: Path) -> None:
    row = {"name": "c_week", "unit": "us", "doc": "a week of C", "values": [140.0, 150.0, 160.0]}
    answer = {"figures": [row], "ratios": [], "left_out": ["the C yardstick"]}
    beside = yardsticks(3, _pretend(tmp_path / "benchmarks", f"print({json.dumps(answer)!r})"))
    assert (beside.figures[0].median, beside.left_out) == (150.0, ["the C yardstick"])


def test_yardsticks_that_fail_are_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="python -m benchmarks failed while it was measured: out of luck"):
        yardsticks(1, _pretend(tmp_path / "benchmarks", "raise SystemExit('out of luck')"))


def test_a_clone_has_them() -> None:
    assert (FOLDER / OURS).is_file()
    assert (FOLDER / "__main__.py").is_file()
