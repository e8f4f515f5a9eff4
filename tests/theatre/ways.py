"""Ways over the graph of the regions, for the tests of the ground."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from sim.theatre.regions import Theatre

STARTS = Path(__file__).parents[2] / "scenarios" / "starts"
TRACK, SECONDARY, PRIMARY, MOTORWAY = 1, 2, 3, 4


def neighbours(ground: Theatre, row: int, road: int = 0) -> list[int]:
    """Return the rows that touch a region over at least the given road class."""
    degree = int(ground.degree[row])
    slots = zip(ground.neighbour[row, :degree], ground.road[row, :degree], strict=True)
    return [int(other) for other, level in slots if level >= road]


def reach(ground: Theatre, start: str, allowed: Iterable[int], road: int = 0) -> set[str]:
    """Return the regions that can be reached from `start` inside `allowed` over roads of a class."""
    inside = set(allowed)
    seen, queue = {ground.index[start]}, [ground.index[start]]
    for row in queue:
        for other in neighbours(ground, row, road):
            if other in inside and other not in seen:
                seen.add(other)
                queue.append(other)
    return {ground.ids[row] for row in seen}


def holders(date: str) -> dict[str, str]:
    """Return place -> holder of a start map."""
    with (STARTS / f"control-{date}.csv").open(encoding="utf-8", newline="") as file:
        return {row["place"]: row["holder"] for row in csv.DictReader(file)}


def land_of(ground: Theatre, date: str, *sides: str) -> list[int]:
    """Return the rows that sides hold at a start, empty country with its place."""
    held = holders(date)
    return [row for row in range(ground.size) if held[ground.ids[int(ground.anchor[row])]] in sides]


def corridor(ground: Theatre, *stops: str, road: int) -> bool:
    """Say whether a road of a class joins the stops in order, leaving the line between them by little.

    A way counts if it is at most 1.5 times the straight distance of each leg.
    """
    return all(_leg(ground, a, b, road) for a, b in pairwise(stops))


def _leg(ground: Theatre, a: str, b: str, road: int) -> bool:
    start, end = ground.index[a], ground.index[b]
    straight = _gap(ground, start, end)
    far = {start: 0.0}
    queue = [start]
    while queue:
        row = queue.pop(0)
        for other in neighbours(ground, row, road):
            length = far[row] + _gap(ground, row, other)
            if length < far.get(other, 1.5 * straight + 12.0):
                far[other] = length
                queue.append(other)
    return end in far


def _gap(ground: Theatre, a: int, b: int) -> float:
    dx, dy = float(ground.x[a] - ground.x[b]), float(ground.y[a] - ground.y[b])
    return (dx * dx + dy * dy) ** 0.5
