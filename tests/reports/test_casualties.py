"""The numbers that the curves of the dead are drawn from."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest

from sim.history.observed import deaths_monthly
from sim.reports import casualties, curves, deaths, words
from tests.reports.made import Made


def test_groups_add_up_to_all_deaths() -> None:
    record = Made(runs=3)
    found = deaths.groups_of(record)
    every = sum(values for name, values in record.series.items() if name.startswith("deaths."))
    assert found["all"] == pytest.approx(every)
    assert found["Regime and allies"] == pytest.approx(
        record.series["deaths.regime"] + record.series["deaths.iran"] + record.series["deaths.russia"]
    )
    assert next(iter(deaths.GROUPS)).name == "Civilians"


def test_no_side_that_fights_is_left_out() -> None:
    from sim.record.series import MEASURES

    counted = {f"deaths.{side}" for group in deaths.GROUPS for side in group.sides}
    assert counted == {name for name in MEASURES if name.startswith("deaths.")}


def test_the_table_holds_the_raw_weeks() -> None:
    record = Made(runs=5, weeks=10)
    header, rows = casualties.table(record)
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert len(listed) == 10 * (1 + len(deaths.GROUPS))
    civilians = [row for row in listed if row["group"] == "civilians"]
    assert [float(row["median"]) for row in civilians] == list(np.median(record.series["deaths.civilians"], axis=0))
    assert civilians[1]["monday"] == "2015-10-05"


def test_smoothing_keeps_straight_lines_and_short_runs() -> None:
    line = np.arange(6.0)[None]
    assert curves.smooth(line)[0, 1:-1] == pytest.approx(line[0, 1:-1])
    assert curves.smooth(line)[0, 0] == 0.5
    assert curves.smooth(np.ones((2, 2))) == pytest.approx(1)
    assert curves.smooth(np.eye(5)).shape == (5, 5)


def test_fans_hold_50_and_90_per_cent_of_runs() -> None:
    runs = np.arange(101.0)[:, None] * np.ones(3)
    assert curves.bands(runs)[:, 0] == pytest.approx([5, 25, 50, 75, 95])


def test_only_whole_observed_months_inside_the_run_are_shown_as_a_weekly_rate() -> None:
    start, end = date(2016, 1, 15), date(2016, 4, 10)
    found = deaths.observed_months(start, end)
    assert [each.first for each in found] == [date(2016, 2, 1), date(2016, 3, 1)]
    march = next(row for row in deaths_monthly() if row.month == date(2016, 3, 1))
    assert found[1].low == pytest.approx(march.low * 7 / 31)
    assert found[1].last - found[1].first == timedelta(days=31)


def test_months_kept_apart_are_not_shown() -> None:
    assert not deaths.observed_months(date(2017, 7, 1), date(2018, 12, 31))


def test_at_most_six_events_and_never_two_of_a_close_pair_first() -> None:
    days = [1, 2, 30, 60, 90, 120, 150, 180]
    record = Made(weeks=40)
    record.scenario["events"] = [
        {"when": (record.start + timedelta(days=day)).isoformat(), "label": f"event {day}"} for day in days
    ]
    found = deaths.events_of(record, record.start, record.start + timedelta(weeks=40))
    assert len(found) == deaths.MOST_EVENTS
    assert "event 2" not in [label for _, label in found]


@pytest.mark.parametrize(
    ("number", "text"),
    [(17234, "17,000"), (0.26, "0"), (99, "99"), (955, "960"), (104, "100"), (-1234, "−1,200")],
)
def test_numbers_have_two_significant_digits(number: float, text: str) -> None:
    assert words.about(number) == text


def test_words_for_one_run_and_for_many() -> None:
    assert words.sample(Made()) == "one run, seed 7"
    assert words.sample(Made(runs=20)) == "n = 20 runs, seeds 7 to 26"
    assert words.percent(0.004) == "under 1 %"
    assert words.day(date(2017, 6, 1)) == "1 June 2017"


def test_labels_at_the_ends_of_lines_move_apart_in_order() -> None:
    places = curves.spread([5.0, 5.1, 5.05, 1.0], 1.0, 0.0, 10.0)
    assert sorted(places) == pytest.approx([places[3], places[0], places[2], places[1]])
    assert min(np.diff(sorted(places))) >= 1.0 - 1e-6


@pytest.mark.parametrize(("top", "step"), [(1370, 500), (10, 5), (0, 1), (390, 100), (0.5, 0.2)])
def test_grids_have_round_steps(top: float, step: float) -> None:
    assert curves.nice_step(top) == pytest.approx(step)


def test_labels_of_events_stand_apart_and_no_line_runs_through_them() -> None:
    assert curves.flags([0, 100, 200], [40, 40, 40]) == [(0, 1)] * 3
    close = curves.flags([0, 100, 130, 145], [40, 40, 40, 40])
    spans = [(x, x + 40) if side > 0 else (x - 40, x) for x, (_, side) in zip([0, 100, 130, 145], close, strict=True)]
    for (one, (row, _)), (other, (its_row, _)) in combinations(zip(spans, close, strict=True), 2):
        assert row != its_row or one[1] <= other[0] or other[1] <= one[0]
    assert [row for row, _ in curves.flags([1, 2, 3, 4, 5, 6], [80] * 6)] == [0, 1, 0, 1, 0, 1]
