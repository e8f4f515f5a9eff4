"""One job: one scenario with one seed, run to its horizon. A pure function of its inputs.

Owns the unit of work that an ensemble hands out, and the form in which a scenario travels to a worker. Knows nothing
of processes or folders.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from functools import lru_cache

from sim.engine.model import TheatreModel
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.scenario.loaded import Loaded
from sim.scenario.posterior import Draw

__all__ = ["packed", "run_job", "unpacked"]


def run_job(loaded: Loaded, seed: int, *, keep: Keep, guards: bool = False, draw: Draw | None = None) -> RunHistory:
    """Run one war, with the numbers of a draw if there is one, and return its history.

    The same inputs give the same bytes in any process.
    """
    if draw is None:
        return TheatreModel(loaded, rng=seed, keep=keep, guards=guards, collect=False).run().log.history()
    history = run_job(loaded.with_numbers(draw.values), seed, keep=keep, guards=guards)
    return replace(history, numbers=draw.values, draw=draw.number)


def packed(loaded: Loaded) -> bytes:
    """Return a scenario as a few kilobytes that can travel to any worker."""
    return zlib.compress(json.dumps(loaded.resolved()).encode())


@lru_cache(maxsize=64)
def unpacked(plain: bytes) -> Loaded:
    """Return a scenario that has travelled; a worker unpacks each only once."""
    return Loaded.from_resolved(json.loads(zlib.decompress(plain)))
