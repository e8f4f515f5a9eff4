"""Foreign entries that policy may open by order: which are open to an actor, and what opening one does.

Owns the offer of a scenario's entries. Knows nothing of who opens them or why.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.engine.desk import Desk
from sim.engine.inputs import open_window
from sim.record.events import Event
from sim.scenario.events import Entry
from sim.scenario.loaded import Loaded
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.build import inside
from sim.world.enmity import LEAST_TO_ATTACK, enmity
from sim.world.turnover import rows_of
from sim.world.world import World

__all__ = ["enter", "windows_of"]


def windows_of(world: World, ground: Theatre, entries: Mapping[str, Entry], actor: str, desk: Desk) -> tuple[str, ...]:
    """Return the names of the entries that are open to an actor now."""
    return tuple(
        name
        for name, entry in entries.items()
        if entry.side == actor
        and name not in [window.name for window in desk.opened]
        and not _barred(world, ground, entry)
        and (entry.against or _has_a_foe(world, ground, entry))
    )


def _barred(world: World, ground: Theatre, entry: Entry) -> bool:
    """Say whether a post of another side keeps one of the places of entry."""
    zones = world.zone[rows_of(ground, entry.enter)]
    return bool(((zones >= 0) & (zones != INDEX[entry.side])).any())


def _has_a_foe(world: World, ground: Theatre, entry: Entry) -> bool:
    """Say whether somebody in the ground of the entry is hostile enough to be attacked."""
    there = np.unique(world.holder[inside(ground, entry.boxes)])
    return bool((enmity(world)[INDEX[entry.side], there] > LEAST_TO_ATTACK).any())


def enter(world: World, ground: Theatre, loaded: Loaded, name: str, desk: Desk) -> Event:
    """Open an entry by order, for its weeks."""
    entry = loaded.scenario.entries[name]
    side = INDEX[entry.side]
    world.entering[side] = 1.0 + list(loaded.scenario.entries).index(name)
    open_window(loaded.start, entry, name, world.week + entry.weeks, (world, ground, desk))
    return Event(world.week, "scenario", "window", side=side, inputs={"men": entry.men.value}, note=name)
