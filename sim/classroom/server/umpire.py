"""The umpire's desk: processes beside the server that run wars, so that pages are answered meanwhile.

One process runs the months of the game; others, at low priority, run futures and what the explore page asks. A process
that dies costs its work and nothing else: it is started again and the work is done once more. Owns these processes.
Knows nothing of games: work is any function that can be imported.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from sim.errors import RunError
from sim.experiments.workers import follow_parent, for_children

__all__ = ["Umpire"]

TRIES = 2
LOW = 10
"""How much nicer the processes of futures are than the server, where the system knows of that."""


def _begin_low() -> None:
    follow_parent()
    if hasattr(os, "nice"):
        os.nice(LOW)


def _ready() -> int:
    """Import and compile what a war needs, so that the first one does not wait for it."""
    from sim.engine.model import TheatreModel

    model = TheatreModel(weeks=8, collect=False)
    return len(model.run().log.table)


class Umpire:
    """Hold the processes; `judge` runs work of the game, `ponder` work that can wait."""

    def __init__(self, helpers: int | None = None) -> None:
        self._helpers = max(1, helpers or (os.cpu_count() or 2))
        self._pools: dict[str, ProcessPoolExecutor] = {}

    def warm(self) -> None:
        """Start the process of the game."""
        with for_children():
            self._pool("judge").submit(_ready)

    async def judge[T, R](self, work: Callable[[T], R], task: T) -> R:
        """Do work of the game; RunError if the process dies whenever it is tried."""
        return await self._do("judge", work, task)

    async def ponder[T, R](self, work: Callable[[T], R], task: T) -> R:
        """Do work that can wait, at low priority."""
        return await self._do("ponder", work, task)

    async def _do[T, R](self, kind: str, work: Callable[[T], R], task: T) -> R:
        for _ in range(TRIES):
            pool = self._pool(kind)
            try:
                with for_children():  # a pool starts its processes when work comes
                    doing = pool.submit(work, task)
                return await asyncio.wrap_future(doing)
            except BrokenProcessPool:
                if self._pools.get(kind) is pool:
                    del self._pools[kind]
                    pool.shutdown(wait=False, cancel_futures=True)
        raise RunError("The engine's process died, and died again when it was started anew. Is memory short?")

    def _pool(self, kind: str) -> ProcessPoolExecutor:
        if kind not in self._pools:
            spawn = multiprocessing.get_context("spawn")
            many, begin = (1, follow_parent) if kind == "judge" else (self._helpers, _begin_low)
            self._pools[kind] = ProcessPoolExecutor(many, mp_context=spawn, initializer=begin)
        return self._pools[kind]

    def end(self) -> None:
        """End all processes at once."""
        for pool in self._pools.values():
            workers: dict[Any, Any] = dict(getattr(pool, "_processes", None) or {})
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers.values():
                worker.terminate()
        self._pools.clear()
