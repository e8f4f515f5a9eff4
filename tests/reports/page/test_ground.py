"""The ground of the page: arcs that close around every region, and names that stand on it."""

from __future__ import annotations

import numpy as np

from sim.reports.page.ground import UNIT, VIEWS, ground_of
from sim.theatre.geometry import region_shapes


def points(row: list[int]) -> np.ndarray:
    return np.cumsum(np.array(row, dtype=float).reshape(-1, 2), axis=0)


def test_the_arcs_of_a_region_add_up_to_its_area() -> None:
    """Green's theorem over the arcs, each with the region to its left or right, gives the area of its shape."""
    ground = ground_of()
    twice = np.zeros(len(ground["ids"]))
    for left, right, *steps in ground["arcs"]:
        x, y = points(steps).T / UNIT
        swept = float(np.sum(x[:-1] * -y[1:] - x[1:] * -y[:-1]))
        twice[left] += swept
        if right >= 0:
            twice[right] -= swept
    shapes = region_shapes()
    for row, name in enumerate(ground["ids"]):
        assert abs(twice[row] / 2 - shapes[name].area) < 0.02 * shapes[name].area + 0.5, name


def test_every_view_and_name_lies_in_the_country() -> None:
    ground = ground_of()
    whole = ground["views"]["Whole country"]
    assert list(ground["views"]) == list(VIEWS)
    for west, east, south, north in ground["views"].values():
        assert whole[0] <= west < east <= whole[1]
        assert whole[2] <= south < north <= whole[3]
    assert {row[0] for row in ground["labels"]} <= set(ground["ids"])
    assert sum(row[6] for row in ground["labels"]) >= 25
