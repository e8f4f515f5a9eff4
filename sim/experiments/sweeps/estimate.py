"""What a sweep will cost, from a few of its own runs: how many, how long, how large.

Owns the estimate. Knows nothing of how it is told.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from sim.experiments.job import packed
from sim.experiments.sweeps.batches import first_batch
from sim.experiments.sweeps.chunk import Chunk, play_row, play_war, table_of
from sim.experiments.sweeps.designs import design_of, point_of
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.question import Question
from sim.experiments.sweeps.sweep import CHUNK

__all__ = ["Estimate", "estimate"]

TRIED = 3
"""Runs that are timed, after one that compiles."""
PART_BYTES = 8_000
"""What a Parquet file weighs beside its rows; assumption."""
BIRTH_SECONDS = 4.0
"""How long worker processes take to import; assumption."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Say what a sweep will cost on this machine."""

    points: int
    rows: int
    tried: int
    seconds_each: float
    """CPU time of one run [s]."""
    seconds: float
    """Time of all runs, if nothing else uses the cores [s]."""
    bytes: int

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def estimate(question: Question, jobs: int) -> Estimate:
    """Run a few rows of a question and say what all of them will cost."""
    plan = question.plan
    design = design_of(question.plan, question.listed)
    batch = first_batch(len(design), plan.replicates, len(plan.arms))
    step = max(1, batch.size // (TRIED + 1))
    places = [batch.place(row) for row in range(0, batch.size, step)][: TRIED + 1]
    rows = design.drop_columns("point").to_pylist() if plan.factors else [{}] * len(design)
    chunk = Chunk(
        plan=plan,
        outcomes=question.outcomes,
        scenarios=tuple(packed(arm) for arm in question.arms),
        places=tuple(places),
        values={place.point: point_of(plan, rows[place.point]) for place in places},
        made_by=fingerprint(),
        play=play_war,
    )
    timed = places[1:] or places
    play_row(chunk, places[0])  # compiles
    begun = time.process_time()
    played = [play_row(chunk, place) for place in timed]
    tried, each = len(timed), (time.process_time() - begun) / len(timed)
    size = table_of(replace(chunk, places=tuple(timed)), played).nbytes / len(timed)
    return Estimate(
        points=len(design),
        rows=batch.size,
        tried=tried,
        seconds_each=each,
        seconds=batch.size * each / jobs + (BIRTH_SECONDS if jobs > 1 else 0.0),
        bytes=int(batch.size * size + PART_BYTES * -(-batch.size // CHUNK)),
    )
