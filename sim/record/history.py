"""One finished run in memory: its series, hashes, changes of holder, fields by region, events and orders.

Owns the form in which a run leaves the engine. Knows nothing of folders (see `store`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from sim.record.fields import RegionFields
from sim.record.series import MEASURES

__all__ = ["RunHistory"]

Floats = npt.NDArray[np.float64]
Shorts = npt.NDArray[np.int16]


def _no_changes() -> Shorts:
    return np.zeros((0, 3), dtype=np.int16)


@dataclass(frozen=True, slots=True)
class RunHistory:
    """Hold what one run left behind; week w of a series is the week that began w weeks after the start."""

    seed: int
    table: Annotated[Floats, "[week, measure] in the order of MEASURES"]
    hashes: tuple[str, ...]
    """Hash of the World after each week, or after the last alone."""
    start_holder: Annotated[npt.NDArray[np.int8], "[region]"]
    flips: Annotated[Shorts, "[change, 3]: week after which it shows, region, new holder"]
    battles: Annotated[Shorts, "[battle, 3]: week after which it shows, region, attacker"]
    events: tuple[Mapping[str, Any], ...] = ()
    orders: tuple[Mapping[str, Any], ...] = ()
    hidden: Annotated[Shorts, "[change, 3]: week after which it shows, region, 1 ruled by night by IS, 0 no longer"] = (
        field(default_factory=_no_changes)
    )
    fields: RegionFields = field(default_factory=RegionFields.none)
    numbers: Mapping[str, float] = field(default_factory=dict)
    """Numbers of the rules that this run alone had, in place of those of the scenario."""
    draw: int | None = None
    """Which draw of the posterior they are; None where nothing was drawn for this run alone."""

    def series(self, name: str) -> Floats:
        """Return one weekly series by name."""
        column: Floats = self.table[:, list(MEASURES).index(name)]
        return column

    def holder_after(self, week: int) -> npt.NDArray[np.int8]:
        """Return who held each region after `week` weeks (0 = the start)."""
        holder = self.start_holder.copy()
        _write_over(holder, self.flips[self.flips[:, 0] <= week])
        return holder

    def rival_in(self, week: int) -> npt.NDArray[np.int8]:
        """Return who attacked each region in the week before; -1 nobody."""
        rival = np.full(len(self.start_holder), -1, dtype=np.int8)
        _write_over(rival, self.battles[self.battles[:, 0] == week])
        return rival

    def hidden_after(self, week: int) -> npt.NDArray[np.bool_]:
        """Return which regions an underground ruled by night after `week` weeks."""
        dark = np.zeros(len(self.start_holder), dtype=np.int8)
        _write_over(dark, self.hidden[self.hidden[:, 0] <= week])
        return dark > 0


def _write_over(regions: npt.NDArray[np.int8], changes: Shorts) -> None:
    """Write what changes say, in order: of several changes of a region the last one stays."""
    regions[changes[:, 1]] = changes[:, 2]
