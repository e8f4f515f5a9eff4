"""The explore page's requests: capped, checked, and the same numbers each time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.classroom import exploring
from sim.errors import InputError

ASK = {"scenario": "outlook:from_2016_03", "sets": {"combat.kappa": 0.03}, "runs": 3, "weeks": 6, "seed": 5}


def test_an_answer_says_its_numbers_and_seeds_and_comes_again() -> None:
    ask, batches = exploring.batches(ASK)
    rows = [exploring.work(batch) for batch in batches]
    told = exploring.answer(ask, rows)
    assert (told["sets"], told["seeds"], told["runs"]) == ({"combat.kappa": 0.03}, [5, 7], 3)
    assert np.array_equal(rows[0], exploring.work(batches[0]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"runs": 10_000}, "runs"),
        ({"scenario": "../etc"}, "no such scenario"),
        ({"sets": {"harm.air": 1.0}}, "no slider"),
        ({"sets": {"combat.kappa": 9.0}}, "combat.kappa"),
        ({"file": "x"}, "file"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(change: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        exploring.batches({**ASK, **change})


def test_every_slider_has_a_name_and_a_range() -> None:
    for row in exploring.options()["parameters"]:
        assert row["low"] < row["value"] < row["high"]
        assert " " in row["name"]
