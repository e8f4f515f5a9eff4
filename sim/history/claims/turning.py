"""On which numbers an effect hangs: those with which its sign turns over from one end of their range to the other.

    turning(means, draws)      means: the mean effect of each draw

A number is named if three things hold: the rank correlation of its values with the mean effect of the draws cannot be
told off as chance, with at most one in ten of the names that are given expected to be false (the false discovery rate
of Benjamini and Hochberg over all numbers); the means in the lower and the upper third of its values have different
signs; and each third holds three draws. With twenty draws only what hangs on a number strongly is found.
Owns this screening. Knows nothing of claims: it takes arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["FALSE", "THIRD", "Turn", "turning"]

Floats = npt.NDArray[np.float64]

FALSE = 0.1
"""Share of names expected to be false."""
THIRD = 3
"""Fewest draws of a third."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold one number on which an effect hangs."""

    number: str
    rank: float
    """Rank correlation of the number with the mean effect of draws, -1..1."""
    low: float
    """Mean effect in the lowest third of its values."""
    high: float
    turns: bool
    """The two have different signs."""


def turning(means: Floats, draws: Sequence[Mapping[str, float]]) -> list[Turn]:
    """Return the numbers on which the mean effect of draws hangs, the strongest first; none of few draws."""
    third = len(means) // 3
    shared = [name for name in draws[0] if all(name in draw for draw in draws)] if draws else []
    if third < THIRD or not shared or np.ptp(means) == 0.0:
        return []
    values = np.array([[draw[name] for name in shared] for draw in draws])
    varies = np.ptp(values, axis=0) > 0
    names, values = [name for name, is_so in zip(shared, varies, strict=True) if is_so], values[:, varies]
    if not names:
        return []
    found = [stats.spearmanr(values[:, place], means) for place in range(len(names))]
    sure = stats.false_discovery_control([one.pvalue for one in found]) <= FALSE
    turns = [
        _turn(name, float(one.statistic), values[:, place], means, third)
        for place, (name, one) in enumerate(zip(names, found, strict=True))
        if sure[place]
    ]
    return sorted(turns, key=lambda one: -abs(one.rank))


def _turn(name: str, rank: float, values: Floats, means: Floats, third: int) -> Turn:
    order = np.argsort(values, kind="stable")
    low, high = float(means[order[:third]].mean()), float(means[order[-third:]].mean())
    return Turn(name, rank, low, high, low * high < 0.0)
