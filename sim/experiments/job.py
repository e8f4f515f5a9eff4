"""One job: one scenario with one seed, run to its horizon. A pure function of its inputs.

Owns the unit of work that an ensemble hands out, and the form in which a scenario travels to a worker. Knows nothing
of processes or folders.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache

from sim.engine.model import TheatreModel
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.scenario.loaded import Loaded

__all__ = ["packed", "run_job", "unpacked"]


def run_job(loaded: Loaded, seed: int, *, keep: Keep, guards: bool = False) -> RunHistory:
    """Run one war and return its history; the same inputs give the same bytes in any process."""
    return TheatreModel(loaded, rng=seed, keep=keep, guards=guards, collect=False).run().log.history()


def packed(loaded: Loaded) -> bytes:
    """Return a scenario as a few kilobytes that can travel to any worker."""
    return zlib.compress(json.dumps(loaded.resolved()).encode())


@lru_cache(maxsize=64)
def unpacked(plain: bytes) -> Loaded:
    """Return a scenario that has travelled; a worker unpacks each only once."""
    return Loaded.from_resolved(json.loads(zlib.decompress(plain)))
