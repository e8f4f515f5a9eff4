"""Where work is done: here one by one, on processes of this machine, or on a Dask cluster. The answers are the same.

    with on_processes(4) as executor:
        for task, answer in executor.spread(work, tasks): ...      in the order in which they are ready

`tasks` may be endless: only a few are ever handed out ahead. Work is a pure function that can be imported, so a task
whose worker died is simply done again; if it brings down its worker whenever it is tried, its answer is `DIED`.
Owns the spreading of tasks. Knows nothing of what they compute.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Protocol

from sim.errors import InputError, RunError
from sim.experiments.workers import follow_parent, for_children, one_thread

__all__ = ["DIED", "Died", "Executor", "on_dask", "on_processes", "one_by_one"]


class Died(Enum):
    """The answer of a task that brings down every worker that tries it."""

    DIED = "the worker process died"


DIED: Final = Died.DIED

TRIES = 3
"""How often a task may be lost with its worker; the last time it runs alone, so that no bystander is blamed."""

AHEAD = 2
"""Tasks handed out for each worker: one at work, one waiting."""


MOST_JOBS = 61 if os.name == "nt" else 10_000
"""Most workers of a pool; Windows cannot wait for more."""

ANSWER = "10s"
"""How long a Dask scheduler may take to answer."""


class Executor(Protocol):
    """Hand tasks to `work` and yield each with its answer, as they are ready."""

    def spread[T, R](self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Died]]:
        """Yield (task, answer) for every task; a fault of the work itself is raised here."""


@dataclass(frozen=True, slots=True)
class _Serial:
    """Do one task after the other in this process."""

    def spread[T, R](self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Died]]:
        for task in tasks:
            yield task, work(task)


@contextmanager
def one_by_one() -> Iterator[Executor]:
    """Give an executor that works in this process."""
    yield _Serial()


@dataclass(slots=True)
class _Lost[T]:
    """A task with the number of workers that it was lost with."""

    task: T
    tries: int = 0


@dataclass(slots=True)
class _Processes:
    """A pool of spawned processes that is built anew when one of them dies."""

    jobs: int
    pool: ProcessPoolExecutor | None = None
    workers: set[Any] = field(default_factory=set)

    def spread[T, R](self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Died]]:
        fresh = iter(tasks)
        again: deque[_Lost[T]] = deque()
        waiting: dict[Future[R], _Lost[T]] = {}
        while True:
            self._hand_out(work, fresh, again, waiting)
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            broken: list[_Lost[T]] = []
            for future in done:
                lost = waiting.pop(future)
                try:
                    answer = future.result()
                except BrokenProcessPool:
                    broken.append(lost)
                else:
                    yield lost.task, answer
            if broken:
                broken += waiting.values()
                waiting.clear()
                self.end()
                yield from self._try_again(broken, again)

    def _hand_out[T, R](
        self,
        work: Callable[[T], R],
        fresh: Iterator[T],
        again: deque[_Lost[T]],
        waiting: dict[Future[R], _Lost[T]],
    ) -> None:
        """Hand out lost tasks, then fresh ones, until every worker has enough; a last try has the pool to itself."""
        while len(waiting) < AHEAD * self.jobs:
            last_try = bool(again) and again[0].tries == TRIES - 1
            if last_try and waiting:
                return
            lost = again.popleft() if again else next((_Lost(task) for task in fresh), None)
            if lost is None:
                return
            try:
                waiting[self._pool().submit(work, lost.task)] = lost
            except BrokenProcessPool:
                again.appendleft(lost)
                if waiting:
                    return  # those that were lost with the worker are counted first
                self.end()
                continue
            if last_try:
                return

    @staticmethod
    def _try_again[T](broken: list[_Lost[T]], again: deque[_Lost[T]]) -> Iterator[tuple[T, Died]]:
        for lost in broken:
            lost.tries += 1
            if lost.tries < TRIES:
                again.append(lost)
            else:
                yield lost.task, DIED

    def _pool(self) -> ProcessPoolExecutor:
        """Return the pool, with all of its workers born; RunError if they die at birth each time."""
        for _ in range(TRIES):
            if self.pool is not None:
                return self.pool
            spawn = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(self.jobs, mp_context=spawn, initializer=follow_parent)
            others = set(multiprocessing.active_children())
            try:
                with for_children():
                    births = [self.pool.submit(int) for _ in range(self.jobs)]  # each starts one more worker
                    self.workers = set(multiprocessing.active_children()) - others
                wait(births)
                births[0].result()
            except BrokenProcessPool:
                self.end()
        if self.pool is None:
            raise RunError(
                "Worker processes die as soon as they start. Is memory short? Try fewer --jobs. A script of your own "
                'must start its work under if __name__ == "__main__".'
            )
        return self.pool

    def end(self) -> None:
        """End all workers at once."""
        for worker in self.workers:
            worker.terminate()
        self.workers = set()
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)  # it buries its workers; nobody else may wait for them
            self.pool = None


@contextmanager
def on_processes(jobs: int) -> Iterator[Executor]:
    """Give an executor of so many processes; they end with the block, whatever happens in it."""
    pool = _Processes(min(jobs, MOST_JOBS))
    try:
        yield pool
    finally:
        pool.end()


@dataclass(frozen=True, slots=True)
class _Dask:
    """A Dask cluster through its client; workers are its own business, and it tries lost tasks again by itself."""

    client: Any

    def spread[T, R](self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Died]]:
        from distributed import CancelledError, KilledWorker, as_completed

        fresh = iter(tasks)
        waiting: dict[Any, T] = {}
        ready = as_completed()

        def hand_out() -> None:
            while len(waiting) < AHEAD * self.slots and (task := next(fresh, None)) is not None:
                future = self.client.submit(work, task, pure=False)
                waiting[future] = task
                ready.add(future)

        hand_out()
        while waiting:
            future = next(ready)
            task = waiting.pop(future)
            try:
                answer = future.result()
            except KilledWorker:
                yield task, DIED
            except CancelledError as error:
                raise RunError(
                    "The Dask scheduler has gone. What was finished is kept; go on with --resume."
                ) from error
            else:
                yield task, answer
            hand_out()

    @property
    def slots(self) -> int:
        """Return how many tasks the cluster can do at once; at least one, as workers may come later."""
        return max(1, sum(int(threads) for threads in self.client.nthreads().values()))


@contextmanager
def on_dask(address: str, jobs: int) -> Generator[Executor]:
    """Give an executor on the Dask scheduler at `address`; `local` starts one here with so many workers."""
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise InputError(
            'Dask is not installed: pip install "syria-theatre[cluster]" (in a clone: uv sync --extra cluster).'
        ) from error
    if address == "local":
        with (
            one_thread(),
            distributed.LocalCluster(
                n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs="CRITICAL"
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield _Dask(client)
        return
    try:
        client = distributed.Client(address, timeout=ANSWER)
    except (OSError, ValueError) as error:
        raise RunError(f"No Dask scheduler answers at {address}. Is it running? ({error})") from error
    with client:
        yield _Dask(client)
