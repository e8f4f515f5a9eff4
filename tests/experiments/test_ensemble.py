"""Many runs: the same bytes here or on processes, in any chunks, and after the death of a worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import pytest

from sim.errors import RunError
from sim.experiments import ensemble
from sim.experiments.ensemble import run_ensemble, seeds_from
from sim.record.history import RunHistory
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

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


def test_workers_are_born_with_one_thread_and_deaf_to_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """Afterwards the parent's environment and its ears are as they were."""
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("NUMBA_NUM_THREADS", raising=False)
    with ensemble._for_children():
        assert (os.environ["OMP_NUM_THREADS"], os.environ["NUMBA_NUM_THREADS"]) == ("1", "1")
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert (os.environ["OMP_NUM_THREADS"], "NUMBA_NUM_THREADS" in os.environ) == ("7", False)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def _kill_workers(monkeypatch: pytest.MonkeyPatch, tasks: int) -> list[int]:
    """Let the first `tasks` tasks kill the worker that takes them; return the list that counts all tasks."""
    handed: list[int] = []
    submit = ProcessPoolExecutor.submit

    def hand_over(self: ProcessPoolExecutor, *words: object) -> object:
        handed.append(len(handed))
        deadly = len(handed) <= tasks
        return submit(self, signal.raise_signal, signal.SIGKILL) if deadly else submit(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(ProcessPoolExecutor, "submit", hand_over)
    return handed


def test_a_worker_that_is_killed_loses_nothing(
    loaded: Loaded, alone: list[RunHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ensemble, "CHUNK", 2)
    handed = _kill_workers(monkeypatch, 1)
    assert _bytes(run_ensemble(loaded, SEEDS, jobs=2)) == _bytes(alone)
    assert len(handed) > len(SEEDS) / 2


def test_workers_that_die_again_are_one_message(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    _kill_workers(monkeypatch, 100)
    with pytest.raises(RunError, match=r"A worker process died twice; is memory short\? Try fewer --jobs\."):
        run_ensemble(loaded, SEEDS, jobs=2)
    assert not multiprocessing.active_children()


def test_few_weeks_are_not_worth_a_process(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "FEW", 10_000)
    handed = _kill_workers(monkeypatch, 100)
    assert len(run_ensemble(loaded, SEEDS, jobs=2)) == len(SEEDS)
    assert not handed
