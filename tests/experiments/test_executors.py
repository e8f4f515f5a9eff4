"""Executors: each gives every answer, once; a worker that dies costs nothing, a task that kills is told apart."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.errors import RunError
from sim.experiments import executors
from sim.experiments.executors import DIED, Executor, on_dask, on_processes, one_by_one
from sim.experiments.workers import for_children
from tests.experiments.work import born, deadly, once_deadly, slow_square, square, wrong

SQUARES = [(number, number * number) for number in range(12)]


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with on_processes(2) as executor:
        yield executor


def test_one_by_one_keeps_the_order() -> None:
    with one_by_one() as executor:
        assert list(executor.spread(square, range(12))) == SQUARES


def test_processes_give_the_same_answers(pool: Executor) -> None:
    assert sorted(pool.spread(square, range(12))) == SQUARES


def test_an_endless_supply_is_taken_as_it_is_needed(pool: Executor) -> None:
    taken: list[int] = []

    def supply() -> Iterator[int]:
        for number in range(10**9):
            taken.append(number)
            yield number

    answers = pool.spread(square, supply())
    assert next(answers) in SQUARES
    assert len(taken) < 10
    answers.close()  # type: ignore[attr-defined]  # a generator


def test_a_fault_of_the_work_is_raised(pool: Executor) -> None:
    with pytest.raises(ZeroDivisionError):
        list(pool.spread(wrong, range(12)))


def test_a_worker_that_dies_loses_nothing(pool: Executor, tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(12)]
    answers = sorted((task[0], answer) for task, answer in pool.spread(once_deadly, tasks))
    assert answers == SQUARES
    assert (tmp_path / "tried").exists()


def test_a_worker_killed_from_outside_loses_nothing(pool: Executor) -> None:
    answers: list[tuple[int, int]] = []
    for count, (task, answer) in enumerate(pool.spread(slow_square, range(40))):
        worker, value = answer  # type: ignore[misc]  # no task here dies by itself
        answers.append((task, value))
        if count == 5:
            os.kill(worker, signal.SIGKILL)
    assert sorted(answers) == [(number, number * number) for number in range(40)]


def test_a_task_that_kills_is_told_apart_from_its_neighbours(pool: Executor) -> None:
    answers = dict(pool.spread(deadly, range(6)))
    assert answers == {number: DIED if number == 3 else number * number for number in range(6)}


def test_no_worker_outlives_its_block() -> None:
    before = set(multiprocessing.active_children())
    with pytest.raises(ZeroDivisionError), on_processes(2) as executor:
        list(executor.spread(wrong, range(12)))
    assert set(multiprocessing.active_children()) == before


ORPHANS = """
import os, signal
from sim.experiments.executors import on_processes
from tests.experiments.work import slow_square
if __name__ == "__main__":
    with on_processes(2) as executor:
        for task, answer in executor.spread(slow_square, range(10**6)):
            print(answer[0], flush=True)
            if task > 20:
                os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_follow_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHANS)
    here = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=here, check=False)
    workers = {int(line) for line in done.stdout.split()}
    assert done.returncode == -signal.SIGKILL
    assert len(workers) == 2
    for _ in range(100):
        if not any(_lives(worker) for worker in workers):
            return
        time.sleep(0.1)
    raise AssertionError("workers outlived their parent by ten seconds")


def _lives(process: int) -> bool:
    """Say whether a process still runs; one that has ended but was not yet buried does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_workers_are_born_with_one_thread_and_deaf_to_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """Afterwards the parent's environment and its ears are as they were."""
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("NUMBA_NUM_THREADS", raising=False)
    with for_children():
        assert (os.environ["OMP_NUM_THREADS"], os.environ["NUMBA_NUM_THREADS"]) == ("1", "1")
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert (os.environ["OMP_NUM_THREADS"], "NUMBA_NUM_THREADS" in os.environ) == ("7", False)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_every_worker_has_one_thread_and_is_deaf(pool: Executor) -> None:
    told = dict(answer for _, answer in pool.spread(born, range(40)))  # type: ignore[misc]  # no task here dies
    assert len(told) == 2
    assert set(told.values()) == {("1", "1", True)}


@pytest.mark.xdist_group("dask")
def test_dask_gives_the_same_answers_though_a_worker_is_killed(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(12)]
    with on_dask("local", 2) as executor:
        answers = sorted((task[0], answer) for task, answer in executor.spread(once_deadly, tasks))
    assert answers == SQUARES
    assert (tmp_path / "tried").exists()


def test_a_scheduler_that_does_not_answer_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "ANSWER", "500ms")
    with pytest.raises(RunError, match="No Dask scheduler answers at"), on_dask("tcp://127.0.0.1:9", 2):
        pass
