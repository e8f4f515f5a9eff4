"""When a sweep has run long enough: the mean of every outcome that was named is known as well as was asked.

The interval is Student's, over the means of the points (over the seeds where there is one point), once every point
has been run. Looking again and again stops a little too early on average, so no fewer than 30 units count (Chow and
Robbins 1965 show that the interval then holds as it shrinks). Owns that rule. Knows nothing of how runs are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import InputError, nearest
from sim.experiments.parts import parts_in
from sim.experiments.plan import Plan
from sim.experiments.sweep import Sweep

__all__ = ["LEAST", "Until", "wishes_of"]

LEAST = 30
"""Fewest points, or seeds of a single point, before a sweep may stop by itself."""


def wishes_of(plan: Plan, texts: Sequence[str]) -> dict[str, float]:
    """Read wishes such as `regime_area=1`: outcome -> half-width of its interval; InputError for nonsense."""
    return dict(_wish([reading.name for reading in plan.readings], text) for text in texts)


def _wish(names: Sequence[str], text: str) -> tuple[str, float]:
    name, sign, width = text.partition("=")
    if name not in names:
        known = ", ".join(names)
        raise InputError(f'--until {text}: there is no outcome "{name}"{nearest(name, names)}; this sweep has {known}')
    try:
        half = float(width)
    except ValueError:
        half = 0.0
    if not sign or not 0.0 < half < float("inf"):
        raise InputError(f"--until takes OUTCOME=HALF_WIDTH, for example {name}=1, not {text}")
    return name, half


class Until:
    """Watch the parts of a sweep as they come."""

    def __init__(self, sweep: Sweep, wishes: Mapping[str, float]) -> None:
        """Count the parts that are there already."""
        self.plan = sweep.plan
        self.points = max(batch.points[1] for batch in sweep.batches)
        self.wishes = wishes
        self.horizon = {reading.name: float(reading.horizon) for reading in sweep.plan.readings}
        self.sums: dict[tuple[str, str, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
        if self.wishes:
            for path in parts_in(sweep.runs):
                self._count(pq.read_table(path))

    def add(self, rows: pa.Table) -> bool:
        """Take in a part and say whether it is enough now."""
        if self.wishes:
            self._count(rows)
        return self.reached

    def _count(self, rows: pa.Table) -> None:
        good = rows.filter(rows["error"].is_null())
        units = good["point" if self.points > 1 else "replicate"].to_pylist()
        arms = good["arm"].to_pylist()
        for name in self.wishes:
            for arm, unit, value in zip(arms, units, good[name].to_pylist(), strict=True):
                entry = self.sums[name, arm, unit]
                entry[0] += 1.0
                entry[1] += self.horizon[name] if value is None else value

    @property
    def reached(self) -> bool:
        """Say whether every wish is met in every arm."""
        return bool(self.wishes) and all(
            self._met(name, arm, half) for name, half in self.wishes.items() for arm in self.plan.arms
        )

    def _met(self, name: str, arm: str, half: float) -> bool:
        from scipy.stats import t

        means = [total / count for (n, a, _), (count, total) in self.sums.items() if (n, a) == (name, arm)]
        if len(means) < max(LEAST, self.points if self.points > 1 else 0):
            return False
        width = t.ppf(0.975, len(means) - 1) * np.std(means, ddof=1) / np.sqrt(len(means))
        return bool(width <= half)
