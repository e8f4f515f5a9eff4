"""Predictive checks: what is read of a war, what the record says, and where the one lies in the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad

from sim.errors import InputError
from sim.experiments.job import run_job
from sim.history.calibrating.patterns import ARMS, Arm, arm_of, question_of
from sim.history.calibrating.predictive import (
    LEFT_OUT,
    NO_RUSSIA,
    PATTERNS,
    RUSSIA,
    checks_of,
    predictive_checks,
    statistics_of,
)
from sim.history.calibrating.readings import dead, land, pace, towns
from sim.history.calibrating.readings.statistic import Statistic, check_of, crps_of_weeks
from sim.history.labels import CLASSES
from sim.history.observed import territory
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.scenario.parameters.registry import declared
from sim.sides import INDEX
from sim.theatre.regions import load_theatre

SHORT = "from_2016_12"
NUMBERS = {"combat.kappa": declared()["combat.kappa"].value}
each = pytest.mark.parametrize("arm", [pytest.param(arm, id=arm.name) for arm in ARMS])


@pytest.fixture(scope="module")
def war() -> RunHistory:
    return run_job(arm_of(ARMS[2]), 1, keep=Keep(events=False, hashes=False))


def _changed(holders: list[tuple[int, str, str]], start: str, weeks: int = 22) -> RunHistory:
    """Return a war in which only these changes (week, place, side) come about; all else is `start`'s."""
    ground = load_theatre()
    flips = [(week, ground.index[place], INDEX[side]) for week, place, side in holders]
    return RunHistory(
        1, np.zeros((weeks, 1)), (), np.full(ground.size, INDEX[start], dtype=np.int8),
        np.array(flips, dtype=np.int16).reshape(-1, 3), np.zeros((0, 3), dtype=np.int16),
    )  # fmt: skip


def _named(arm: Arm) -> dict[str, Statistic]:
    found = {one.name: one for one in statistics_of(arm.name)}
    assert len(found) == len(statistics_of(arm.name)), "a name is used twice"
    return found


def test_every_pattern_is_checked_or_said_to_be_left_out() -> None:
    checked = {one.pattern for arm in ARMS for one in statistics_of(arm.name)}
    checked |= {one.pattern for one in statistics_of(NO_RUSSIA)}
    assert checked | set(LEFT_OUT) == set(PATTERNS)
    assert not checked & set(LEFT_OUT)


@each
def test_nothing_after_june_2017_is_asked(arm: Arm) -> None:
    assert all(one.day <= date(2017, 6, 30) for one in towns.taken_in(arm))
    used = [row for number, row in enumerate(territory()) if number not in land.skipped(arm)]
    assert all(arm.start < row.date <= date(2017, 6, 30) for row in used)


@each
def test_each_recorded_value_lies_in_its_range(arm: Arm) -> None:
    for one in statistics_of(arm.name):
        if np.isfinite(one.low):
            assert one.low - 1.0 <= one.recorded <= one.high + 1.0, one.name


def test_the_record_says_what_it_says() -> None:
    found = _named(ARMS[3])
    assert found["deaths.2016-01"].recorded == pytest.approx(53_891, abs=2)
    assert (found["deaths.2016-01"].low, round(found["deaths.2016-01"].high)) == (49_742, 56_218)
    assert found["truce.dip"].recorded == pytest.approx((3601.2 + 3999.2) / (4959.6 + 5548.8), abs=1e-4)
    assert found["civilians.2016"].recorded == pytest.approx(14_293 / (14_293 + 36_230))
    assert found["pace.2016-03"].recorded == 3.0
    assert found["pace.2017-06"].recorded == 4.0
    assert found["published.regime.2016-12"].recorded == 30
    assert not {"taken.jarabulus.turkey_backed.1", "taken.tanf.opposition.1"} & set(found)


def test_published_shares_are_skipped_with_a_reason() -> None:
    why = {(territory()[number].actor, str(territory()[number].date)): reason
           for number, reason in land.skipped(ARMS[0]).items()}  # fmt: skip
    assert why["is", "2017-01-01"].startswith("counts Iraq and Syria")
    assert why["regime", "2015-12-14"].startswith("counts full control")
    assert why["regime", "2015-09-30"].startswith("is of the day")
    assert why["is", "2016-05-16"].startswith("counts from a peak")
    assert why["sdf", "2019-09-30"].startswith("is later")


def test_a_town_is_asked_about_each_time_it_was_taken() -> None:
    palmyra = [(one.code, str(one.day), one.turn) for one in towns.taken_in(ARMS[0]) if one.place == "palmyra"]
    assert palmyra == [("regime", "2016-03-27", 1), ("is", "2016-12-11", 1), ("regime", "2017-03-02", 2)]
    assert [one.turn for one in towns.taken_in(ARMS[2]) if one.place == "palmyra"] == [1]


def test_the_week_of_a_capture_is_that_of_the_asked_turn() -> None:
    war = _changed([(3, "palmyra", "regime"), (5, "palmyra", "is"), (9, "palmyra", "regime")], "is")
    regime, fallen = CLASSES["merged"].index("regime"), load_theatre().index["palmyra"]
    read = partial(towns.week_taken, war, fallen, regime)
    assert [read(1, 23), read(2, 23), read(3, 23)] == [3.0, 9.0, 23.0]
    assert towns.week_taken(war, fallen, CLASSES["merged"].index("is"), 1, 23) == 5.0


def test_allies_who_relieve_each_other_take_nothing() -> None:
    war = _changed([(3, "palmyra", "opposition"), (5, "palmyra", "turkey")], "hts")
    fallen = load_theatre().index["palmyra"]
    assert towns.week_taken(war, fallen, CLASSES["merged"].index("opposition"), 1, 23) == 23.0


def test_orders_are_as_alike_as_their_ranks() -> None:
    same = np.array([[1.0, 2, 3, 4], [2, 4, 6, 8], [1, 5, 6, 7]])
    alike, recorded = towns.likeness(same, np.array([4.0, 3, 2, 1]))
    assert alike == pytest.approx([1.0, 1.0, 1.0])
    assert recorded == pytest.approx(-1.0)
    idle, _ = towns.likeness(np.full((3, 4), 9.0), np.array([1.0, 2, 3, 4]))
    assert idle == pytest.approx([0.0, 0.0, 0.0])


def test_the_score_of_a_week_looks_no_further_than_the_end() -> None:
    """Published form: CRPS of draws is the mean distance less half that among draws; of an exponential, an integral."""
    weeks = np.array([3.0, 8.0, 23.0, 23.0])
    among = np.abs(weeks[:, None] - weeks[None, :]).mean() / 2
    assert crps_of_weeks(weeks, 9.0) == pytest.approx(np.abs(weeks - 9.0).mean() - among)
    asked = Statistic("P5", "x", "x", "week", lambda run: 0.0, 9.0, end=23.0, rate=0.04)
    before = quad(lambda x: (1 - np.exp(-0.04 * x)) ** 2, 0, 9)[0]
    after = quad(lambda x: np.exp(-0.08 * x), 9, 23)[0]
    check = check_of(asked, weeks, "arm")
    assert check.plain_crps == pytest.approx(before + after)
    assert check_of(replace(asked, rate=0.0), weeks, "arm").plain_crps == 14.0
    assert (check.came, check.below) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("recorded", "verdict"),
    [(50.0, "inside 80 %"), (5.0, "inside 95 %"), (1.0, "outside"), (np.nan, "not in the record")],
)
def test_a_verdict_is_plain(recorded: float, verdict: str) -> None:
    values = np.append(np.arange(101.0), np.nan)
    check = check_of(Statistic("P1", "x", "x", "people", lambda run: 0.0, recorded), values, "arm")
    assert check.verdict == verdict
    assert check.wars == 101
    assert check.quantiles == pytest.approx((2.5, 10, 25, 50, 75, 90, 97.5))
    assert np.isnan(recorded) == np.isnan(check.below)
    assert np.isnan(recorded) or check.below == (recorded + 1) / 101


def test_fronts_are_regions_that_border_on_others() -> None:
    ground = load_theatre()
    held = np.zeros(ground.size, dtype=np.int64)
    assert land.front_share(held) == 0.0
    held[ground.index["palmyra"]] = 1
    near = (ground.neighbour[ground.index["palmyra"]] >= 0).sum()
    assert land.front_share(held) == pytest.approx((1 + near) / ground.size)
    held[held == 1] = -1
    assert land.front_share(held) == 0.0


def test_land_that_changed_hands_is_weighed_by_its_desert() -> None:
    ground = load_theatre()
    before, after = np.zeros(ground.size, dtype=np.int64), np.zeros(ground.size, dtype=np.int64)
    empty, full = int(np.flatnonzero(ground.desert)[0]), int(np.flatnonzero(~ground.desert)[0])
    after[[empty, full]] = 1
    assert pace.desert_share(before, after) == ground.area[empty] / (ground.area[empty] + ground.area[full])
    assert np.isnan(pace.desert_share(before, before))


def test_a_battle_counts_weeks_in_which_the_taker_attacked() -> None:
    war = _changed([(9, "palmyra", "regime")], "is")
    row = load_theatre().index["palmyra"]
    fought = [(week, row, INDEX[side]) for week, side in ((7, "regime"), (8, "sdf"), (8, "iran"), (9, "regime"))]
    war = replace(war, battles=np.array(fought, dtype=np.int16))
    regime = CLASSES["merged"].index("regime")
    assert pace.weeks_of_battle(war, row, regime, 1) == 3.0
    assert np.isnan(pace.weeks_of_battle(war, row, regime, 2))


def test_changes_are_counted_as_the_recorded_maps_ask(war: RunHistory) -> None:
    pair = (date(2016, 12, 31), date(2017, 6, 1))
    rows = [load_theatre().index[place] for place in question_of(*pair).places]
    moved = (war.holder_after(0)[rows] != war.holder_after(22)[rows]).sum()
    pace_a_month = _named(ARMS[2])["pace.2017-06"].read(war)
    assert 0.0 < pace_a_month <= moved / 5.0


def test_the_worst_weeks_are_read_of_weekly_fields(war: RunHistory) -> None:
    assert 0.05 < dead.tail_share(war) < 0.9
    assert np.isnan(dead.tail_share(_changed([], "is")))


def test_checks_are_the_same_whatever_the_number_of_wars_in_a_task() -> None:
    """Promise: war k has seed k and its draw, so a check of one arm does not hang on the others."""
    once = predictive_checks([NUMBERS], wars=3, arms=[SHORT])
    again = predictive_checks([NUMBERS, NUMBERS], wars=3, arms=[SHORT])
    np.testing.assert_array_equal([check.quantiles for check in once], [check.quantiles for check in again])
    assert {check.arm for check in once} == {SHORT}
    assert all(check.wars <= 3 for check in once)


def test_a_war_without_russia_is_never_scored() -> None:
    gains = statistics_of(NO_RUSSIA)
    tables = {RUSSIA: np.full((4, len(gains)), 2.0), NO_RUSSIA: np.tile([-1.0, 0.0, 3.0], (4, 1))}
    found = checks_of(NO_RUSSIA, tables)
    assert {check.verdict for check in found} == {"plausibility, never scored"}
    assert [check.quantiles[3] for check in found] == [-1.0, 0.0, 3.0, -3.0, -2.0, 1.0]
    assert [check.below for check in found] == [1.0, 1.0, 0.0, 1.0, 1.0, 0.0]
    assert checks_of(RUSSIA, tables) == []


def test_an_order_of_captures_is_checked_where_there_are_enough() -> None:
    table = np.array([[one.recorded for one in statistics_of("from_2015_09")] for _ in range(5)])
    order = next(check for check in checks_of("from_2015_09", {"from_2015_09": table}) if check.name == "order")
    assert order.recorded == pytest.approx(1.0)
    short = np.zeros((3, len(statistics_of(SHORT))))
    assert not [check for check in checks_of(SHORT, {SHORT: short}) if check.name == "order"]


def test_bad_questions_are_told() -> None:
    with pytest.raises(InputError, match="there is no arm 'peace'"):
        predictive_checks([NUMBERS], wars=3, arms=["peace"])
    with pytest.raises(InputError, match="needs a draw"):
        predictive_checks([], wars=3)
