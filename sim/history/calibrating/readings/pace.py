"""How land falls: empty land in leaps, towns after weeks of battle.

P7 of docs/model 4.1. The record has no week-by-week map: of desert it can only say how much of the land that changed
hands between two maps was desert, and of towns how long the named battles lasted, which are the long ones. The leaps
themselves are shown without a counterpart. Owns these readings. Knows nothing of the dead.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.patterns import MAPS, READING, Arm, first_monday
from sim.history.calibrating.readings.land import anchored
from sim.history.calibrating.readings.statistic import Statistic
from sim.history.calibrating.readings.towns import Taken, taken_in, week_taken
from sim.history.forecasts import week_at
from sim.history.labels import class_of_sides
from sim.history.observed import battles
from sim.record.history import RunHistory
from sim.theatre.regions import load_theatre

__all__ = ["desert_share", "leaps", "named_battles", "pace_of", "weeks_of_battle"]

Ints = npt.NDArray[np.int64]

_MEMORY: Final = 26
"""Weeks before a capture in which fighting counts as part of the battle for it."""
_BUSIEST: Final = 0.1
"""Share of weeks that count as the busiest."""


def pace_of(arm: Arm) -> tuple[Statistic, ...]:
    """Return what is read of how land falls in an arm."""
    start, pair = first_monday(arm), (max(MAPS[2], arm.start), MAPS[3])
    weeks = tuple(max(week_at(day, start), 0) for day in pair)
    held = tuple(anchored(day) for day in pair)
    found = [
        Statistic(
            "P7", "desert.share", "Desert in the land that changed hands, January to May 2017", "share",
            partial(_desert, first=weeks[0], then=weeks[1]), desert_share(*held), source="recorded maps, nearest place",
        ),
        Statistic("P7", "desert.leaps", "Desert that fell in the busiest tenth of weeks", "share", leaps),
    ]  # fmt: skip
    named = named_battles(arm)
    if named:
        recorded = float(np.mean([weeks for _, weeks in named]))
        words = f"Battle for {len(named)} towns, mean of those taken"
        source = "dated battles, which are the long ones"
        read = partial(_before_capture, named=tuple(one for one, _ in named))
        found.append(Statistic("P7", "battles.weeks", words, "weeks", read, recorded, source=source))
    return tuple(found)


def desert_share(before: Ints, after: Ints) -> float:
    """Return how much of the land whose holder differs is desert; -1 is nobody's; nan if none differs."""
    ground = load_theatre()
    moved = (before != after) & (before >= 0) & (after >= 0)
    area = ground.area[moved].sum()
    return float(ground.area[moved & ground.desert].sum() / area) if area else float("nan")


def _desert(run: RunHistory, first: int, then: int) -> float:
    classes = np.array(class_of_sides(READING))
    return desert_share(classes[run.holder_after(first)], classes[run.holder_after(then)])


def leaps(run: RunHistory) -> float:
    """Return how much of all desert that changed hands did so in the busiest tenth of weeks; nan if none did."""
    ground = load_theatre()
    week, region = run.flips[:, 0].astype(np.int64), run.flips[:, 1].astype(np.int64)
    area = np.bincount(week, ground.area[region] * ground.desert[region], minlength=len(run.table) + 1)
    most = max(1, round(_BUSIEST * len(run.table)))
    return float(np.sort(area)[::-1][:most].sum() / area.sum()) if area.sum() else float("nan")


def named_battles(arm: Arm) -> tuple[tuple[Taken, float], ...]:
    """Return the recorded captures of an arm that a dated battle ended, with the weeks that it lasted."""
    return tuple(
        (one, (battle.end - battle.start).days / 7.0)
        for one in taken_in(arm)
        for battle in battles()
        if battle.place == one.place and _near(battle.end, one.day) and battle.start >= arm.start
    )


def _near(end: date, day: date) -> bool:
    return abs((end - day).days) <= 7


def _before_capture(run: RunHistory, named: tuple[Taken, ...]) -> float:
    """Return the mean weeks of battle before those towns that were taken as in the record; nan if none was."""
    weeks = [weeks_of_battle(run, load_theatre().index[one.place], one.taker, one.turn) for one in named]
    known = [each for each in weeks if np.isfinite(each)]
    return float(np.mean(known)) if known else float("nan")


def weeks_of_battle(run: RunHistory, region: int, taker: int, turn: int) -> float:
    """Return in how many of the weeks before its capture a region was attacked by its taker; nan: not taken."""
    fell = week_taken(run, region, taker, turn, len(run.table) + 1)
    if fell > len(run.table):
        return float("nan")
    classes = class_of_sides(READING)
    mine = run.battles[run.battles[:, 1] == region]
    fought = [week for week, _, attacker in mine if fell - _MEMORY < week <= fell and classes[attacker] == taker]
    return float(len(set(fought)))
