"""A comparison is read back from its folder with all that is kept, and a damaged folder is said plainly."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.errors import StorageError
from sim.experiments.comparing.compare import WEEKLY, Comparison, compare
from sim.experiments.comparing.comparison_folder import load_comparison, save_comparison
from sim.record.manifest import manifest_of
from sim.scenario.load import load_scenario
from sim.scenario.posterior import free_in, posterior


def _saved(folder: Path, *, fitted: bool = False, **asked: int) -> Comparison:
    a, b = (load_scenario("russian_exit", sets=sets, weeks=15) for sets in ([], ["combat.kappa=0.04"]))
    made = compare(a, b, posterior=free_in([a, b], posterior()) if fitted else None, **asked)
    manifest = manifest_of("a vs b", weeks=15, seed=1, runs=made.runs, command=[], citations=["x"], sets=[])
    save_comparison(folder, made, manifest | {"kind": "comparison"})
    return made


@pytest.fixture(
    scope="module",
    params=[{"runs": 3}, {"runs": 2, "draws": 2}, {"runs": 4, "fitted": True}],
    ids=["luck", "ignorance", "posterior"],
)
def both(request, tmp_path_factory) -> tuple[Comparison, Path]:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("compared") / "folder"
    return _saved(folder, **request.param), folder


def test_what_was_saved_is_read_back(both: tuple[Comparison, Path]) -> None:
    made, folder = both
    read = load_comparison(folder)
    assert np.array_equal(read.values, made.values, equal_nan=True)
    assert (read.seeds == made.seeds).all()
    assert (read.names, read.weeks, read.readings) == (made.names, made.weeks, made.readings)
    assert read.differences == made.differences
    assert read.contrasts == made.contrasts
    assert [dict(draw) for draw in read.draws] == [dict(draw) for draw in made.draws]
    assert read.numbers == made.numbers
    assert not read.weekly
    for name in ("weeks", "pairs", "units", "a", "b", "gained", "lost", "squares"):
        assert np.array_equal(getattr(read.holders, name), getattr(made.holders, name)), name


def test_bands_are_those_of_the_pairs(both: tuple[Comparison, Path]) -> None:
    made, folder = both
    bands = load_comparison(folder).bands
    assert set(bands) == {*WEEKLY, "civilians_deaths_a_week", "all_deaths_a_week"}
    a, b = made.weekly["civilians_deaths"]
    apart = (b - a).reshape(-1, 15)
    assert np.allclose(bands["civilians_deaths"].levels[2], np.percentile(apart, (5, 25, 50, 75, 95), axis=0))
    last_week = np.diff(a.reshape(-1, 15), axis=1)[:, -1]
    assert bands["civilians_deaths_a_week"].levels[0, 2, -1] == pytest.approx(np.median(last_week))
    draws = bands["civilians_deaths"].draws
    assert (draws is None) == (len(made.draws) == 1)
    if draws is not None:
        assert np.allclose(draws, np.percentile((b - a).mean(axis=1), (5, 95), axis=0))


@pytest.mark.parametrize("name", ["comparison.json", "holders.parquet", "weekly.parquet"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    _saved(tmp_path / "folder", runs=1)
    (tmp_path / "folder" / name).unlink()
    with pytest.raises(StorageError, match=f"{name} is missing"):
        load_comparison(tmp_path / "folder")


def test_files_that_do_not_fit_and_other_folders_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    _saved(folder, runs=1)
    whole = pq.read_table(folder / "holders.parquet")
    pq.write_table(whole.slice(5), folder / "holders.parquet")
    with pytest.raises(StorageError, match="does not count every region in every pair"):
        load_comparison(folder)
    pq.write_table(pa.table({"week": [1]}), folder / "holders.parquet")
    with pytest.raises(StorageError, match="do not fit together"):
        load_comparison(folder)
    (folder / "holders.parquet").write_bytes(b"no table")
    with pytest.raises(StorageError, match=r"holders\.parquet cannot be read"):
        load_comparison(folder)
    (folder / "scenario_b.yaml").unlink()
    with pytest.raises(StorageError, match=r"scenario_b\.yaml is missing"):
        load_comparison(folder)
    (folder / "manifest.json").write_text("{}")
    with pytest.raises(StorageError, match="is not the folder of a comparison"):
        load_comparison(folder)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "folder"
    _saved(folder, runs=2)
    return folder


def _turned(table: pa.Table) -> pa.Table:
    """Return the rows of A after those of B."""
    half = len(table) // 2
    return pa.concat_tables([table.slice(half), table.slice(0, half)])


def _with(name: str, values: list[object]) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        place = table.column_names.index(name)
        return table.set_column(place, name, pa.array((values * len(table))[: len(table)]))

    return change


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("pairs.parquet", _turned, "another order"),
        ("pairs.parquet", _with("arm", ["B", "A"]), "another order"),
        ("pairs.parquet", _with("draw", [7]), "another order"),
        ("pairs.parquet", _with("seed", [1, 2, 3]), "not the same in both arms"),
        ("pairs.parquet", _with("civilians_deaths", [1e300]), "none that a war could give"),
        ("pairs.parquet", _with("civilians_deaths", [None, 5.0]), "no number"),
        ("weekly.parquet", _turned, "another order"),
        ("weekly.parquet", _with("p50", ["x"]), "could not convert"),
        ("holders.parquet", _with("gained", [5]), "other pairs than it counts"),
        ("holders.parquet", _with("region", ["nowhere"]), "nowhere"),
    ],
)
def test_tables_changed_by_hand_are_refused(
    file: str, change: Callable[[pa.Table], pa.Table], said: str, kept: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(kept, folder)
    pq.write_table(change(pq.read_table(folder / file)), folder / file)
    with pytest.raises(StorageError, match=f"do not fit together.*{said}"):
        load_comparison(folder)


@pytest.mark.parametrize("told", ["[1]", "{}", "null", "[" * 100_000, '{"draws": "x"}', '{"draws": 1, "runs": 1e400}'])
def test_a_file_of_words_changed_by_hand_is_refused(told: str, kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(kept, folder)
    (folder / "comparison.json").write_text(told, encoding="utf-8")
    with pytest.raises(StorageError, match=r"do not fit together|comparison\.json cannot be read"):
        load_comparison(folder)
