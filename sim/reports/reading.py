"""What a figure may ask of a Record: the plain data of a run or an ensemble, and nothing that computes.

Owns that list. Knows nothing of how records are stored; whatever answers these questions can be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.record.frames import Frame, Odds

__all__ = ["Reading"]


class Reading(Protocol):
    """Answer what the figures ask; `sim.record.store.Record` does."""

    @property
    def scenario(self) -> Mapping[str, Any]:
        """Return the resolved scenario as plain data."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Return seeds, versions, command and citations."""

    @property
    def series(self) -> Mapping[str, NDArray[np.float64]]:
        """Return the measures by name, each `[run, week]`."""

    @property
    def runs(self) -> int:
        """Return the number of runs."""

    @property
    def start(self) -> date:
        """Return the first day."""

    @property
    def weeks(self) -> int:
        """Return the number of weeks."""

    @property
    def seeds(self) -> Sequence[int]:
        """Return the seed of each run."""

    def held(self, regions: Sequence[int]) -> NDArray[np.int8]:
        """Return who held each of `regions` after each number of weeks, 0 the start: `[run, week + 1, region]`."""

    def events(self, run: int = 0) -> Sequence[Mapping[str, Any]]:
        """Return the events of one run as plain data (`record.events`); none where they were not kept."""

    def orders(self, run: int = 0) -> Sequence[Mapping[str, Any]]:
        """Return the orders of one run as plain data, with week and actor; none where they were not kept."""

    def frame(self, week: int, run: int = 0) -> Frame:
        """Return who held what after `week` weeks in one run; week 0 is the start."""

    def field(self, name: str, week: int, run: int = 0) -> NDArray[np.float64] | None:
        """Return a field of `record.fields` by region after `week` weeks of one run; None if it was not kept."""

    def odds(self, week: int) -> Odds:
        """Return the share of runs in which each side holds each region after `week` weeks."""
