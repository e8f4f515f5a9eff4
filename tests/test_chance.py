"""Counter-based chance: the published answers, even spread, and draws that depend on their key alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.chance import Purpose, gumbel, normal, philox, uniform

KNOWN = [
    ((0, 0, 0, 0), (0, 0), ("6627e8d5", "e169c58d")),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF, 0xFFFFFFFF), ("408f276d", "41c83b0e")),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), ("d16cfe09", "94fdcceb")),
]
"""Counter, key and first two words of Philox4x32-10 in the test vectors of Random123 (Salmon and others 2011)."""


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, int], words: tuple[str, str]
) -> None:
    first, second, week, seed_high = counter
    seed = np.uint64(seed_high << 32 | key[0])
    drawn = philox(seed, np.uint64(key[1]), np.uint64(week), np.uint64(first), np.uint64(second))
    assert tuple(f"{int(word):08x}" for word in drawn) == words


def _stream(purpose: int, count: int = 4000) -> np.ndarray:
    return np.array([uniform(11, purpose, n // 200, n % 200, 0) for n in range(count)])


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_stream_is_uniform_and_without_memory(purpose: Purpose) -> None:
    draws = _stream(purpose)
    assert 0.0 < draws.min() < draws.max() < 1.0
    assert stats.kstest(draws, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 4.0 / np.sqrt(draws.size)


def test_no_two_purposes_share_a_stream() -> None:
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose)
    streams = np.array([_stream(purpose, 1000) for purpose in Purpose])
    assert len(np.unique(streams)) == streams.size
    apart = np.corrcoef(streams)[np.triu_indices(len(streams), 1)]
    assert np.abs(apart).max() < 4.5 / np.sqrt(streams.shape[1])


@pytest.mark.parametrize("part", range(5))
def test_each_part_of_the_key_changes_the_draw(part: int) -> None:
    keys = np.tile([5, 3, 7, 2, 4], (50, 1))
    keys[:, part] = np.arange(50)
    assert len({uniform(*map(int, key)) for key in keys}) == 50


def test_the_high_half_of_a_seed_counts() -> None:
    assert uniform(1, 1, 1, 1, 1) != uniform(1 + 2**32, 1, 1, 1, 1)


def test_the_order_of_the_draws_does_not_matter() -> None:
    keys = [(2, int(purpose), week, c, k) for purpose in Purpose for week in (0, 9) for c in range(5) for k in (0, 1)]
    forth = {key: (uniform(*key), normal(*key), gumbel(*key)) for key in keys}
    back = {key: (uniform(*key), normal(*key), gumbel(*key)) for key in reversed(keys)}
    assert forth == back


def test_normal_and_gumbel_draws_have_their_shape() -> None:
    normals = np.array([normal(3, 9, n // 100, n % 100, 1) for n in range(4000)])
    gumbels = np.array([gumbel(3, 9, n // 100, n % 100, 1) for n in range(4000)])
    assert stats.kstest(normals, "norm").pvalue > 1e-4
    assert stats.kstest(gumbels, "gumbel_r").pvalue > 1e-4
