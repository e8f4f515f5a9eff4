"""The free numbers: few, known, with priors wide enough to be surprised."""

from __future__ import annotations

import numpy as np
import pytest

from sim.history.calibrating.free import Free, free, log_prior, point_of, prior_cube, values_of
from sim.scenario.parameters.registry import declared

each = pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in free()])

TRAINED_ONLY = ("campaigns.temperature", "campaigns.balance", "control.town", "control.power", "pockets.surrender")
"""Numbers whose trial had looked at months to June 2017 alone: nothing to widen away."""
GUESSED = ("control.village", "truces.hazard")
"""Numbers whose earlier range was a guess that no trial had narrowed."""


def test_at_most_fifteen_numbers_are_free() -> None:
    assert len(free()) <= 15
    assert len({one.name for one in free()}) == len(free())


@each
def test_a_prior_lies_within_the_declared_range(one: Free) -> None:
    """Promise: whatever is drawn could have been set by hand."""
    row = declared()[one.name]
    assert row.low <= one.low < one.high <= row.high
    assert one.low <= row.value <= one.high


@each
def test_a_prior_is_twice_as_wide_as_a_range_that_had_seen_all_years(one: Free) -> None:
    """Promise: on both sides, by a factor of two on the value or by once more the width of the range."""
    low, high = one.before
    if one.name in TRAINED_ONLY + GUESSED:
        assert one.low <= low < high <= one.high
        return
    wide = high - low
    assert one.low <= max(low / 2.0, low - wide) * 1.0001 or one.low == declared()[one.name].low == 0.0
    assert one.high >= min(high * 2.0, high + wide) * 0.9999


@each
def test_a_number_and_its_place_in_the_prior_are_one_thing(one: Free) -> None:
    for place in (0.0, 0.3, 1.0):
        assert one.place(float(one.at(np.asarray(place)))) == pytest.approx(place, abs=1e-9)


def test_values_and_points_are_each_others_inverse() -> None:
    point = np.linspace(0.05, 0.95, len(free()))
    assert point_of(values_of(point, free())) == pytest.approx(point)


def test_the_prior_ends_at_its_bounds_and_leans_where_a_submodel_believes() -> None:
    points = np.full((3, len(free())), 0.5)
    points[1, 0] = 1.01
    at = next(number for number, one in enumerate(free()) if one.belief is not None)
    points[2, at] = 0.99
    inside, outside, unlikely = log_prior(points)
    assert outside == -np.inf
    assert np.isfinite(inside)
    assert unlikely < inside


def test_the_first_wave_fills_the_prior() -> None:
    points = prior_cube(40, 1)
    assert points.shape == (40, len(free()))
    assert all(len(set(np.floor(column * 40).astype(int))) == 40 for column in points.T)
