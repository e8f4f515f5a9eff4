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

from sim.errors import InputError, nearest
from sim.experiments.crossed import layout_of, together, whole_part
from sim.experiments.sweeps.parts import parts_in, read_part
from sim.experiments.sweeps.plan import Plan
from sim.experiments.sweeps.sweep import Sweep

__all__ = ["LEAST", "Until", "least_rounds", "wishes_of"]

LEAST = 30
"""Fewest seeds of a single point before a sweep may stop by itself."""
_KEYS = ("arm", "point", "replicate", "error")
LEAST_ROUNDS = 10
"""Fewest seeds of many points."""


def wishes_of(plan: Plan, texts: Sequence[str], option: str = "--until") -> dict[str, float]:
    """Read wishes such as `regime_area=1`: outcome -> half-width of its interval; InputError for nonsense."""
    wishes = dict(_wish([reading.name for reading in plan.readings], text, option) for text in texts)
    least = least_rounds(plan.points)
    if texts and option == "--until" and plan.replicates < least:
        raise InputError(
            f"--until stops after no fewer than {least} seeds at each point, and this sweep has {plan.replicates}: "
            "give it more replicates."
        )
    return wishes


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
        self.seen = np.zeros(shape, dtype=np.bool_)
        self.looked = 0
        self.reached = False
        if wishes:
            for path in parts_in(sweep.runs):
                self._count(read_part(path, [*_KEYS, *wishes]))
            self._look()

    def add(self, rows: pa.Table) -> bool:
        """Take in a part and say whether it is enough now."""
        if self.wishes:
            self._count(rows)
            self._look()
        return self.reached

    def _count(self, rows: pa.Table) -> None:
        arms = [self.plan.arms.index(arm) for arm in rows["arm"].to_pylist()]
        where = (arms, rows["point"].to_numpy(), rows["replicate"].to_numpy())
        good = rows["error"].is_null().to_numpy()
        self.seen[where] = True
        for name, values in self.values.items():
            found = rows[name].to_numpy()
            never = np.isnan(found) & good & (self.horizon[name] > 0)
            values[where] = np.where(never, self.horizon[name], found)

    def _look(self) -> None:
        """Look at the means after each whole round of all points."""
        whole = self.seen.all(axis=(0, 1))
        rounds = int(np.argmin(whole)) if not whole.all() else len(whole)
        if rounds > self.looked:
            self.looked = rounds
            self.reached = rounds >= least_rounds(self.points) and self._met(rounds)

    def _met(self, rounds: int) -> bool:
        """Say whether every wish is met in every arm, over whole rounds."""
        size = self.plan.block
        return all(
            layout_of(whole_part(together(values[arm, :, :rounds], size))).half <= self.wishes[name]
            for name, values in self.values.items()
            for arm in range(len(self.plan.arms))
        )


def least_rounds(points: int) -> int:
    """Return the fewest seeds before a sweep of so many points may stop by itself."""
    return LEAST if points == 1 else LEAST_ROUNDS
