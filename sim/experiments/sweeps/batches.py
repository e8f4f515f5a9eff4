"""Which run each row of a sweep is: rows are numbered once and for all, also when a sweep grows.

Seeds go round the points: first every point in every arm with the first seed, then all again with the next. So a sweep
that stops half-way is still balanced, and more seeds or points are further rows behind the old ones.
Owns the numbering. Knows nothing of what the numbers stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Batch", "Place", "first_batch", "grown", "place_of", "rows_in"]


@dataclass(frozen=True, slots=True)
class Place:
    """The run of one row."""

    row: int
    point: int
    arm: int
    replicate: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A block of rows: some points, each with some replicates, in every arm."""

    first: int
    points: tuple[int, int]
    """First point, and the one after the last."""
    replicates: tuple[int, int]
    arms: int

    @property
    def size(self) -> int:
        """Return how many rows there are."""
        points, replicates = (after - first for first, after in (self.points, self.replicates))
        return points * replicates * self.arms

    def place(self, row: int) -> Place:
        """Return the run of a row of this batch."""
        points = self.points[1] - self.points[0]
        rest, arm = divmod(row - self.first, self.arms)
        replicate, point = divmod(rest, points)
        return Place(row, self.points[0] + point, arm, self.replicates[0] + replicate)


def first_batch(points: int, replicates: int, arms: int) -> Batch:
    """Return the rows of a new sweep."""
    return Batch(0, (0, points), (0, replicates), arms)


def grown(batches: Iterable[Batch], *, points: int, replicates: int) -> list[Batch]:
    """Return the batches of a sweep that grows to so many points and replicates; old rows keep their numbers."""
    found = list(batches)
    first, arms = rows_in(found), found[0].arms
    old_points = max(batch.points[1] for batch in found)
    old_replicates = max(batch.replicates[1] for batch in found)
    if replicates > old_replicates:
        found.append(Batch(first, (0, old_points), (old_replicates, replicates), arms))
        first += found[-1].size
    if points > old_points:
        found.append(Batch(first, (old_points, points), (0, replicates), arms))
    return found


def rows_in(batches: Iterable[Batch]) -> int:
    """Return how many rows all batches have."""
    return sum(batch.size for batch in batches)


def place_of(batches: Iterable[Batch], rows: Iterable[int]) -> Iterator[Place]:
    """Yield the run of each row."""
    found = list(batches)
    for row in rows:
        yield next(batch for batch in reversed(found) if batch.first <= row).place(row)
