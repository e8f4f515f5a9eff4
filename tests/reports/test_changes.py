"""What changed hands: who took what of whom and when, in one run and over many; six dates on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.record.frames import Frame, Odds
from sim.reports import png, style
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.atlas.furniture import shares_of
from sim.reports.maps import change_odds, changes, multiples, odds_map
from sim.reports.maps.taken import flows, period_of, periods, taken_in
from sim.sides import INDEX
from tests.reports.made import START, Made

REGIME, IS, SDF = INDEX["regime"], INDEX["is"], INDEX["sdf"]


@dataclass
class Scripted(Made):
    """IS holds all; the regime takes region 0 in week 3 and the SDF in week 7; region 1 goes and comes back.

    In run r > 0 the SDF takes region 0 in week 7 + r instead, and in odd runs the regime keeps region 2 from week 9.
    """

    def held(self, regions: Sequence[int]) -> np.ndarray:
        """Return who held each of `regions` after each number of weeks."""
        held = np.full((self.runs, self.weeks + 1, len(load_backdrop().ids)), IS, dtype=np.int8)
        for run in range(self.runs):
            held[run, 3:, 0] = REGIME
            held[run, 7 + run :, 0] = SDF
            held[run, 4:6, 1] = SDF
            if run % 2:
                held[run, 9:, 2] = REGIME
        return held[:, :, list(regions)]

    def frame(self, week: int, run: int = 0) -> Frame:
        """Return the same as a frame without battles."""
        holder = self.held(range(len(load_backdrop().ids)))[run, week]
        nobody = np.full(len(holder), -1, dtype=np.int8)
        return Frame(week, START, holder, nobody >= 0, nobody, nobody >= 0)

    def odds(self, week: int) -> Odds:
        """Return the share of runs in which each side held each region."""
        held = self.held(range(len(load_backdrop().ids)))[:, week]
        return Odds(week, START, np.stack([(held == side).mean(axis=0) for side in range(10)], axis=1), self.runs)


def test_the_date_is_that_of_the_last_change_and_what_came_back_did_not_change() -> None:
    taken = taken_in(Scripted(weeks=12))
    assert np.flatnonzero(taken.changed[0]).tolist() == [0]
    assert (taken.start[0, 0], taken.end[0, 0], taken.week[0, 0]) == (IS, SDF, 7)
    assert np.flatnonzero(taken.came_back[0]).tolist() == [1]
    assert taken.week[0, 1] == 6
    assert not taken.week[0, 2:].any()


def test_regions_are_read_in_any_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = taken_in(Scripted(runs=3, weeks=12))
    monkeypatch.setattr("sim.reports.maps.taken._BATCH", 7)
    parts = taken_in(Scripted(runs=3, weeks=12))
    for name in ("start", "end", "week"):
        assert (getattr(whole, name) == getattr(parts, name)).all()


@pytest.mark.parametrize(
    ("weeks", "lasts"), [(1, [1]), (13, [13]), (30, [13, 26, 30]), (53, [26, 52, 53]), (130, [39, 78, 117, 130])]
)
def test_periods_are_at_most_four_and_cover_the_run(weeks: int, lasts: list[int]) -> None:
    found = periods(START, weeks)
    assert [period.last for period in found] == lasts
    assert [period.first for period in found] == [1, *(last + 1 for last in lasts[:-1])]
    every = period_of(np.arange(1, weeks + 1), found)
    assert all(found[number].first <= week <= found[number].last for week, number in enumerate(every, start=1))


def test_a_period_is_told_in_months() -> None:
    assert [period.words for period in periods(date(2017, 6, 12), 30)] == [
        "Jun 2017 to Sep 2017", "Sep 2017 to Dec 2017", "Dec 2017 to Jan 2018",
    ]  # fmt: skip


def test_what_one_takes_of_another_adds_up_to_what_changed() -> None:
    ground, taken = load_backdrop(), taken_in(Made(weeks=12, runs=2))
    found = flows(taken, ground)
    for run in range(2):
        whole = ground.area[taken.changed[run]].sum() / ground.area.sum()
        assert sum(flow.area[run] for flow in found) == pytest.approx(whole)
    assert all(flow.before != flow.after for flow in found)
    people = [float(flow.people.mean()) for flow in found]
    assert people == sorted(people, reverse=True)


def test_how_often_and_when_over_runs() -> None:
    record = Scripted(runs=4, weeks=12)
    taken = taken_in(record)
    odds, week = change_odds.odds_of(taken), change_odds.median_week(taken)
    assert odds[:4].tolist() == [1.0, 0.0, 0.5, 0.0]
    assert (week[0], week[2]) == (8.5, 9.0)
    assert np.isnan(week[[1, 3]]).all()
    header, rows = change_odds.table(record)
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert (listed[0]["p_new_holder"], listed[0]["median_week"]) == ("1", "8.5")
    assert (listed[1]["p_new_holder"], listed[1]["median_week"], listed[1]["median_date"]) == ("0", "", "")


def test_the_latest_period_has_the_full_colour_and_each_is_darker_than_the_one_before() -> None:
    shades = [changes.shade(number, 4) for number in range(4)]
    assert shades[-1] == 0.0
    assert shades == sorted(shades, reverse=True)
    assert changes.shade(0, 1) == 0.0


def test_a_run_in_which_nothing_changes_says_so(tmp_path: Path) -> None:
    class Quiet(Scripted):
        def held(self, regions: Sequence[int]) -> np.ndarray:
            return np.full((self.runs, self.weeks + 1, len(regions)), REGIME, dtype=np.int8)

    record = Quiet(weeks=3)
    path = changes.draw(record, tmp_path / "map.png")
    assert png.alt_text(path).startswith("In this run no place had another holder at the end than at the start. ")
    both = Quiet(weeks=3, runs=2)
    path = change_odds.draw(both, tmp_path / "both.png")
    assert png.alt_text(path).startswith("Nowhere did the holder change in half of the runs or more. ")


def test_six_dates_lie_at_equal_distances_and_short_runs_have_fewer() -> None:
    assert multiples.dates(Made(weeks=130)) == [0, 26, 52, 78, 104, 130]
    assert multiples.dates(Made(weeks=2)) == [0, 1, 2]
    assert not multiples.fits(Made(weeks=1))


def test_the_tables_behind_six_dates_hold_every_region() -> None:
    for record in (Made(weeks=12), Made(weeks=12, runs=3)):
        header, rows = multiples.table(record)
        listed = [dict(zip(header, row, strict=True)) for row in rows]
        assert sorted({row["week"] for row in listed}) == multiples.dates(record)
        assert len(listed) == 6 * len(load_backdrop().ids)


def test_shares_of_odds_are_the_mean_of_the_shares_of_runs() -> None:
    record, ground = Scripted(runs=3, weeks=12), load_backdrop()
    mean = shares_of(record.odds(12), ground)
    each = [shares_of(record.frame(12, run), ground) for run in range(3)]
    for side in style.BAR_ORDER:
        assert mean[side].area == pytest.approx(np.mean([one[side].area for one in each]))
        assert mean[side].people == pytest.approx(np.mean([one[side].people for one in each]))


def test_three_single_runs_are_chosen_by_their_place_in_the_order() -> None:
    class Growing(Scripted):
        def held(self, regions: Sequence[int]) -> np.ndarray:
            held = np.full((self.runs, self.weeks + 1, len(load_backdrop().ids)), REGIME, dtype=np.int8)
            for run in range(self.runs):
                held[run, :, : 10 * ((run * 7) % self.runs)] = SDF
            return held[:, :, list(regions)]

    side, chosen = odds_map.single_runs(Growing(runs=11, weeks=2), load_backdrop())
    assert side in {"regime", "sdf"}
    rank = [(run * 7) % 11 for run, _ in chosen]
    assert rank in ([1, 5, 9], [9, 5, 1])
    assert len(odds_map.single_runs(Growing(runs=2, weeks=2), load_backdrop())[1]) == 2
