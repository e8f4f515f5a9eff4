"""Two arms run with the same luck, and with the same draws of the numbers where these are drawn.

    comparison = compare(a, b, runs=100, seed=1)
    comparison.contrast("civilians_deaths").interval

Owns the runs of a comparison and what is kept of them: one number an outcome and run, three weekly series, and
counts of who held what; everything else of a run is dropped as soon as it is read. Knows nothing of formulas (see
`paired`) or folders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from sim.errors import InputError, RunError
from sim.experiments.columns import ALWAYS, Reading, readings_of
from sim.experiments.comparing.courses import Bands, bands_of
from sim.experiments.comparing.holders import Holders, Tally, held_in, weeks_kept
from sim.experiments.comparing.ignorance import free_numbers, hypercube, laid_out, seeds_of
from sim.experiments.comparing.paired import Contrast, Pairs, contrast_of, pairing_worth
from sim.experiments.contents import Difference, differences
from sim.experiments.ensemble import CHUNK, FEW, seeds_from
from sim.experiments.executors import Died, on_processes, one_by_one
from sim.experiments.job import packed, run_job, unpacked
from sim.experiments.readings import value_of
from sim.record.history import RunHistory
from sim.record.keep import SWEEP
from sim.scenario.loaded import Loaded
from sim.scenario.outcomes import Outcome
from sim.scenario.posterior import Posterior
from sim.sides import FIGHTING

__all__ = ["ARMS", "HORIZONS", "WEEKLY", "Comparison", "compare", "matched", "outcomes_of"]

Floats = npt.NDArray[np.float64]
Progress = Callable[[int], None]

ARMS = ("A", "B")

HORIZONS = (13, 26, 52)
"""Weeks after which it is told what pairing is worth, beside the end: chaos eats it."""


def _civilians(history: RunHistory) -> Floats:
    return history.series("deaths.civilians").cumsum()


def _all(history: RunHistory) -> Floats:
    every = [history.series(f"deaths.{side}") for side in (*FIGHTING, "civilians")]
    return np.asarray(np.sum(every, axis=0).cumsum(), dtype=np.float64)


def _area(history: RunHistory) -> Floats:
    return 100.0 * history.series("area.regime")


WEEKLY: Mapping[str, Callable[[RunHistory], Floats]] = {
    "civilians_deaths": _civilians,
    "all_deaths": _all,
    "regime_area": _area,
}
"""Outcome -> its course: what it would be if the run ended after each week."""


@dataclass(frozen=True)
class Comparison:
    """Hold both arms, what was read off every run, and which runs they were."""

    a: Loaded
    b: Loaded
    seeds: Annotated[npt.NDArray[np.int64], "[draw, seed]; no two draws share one"]
    draws: tuple[Mapping[str, float], ...]
    """The numbers of each draw; one empty mapping where none are drawn."""
    readings: tuple[Reading, ...]
    values: Annotated[Floats, "[arm, draw, seed, outcome]; not a number: never"]
    weekly: Mapping[str, Annotated[Floats, "[arm, draw, seed, week]"]]
    """The courses of single pairs; empty when read back from a folder, which keeps their bands."""
    bands: Mapping[str, Bands]
    holders: Holders
    differences: tuple[Difference, ...]
    """What differs between the arms."""
    names: tuple[str, str]
    """What the arms are called: `scenario:variant`, and what was set."""
    numbers: Mapping[str, Any] | None = None
    """How the posterior was made that the numbers are from; None where they are declared, or of declared ranges."""

    @property
    def weeks(self) -> int:
        """Return the length of the runs [weeks]."""
        return self.a.scenario.weeks

    @property
    def runs(self) -> int:
        """Return the pairs of each draw."""
        return int(self.seeds.shape[1])

    @cached_property
    def contrasts(self) -> Mapping[str, Contrast]:
        """Return outcome -> what its pairs come to."""
        return {one.name: contrast_of(self.pairs(one.name)) for one in self.readings}

    def pairs(self, name: str) -> Pairs:
        """Return one outcome pair by pair."""
        number = [one.name for one in self.readings].index(name)
        a, b = self.values[..., number]
        return Pairs(a, b, horizon=float(self.readings[number].horizon))

    def course(self, name: str) -> Annotated[Floats, "[draw, seed, week]"]:
        """Return B - A of a weekly series."""
        a, b = self.weekly[name]
        return np.asarray(b - a)

    def worth_after(self, name: str, week: int) -> float | None:
        """Return what pairing is worth for an outcome if the run ended after `week` weeks."""
        a, b = self.weekly[name][..., week - 1]
        return pairing_worth(a, b)[0]


def compare(
    a: Loaded,
    b: Loaded,
    *,
    runs: int,
    seed: int = 1,
    draws: int = 1,
    vary: Sequence[str] = (),
    posterior: Posterior | None = None,
    names: tuple[str, str] | None = None,
    jobs: int = 1,
    progress: Progress = lambda done: None,
) -> Comparison:
    """Run both arms with the same seeds, `runs` for each of `draws` draws of the numbers, and read off the outcomes.

    With one draw the numbers are those of the arms. With more, those that no arm fixes (or those of them that
    `vary` names) are drawn within their ranges, alike in both arms, and each draw has seeds of its own. With a
    posterior (of numbers that no arm fixes) `runs` counts all pairs, laid out as draws and seeds of each.
    InputError for arms that do not differ or do not start on one date; the shorter length counts.
    """
    a, b, found = matched(a, b)
    drawn: list[Mapping[str, float]] = [{}]
    if posterior is not None:
        draws, runs = laid_out(runs)
        seeds = seeds_of(draws, runs, seed)
        drawn = [posterior.draw_for(first).values for first in seeds[:, 0].tolist()]
    else:
        seeds = np.array(seeds_from(seed, draws * runs), dtype=np.int64).reshape(draws, runs)
        drawn = [*hypercube(free_numbers((a, b), vary), draws, seed)] if draws > 1 else drawn
    outcomes = outcomes_of(a, b)
    readings = readings_of(outcomes, a.scenario.weeks)
    shape = (len(ARMS), draws, runs)
    values = np.empty((*shape, len(outcomes)))
    weekly = {name: np.empty((*shape, a.scenario.weeks)) for name in WEEKLY}
    tally = Tally(weeks_kept(a.scenario.weeks), draws, runs)
    tasks = _tasks((a, b), drawn, seeds, tuple(outcomes))
    few = 2 * seeds.size * a.scenario.weeks < FEW
    with one_by_one() if few or jobs <= 1 else on_processes(jobs) as executor:
        for task, read in executor.spread(_read, tasks):
            if isinstance(read, Died):
                raise RunError("A worker process died again and again; is memory short? Try fewer --jobs.")
            values[task.place], courses, held = read
            tally.add(task.arm, task.draw, task.first, held)
            for name, course in courses.items():
                weekly[name][task.place] = course
            progress(len(task.seeds))
    return Comparison(
        a=a,
        b=b,
        seeds=seeds,
        draws=tuple(drawn),
        readings=readings,
        values=values,
        weekly=weekly,
        bands=bands_of(weekly),
        holders=tally.whole(),
        differences=tuple(found),
        names=names or (a.label, b.label),
        numbers=None if posterior is None else posterior.plain(),
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """Some seeds of one arm under one draw of the numbers, and where their answers belong."""

    arm: int
    draw: int
    first: int
    seeds: tuple[int, ...]
    numbers: Mapping[str, float]
    scenario: bytes
    outcomes: tuple[Outcome, ...]

    @property
    def place(self) -> tuple[int, int, slice]:
        """Return the part of `[arm, draw, seed]` that this task fills."""
        return self.arm, self.draw, slice(self.first, self.first + len(self.seeds))


def _tasks(
    arms: Sequence[Loaded],
    drawn: Sequence[Mapping[str, float]],
    seeds: npt.NDArray[np.int64],
    outcomes: tuple[Outcome, ...],
) -> Iterator[_Task]:
    """Yield what is to be run; both arms of some seeds after each other, so that no holders wait long."""
    scenarios = [packed(loaded) for loaded in arms]
    for draw, numbers in enumerate(drawn):
        for first in range(0, seeds.shape[1], CHUNK):
            some = tuple(seeds[draw, first : first + CHUNK].tolist())
            for arm, scenario in enumerate(scenarios):
                yield _Task(arm, draw, first, some, numbers, scenario, outcomes)


def _read(task: _Task) -> tuple[Floats, dict[str, Floats], npt.NDArray[np.int8]]:
    """Run the seeds of a task; keep outcomes `[seed, outcome]`, courses `[seed, week]`, holders as in a tally."""
    loaded = unpacked(task.scenario).with_numbers(task.numbers)
    values: list[list[float]] = []
    courses: dict[str, list[Floats]] = {name: [] for name in WEEKLY}
    held: list[npt.NDArray[np.int8]] = []
    for seed in task.seeds:
        history = run_job(loaded, seed, keep=SWEEP)
        values.append([value_of(one, history, loaded.scenario.start) for one in task.outcomes])
        for name, course in WEEKLY.items():
            courses[name].append(course(history))
        held.append(held_in(history))
    return np.array(values), {name: np.stack(course) for name, course in courses.items()}, np.stack(held)


def matched(a: Loaded, b: Loaded) -> tuple[Loaded, Loaded, list[Difference]]:
    """Return both arms with the length of the shorter, and what differs between them.

    InputError if that is nothing, or if they start on different dates.
    """
    if a.scenario.start != b.scenario.start:
        raise InputError(
            f"A ({a.label}) starts on {a.scenario.start}, B ({b.label}) on {b.scenario.start}: pairs of runs share "
            "their luck week by week, so both arms must start on the same date."
        )
    weeks = min(a.scenario.weeks, b.scenario.weeks)
    one, other = (
        replace(arm, scenario=arm.scenario.model_copy(update={"weeks": weeks})) if arm.scenario.weeks > weeks else arm
        for arm in (a, b)
    )
    found = differences(one, other)
    if not found:
        raise InputError(f"A ({a.label}) and B ({b.label}) are the same: nothing differs that a run reads.")
    return one, other, found


def outcomes_of(a: Loaded, b: Loaded) -> list[Outcome]:
    """Return what is read off every run: what always is, civilians first, and what either scenario asks; each once."""
    found: list[Outcome] = []
    for one in (*ALWAYS, *a.scenario.outcomes, *b.scenario.outcomes):
        if one not in found:
            found.append(one)
    return found
