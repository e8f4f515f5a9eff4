"""Warm the kernels: run two weeks of a shipped scenario, so that the next run finds everything compiled.

Owns that one errand. Knows nothing of results.
"""

from __future__ import annotations

from sim.engine.model import TheatreModel

__all__ = ["warm"]


def warm() -> None:
    """Compile every kernel, or load it from the cache, and run two guarded weeks."""
    TheatreModel("base_2015", weeks=2, guards=True).run()
