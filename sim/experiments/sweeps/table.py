"""A sweep's table as it stands: what was planned, and one row for every run that is done.

    table = load_table(Path("results/sweeps/exit_drivers"))
    table.rows                          pandas: row, arm, point, replicate, seed, factors, outcomes, hash, error

Owns the reading of a sweep's folder. Knows nothing of how rows come about (see `sweep`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import InputError, StorageError, nearest
from sim.experiments.columns import Reading
from sim.experiments.sweeps.parts import RUNS, parts_in, read_part
from sim.experiments.sweeps.plan import Plan
from sim.record.soundness import inspect_manifest
from sim.record.store import part_of, read_json

__all__ = ["FORMAT", "Table", "load_table", "plan_of", "read_manifest"]

Floats = npt.NDArray[np.float64]

FORMAT = 1
"""Form of a sweep's folder; raised when older folders can no longer be read."""


@dataclass(frozen=True)
class Table:
    """Hold the rows of a sweep, in order of their numbers, failed ones too."""

    folder: Path
    plan: Plan
    rows: pd.DataFrame

    @property
    def good(self) -> pd.DataFrame:
        """Return the rows of runs that did not fail."""
        return self.rows[self.rows["error"].isna()]

    @cached_property
    def coded(self) -> pd.DataFrame:
        """Return point -> every factor as a number: dates as day numbers, words as places in their lists."""
        points = self.rows.drop_duplicates("point").set_index("point").sort_index()
        return pd.DataFrame(
            {one.name: [one.code(value) for value in points[one.name]] for one in self.plan.factors},
            index=points.index,
        )

    def reading(self, name: str) -> Reading:
        """Return an outcome by name; InputError with the nearest name if there is none."""
        for one in self.plan.readings:
            if one.name == name:
                return one
        names = [one.name for one in self.plan.readings]
        raise InputError(f'this sweep has no outcome "{name}"{nearest(name, names)}; it has {", ".join(names)}')

    def values(self, name: str, rows: pd.DataFrame | None = None) -> Floats:
        """Return an outcome of every good row (or of `rows`); what never happened counts as the horizon."""
        one = self.reading(name)
        column: Floats = (self.good if rows is None else rows)[name].to_numpy(dtype=np.float64)
        return np.where(np.isnan(column), float(one.horizon), column) if one.horizon else column


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a sweep's folder; StorageError if it is not one of ours."""
    if not (folder / "manifest.json").exists():
        raise InputError(f"{folder} is not a sweep's folder: manifest.json is missing.")
    manifest = part_of(folder, "manifest.json", read_json)
    if not isinstance(manifest, dict) or manifest.get("kind") != "sweep":
        raise InputError(f"{folder} is not a sweep's folder: its manifest tells of something else.")
    if manifest.get("format") != FORMAT:
        raise StorageError(f"{folder} has a sweep of form {manifest.get('format')}; this version reads form {FORMAT}.")
    try:
        inspect_manifest(manifest)
    except ValueError as error:
        raise StorageError(f"{folder / 'manifest.json'} cannot be read: {error}.") from error
    return manifest


def plan_of(folder: Path, manifest: Mapping[str, Any]) -> Plan:
    """Return the plan in a manifest; StorageError if it is damaged."""
    try:
        return Plan.from_plain(manifest["plan"])
    except (KeyError, TypeError, ValueError) as error:
        raise StorageError(f"{folder / 'manifest.json'} does not tell of a whole plan ({error}).") from error


def load_table(folder: Path, columns: Sequence[str] | None = None) -> Table:
    """Read a sweep's folder, or some columns of it beside those that name a row; StorageError for a damaged one."""
    plan = plan_of(folder, read_manifest(folder))
    parts = parts_in(folder / RUNS)
    if not parts:
        raise StorageError(f"{folder} has no finished runs yet: theatre sweep --resume {folder}")
    wanted = None if columns is None else [*_named(plan), *columns]
    rows: pd.DataFrame = _together(parts, wanted).to_pandas()
    missing = {*_named(plan), *(one.name for one in plan.readings if columns is None)} - set(rows.columns)
    if missing or rows["row"].duplicated().any():
        what = f"lack {', '.join(sorted(missing))}" if missing else "hold a row twice"
        raise StorageError(f"The parts of {folder / RUNS} {what}: they were changed by hand.")
    try:
        _inspect(plan, rows)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise StorageError(
            f"The parts of {folder / RUNS} do not fit the plan ({error}): they were changed by hand."
        ) from error
    return Table(folder, plan, rows.sort_values("row", ignore_index=True))


def _inspect(plan: Plan, rows: pd.DataFrame) -> None:
    """Raise ValueError for the first thing in the rows that no run of this plan could have written."""
    for name, most in (("row", plan.rows), ("point", plan.points), ("replicate", plan.replicates)):
        column = rows[name].to_numpy()
        if column.dtype.kind != "i" or (column < 0).any() or (column >= most).any():
            raise ValueError(f"{name} lies outside 0 to {most - 1}")
    if rows["seed"].to_numpy().dtype.kind != "i" or not set(rows["arm"]) <= set(plan.arms):
        raise ValueError("an arm or a seed is not of the plan")
    if rows.duplicated(["arm", "point", "replicate"]).any():
        raise ValueError("two rows are one run")
    for one in plan.factors:
        codes = np.array([one.code(value) for value in rows[one.name]])
        if not np.isfinite(codes).all():
            raise ValueError(f"{one.name} is no number")
    good = rows["error"].isna()
    for reading in plan.readings:
        if reading.name in rows:
            values = rows.loc[good, reading.name].to_numpy(dtype=np.float64)
            if (
                np.isinf(values).any()
                or (np.isnan(values).any() and not reading.horizon)
                or (np.abs(values) > _LARGEST).any()
            ):
                raise ValueError(f"{reading.name} is no number that a war could give")


_LARGEST = 1e12
"""No outcome of a war is larger: people, weeks, shares, money [USD m]."""


def _named(plan: Plan) -> list[str]:
    """Return the columns that say which run a row is."""
    return ["row", "arm", "point", "replicate", "seed", *(one.name for one in plan.factors), "error"]


def _together(parts: Sequence[Path], columns: Sequence[str] | None) -> pa.Table:
    """Return the rows of all parts; StorageError names the first that cannot be read."""
    try:
        return pq.ParquetDataset(parts, partitioning=None).read(columns=columns)
    except (OSError, pa.ArrowException, KeyError) as error:
        for path in parts:
            read_part(path, None if columns is None else list(columns))
        raise StorageError(f"The parts in {parts[0].parent} do not fit together: they were changed by hand.") from error
