"""An ensemble: many seeds of one scenario, here or on local processes, in seed order.

A worker that dies loses nothing: runs are pure functions of scenario and seed, so the pool is rebuilt once
and the missing chunks are done again. Owns the spreading of jobs. Knows nothing of what they compute.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any

from sim.errors import RunError
from sim.experiments.job import run_job
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE, Keep
from sim.scenario.loaded import Loaded

__all__ = ["CHUNK", "FEW", "run_ensemble", "seeds_from"]

CHUNK = 25
"""Most runs in one task: large enough that handing it over costs under one per cent."""

FEW = 10_000
"""[weeks, over all runs] What is done before processes, which take about 3 s each to import, have begun."""

_ONE_THREAD = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

Progress = Callable[[int], None]
"""Told how many more runs are done."""


def seeds_from(first: int, count: int) -> list[int]:
    """Return `count` seeds that follow each other, so that two arms can share them."""
    return list(range(first, first + count))


def run_ensemble(
    loaded: Loaded,
    seeds: Sequence[int],
    *,
    jobs: int = 1,
    keep: Keep = ENSEMBLE,
    guards: bool = False,
    progress: Progress = lambda done: None,
) -> list[RunHistory]:
    """Run every seed and return the histories in the order of `seeds`, whatever the number of `jobs`."""
    if jobs <= 1 or len(seeds) < 2 or len(seeds) * loaded.scenario.weeks < FEW:
        return list(_one_by_one(loaded, seeds, keep, guards, progress))
    return _on_processes(loaded, seeds, jobs, keep, guards, progress)


def _one_by_one(
    loaded: Loaded, seeds: Sequence[int], keep: Keep, guards: bool, progress: Progress
) -> Iterator[RunHistory]:
    for seed in seeds:
        yield run_job(loaded, seed, keep=keep, guards=guards)
        progress(1)


def _chunks(seeds: Sequence[int], jobs: int) -> list[Sequence[int]]:
    size = max(1, min(CHUNK, -(-len(seeds) // jobs)))
    return [seeds[at : at + size] for at in range(0, len(seeds), size)]


def _on_processes(
    loaded: Loaded, seeds: Sequence[int], jobs: int, keep: Keep, guards: bool, progress: Progress
) -> list[RunHistory]:
    """Spread chunks over spawned processes; rebuild the pool once if a worker dies."""
    chunks = _chunks(seeds, jobs)
    done: dict[int, list[RunHistory]] = {}
    for attempt in (1, 2):
        try:
            for number, histories in _spread(loaded, chunks, set(done), jobs, keep, guards):
                done[number] = histories
                progress(len(histories))
        except BrokenProcessPool as error:
            if attempt == 2:
                raise RunError("A worker process died twice; is memory short? Try fewer --jobs.") from error
        else:
            break
    return [history for number in range(len(chunks)) for history in done[number]]


def _spread(
    loaded: Loaded, chunks: Sequence[Sequence[int]], done: set[int], jobs: int, keep: Keep, guards: bool
) -> Iterator[tuple[int, list[RunHistory]]]:
    """Yield the number and histories of each missing chunk as it is ready; end all workers on any fault."""
    plain = loaded.resolved()
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            with _for_children():
                waiting: dict[Future[list[RunHistory]], int] = {
                    pool.submit(_run_chunk, plain, list(chunk), keep, guards): number
                    for number, chunk in enumerate(chunks)
                    if number not in done
                }
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
            raise


@contextmanager
def _for_children() -> Iterator[None]:
    """Let processes that start meanwhile have one thread each, since they already use the cores, and no Ctrl-C.

    A terminal sends Ctrl-C to all of its processes. A worker would answer with a traceback, even while it
    still imports; so it is born deaf to the signal, and its parent, which hears it a moment later, ends it.
    """
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    resource_tracker.ensure_running()  # it would unblock the signal when it starts
    deaf = {signal.SIGINT} if hasattr(signal, "pthread_sigmask") else set()
    if deaf:
        old = signal.pthread_sigmask(signal.SIG_BLOCK, deaf)
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if deaf:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _run_chunk(plain: Mapping[str, Any], seeds: list[int], keep: Keep, guards: bool) -> list[RunHistory]:
    loaded = Loaded.from_resolved(plain)
    return [run_job(loaded, seed, keep=keep, guards=guards) for seed in seeds]
