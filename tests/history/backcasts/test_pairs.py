"""Every pair of maps that may be fitted, each once, told from those whose map the draws had seen."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from sim.cli.main import main
from sim.cli.skill_pairs import pairs_csv, pairs_plain, pairs_words, pooled_csv
from sim.history.backcasts.pairs import ASKED, pair_scores, pooled_pairs
from sim.history.backcasts.plan import plan_backcast
from sim.history.baselines.windows import MAPS, TRAINED_TO
from sim.scenario.posterior import posterior, posterior_before
from tests.history.backcasts.made import made_backcast

SPLIT = date(2016, 12, 31)


def test_each_pair_of_maps_is_asked_once() -> None:
    plans = [plan_backcast(one.start, since=one.since, until=one.until) for one in ASKED]
    asked = [(plan.start, day) for plan in plans for day in plan.maps]
    assert sorted(asked) == list(combinations(MAPS, 2))
    assert len(plans[1].months) == 6


def test_what_lies_in_2017_is_forecast_with_draws_that_end_in_2016() -> None:
    for one in ASKED:
        plan = plan_backcast(one.start, since=one.since, until=one.until)
        fitted = posterior_before(plan.first).made.last
        assert (fitted == SPLIT) == (min(plan.maps) > SPLIT)


@pytest.mark.parametrize(
    ("day", "last"), [(date(2017, 1, 1), SPLIT), (date(2017, 7, 1), TRAINED_TO), (date(2016, 3, 1), TRAINED_TO)]
)
def test_draws_are_those_that_saw_most_and_nothing_of_the_day(day: date, last: date) -> None:
    found = posterior_before(day)
    assert found.made.last == last
    assert set(found.names) == set(posterior().names)


def test_a_pair_says_whether_the_draws_saw_its_map() -> None:
    seen = made_backcast()
    fresh = replace(seen, fitted=SPLIT)
    assert seen.sample.startswith("in sample")
    assert fresh.sample.startswith("out of sample")
    (one,), (other,) = pair_scores([seen]), pair_scores([fresh])
    assert (one.fresh, other.fresh) == (False, True)
    assert (one.changed, one.places) == (20, 221)
    assert one.log["persistence"].value == pytest.approx(0.417, abs=0.001)
    assert one.persistence["accuracy"] == pytest.approx(1 - 20 / 221)


def test_pooled_scores_are_of_all_pairs_or_of_the_unseen() -> None:
    seen, fresh = made_backcast(), replace(made_backcast(), fitted=SPLIT)
    alone = {(row.forecast, row.among, row.measure): row.spread.mean for row in pooled_pairs([fresh], fresh=True)}
    both = {(row.forecast, row.among, row.measure): row.spread.mean for row in pooled_pairs([seen, fresh], fresh=False)}
    assert alone == pytest.approx(both)
    assert alone["persistence", "changed", "accuracy"] == 0.0


def test_tables_files_and_words_agree() -> None:
    made = [replace(made_backcast(), fitted=SPLIT)]
    rows = list(csv.DictReader(io.StringIO(pairs_csv(made))))
    assert {row["draws"] for row in rows} == {"to 2016"}
    model = next(row for row in rows if row["forecast"] == "model")
    assert f"{float(model['log']):.3f}" in pairs_words(made)
    pooled = list(csv.DictReader(io.StringIO(pooled_csv(made))))
    assert {row["pairs"] for row in pooled} == {"all", "unseen"}
    assert len(pairs_plain(made)["pairs"]) == len(rows)


def test_pairs_take_no_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backcast", "--pairs", "--start", "2016-12-31"]) == 2
    assert "--pairs takes its starts" in capsys.readouterr().err
