"""A sweep: planned once, run until every row is there, through kills, full disks and pauses, and grown at will.

    sweep = start(question, Path("results/sweeps/exit_drivers"), manifest)
    with locked(sweep.folder), on_processes(2) as executor:
        sweep.run(executor)

The folder holds `manifest.json` (plan, batches, fingerprint), `design.parquet` (the points), `scenarios/` (each arm,
resolved) and `runs/` (one Parquet part for each chunk). Owns that folder. Knows nothing of what is asked of the table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from sim.errors import InputError, StorageError
from sim.experiments.executors import Died, Executor
from sim.experiments.job import packed
from sim.experiments.sweeps.batches import Batch, first_batch, grown, place_of, rows_in
from sim.experiments.sweeps.chunk import Chunk, Play, play_war, run_chunk, table_of
from sim.experiments.sweeps.designs import design_of, point_of
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.parts import RUNS, finished, read_part, whole, write_part
from sim.experiments.sweeps.plan import Plan
from sim.experiments.sweeps.question import MOST_ROWS, Question
from sim.experiments.sweeps.table import FORMAT, plan_of, read_manifest
from sim.record.store import part_of, read_scenario, write_scenario, written_whole
from sim.scenario.loaded import Loaded
from sim.scenario.outcomes import Outcome

__all__ = ["CHUNK", "Sweep", "locked", "open_sweep", "start"]

CHUNK = 25
"""Rows of one chunk: large enough that handing it over costs under one per cent, small enough to lose."""

_OUTCOMES: TypeAdapter[list[Outcome]] = TypeAdapter(list[Outcome])

Progress = Callable[[int, int], object]
"""Told how many more rows are done, and how many of them failed."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep's folder, opened."""

    folder: Path
    plan: Plan
    outcomes: tuple[Outcome, ...]
    batches: tuple[Batch, ...]
    made_by: str
    """Fingerprint of the code that its rows were and will be run with."""
    manifest: Mapping[str, Any]

    @property
    def runs(self) -> Path:
        """Return the folder of the parts."""
        return self.folder / RUNS

    @property
    def rows(self) -> int:
        """Return how many rows there will be."""
        return rows_in(self.batches)

    def arms(self) -> list[Loaded]:
        """Return the scenario of every arm as it was when the sweep began."""
        names = [f"{number}.yaml" for number in range(len(self.plan.arms))]
        return [Loaded.from_resolved(part_of(self.folder, f"scenarios/{name}", read_scenario)) for name in names]

    def run(
        self,
        executor: Executor,
        *,
        play: Play = play_war,
        progress: Progress = lambda done, failed: None,
        watch: Callable[[pa.Table], bool] = lambda rows: False,
    ) -> None:
        """Run every row that is not there yet; stop once `watch`, which is shown every part, says that it is enough.

        A chunk whose worker dies again and again is tried row by row; a row that still does is a row with an error.
        """
        done, _ = finished(self.runs, self.rows)
        missing = np.flatnonzero(~done)
        chunks = self._chunks((missing[at : at + CHUNK] for at in range(0, len(missing), CHUNK)), play)
        single: list[npt.NDArray[np.int64]] = []
        for chunk, answer in executor.spread(run_chunk, chunks):
            if isinstance(answer, Died) and len(chunk.places) > 1:
                single += [np.array([place.row]) for place in chunk.places]
                continue
            if watch(self._store(chunk, answer, progress)):
                return
        for chunk, answer in executor.spread(run_chunk, self._chunks(single, play)):
            self._store(chunk, answer, progress)

    def _store(self, chunk: Chunk, answer: bytes | Died, progress: Progress) -> pa.Table:
        if isinstance(answer, Died):
            table = table_of(chunk, [answer.value for _ in chunk.places])
        else:
            table = pa.ipc.open_stream(answer).read_all()
        write_part(self.runs, table)
        progress(len(table), len(table) - table["error"].null_count)
        return table

    def chunk_of(self, row: int) -> Chunk:
        """Return the chunk of one row alone; InputError for a row that the sweep does not have."""
        if not 0 <= row < self.rows:
            raise InputError(f"{self.folder} has rows 0 to {self.rows - 1:,}, not {row:,}.")
        return next(self._chunks([np.array([row])], play_war))

    def _chunks(self, rows: Iterable[npt.NDArray[np.int64]], play: Play) -> Iterator[Chunk]:
        """Yield a chunk for each of some lists of rows, as it is asked for."""
        scenarios = tuple(packed(arm) for arm in self.arms())
        points = self._points().drop_columns("point")
        for numbers in rows:
            places = tuple(place_of(self.batches, numbers.tolist()))
            wanted = sorted({place.point for place in places})
            taken = points.take(wanted).to_pylist() if points.num_columns else [{} for _ in wanted]
            values = {point: point_of(self.plan, row) for point, row in zip(wanted, taken, strict=True)}
            yield Chunk(self.plan, self.outcomes, scenarios, places, values, self.made_by, play)

    def _points(self) -> pa.Table:
        """Return the table of points; StorageError if it is not the one that the manifest knows."""
        path = self.folder / "design.parquet"
        table = read_part(path)
        count = max(batch.points[1] for batch in self.batches)
        if _digest(table, count) != self.manifest.get("points"):
            raise StorageError(
                f"{path} is not the table of points that this sweep was begun with; it was changed by hand."
            )
        return table

    def grown(self, *, points: int | None, replicates: int | None) -> Sweep:
        """Return the sweep with more points or seeds, not yet saved; InputError if it cannot grow so."""
        design = self.plan.design
        if points is not None and design.kind in {"grid", "list"}:
            raise InputError(f"A {design.kind} has all of its points; it can only have more runs at each.")
        if points is not None and design.kind == "saltelli" and points & (points - 1):
            raise InputError("Base samples come in powers of two.")
        more, again = points, replicates
        if (more is not None and more <= design.points) or (again is not None and again <= self.plan.replicates):
            has = f"{design.points} {self.plan.unit} and " if self.plan.unit else ""
            raise InputError(f"This sweep has {has}{self.plan.replicates} runs at each point already; say more.")
        plan = self.plan.larger(points=more, replicates=again)
        if plan.rows > MOST_ROWS:
            raise InputError(f"This would be {plan.rows:,} runs; a sweep has at most {MOST_ROWS:,}.")
        count = max(batch.points[1] for batch in self.batches) if more is None else plan.points
        return replace(self, plan=plan, batches=tuple(grown(self.batches, points=count, replicates=plan.replicates)))

    def save(self) -> None:
        """Write a grown plan and its points; the old points are the first of the new."""
        manifest = {**self.manifest, "plan": self.plan.plain(), "batches": [asdict(batch) for batch in self.batches]}
        if self.plan.design.kind not in {"grid", "list"}:
            design = design_of(self.plan)
            manifest["points"] = _digest(design, len(design))
            with whole(self.folder / "design.parquet") as draft:
                pq.write_table(design, draft)
        with whole(self.folder / "manifest.json") as draft:
            draft.write_text(_json(manifest), encoding="utf-8")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from a sweep's folder; open it inside. The lock goes with the process, however that ends."""
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(f"Another process is at work on {folder}; wait for it, or stop it.") from error
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    try:
        yield
    finally:
        lock.release()


def start(question: Question, folder: Path, manifest: Mapping[str, Any]) -> Sweep:
    """Write the folder of a new sweep, whole or not at all, and open it; StorageError if it exists or cannot be."""
    design = design_of(question.plan, question.listed)
    batch = first_batch(len(design), question.plan.replicates, len(question.plan.arms))
    told = {
        **manifest,
        "kind": "sweep",
        "format": FORMAT,
        "plan": question.plan.plain(),
        "outcomes": _OUTCOMES.dump_python(list(question.outcomes), mode="json"),
        "batches": [asdict(batch)],
        "points": _digest(design, len(design)),
        "fingerprint": fingerprint(),
    }
    with written_whole(folder) as draft:
        (draft / RUNS).mkdir()
        (draft / "scenarios").mkdir()
        for number, arm in enumerate(question.arms):
            write_scenario(draft / "scenarios" / f"{number}.yaml", arm.resolved())
        pq.write_table(design, draft / "design.parquet")
        (draft / "manifest.json").write_text(_json(told), encoding="utf-8")
    return open_sweep(folder)


def open_sweep(folder: Path) -> Sweep:
    """Open a sweep's folder; StorageError if it is not one, or damaged."""
    manifest = read_manifest(folder)
    plan = plan_of(folder, manifest)
    try:
        return Sweep(
            folder=folder,
            plan=plan,
            outcomes=tuple(_OUTCOMES.validate_json(json.dumps(manifest["outcomes"]))),
            batches=_checked([_batch(row) for row in manifest["batches"]], plan),
            made_by=str(manifest["fingerprint"]),
            manifest=manifest,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise StorageError(f"{folder / 'manifest.json'} does not tell of a whole sweep ({error}).") from error


def _digest(points: pa.Table, count: int) -> str:
    """Return a fingerprint of the first points of a design; a table that has grown since keeps it."""
    frame = points.slice(0, count).to_pandas()
    return hashlib.blake2b(
        pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes(), digest_size=8
    ).hexdigest()


def _checked(batches: list[Batch], plan: Plan) -> tuple[Batch, ...]:
    """Return batches that follow on each other and come to the plan; ValueError for any others."""
    first = 0
    for batch in batches:
        numbers = (batch.first, *batch.points, *batch.replicates, batch.arms)
        if (
            not all(type(number) is int and number >= 0 for number in numbers)
            or batch.size <= 0
            or batch.first != first
        ):
            raise ValueError(f"a batch of rows that begins at {batch.first}")
        first += batch.size
    if first != plan.rows or {batch.arms for batch in batches} != {len(plan.arms)}:
        raise ValueError(f"{first} rows where the plan has {plan.rows}")
    return tuple(batches)


def _batch(row: Mapping[str, Any]) -> Batch:
    points, replicates = (tuple(row[key]) for key in ("points", "replicates"))
    return Batch(row["first"], (points[0], points[1]), (replicates[0], replicates[1]), row["arms"])


def _json(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False, default=str)
