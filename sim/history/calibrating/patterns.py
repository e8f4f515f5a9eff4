"""What the calibration holds the model against: patterns of the record from September 2015 to June 2017.

Each war of the calibration is one of four arms: three start from a known map with nothing dated after it, one has the
dated truces and entries of 2015 to 2017. Of each arm a few numbers are read, and compared with the record under a
stated tolerance: what the model is allowed to be wrong by (discrepancy) and what the record may be.

    places     the odds that an arm gave to who held each place on a later map (a log score: the lower, the better)
    changes    how many places changed hands
    land       share of the country by holder [points]
    deaths     log of the mean monthly deaths of a half-year; the dip of the truce of 2016; the civilian share

Owns the patterns and their tolerances. Knows nothing of how numbers are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Final, Literal

import numpy as np
import numpy.typing as npt

from sim.history.forecasts import land_in, months_in, places_in, week_at
from sim.history.labels import CLASSES, labels
from sim.history.observed import control_rows, deaths_monthly
from sim.history.outset import outset
from sim.history.scoring.areas import land_of
from sim.history.scoring.places import log_of
from sim.history.scoring.question import Question, ask
from sim.history.truth import month_after
from sim.record.history import RunHistory
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.sides import FIGHTING
from sim.theatre.regions import load_theatre

__all__ = ["ARMS", "MAPS", "READING", "Arm", "Pattern", "arm_of", "first_monday", "patterns", "question_of", "read_arm",
           "recorded_land"]  # fmt: skip

Floats = npt.NDArray[np.float64]

READING: Final = "merged"

MAPS: Final = (date(2015, 9, 30), date(2016, 3, 1), date(2016, 12, 31), date(2017, 6, 1))
"""Days of the maps that may be fitted."""

_POINTS = 4.0
"""Tolerance of land [points]: the record is itself a convention of the nearest place."""
_LAND = 0.5
"""How many patterns each share of land counts for: the four of a map sum to the whole."""
_COUNT = 0.25
"""Tolerance of deaths [log]: 0.2 for the monitor's bias and 0.15 for the model's."""
_DIP = 0.15
"""Tolerance of the truce's dip [log]."""
_CIVILIANS = (0.30, 0.04)
"""Civilian share of the dead: middle of what monitors and years give (0.25 to 0.35), and tolerance."""
_TRUST = 0.5
"""Weight of each place in the odds: neighbours fall together, so places are not as many as they look."""
_COVERED = 3.0
"""How many pairs of maps cover each stretch of time; each pair counts for a third."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One kind of war: its start, its length, and whether truces and entries come as dated."""

    name: str
    start: date
    weeks: int
    dated: bool = False


ARMS: Final = (
    Arm("from_2015_09", MAPS[0], 88),
    Arm("from_2016_03", MAPS[1], 66),
    Arm("from_2016_12", MAPS[2], 22),
    Arm("as_dated", MAPS[0], 88, dated=True),
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One number of the record: what it was, how far off counts as one standard deviation, the last day it rests on."""

    name: str
    kind: Literal["score", "level"]
    observed: float
    tolerance: float
    last: date
    weight: float
    """For a score: how many places' worth; for a level: how many patterns it counts for."""
    unit: str


def arm_of(arm: Arm, sets: Sequence[str] = ()) -> Loaded:
    """Load the scenario of an arm, with settings as on the command line."""
    if arm.dated:
        return load_scenario("base_2015:intervention", weeks=arm.weeks, sets=sets)
    return outset(arm.start).loaded(arm.weeks, sets)


@lru_cache(maxsize=16)
def question_of(first: date, then: date) -> Question:
    """Return which places two maps ask about."""
    rows = control_rows()
    return ask([row for row in rows if row.date == first], [row for row in rows if row.date == then], READING)


@lru_cache(maxsize=8)
def recorded_land(day: date) -> Floats:
    """Return the share of land of each class on a recorded day [points]; contested places belong to nobody."""
    held = {
        row.place: CLASSES[READING].index(labels()[row.code].under(READING))
        for row in control_rows()
        if row.date == day and labels()[row.code].side
    }
    return 100.0 * land_of(held, load_theatre(), len(CLASSES[READING]))


def _halves(arm: Arm) -> list[tuple[date, date]]:
    """Return the half-years of an arm as first months, and first months after: whole months alone, to May 2017."""
    edges = [date(2015, 10, 1), date(2016, 1, 1), date(2016, 7, 1), date(2017, 1, 1), date(2017, 6, 1)]
    first = next(edge for edge in [arm.start.replace(day=1), *edges] if edge >= arm.start)
    kept = [first, *(edge for edge in edges if edge > first)]
    return list(pairwise(kept))


def _months(since: date, until: date) -> list[date]:
    months = [since]
    while (following := month_after(months[-1])) < until:
        months.append(following)
    return months


def _dead(since: date, until: date) -> float:
    """Return the recorded mean of monthly deaths."""
    return float(np.mean([row.best for row in deaths_monthly() if since <= row.month < until]))


_LANDS = ("regime", "opposition", "is", "sdf")
_DIP_MONTHS = (date(2016, 1, 1), date(2016, 3, 1), date(2016, 5, 1))
"""The dip is of March and April against January and February 2016."""


@lru_cache(maxsize=8)
def patterns(arm: Arm) -> tuple[Pattern, ...]:
    """Return the patterns of an arm, in the order in which `read_arm` reads them."""
    found: list[Pattern] = []
    for day in _later(arm):
        question, tag = question_of(arm.start, day), f"{arm.name}.{day:%Y-%m}"
        changed = float(question.changed.sum())
        if not arm.dated:
            weight = _TRUST * len(question.places) / _COVERED
            found.append(Pattern(f"places.{tag}", "score", 0.0, 0.0, day, weight, "nats a place"))
        found.append(Pattern(f"changes.{tag}", "level", changed, float(np.sqrt(changed)), day, 0.5, "places"))
        land = recorded_land(day)
        for side in _LANDS:
            share = float(land[CLASSES[READING].index(side)])
            found.append(Pattern(f"land.{side}.{tag}", "level", share, _POINTS, day, _LAND, "points"))
    for since, until in _halves(arm):
        name = f"deaths.{arm.name}.{since:%Y-%m}"
        found.append(Pattern(name, "level", float(np.log(_dead(since, until))), _COUNT, until, 0.5, "log of deaths"))
    if arm.dated:
        before, truce, after = _DIP_MONTHS
        dip = float(np.log(_dead(truce, after) / _dead(before, truce)))
        found.append(Pattern("dip", "level", dip, _DIP, after, 1.0, "log ratio"))
        found.append(Pattern("civilians", "level", *_CIVILIANS, date(2016, 12, 31), 1.0, "share"))
    return tuple(found)


def _later(arm: Arm) -> list[date]:
    return [day for day in MAPS if day > arm.start]


def read_arm(
    arm: Arm, runs: Sequence[RunHistory]
) -> tuple[Annotated[Floats, "[pattern]"], Annotated[Floats, "[pattern]"]]:
    """Return the mean of each pattern over runs, and its variance among runs (0 for a score, which has one value)."""
    ground, start = load_theatre(), first_monday(arm)
    mean: list[float] = []
    spread: list[float] = []

    def add(values: Floats) -> None:
        mean.append(float(values.mean()))
        spread.append(float(values.var(ddof=1)) if len(values) > 1 else 0.0)

    for day in _later(arm):
        question, week = question_of(arm.start, day), week_at(day, start)
        each = np.array([places_in([run], question.places, ground, week=week, reading=READING) for run in runs])
        if not arm.dated:
            mean.append(_score(each.mean(axis=0), question, len(runs)))
            spread.append(0.0)
        add((1.0 - each[:, np.arange(len(question.was)), question.was]).sum(axis=1))
        land = 100.0 * land_in(runs, week=week, reading=READING)
        for side in _LANDS:
            add(land[:, CLASSES[READING].index(side)])
    for since, until in _halves(arm):
        add(np.log(np.nanmean(months_in(runs, _months(since, until), start), axis=1)))
    if arm.dated:
        before, _, after = _DIP_MONTHS
        dead = months_in(runs, _months(before, after), start)
        add(np.log(dead[:, 2:].sum(axis=1) / dead[:, :2].sum(axis=1)))
        add(_civilians(runs, week_at(date(2016, 12, 31), start)))
    return np.array(mean), np.array(spread)


def first_monday(arm: Arm) -> date:
    """Return the first day of the first week of an arm."""
    return outset(arm.start).monday


def _civilians(runs: Sequence[RunHistory], weeks: int) -> Floats:
    killed = np.array([run.series("deaths.civilians")[:weeks].sum() for run in runs])
    fighters = np.array([sum(run.series(f"deaths.{side}")[:weeks].sum() for side in FIGHTING) for run in runs])
    return np.asarray(killed / (killed + fighters))


def _score(share: Floats, question: Question, runs: int) -> float:
    """Return the log score of few runs: a quarter of a run is added to each of four holders, since few are few."""
    added = np.zeros(share.shape[1])
    added[:4] = 0.25
    smooth = (share * runs + added) / (runs + added.sum())
    return float(log_of(smooth, question).mean())
