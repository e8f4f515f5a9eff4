"""Numbers in a page: bytes there and back, and three digits."""

from __future__ import annotations

import base64

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.reports.page.numbers import as_bytes, as_words, rounded


@given(st.lists(st.integers(-10, 70_000), min_size=1))
def test_whole_numbers_come_back_within_their_range(values: list[int]) -> None:
    small = np.frombuffer(base64.b64decode(as_bytes(np.array(values))), dtype=np.uint8)
    large = np.frombuffer(base64.b64decode(as_words(np.array(values))), dtype="<u2")
    assert small.tolist() == [min(max(value, 0), 255) for value in values]
    assert large.tolist() == [min(max(value, 0), 65_535) for value in values]


def test_three_digits_and_nothing_for_no_number() -> None:
    assert rounded(np.array([1234.5, 0.0, 0.123456, np.nan, np.inf, -7.0])) == [1230, 0, 0.123, None, None, -7]
