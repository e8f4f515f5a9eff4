"""The numbers that the timelines are drawn from: who held each place, campaigns, efforts and marks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.record.history import RunHistory
from sim.record.record import Record
from sim.reports.timelines import campaigns, holding, operations, places
from sim.sides import INDEX
from sim.theatre.regions import load_theatre
from tests.reports.made import Made


class Held(Made):
    """Let Palmyra change hands in some runs: half-way in run 0, and never in run 2."""

    def held(self, regions):
        """Return IS everywhere, but for Palmyra from the middle on."""
        out = np.full((self.runs, self.weeks + 1, len(regions)), INDEX["is"], dtype=np.int8)
        column = list(regions).index(load_theatre().index["palmyra"])
        out[: max(self.runs - 1, 1), self.weeks // 2 :, column] = INDEX["regime"]
        return out


def palmyra(record):
    return next(row for row in holding.rows_of(record) if row.listed.place == "palmyra")


def test_the_list_has_25_places_of_the_ground_in_five_regions() -> None:
    every = holding.listed()
    assert len(every) == len({each.place for each in every}) == 25
    assert len({each.region for each in every}) == 5
    assert {each.place for each in every} <= set(load_theatre().index)


def test_the_likeliest_holder_its_share_and_the_runner_up() -> None:
    row = palmyra(Held(runs=3, weeks=4))
    assert row.holder.tolist() == [INDEX["is"]] * 2 + [INDEX["regime"]] * 3
    assert row.share == pytest.approx([1, 1, 2 / 3, 2 / 3, 2 / 3])
    assert row.rival.tolist() == [-1, -1] + [INDEX["is"]] * 3
    assert holding.changes_of(row) == [2]
    assert places.alt(Held(runs=3, weeks=4)).startswith(
        "By October 2015 the likeliest holder had changed at 1 of 25 places; 1 in doubt"
    )
    assert "Palmyra from IS to Regime (67 % of runs)" in places.alt(Held(runs=3, weeks=4))


def test_in_one_run_the_rival_is_who_attacks() -> None:
    record = Held(weeks=4)
    row = palmyra(record)
    region = load_theatre().index["palmyra"]
    assert row.share == pytest.approx(1)
    assert row.rival.tolist() == [int(record.frame(week).rival[region]) for week in range(5)]


def test_recorded_holders_stand_at_recorded_dates_only() -> None:
    found = holding.recorded(Made(weeks=400))
    assert not {date(2017, 11, 30), date(2018, 12, 31)} & set(found)
    assert found[date(2015, 9, 30)]["daraa"] == ("regime", "opposition")
    assert found[date(2017, 6, 1)]["al_bab"] == ("turkey",)
    assert all(len(each) == 25 for each in found.values())


def test_a_record_says_who_held_some_regions_after_each_week() -> None:
    def history(seed: int, flips: list[list[int]]) -> RunHistory:
        start = np.array([0, 2, 4], dtype=np.int8)
        shorts = np.array(flips, dtype=np.int16).reshape(-1, 3)
        return RunHistory(seed, np.zeros((3, 1)), ("", "", ""), start, shorts, shorts[:0])

    record = Record.of(
        {"start": "2015-09-28"}, {}, [history(1, [[2, 1, 0], [3, 1, 4]]), history(2, [[1, 2, 5]])], ("a", "b", "c")
    )
    held = record.held([2, 1])
    assert held.shape == (2, 4, 2)
    assert held[0].tolist() == [[4, 2], [4, 2], [4, 0], [4, 4]]
    assert held[1, :, 0].tolist() == [4, 5, 5, 5]
    for week in range(4):
        assert held[0, week, 1] == record.frame(week).holder[1]
    assert record.events() == record.orders() == ()


def test_a_campaign_runs_from_its_beginning_to_its_end_and_counts_what_it_took() -> None:
    first, second = campaigns.campaigns_of(Made())
    ground = load_theatre()
    assert (first.side, first.place, first.first, first.last, first.taken) == ("regime", "Palmyra", 0, 4, (3,))
    assert first.people == pytest.approx(float(ground.population[ground.index["palmyra"]]))
    assert first.reached
    assert (second.side, second.last, second.taken, second.reached) == ("is", 12, (), False)


def test_marks_of_one_kind_are_one_for_three_weeks_and_then_another() -> None:
    class Pushed(Made):
        def events(self, run=0):
            push = {"rule": "incidents", "kind": "push", "side": "iran", "other": "us"}
            return [push | {"id": number, "week": week} for number, week in enumerate((1, 3, 4, 6, 7))]

    lane = next(lane for lane in campaigns.lanes_of(Pushed()) if lane.side == "iran")
    assert [(mark.week, mark.count) for mark in lane.marks] == [(1, 2), (4, 2), (7, 1)]


def test_a_region_taken_twice_in_a_campaign_counts_its_people_once() -> None:
    class Again(Made):
        def events(self, run=0):
            took = {"rule": "control", "kind": "capture", "region": "palmyra", "side": "regime", "because": [0]}
            return [Made().events()[0], took | {"id": 1, "week": 2}, took | {"id": 2, "week": 5}]

    (one,) = campaigns.campaigns_of(Again())
    assert one.taken == (2, 5)
    assert "1 region changed hands in battle" in operations.alt(Again())
    assert one.people == pytest.approx(float(load_theatre().population[load_theatre().index["palmyra"]]))


def test_lanes_hold_what_each_party_did() -> None:
    lanes = {lane.side: lane for lane in campaigns.lanes_of(Made())}
    assert list(lanes) == ["regime", "russia", "iran", "opposition", "us", "is"]
    regime = lanes["regime"]
    assert [(mark.kind, mark.week) for mark in regime.marks] == [
        ("attack", 0), ("hold", 4), ("order", 4), ("agreed", 5),
    ]  # fmt: skip
    assert [(each.where, each.first, each.last) for each in regime.efforts] == [("Homs", 0, 8), ("Hama", 8, 12)]
    assert [(each.where, each.first, each.last) for each in lanes["russia"].efforts] == [("Homs", 0, 12)]
    assert [(mark.kind, mark.week, mark.count) for mark in lanes["iran"].marks] == [("incident", 6, 2)]
    assert [(mark.kind, mark.week) for mark in lanes["us"].marks] == [("forces", 8)]
    assert [mark.kind for mark in lanes["opposition"].marks] == ["agreed"]


def test_only_the_biggest_campaigns_are_told_and_the_others_counted() -> None:
    class Busy(Made):
        def events(self, run=0):
            begun = [
                {"id": k, "week": k, "rule": "campaigns", "kind": "begin_campaign", "region": "homs", "side": "is"}
                for k in range(9)
            ]
            took = {"id": 9, "week": 9, "rule": "control", "kind": "capture", "region": "homs", "side": "is"}
            return [*begun, took | {"because": [8]}]

    lane = next(lane for lane in campaigns.lanes_of(Busy()) if lane.side == "is")
    assert lane.total == 9
    assert [one.first for one in lane.campaigns] == [0, 1, 2, 3, 4, 8]
    assert "no campaigns" in operations.alt(Busy())


def test_bars_and_their_labels_never_lie_on_each_other() -> None:
    def one(first: int, last: int) -> campaigns.Campaign:
        return campaigns.Campaign("is", "Deir ez-Zor", first, last, (), 0.0, reached=False)

    every = [one(0, 10), one(2, 4), one(9, 12), one(30, 90), one(40, 91), one(85, 91)]
    rows = operations.packed(every, 4.7)
    for a, (these, row) in enumerate(zip(every, rows, strict=True)):
        for those, other in list(zip(every, rows, strict=True))[:a]:
            left, right, _ = operations._span(these, 4.7)
            its_left, its_right, _ = operations._span(those, 4.7)
            assert row != other or right <= its_left or its_right <= left


def test_operations_are_drawn_for_one_run_with_events_or_orders() -> None:
    assert operations.fits(Made())
    assert not operations.fits(Made(runs=2))
    header, rows = operations.table(Made())
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["what"] for row in listed} >= {"campaign", "effort", "attack", "order", "incident"}
    assert next(row for row in listed if row["what"] == "campaign")["regions_taken"] == 1


@pytest.mark.parametrize("record", [Made(weeks=1), Made(runs=2, weeks=1), Held(runs=2)], ids=range(3))
def test_odd_records_still_give_a_timeline(record, tmp_path: Path) -> None:
    for page in (page for page in (places, operations) if page.fits(record)):
        assert page.draw(record, tmp_path / "page.png").stat().st_size > 10_000
