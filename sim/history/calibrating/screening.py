"""Which numbers matter at all to how the model fits: elementary effects over every number of the war (Morris 1991).

Each number moves through its declared range; what is read is the log likelihood to `BLOCKED`, and the effect is told in
its standard deviations among points. Owns the choice of candidates and the effects. Knows nothing of priors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.free import Free
from sim.history.calibrating.simulate import Read, all_patterns, same_luck, simulate
from sim.scenario.parameters.registry import declared

__all__ = ["BLOCKS", "GROUPS", "Screened", "candidates", "screen"]

Floats = npt.NDArray[np.float64]

BLOCKS: Final = (
    "air", "campaigns", "combat", "contraction", "control", "fronts", "garrison", "harm", "hinterland", "manpower",
    "pockets", "supply", "truces",
)  # fmt: skip
"""Blocks whose numbers decide land and deaths in the four arms; patrons, incidents and talks hardly act there."""

GROUPS: Final = ("places", "changes", "land", "deaths")
"""What patterns are gathered in: the first word of their names."""

_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Screened:
    """Say how strongly one number moves each group of patterns."""

    name: str
    effects: Mapping[str, float]
    """Mean absolute effect over its range, in standard deviations of a pattern among points, averaged by group."""

    @property
    def overall(self) -> float:
        """Return the root mean square over groups."""
        return float(np.sqrt(np.mean(np.square(list(self.effects.values())))))


def candidates() -> tuple[Free, ...]:
    """Return every number of BLOCKS that has a range, even over it."""
    rows = [row for row in declared().values() if row.name.partition(".")[0] in BLOCKS and row.low < row.high]
    return tuple(Free(row.name, row.low, row.high, False, (row.low, row.high), None) for row in rows)


def screen(
    folder: Path,
    *,
    trajectories: int,
    seeds: int,
    jobs: int,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Screened]:
    """Run the trajectories and return every candidate, the strongest first."""
    from SALib.sample import morris as design

    numbers = candidates()
    problem = {"num_vars": len(numbers), "names": [one.name for one in numbers], "bounds": [[0.0, 1.0]] * len(numbers)}
    points = np.asarray(design.sample(problem, trajectories, num_levels=_LEVELS, seed=1))
    read = simulate(points, folder, luck=same_luck(seeds), jobs=jobs, numbers=numbers, progress=progress)
    return sorted(_effects(problem, numbers, read), key=lambda one: -one.overall)


def _effects(problem: dict[str, object], numbers: tuple[Free, ...], read: Read) -> list[Screened]:
    from SALib.analyze import morris as analysis

    found: dict[str, list[Floats]] = {group: [] for group in GROUPS}
    for pattern, values in zip(all_patterns(), read.mean.T, strict=True):
        group = pattern.name.partition(".")[0]
        if group in found and values.std() > 0.0:
            level = (values - values.mean()) / values.std()
            answer = analysis.analyze(problem, read.points, level, num_levels=_LEVELS, num_resamples=2, seed=1)
            found[group].append(np.asarray(answer["mu_star"], dtype=np.float64))
    means = {group: np.mean(rows, axis=0) for group, rows in found.items()}
    return [
        Screened(one.name, {group: float(mean[at]) for group, mean in means.items()}) for at, one in enumerate(numbers)
    ]
