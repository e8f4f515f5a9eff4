"""The screening of numbers: what an effect hangs on is found, and noise is not named."""

from __future__ import annotations

import numpy as np

from sim.history.claims.turning import turning

DRAWS, NUMBERS = 20, 100


def _draws(seed: int) -> list[dict[str, float]]:
    table = np.random.default_rng(seed).random((DRAWS, NUMBERS))
    return [{f"a.n{place}": float(value) for place, value in enumerate(row)} for row in table]


def test_a_number_with_which_the_sign_turns_over_is_named_first() -> None:
    draws = _draws(1)
    found = turning(np.array([draw["a.n7"] - 0.5 for draw in draws]), draws)
    assert found[0].number == "a.n7"
    assert found[0].turns
    assert found[0].low < 0.0 < found[0].high


def test_a_number_that_moves_an_effect_without_turning_it_is_told_apart() -> None:
    draws = _draws(2)
    found = turning(np.array([draw["a.n7"] + 5.0 for draw in draws]), draws)
    assert found[0].number == "a.n7"
    assert not found[0].turns


def test_noise_is_hardly_ever_named() -> None:
    """A false name comes up in about one in ten of effects that hang on nothing."""
    named = sum(bool(turning(np.random.default_rng(1000 + k).normal(size=DRAWS), _draws(k))) for k in range(100))
    assert named <= 20


def test_few_draws_and_numbers_that_do_not_vary_name_nothing() -> None:
    draws = _draws(3)
    assert turning(np.array([draw["a.n7"] for draw in draws[:8]]), draws[:8]) == []
    assert turning(np.zeros(DRAWS), draws) == []
    assert turning(np.arange(DRAWS, dtype=float), [{"a.n0": 1.0}] * DRAWS) == []
    assert turning(np.arange(DRAWS, dtype=float), [{}] * DRAWS) == []
