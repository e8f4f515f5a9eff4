"""Who held what in both arms of a comparison, counted pair by pair as the runs come in.

    holders.share(week)[1]          in which share of B's runs each side held each region
    holders.effect(week, 0.95)      B - A of that share, and the ends of its interval

Of every pair only these counts are kept, for the end and every 13th week, so that memory does not grow with pairs.
The sampling unit is the pair, or the draw where the numbers were drawn, as for outcomes (see `paired`).
Owns these counts and the interval that follows from them. Knows nothing of how runs are made or drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.errors import InputError
from sim.record.history import RunHistory
from sim.sides import SIDE_COUNT

__all__ = ["EVERY", "Holders", "Tally", "held_in", "weeks_kept"]

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Held = Annotated[npt.NDArray[np.int8], "[seed, week, region] index into SIDES"]

EVERY = 13
"""Weeks from one date that is kept to the next."""


def weeks_kept(weeks: int) -> tuple[int, ...]:
    """Return after how many weeks holders are counted: every quarter of a year, and the end."""
    return (*range(EVERY, weeks, EVERY), weeks)


def held_in(history: RunHistory) -> npt.NDArray[np.int8]:
    """Return who held each region of one run at the weeks that are kept, `[week, region]`."""
    return np.stack([history.holder_after(week) for week in weeks_kept(len(history.table))])


@dataclass(frozen=True, eq=False)
class Holders:
    """Hold in how many pairs each side held each region, and where the arms disagree."""

    weeks: tuple[int, ...]
    pairs: int
    units: int
    """Sampling units: pairs, or draws where the numbers were drawn."""
    a: Annotated[Counts, "[week, region, side] pairs in which A's run has it"]
    b: Annotated[Counts, "[week, region, side] pairs in which B's run has it"]
    gained: Annotated[Counts, "[week, region, side] pairs in which B's run alone has it"]
    lost: Annotated[Counts, "[week, region, side] pairs in which A's run alone has it"]
    squares: Annotated[Counts, "[week, region, side] sum over units of (gained - lost) squared"]

    def at(self, week: int) -> int:
        """Return the place of a week that was kept; InputError for another."""
        if week not in self.weeks:
            listed = ", ".join(str(one) for one in self.weeks)
            raise InputError(f"holders were not kept after week {week}, but after {listed}")
        return self.weeks.index(week)

    def share(self, week: int) -> tuple[Floats, Floats]:
        """Return for A and B the share 0..1 of runs in which each side held each region, `[region, side]`."""
        place = self.at(week)
        return self.a[place] / self.pairs, self.b[place] / self.pairs

    def effect(self, week: int, level: float) -> tuple[Floats, Floats, Floats]:
        """Return B - A of these shares and the ends of its interval of confidence `level`, `[region, side]`.

        Student's t over the sampling units and two made-up ones, one gained and one lost (bonett_price_2012): without
        them a few pairs that agree by luck would leave no doubt. With a single unit it has no ends.
        """
        place = self.at(week)
        mean = (self.gained[place] - self.lost[place]) / self.pairs
        if self.units < 2:
            return mean, np.full_like(mean, -np.inf), np.full_like(mean, np.inf)
        units, of_unit = self.units + 2, self.pairs / self.units
        middle = self.units * mean / units
        spread = self.squares[place] / of_unit**2 + 2 - units * middle**2
        half = float(stats.t.ppf((1 + level) / 2, units - 1)) * np.sqrt(spread / (units - 1) / units)
        return mean, np.maximum(middle - half, -1.0), np.minimum(middle + half, 1.0)


@dataclass
class Tally:
    """Add up the holders of both arms as they come in, in any order; what waits for its other arm is little."""

    weeks: tuple[int, ...]
    draws: int
    runs: int
    """Pairs of each draw."""
    waiting: dict[tuple[int, int], tuple[int, Held]] = field(default_factory=dict)
    net: dict[int, Counts] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    sums: Annotated[Counts, "[a, b, gained, lost, squares: week, region, side]"] | None = None

    def add(self, arm: int, draw: int, first: int, held: Held) -> None:
        """Take the runs of one arm from the pair `first` of a draw on; count them when those of the other are here."""
        if (draw, first) not in self.waiting:
            self.waiting[draw, first] = arm, held
            return
        _, other = self.waiting.pop((draw, first))
        a, b = (other, held) if arm else (held, other)
        apart = a != b
        counts = [_count(a), _count(b), _count(b, apart), _count(a, apart)]
        if self.sums is None:
            self.sums = np.zeros((5, *counts[0].shape), dtype=np.int64)
        self.sums[:4] += counts
        self._square(draw, len(held), counts[2], counts[3])

    def _square(self, draw: int, runs: int, gained: Counts, lost: Counts) -> None:
        """Add the squares of the units: of each pair at once, of a draw when all of its pairs are counted."""
        assert self.sums is not None
        if self.draws == 1:
            self.sums[4] += gained + lost
            return
        self.net[draw] = self.net.get(draw, 0) + gained - lost
        self.left[draw] = self.left.get(draw, self.runs) - runs
        if not self.left[draw]:
            self.sums[4] += self.net.pop(draw) ** 2

    def whole(self) -> Holders:
        """Return the counts of all pairs."""
        assert self.sums is not None
        units = self.draws if self.draws > 1 else self.runs
        return Holders(self.weeks, self.draws * self.runs, units, *self.sums)


def _count(held: Held, chosen: npt.NDArray[np.bool_] | None = None) -> Counts:
    """Count over seeds who held what, `[week, region, side]`; only where `chosen`."""
    _, weeks, regions = held.shape
    codes = np.arange(weeks * regions).reshape(weeks, regions) * SIDE_COUNT + held
    found = np.bincount(codes.ravel() if chosen is None else codes[chosen], minlength=weeks * regions * SIDE_COUNT)
    return found.reshape(weeks, regions, SIDE_COUNT)
