"""When dated towns changed hands: the week of each capture by the recorded taker, and the order of them all.

P5 of docs/model 4.1. The events come from the record by one rule: captures, and surrenders, of a place to another
holder between the start of an arm and its last week. A town that was taken, lost and taken again is asked about each
time. Owns this rule and the comparison of orders. Knows nothing of land or of the dead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import pairwise
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.patterns import MAPS, READING, Arm, first_monday, question_of
from sim.history.calibrating.readings.statistic import Statistic
from sim.history.labels import CLASSES, class_of_sides, labels
from sim.history.observed import events
from sim.record.history import RunHistory
from sim.theatre.places import places
from sim.theatre.regions import load_theatre

__all__ = ["PREFIX", "SKIPPED", "Taken", "base_rate", "likeness", "taken_in", "towns_of", "week_taken"]

Floats = npt.NDArray[np.float64]

PREFIX: Final = "taken."
"""Begins the names of these statistics."""
_KINDS: Final = ("capture", "surrender")
_ALSO: Final = "jarabulus"
"""Taken on the day on which the operation began, so its event is of another kind; the dated arm is not asked."""
_MEANT: Final = {"aleppo": "aleppo_east"}
"""Town of an event -> the place that changed hands."""
SKIPPED: Final = {
    "tanf": "a foreign post that every arm dates",
    "kuweires": "a siege that was broken: the holder stayed",
    "nubl": "a siege that was broken: the holder stayed",
}
"""Dated changes that are not asked about, and why."""
_CODE: Final = {"turkey": "turkey_backed"}
"""Actor of an event -> code of the record, where they differ."""
_CALLED: Final = {"regime": "the regime", "opposition": "the opposition", "hts": "HTS", "is": "IS", "sdf": "the SDF",
                  "turkey_backed": "Turkey-backed men"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """One recorded change of a place: who took it when, and the how-manieth time since the start of an arm."""

    place: str
    code: str
    day: date
    turn: int

    @property
    def taker(self) -> int:
        """Return the class of the taker."""
        return CLASSES[READING].index(labels()[self.code].under(READING))


def taken_in(arm: Arm) -> tuple[Taken, ...]:
    """Return the recorded changes that fall within an arm, earliest first."""
    start = first_monday(arm)
    found: list[Taken] = []
    for event in events():
        place = _MEANT.get(event.town, event.town)
        asked = event.kind in _KINDS or event.town == _ALSO
        if event.held_out or not asked or not place or place in SKIPPED or (arm.dated and place == _ALSO):
            continue
        if event.date > max(arm.start, start) and _week(event.date, start) <= arm.weeks:
            one = Taken(place, _CODE.get(event.actor, event.actor), event.date, 1)
            earlier = sum(each.place == place and each.taker == one.taker for each in found)
            found.append(replace(one, turn=1 + earlier))
    return tuple(found)


def _week(day: date, start: date) -> int:
    """Return after which week of a run a day's change shows."""
    return (day - start).days // 7 + 1


def towns_of(arm: Arm) -> tuple[Statistic, ...]:
    """Return the week of each recorded capture in an arm."""
    start, rate = first_monday(arm), base_rate()
    every = taken_in(arm)
    return tuple(
        Statistic(
            "P5", f"{PREFIX}{one.place}.{one.code}.{one.turn}", _words(one, every), "week",
            partial(week_taken, region=load_theatre().index[one.place], taker=one.taker, turn=one.turn,
                    never=arm.weeks + 1),
            float(_week(one.day, start)), source=f"dated events: {one.day.isoformat()}",
            end=float(arm.weeks + 1), rate=rate,
        )
        for one in every
    )  # fmt: skip


def _words(one: Taken, every: Sequence[Taken]) -> str:
    again = " again" if one.turn > 1 or any(
        each.place == one.place and each.day < one.day and each.taker != one.taker for each in every
    ) else ""  # fmt: skip
    return f"{places()[one.place].name} taken{again} by {_CALLED[one.code]}, {one.day.day} {one.day:%b %Y}"


def week_taken(run: RunHistory, region: int, taker: int, turn: int, never: int) -> float:
    """Return after which week a class had taken a region for the `turn`-th time from another; else `never`."""
    classes = class_of_sides(READING)
    held, count = classes[run.start_holder[region]], 0
    for week, _, holder in run.flips[run.flips[:, 1] == region]:
        now = classes[holder]
        count += now == taker != held
        held = now
        if count == turn:
            return float(week)
    return float(never)


@lru_cache(maxsize=1)
def base_rate() -> float:
    """Return how often a place changed hands between the recorded maps [1/week], all places alike."""
    changed = weeks = 0.0
    for pair in pairwise(MAPS):
        question = question_of(*pair)
        changed += float(question.changed.sum())
        weeks += len(question.places) * (pair[1] - pair[0]).days / 7.0
    return changed / weeks


def likeness(
    weeks: Annotated[Floats, "[war, town]"], recorded: Annotated[Floats, "[town]"]
) -> tuple[Annotated[Floats, "[war]"], float]:
    """Return how alike the order of captures is in each war and all others, and in the record and all wars.

    Both are means of Spearman's rank correlation. If the record were one more war, its mean would be one of theirs.
    A war in which nothing fell has no order and counts as 0.
    """
    from scipy.stats import rankdata

    ranks = np.apply_along_axis(rankdata, 1, np.vstack([weeks, recorded]))
    away = ranks - ranks.mean(axis=1, keepdims=True)
    unit = away / np.maximum(np.sqrt((away**2).sum(axis=1, keepdims=True)), 1e-12)
    alike = unit @ unit.T
    wars = len(weeks)
    others = (alike[:wars, :wars].sum(axis=1) - np.diag(alike)[:wars]) / max(wars - 1, 1)
    return others, float(alike[wars, :wars].mean())
