"""One number that is read of a war, what the record says of it, and how the two compare over many wars.

    check_of(statistic, values, arm)      the distribution over wars, the record's place in it, a plain verdict

Owns the form of a statistic and of a check. Knows nothing of what is read, or of how wars are run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import numpy as np
import numpy.typing as npt

from sim.record.history import RunHistory

__all__ = ["LEVELS", "Check", "Statistic", "Verdict", "check_of", "crps_of_weeks"]

Floats = npt.NDArray[np.float64]

LEVELS: Final = (2.5, 10.0, 25.0, 50.0, 75.0, 90.0, 97.5)
"""Percentiles that are told: the median, and the ends of what holds 50, 80 and 95 % of wars."""

Verdict = Literal["inside 80 %", "inside 95 %", "outside", "not in the record", "plausibility, never scored"]


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number of a war: how it is read, and what the record gives, with its range and its source."""

    pattern: str
    """P1 to P12 (docs/model 4.1)."""
    name: str
    words: str
    unit: str
    read: Callable[[RunHistory], float]
    """Not a number where a war has none."""
    recorded: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    source: str = ""
    end: float = float("inf")
    """For a week: the last one that is looked at; a war in which nothing happened until then has this number."""
    rate: float = float("nan")
    """For a week: hazard of the plain forecast that it is held against [1/week]."""
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """Hold the record beside the distribution over wars."""

    pattern: str
    name: str
    words: str
    unit: str
    arm: str
    recorded: float
    low: float
    high: float
    source: str
    wars: int
    """Wars in which there is such a number."""
    quantiles: tuple[float, ...]
    """At LEVELS."""
    below: float
    """Share of wars at or below what was recorded; of what is never scored, at or below zero."""
    verdict: Verdict
    came: float = float("nan")
    """For a week: share of wars in which it happened within the time."""
    crps: float = float("nan")
    """For a week: continuous ranked probability score up to the end [weeks]."""
    plain_crps: float = float("nan")
    """The same of a constant hazard, alike for all places."""
    end: float = float("inf")


def check_of(statistic: Statistic, values: Annotated[Floats, "[war]"], arm: str) -> Check:
    """Set what was recorded beside what many wars gave."""
    known = values[np.isfinite(values)]
    levels = np.percentile(known, LEVELS) if known.size else np.full(len(LEVELS), np.nan)
    weekly = np.isfinite(statistic.end)
    mark = statistic.recorded if statistic.scored else 0.0
    return Check(
        statistic.pattern, statistic.name, statistic.words, statistic.unit, arm,
        statistic.recorded, statistic.low, statistic.high, statistic.source,
        wars=int(known.size),
        quantiles=tuple(float(level) for level in levels),
        below=float((known <= mark).mean()) if known.size and np.isfinite(mark) else float("nan"),
        verdict=_verdict(statistic, levels),
        came=float((known < statistic.end).mean()) if weekly and known.size else float("nan"),
        crps=crps_of_weeks(known, statistic.recorded) if weekly and known.size else float("nan"),
        plain_crps=_plain(statistic.rate, statistic.recorded, statistic.end) if weekly else float("nan"),
        end=statistic.end,
    )  # fmt: skip


def _verdict(statistic: Statistic, levels: Floats) -> Verdict:
    if not statistic.scored:
        return "plausibility, never scored"
    if not np.isfinite(statistic.recorded):
        return "not in the record"
    lowest, low, _, _, _, high, highest = levels
    if low <= statistic.recorded <= high:
        return "inside 80 %"
    return "inside 95 %" if lowest <= statistic.recorded <= highest else "outside"


def crps_of_weeks(weeks: Annotated[Floats, "[war]"], recorded: float) -> float:
    """Return the CRPS of a week; `weeks` that never came hold the last one, so what lies beyond does not count."""
    from scoringrules import crps_ensemble

    return float(crps_ensemble(recorded, weeks, backend="numpy"))


def _plain(rate: float, recorded: float, end: float) -> float:
    """Return the CRPS of an exponential wait up to `end`, in closed form.

    The square of F(x) = 1 - exp(-rate x) from 0 to the recorded week, and of 1 - F from there to the end.
    """
    if rate == 0.0:
        return end - recorded
    gone, left = np.exp(-rate * recorded), np.exp(-rate * end)
    before = recorded - 2.0 * (1.0 - gone) / rate + (1.0 - gone**2) / (2.0 * rate)
    return float(before + (gone**2 - left**2) / (2.0 * rate))
