"""The yardsticks of a clone: the C form and the Mesa form beside our own, measured by `python -m benchmarks`.

They stand in the folder `benchmarks` beside `sim`, which an installed package does not have; where they are not, that
is said. Owns the call and the reading of its answer. Knows nothing of what is measured there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sim.errors import RunError
from sim.experiments.speed.benchmark import Figure

__all__ = ["FOLDER", "OURS", "Yardsticks", "yardsticks"]

FOLDER = Path(__file__).parents[3] / "benchmarks"
OURS = "c/reference_week.c"
"""A file by which the folder is known: a package of this name may be anybody's."""

_NO_CLONE = (
    "the C and Mesa yardsticks are left out: they stand in the folder benchmarks of a clone of the project, which an "
    "installed package does not have"
)


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """Hold what was measured, and in words what was left out and why."""

    figures: list[Figure]
    ratios: list[Figure]
    left_out: list[str]


def yardsticks(rounds: int, folder: Path = FOLDER) -> Yardsticks:
    """Measure the yardsticks in a process of their own; say so where there are none.

    Raises RunError with its last line if they fail.
    """
    if not (folder / OURS).is_file():
        return Yardsticks([], [], [_NO_CLONE])
    asked = [sys.executable, "-m", "benchmarks", "--rounds", str(rounds)]
    done = subprocess.run(asked, cwd=folder.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing was said"]
        raise RunError(f"python -m benchmarks failed while it was measured: {said[-1]}")
    answer = json.loads(done.stdout)
    figures, ratios = (
        [Figure(**{**row, "values": tuple(row["values"])}) for row in answer[part]] for part in ("figures", "ratios")
    )
    return Yardsticks(figures, ratios, answer["left_out"])
