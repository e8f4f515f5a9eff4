"""The runs behind the claims: each arm once for every draw and seed, whatever the number of claims that need it.

    plan = plan_of(("E3", "E4"), draws=20, seeds=20)
    values = run(plan, Path("results/claims/runs"), executor)

A chunk is a few draws of one arm; when it is done it is a file, named by all that decides what stands in it: the
model, the arm, the numbers, the seeds, what is read. So a run that was stopped goes on by itself, other claims find
what is there, and nothing of another model or ledger can be mixed in. Owns those files. Knows nothing of verdicts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from sim.errors import RunError, StorageError
from sim.experiments.columns import reading_of
from sim.experiments.ensemble import seeds_from
from sim.experiments.executors import Died, Executor
from sim.experiments.job import packed, run_job, unpacked
from sim.experiments.readings import value_of
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.parts import whole
from sim.history.claims.draws import draws_for
from sim.history.claims.ledger import ArmOf, ledger
from sim.record.keep import SWEEP
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.outcomes import Outcome

__all__ = [
    "AGAIN",
    "CHUNK",
    "RUNS",
    "Arm",
    "Chunk",
    "Key",
    "Plan",
    "Values",
    "arms_of",
    "chunks_of",
    "key_of",
    "loaded_of",
    "missing_in",
    "plan_of",
    "run",
]

Floats = npt.NDArray[np.float64]
Key = tuple[str, tuple[str, ...]]
"""An arm by what decides its runs: the target, and what is set."""

CHUNK = 100
"""About so many runs are lost at most when a worker is stopped: a few seconds of work."""

AGAIN = "the same command"
"""What to type after a stop: what is there is found."""

RUNS = "runs"
"""Folder of the files, beside those of the findings."""
FIRST_SEED = 1
_OUTCOMES: TypeAdapter[tuple[Outcome, ...]] = TypeAdapter(tuple[Outcome, ...])

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Arm:
    """One arm with all that is read off its runs, and the numbers of each draw."""

    loaded: Loaded
    outcomes: tuple[Outcome, ...]
    draws: tuple[Mapping[str, float], ...]


@dataclass(frozen=True)
class Plan:
    """Every arm that some claims need, how many draws and how many seeds of each."""

    arms: Mapping[Key, Arm]
    draws: int
    seeds: int

    @property
    def runs(self) -> int:
        """Return how many runs there are in all."""
        return len(self.arms) * self.draws * self.seeds

    @property
    def seed(self) -> Annotated[npt.NDArray[np.int64], "[draw, seed]; no two draws share one"]:
        """Return the seeds, which all arms share."""
        return np.array(seeds_from(FIRST_SEED, self.draws * self.seeds)).reshape(self.draws, self.seeds)


@dataclass(frozen=True)
class Values:
    """What was read off every run of an arm; not a number: never."""

    outcomes: tuple[Outcome, ...]
    table: Annotated[Floats, "[draw, seed, outcome]"]
    weeks: int

    def of(self, outcome: Outcome) -> Annotated[Floats, "[draw, seed]"]:
        """Return one outcome."""
        found: Floats = self.table[..., self.outcomes.index(outcome)]
        return found


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some draws of one arm with all that is needed to run them, anywhere."""

    key: Key
    first: int
    numbers: tuple[Mapping[str, float], ...]
    seeds: tuple[tuple[int, ...], ...]
    scenario: bytes
    outcomes: tuple[Outcome, ...]

    @property
    def size(self) -> int:
        """Return how many runs it has."""
        return sum(map(len, self.seeds))

    @property
    def name(self) -> str:
        """Return the name of its file: a digest of all that decides what stands in it."""
        told = json.dumps([self.numbers, self.seeds, _OUTCOMES.dump_python(self.outcomes, mode="json")])
        digest = hashlib.blake2b(fingerprint().encode(), digest_size=12)
        for part in (self.scenario, told.encode()):
            digest.update(part)
        return f"{digest.hexdigest()}.parquet"


def key_of(arm: ArmOf) -> Key:
    """Return what decides the runs of an arm."""
    return arm.target, tuple(arm.sets)


@lru_cache(maxsize=256)
def loaded_of(key: Key) -> Loaded:
    """Load an arm with what is set in it."""
    return load_scenario(key[0], sets=key[1])


def arms_of(claim: str) -> Iterator[tuple[ArmOf, tuple[Outcome, ...]]]:
    """Yield every arm that a claim needs, at each value of its driver, with what is read off it."""
    entry = ledger()[claim]
    for number, part in enumerate(entry.parts):
        read = tuple(outcome for each in part.readings for outcome in each.outcomes)
        for arm in part.each:
            if entry.driver and number == 0:
                yield from ((arm.setting(entry.driver.number, value), read) for value in entry.driver.values)
            else:
                yield arm, read


def plan_of(ids: Iterable[str], *, draws: int, seeds: int) -> Plan:
    """Return what must be run for some claims; each arm stands in it once, with all that any claim of ours reads.

    What claims that are not asked for read is read too, so that their runs are there already.
    """
    wanted = {key_of(arm) for each in ids for arm, _ in arms_of(each)}
    read: dict[Key, list[Outcome]] = {}
    for each in ledger():
        for arm, outcomes in arms_of(each):
            known = read.setdefault(key_of(arm), [])
            known += [one for one in dict.fromkeys(outcomes) if one not in known]
    return Plan({key: _arm(key, read[key], draws) for key in read if key in wanted}, draws, seeds)


def _arm(key: Key, outcomes: list[Outcome], draws: int) -> Arm:
    loaded = loaded_of(key)
    for one in outcomes:
        reading_of(one, loaded.scenario.weeks, loaded.scenario.start)  # refused now, and not after an hour
    return Arm(loaded, tuple(outcomes), tuple(draws_for(loaded, draws)))


def chunks_of(plan: Plan) -> Iterator[Chunk]:
    """Yield all chunks of a plan: the first draws of every arm, then the next, so that what is there is balanced."""
    each = max(1, CHUNK // plan.seeds)
    scenarios = {key: packed(arm.loaded) for key, arm in plan.arms.items()}
    for first in range(0, plan.draws, each):
        seeds = tuple(tuple(row) for row in plan.seed[first : first + each].tolist())
        for key, arm in plan.arms.items():
            yield Chunk(key, first, arm.draws[first : first + each], seeds, scenarios[key], arm.outcomes)


def missing_in(plan: Plan, folder: Path) -> int:
    """Return how many runs of a plan a folder does not have yet."""
    return sum(chunk.size for chunk in chunks_of(plan) if not (folder / chunk.name).is_file())


def run(plan: Plan, folder: Path, executor: Executor, progress: Progress = lambda done: None) -> Mapping[Key, Values]:
    """Run every chunk that is not in the folder yet, and return what was read off every run.

    RunError for a war that cannot be run or a worker that dies; StorageError when a chunk cannot be kept or read.
    """
    _make(folder)
    tables: dict[Key, Floats] = {
        key: np.empty((plan.draws, plan.seeds, len(arm.outcomes))) for key, arm in plan.arms.items()
    }
    missing: list[Chunk] = []
    for chunk in chunks_of(plan):
        found = _read(folder / chunk.name, chunk)
        if found is None:
            missing.append(chunk)
        else:
            tables[chunk.key][chunk.first : chunk.first + len(found)] = found
            progress(chunk.size)
    for chunk, answer in executor.spread(_run_chunk, missing):
        if isinstance(answer, Died):
            raise RunError("A worker process died again and again; is memory short? Try fewer --jobs.")
        _write(folder / chunk.name, answer)
        tables[chunk.key][chunk.first : chunk.first + len(answer)] = answer
        progress(chunk.size)
    return {key: Values(arm.outcomes, tables[key], arm.loaded.scenario.weeks) for key, arm in plan.arms.items()}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    for draft in folder.glob(".*.parquet-*"):
        draft.unlink(missing_ok=True)  # left by a process that was killed while it wrote


def _run_chunk(chunk: Chunk) -> Floats:
    """Run the wars of a chunk and return what is read off them, `[draw, seed, outcome]`."""
    read = np.empty((len(chunk.seeds), len(chunk.seeds[0]), len(chunk.outcomes)))
    for draw, (numbers, seeds) in enumerate(zip(chunk.numbers, chunk.seeds, strict=True)):
        loaded = unpacked(chunk.scenario).with_numbers(numbers)
        for place, seed in enumerate(seeds):
            history = run_job(loaded, seed, keep=SWEEP)
            read[draw, place] = [value_of(one, history, loaded.scenario.start) for one in chunk.outcomes]
    return read


def _write(path: Path, values: Floats) -> None:
    """Keep a chunk: a row a run in the order of draws and seeds, a column an outcome; whole or not at all."""
    rows = values.reshape(-1, values.shape[2])
    with whole(path, AGAIN) as draft:
        pq.write_table(pa.table({str(number): rows[:, number] for number in range(rows.shape[1])}), draft)


def _read(path: Path, chunk: Chunk) -> Floats | None:
    """Return a chunk that is kept, or None if it is not, or not whole; then it is run again."""
    if not path.is_file():
        return None
    try:
        table = pq.read_table(path, partitioning=None)
        columns = [table[str(number)].to_numpy() for number in range(len(chunk.outcomes))]
        rows: Floats = np.stack(columns, axis=-1).astype(np.float64)
        return rows.reshape(len(chunk.seeds), len(chunk.seeds[0]), len(chunk.outcomes))
    except (OSError, KeyError, ValueError, pa.ArrowException):
        return None
