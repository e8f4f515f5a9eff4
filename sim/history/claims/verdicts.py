"""When a claim counts as supported, opposed or undetermined: the rule in words, and in code.

    judge(differences, expect="up", least=1.0)      differences: [draw, seed], last arm less first
    how_often(true, share=0.8)                      true: [draw, seed] of 0 and 1

Owns the rule. Knows nothing of claims, wars or pages: it takes arrays.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.experiments.comparing.paired import interval_of

__all__ = ["MANY", "RULE", "WORDS", "Verdict", "how_often", "judge", "together"]

Floats = npt.NDArray[np.float64]
Verdict = Literal["supported", "opposed", "undetermined"]

MANY = 2 / 3
"""Share of the pairs that differ which must differ the same way: two to one, so that the sign is no toss-up and a few
wild pairs cannot carry the mean."""

RULE = (
    "A contrast is supported if three things hold: of the pairs that differ at all, at least two in three differ the "
    "way that the claim says; the 95 % interval of the mean over draws of the numbers lies wholly on that side of "
    "zero; and the mean is at least the smallest effect that was said to matter before anything was run. It is opposed "
    "if the same holds the other way, or if the whole interval is smaller than the smallest effect that matters. "
    "Where the claim says that nothing changes, it is supported if the whole interval is smaller than that effect, and "
    "opposed if the whole interval is larger. Where it says how often something is so, the whole interval of that "
    "share must lie at or above, or below, the share that was named. All else is undetermined. A claim of several "
    "parts is supported, or opposed, only if all of its parts are."
)

WORDS = {
    "supported": "supported in the model",
    "opposed": "opposed in the model",
    "undetermined": "undetermined in the model",
}


def judge(differences: Floats, *, expect: Literal["up", "down", "none"], least: float) -> tuple[Verdict, str]:
    """Return the verdict on `[draw, seed]` differences, and why, in words."""
    interval = interval_of(differences)
    if interval is None:
        return "undetermined", "one pair is no sample"
    low, high = interval
    inside = -least < low and high < least
    if expect != "none" and not differences.any():
        return "undetermined", "no pair differs at all, so no direction can be told"
    if expect == "none":
        if inside:
            return "supported", "the interval lies within what does not matter"
        if low >= least or high <= -least:
            return "opposed", "the interval lies beyond what does not matter"
        return "undetermined", "the interval reaches beyond what does not matter"
    if inside:
        return "opposed", "the interval lies within what does not matter: no effect of a size that was said to matter"
    for sign, verdict in ((1.0, "supported"), (-1.0, "opposed")):
        towards = differences if (expect == "up") == (sign > 0) else -differences
        if _clear(towards, least):
            way = "the way that the claim says" if sign > 0 else "the other way"
            return verdict, f"most pairs, the interval and the size go {way}"  # type: ignore[return-value]
    return "undetermined", _short_of(differences if expect == "up" else -differences, least)


def _clear(towards: Floats, least: float) -> bool:
    """Say whether differences are above zero in most pairs, in the interval of the mean, and by enough."""
    low, _ = interval_of(towards) or (0.0, 0.0)
    return _share(towards) >= MANY and low > 0.0 and float(towards.mean()) >= least


def _share(towards: Floats) -> float:
    """Return the share above zero among those that are not zero; nothing if all are."""
    differ = int(np.count_nonzero(towards))
    return float((towards > 0).sum()) / differ if differ else 0.0


def _short_of(towards: Floats, least: float) -> str:
    """Say what is missing for the claim, where nothing is clear."""
    low, high = interval_of(towards) or (0.0, 0.0)
    if low <= 0.0 <= high:
        return "the mean cannot be told from none"
    if abs(float(towards.mean())) < least:
        return "the mean is smaller than what was said to matter"
    return "fewer than two in three of the pairs that differ go the same way"


def how_often(true: Floats, *, share: float) -> tuple[Verdict, str]:
    """Return the verdict on how often a clause is true in `[draw, seed]`, and why, in words."""
    interval = interval_of(true)
    if interval is None:
        return "undetermined", "one run is no sample"
    low, high = interval
    if low >= share:
        return "supported", "the interval of the share lies at or above what was named"
    if high < share:
        return "opposed", "the interval of the share lies below what was named"
    return "undetermined", "the interval of the share reaches over what was named"


def together(parts: list[Verdict]) -> Verdict:
    """Return the verdict on a claim by those on its parts."""
    return parts[0] if parts and len(set(parts)) == 1 else "undetermined"
