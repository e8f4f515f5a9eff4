"""Numbers in a page: bytes there and back, and three digits."""

from __future__ import annotations

import base64

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.reports.page.numbers import as_bytes, as_counts, rounded


@given(st.lists(st.integers(-10, 70_000), min_size=1))
def test_whole_numbers_come_back_within_their_range(values: list[int]) -> None:
    small = np.frombuffer(base64.b64decode(as_bytes(np.array(values))), dtype=np.uint8)
    assert small.tolist() == [min(max(value, 0), 255) for value in values]


def counts(coded: str) -> list[int]:
    return [(each & 8191) * 4 ** (each >> 13) for each in np.frombuffer(base64.b64decode(coded), dtype="<u2").tolist()]


@given(st.lists(st.integers(-10, 10**9), min_size=1))
def test_counts_come_back_small_ones_exactly(values: list[int]) -> None:
    for value, back in zip(values, counts(as_counts(np.array(values))), strict=True):
        held = min(max(value, 0), 8191 * 4**7)
        assert abs(back - held) <= (0 if held <= 8191 else held / 1000)


def test_three_digits_and_nothing_for_no_number() -> None:
    assert rounded(np.array([1234.5, 0.0, 0.123456, np.nan, np.inf, -7.0])) == [1230, 0, 0.123, None, None, -7]
