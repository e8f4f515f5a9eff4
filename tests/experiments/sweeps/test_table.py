"""A sweep's table that was changed by hand is refused where it is read, with words for what cannot be."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.errors import StorageError
from sim.experiments.sweeps.plan import Design, Plan
from sim.experiments.sweeps.table import RUNS, load_table
from tests.experiments.functions import AREA, QAIM, numbers, planned, sweep_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plan = planned(numbers(1), Design("latin_hypercube", 4), replicates=2, readings=(AREA, QAIM))
    sweep_of(tmp_path / "made", plan, lambda settings, arm, seed: {AREA.name: 1.0, QAIM.name: None})
    return tmp_path / "made"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("row", -1, "row lies outside 0 to 7|hold a row twice"),
        ("point", 4, "point lies outside 0 to 3"),
        ("point", None, "point lies outside 0 to 3"),
        ("replicate", 0, "two rows are one run"),
        ("seed", "x", "an arm or a seed"),
        ("arm", "elsewhere", "an arm or a seed"),
        ("x1", "x", "could not convert"),
        ("x1", math.nan, "x1 is no number"),
        ("regime_area", math.nan, "regime_area is no number"),
        ("regime_area", 1e300, "regime_area is no number"),
        ("qaim_first_regime", math.inf, "qaim_first_regime is no number"),
    ],
)
def test_rows_that_no_run_could_have_written(column: str, value: object, said: str, folder: Path) -> None:
    (path,) = (folder / RUNS).iterdir()
    table = pq.read_table(path)
    place = table.column_names.index(column)
    pq.write_table(table.set_column(place, column, pa.array([value] * len(table))), path)
    with pytest.raises(StorageError, match=said):
        load_table(folder)


@pytest.mark.parametrize("column", ["row", "point", "seed", "x1", "regime_area", "error"])
@pytest.mark.parametrize("some", [True, False])
def test_a_column_that_is_gone(column: str, some: bool, folder: Path) -> None:
    (path,) = (folder / RUNS).iterdir()
    pq.write_table(pq.read_table(path).drop_columns([column]), path)
    with pytest.raises(StorageError, match=r"cannot be read|lack"):
        load_table(folder, ["regime_area"] if some else None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", 5), ("arms", []), ("arms", [5]), ("replicates", "x"), ("replicates", 0), ("readings", []),
        ("factors", [5]), ("design", {}), ("seed", None), ("keep", 5),
    ],
)  # fmt: skip
def test_a_plan_that_is_none(key: str, value: object, folder: Path) -> None:
    path = folder / "manifest.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["plan"][key] = value
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(StorageError, match="does not tell of a whole plan") as told:
        load_table(folder)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(("text", "said"), [("[" * 100_000, "cannot be read"), ('{"kind": "sweep"}', "form None")])
def test_a_manifest_that_is_none(text: str, said: str, folder: Path) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StorageError, match=said):
        load_table(folder)


def test_a_plan_comes_back_as_it_went(folder: Path) -> None:
    plan = load_table(folder).plan
    assert Plan.from_plain(json.loads(json.dumps(plan.plain()))) == plan
