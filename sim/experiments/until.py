"""When a sweep has run long enough: the mean of every outcome that was named is known as well as was asked.

The interval is that of points crossed with seeds (see `crossed`), looked at after each whole round of all points.
Looking again and again stops a little too early on average, so a few seeds never count: 30 of a single point, 10 of
many (chow_robbins_1965 shows that the interval holds as it shrinks).
Owns that rule. Knows nothing of how runs are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import InputError, nearest
from sim.experiments.crossed import layout_of, whole_part
from sim.experiments.parts import parts_in
from sim.experiments.plan import Plan
from sim.experiments.sweep import Sweep

__all__ = ["LEAST", "Until", "wishes_of"]

LEAST = 30
"""Fewest seeds of a single point before a sweep may stop by itself."""
LEAST_ROUNDS = 10
"""Fewest seeds of many points."""


def wishes_of(plan: Plan, texts: Sequence[str], option: str = "--until") -> dict[str, float]:
    """Read wishes such as `regime_area=1`: outcome -> half-width of its interval; InputError for nonsense."""
    return dict(_wish([reading.name for reading in plan.readings], text, option) for text in texts)


def _wish(names: Sequence[str], text: str, option: str) -> tuple[str, float]:
    name, sign, width = text.partition("=")
    if name not in names:
        known = ", ".join(names)
        raise InputError(f'{option} {text}: there is no outcome "{name}"{nearest(name, names)}; this sweep has {known}')
    try:
        half = float(width)
    except ValueError:
        half = 0.0
    if not sign or not 0.0 < half < float("inf"):
        raise InputError(f"{option} takes OUTCOME=HALF_WIDTH, for example {name}=1, not {text}")
    return name, half


class Until:
    """Watch the parts of a sweep as they come."""

    def __init__(self, sweep: Sweep, wishes: Mapping[str, float]) -> None:
        """Count the parts that are there already."""
        self.plan, self.wishes = sweep.plan, wishes
        self.horizon = {reading.name: float(reading.horizon) for reading in sweep.plan.readings}
        self.points = max(batch.points[1] for batch in sweep.batches)
        shape = (len(sweep.plan.arms), self.points, sweep.plan.replicates)
        self.values = {name: np.full(shape, np.nan) for name in wishes}
        self.seen = 0
        self.looked = 0
        self.reached = False
        if wishes:
            for path in parts_in(sweep.runs):
                self.add(pq.read_table(path))

    def add(self, rows: pa.Table) -> bool:
        """Take in a part and say whether it is enough now."""
        if not self.wishes:
            return False
        arms = [self.plan.arms.index(arm) for arm in rows["arm"].to_pylist()]
        failed = ~rows["error"].is_null().to_numpy()
        for name, values in self.values.items():
            found = rows[name].to_numpy()
            found = np.where(np.isnan(found) & ~failed & (self.horizon[name] > 0), self.horizon[name], found)
            values[arms, rows["point"].to_numpy(), rows["replicate"].to_numpy()] = found
        self.seen += len(rows)
        rounds = self.seen // (self.points * len(self.plan.arms))
        if rounds > self.looked:
            self.looked = rounds
            self.reached = rounds >= (LEAST if self.points == 1 else LEAST_ROUNDS) and self._met(rounds)
        return self.reached

    def _met(self, rounds: int) -> bool:
        """Say whether every wish is met in every arm, over whole rounds."""
        return all(
            layout_of(whole_part(values[arm, :, :rounds])).half <= self.wishes[name]
            for name, values in self.values.items()
            for arm in range(len(self.plan.arms))
        )
