"""Which draws of the numbers a claim is tried with: one place to say so.

Numbers that were fitted come from the posterior. Those of patrons, incidents, talks and the underground were in no fit,
and claims hang on them: they come from their declared ranges. All others stand as declared, since a fit is good only
with them. Owns that choice. Knows nothing of claims or runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.experiments.comparing.ignorance import free_numbers, hypercube
from sim.scenario.loaded import Loaded
from sim.scenario.posterior import DRAWS, free_in, posterior

__all__ = ["DRAWN_FROM", "UNFITTED", "draws_for"]

UNFITTED: Final = ("diplomacy", "incidents", "patrons", "provocations", "settlement", "underground")
"""Blocks of numbers to which nothing was fitted."""

DRAWN_FROM: Final = (
    "for fifteen fitted numbers, sets that fit the record to June 2017; for those of patrons, incidents, provocations, "
    "diplomacy, settlement and the underground, their declared ranges, evenly; all others as declared"
)
"""Where draws come from, in words."""

_SEED = 1


def draws_for(arm: Loaded, count: int) -> list[Mapping[str, float]]:
    """Return `count` draws of the numbers that an arm does not fix; a number has the same values in every arm."""
    fitted = free_in([arm], posterior())
    wide = [name for name in free_numbers([arm]) if name.partition(".")[0] in UNFITTED and name not in fitted.names]
    ranges = hypercube(wide, count, _SEED)
    return [{**ranges[number], **fitted[number * DRAWS // count].values} for number in range(count)]
