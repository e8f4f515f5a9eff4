"""What a monitor makes of the dead: one count that is too high or too low by a factor, the same in all months.

Owns that model of observation and its one number. Knows nothing of who is killed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["SPREAD", "counted"]

Floats = npt.NDArray[np.float64]

SPREAD: Final = 0.2
"""Standard deviation of the logarithm of a monitor's factor: between .15 and .25 (docs/model 4.2); an assumption."""

SEED: Final = 20170603


def counted(deaths: Floats, spread: float = SPREAD) -> Floats:
    """Return `deaths[draw, month]` as a monitor would count them: each draw has a factor of its own, median 1."""
    factor = np.exp(np.random.default_rng(SEED).normal(0.0, spread, len(deaths)))
    return deaths * factor[:, None]
