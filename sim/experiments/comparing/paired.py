"""Two arms that share their luck: what the difference is, how surely, and how much of it is luck or ignorance.

    contrast = contrast_of(Pairs(a, b))        a, b: [draw, seed] in the same order
    contrast.mean, contrast.interval           B - A, and where its mean lies with 95 %

With one draw of the numbers, pairs are the sample: Student's t over pairs. With several, a draw is the unit of
sampling: the interval is Student's t over the means of draws, and a one-way layout with random effects parts the
variance of single pairs into that within draws (luck) and that between draws (ignorance); it needs seeds that no
two draws share. Pairing pays as far as the arms move together: glasserman_yao_1992; variance components and the
t over groups: searle_1992.
Owns these formulas. Knows nothing of wars: it takes arrays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.experiments.crossed import LEVEL, half_width
from sim.experiments.plain import finite

__all__ = ["SINGLE", "Contrast", "Ignorance", "Pairs", "contrast_of", "interval_of", "pairing_worth"]

Floats = npt.NDArray[np.float64]
Span = tuple[float, float]

SINGLE = (5.0, 95.0)
"""Percentiles between which nine of ten pairs, or draws, lie."""

_NOTHING = 1e-12
"""Share of a variance below which it is the rounding of the machine."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Hold one outcome of both arms, pair by pair; not a number: it never happened."""

    a: Annotated[Floats, "[draw, seed]"]
    b: Annotated[Floats, "[draw, seed]"]
    horizon: float = 0.0
    """What "never" counts as in differences [weeks]; 0 where an outcome cannot be empty."""

    def counted(self, values: Floats) -> Floats:
        """Return one arm with "never" as the horizon."""
        return np.where(np.isnan(values), self.horizon, values) if self.horizon else values

    @property
    def differences(self) -> Floats:
        """Return B - A, `[draw, seed]`."""
        return self.counted(self.b) - self.counted(self.a)


@dataclass(frozen=True, slots=True)
class Ignorance:
    """Say what draws of the numbers do to the effect, apart from luck."""

    span: Span
    """Where nine of ten draws have their mean effect."""
    up: int
    """Draws whose mean effect is above zero."""
    down: int
    between: float | None
    """Standard deviation of the effect between draws, freed of luck; None with one seed a draw."""
    within: float | None
    """Standard deviation of single pairs of one draw: luck; None with one seed a draw."""

    @property
    def share(self) -> float | None:
        """Return the share of ignorance in the variance of single pairs, 0..1; None where it cannot be known."""
        if self.between is None or self.within is None or not (self.between or self.within):
            return None
        return self.between**2 / (self.between**2 + self.within**2)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Hold what the pairs of one outcome come to; differences are B - A."""

    draws: int
    seeds: int
    mean_a: float
    mean_b: float
    mean: float
    interval: Span | None
    """Where the mean lies with 95 %; None with fewer than two pairs, or draws."""
    median: float
    span: Span
    """Where nine of ten single pairs lie: luck, and ignorance if there are draws."""
    up: int
    """Pairs in which B is above A."""
    down: int
    equal: int
    worth: float | None
    """The variance-reduction factor: unshared seeds would need so many times the runs; None if nothing varies."""
    worth_span: Span | None
    """Where that factor lies with 95 %."""
    happened_a: float | None
    """Share of A's runs in which it happened at all; None where it cannot but happen."""
    happened_b: float | None
    ignorance: Ignorance | None
    """None with one draw."""

    @property
    def pairs(self) -> int:
        """Return the number of pairs."""
        return self.draws * self.seeds

    @property
    def clear(self) -> bool:
        """Say whether the interval of the mean leaves out zero."""
        return self.interval is not None and not self.interval[0] <= 0.0 <= self.interval[1]

    def plain(self) -> dict[str, Any]:
        """Return it as plain data for programs; what cannot be known, or has no bound, is null."""
        named: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        if self.ignorance is not None:
            part = self.ignorance
            named["ignorance"] = {name: getattr(part, name) for name in part.__slots__} | {"share": part.share}
        return {name: finite(value) for name, value in named.items()}


def contrast_of(pairs: Pairs) -> Contrast:
    """Return what the pairs of one outcome come to."""
    differences = pairs.differences
    draws, seeds = differences.shape
    a, b = pairs.counted(pairs.a), pairs.counted(pairs.b)
    worth, worth_span = pairing_worth(a, b)
    return Contrast(
        draws=draws,
        seeds=seeds,
        mean_a=float(a.mean()),
        mean_b=float(b.mean()),
        mean=float(differences.mean()),
        interval=interval_of(differences),
        median=float(np.median(differences)),
        span=_span(differences),
        up=int((differences > 0).sum()),
        down=int((differences < 0).sum()),
        equal=int((differences == 0).sum()),
        worth=worth,
        worth_span=worth_span,
        happened_a=float((~np.isnan(pairs.a)).mean()) if pairs.horizon else None,
        happened_b=float((~np.isnan(pairs.b)).mean()) if pairs.horizon else None,
        ignorance=_ignorance(differences) if draws > 1 else None,
    )


def _luck(values: Floats) -> float:
    """Return the mean variance within draws; exactly zero where the values of a draw are all the same."""
    varies = np.ptp(values, axis=1) > 0
    return float(np.where(varies, values.var(axis=1, ddof=1), 0.0).mean())


def _span(values: Floats) -> Span:
    low, high = np.percentile(values, SINGLE)
    return float(low), float(high)


def interval_of(differences: Floats, level: float = LEVEL) -> Span | None:
    """Return Student's interval of the mean of `[draw, seed]` over pairs, or draws; None for fewer than two."""
    sample = differences.mean(axis=1) if len(differences) > 1 else differences[0]
    if len(sample) < 2:
        return None
    half = half_width(sample, level)
    return float(sample.mean()) - half, float(sample.mean()) + half


def _ignorance(differences: Floats) -> Ignorance:
    """Part the variance of single pairs; an estimate below zero counts as none between draws."""
    means = differences.mean(axis=1)
    between = within = None
    if differences.shape[1] > 1:
        luck = _luck(differences)
        between = math.sqrt(max(float(means.var(ddof=1)) - luck / differences.shape[1], 0.0))
        within = math.sqrt(luck)
    return Ignorance(_span(means), int((means > 0).sum()), int((means < 0).sum()), between, within)


def pairing_worth(a: Floats, b: Floats) -> tuple[float | None, Span | None]:
    """Return (var A + var B) / var(B - A) over seeds within draws of `[draw, seed]`, and where it lies with 95 %.

    Unshared seeds would give the mean difference the variance (var A + var B) / n; so they need this factor
    times n runs for the same interval. It is infinite where pairs do not vary, None where nothing does. The
    span follows from the ratio of the variances of B + A and B - A, which is F for normal outcomes and
    independent where both arms vary alike (pitman_1939).
    """
    draws, seeds = a.shape
    if seeds < 2:
        return None, None
    apart, paired = _luck(a) + _luck(b), _luck(b - a)
    if apart == 0.0:
        return None, None
    if paired <= _NOTHING * apart:
        return math.inf, None
    free = draws * (seeds - 1)
    ratio = 2.0 * apart / paired - 1.0
    upper = float(stats.f.ppf((1 + LEVEL) / 2, free, free))
    return apart / paired, ((1.0 + ratio / upper) / 2.0, (1.0 + ratio * upper) / 2.0)
