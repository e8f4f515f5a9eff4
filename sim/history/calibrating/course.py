"""The course of a calibration, stage by stage; each leaves its files, and one that is done is not done again.

    beliefs       battles to kappa, truces to hazard (`submodels`)
    screening     which numbers matter at all, by Morris's method
    waves         points of the prior are run; emulators rule out what cannot fit; the rest is run again, finer
    draws         the posterior on the emulators, for the record to the end of 2016 and to June 2017
    check         the draws themselves are run
    second        another method, without emulators or likelihood
    mechanisms    the middle of the draws with one mechanism at a time taken out

The waves look at the record to the end of 2016 alone, so that the draws "to 2016-12-31" owe nothing to what came after
(blocked cross-validation). Owns this order and the folder. Knows nothing of terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.errors import RunError
from sim.experiments.sweeps.parts import whole
from sim.history.calibrating.crosscheck import Population, cross_check
from sim.history.calibrating.draws import draw, medoid
from sim.history.calibrating.emulate import Emulator, emulate
from sim.history.calibrating.free import free, point_of, prior_cube, values_of
from sim.history.calibrating.match import Target, plausible, target_of
from sim.history.calibrating.mechanisms import Fit, fits, mechanisms
from sim.history.calibrating.screening import Screened, candidates, screen
from sim.history.calibrating.simulate import Read, all_patterns, same_luck, simulate
from sim.scenario.parameters.registry import declared

__all__ = ["BLOCKED", "FULL", "PLANS", "Calibrated", "Plan", "calibrate"]

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Told the name of a stage and how many steps it has; gives what is told of steps done."""

BLOCKED: Final = date(2016, 12, 31)
"""Last day of the record for the draws that are scored on early 2017."""
FULL: Final = date(2017, 6, 30)
"""Last day of the record that may be fitted at all."""

_SEED = 1
_CANDIDATES = 60_000
"""Points of the prior that are asked of the emulators for each new one that is run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is run."""

    waves: tuple[int, ...]
    """Points of each wave."""
    seeds: int
    """Wars of each arm at a point."""
    draws: int
    screening: tuple[int, int]
    """Trajectories, and seeds at a point."""
    second: int
    """Points of the second opinion."""
    mechanism_seeds: int

    @property
    def points(self) -> int:
        """Return how many points the waves and the check run."""
        return sum(self.waves) + self.draws


PLANS: Final = {
    "full": Plan((900, 700, 600), 8, 200, (6, 3), 3000, 60),
    "quick": Plan((60, 40), 3, 20, (2, 1), 100, 3),
}
"""What is shipped, and a try of the whole course in minutes, which fits nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """Hold what a calibration came to."""

    plan: Plan
    screened: Sequence[Screened]
    left: tuple[float, ...]
    """Share of the prior that each wave but the last left plausible."""
    draws: Mapping[date, Annotated[Floats, "[draw, number]"]]
    """By the last day of the record that they fit."""
    emulated: Annotated[Floats, "[draw, pattern]"]
    """What the emulators promised of the draws to FULL."""
    check: Read
    """What those draws came to when they were run."""
    target: Target
    second: Population
    fits: Sequence[Fit]


def calibrate(
    folder: Path,
    plan: Plan,
    *,
    jobs: int,
    say: Callable[[str], None] = lambda words: None,
    progress: Progress = lambda words, total: nullcontext(lambda done: None),
) -> Calibrated:
    """Run the course in `folder`, going on where an earlier one stopped; `progress` is told of each stage."""
    trajectories, few = plan.screening
    with progress("screening", trajectories * (len(candidates()) + 1)) as step:
        screened = screen(folder / "screening", trajectories=trajectories, seeds=few, jobs=jobs, progress=step)
    emulator, run, left = _waves(folder, plan, jobs, say, progress)
    draws = {
        until: _cached(folder / f"draws-{until}.npy", partial(_draws, emulator, run, until, plan))
        for until in (BLOCKED, FULL)
    }
    with progress("draws, run", plan.draws) as step:
        check = simulate(draws[FULL], folder / "check", luck=same_luck(plan.seeds), jobs=jobs, progress=step)
    with progress("second opinion", plan.second) as step:
        second = cross_check(folder / "second", until=FULL, size=plan.second, jobs=jobs, progress=step)
    middle = values_of(draws[FULL][medoid(draws[FULL])], free())
    with progress("mechanisms", len(mechanisms()) + 1) as step:
        found = fits(folder / "mechanisms", middle, seeds=plan.mechanism_seeds, jobs=jobs, progress=step)
    target = target_of(all_patterns(), run, emulator.doubt, FULL)
    return Calibrated(plan, screened, left, draws, emulator.at(draws[FULL]), check, target, second, found)


def _waves(
    folder: Path, plan: Plan, jobs: int, say: Callable[[str], None], progress: Progress
) -> tuple[Emulator, Read, tuple[float, ...]]:
    """Run the waves; return the emulators of the last, all points run, and the shares of the prior left."""
    points, run, left = prior_cube(plan.waves[0], _SEED), None, []
    for number, size in enumerate(plan.waves, start=1):
        if run is not None:
            points, share = _next_points(emulate(run, jobs=jobs), run, size, number - 1)
            left.append(share)
            say(f"wave {number - 1}: {share:.2%} of the prior is not ruled out")
        with progress(f"wave {number}", size) as step:
            wave = simulate(points, folder / f"wave-{number}", luck=same_luck(plan.seeds), jobs=jobs, progress=step)
        run = wave if run is None else run.plus(wave)
    assert run is not None
    return emulate(run, jobs=jobs), run, tuple(left)


def _next_points(emulator: Emulator, run: Read, size: int, wave: int) -> tuple[Floats, float]:
    """Return points of the prior that the emulators do not rule out by the record to BLOCKED, and their share of it."""
    target = target_of(all_patterns(), run, emulator.doubt, BLOCKED)
    asked = prior_cube(_CANDIDATES, _SEED + wave)
    kept = asked[plausible(emulator.at(asked), target)]
    share = len(kept) / len(asked)
    if len(kept) < size:
        kept = np.concatenate([kept, _around(emulator, target, kept, size - len(kept), wave)])
    return kept[:size], share


def _around(emulator: Emulator, target: Target, kept: Floats, missing: int, wave: int) -> Floats:
    """Return more plausible points near those that are known, where few of the prior are left."""
    rng = np.random.default_rng(_SEED + wave)
    middle = point_of({name: row.value for name, row in declared().items()})
    known = np.concatenate([kept, middle[None, :]])
    found = np.empty((0, known.shape[1]))
    for _ in range(50):
        tried = np.clip(known[rng.integers(len(known), size=4000)] + rng.normal(0, 0.12, (4000, known.shape[1])), 0, 1)
        found = np.concatenate([found, tried[plausible(emulator.at(tried), target)]])
        if len(found) >= missing:
            return found[:missing]
    raise RunError("The emulators rule out the whole prior: no point fits all patterns within their tolerance.")


def _draws(emulator: Emulator, run: Read, until: date, plan: Plan) -> Floats:
    target = target_of(all_patterns(), run, emulator.doubt, until)
    return draw(emulator, target, run.points, _SEED, plan.draws)


def _cached(file: Path, make: Callable[[], Floats]) -> Floats:
    """Return an array that an earlier course left, or make and leave it."""
    if not file.exists():
        with whole(file) as draft, draft.open("wb") as out:
            np.save(out, make())
    return np.asarray(np.load(file, allow_pickle=False))
