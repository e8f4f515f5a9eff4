"""What one week looks like on the ground: the holder of every region, or the odds of each holder.

Owns the form in which pictures and scores receive a week. Knows nothing of how it was computed or is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

__all__ = ["Frame", "Odds"]


@dataclass(frozen=True)
class Frame:
    """Hold who held what in one week of one run, or on one date of history."""

    week: int
    date: date
    holder: Annotated[NDArray[np.int8], "[region] index into SIDES"]
    contested: Annotated[NDArray[np.bool_], "[region] two sides stand in it"]
    rival: Annotated[NDArray[np.int8], "[region] who contests, index into SIDES; -1 nobody"]
    clandestine: Annotated[NDArray[np.bool_], "[region] an underground of a side that does not hold it"]


@dataclass(frozen=True)
class Odds:
    """Hold the share of runs in which each side holds each region in one week of an ensemble."""

    week: int
    date: date
    share: Annotated[NDArray[np.float64], "[region, side] 0..1, rows sum to 1"]
    runs: int
