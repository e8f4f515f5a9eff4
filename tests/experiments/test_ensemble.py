"""Many runs: the same bytes here or on processes, in any chunks (for the death of a worker see `test_executors`)."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence

import pytest

from sim.experiments import ensemble
from sim.experiments.ensemble import run_ensemble, seeds_from
from sim.experiments.job import run_job
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.posterior import Posterior, posterior

SEEDS = seeds_from(40, 6)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("base_2015", weeks=8)


@pytest.fixture(scope="module")
def alone(loaded: Loaded) -> list[RunHistory]:
    return run_ensemble(loaded, SEEDS)


@pytest.fixture(autouse=True)
def on_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even these few weeks go to processes when more than one is asked for."""
    monkeypatch.setattr(ensemble, "FEW", 0)


def _bytes(histories: Sequence[RunHistory]) -> list[tuple[object, ...]]:
    return [
        (run.seed, run.hashes, run.table.tobytes(), run.flips.tobytes(), run.start_holder.tobytes())
        for run in histories
    ]


def test_every_seed_is_run_in_order_and_told_of(loaded: Loaded, alone: list[RunHistory]) -> None:
    told: list[int] = []
    again = run_ensemble(loaded, SEEDS, progress=told.append)
    assert [run.seed for run in again] == SEEDS
    assert (_bytes(again), sum(told)) == (_bytes(alone), len(SEEDS))


def test_a_run_does_not_depend_on_those_before_it(loaded: Loaded, alone: list[RunHistory]) -> None:
    turned = run_ensemble(loaded, SEEDS[::-1])
    assert _bytes(turned[::-1]) == _bytes(alone)
    assert _bytes(run_ensemble(loaded, SEEDS[3:4])) == _bytes(alone[3:4])


def test_two_processes_and_other_chunks_give_the_same_bytes(
    loaded: Loaded, alone: list[RunHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ensemble, "CHUNK", 1)
    told: list[int] = []
    assert _bytes(run_ensemble(loaded, SEEDS, jobs=2, progress=told.append)) == _bytes(alone)
    assert told == [1] * len(SEEDS)
    assert not multiprocessing.active_children()


@pytest.fixture(scope="module")
def free() -> Posterior:
    whole = posterior()
    return whole.only(whole.names[:4])


def test_each_run_has_the_draw_of_its_seed(loaded: Loaded, alone: list[RunHistory], free: Posterior) -> None:
    """Forty is its own draw, 240 has the same numbers and other luck; nothing else is changed by being drawn."""
    runs = run_ensemble(loaded, [*SEEDS, 240], posterior=free)
    assert [run.draw for run in runs] == [*SEEDS, 40]
    assert runs[0].numbers == runs[-1].numbers == free[40].values
    assert len({run.hashes for run in [*runs, *alone]}) == 2 * len(SEEDS) + 1
    by_hand = run_ensemble(loaded.with_numbers(free[43].values), SEEDS[3:4])
    assert _bytes(by_hand) == _bytes(runs[3:4])
    assert all(run.draw is None and not run.numbers for run in alone), "without a posterior nothing is drawn"


def test_the_medoid_is_the_run_without_a_draw(loaded: Loaded, alone: list[RunHistory]) -> None:
    medoid = posterior()[posterior().made.medoid]
    assert _bytes([run_job(loaded, SEEDS[0], keep=ENSEMBLE, draw=medoid)]) == _bytes(alone[:1])


def test_draws_travel_to_processes(loaded: Loaded, free: Posterior, monkeypatch: pytest.MonkeyPatch) -> None:
    here = run_ensemble(loaded, SEEDS, posterior=free)
    monkeypatch.setattr(ensemble, "CHUNK", 2)
    there = run_ensemble(loaded, SEEDS, posterior=free, jobs=2)
    assert _bytes(there) == _bytes(here)
    assert [(run.draw, run.numbers) for run in there] == [(run.draw, run.numbers) for run in here]


def test_few_weeks_are_not_worth_a_process(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "FEW", 10_000)
    monkeypatch.setattr(ensemble, "on_processes", None)
    assert len(run_ensemble(loaded, SEEDS, jobs=2)) == len(SEEDS)
