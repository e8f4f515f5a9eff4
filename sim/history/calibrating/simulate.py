"""Run the arms of the calibration at many points, and keep what each point came to; nothing finished is done twice.

    read = simulate(points, folder / "wave-1", seeds=10, jobs=2)      read.mean[point, pattern]

Points are done in parts. A part is a file, whole or not there, named by its number; a folder belongs to one set of
points, seeds and code. Owns those files. Knows nothing of how points are chosen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sim.errors import RunError, StorageError
from sim.experiments.comparing.ignorance import with_numbers
from sim.experiments.executors import Died, on_processes, one_by_one
from sim.experiments.job import run_job
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.parts import whole
from sim.history.calibrating.free import values_of
from sim.history.calibrating.patterns import ARMS, Arm, Pattern, arm_of, patterns, read_arm
from sim.record.keep import SWEEP
from sim.scenario.loaded import Loaded

__all__ = ["PART", "Read", "all_patterns", "simulate"]

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


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    points: tuple[tuple[float, ...], ...]
    seeds: int


def all_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of all arms, in the order of what is read."""
    return tuple(pattern for arm in ARMS for pattern in patterns(arm))


def simulate(
    points: Annotated[Floats, "[point, number]"],
    folder: Path,
    *,
    seeds: int,
    jobs: int,
    progress: Callable[[int], None] = lambda done: None,
) -> Read:
    """Run all arms with seeds 1 to `seeds` at every point; what the folder already holds is read, not run."""
    folder.mkdir(parents=True, exist_ok=True)
    _claim(folder, points, seeds)
    tasks = [
        _Task(number, tuple(map(tuple, points[at : at + PART].tolist())), seeds)
        for number, at in enumerate(range(0, len(points), PART))
    ]
    missing = [task for task in tasks if not _part(folder, task.number).exists()]
    progress(len(points) - sum(len(task.points) for task in missing))
    for task, (mean, spread) in _spread(missing, jobs):
        with whole(_part(folder, task.number)) as draft, draft.open("wb") as file:
            np.savez(file, mean=mean, spread=spread)
        progress(len(task.points))
    parts = [np.load(_part(folder, task.number), allow_pickle=False) for task in tasks]
    mean, spread = (np.concatenate([part[key] for part in parts]) for key in ("mean", "spread"))
    return Read(points, mean, spread)


def _part(folder: Path, number: int) -> Path:
    return folder / f"part-{number:04d}.npz"


def _claim(folder: Path, points: Floats, seeds: int) -> None:
    """Write what a folder is for, or refuse one that was for something else."""
    digest = hashlib.blake2b(points.tobytes(), digest_size=8).hexdigest()
    mine = {"points": digest, "seeds": seeds, "model": fingerprint()}
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
    rows = [_at(np.array(point), task.seeds) for point in task.points]
    return np.array([mean for mean, _ in rows]), np.array([spread for _, spread in rows])


def _at(point: Floats, seeds: int) -> tuple[Floats, Floats]:
    values = values_of(point)
    means, spreads = [], []
    for arm in ARMS:
        loaded = with_numbers(_loaded(arm), values)
        mean, spread = read_arm(arm, [run_job(loaded, seed, keep=SWEEP) for seed in range(1, seeds + 1)])
        means.append(mean)
        spreads.append(spread)
    return np.concatenate(means), np.concatenate(spreads)


@lru_cache(maxsize=8)
def _loaded(arm: Arm) -> Loaded:
    return arm_of(arm)
