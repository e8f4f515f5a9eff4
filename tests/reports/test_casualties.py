"""The numbers that the curves of the dead are drawn from."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.history.observed import deaths_monthly
from sim.reports import style, words
from sim.reports.curves import casualties, deaths, panels
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
    assert civilians[1]["date"] == "2015-10-05"


def test_the_table_of_one_run_has_one_column_of_values() -> None:
    header, rows = casualties.table(Made(weeks=4))
    assert header == ("week", "date", "group", "killed")
    assert [float(row[3]) for row in rows if row[2] == "civilians"] == [10.0, 11.0, 12.0, 13.0]


def test_the_words_of_an_ensemble_give_the_range_of_the_title() -> None:
    said = casualties.alt(Made(runs=9, weeks=10))
    low, high = np.percentile([10 * 10 + 45 + 10 * run for run in range(9)], (5, 95))
    assert f"{words.spread(low, high)} civilians" in said
    assert "90 % of runs" not in casualties.alt(Made())
    assert words.spread(81_100, 80_900) == "81,000"


def test_words_under_an_axis_stay_over_it() -> None:
    figure = style.page(3.0)
    axes = panels.panel(figure, (0.52, 0.5, 2.04, 0.8), days=280.0, top=10, step=5)
    panels.time_axis(axes, date(2015, 9, 28), 280.0)
    figure.canvas.draw()
    frame = axes.get_window_extent()
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert len(boxes) > 2
    assert boxes[0].x0 > frame.x0 - 0.06 * figure.dpi
    assert boxes[-1].x1 < frame.x1 + 0.06 * figure.dpi
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


def test_a_very_short_run_still_names_a_month() -> None:
    axes = panels.panel(style.page(3.0), (0.5, 0.5, 0.5, 0.8), days=42.0, top=10, step=5)
    panels.time_axis(axes, date(2016, 11, 7), 42.0)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Dec 2016"]


@pytest.mark.parametrize(
    ("first", "last", "apart"),
    [
        (date(2015, 9, 28), date(2017, 6, 30), False),
        (date(2017, 6, 12), date(2018, 3, 19), True),
        (date(2019, 1, 1), date(2020, 1, 1), False),
        (date(2017, 7, 10), date(2017, 8, 28), False),
        (date(2017, 7, 10), date(2017, 9, 1), True),
        (date(2018, 11, 26), date(2019, 1, 1), True),
    ],
)
def test_the_months_without_boxes_are_explained_where_they_are(first: date, last: date, apart: bool) -> None:
    assert deaths.kept_apart(first, last) is apart


def test_no_subtitle_is_silent_about_what_was_changed() -> None:
    assert words.changed(Made()) == ""
    assert words.changed(Made(manifest={"sets": ["a.b=1", "c.d=2"]})) == "changed: a.b=1, c.d=2"
    fork = {"of": "a", "week": 20, "sets": ["combat.kappa=0.02"]}
    assert words.changed(Made(manifest={"fork": fork})) == "forked at week 20: combat.kappa=0.02"
    assert words.changed(Made(manifest={"fork": {"of": "a", "week": 3}})) == "forked at week 3"
    both = Made(manifest={"sets": ["a.b=1"], "fork": fork})
    assert words.told(both).endswith("changed: a.b=1; forked at week 20: combat.kappa=0.02")
    assert words.subtitle(both, "one run").count("\n") == 1


@pytest.mark.parametrize("sets", [["a.b=1"] * 80, ["a" * 400], ["a" * 400, "b=1"]])
def test_many_changes_are_shortened_with_an_ellipsis(sets: list[str]) -> None:
    text = words.changed(Made(manifest={"sets": sets}), 90)
    assert len(text) <= 90
    assert "…" in text
    wide = style.fitted(text * 4, style.SUBTITLE, 5.0)
    assert wide.endswith("…")
    assert style.text_size(wide, style.SUBTITLE)[0] <= 5.0 * 72


def test_labels_of_events_may_stand_out_to_the_left_to_keep_lines_off_them() -> None:
    lines, widths = [5, 20, 39, 75, 141, 147], [24, 27, 27, 27, 24, 27]
    placed = panels.flags(lines, widths, margin=24.0)
    assert placed[0] == (0, -1)
    assert placed[1][0] == 1


def test_smoothing_keeps_straight_lines_and_short_runs() -> None:
    line = np.arange(6.0)[None]
    assert panels.smooth(line)[0, 1:-1] == pytest.approx(line[0, 1:-1])
    assert panels.smooth(line)[0, 0] == 0.5
    assert panels.smooth(np.ones((2, 2))) == pytest.approx(1)
    assert panels.smooth(np.eye(5)).shape == (5, 5)


def test_fans_hold_50_and_90_per_cent_of_runs() -> None:
    runs = np.arange(101.0)[:, None] * np.ones(3)
    assert panels.bands(runs)[:, 0] == pytest.approx([5, 25, 50, 75, 95])


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
    [
        (17234, "17,000"),
        (0.26, "0"),
        (99, "99"),
        (955, "960"),
        (104, "100"),
        (245.3, "250"),
        (7.45, "7"),
        (-1234, "−1,200"),
    ],
)
def test_numbers_have_two_significant_digits(number: float, text: str) -> None:
    assert words.about(number) == text


def test_words_for_one_run_and_for_many() -> None:
    assert words.sample(Made()) == "one run, seed 7"
    assert words.sample(Made(runs=20)) == "n = 20 runs, seeds 7 to 26"
    assert words.percent(0.004) == "under 1 %"
    assert words.percent(0.0) == "0 %"
    assert words.percent(0.997) == "over 99 %"
    assert words.percent(0.1 + 0.2 + 0.7) == words.percent(1.0) == "100 %"
    assert words.day(date(2017, 6, 1)) == "1 June 2017"


def test_labels_at_the_ends_of_lines_move_apart_in_order() -> None:
    places = panels.spread([5.0, 5.1, 5.05, 1.0], 1.0, 0.0, 10.0)
    assert sorted(places) == pytest.approx([places[3], places[0], places[2], places[1]])
    assert min(np.diff(sorted(places))) >= 1.0 - 1e-6


@pytest.mark.parametrize(("top", "step"), [(1370, 500), (10, 5), (0, 1), (390, 100), (0.5, 0.2)])
def test_grids_have_round_steps(top: float, step: float) -> None:
    assert panels.nice_step(top) == pytest.approx(step)


def test_labels_of_events_stand_apart_and_no_line_runs_through_them() -> None:
    assert panels.flags([0, 100, 200], [40, 40, 40]) == [(0, 1)] * 3
    close = panels.flags([0, 100, 130, 145], [40, 40, 40, 40])
    spans = [(x, x + 40) if side > 0 else (x - 40, x) for x, (_, side) in zip([0, 100, 130, 145], close, strict=True)]
    for (one, (row, _)), (other, (its_row, _)) in combinations(zip(spans, close, strict=True), 2):
        assert row != its_row or one[1] <= other[0] or other[1] <= one[0]
    assert [row for row, _ in panels.flags([1, 2, 3, 4, 5, 6], [80] * 6)] == [0, 1, 0, 1, 0, 1]


def test_a_label_with_a_dollar_is_drawn_as_it_stands(tmp_path: Path) -> None:
    record = Made(weeks=20)
    events = [{"when": "2015-10-20", "label": "$\\frac$\n$x^2$", "do": "mark"}]
    record.scenario = {**record.scenario, "events": events, "title": "$\\frac$"}
    assert casualties.draw(record, tmp_path / "dead.png").stat().st_size > 0
