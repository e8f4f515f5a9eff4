"""The tally of every region as a war goes on: men, supply and people as they stand, killed and fled as sums.

Owns where each field of `record.fields` is read in the World, and the sums so far. Knows nothing of files.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.record.fields import FIELDS, RegionFields
from sim.record.keep import Keep
from sim.world.world import World

__all__ = ["Tally"]

_STEPS = np.array([[field.step] for field in FIELDS.values()])
_STANDING = sum(not field.summed for field in FIELDS.values())
_SUPPLY = list(FIELDS).index("supply")


class Tally:
    """Gather the fields of a run week by week, as far as `kept` asks for them."""

    def __init__(self, kept: Keep, world: World) -> None:
        """Start at week 0 of `world`."""
        self._kept = kept.fields
        self._sums = np.zeros((len(FIELDS) - _STANDING, len(world.holder)))
        self._weeks: list[int] = []
        self._rows: list[npt.NDArray[np.float32]] = []
        if self._kept == "every week":
            self._keep_row(world)

    def add(self, world: World, *, last: bool) -> None:
        """Add the week that has just been run; `last` is the week at the horizon."""
        if self._kept == "none":
            return
        killed, fighters, fled = self._sums
        killed += world.civil_dead
        fighters += world.battle_dead
        fled += world.displaced_week
        if last or self._kept == "every week":
            self._keep_row(world)
        if world.week == 1 and len(self._rows) == 2:
            # Supply is worked out as a week begins: what the first week finds is what there was at the start.
            self._rows[0][_SUPPLY] = self._rows[1][_SUPPLY]

    def _keep_row(self, world: World) -> None:
        row = np.concatenate(([world.garrison, world.supply, world.population], self._sums))
        self._weeks.append(world.week)
        self._rows.append((np.rint(row / _STEPS) * _STEPS).astype(np.float32))

    def fields(self) -> RegionFields:
        """Return all that was kept."""
        if not self._rows:
            return RegionFields.none()
        return RegionFields(np.array(self._weeks, dtype=np.int16), np.stack(self._rows))
