"""The scenario's desk: what it has set in motion in one war and the World does not hold.

Counts of weeks for which conditions have held, events done, closings due, foreign entries open, zones of posts,
policies changed and orders waiting. A run is always stepped from week 0, so replay and forks rebuild it.
Owns this memory. Knows nothing of what the events do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.orders.orders import Order
from sim.scenario.events import Event
from sim.scenario.loaded import Loaded
from sim.scenario.schema import ActorSetup
from sim.scenario.terms import Box
from sim.theatre.regions import Theatre
from sim.world.world import World

__all__ = ["Calm", "Desk", "Due", "Input", "Opened", "Watch", "desk_of"]


class Opened(NamedTuple):
    """A window that is open: its side, the ground and the parties it may attack, the men who came and their share."""

    name: str
    side: str
    boxes: Sequence[Box]
    men: float
    share: float
    """Share of the newcomers in the side's mobile force when they came."""
    against: Sequence[str]
    hostility: float


class Calm(NamedTuple):
    """How a side stood before its windows opened, and stands again when the last is closed."""

    limit: float
    """Largest strike force [men]."""
    hostility: dict[str, float]
    """Hostility towards those whom a window let it attack."""


@dataclass(slots=True)
class Watch:
    """A conditional event, the weeks in a row for which its condition has held, and whether it is done."""

    event: Event
    weeks: int = 0
    done: bool = False


@dataclass(slots=True)
class Desk:
    """Remember what the scenario has set in motion."""

    posts: dict[tuple[str, str], float] = field(default_factory=dict)
    """Zone [km] of each side's post at a place."""
    watches: list[Watch] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    calm: dict[str, Calm] = field(default_factory=dict)
    """Of each side with an open window: how it stood before."""
    policies: dict[str, ActorSetup] = field(default_factory=dict)
    """Policies that events have seated."""
    orders: dict[str, list[Order]] = field(default_factory=dict)
    """Orders that wait for an actor's next decision."""
    strikes: list[tuple[int, int, float]] = field(default_factory=list)
    """Punitive strikes of this week: by whom, against whom, and how many are to die."""

    def watch(self, events: Sequence[Event]) -> None:
        """Watch the conditional ones among `events`; one that was watched before keeps its count."""
        before = list(self.watches)
        self.watches = []
        for event in events:
            if event.condition is None:
                continue
            known = next((watch for watch in before if watch.event == event), None)
            if known is not None:
                before.remove(known)
            self.watches.append(known or Watch(event))


Input = Callable[[World, Theatre, Desk], None]
"""One change of the World, or of the desk, by the scenario."""


class Due(NamedTuple):
    """What is to be done when a week opens; nothing is told of it if `words` is empty."""

    week: int
    kind: str
    words: str
    change: Input


def desk_of(loaded: Loaded) -> Desk:
    """Return the desk at the start of a war."""
    desk = Desk({(post.side, post.place): post.zone_km.value for post in loaded.start.posts})
    desk.watch(loaded.scenario.events)
    return desk
