"""Records made up for the tests of the pictures: few weeks, real ground, deaths that are easy to add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from sim.calendar import date_of
from sim.history.observed import HOLDER_OF, control_rows
from sim.record.fields import FIELDS
from sim.record.frames import Frame, Odds
from sim.record.series import MEASURES
from sim.sides import INDEX, SIDES
from sim.theatre.regions import load_theatre

DATES = (date(2015, 9, 30), date(2016, 12, 31), date(2017, 6, 1))
START = date(2015, 9, 28)
EVENTS = [
    {"when": "2015-09-30", "label": "Russian air campaign", "do": "mark"},
    {"when": "2015-10-20", "label": "a second thing", "do": "mark"},
    {"when": "2015-10-20", "do": "hostility"},
]
LOG = [
    {"id": 0, "week": 0, "rule": "campaigns", "kind": "begin_campaign", "region": "palmyra", "side": "regime"},
    {"id": 1, "week": 1, "rule": "campaigns", "kind": "begin_campaign", "region": "homs", "side": "is"},
    {"id": 2, "week": 3, "rule": "control", "kind": "capture", "region": "palmyra", "side": "regime", "because": [0]},
    {"id": 3, "week": 4, "rule": "campaigns", "kind": "end_campaign", "region": "palmyra", "because": [0, 2]},
    {"id": 4, "week": 5, "rule": "truces", "kind": "agree", "side": "regime", "other": "opposition"},
    {"id": 5, "week": 6, "rule": "incidents", "kind": "push", "side": "iran", "other": "us"},
    {"id": 6, "week": 7, "rule": "incidents", "kind": "push", "side": "iran", "other": "us"},
    {"id": 7, "week": 8, "rule": "scenario", "kind": "contingent", "side": "us", "region": "tanf"},
    {"id": 8, "week": 8, "rule": "scenario", "kind": "contingent", "side": "us", "other": "is", "region": "t4"},
]
ORDERS = [
    {"week": 0, "actor": "regime", "verb": "posture", "stance": "attack"},
    {"week": 0, "actor": "regime", "verb": "main_effort", "governorate": "homs"},
    {"week": 4, "actor": "regime", "verb": "posture", "stance": "hold"},
    {"week": 4, "actor": "regime", "verb": "main_effort", "governorate": "homs"},
    {"week": 4, "actor": "regime", "verb": "offer", "to": "opposition", "terms": "truce"},
    {"week": 8, "actor": "regime", "verb": "main_effort", "governorate": "hama"},
    {"week": 8, "actor": "regime", "verb": "offer", "to": "opposition", "terms": "truce"},
    {"week": 0, "actor": "russia", "verb": "air_support", "governorate": "homs"},
    {"week": 0, "actor": "russia", "verb": "air_support", "governorate": "idlib"},
]


@lru_cache(maxsize=256)
def frame_of(when: date, week: int = 0) -> Frame:
    """Return recorded control as a frame: empty country follows its anchor, disputed places are contested."""
    ground = load_theatre()
    rows = {row.place: row for row in control_rows() if row.date == when}
    holder = np.zeros(ground.size, dtype=np.int8)
    rival = np.full(ground.size, -1, dtype=np.int8)
    for region, anchor in enumerate(ground.anchor):
        row = rows[ground.ids[anchor]]
        sides = [HOLDER_OF.get(code, code) for code in (row.code, *row.also_present)]
        if sides[0] == "contested":
            sides = [*sides[1:], "regime", "opposition"]
            rival[region] = INDEX[sides[1]] if ground.is_place[region] else -1
        holder[region] = INDEX[sides[0]]
    hidden = ground.desert & (holder == INDEX["regime"]) & (ground.key % 9 == 0)
    return Frame(week, when, holder, rival >= 0, rival, hidden)


@dataclass
class Made:
    """Answer what figures ask, from nothing but arithmetic."""

    runs: int = 1
    weeks: int = 12
    start: date = START
    scenario: dict[str, Any] = field(
        default_factory=lambda: {"id": "made_up", "title": "Made up", "variant": "first", "events": EVENTS}
    )
    manifest: dict[str, Any] = field(default_factory=dict)
    fields: bool = True

    @property
    def seeds(self) -> list[int]:
        """Return one seed a run, from 7."""
        return list(range(7, 7 + self.runs))

    @property
    def series(self) -> dict[str, np.ndarray]:
        """Return deaths that rise with week, run and the place of a side in the list."""
        week = np.arange(self.weeks, dtype=float)
        run = np.arange(self.runs, dtype=float)[:, None]
        sides = ("civilians", *(side for side in SIDES if side != "israel"))
        made = {f"deaths.{side}": 10.0 * (number + 1) + week + run for number, side in enumerate(sides)}
        made["deaths.turkey"] = np.where(week >= 9, made["deaths.turkey"], 0.0)
        return made | self._others(week, run)

    def _others(self, week: np.ndarray, run: np.ndarray) -> dict[str, np.ndarray]:
        """Return every other series: nothing, but for what is easy to add up."""
        flat = np.zeros((self.runs, self.weeks))
        step = 0.001 * (week + run)
        out = {name: flat for name in MEASURES if not name.startswith("deaths.")}
        out |= {f"strike.{side}": 100.0 + week + run for side in SIDES if side != "israel"}
        for measure in ("area", "population", "present"):
            out[f"{measure}.regime"], out[f"{measure}.is"] = 0.25 + step, 0.5 - step
            out[f"{measure}.opposition"], out[f"{measure}.hts"] = flat + 0.15, flat + 0.10
        for side, men in (("regime", 1000.0), ("iran", 0.0), ("is", 100.0)):
            out[f"garrison.{side}"] = flat + men
            out[f"morale.{side}"] = 1.0 - step
            out[f"coverage.{side}"] = (0.8 if side == "regime" else 1.2 if men else 0.0) * (1.0 - step) * (men > 0)
        for number, patron in enumerate(("russia", "iran", "us"), start=1):
            out[f"engaged.{patron}"] = flat + 1.0
            out[f"weariness.{patron}"] = number * step
            out[f"spent.{patron}"] = flat + 10.0 * number * (week + 1)
            for weighed in ("cost", "leverage", "leave_odds"):
                out[f"{weighed}.{patron}"] = np.where(week >= 3, 0.01 * number + step, 0.0)
        out["displaced"], out["emigrants"] = 1000.0 + 10.0 * week + run, flat + 100.0 * (week + 1)
        out["relation.us"] = -0.2 - step
        out["truces"] = flat + (week >= 4)
        out["compliance.opposition"] = flat + 0.5 * (week >= 4)
        out["violence.opposition"] = 50.0 + week + run
        return out

    def events(self, run: int = 0) -> Sequence[Mapping[str, Any]]:
        """Return two campaigns, of which one took what it was for, and what marks a lane; none for many runs."""
        return LOG if self.runs == 1 else ()

    def orders(self, run: int = 0) -> Sequence[Mapping[str, Any]]:
        """Return the orders of three months; none for many runs."""
        return ORDERS if self.runs == 1 else ()

    def frame(self, week: int, run: int = 0) -> Frame:
        """Return one of three recorded dates."""
        made = frame_of(DATES[(2 * week // max(self.weeks, 1) + run) % 3], week)
        return Frame(week, date_of(week, self.start), made.holder, made.contested, made.rival, made.clandestine)

    def field(self, name: str, week: int, run: int = 0) -> np.ndarray | None:
        """Return numbers that grow with the week, where `fields` says so; of many runs the last week's alone."""
        if not self.fields or not 0 <= week <= self.weeks or (self.runs > 1 and week != self.weeks):
            return None
        row = np.arange(load_theatre().size, dtype=float)
        if name == "supply":
            return np.clip(0.4 + row % 61 / 100 + run / 100, 0.0, 1.0)
        passed = week if FIELDS[name].summed else 10 + run
        return np.where(row % 7 == list(FIELDS).index(name), 3.0 * row, row % 5) * passed

    def held(self, regions: Sequence[int]) -> np.ndarray:
        """Return who held each of `regions` after each number of weeks."""
        every = [[self.frame(week, run).holder for week in range(self.weeks + 1)] for run in range(self.runs)]
        return np.array(every, dtype=np.int8)[:, :, list(regions)]

    def odds(self, week: int) -> Odds:
        """Return a mix of three recorded dates."""
        share = sum(
            weight * np.eye(len(SIDES))[frame_of(when).holder]
            for weight, when in zip((0.15, 0.25, 0.6), DATES, strict=True)
        )
        return Odds(week, date_of(week, self.start), share, self.runs)
