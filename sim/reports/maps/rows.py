"""The tables behind maps of control: every region on every date shown.

Owns their columns. Knows nothing of how maps are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.record.frames import Frame, Odds
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.beside import Table
from sim.sides import SIDES

__all__ = ["holder_rows", "odds_rows"]


def holder_rows(frames: Sequence[Frame]) -> Table:
    """Return header and rows of who holds what in one run."""
    ground = load_backdrop()
    header = (
        "week", "date", "region", "name", "holder", "contested_by", "clandestine", "area_km2", "people_2015",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[object]]:
        for frame in frames:
            for number, region in enumerate(ground.ids):
                rival = SIDES[frame.rival[number]] if frame.contested[number] and frame.rival[number] >= 0 else ""
                facts = (f"{ground.area[number]:.2f}", f"{ground.population[number]:.0f}")
                hidden = "yes" if frame.clandestine[number] else ""
                holder = SIDES[int(np.asarray(frame.holder)[number])]
                yield (frame.week, frame.date, region, ground.names[number], holder, rival, hidden, *facts)

    return header, rows()


def odds_rows(dates: Sequence[Odds]) -> Table:
    """Return header and rows of the odds of every holder."""
    ground = load_backdrop()
    sides = [side for side in range(len(SIDES)) if any(odds.share[:, side].any() for odds in dates)]
    header = ("week", "date", "region", "name", "area_km2", *(f"p_{SIDES[number]}" for number in sides))

    def rows() -> Iterator[Sequence[object]]:
        for odds in dates:
            for region, name in enumerate(ground.ids):
                shares = [f"{odds.share[region, number]:.4g}" for number in sides]
                yield (odds.week, odds.date, name, ground.names[region], f"{ground.area[region]:.2f}", *shares)

    return header, rows()
