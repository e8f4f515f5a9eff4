"""Posterior predictive checks: wars of the draws beside the record, one number at a time, on patterns P1 to P12.

    checks = predictive_checks(draws, wars=200, jobs=2)
    checks[0].verdict                                    "inside 80 %"

War k of an arm has seed k and draw k mod their number, alike in all arms. The draws were fitted to much of this very
record, so a pass says that the model can do it and no more; a miss is a miss. Owns the arms and the gathering.
Knows nothing of what is read (see `readings`) or of pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.errors import InputError, RunError
from sim.experiments.ensemble import seeds_from
from sim.experiments.executors import Died, on_processes, one_by_one
from sim.experiments.job import run_job
from sim.history.calibrating.patterns import ARMS, Arm, arm_of
from sim.history.calibrating.readings.dead import deaths_of
from sim.history.calibrating.readings.land import land_of_arm, regime_land
from sim.history.calibrating.readings.pace import pace_of
from sim.history.calibrating.readings.statistic import Check, Statistic, check_of
from sim.history.calibrating.readings.towns import PREFIX, likeness, towns_of
from sim.record.keep import Keep
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

__all__ = ["LEFT_OUT", "NO_RUSSIA", "PATTERNS", "WARS", "checks_of", "predictive_checks", "statistics_of"]

Floats = npt.NDArray[np.float64]

WARS: Final = 200
"""Wars of each arm."""

PATTERNS: Final = {
    "P1": "The dead, and their decline",
    "P2": "The military dead by side",
    "P3": "Civilians among the dead",
    "P4": "Who held how much land [per cent]",
    "P5": "When towns were taken, and in which order",
    "P6": "Slow to February 2016, fast in 2017",
    "P7": "Desert in leaps, towns slowly",
    "P8": "The truce of February 2016",
    "P9": "Raids after the land is lost",
    "P10": "How much of the country is front [per cent]",
    "P11": "Few weeks and places with most of the dead",
    "P12": "Without Russia [points of land]",
}
"""What each pattern of docs/model 4.1 is about, in a heading."""

LEFT_OUT: Final = {
    "P2": "counts by side run into months kept apart, none ends by June 2017",
    "P9": "IS held land until after June 2017",
}
"""Patterns that the training data do not allow, and why."""

NO_RUSSIA, RUSSIA = "no_russia", "with_russia"
_PAIR: Final = {NO_RUSSIA: "base_2015:no_russia", RUSSIA: "base_2015:doctrine"}
"""Both without dated truces, so that Russia alone differs."""
_KEEP: Final = Keep(events=False, hashes=False)
"""Battles and weekly fields are read, so a war is read where it is run and then let go."""
_CHUNK: Final = 10
"""Wars of one task."""

_ORDERED: Final = 10
"""Towns from which on an order can be told."""

Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Task:
    arm: str
    first: int
    wars: tuple[tuple[int, Numbers], ...]
    """Seed and numbers of each."""


def predictive_checks(
    draws: Sequence[Numbers],
    *,
    wars: int = WARS,
    jobs: int = 1,
    arms: Sequence[str] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> list[Check]:
    """Run so many wars of each arm (of all, unless `arms` names some) and set each statistic beside the record."""
    if not draws or wars < 2:
        raise InputError("A predictive check needs a draw at least, and two wars of each arm.")
    chosen = tuple(arms) or (*(arm.name for arm in ARMS), *_PAIR)
    if unknown := set(chosen) - {arm.name for arm in ARMS} - set(_PAIR):
        raise InputError(f"there is no arm {sorted(unknown)[0]!r} in a predictive check")
    tables = {name: np.full((wars, len(statistics_of(name))), np.nan) for name in chosen}
    tasks = [task for name in chosen for task in _tasks(name, wars, draws)]
    for task, values in _spread(tasks, jobs):
        tables[task.arm][task.first : task.first + len(values)] = values
        progress(len(values))
    return [check for name in chosen for check in checks_of(name, tables)]


def _tasks(arm: str, wars: int, draws: Sequence[Numbers]) -> Iterator[_Task]:
    seeds = seeds_from(1, wars)
    for at in range(0, wars, _CHUNK):
        yield _Task(arm, at, tuple((seed, draws[seed % len(draws)]) for seed in seeds[at : at + _CHUNK]))


def _spread(tasks: list[_Task], jobs: int) -> Iterator[tuple[_Task, Floats]]:
    with on_processes(jobs) if jobs > 1 else one_by_one() as executor:
        for task, answer in executor.spread(_run, tasks):
            if isinstance(answer, Died):
                raise RunError("A worker process died again and again; is memory short? Try fewer --jobs.")
            yield task, answer


def _run(task: _Task) -> Floats:
    """Run the wars of a task and read each."""
    rows = []
    for seed, numbers in task.wars:
        run = run_job(_loaded(task.arm).with_numbers(numbers), seed, keep=_KEEP)
        rows.append([one.read(run) for one in statistics_of(task.arm)])
    return np.array(rows)


@lru_cache(maxsize=8)
def _loaded(name: str) -> Loaded:
    if name in _PAIR:
        return load_scenario(_PAIR[name], weeks=ARMS[0].weeks)
    return arm_of(_arm(name))


def _arm(name: str) -> Arm:
    return next(arm for arm in ARMS if arm.name == name)


@lru_cache(maxsize=8)
def statistics_of(name: str) -> tuple[Statistic, ...]:
    """Return what is read of each war of an arm, in the order of the columns of its table."""
    if name in _PAIR:
        return regime_land()
    arm = _arm(name)
    return (*deaths_of(arm), *land_of_arm(arm), *towns_of(arm), *pace_of(arm))


def checks_of(name: str, tables: Mapping[str, Annotated[Floats, "[war, statistic]"]]) -> list[Check]:
    """Return the checks of an arm from the tables of all arms."""
    statistics, table = statistics_of(name), tables[name]
    found = [check_of(one, column, name) for one, column in zip(statistics, table.T, strict=True)]
    if name == NO_RUSSIA and RUSSIA in tables:
        away = table - tables[RUSSIA]
        found += [check_of(_less(one), column, name) for one, column in zip(statistics, away.T, strict=True)]
    if name == RUSSIA:
        return []
    weeks = [number for number, one in enumerate(statistics) if one.name.startswith(PREFIX)]
    if len(weeks) >= _ORDERED:
        found.append(_order([statistics[number] for number in weeks], table[:, weeks], name))
    return sorted(found, key=lambda check: list(PATTERNS).index(check.pattern))


def _less(one: Statistic) -> Statistic:
    words = f"{one.words}, less that with Russia"
    return Statistic(one.pattern, f"{one.name}.less", words, one.unit, one.read, scored=False)


def _order(towns: Sequence[Statistic], weeks: Floats, arm: str) -> Check:
    """Return how like the wars' order of captures that of the record is."""
    alike, recorded = likeness(weeks, np.array([one.recorded for one in towns]))
    words = f"Order of these {len(towns)}: rank correlation with other wars"
    source = "dated events; the record's mean correlation with all wars beside each war's with the others"
    asked = Statistic("P5", "order", words, "correlation", lambda run: float("nan"), recorded, source=source)
    return check_of(asked, alike, arm)
