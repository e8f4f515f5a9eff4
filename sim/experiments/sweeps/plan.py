"""The plan of a sweep: which arms, what varies how far, by which design, how often, and what is read off.

    plan = read_plan("scenarios/sweeps/exit_drivers.yaml")     (see `question`)
    plan.factors[0].at(0.5)                                    the middle of its range

Owns the plan as checked data, and the step from the unit interval to a factor's value. Knows nothing of files,
runs or tables.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal, Self

from sim.experiments.columns import Reading
from sim.record.form import formed

__all__ = ["Design", "DesignKind", "Factor", "Keeping", "Plan", "Value"]

Value = float | int | str | bool
"""A setting of a factor: a number, a date as ISO text, a word, true or false."""

DesignKind = Literal["grid", "latin_hypercube", "sobol", "saltelli", "morris", "list"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that varies: a range of numbers, whole numbers or dates, or a list of values."""

    name: str
    kind: Literal["number", "whole", "date", "choice"]
    unit: str = ""
    low: float = 0.0
    """Least value; of a date, its day number (`date.toordinal`)."""
    high: float = 0.0
    values: tuple[Value, ...] = ()
    """All values that it takes, where they were listed."""
    base: Value | None = None
    """The value that the scenario itself has."""
    doc: str = ""

    def at(self, share: float) -> Value:
        """Return the value at a share (0..1) of its range."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.kind == "number":
            return self.low + share * (self.high - self.low)
        step = min(int(share * (self.high - self.low + 1)), int(self.high - self.low))
        whole = int(self.low) + step
        return date.fromordinal(whole).isoformat() if self.kind == "date" else whole

    def code(self, value: Value) -> float:
        """Return a value as a number for analysis: of a date its day number, of a word its place in the list."""
        if self.kind == "choice":
            return float([str(one) for one in self.values].index(str(value)))
        return float(date.fromisoformat(str(value)).toordinal()) if self.kind == "date" else float(value)

    @property
    def span(self) -> tuple[float, float]:
        """Return the least and greatest code."""
        if self.values:
            codes = [self.code(value) for value in self.values]
            return min(codes), max(codes)
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Design:
    """How points are chosen: the kind, and as many numbers as that kind needs."""

    kind: DesignKind
    points: int = 0
    """Points of a Latin hypercube, a Sobol sequence or a list; base samples of Saltelli; trajectories of Morris."""
    levels: int = 0
    """Levels of each range in a grid or in Morris's method."""
    seed: int = 1
    """Seed of the design, not of the wars."""
    blocks: tuple[int, ...] = ()
    """Points of each hypercube, where more were added later; each fills its space by itself."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept of each run beside its outcomes."""

    weekly: tuple[str, ...] = ()
    """Weekly series, as lists."""
    changes: bool = False
    """Every change of holder, as lists."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole sweep, checked."""

    id: str
    title: str
    arms: tuple[str, ...]
    """Scenarios, `id:variant`; every point is run in each, with the same seeds."""
    factors: tuple[Factor, ...]
    design: Design
    replicates: int
    """Seeds at each point."""
    seed: int
    """The first seed; every point has the same ones."""
    readings: tuple[Reading, ...]
    keep: Keeping = field(default_factory=Keeping)

    @property
    def block(self) -> int:
        """Return how many points are one sample together, each the last but for an input: 1 if all are apart."""
        return {"morris": len(self.factors) + 1, "saltelli": len(self.factors) + 2}.get(self.design.kind, 1)

    @property
    def points(self) -> int:
        """Return how many points there are in all."""
        if self.design.kind == "grid":
            return math.prod(len(factor.values) or self.design.levels for factor in self.factors)
        return self.design.points * self.block

    @property
    def rows(self) -> int:
        """Return how many runs there are in all."""
        return self.points * len(self.arms) * self.replicates

    @property
    def unit(self) -> str:
        """Return what `design.points` counts; nothing where no point can be added."""
        kinds = {"morris": "trajectories", "saltelli": "base samples", "grid": "", "list": ""}
        return kinds.get(self.design.kind, "points")

    def plain(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild a plan from plain data; ValueError for what is no plan."""
        plan: Self = formed(cls, data)
        if not (plan.arms and plan.readings) or plan.replicates < 1 or plan.rows < 1:
            raise ValueError("it has no run, or reads nothing off")
        return plan

    def larger(self, *, points: int | None = None, replicates: int | None = None) -> Self:
        """Return the plan with more points or more replicates."""
        old = self.design
        blocks = (*(old.blocks or (old.points,)), (points or 0) - old.points)
        design = old if points is None else replace(old, points=points, blocks=blocks)
        return replace(self, design=design, replicates=self.replicates if replicates is None else replicates)
