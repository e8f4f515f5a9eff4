"""The axis of a strip of pairs: zero in the middle, at least one number on either side."""

from __future__ import annotations

import numpy as np
import pytest

from sim.reports import style
from sim.reports.comparing.strips import level, minus, open_strip


@pytest.mark.parametrize("most", [0.0, 1e-6, 0.9, 1.9, 2.1, 4.3, 4.9, 7.6, 43.0, 13_000.0])
@pytest.mark.parametrize("ticks", [2, 3])
def test_every_strip_has_a_number_on_either_side(most: float, ticks: int) -> None:
    axes = open_strip(style.page(1.0), (1.0, 0.1, 2.0, 0.5), most, 2, ticks)
    found = axes.get_xticks()
    low, high = axes.get_xlim()
    assert low == -high
    assert 2 <= len(found) <= 6
    assert (np.sort(found) == np.sort(-found)).all()
    assert low <= found.min() < 0 < found.max() <= high


def test_numbers_of_an_axis_bear_their_sign() -> None:
    assert [level(value) for value in (-5000.0, 0.0, 0.5)] == ["−5,000", "0", "+0.5"]
    assert minus("-1 to -2") == "−1 to −2"
