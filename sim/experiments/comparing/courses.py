"""The weekly courses of a comparison as bands: what is left of them when single pairs are no longer needed.

Owns the bands of both arms and of their difference. Knows nothing of how they are kept or drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

__all__ = ["ARMS_AND_DIFFERENCE", "LEVELS", "PER_WEEK", "Bands", "bands_of"]

Floats = npt.NDArray[np.float64]

LEVELS = (5.0, 25.0, 50.0, 75.0, 95.0)
"""Percentiles that are kept: the median and the bands of 50 and 90 per cent."""

ARMS_AND_DIFFERENCE = ("A", "B", "B-A")

PER_WEEK = "_a_week"
"""Ending of the name of a course that grows, taken week by week."""


@dataclass(frozen=True, eq=False)
class Bands:
    """Hold five percentiles over pairs of one course, for A, B and B - A, raw."""

    levels: Annotated[Floats, "[A B B-A, percentile, week]"]
    draws: Annotated[Floats, "[5 95, week]"] | None
    """Percentiles of B - A over the means of draws: ignorance, and what luck is left in them; None with one draw."""


def bands_of(weekly: Mapping[str, Floats]) -> dict[str, Bands]:
    """Return the bands of each course, `[arm, draw, seed, week]`; of deaths also of each week by itself."""
    found = {}
    for name, values in weekly.items():
        found[name] = _bands(values)
        if name.endswith("_deaths"):
            found[name + PER_WEEK] = _bands(np.diff(values, axis=-1, prepend=0.0))
    return found


def _bands(values: Floats) -> Bands:
    apart = values[1] - values[0]
    weeks = values.shape[-1]
    levels = [np.percentile(each.reshape(-1, weeks), LEVELS, axis=0) for each in (*values, apart)]
    draws = np.percentile(apart.mean(axis=1), (LEVELS[0], LEVELS[-1]), axis=0) if len(apart) > 1 else None
    return Bands(np.stack(levels), draws)
