"""Sweep folders whose wars are plain functions, so that the right answers are known."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.experiments.columns import Reading
from sim.experiments.sweeps.designs import design_of
from sim.experiments.sweeps.plan import Design, Factor, Plan
from sim.experiments.sweeps.table import FORMAT, RUNS, Table, load_table

__all__ = ["AREA", "DEATHS", "QAIM", "ishigami", "numbers", "planned", "sweep_of"]

AREA = Reading("regime_area", "% of the country", "area of the regime at the end")
DEATHS = Reading("all_deaths", "persons", "killed, all")
QAIM = Reading("qaim_first_regime", "weeks", "first week in which regime holds qaim; empty: never", horizon=78)

Play = Callable[[Mapping[str, Any], str, int], Mapping[str, float | None] | str]
"""A war: settings, arm and seed to outcomes; a text is a fault."""


def numbers(count: int, low: float = 0.0, high: float = 1.0) -> tuple[Factor, ...]:
    """Return factors x1, x2, ... of one range."""
    return tuple(Factor(f"x{number}", "number", "share", low, high) for number in range(1, count + 1))


def planned(
    factors: Sequence[Factor],
    design: Design,
    *,
    replicates: int = 1,
    readings: Sequence[Reading] = (AREA,),
    arms: Sequence[str] = ("war:as_it_was",),
) -> Plan:
    """Return a plan of a made-up sweep."""
    return Plan("made_up", "Made up", tuple(arms), tuple(factors), design, replicates, 1, tuple(readings))


def sweep_of(folder: Path, plan: Plan, play: Play, *, without: Sequence[int] = ()) -> Table:
    """Write a sweep's folder, leaving out some points, and read it as any other."""
    (folder / RUNS).mkdir(parents=True)
    manifest = {"kind": "sweep", "format": FORMAT, "plan": plan.plain()}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    rows = []
    for point in design_of(plan).to_pylist():
        for replicate in range(plan.replicates):
            for arm in plan.arms:
                number = len(rows)
                seed = plan.seed + replicate
                settings = {factor.name: point[factor.name] for factor in plan.factors}
                came = play(settings, arm, seed)
                fault = came if isinstance(came, str) else None
                outcomes = {one.name: None if isinstance(came, str) else came[one.name] for one in plan.readings}
                named = {"row": number, "arm": arm, "point": point["point"], "replicate": replicate, "seed": seed}
                rows.append({**named, **settings, **outcomes, "hash": "", "error": fault})
    kept = [row for row in rows if row["point"] not in without]
    floats = {one.name: pa.float64() for one in plan.readings}
    first = pa.Table.from_pylist(kept).schema
    schema = pa.schema([
        pa.field(each.name, floats.get(each.name, pa.string() if each.name == "error" else each.type)) for each in first
    ])  # fmt: skip
    pq.write_table(pa.Table.from_pylist(kept, schema=schema), folder / RUNS / "rows-0.parquet")
    return load_table(folder)


def ishigami(settings: Mapping[str, Any], arm: str, seed: int) -> Mapping[str, float | None]:
    """Ishigami and Homma's function with a = 7 and b = 0.1; S1 0.314, 0.442, 0; ST 0.558, 0.442, 0.244."""
    x1, x2, x3 = (settings[f"x{number}"] for number in (1, 2, 3))
    return {AREA.name: math.sin(x1) + 7.0 * math.sin(x2) ** 2 + 0.1 * x3**4 * math.sin(x1)}
