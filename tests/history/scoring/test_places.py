"""Scores of places: each against a plain definition on random cases, and persistence against published figures."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.history.observed import control_rows
from sim.history.scoring.places import FLOOR, reliability, score_places, stated_change
from sim.history.scoring.question import Question, ask
from sim.history.scoring.ranks import by_governorate, rank_correlation
from sim.theatre.places import places


def question(was: list[int], came: list[int]) -> Question:
    return Question("merged", tuple(list(places())[: len(was)]), np.array(was), np.array(came))


def recorded(first: date, then: date, reading: str = "merged") -> Question:
    rows = control_rows()
    return ask((row for row in rows if row.date == first), (row for row in rows if row.date == then), reading)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, Question]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 40))
    share = rng.dirichlet(np.full(5, draw(st.sampled_from((0.05, 0.5, 5.0)))), count)
    if draw(st.booleans()):
        share = np.round(share * 4) / 4  # ties, certainties and impossibilities
        share[:, 0] += 1.0 - share.sum(axis=1)
        share = np.abs(share) / np.abs(share).sum(axis=1, keepdims=True)
    return share, question(rng.integers(0, 4, count).tolist(), rng.integers(0, 4, count).tolist())


@given(cases())
@settings(max_examples=150, deadline=None)
def test_scores_agree_with_their_plain_definitions(case: tuple[np.ndarray, Question]) -> None:
    share, asked = case
    found = score_places(share, asked)
    count, log, brier, hits, hits_changed, shown, both = len(asked.places), 0.0, 0.0, 0, 0, 0, 0
    changed, stays, moves = 0, [], []
    for row, was, came in zip(share.tolist(), asked.was.tolist(), asked.came.tolist(), strict=True):
        log -= math.log(max(row[came], FLOOR))
        brier += sum((p - (k == came)) ** 2 for k, p in enumerate(row))
        best = was if row[was] == max(row) else row.index(max(row))
        hits += best == came
        shown += best != was
        (moves if was != came else stays).append(1.0 - row[was])
        if was != came:
            changed += 1
            hits_changed += best == came
            both += best != was
    assert found.changed == changed
    assert found.log == pytest.approx(log / count)
    assert found.brier == pytest.approx(brier / count)
    assert found.accuracy == pytest.approx(hits / count)
    assert found.expected_changes == pytest.approx(sum(stays) + sum(moves))
    for value, top, bottom in (
        (found.accuracy_changed, hits_changed, changed),
        (found.recall, both, changed),
        (found.precision, both, shown),
    ):
        assert value == pytest.approx(top / bottom) if bottom else math.isnan(value)
    pairs = [(a > b) + (a == b) / 2 for a in moves for b in stays]
    assert found.auc == pytest.approx(sum(pairs) / len(pairs)) if pairs else math.isnan(found.auc)


@given(cases())
@settings(max_examples=50, deadline=None)
def test_reliability_counts_every_place_once(case: tuple[np.ndarray, Question]) -> None:
    share, asked = case
    table = reliability(share, asked)
    stated = stated_change(share, asked)
    assert sum(row.places for row in table) == len(asked.places)
    assert sum(row.places * row.came for row in table if row.places) == pytest.approx(asked.changed.sum())
    for row in table[:-1]:
        inside = [s for s in stated.tolist() if row.low <= s < row.high]
        assert row.places == len(inside)
        assert row.stated == pytest.approx(sum(inside) / len(inside)) if inside else math.isnan(row.stated)


@pytest.mark.parametrize(
    ("first", "then", "count", "changed", "published"),
    [
        (date(2015, 9, 30), date(2016, 3, 1), 223, 15, None),
        (date(2016, 3, 1), date(2016, 12, 31), 220, 16, None),
        (date(2015, 9, 30), date(2016, 12, 31), 220, 27, (0.877, 0.742)),
        (date(2016, 12, 31), date(2017, 6, 1), 221, 20, (0.910, 0.549)),
    ],
)
def test_persistence_on_the_record_is_as_the_first_trial_counted_it(
    first: date, then: date, count: int, changed: int, published: tuple[float, float] | None
) -> None:
    """Places, changes, accuracy and log score are those of the trial (docs/model 3.13)."""
    asked = recorded(first, then)
    found = score_places(np.eye(5)[asked.was], asked)
    assert (found.places, found.changed, found.recall) == (count, changed, 0.0)
    assert found.accuracy == pytest.approx(1 - changed / count)
    if published is not None:
        assert (found.accuracy, found.log_mixed) == pytest.approx(published, abs=6e-4)
    assert found.brier == pytest.approx(2 * changed / count)
    assert found.log == pytest.approx(-math.log(FLOOR) * changed / count)


def test_unmerged_labels_part_the_rebels() -> None:
    changes = [
        int(recorded(*pair, "unmerged").changed.sum())
        for pair in (
            (date(2015, 9, 30), date(2016, 3, 1)),
            (date(2016, 3, 1), date(2016, 12, 31)),
            (date(2016, 12, 31), date(2017, 6, 1)),
        )
    ]
    assert changes == [15, 19, 21]


def test_places_that_are_contested_of_low_confidence_or_us_held_are_not_asked_about() -> None:
    asked = set(recorded(date(2016, 12, 31), date(2017, 6, 1)).places)
    rows = [row for row in control_rows() if row.date in (date(2016, 12, 31), date(2017, 6, 1))]
    out = {row.place for row in rows if row.confidence == "low" or row.code in ("contested", "us", "israel")}
    assert not asked & out
    assert asked | out == set(places())


def test_ranks_by_governorate_follow_where_changes_came() -> None:
    asked = recorded(date(2016, 12, 31), date(2017, 6, 1))
    came = np.eye(5)[asked.came]
    assert rank_correlation(came, asked) == pytest.approx(1.0)
    assert math.isnan(rank_correlation(np.eye(5)[asked.was], asked))
    totals = by_governorate(asked.changed.astype(float), asked)
    assert np.nansum(totals) == 20
