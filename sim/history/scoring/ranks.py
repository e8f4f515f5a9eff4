"""Rank correlation by governorate: whether more changes came where more were expected.

Owns that score. Knows nothing of how a forecast was made.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.history.scoring.places import stated_change
from sim.history.scoring.question import Question
from sim.theatre.places import governorates, places

__all__ = ["by_governorate", "rank_correlation"]

Floats = npt.NDArray[np.float64]


def by_governorate(values: Floats, question: Question) -> Floats:
    """Return the sum of a value of each place by governorate, `[governorate]`; not a number where none is scored."""
    homes = list(governorates())
    home = np.array([homes.index(places()[name].governorate) for name in question.places], dtype=np.int64)
    total = np.bincount(home, values, len(homes)).astype(np.float64)
    total[np.bincount(home, minlength=len(homes)) == 0] = np.nan
    return total


def rank_correlation(share: Floats, question: Question) -> float:
    """Return Spearman's rank correlation of expected and recorded changes by governorate; not a number without any.

    Governorates with more places have more of both, for any forecast: read it beside that of a baseline.
    """
    from scipy.stats import spearmanr

    expected = by_governorate(stated_change(share, question), question)
    came = by_governorate(question.changed.astype(np.float64), question)
    known = ~np.isnan(expected)
    if np.ptp(expected[known]) == 0.0 or np.ptp(came[known]) == 0.0:
        return float("nan")
    return float(spearmanr(expected[known], came[known]).statistic)
