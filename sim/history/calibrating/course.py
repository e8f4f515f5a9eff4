"""The course of a calibration, stage by stage; each leaves its files, and one that is done is not done again.

    1 beliefs     submodels: battles to kappa, truces to hazard
    2 waves       points of the prior are run; emulators rule out what cannot fit; the rest is run again, finer
    3 draws       the posterior on the emulators, for the record to 2016-12-31 and to 2017-06-30
    4 check       the draws themselves are run, beside the prior and the record

The waves look at the record to the end of 2016 alone, so that the draws "to 2016-12-31" owe nothing to what came after
(blocked cross-validation). Owns this order and the folder. Knows nothing of terminals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.errors import RunError
from sim.history.calibrating.draws import draw
from sim.history.calibrating.emulate import Emulator, emulate
from sim.history.calibrating.free import point_of, prior_cube
from sim.history.calibrating.match import Target, plausible, target_of
from sim.history.calibrating.simulate import Read, all_patterns, same_luck, simulate
from sim.scenario.parameters.registry import declared

__all__ = ["BLOCKED", "FULL", "PLANS", "Calibrated", "Plan", "calibrate"]

Floats = npt.NDArray[np.float64]

BLOCKED: Final = date(2016, 12, 31)
"""Last day of the record for the draws that are scored on early 2017."""
FULL: Final = date(2017, 6, 30)
"""Last day of the record that may be fitted at all."""

_SEED = 1
_CANDIDATES = 60_000
"""Points of the prior that are asked of the emulators for each new one that is run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is run: points of each wave, seeds a point, draws."""

    waves: tuple[int, ...]
    seeds: int
    draws: int

    @property
    def points(self) -> int:
        """Return how many points are run in all."""
        return sum(self.waves) + self.draws


PLANS: Final = {"full": Plan((900, 700, 600), 8, 200), "quick": Plan((60, 40), 3, 20)}


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """Hold what a calibration came to."""

    plan: Plan
    waves: tuple[Read, ...]
    left: tuple[float, ...]
    """Share of the prior that each wave left plausible."""
    emulator: Emulator
    blocked: Annotated[Floats, "[draw, number]"]
    full: Annotated[Floats, "[draw, number]"]
    check: Read
    """The draws of `full`, run."""
    target: Target


def calibrate(
    folder: Path,
    plan: Plan,
    *,
    jobs: int,
    say: Callable[[str], None] = lambda words: None,
    progress: Callable[[int], None] = lambda done: None,
) -> Calibrated:
    """Run the course in `folder`, going on where an earlier one stopped."""
    found, left, waves = None, [], []
    points = prior_cube(plan.waves[0], _SEED)
    for number, size in enumerate(plan.waves):
        if found is not None:
            points, share = _next_points(found, waves, size, number)
            left.append(share)
            say(f"wave {number}: {share:.2%} of the prior is not ruled out")
        say(f"wave {number + 1}: {size} points, {plan.seeds} wars of four kinds each")
        waves.append(
            simulate(points, folder / f"wave-{number + 1}", luck=same_luck(plan.seeds), jobs=jobs, progress=progress)
        )
        found = emulate(_kept(waves))
    assert found is not None
    run = _kept(waves)
    blocked, full = (
        _cached(folder / f"draws-{until}.npy", partial(_draws, found, run, until, plan)) for until in (BLOCKED, FULL)
    )
    say(f"check: {plan.draws} draws are run")
    check = simulate(full, folder / "check", luck=same_luck(plan.seeds), jobs=jobs, progress=progress)
    target = target_of(all_patterns(), run, found.doubt, FULL)
    return Calibrated(plan, tuple(waves), tuple(left), found, blocked, full, check, target)


def _kept(waves: list[Read]) -> Read:
    """Return all points run so far."""
    whole = waves[0]
    for wave in waves[1:]:
        whole = whole.plus(wave)
    return whole


def _next_points(emulator: Emulator, waves: list[Read], size: int, wave: int) -> tuple[Floats, float]:
    """Return points of the prior that the emulators do not rule out by the record to BLOCKED, and their share of it."""
    target = target_of(all_patterns(), _kept(waves), emulator.doubt, BLOCKED)
    asked = prior_cube(_CANDIDATES, _SEED + wave)
    kept = asked[plausible(emulator.at(asked), target)]
    if len(kept) < size:
        kept = np.concatenate([kept, _around(emulator, target, kept, size - len(kept), wave)])
    return kept[:size], float(plausible(emulator.at(asked), target).mean())


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
    from sim.experiments.sweeps.parts import whole

    if not file.exists():
        with whole(file) as draft, draft.open("wb") as out:
            np.save(out, make())
    return np.asarray(np.load(file, allow_pickle=False))
