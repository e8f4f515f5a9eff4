"""Sweeps: every row once, whatever happens on the way; one table from every executor; growth without redoing."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow.parquet as pq
import pytest
import xarray

from sim.errors import InputError, RunError, StorageError
from sim.experiments.executors import DIED, Executor, on_dask, on_processes, one_by_one
from sim.experiments.sweeps import chunk as chunk_module
from sim.experiments.sweeps import sweep as sweep_module
from sim.experiments.sweeps.chunk import Play, play_war
from sim.experiments.sweeps.parts import drop_failed, finished, parts_in, read_row, set_aside_damaged
from sim.experiments.sweeps.resume import refuse_changed
from sim.experiments.sweeps.sweep import Sweep, locked, open_sweep, start
from sim.experiments.sweeps.table import load_table
from sim.experiments.sweeps.until import LEAST, Until, wishes_of
from tests.experiments.asking import GOOD, ask, write
from tests.experiments.plays import failing, once_deadly, plain


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "CHUNK", 4)


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with on_processes(2) as executor:
        yield executor


def begin(folder: Path, text: str = GOOD, name: str = "sweep") -> Sweep:
    return start(ask(folder, text), folder / name, {"file": str(folder / "trial.yaml")})


def run(sweep: Sweep, play: Play = plain, executor: Executor | None = None) -> pd.DataFrame:
    if executor is not None:
        sweep.run(executor, play=play)
    else:
        with one_by_one() as here:
            sweep.run(here, play=play)
    return load_table(sweep.folder).rows


def test_every_row_is_there_once_with_its_factors_and_seeds(tmp_path: Path) -> None:
    rows = run(begin(tmp_path))
    assert rows["row"].tolist() == list(range(24))
    assert rows["seed"].tolist() == [1] * 8 + [2] * 8 + [3] * 8
    assert rows.groupby("point")["combat.kappa"].nunique().eq(1).all()
    assert np.allclose(
        rows["regime_area"], rows["combat.kappa"] + rows["start.regime.strike"] + rows["replicate"] / 100
    )
    assert rows["palmyra_first_regime"].isna().all()
    assert rows["error"].isna().all()


def test_the_folder_of_parts_holds_parts_alone(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    run(sweep)
    assert [path.name for path in sorted(sweep.runs.iterdir())] == [
        f"rows-{row:09d}.parquet" for row in range(0, 24, 4)
    ]


def test_real_wars_are_the_same_here_on_processes_and_on_dask(tmp_path: Path, pool: Executor) -> None:
    text = GOOD.replace("points: 8", "points: 3").replace("replicates: 3", "replicates: 2")
    text += "keep: {weekly: [area.regime], changes: true}\n"
    tables = []
    with one_by_one() as here, on_dask("local", 2) as dask:
        for name, executor in (("here", here), ("pool", pool), ("dask", dask)):
            sweep = begin(tmp_path, text, name)
            sweep.run(executor)
            tables.append([path.read_bytes() for path in parts_in(sweep.runs)])
    assert tables[0] == tables[1] == tables[2]
    rows = load_table(tmp_path / "here").rows
    assert rows["hash"].nunique() == 6
    assert {len(series) for series in rows["weekly.area.regime"]} == {6}
    assert all(100 * row["weekly.area.regime"][-1] == row["regime_area"] for _, row in rows.iterrows())
    assert all(len(row["change.week"]) == len(row["change.region"]) for _, row in rows.iterrows())


@pytest.mark.xdist_group("dask")
def test_a_killed_worker_of_dask_leaves_the_table_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies in mid-chunk of the second of three chunks; the cluster is born with the mark's name."""
    text = GOOD.replace("points: 8", "points: 4")
    mark = tmp_path / "tried"
    monkeypatch.setenv("TRIED", str(mark))
    disturbed, alone = begin(tmp_path, text, "disturbed"), begin(tmp_path, text, "alone")
    with on_dask("local", 2) as dask:
        disturbed.run(dask, play=once_deadly)
    assert mark.exists()
    run(alone)
    parts = [[path.read_bytes() for path in parts_in(sweep.runs)] for sweep in (disturbed, alone)]
    assert len(parts[0]) == 3
    assert parts[0] == parts[1]
    assert load_table(disturbed.folder).rows["error"].isna().all()


def test_one_row_can_be_run_again_to_its_hash(tmp_path: Path) -> None:
    sweep = begin(tmp_path, GOOD.replace("points: 8", "points: 2"))
    rows = run(sweep, play_war)
    chunk = sweep.chunk_of(4)
    assert play_war(chunk, chunk.places[0]).hash == rows["hash"][4]
    assert (read_row(sweep.runs, 4) or {})["hash"] == rows["hash"][4]
    assert read_row(sweep.runs, 99) is None
    with pytest.raises(InputError, match="has rows 0 to 5, not 6"):
        sweep.chunk_of(6)


def test_a_run_that_fails_is_a_row_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = begin(tmp_path)
    rows = run(sweep, failing)
    failed = rows[rows["error"].notna()]
    assert failed["row"].tolist() == [3, 10, 17]
    assert failed["error"].str.startswith("ZeroDivisionError: a war without an end (in failing, line").all()
    assert failed["regime_area"].isna().all()
    assert finished(sweep.runs, sweep.rows)[1] == 3
    assert len(load_table(sweep.folder).good) == 21
    monkeypatch.setenv("MENDED", str(tmp_path))
    assert drop_failed(sweep.runs) == 3
    again = run(sweep, failing)
    assert again["row"].tolist() == list(range(24))
    assert again["error"].isna().all()


def test_a_first_row_that_failed_does_not_cost_its_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its part keeps its name when the row is taken out, and the row comes back under another."""
    monkeypatch.setattr(sweep_module, "CHUNK", 3)
    sweep = begin(tmp_path)
    run(sweep, failing)
    monkeypatch.setenv("MENDED", str(tmp_path))
    drop_failed(sweep.runs)
    assert run(sweep, failing)["row"].tolist() == list(range(24))
    assert (read_row(sweep.runs, 3) or {})["row"] == 3


def test_a_sweep_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    whole = run(begin(tmp_path, name="whole"))
    sweep = begin(tmp_path)

    def stop(done: int, failed: int) -> None:
        if len(parts_in(sweep.runs)) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), one_by_one() as here:
        sweep.run(here, play=plain, progress=stop)
    assert finished(sweep.runs, sweep.rows)[0].sum() == 12
    pd.testing.assert_frame_equal(run(open_sweep(sweep.folder)), whole)


def test_a_full_disk_is_one_message_and_costs_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = begin(tmp_path)
    fsync = os.fsync

    def full(handle: int) -> None:
        if len(parts_in(sweep.runs)) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"The disk is full .* go on with theatre sweep --resume"):
        run(sweep)
    assert sorted(path.name for path in sweep.runs.iterdir()) == ["rows-000000000.parquet", "rows-000000004.parquet"]
    monkeypatch.setattr(os, "fsync", fsync)
    assert len(run(sweep)) == 24


class _Deadly:
    """An executor whose workers die of row 11."""

    def spread(self, work: Any, tasks: Any) -> Iterator[tuple[Any, Any]]:
        for task in tasks:
            yield task, DIED if 11 in [place.row for place in task.places] else work(task)


def test_a_row_that_kills_its_worker_is_told_apart(tmp_path: Path) -> None:
    rows = run(begin(tmp_path), plain, _Deadly())
    assert rows["row"].tolist() == list(range(24))
    assert rows[rows["error"].notna()]["row"].tolist() == [11]
    assert rows["error"][11] == "the worker process died"


def test_a_damaged_part_is_set_aside_and_made_anew(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    rows = run(sweep)
    part = parts_in(sweep.runs)[2]
    part.write_bytes(part.read_bytes()[:50])
    (sweep.runs / ".rows-000000000.parquet-1").touch()
    with pytest.raises(StorageError, match=r"rows-000000008\.parquet cannot be read"):
        load_table(sweep.folder)
    assert [path.name for path in set_aside_damaged(sweep.runs)] == [".damaged-rows-000000008.parquet"]
    assert not (sweep.runs / ".rows-000000000.parquet-1").exists()
    pd.testing.assert_frame_equal(run(sweep), rows)


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    run(sweep)
    (sweep.runs / "rows-000000099.parquet").write_bytes(parts_in(sweep.runs)[0].read_bytes())
    with pytest.raises(StorageError, match="holds rows that another part has"):
        run(sweep)


def test_more_seeds_and_points_leave_old_rows_alone(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    before = run(sweep)
    stamps = {path: path.stat().st_mtime_ns for path in parts_in(sweep.runs)}
    sweep.grown(points=None, replicates=5).save()
    sweep = open_sweep(sweep.folder)
    run(sweep)
    sweep.grown(points=12, replicates=6).save()
    after = run(open_sweep(sweep.folder))
    assert len(after) == 12 * 6
    assert after.groupby("point")["replicate"].apply(list).tolist() == [list(range(6))] * 12
    pd.testing.assert_frame_equal(after[: len(before)], before)
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


@pytest.mark.parametrize(
    ("design", "how", "fault"),
    [
        ("latin_hypercube, points: 8", {"points": 8, "replicates": None}, "has 8 points and 3 runs"),
        ("latin_hypercube, points: 8", {"points": None, "replicates": 2}, "say more"),
        ("grid, levels: 2", {"points": 9, "replicates": None}, "A grid has all of its points"),
        ("saltelli, points: 4", {"points": 6, "replicates": None}, "powers of two"),
    ],
)
def test_a_sweep_that_cannot_grow_so_says_why(tmp_path: Path, design: str, how: dict[str, int], fault: str) -> None:
    sweep = begin(tmp_path, GOOD.replace("latin_hypercube, points: 8", design))
    with pytest.raises(InputError, match=fault):
        sweep.grown(**how)


def test_a_sweep_does_not_go_on_with_another_question_scenario_or_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = Path("scenarios/base_2015.yaml").read_text(encoding="utf-8")
    (tmp_path / "starts").mkdir()
    own = tmp_path / "own.yaml"
    own.write_text(scenario.replace("id: base_2015", "id: own"), encoding="utf-8")
    text = GOOD.replace("base_2015:intervention", "own.yaml:intervention")
    sweep = begin(tmp_path, text)
    refuse_changed(sweep, by_copy=False)
    write(tmp_path, text + "# a remark\n")
    refuse_changed(sweep, by_copy=False)
    write(tmp_path, text.replace("weeks: 6", "weeks: 7"))
    with pytest.raises(InputError, match=r"trial.yaml has changed since .* say theatre sweep --resume .* --stored"):
        refuse_changed(sweep, by_copy=False)
    write(tmp_path, text.replace("low", "lw").replace("combat.kappa", "combat.kapa"))
    with pytest.raises(InputError, match="has faults now that it had not"):
        refuse_changed(sweep, by_copy=False)
    write(tmp_path, text)
    own.write_text(own.read_text(encoding="utf-8").replace("points: [[2015-09-28, ", "points: [[2015-09-28, 1", 1))
    with pytest.raises(InputError, match="The scenario own:intervention has changed"):
        refuse_changed(sweep, by_copy=False)
    refuse_changed(sweep, by_copy=True)
    monkeypatch.setattr("sim.experiments.sweeps.resume.fingerprint", lambda: "another")
    with pytest.raises(RunError, match=r"begun with another version of the model .* start anew"):
        refuse_changed(sweep, by_copy=True)


def test_a_worker_with_other_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = begin(tmp_path)
    monkeypatch.setattr(chunk_module, "fingerprint", lambda: "another")
    with pytest.raises(RunError, match="Install the same version"):
        run(sweep)


def test_two_processes_cannot_work_on_one_sweep(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    with (
        locked(sweep.folder),
        pytest.raises(InputError, match="Another process is at work"),
        locked(sweep.folder),
    ):
        pass


def test_a_sweep_stops_by_itself_when_its_mean_is_known(tmp_path: Path) -> None:
    text = (
        GOOD.replace("points: 8", "points: 2")
        .replace("replicates: 3", "replicates: 100")
        .replace("latin_hypercube, points: 2", "grid")
        .replace("factors:\n  combat.kappa:\n  start.regime.strike:\n", "")
    )
    sweep = begin(tmp_path, text)
    enough = Until(sweep, {"regime_area": 0.05})
    with one_by_one() as here:
        sweep.run(here, play=plain, watch=enough.add)
    rows = load_table(sweep.folder).rows
    values = rows["regime_area"]
    assert LEAST <= len(rows) < 100
    assert 1.96 * values.std() / len(rows) ** 0.5 < 0.05
    assert Until(open_sweep(sweep.folder), {"regime_area": 0.05}).reached
    assert not Until(sweep, {"regime_area": 0.001}).reached
    assert not Until(sweep, {}).reached


@pytest.mark.parametrize(
    ("wish", "fault"),
    [("regim_area=1", 'did you mean "regime_area"'), ("regime_area", "for example"), ("regime_area=-1", "for example"),
     ("regime_area=x", "for example")],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_refused(tmp_path: Path, wish: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        wishes_of(ask(tmp_path).plan, [wish])


def test_the_table_loads_in_one_line_everywhere(tmp_path: Path) -> None:
    runs = begin(tmp_path).runs
    run(open_sweep(runs.parent))
    assert pd.read_parquet(runs).shape == polars.read_parquet(f"{runs}/*.parquet").shape == (24, 11)
    (count,) = duckdb.sql(f"select count(*) from '{runs}/*.parquet' where \"combat.kappa\" > 0").fetchall()[0]
    assert count == 24
    cube = pd.read_parquet(runs).set_index(["point", "replicate"])[["regime_area"]].to_xarray()
    assert isinstance(cube, xarray.Dataset)
    assert dict(cube.sizes) == {"point": 8, "replicate": 3}


@pytest.mark.parametrize("what", ["", "[]", '{"kind": "sweep", "format": 99}', '{"kind": "sweep", "format": 1}', "{"])
def test_a_folder_that_is_none_of_ours_is_refused(tmp_path: Path, what: str) -> None:
    (tmp_path / "manifest.json").write_text(what)
    with pytest.raises((StorageError, InputError)):
        open_sweep(tmp_path)


@pytest.mark.parametrize(
    "how",
    [
        {"batches": []},
        {"batches": [{"first": 7, "points": [0, 8], "replicates": [0, 3], "arms": 1}]},
        {"batches": [{"first": 0, "points": [0, 8], "replicates": [1, 4], "arms": 1}] * 2},
        {"batches": [{"first": 0, "points": ["0", "8"], "replicates": [0, 3], "arms": 1}]},
        {"batches": [{"first": 0, "points": [0, 8], "replicates": [0, 2], "arms": 1}]},
        {"plan": {}},
        {"outcomes": [{"measure": "nothing"}]},
    ],
)
def test_a_manifest_that_was_changed_is_refused(tmp_path: Path, how: dict[str, object]) -> None:
    path = begin(tmp_path).folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **how}))
    with pytest.raises(StorageError, match=r"manifest\.json"):
        open_sweep(path.parent)


def test_points_that_were_changed_are_refused(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    path = sweep.folder / "design.parquet"
    table = pq.read_table(path)
    for changed in (table.take(list(range(7, -1, -1))), table.slice(0, 7), table.drop_columns("combat.kappa")):
        pq.write_table(changed, path)
        with pytest.raises(StorageError, match="is not the table of points"):
            run(sweep)


def test_rows_that_are_there_twice_are_refused_by_the_reader_too(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    run(sweep)
    (sweep.runs / "rows-000000000-2.parquet").write_bytes(parts_in(sweep.runs)[0].read_bytes())
    with pytest.raises(StorageError, match="hold a row twice"):
        load_table(sweep.folder)


def test_a_folder_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    before = (sweep.folder / "manifest.json").read_bytes()
    with pytest.raises(StorageError, match="exists already"):
        begin(tmp_path)
    assert (sweep.folder / "manifest.json").read_bytes() == before
    assert not list(tmp_path.glob(".sweep*"))


def test_all_scenarios_are_kept_whole(tmp_path: Path) -> None:
    sweep = begin(tmp_path)
    (arm,) = sweep.arms()
    assert arm.label == "base_2015:intervention"
    assert json.loads((sweep.folder / "manifest.json").read_text())["fingerprint"] == sweep.made_by
    assert pq.read_table(sweep.folder / "design.parquet").num_rows == 8
