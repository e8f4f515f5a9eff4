"""One chunk of a sweep: some rows, played one after the other, and handed back as an Arrow table.

A run that fails is a row with its error; the others go on. Owns what a worker does, and the form of a row.
Knows nothing of processes, or of where rows are kept.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sim.errors import RunError, TheatreError
from sim.experiments.job import run_job, unpacked
from sim.experiments.readings import value_of
from sim.experiments.sweeps.batches import Place
from sim.experiments.sweeps.designs import kind_of, typed
from sim.experiments.sweeps.factors import settings_of
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.plan import Plan, Value
from sim.record.history import RunHistory
from sim.record.keep import SWEEP
from sim.scenario.changes import apply
from sim.scenario.loaded import Loaded
from sim.scenario.outcomes import Outcome

__all__ = ["Chunk", "Play", "Played", "loaded_for", "play_row", "play_war", "run_chunk", "table_of"]


@dataclass(frozen=True, slots=True)
class Played:
    """What one run came to."""

    outcomes: Sequence[float]
    hash: str = ""
    """Hash of the World after the last week."""
    weekly: Sequence[np.ndarray[Any, Any]] = ()
    changes: np.ndarray[Any, Any] | None = None
    """[change, 3]: week, region, holder."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows with all that is needed to run them, anywhere."""

    plan: Plan
    outcomes: tuple[Outcome, ...]
    scenarios: tuple[bytes, ...]
    """One packed scenario for each arm."""
    places: tuple[Place, ...]
    values: Mapping[int, tuple[Value, ...]]
    """Point -> the value of each factor."""
    made_by: str
    """Fingerprint of the code that must run it."""
    play: Play

    def settings(self, place: Place) -> dict[str, Value]:
        """Return factor -> value at a place."""
        names = (factor.name for factor in self.plan.factors)
        return dict(zip(names, self.values[place.point], strict=True))

    def seed(self, place: Place) -> int:
        """Return the seed of a run: the same for every point and arm."""
        return self.plan.seed + place.replicate


Play = Callable[[Chunk, Place], Played]
"""How one row is played: a war, or a function of known answer in a test."""


def loaded_for(scenario: bytes, settings: Mapping[str, Value]) -> Loaded:
    """Return the scenario of one run: the arm's, with the point's values."""
    return apply(unpacked(scenario), settings_of(settings))


def play_war(chunk: Chunk, place: Place) -> Played:
    """Run one war and read its outcomes."""
    loaded = loaded_for(chunk.scenarios[place.arm], chunk.settings(place))
    history: RunHistory = run_job(loaded, chunk.seed(place), keep=SWEEP)
    return Played(
        outcomes=[value_of(outcome, history, loaded.scenario.start) for outcome in chunk.outcomes],
        hash=history.hashes[-1],
        weekly=[history.series(name) for name in chunk.plan.keep.weekly],
        changes=history.flips if chunk.plan.keep.changes else None,
    )


def run_chunk(chunk: Chunk) -> bytes:
    """Play every row of a chunk and return the table as Arrow bytes; RunError on a worker with other code."""
    if fingerprint() != chunk.made_by:
        raise RunError(
            f"A worker has another version of the model ({fingerprint()}, not {chunk.made_by}). "
            "Install the same version, with the same numpy and numba, on every machine."
        )
    return _as_bytes(table_of(chunk, [play_row(chunk, place) for place in chunk.places]))


def play_row(chunk: Chunk, place: Place) -> Played | str:
    """Play one row, or say in words why it failed."""
    try:
        return chunk.play(chunk, place)
    except Exception as error:
        return _words(error)


def _words(error: Exception) -> str:
    """Return what went wrong in one line, with the place in the code where it was not foreseen."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, TheatreError):
        return text
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{text} (in {last.name}, line {last.lineno})"


def _as_bytes(table: pa.Table) -> bytes:
    """Return a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    raw: bytes = sink.getvalue().to_pybytes()
    return raw


def table_of(chunk: Chunk, played: Sequence[Played | str]) -> pa.Table:
    """Return the rows of a chunk: which run, its factors, its outcomes, its last hash or its error."""
    plan, places = chunk.plan, chunk.places
    columns: dict[str, Any] = {
        "row": pa.array([place.row for place in places], pa.int64()),
        "arm": pa.array([plan.arms[place.arm] for place in places], pa.string()),
        "point": pa.array([place.point for place in places], pa.int64()),
        "replicate": pa.array([place.replicate for place in places], pa.int64()),
        "seed": pa.array([chunk.seed(place) for place in places], pa.int64()),
    }
    for at, factor in enumerate(plan.factors):
        values = [typed(factor, chunk.values[place.point][at]) for place in places]
        columns[factor.name] = pa.array(values, kind_of(factor))
    for at, reading in enumerate(plan.readings):
        numbers = [None if isinstance(one, str) else one.outcomes[at] for one in played]
        columns[reading.name] = pa.array(numbers, pa.float64(), from_pandas=True)
    columns["hash"] = pa.array([None if isinstance(one, str) else one.hash for one in played], pa.string())
    columns["error"] = pa.array([one if isinstance(one, str) else None for one in played], pa.string())
    for at, name in enumerate(plan.keep.weekly):
        series = [None if isinstance(one, str) else one.weekly[at] for one in played]
        columns[f"weekly.{name}"] = pa.array(series, pa.list_(pa.float64()))
    if plan.keep.changes:
        for at, name in enumerate(("week", "region", "holder")):
            lists = [None if isinstance(one, str) or one.changes is None else one.changes[:, at] for one in played]
            columns[f"change.{name}"] = pa.array(lists, pa.list_(pa.int16()))
    return pa.table(columns)
