"""The tables of a sweep and of a comparison: runs, what varied, outcomes, pairs.

Owns what stands in these tables, and the reading of a comparison's folder. Knows nothing of how they are written
(see `sheet`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import AfterValidator, Field, with_config

from sim.errors import StorageError
from sim.experiments.sweeps.plan import Factor, Plan
from sim.record.form import AS_WRITTEN, formed
from sim.record.store import ANEW, part_of, read_json
from sim.reports.exporting.sheet import Column, Sheet, parts_of

if TYPE_CHECKING:
    from sim.experiments.sweeps.table import Table

__all__ = ["read_comparison", "sheets_of_comparison", "sheets_of_sweep"]

Plain = Mapping[str, Any]
Row = tuple[object, ...]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


_KEYS: Mapping[str, str] = {
    "row": "number of the run: theatre run --from-sweep DIR --row K runs it again",
    "arm": "scenario, `id:variant`",
    "point": "number of the setting; every arm and seed meets the same",
    "replicate": "which of the seeds",
    "seed": "seed of the run; the same seed gives the same run",
    "draw": "number of the draw of the model's numbers",
    "posterior": "number of the draw in the posterior, from 0",
    "hash": "hash of the World at the end",
    "error": "why the run failed; empty: it did not",
}
"""Columns that say which run a row is."""


def sheets_of_sweep(table: Table) -> Iterator[Sheet]:
    """Yield the runs of a sweep and what varied; weekly series and changes that were kept stay in its Parquet files."""
    plan = table.plan
    docs = {one.name: Column(one.name, one.unit, one.doc) for one in plan.readings}
    docs |= {one.name: Column(one.name, one.unit, one.doc or "what varies") for one in plan.factors}
    docs |= {name: Column(name, "", doc) for name, doc in _KEYS.items()}
    rows = table.rows[[name for name in docs if name in table.rows.columns]]
    whole = pa.Table.from_pandas(rows, preserve_index=False)
    columns = [_never(docs[name], plan) for name in whole.column_names]
    yield Sheet("runs.csv", "Every run: what was set, and what came of it.", columns, [whole])
    yield _inputs(plan.factors)


def _never(column: Column, plan: Plan) -> Column:
    """Say of an outcome that may never happen what an empty cell means."""
    if not any(one.name == column.name and one.horizon for one in plan.readings) or "empty" in column.doc:
        return column
    return Column(column.name, column.unit, f"{column.doc}; empty: never")


def _inputs(factors: Sequence[Factor]) -> Sheet:
    columns = (
        Column("input", "", "what varies, as --set names it"),
        Column("kind", "", "number, whole number, date, or choice from a list"),
        Column("unit", "", "unit"),
        Column("low", "as the input", "least value"),
        Column("high", "as the input", "greatest value"),
        Column("values", "", "all values, where they were listed"),
        Column("base", "as the input", "value of the scenario itself"),
        Column("meaning", "", "what it is"),
    )

    def end(factor: Factor, code: float) -> str | None:
        if factor.kind == "choice":
            return None
        return date.fromordinal(round(code)).isoformat() if factor.kind == "date" else f"{code:.10g}"

    rows = (
        (
            one.name,
            one.kind,
            one.unit,
            *(end(one, code) for code in one.span),
            ", ".join(map(str, one.values)) or None,
            None if one.base is None else str(one.base),
            one.doc,
        )
        for one in factors
    )
    return Sheet("inputs.csv", "What varies, from where to where.", columns, parts_of(columns, rows))


@with_config(AS_WRITTEN)
class _Difference(TypedDict):
    key: str
    a: str
    b: str


@with_config(AS_WRITTEN)
class _Outcome(TypedDict):
    unit: str
    doc: str
    mean_a: float | None
    mean_b: float | None
    mean: float | None
    interval: Annotated[list[float | None], Field(min_length=2, max_length=2)] | None
    median: float | None
    up: int
    down: int
    equal: int
    worth: float | None


@with_config(AS_WRITTEN)
class _Told(TypedDict):
    """What a comparison must say of itself to be read."""

    a: str
    b: str
    start: Annotated[str, AfterValidator(_day)]
    weeks: Annotated[int, Field(ge=1, le=1000)]
    runs: Annotated[int, Field(ge=1)]
    draws: Annotated[int, Field(ge=1)]
    seeds: Annotated[list[int], Field(min_length=2, max_length=2)]
    outcomes: dict[str, _Outcome]
    differs: list[_Difference]


def _told(path: Path) -> dict[str, Any]:
    """Return what a comparison says of itself; ValueError names the first part that is not as it was written."""
    found: dict[str, Any] = formed(_Told, read_json(path))
    return found


def read_comparison(folder: Path) -> Plain:
    """Return what a comparison came to, with its tables under `pairs` and `drawn_numbers`; StorageError if damaged."""
    told = part_of(folder, "comparison.json", _told)
    told["pairs"] = part_of(folder, "pairs.parquet", pq.read_table)
    told["drawn_numbers"] = part_of(folder, "draws.parquet", pq.read_table) if told["draws"] > 1 else None
    pairs = told["pairs"]
    if len(pairs) != 2 * told["runs"] * told["draws"] or not {"draw", "seed", "arm"} <= set(pairs.column_names):
        raise StorageError(f"{folder / 'pairs.parquet'} does not hold the pairs that comparison.json tells of. {ANEW}")
    return told


def sheets_of_comparison(told: Plain) -> Iterator[Sheet]:
    """Yield the pairs of a comparison, what they come to, what differs, and the draws where there are any."""
    docs = {name: Column(name, one["unit"], one["doc"]) for name, one in told["outcomes"].items()}
    docs |= {name: Column(name, "", doc) for name, doc in _KEYS.items()}
    docs["arm"] = Column("arm", "", f"A: {told['a']}; B: {told['b']}")
    pairs = told["pairs"]
    columns = [docs.get(name, Column(name, "", "")) for name in pairs.column_names]
    says = "Every run; rows with the same draw and seed are a pair."
    yield Sheet("pairs.csv", says, columns, [pairs])
    yield _outcomes(told["outcomes"])
    yield _differences(told)
    if (draws := told["drawn_numbers"]) is not None:
        columns = [docs.get(name, Column(name, "", "a number of the model")) for name in draws.column_names]
        yield Sheet("draws.csv", "The numbers of the model in each draw.", columns, [draws])


def _outcomes(outcomes: Mapping[str, Plain]) -> Sheet:
    unit = "as the outcome"
    columns = (
        Column("outcome", "", "name, as a column of pairs.csv"),
        Column("unit", "", "unit"),
        Column("meaning", "", "what it is"),
        Column("mean_a", unit, "mean of arm A"),
        Column("mean_b", unit, "mean of arm B"),
        Column("difference", unit, "mean of B - A over the pairs"),
        Column("low", unit, "lower end of its 95 per cent interval"),
        Column("high", unit, "upper end of its 95 per cent interval"),
        Column("median", unit, "median of B - A"),
        Column("more", "pairs", "pairs in which B lies above A"),
        Column("less", "pairs", "pairs in which B lies below A"),
        Column("same", "pairs", "pairs in which both are alike"),
        Column("worth", "times", "as many times the runs would be needed with unshared seeds"),
    )

    def rows() -> Iterator[Row]:
        for name, one in outcomes.items():
            numbers = (one["mean_a"], one["mean_b"], one["mean"], *(one["interval"] or (None, None)), one["median"])
            yield name, one["unit"], one["doc"], *numbers, one["up"], one["down"], one["equal"], one["worth"]

    return Sheet("outcomes.csv", "What the pairs come to.", columns, parts_of(columns, rows()))


def _differences(told: Plain) -> Sheet:
    columns = (
        Column("key", "", "what differs, by its key in the scenario"),
        Column("a", "", f"in arm A, {told['a']}; -: it is not there"),
        Column("b", "", f"in arm B, {told['b']}; -: it is not there"),
    )
    rows = ((one["key"], one["a"], one["b"]) for one in told["differs"])
    return Sheet("differences.csv", "What differs between the arms.", columns, parts_of(columns, rows))
