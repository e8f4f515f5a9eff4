"""Which draws of the numbers a claim is tried with: one place to say so.

Owns that choice. Knows nothing of claims or runs.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.experiments.comparing.ignorance import free_numbers, hypercube
from sim.scenario.loaded import Loaded

__all__ = ["DRAWN_FROM", "draws_for"]

DRAWN_FROM = "ranges as declared, evenly and independently (a Latin hypercube); no fit to the record"
"""Where draws come from, in words."""

_SEED = 1


def draws_for(arm: Loaded, count: int) -> list[Mapping[str, float]]:
    """Return `count` draws of the numbers that an arm does not fix; a number has the same values in every arm."""
    return list(hypercube(free_numbers([arm]), count, _SEED))
