"""The land of a war, beside the recorded maps and published shares: who held how much, the pace, the fronts.

P4, P6, P10 and P12 of docs/model 4.1. The land of a recorded map is a convention: each region goes with its nearest
place. Published shares rest on other conventions, so the two are never mixed. Owns these readings. Knows nothing of
the dead.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.patterns import (
    ARMS,
    MAPS,
    READING,
    Arm,
    first_monday,
    question_of,
    recorded_land,
)
from sim.history.calibrating.readings.statistic import Statistic
from sim.history.forecasts import land_in, week_at
from sim.history.labels import CLASSES, class_of_sides, labels
from sim.history.observed import control_rows, territory
from sim.record.history import RunHistory
from sim.theatre.regions import load_theatre

__all__ = ["LAND_SKIPPED", "PUBLISHED", "anchored", "front_share", "land_of_arm", "regime_land", "skipped"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_LANDS: Final = {
    "regime": "Regime and allies",
    "opposition": "Opposition and HTS",
    "is": "IS",
    "sdf": "SDF and US-held",
}
_ORDER: Final = tuple(_LANDS)
_CONVENTION = "recorded map, nearest place; contested land to nobody or all to them"
_SLOW, _FAST = (MAPS[0], MAPS[1]), (MAPS[2], MAPS[3])
"""The five months that went slowly, and the five that went fast."""
_MONTHS = 5.0
PUBLISHED: Final = {
    "regime": ("Regime and allies", ("regime",)),
    "opposition_and_hts": ("Opposition, HTS and Tanf", ("opposition", "hts", "turkey", "us")),
    "is": ("IS", ("is",)),
    "sdf": ("SDF", ("sdf",)),
}
"""Actor of a published share -> its name, and whose land it is; such maps count Tanf as land of the opposition."""
LAND_SKIPPED: Final = (
    ("scope", "counts Iraq and Syria together"),
    ("start", "is of the day on which the war starts, so it is put in and not foretold"),
    ("area_km2", "counts full control alone and leaves out empty land, which here follows the nearest place"),
    ("lost_share_pct", "counts from a peak that it does not state"),
    ("later", "is later than the last week of the wars"),
)
"""Why a published share is not used, in the order in which reasons are looked for."""


def land_of_arm(arm: Arm) -> tuple[Statistic, ...]:
    """Return what is read of the land in an arm."""
    days = [day for day in MAPS if day > arm.start]
    found = [_held(arm, day, side) for day in days for side in _ORDER]
    found += [_published(arm, number) for number in range(len(territory())) if number not in skipped(arm)]
    return (*found, *_paces(arm), *_fronts(arm))


def _share(run: RunHistory, week: int, side: str) -> float:
    return float(100.0 * land_in([run], week=week, reading=READING)[0, CLASSES[READING].index(side)])


@lru_cache(maxsize=8)
def anchored(day: date) -> Ints:
    """Return who holds each region when it goes with its nearest place, as a class; -1 where that is contested."""
    ground = load_theatre()
    held = np.full(ground.size, -1, dtype=np.int64)
    for row in control_rows():
        if row.date == day and labels()[row.code].side:
            held[ground.index[row.place]] = CLASSES[READING].index(labels()[row.code].under(READING))
    return held[ground.anchor]


def _bounds(day: date, side: str) -> tuple[float, float]:
    """Return the land of a class if contested land is none of it, and if it is all of it [points]."""
    area, mine = load_theatre().area, anchored(day)
    sure = area[mine == CLASSES[READING].index(side)].sum()
    return float(100.0 * sure / area.sum()), float(100.0 * (sure + area[mine < 0].sum()) / area.sum())


def _held(arm: Arm, day: date, side: str) -> Statistic:
    best = float(recorded_land(day)[CLASSES[READING].index(side)])
    low, high = _bounds(day, side)
    read = partial(_share, week=week_at(day, first_monday(arm)), side=side)
    words = f"{_LANDS[side]}, land on {day.day} {day:%B %Y}"
    return Statistic("P4", f"land.{side}.{day:%Y-%m}", words, "points", read, best, low, high, _CONVENTION)


def skipped(arm: Arm) -> dict[int, str]:
    """Return row of `territory()` -> why it is not held against an arm; rows that are used are missing."""
    reasons, last = dict(LAND_SKIPPED), _last(arm)
    found = {}
    for number, row in enumerate(territory()):
        why = (
            "scope" if row.scope != "Syria"
            else "start" if row.date <= arm.start
            else "later" if row.date > last
            else row.measure if row.measure in reasons
            else ""
        )  # fmt: skip
        if why:
            found[number] = reasons[why]
    return found


def _last(arm: Arm) -> date:
    return date.fromordinal(first_monday(arm).toordinal() + 7 * arm.weeks)


def _of_sides(run: RunHistory, week: int, sides: tuple[str, ...]) -> float:
    return float(100.0 * sum(run.series(f"area.{side}")[week - 1] for side in sides))


def _published(arm: Arm, number: int) -> Statistic:
    row = territory()[number]
    name, sides = PUBLISHED[row.actor]
    best, low, high = (float("nan") if value is None else value for value in (row.value, row.low, row.high))
    read = partial(_of_sides, week=week_at(row.date, first_monday(arm)), sides=sides)
    words = f"{name}, as published for the end of {row.date.year}"
    key = f"published.{row.actor}.{row.date:%Y-%m}"
    return Statistic("P4", key, words, "points", read, best, low, high, row.source)


def _moved(run: RunHistory, pair: tuple[date, date], start: date) -> float:
    """Return how many places that two recorded maps ask about had another holder on the later day."""
    rows = np.array([load_theatre().index[place] for place in question_of(*pair).places], dtype=np.int64)
    classes = np.array(class_of_sides(READING))
    first, then = (classes[run.holder_after(max(week_at(day, start), 0))[rows]] for day in pair)
    return float((first != then).sum())


def _hastened(run: RunHistory, start: date) -> float:
    """Return changes in the fast months over those in the slow ones, half a change added to both."""
    return (_moved(run, _FAST, start) + 0.5) / (_moved(run, _SLOW, start) + 0.5)


def _gained(run: RunHistory, pair: tuple[date, date], start: date) -> float:
    first, then = (max(week_at(day, start), 1) for day in pair)
    return _share(run, then, "regime") - _share(run, first, "regime")


def _paces(arm: Arm) -> list[Statistic]:
    """Return how fast places changed hands: the first five months, five months of 2017, one over the other."""
    start, found = first_monday(arm), []
    names = {_SLOW: "October 2015 to February 2016", _FAST: "January to May 2017"}
    for pair, words in names.items():
        if pair[0] >= arm.start:
            changed = float(question_of(*pair).changed.sum())
            title = f"Places that changed hands a month, {words}"
            read = partial(_a_month, pair=pair, start=start)
            found.append(Statistic("P6", f"pace.{pair[1]:%Y-%m}", title, "places", read, changed / _MONTHS,
                                   source="recorded maps"))  # fmt: skip
    if arm.start == _SLOW[0]:
        slow, fast = (float(question_of(*pair).changed.sum()) + 0.5 for pair in (_SLOW, _FAST))
        gain = float(np.subtract(*(recorded_land(day)[0] for day in reversed(_SLOW))))
        found += [
            Statistic("P6", "pace.ratio", "The second over the first", "ratio", partial(_hastened, start=start),
                      fast / slow, source="recorded maps, half a change added to both"),
            Statistic("P6", "pace.regime", "Regime and allies, land gained to March 2016", "points",
                      partial(_gained, pair=_SLOW, start=start), gain, source=_CONVENTION),
        ]  # fmt: skip
    return found


def _a_month(run: RunHistory, pair: tuple[date, date], start: date) -> float:
    return _moved(run, pair, start) / _MONTHS


def front_share(held: Ints) -> float:
    """Return the share of regions that border on land of another class; -1 is nobody's and counts nowhere."""
    neighbour = load_theatre().neighbour
    near = held[np.maximum(neighbour, 0)]
    other = (neighbour >= 0) & (near >= 0) & (near != held[:, None]) & (held >= 0)[:, None]
    return float(other.any(axis=1).sum() / (held >= 0).sum())


def _front(run: RunHistory, week: int, contested: Flags) -> float:
    """Return the share of a run's regions on a front after a week, read as a recorded map is [per cent]."""
    held = np.array(class_of_sides(READING))[run.holder_after(week)][load_theatre().anchor]
    return 100.0 * front_share(np.where(contested, -1, held))


def _fronts(arm: Arm) -> list[Statistic]:
    """Return the share of regions on a front on the last map; that of the first is put in."""
    last = MAPS[-1]
    first, then = (100.0 * front_share(anchored(day)) for day in (arm.start, last))
    words = f"Regions on a front, {last:%B %Y} ({first:.0f} at the start)"
    read = partial(_front, week=week_at(last, first_monday(arm)), contested=anchored(last) < 0)
    return [Statistic("P10", "front.end", words, "per cent", read, then, source="recorded maps, nearest place")]


def regime_land() -> tuple[Statistic, ...]:
    """Return the regime's gain of land since September 2015 on later maps; of a war without Russia never scored."""
    start = first_monday(ARMS[0])
    return tuple(
        Statistic("P12", f"gain.{day:%Y-%m}", f"Gain of the regime's land to {day:%B %Y}", "points",
                  partial(_gained, pair=(MAPS[0], day), start=start), scored=False)
        for day in MAPS[1:]
    )  # fmt: skip
