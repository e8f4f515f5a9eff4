"""The Record: what happened in one run or many, in the form that pictures, scores and people read.

Owns the reading of finished runs by week. Knows nothing of files (see `store`) and nothing of the World.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from sim.calendar import date_of
from sim.errors import InputError
from sim.record.frames import Frame, Odds
from sim.record.history import RunHistory
from sim.record.series import MEASURES
from sim.sides import SIDE_COUNT

__all__ = ["Record"]


@dataclass(frozen=True)
class Record:
    """Hold one scenario's runs: resolved scenario, manifest, and a history for each run."""

    scenario: Mapping[str, Any]
    manifest: Mapping[str, Any]
    histories: Sequence[RunHistory]
    regions: Sequence[str]

    @classmethod
    def of(
        cls,
        scenario: Mapping[str, Any],
        manifest: Mapping[str, Any],
        histories: Sequence[RunHistory],
        regions: Sequence[str],
    ) -> Self:
        """Return the Record of at least one finished run."""
        if not histories:
            raise InputError("a record needs at least one run")
        return cls(scenario, manifest, tuple(histories), tuple(regions))

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return len(self.histories)

    @property
    def seeds(self) -> list[int]:
        """Return the seed of each run."""
        return [history.seed for history in self.histories]

    @property
    def start(self) -> date:
        """Return the date on which the scenario starts."""
        return date.fromisoformat(self.scenario["start"])

    @property
    def weeks(self) -> int:
        """Return the length of the runs in weeks."""
        return len(self.histories[0].hashes)

    @cached_property
    def series(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """Return name -> float64[run, week] of every measure."""
        table = np.stack([history.table for history in self.histories])
        return {name: table[:, :, column] for column, name in enumerate(MEASURES)}

    def held(self, regions: Sequence[int]) -> npt.NDArray[np.int8]:
        """Return who held each of `regions` after each number of weeks, 0 the start: int8[run, week + 1, region]."""
        rows = {region: column for column, region in enumerate(regions)}
        out = np.empty((self.runs, self.weeks + 1, len(regions)), dtype=np.int8)
        for run, history in enumerate(self.histories):
            out[run] = history.start_holder[list(regions)]
            for week, region, side in history.flips[np.isin(history.flips[:, 1], list(regions))].tolist():
                out[run, week:, rows[region]] = side
        return out

    def events(self, run: int = 0) -> Sequence[Mapping[str, Any]]:
        """Return the events of one run as plain data; none where they were not kept."""
        return self.histories[run].events

    def orders(self, run: int = 0) -> Sequence[Mapping[str, Any]]:
        """Return the orders of one run as plain data; none where they were not kept."""
        return self.histories[run].orders

    def frame(self, week: int, run: int = 0) -> Frame:
        """Return who held what after `week` weeks (0 = the start) of one run."""
        history = self.histories[run]
        holder = history.holder_after(week)
        rival = history.rival_in(week)
        return Frame(week, date_of(week, self.start), holder, rival >= 0, rival, history.hidden_after(week))

    def field(self, name: str, week: int, run: int = 0) -> npt.NDArray[np.float64] | None:
        """Return one field of `record.fields` by region after `week` weeks of one run; None if it was not kept.

        Killed and fled are sums from the start; a week's own number is the difference of two weeks. Runs of an
        ensemble keep the last week alone. Raises InputError for an unknown name.
        """
        return self.histories[run].fields.after(name, week)

    def odds(self, week: int) -> Odds:
        """Return the share of runs in which each side held each region after `week` weeks."""
        share = np.zeros((len(self.histories[0].start_holder), SIDE_COUNT))
        rows = np.arange(len(share))
        for history in self.histories:
            share[rows, history.holder_after(week)] += 1.0
        return Odds(week, date_of(week, self.start), share / self.runs, self.runs)
