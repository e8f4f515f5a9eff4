"""One outcome of a sweep as an answer to its factors: of one arm, or of one arm less another, run by run.

    response(table, "regime_area")                                            of the first arm
    response(table, "all_deaths", arm="russian_exit:stuck", versus="russian_exit:abrupt")    arm - versus, same seeds

Owns the pairing of rows. Knows nothing of methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.errors import InputError, nearest
from sim.experiments.columns import Reading
from sim.experiments.crossed import Layout, layout_of, together, whole_part
from sim.experiments.sweeps.plan import Plan
from sim.experiments.sweeps.table import Table

__all__ = ["Response", "response"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Response:
    """Hold one outcome of every good run, or of every good pair."""

    reading: Reading
    of: str
    """The arm, or `arm minus versus`."""
    plan: Plan
    coded: Annotated[pd.DataFrame, "[point, factor]: every factor as a number"]
    runs: Annotated[pd.DataFrame, "point, replicate, value, never: a row for each run or pair"]

    @cached_property
    def groups(self) -> list[Floats]:
        """Return the values of each point, in order of points."""
        return [values.to_numpy(dtype=np.float64) for _, values in self.runs.groupby("point")["value"]]

    @cached_property
    def points(self) -> npt.NDArray[np.int64]:
        """Return the points that have a value, in their order."""
        return np.sort(self.runs["point"].unique())

    @cached_property
    def means(self) -> Floats:
        """Return the mean of each point over its seeds, in order of points."""
        return np.array([values.mean() for values in self.groups])

    @cached_property
    def inputs(self) -> Floats:
        """Return the factors of each point as numbers, `[point, factor]`, in order of points."""
        inputs: Floats = self.coded.loc[self.points].to_numpy(dtype=np.float64)
        return inputs

    @cached_property
    def _grid(self) -> pd.DataFrame:
        return self.runs.pivot(index="point", columns="replicate", values="value")

    @cached_property
    def layout(self) -> Layout:
        """Return the variances by what they come from, of the points and seeds without gaps."""
        return layout_of(whole_part(self._grid.to_numpy(dtype=np.float64)))

    @cached_property
    def sample(self) -> Layout:
        """Return the layout of independent samples: points, or the means of trajectories or base samples."""
        size = self.plan.block
        every = self._grid.reindex(range(size * (int(self._grid.index.max()) // size + 1)))
        return layout_of(whole_part(together(every.to_numpy(dtype=np.float64), size)))

    @property
    def name(self) -> str:
        """Return the name of the outcome."""
        return self.reading.name

    @property
    def unit(self) -> str:
        """Return its unit."""
        return self.reading.unit

    @property
    def never(self) -> float | None:
        """Return the share of runs in which it never happened; None where it cannot but happen."""
        return float(self.runs["never"].mean()) if self.reading.horizon else None

    @property
    def flat(self) -> bool:
        """Say whether all runs came to the same."""
        return bool(np.ptp(self.runs["value"].to_numpy()) == 0.0)


def response(table: Table, outcome: str, *, arm: str | None = None, versus: str | None = None) -> Response:
    """Return an outcome of an arm (the first), or its difference from another by point and seed.

    Raises InputError for an arm or outcome that there is not, and where no good run is left.
    """
    reading = table.reading(outcome)
    mine = arm or table.plan.arms[0]
    runs = _of(table, reading, mine)
    of = mine
    if versus is not None:
        if versus == mine:
            raise InputError(f"{mine} cannot be compared with itself; name another arm with --versus.")
        both = runs.merge(_of(table, reading, versus), on=["point", "replicate"], suffixes=("", "_versus"))
        runs = both.assign(value=both["value"] - both["value_versus"], never=both["never"] | both["never_versus"])
        of = f"{mine} minus {versus}"
    if not len(runs):
        raise InputError(f"No run of {of} has finished without an error; the column error of {table.folder} says why.")
    kept = runs[["point", "replicate", "value", "never"]].sort_values(["point", "replicate"], ignore_index=True)
    return Response(reading, of, table.plan, table.coded, kept)


def _of(table: Table, reading: Reading, arm: str) -> pd.DataFrame:
    """Return the good rows of an arm; what never happened counts as the horizon, and is marked."""
    arms = table.plan.arms
    if arm not in arms:
        raise InputError(f'this sweep has no arm "{arm}"{nearest(arm, arms)}; it has {", ".join(arms)}')
    rows = table.good[table.good["arm"] == arm]
    return pd.DataFrame({
        "point": rows["point"],
        "replicate": rows["replicate"],
        "value": table.values(reading.name, rows),
        "never": rows[reading.name].isna(),
    })  # fmt: skip
