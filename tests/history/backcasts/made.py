"""A backcast whose runs were made up, so that no war need be run: known odds, known months.

Owns these runs. Knows nothing of what is tested with them.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from sim.history.backcasts.backcast import Backcast, make_backcast
from sim.history.backcasts.plan import Plan, plan_backcast
from sim.history.backcasts.scores import Score, scores_of
from sim.record.history import RunHistory
from sim.record.series import MEASURES
from sim.sides import HOLDERS, INDEX
from sim.theatre.regions import load_theatre

__all__ = ["COUNT", "DAILY", "made_backcast", "made_runs", "made_scores"]

COUNT = 40
DAILY = 120.0
"""Dead a day in the mean run."""


def made_runs(plan: Plan, count: int = COUNT) -> list[RunHistory]:
    """Return runs in which nothing changes but that every fourth takes Palmyra for the regime in week 5."""
    ground = load_theatre()
    place = np.zeros(ground.size, dtype=np.int8)
    for row in plan.loaded.control.values():
        place[ground.index[row.place]] = INDEX[row.holder]
    holder = place[ground.anchor]
    area = np.bincount(holder, ground.area, len(INDEX)) / ground.area.sum()
    rng = np.random.default_rng(7)
    runs = []
    for seed in range(1, count + 1):
        table = np.zeros((plan.loaded.scenario.weeks, len(MEASURES)))
        names = list(MEASURES)
        table[:, names.index("deaths.civilians")] = 7 * DAILY * rng.lognormal(0.0, 0.25)
        for side in HOLDERS:
            table[:, names.index(f"area.{side}")] = area[INDEX[side]]
        flips = [(5, ground.index["palmyra"], INDEX["regime"])] if seed % 4 == 0 else []
        runs.append(
            RunHistory(
                seed, table, (), holder, np.array(flips, dtype=np.int16).reshape(-1, 3), np.zeros((0, 3), np.int16)
            )
        )
    return runs


@lru_cache(maxsize=4)
def made_backcast(start: date = date(2016, 12, 31), scenario: str | None = None) -> Backcast:
    """Return a backcast of made-up runs from a known state, or from the start of a scenario."""
    plan = plan_backcast(None if scenario else start, scenario=scenario, until=date(2017, 6, 30))
    return make_backcast(plan, made_runs(plan), load_theatre())


@lru_cache(maxsize=4)
def made_scores(scenario: str | None = None) -> list[Score]:
    """Return the scores of `made_backcast` from 2016-12-31, or of a scenario."""
    return scores_of(made_backcast(scenario=scenario))
