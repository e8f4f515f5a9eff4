"""One job: one scenario with one seed, run to its horizon. A pure function of its inputs.

Owns the unit of work that an ensemble hands out. Knows nothing of processes or folders.
"""

from __future__ import annotations

from sim.engine.model import TheatreModel
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.scenario.loaded import Loaded

__all__ = ["run_job"]


def run_job(loaded: Loaded, seed: int, *, keep: Keep, guards: bool = False) -> RunHistory:
    """Run one war and return its history; the same inputs give the same bytes in any process."""
    return TheatreModel(loaded, rng=seed, keep=keep, guards=guards, collect=False).run().log.history()
