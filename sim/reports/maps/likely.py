"""Who is likely to hold each region over an ensemble, how surely, and how that is painted.

Hue is the most likely holder. Three intensities give its share of the runs; below 0.7 the area is hatched in
the line colour of the runner-up, and faction patterns are off, so that hatching means doubt and nothing else.
Owns these classes and their painting. Knows nothing of pages or records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from sim.record.frames import Odds
from sim.reports import style
from sim.reports.atlas.areas import Drawn
from sim.reports.atlas.backdrop import Backdrop
from sim.reports.atlas.plate import Plate
from sim.reports.atlas.tints import Tint, paint_tints
from sim.reports.style import Pattern

__all__ = ["DOUBT", "HATCH", "LEVELS", "SURE", "Likely", "doubtful_share", "likely", "paint_likely", "tint_of"]

SURE, DOUBT = 0.9, 0.7
"""Shares of runs that part the three intensities."""

LEVELS = ("0.9 and more", "0.7 to 0.9", "below 0.7: hatched in the")

HATCH = Pattern("lines", 1.0, 5.2, angle=45)
_WHITER = (0.0, 0.32, 0.62)


@dataclass(frozen=True, eq=False)
class Likely:
    """Hold the most likely holder of each region, the runner-up and how sure it is."""

    holder: Annotated[NDArray[np.int64], "[region] index into SIDES"]
    runner_up: Annotated[NDArray[np.int64], "[region] index into SIDES; -1 nobody"]
    share: Annotated[NDArray[np.float64], "[region] 0..1"]

    @property
    def level(self) -> NDArray[np.int64]:
        """Return 0 at 0.9 and more, 1 from 0.7, 2 below."""
        return np.where(self.share >= SURE - 1e-9, 0, np.where(self.share >= DOUBT - 1e-9, 1, 2))


def likely(odds: Odds) -> Likely:
    """Return who most likely holds each region; ties go to the first in the order of sides."""
    order = np.argsort(-odds.share, axis=1, kind="stable")
    first, second = order[:, 0], order[:, 1]
    rows = np.arange(len(first))
    runner_up = np.where(odds.share[rows, second] > 0, second, -1)
    return Likely(first.astype(np.int64), runner_up.astype(np.int64), odds.share[rows, first])


def doubtful_share(found: Likely, ground: Backdrop) -> float:
    """Return the share of the area 0..1 whose likely holder has under 0.7 of the runs."""
    return float(ground.area[found.level == 2].sum() / ground.area.sum())


def tint_of(holder: int, level: int, rival: int) -> Tint:
    """Return how a holder is painted at one of three levels, with the runner-up at the last."""
    colour = style.mix(style.look(holder).fill, style.PAPER, _WHITER[level])
    return Tint(colour, HATCH, style.look(rival).line) if level == 2 and rival >= 0 else Tint(colour)


def paint_likely(plate: Plate, found: Likely, ground: Backdrop) -> tuple[Drawn, list[int]]:
    """Paint who is likely to hold what; return the areas drawn and the holder of each key."""
    level = found.level
    rows = np.stack([found.holder, level, np.where(level == 2, found.runner_up, -1)], axis=1)
    classes, keys = np.unique(rows, axis=0, return_inverse=True)
    holders = classes[:, 0].tolist()
    tints = [tint_of(*row) for row in classes.tolist()]
    return paint_tints(plate, ground, keys.ravel(), tints, holders), holders
