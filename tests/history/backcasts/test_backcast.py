"""A backcast from end to end on made-up runs: what is scored, against what, with which figures."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError, StorageError
from sim.history.backcasts.backcast import MODEL, NAMES
from sim.history.backcasts.folder import backcast_plain, save_backcast
from sim.history.backcasts.plan import plan_backcast
from sim.history.backcasts.pooling import pool
from sim.history.backcasts.scores import UNITS, find, scores_of
from sim.history.backcasts.tables import tables_of
from sim.history.backcasts.verdicts import standing, verdicts
from sim.history.baselines.windows import TRAINED_TO
from sim.history.observed import deaths_monthly
from sim.history.scoring.bootstrap import Spread
from tests.history.backcasts.made import COUNT, DAILY, made_backcast, made_scores

APART = (date(2017, 7, 1), date(2018, 12, 1))


def test_the_own_record_is_scored_up_to_the_end_of_training_or_to_its_last_date() -> None:
    plan = plan_backcast(date(2015, 9, 30))
    assert list(plan.maps) == [date(2016, 3, 1), date(2016, 12, 31), date(2017, 6, 1)]
    assert (plan.months[0].month, plan.months[-1].month) == (date(2015, 10, 1), date(2017, 6, 1))
    assert plan.horizon == TRAINED_TO
    assert not plan.conditional
    late = plan_backcast(date(2019, 10, 1))
    assert list(late.maps) == [date(2020, 11, 30)]
    assert late.months[-1].month == date(2020, 12, 1)


def test_nothing_kept_apart_is_ever_scored_or_known() -> None:
    for start in (date(2017, 6, 1), date(2017, 6, 12), date(2019, 10, 1)):
        plan = plan_backcast(start, until=date(2020, 12, 31))
        assert not [row for row in plan.months if APART[0] <= row.month <= APART[1]]
        assert not [month for month in plan.known if APART[0] <= month <= APART[1]]
        assert not {date(2017, 11, 30), date(2018, 12, 31)} & plan.maps.keys()


def test_nothing_after_the_start_is_known_to_a_forecast() -> None:
    for start in (date(2015, 9, 30), date(2016, 3, 1), date(2016, 12, 31), date(2017, 6, 12)):
        plan = plan_backcast(start, until=date(2019, 10, 1))
        assert max(plan.known) < start
        assert min(plan.maps) > start
        events = plan.loaded.scenario.events
        assert not [event for event in events if event.when is not None and event.when > plan.monday]


def test_a_start_near_no_known_state_is_refused() -> None:
    with pytest.raises(InputError, match="No state"):
        plan_backcast(date(2015, 1, 1))
    with pytest.raises(InputError, match="half a year old"):
        plan_backcast(date(2018, 6, 1))
    with pytest.raises(InputError, match="nothing to score"):
        plan_backcast(date(2016, 12, 31), until=date(2017, 1, 2))


def test_the_model_is_what_its_runs_say_smoothed_by_half_a_run() -> None:
    found = made_backcast()
    (merged,) = found.places_of("merged")
    row = merged.question.places.index("palmyra")
    share = merged.forecasts[MODEL][row]
    regime, held = merged.question.classes.index("regime"), merged.question.classes.index("is")
    assert share[regime] == pytest.approx((COUNT / 4 + 0.5) / (COUNT + 2))
    assert share[held] == pytest.approx((3 * COUNT / 4 + 0.5) / (COUNT + 2))
    assert merged.forecasts["pooled"][row] == pytest.approx((share + merged.forecasts["ranking"][row]) / 2)
    assert merged.question.came[row] == regime


def test_months_and_land_stand_beside_the_record() -> None:
    found = made_backcast()
    assert found.months is not None
    recorded = {row.month: row.best for row in deaths_monthly()}
    assert found.months.counts.tolist() == [recorded[date(2017, month, 1)] for month in range(1, 7)]
    days = np.array([31, 28, 31, 30, 31, 30])
    assert found.months.forecasts[MODEL].mean(axis=0) == pytest.approx(DAILY * days, rel=0.2)
    assert found.months.forecasts["counted"].std() > 1.1 * found.months.forecasts[MODEL].std()
    (land,) = found.lands
    assert land.forecasts[MODEL].mean(axis=0) == pytest.approx(land.forecasts["persistence"][0], abs=0.003)
    assert land.record.sum() == pytest.approx(1.0, abs=0.01)


def test_every_forecast_has_every_measure_in_one_table_with_its_difference_from_the_model() -> None:
    rows = made_scores()
    assert {row.forecast for row in rows} == NAMES.keys()
    assert {row.measure for row in rows} == UNITS.keys()
    assert {row.reading for row in rows if row.about == "places"} == {"merged", "unmerged"}
    log = find(rows, "places", "log", reading="merged")
    assert log[MODEL].less is None
    for name, score in log.items():
        if name != MODEL:
            assert score.less is not None
            assert score.less.mean == pytest.approx(log[MODEL].value - score.value)
            assert score.less.error > 0.0
    assert {row.basis for row in rows if row.forecast == "ranking"} == {"fitted on earlier windows"}
    assert {row.basis for row in rows if row.forecast in (MODEL, "persistence")} == {""}


def test_two_standard_errors_tell_forecasts_apart() -> None:
    assert standing(Spread(-0.1, 0.04, 0, 0)) == "better"
    assert standing(Spread(0.1, 0.04, 0, 0)) == "worse"
    assert standing(Spread(0.07, 0.04, 0, 0)) == "level"
    assert standing(Spread(0.0, 0.0, 0, 0)) == "level"
    assert standing(Spread(0.1, float("nan"), 0, 0)) == "level"


def test_sentences_name_every_plain_forecast_where_it_lost_too() -> None:
    said = verdicts(made_scores())
    assert [line.split(" ")[0] for line in said] == ["Places", "Deaths", "Land"]
    for name in ("no change", "base rates by neighbour", "nearest front", "five measures of the ground"):
        assert said[0].count(name) == 1
    assert "linear drift" in said[2]


def test_tables_say_of_each_row_whether_it_was_conditional() -> None:
    for found in (made_backcast(), made_backcast(scenario="base_2015:intervention")):
        rows = scores_of(found)
        for head, table in tables_of(found, rows).values():
            assert head[0] == "mode"
            body = list(table)
            assert body
            assert {len(row) for row in body} == {len(head)}
            assert {row[0] for row in body} == {found.plan.mode}
    assert found.plan.conditional


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    found, rows = made_backcast(), made_scores()
    folder = save_backcast(tmp_path / "one", found, rows, {"kind": "backcast"})
    with (folder / "scores.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(rows)

    def fails(draft: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match="Nothing half-written"):
        save_backcast(tmp_path / "two", found, rows, {}, fails)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_plain_data_has_no_numbers_that_json_cannot_say() -> None:
    import json

    found = made_backcast()
    text = json.dumps(backcast_plain(found, made_scores()), allow_nan=False)
    assert len(json.load(io.StringIO(text))["scores"]) == len(made_scores())


def test_maps_are_pooled_by_place() -> None:
    results = made_backcast(date(2015, 9, 30)).places_of("merged")
    rows = {(row.forecast, row.among, row.measure): row for row in pool(results)}
    changed = sum(int(one.question.changed.sum()) for one in results)
    count = sum(len(one.question.places) for one in results)
    assert rows["persistence", "all", "accuracy"].spread.mean == pytest.approx(1 - changed / count)
    assert rows["persistence", "changed", "accuracy"].spread.mean == 0.0
    assert rows["persistence", "changed", "log"].spread.mean == pytest.approx(-np.log(0.01))
    for name in ("persistence", "ranking"):
        both = rows[name, "all", "log"], rows[MODEL, "all", "log"]
        assert both[0].less.mean == pytest.approx(both[1].spread.mean - both[0].spread.mean)
    assert rows[MODEL, "all", "log"].less.mean == 0.0
