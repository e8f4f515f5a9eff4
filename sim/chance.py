"""Counter-based chance: a draw is a function of (seed, purpose, week, two keys), never of order.

Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the key is
(seed, purpose), the counter (week, first, second). So a draw does not depend on which other draws were
made, in what order, chunk, process or thread, and two arms of a comparison share their luck.
Owns every random number of a run. Knows nothing of what the draws decide.
"""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from sim.kernels import kernel

__all__ = ["Purpose", "gumbel", "negative_binomial", "normal", "philox", "poisson", "uniform"]


class Purpose(IntEnum):
    """What a draw is for; each purpose has a stream of its own. Never renumber: replays depend on it."""

    TARGET = 1
    DROP = 2
    BATTLE = 3
    CAPTURE = 4
    SURPRISE = 5
    HINTERLAND = 6
    SURRENDER = 7
    VIEW = 8
    TEMPO = 11
    RAID = 12
    TOLL = 13
    JAILBREAK = 14
    TRUCE = 15
    SPOILER = 16
    RESOLVE = 17
    ENCOUNTER = 18
    SEVERITY = 19
    PROVOKE = 20
    TALKS = 21
    SHOCK = 22
    BARGAIN = 23
    THRUST = 24
    ENTRY = 25
    ACT = 26
    DESIGN = 27
    OCCASION = 28


_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_TO_UNIT = 1.0 / 4294967296.0
_ROUNDS = 10
_SAFELY = 1e-12


@kernel
def philox(seed: int, purpose: int, week: int, first: int, second: int) -> tuple[np.uint64, np.uint64]:
    """Return two 32-bit words for the key (seed, purpose) and the counter (week, first, second)."""
    x0 = np.uint64(first) & _LOW
    x1 = np.uint64(second) & _LOW
    x2 = np.uint64(week) & _LOW
    x3 = (np.uint64(seed) >> _SHIFT) & _LOW
    k0 = np.uint64(seed) & _LOW
    k1 = np.uint64(purpose) & _LOW
    for _ in range(_ROUNDS):
        p0 = _M0 * x0
        p1 = _M1 * x2
        x0 = (p1 >> _SHIFT) ^ x1 ^ k0
        x1 = p1 & _LOW
        x2 = (p0 >> _SHIFT) ^ x3 ^ k1
        x3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return x0, x1


@kernel
def uniform(seed: int, purpose: int, week: int, first: int, second: int) -> float:
    """Draw from the open unit interval."""
    word, _ = philox(seed, purpose, week, first, second)
    return (float(word) + 0.5) * _TO_UNIT


@kernel
def normal(seed: int, purpose: int, week: int, first: int, second: int) -> float:
    """Draw from the standard normal distribution (Box and Muller 1958)."""
    one, two = philox(seed, purpose, week, first, second)
    radius = math.sqrt(-2.0 * math.log((float(one) + 0.5) * _TO_UNIT))
    return radius * math.cos(2.0 * math.pi * (float(two) + 0.5) * _TO_UNIT)


@kernel
def gumbel(seed: int, purpose: int, week: int, first: int, second: int) -> float:
    """Draw from the standard Gumbel distribution: the noise of a logit choice."""
    return -math.log(-math.log(uniform(seed, purpose, week, first, second)))


@kernel
def poisson(drawn: float, rate: float) -> int:
    """Turn a uniform draw into a Poisson count of mean `rate` (by inversion; meant for rates below 50)."""
    if drawn <= 1.0 - rate - _SAFELY:
        return 0  # exp(-rate) is above 1 - rate: most draws need no exponential
    chance = math.exp(-rate)
    below = chance
    count = 0
    while drawn > below and count < 1000:
        count += 1
        chance *= rate / count
        below += chance
    return count


@kernel
def negative_binomial(drawn: float, mean: float, size: float) -> int:
    """Turn a uniform draw into a negative binomial count: a heavy tail where `size` is small (by inversion)."""
    if mean <= 0.0:
        return 0
    odds = mean / (mean + size)
    chance = (1.0 - odds) ** size
    below = chance
    count = 0
    while drawn > below and count < 1000:
        chance *= odds * (count + size) / (count + 1.0)
        count += 1
        below += chance
    return count
