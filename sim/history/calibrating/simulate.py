"""Run the arms of the calibration at many points, and keep what each point came to; nothing finished is done twice.

    read = simulate(points, folder / "wave-1", luck=same_luck(10), jobs=2)      read.mean[point, pattern]

Points are done in parts. A part is a file, whole or not there, named by its number; a folder belongs to one set of
points, seeds and code. Owns those files. Knows nothing of how points are chosen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sim.errors import RunError, StorageError
from sim.experiments.executors import Died, on_processes, one_by_one
from sim.experiments.job import run_job
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.parts import whole
from sim.history.calibrating.free import Free, free, values_of
from sim.history.calibrating.patterns import ARMS, Arm, Pattern, arm_of, patterns, read_arm
from sim.record.keep import SWEEP
from sim.scenario.loaded import Loaded

__all__ = ["PART", "Luck", "Read", "all_patterns", "own_luck", "same_luck", "simulate"]

Floats = npt.NDArray[np.float64]

PART = 10
"""Points in one part: some ten seconds of work."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Points of the unit cube, and the mean and the variance among runs of each pattern there."""

    points: Annotated[Floats, "[point, number]"]
    mean: Annotated[Floats, "[point, pattern]"]
    spread: Annotated[Floats, "[point, pattern]"]

    def plus(self, other: Read) -> Read:
        """Return both, one after the other."""
        return Read(*(np.concatenate([getattr(self, k), getattr(other, k)]) for k in ("points", "mean", "spread")))


Luck = Callable[[int], tuple[int, ...]]
"""Number of a point -> the seeds of its wars."""


def same_luck(count: int) -> Luck:
    """Give every point the seeds 1 to `count`, so that differences between points are not drowned in luck."""
    return lambda point: tuple(range(1, count + 1))


def own_luck(first: int) -> Luck:
    """Give every point one war with a seed of its own."""
    return lambda point: (first + point,)


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    values: tuple[dict[str, float], ...]
    seeds: tuple[tuple[int, ...], ...]


def all_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of all arms, in the order of what is read."""
    return tuple(pattern for arm in ARMS for pattern in patterns(arm))


def simulate(
    points: Annotated[Floats, "[point, number]"],
    folder: Path,
    *,
    luck: Luck,
    jobs: int,
    numbers: Sequence[Free] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Read:
    """Run all arms at every point of the cube of `numbers` (the free ones); what the folder holds is read, not run."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = list(_tasks(points, free() if numbers is None else numbers, luck))
    _claim(folder, tasks)
    missing = [task for task in tasks if not _part(folder, task.number).exists()]
    progress(len(points) - sum(len(task.values) for task in missing))
    for task, (mean, spread) in _spread(missing, jobs):
        with whole(_part(folder, task.number)) as draft, draft.open("wb") as file:
            np.savez(file, mean=mean, spread=spread)
        progress(len(task.values))
    parts = [np.load(_part(folder, task.number), allow_pickle=False) for task in tasks]
    mean, spread = (np.concatenate([part[key] for part in parts]) for key in ("mean", "spread"))
    return Read(points, mean, spread)


def _tasks(points: Floats, numbers: Sequence[Free], luck: Luck) -> Iterator[_Task]:
    for number, at in enumerate(range(0, len(points), PART)):
        some = range(at, min(at + PART, len(points)))
        values = tuple(values_of(points[point], numbers) for point in some)
        yield _Task(number, values, tuple(luck(point) for point in some))


def _part(folder: Path, number: int) -> Path:
    return folder / f"part-{number:04d}.npz"


def _claim(folder: Path, tasks: Sequence[_Task]) -> None:
    """Write what a folder is for, or refuse one that was for something else."""
    asked = json.dumps([[task.values, task.seeds] for task in tasks])
    mine = {"asked": hashlib.blake2b(asked.encode(), digest_size=8).hexdigest(), "model": fingerprint()}
    note = folder / "for.json"
    if not note.exists():
        with whole(note) as draft:
            draft.write_text(json.dumps(mine), encoding="utf-8")
    elif json.loads(note.read_text(encoding="utf-8")) != mine:
        raise StorageError(
            f"{folder} was made by another model or with other points. Move it away, or name another folder with --out."
        )


def _spread(tasks: list[_Task], jobs: int) -> Iterator[tuple[_Task, tuple[Floats, Floats]]]:
    with on_processes(jobs) if jobs > 1 else one_by_one() as executor:
        for task, answer in executor.spread(_run, tasks):
            if isinstance(answer, Died):
                raise RunError("A worker process died again and again; is memory short? Try fewer --jobs.")
            yield task, answer


def _run(task: _Task) -> tuple[Floats, Floats]:
    """Run all arms at the points of a task."""
    rows = [_at(values, seeds) for values, seeds in zip(task.values, task.seeds, strict=True)]
    return np.array([mean for mean, _ in rows]), np.array([spread for _, spread in rows])


def _at(values: Mapping[str, float], seeds: Sequence[int]) -> tuple[Floats, Floats]:
    means, spreads = [], []
    for arm in ARMS:
        loaded = _loaded(arm).with_numbers(values)
        mean, spread = read_arm(arm, [run_job(loaded, seed, keep=SWEEP) for seed in seeds])
        means.append(mean)
        spreads.append(spread)
    return np.concatenate(means), np.concatenate(spreads)


@lru_cache(maxsize=8)
def _loaded(arm: Arm) -> Loaded:
    return arm_of(arm)
