"""Designs: which points of the factors' ranges a sweep visits, as a table of values.

More points never move the old ones: a Sobol sequence, Saltelli's samples and Morris's trajectories go on where they
stopped, and another Latin hypercube is laid beside the first. Samplers are those of scipy (Sobol', Latin hypercube)
and SALib (Saltelli 2010, Morris 1991). Owns the choice of points. Knows nothing of runs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.experiments.sweeps.plan import Design, Factor, Plan, Value

__all__ = ["design_of", "kind_of", "point_of", "shares_of", "typed"]

Floats = npt.NDArray[np.float64]


def design_of(plan: Plan, listed: Sequence[tuple[Value, ...]] = ()) -> pa.Table:
    """Return the points of a plan, in their order: one column for each factor, of its own type."""
    if plan.design.kind == "list":
        points = list(listed)
    elif plan.design.kind == "grid":
        levels = [_levels(factor, plan.design.levels) for factor in plan.factors]
        points = list(itertools.product(*levels))
    else:
        shares = shares_of(plan.design, len(plan.factors))
        points = [tuple(f.at(s) for f, s in zip(plan.factors, row, strict=True)) for row in shares.tolist()]
    columns: dict[str, Any] = {"point": np.arange(len(points), dtype=np.int64)}
    columns |= {
        factor.name: pa.array([typed(factor, point[at]) for point in points], type=kind_of(factor))
        for at, factor in enumerate(plan.factors)
    }
    return pa.table(columns)


def typed(factor: Factor, value: Value) -> float | int | str:
    """Return a value as its column holds it: words and truth as text."""
    if factor.kind == "choice":
        return str(value)
    return float(value) if factor.kind == "number" else value


def point_of(plan: Plan, row: Mapping[str, Any]) -> tuple[Value, ...]:
    """Return the values of a point from its row in the table: words and truth as their lists have them."""
    return tuple(
        factor.values[int(factor.code(row[factor.name]))] if factor.kind == "choice" else row[factor.name]
        for factor in plan.factors
    )


def kind_of(factor: Factor) -> pa.DataType:
    """Return the type of a factor's column."""
    return {"number": pa.float64(), "whole": pa.int64()}.get(factor.kind, pa.string())


def _levels(factor: Factor, levels: int) -> Sequence[Value]:
    """Return the levels of one factor in a grid: its listed values, or even steps from low to high."""
    if factor.values:
        return factor.values
    if factor.kind == "number":
        return tuple(np.linspace(factor.low, factor.high, levels).tolist())
    span = int(factor.high - factor.low)
    steps = sorted({step * span // (levels - 1) for step in range(levels)})
    return tuple(factor.at((step + 0.5) / (span + 1)) for step in steps)


def shares_of(design: Design, factors: int) -> Floats:
    """Return the points of a sampled design as shares (0..1) of each range, float64[point, factor]."""
    if design.kind == "latin_hypercube":
        from scipy.stats import qmc

        blocks = design.blocks or (design.points,)
        cubes = [qmc.LatinHypercube(factors, rng=[design.seed, row]).random(size) for row, size in enumerate(blocks)]
        return np.concatenate(cubes)
    if design.kind == "sobol":
        from scipy.stats import qmc

        power = int(np.ceil(np.log2(max(design.points, 1))))
        sequence: Floats = qmc.Sobol(factors, rng=design.seed).random_base2(power)
        return sequence[: design.points]
    return _salib(design, factors)


def _salib(design: Design, factors: int) -> Floats:
    problem = {
        "num_vars": factors,
        "names": [f"x{number}" for number in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    if design.kind == "saltelli":
        from SALib.sample import sobol

        found: Floats = sobol.sample(problem, design.points, calc_second_order=False, seed=design.seed)
    else:
        from SALib.sample import morris

        found = morris.sample(problem, design.points, num_levels=design.levels, seed=design.seed)
    return found
