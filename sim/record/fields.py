"""What is kept of every region: how many men, how well supplied, who was killed, who fled, who is there.

Owns the names of these fields, their units, and the form in which a run keeps them. Knows nothing of files, and
nothing of where in the World they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sim.errors import InputError, nearest

__all__ = ["FIELDS", "Field", "RegionFields"]


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one field: unit, meaning, and whether it is summed from the start or stands as of a week."""

    unit: str
    doc: str
    step: float = 1.0
    """Kept to this; a power of two, so that small floats hold it exactly and shrink well."""
    summed: bool = False


FIELDS: Mapping[str, Field] = {
    "strength": Field("men", "local men of the holder; mobile men have no region of their own"),
    "supply": Field("share", "supply of the holder in the week before; at the start, in the first week", 1 / 128),
    "people": Field("people", "people present"),
    "deaths.civilians": Field("people", "civilians killed here since the start", 1 / 8, summed=True),
    "deaths.fighters": Field(
        "people",
        "fighters killed here since the start in battles, at fronts and in raids; those killed from the air behind "
        "fronts, in hiding, in incidents and by events are in no region",
        1 / 8,
        summed=True,
    ),
    "fled": Field("people", "people who fled the region since the start; who fled twice counts twice", summed=True),
}
"""Name -> unit and meaning, in the order in which they are kept."""

_AT = {name: number for number, name in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class RegionFields:
    """Hold the fields of one run after some weeks: all, the last alone, or none."""

    weeks: Annotated[npt.NDArray[np.int16], "[kept] weeks done, rising; 0 is the start"]
    values: Annotated[npt.NDArray[np.float32], "[kept, field, region] in the order of FIELDS"]

    @classmethod
    def none(cls) -> RegionFields:
        """Return the fields of a run that kept none."""
        return cls(np.zeros(0, dtype=np.int16), np.zeros((0, len(FIELDS), 0), dtype=np.float32))

    def after(self, name: str, week: int) -> npt.NDArray[np.float64] | None:
        """Return one field by region after `week` weeks; None if it was not kept. InputError for an unknown name."""
        if name not in _AT:
            raise InputError(f'There is no field "{name}"{nearest(name, FIELDS)}: there are {", ".join(FIELDS)}.')
        row = int(np.searchsorted(self.weeks, week))
        if row == len(self.weeks) or self.weeks[row] != week:
            return None
        found: npt.NDArray[np.float64] = self.values[row, _AT[name]].astype(np.float64)
        return found
