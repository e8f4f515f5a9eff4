"""Plays of known answer that stand in for a war in tests of sweeps: any worker can import them."""

from __future__ import annotations

import math
import os
import signal
from pathlib import Path

from sim.experiments.sweeps.batches import Place
from sim.experiments.sweeps.chunk import Chunk, Played

__all__ = ["failing", "ishigami", "once_deadly", "plain"]


def plain(chunk: Chunk, place: Place) -> Played:
    """Return the sum of the factors plus a hundredth of the replicate."""
    total = sum(float(value) for value in chunk.values[place.point] if not isinstance(value, str))
    return Played([total + place.replicate / 100, float("nan")], hash=f"{place.row:016x}")


def failing(chunk: Chunk, place: Place) -> Played:
    """Fail at every seventh row, unless MENDED names a path that is there."""
    if place.row % 7 == 3 and not Path(os.environ.get("MENDED", "nowhere")).exists():
        raise ZeroDivisionError("a war without an end")
    return plain(chunk, place)


def once_deadly(chunk: Chunk, place: Place) -> Played:
    """Play plainly, but bring down the worker at row 5 unless the file that TRIED names is there; leave it there."""
    mark = Path(os.environ["TRIED"])
    if place.row == 5 and not mark.exists():
        mark.touch()
        signal.raise_signal(signal.SIGKILL)
    return plain(chunk, place)


def ishigami(chunk: Chunk, place: Place) -> Played:
    """Return the function of Ishigami and Homma (1990), whose indices are known, at three angles."""
    one, two, three = (float(value) - math.pi for value in chunk.values[place.point][:3])
    return Played([math.sin(one) + 7 * math.sin(two) ** 2 + 0.1 * three**4 * math.sin(one), float("nan")])
