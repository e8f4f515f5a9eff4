"""An ensemble: many seeds of one scenario, here or on local processes, in seed order.

Owns the cutting of seeds into chunks. Knows nothing of what a run computes, or of where it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.errors import RunError
from sim.experiments.executors import Died, on_processes
from sim.experiments.job import packed, run_job, unpacked
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE, Keep
from sim.scenario.loaded import Loaded
from sim.scenario.posterior import Draw, Posterior

__all__ = ["CHUNK", "FEW", "run_ensemble", "seeds_from"]

CHUNK = 25
"""Most runs in one task: large enough that handing it over costs under one per cent."""

FEW = 10_000
"""[weeks, over all runs] What is done before processes, which take about 3 s each to import, have begun."""

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
    posterior: Posterior | None = None,
    progress: Progress = lambda done: None,
) -> list[RunHistory]:
    """Run every seed and return the histories in the order of `seeds`, whatever the number of `jobs`.

    With a posterior each run has the draw of its seed; without one all have the numbers of the scenario.
    """
    draws = [None if posterior is None else posterior.draw_for(seed) for seed in seeds]
    if jobs <= 1 or len(seeds) < 2 or len(seeds) * loaded.scenario.weeks < FEW:
        histories = []
        for seed, draw in zip(seeds, draws, strict=True):
            histories.append(run_job(loaded, seed, keep=keep, guards=guards, draw=draw))
            progress(1)
        return histories
    return _on_processes(loaded, list(zip(seeds, draws, strict=True)), jobs, keep, guards, progress)


_Run = tuple[int, Draw | None]
"""A seed, and the draw that goes with it."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    number: int
    scenario: bytes
    runs: tuple[_Run, ...]
    keep: Keep
    guards: bool


def _on_processes(
    loaded: Loaded, runs: Sequence[_Run], jobs: int, keep: Keep, guards: bool, progress: Progress
) -> list[RunHistory]:
    """Spread chunks over spawned processes; a worker that dies loses nothing."""
    size = max(1, min(CHUNK, -(-len(runs) // jobs)))
    plain = packed(loaded)
    chunks = [
        _Chunk(number, plain, tuple(runs[at : at + size]), keep, guards)
        for number, at in enumerate(range(0, len(runs), size))
    ]
    done: dict[int, list[RunHistory]] = {}
    with on_processes(jobs) as executor:
        for chunk, histories in executor.spread(_run_chunk, chunks):
            if isinstance(histories, Died):
                raise RunError("A worker process died again and again; is memory short? Try fewer --jobs.")
            done[chunk.number] = histories
            progress(len(histories))
    return [history for number in range(len(chunks)) for history in done[number]]


def _run_chunk(chunk: _Chunk) -> list[RunHistory]:
    loaded = unpacked(chunk.scenario)
    return [run_job(loaded, seed, keep=chunk.keep, guards=chunk.guards, draw=draw) for seed, draw in chunk.runs]
