"""The log of a run as it goes: a row of measures, a hash and the changes of each week.

Owns what a running war has left behind so far. Knows nothing of folders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.engine.causes import Causes, settle
from sim.engine.measure import measure
from sim.engine.tally import Tally
from sim.kernels import kernel
from sim.orders.codec import order_to_plain
from sim.orders.legal import Ruling
from sim.record.events import Event, event_to_plain
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.record.series import MEASURES
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["Log"]

_COLUMN = {name: index for index, name in enumerate(MEASURES)}


class Log:
    """Gather a run week by week, and hand it over as a RunHistory."""

    def __init__(self, keep: Keep, world: World, ground: Theatre) -> None:
        """Start a log at week 0 of `world`."""
        self._keep = keep
        self._ground = ground
        self._seed = world.seed
        self._table: list[FloatArray] = []
        self._start = world.holder.astype(np.int8)
        self._holder: IntArray = world.holder.copy()
        self._hashes: list[str] = []
        self._flips: list[tuple[int, int, int]] = []
        self._battles: list[tuple[int, int, int]] = []
        self._causes = Causes(ground)
        self._night = world.night.copy()
        self._hidden: list[tuple[int, int, int]] = []
        self._tally = Tally(keep, world)
        self._events: list[Mapping[str, Any]] = []
        self._orders: list[Mapping[str, Any]] = []

    def add(self, world: World, told: Sequence[Event], *, last: bool) -> None:
        """Record the week that has just been run; `last` is the week at the horizon."""
        self._table.append(measure(world, self._ground))
        if last or self._keep.hashes:
            self._hashes.append(world.digest())
        self._tally.add(world, last=last)
        start = self._holder.copy() if self._keep.events else self._holder
        self._flips += [(world.week, *change) for change in _changes(self._holder, world.holder).tolist()]
        self._hidden += [(world.week, *change) for change in _changes(self._night, world.night).tolist()]
        if self._keep.battles:
            for region in np.flatnonzero(world.ratio > 0.0).tolist():
                self._battles.append((world.week, region, int(world.rival[region])))
        if self._keep.events:
            for event in settle(told, start):
                self._tell(event, world)

    @property
    def tells(self) -> bool:
        """Say whether events are kept."""
        return self._keep.events

    def _tell(self, event: Event, world: World) -> None:
        """Keep one event, with what led to it and, where land changed hands, who died there in the week."""
        number = len(self._events)
        event = self._causes.link(event, number, world)
        if event.holder >= 0:
            killed = {
                "civilians_killed": float(world.civil_dead[event.region]),
                "fighters_killed": float(world.battle_dead[event.region]),
            }
            kept = float(world.compliance[event.side, event.other]) if event.kind == "capture" else 0.0
            truce = {"truce_kept": kept} if kept > 0.0 else {}
            event = replace(event, inputs={**event.inputs, **truce, **killed})
        self._events.append(event_to_plain(event, self._ground.ids, number))

    def add_orders(self, week: int, actor: str, rulings: Sequence[Ruling]) -> None:
        """Record a month's orders of one actor, refused ones with the reason."""
        if not self._keep.events:
            return
        for ruling in rulings:
            row = {"week": week, "actor": actor, **order_to_plain(ruling.order)}
            self._orders.append(row if ruling.accepted else {**row, "refused": ruling.reason})

    def latest(self, name: str) -> float:
        """Return the last recorded value of one measure; not a number before the first week."""
        return float(self._table[-1][_COLUMN[name]]) if self._table else float("nan")

    @property
    def table(self) -> FloatArray:
        """Return the rows recorded so far, `[week, measure]`."""
        return np.array(self._table).reshape(-1, len(MEASURES))

    def history(self) -> RunHistory:
        """Return all that was recorded."""
        return RunHistory(
            seed=self._seed,
            table=self.table,
            hashes=tuple(self._hashes),
            start_holder=self._start,
            flips=_rows(self._flips),
            battles=_rows(self._battles),
            events=tuple(self._events),
            orders=tuple(self._orders),
            hidden=_rows(self._hidden),
            fields=self._tally.fields(),
        )


@kernel
def _changes(before: FloatArray | IntArray, now: FloatArray | IntArray) -> IntArray:
    """Return `[change, 2]`: the regions where something has changed and what it is now, and take note of it."""
    many = 0
    for c in range(len(now)):
        many += now[c] != before[c]
    found = np.empty((many, 2), np.int64)
    n = 0
    for c in range(len(now) if many else 0):
        if now[c] != before[c]:
            found[n, 0], found[n, 1] = c, int(now[c])
            before[c] = now[c]
            n += 1
    return found


def _rows(rows: Sequence[tuple[int, int, int]]) -> npt.NDArray[np.int16]:
    return np.array(rows, dtype=np.int16).reshape(-1, 3)
