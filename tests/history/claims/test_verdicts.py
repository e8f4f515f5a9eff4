"""The rule of verdicts on made-up pairs whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.history.claims.verdicts import how_often, judge, together

DRAWS, SEEDS = 20, 20
EVEN = np.linspace(-1.0, 1.0, DRAWS)[:, None] + np.linspace(-0.5, 0.5, SEEDS)[None, :]
"""Differences without a mean."""


@pytest.mark.parametrize(("expect", "verdict"), [("up", "supported"), ("down", "opposed"), ("none", "opposed")])
def test_an_effect_in_all_draws_is_judged_by_its_sign(expect: str, verdict: str) -> None:
    assert judge(EVEN + 3.0, expect=expect, least=1.0)[0] == verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(("expect", "verdict"), [("up", "opposed"), ("down", "opposed"), ("none", "supported")])
def test_an_effect_too_small_to_matter_counts_as_none(expect: str, verdict: str) -> None:
    found, why = judge(EVEN, expect=expect, least=1.0)  # type: ignore[arg-type]
    assert found == verdict
    assert "does not matter" in why


@pytest.mark.parametrize("expect", ["up", "down", "none"])
def test_a_wide_interval_around_nothing_tells_nothing(expect: str) -> None:
    assert judge(EVEN, expect=expect, least=0.01)[0] == "undetermined"  # type: ignore[arg-type]


def test_a_clear_mean_below_the_least_that_matters_is_not_enough() -> None:
    found, why = judge(EVEN + 0.9, expect="up", least=1.0)
    assert (found, why) == ("undetermined", "the mean is smaller than what was said to matter")


def test_a_mean_carried_by_few_pairs_is_not_enough() -> None:
    pairs = np.full((DRAWS, SEEDS), -0.1)
    pairs[:, :9] = 5.0
    found, why = judge(pairs, expect="up", least=1.0)
    assert (found, why) == ("undetermined", "fewer than two in three of the pairs that differ go the same way")


def test_pairs_that_do_not_differ_do_not_count_against_the_sign() -> None:
    pairs = np.zeros((DRAWS, SEEDS))
    pairs[:, 0] = 1.0
    assert judge(pairs, expect="up", least=0.04)[0] == "supported"


def test_where_no_pair_differs_a_direction_cannot_be_told() -> None:
    assert judge(np.zeros((DRAWS, SEEDS)), expect="up", least=1.0)[0] == "undetermined"
    assert judge(np.zeros((DRAWS, SEEDS)), expect="none", least=1.0)[0] == "supported"


def test_draws_are_the_sample_not_pairs() -> None:
    """Many pairs of two draws that disagree tell nothing."""
    pairs = np.concatenate([np.full((1, 1000), 4.0), np.full((1, 1000), 1.0)])
    assert judge(pairs, expect="up", least=0.5)[0] == "undetermined"


@pytest.mark.parametrize(("share", "verdict"), [(0.5, "supported"), (0.9, "opposed"), (0.75, "undetermined")])
def test_how_often_is_held_against_the_share_that_was_named(share: float, verdict: str) -> None:
    true = np.zeros((DRAWS, 4))
    true[:, :3] = 1.0
    true[0, 0], true[1, 3] = 0.0, 1.0
    assert how_often(true, share=share)[0] == verdict


def test_a_claim_is_what_all_of_its_parts_are() -> None:
    assert together(["supported", "supported"]) == "supported"
    assert together(["opposed"]) == "opposed"
    assert together(["supported", "opposed"]) == together(["supported", "undetermined"]) == "undetermined"
    assert together([]) == "undetermined"


def test_one_pair_is_no_sample() -> None:
    assert judge(np.ones((1, 1)), expect="up", least=0.1)[0] == "undetermined"
    assert how_often(np.ones((1, 1)), share=0.5)[0] == "undetermined"
