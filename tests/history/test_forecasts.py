"""What runs forecast: odds of places, months out of weeks, land by class."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.history.forecasts import land_in, months_in, places_in, smoothed, week_at
from sim.history.labels import CLASSES
from sim.record.history import RunHistory
from sim.record.series import MEASURES
from sim.sides import INDEX
from sim.theatre.regions import Theatre

GROUND = Theatre.build(["a", "b", "c"], [])
START = date(2016, 12, 31)  # a Saturday: week 0 begins on 26 December


def run(seed: int, weekly: list[float], flips: list[tuple[int, int, int]]) -> RunHistory:
    table = np.zeros((len(weekly), len(MEASURES)))
    names = list(MEASURES)
    table[:, names.index("deaths.civilians")] = np.array(weekly) / 4
    table[:, names.index("deaths.is")] = np.array(weekly) * 3 / 4
    for side, share in (("regime", 0.3), ("hts", 0.1), ("turkey", 0.2), ("us", 0.05), ("sdf", 0.35)):
        table[:, names.index(f"area.{side}")] = share
    holder = np.array([INDEX[side] for side in ("regime", "hts", "us")], dtype=np.int8)
    return RunHistory(
        seed, table, (), holder, np.array(flips, dtype=np.int16).reshape(-1, 3), np.zeros((0, 3), np.int16)
    )


def test_a_map_is_shown_after_the_nearest_whole_week() -> None:
    assert [week_at(day, START) for day in (date(2016, 12, 26), date(2016, 12, 31), date(2017, 6, 1))] == [0, 1, 22]
    assert week_at(date(2016, 3, 1), date(2015, 9, 30)) == 22


def test_odds_are_shares_of_runs_under_each_reading() -> None:
    runs = [run(1, [1.0] * 4, []), run(2, [1.0] * 4, [(2, 0, INDEX["turkey"]), (4, 0, INDEX["is"])])]
    merged = places_in(runs, ["a", "b", "c"], GROUND, week=3, reading="merged")
    assert merged.tolist() == [[0.5, 0.5, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 1, 0]]
    apart = places_in(runs, ["b", "a"], GROUND, week=3, reading="unmerged")
    named = [{CLASSES["unmerged"][k]: p for k, p in enumerate(row) if p} for row in apart.tolist()]
    assert named == [{"hts": 1.0}, {"regime": 0.5, "turkey": 0.5}]


def test_smoothing_adds_half_a_run_to_each_class_and_keeps_the_sum() -> None:
    share = smoothed(np.array([[1.0, 0.0, 0.0, 0.0, 0.0]]), 98, 4)
    assert share[0] == pytest.approx([98.5 / 100, 0.005, 0.005, 0.005, 0.0])


def test_months_are_sums_of_weeks_that_count_in_part() -> None:
    weekly = [70.0] * 8
    found = months_in([run(1, weekly, []), run(2, [2 * each for each in weekly], [])],
                      [date(2016, 12, 1), date(2017, 1, 1), date(2017, 2, 1)], START)  # fmt: skip
    assert found[:, 1] == pytest.approx([310.0, 620.0])  # ten a day
    assert np.isnan(found[:, 0]).all(), "December began before the runs did"
    assert np.isnan(found[:, 2]).all(), "the runs end on 20 February"


def test_land_is_that_of_the_last_week_before_by_class() -> None:
    assert land_in([run(1, [0.0], [])], week=1, reading="merged")[0] == pytest.approx([0.3, 0.3, 0.0, 0.4, 0.0])
