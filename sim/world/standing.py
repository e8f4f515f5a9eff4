"""How outside powers stand at the start and by a scenario's hand: relations, patrols, hotlines, guarantees.

Owns the setting of these fields. Knows nothing of the rules that read them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.scenario.loaded import Loaded
from sim.scenario.parameters.truces import Truces
from sim.scenario.start import Start
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.turnover import around
from sim.world.world import World

__all__ = ["guarantee_of", "set_hotline", "set_patrol", "set_provokes", "set_relation", "set_standing"]


def guarantee_of(loaded: Loaded, word: str) -> float:
    """Return what a guarantee takes off the log hazard of a truce."""
    numbers = loaded.parameters["truces"]
    assert isinstance(numbers, Truces)
    return {"none": 0.0, "diplomatic": numbers.diplomatic, "troops": numbers.troops}[word]


def set_relation(world: World, one: str, other: str, value: float) -> None:
    """Set how two sides stand to each other, and where their relation tends to."""
    a, b = INDEX[one], INDEX[other]
    for field in (world.relation, world.relation_start):
        field[a, b] = field[b, a] = value


def set_hotline(world: World, one: str, other: str, value: float) -> None:
    """Set how well two sides' forces keep out of each other's way."""
    a, b = INDEX[one], INDEX[other]
    world.hotline[a, b] = world.hotline[b, a] = value


def set_patrol(world: World, ground: Theatre, side: str, places: Iterable[str], radius_km: float, share: float) -> None:
    """Set on what share of days a side's force patrols around some places."""
    for place in places:
        world.patrol[around(ground, place, radius_km), INDEX[side]] = share


def set_provokes(world: World, side: str, level: float) -> None:
    """Set by how much a side's hazard of provoking others is multiplied; 0: it never does."""
    world.provokes[INDEX[side]] = level


def set_standing(world: World, ground: Theatre, start: Start) -> None:
    """Set relations, patrols, hotlines, valuations and who provokes as the start state gives them."""
    for standing in start.relations_between:
        set_relation(world, standing.pair[0], standing.pair[1], standing.value.value)
    for patrol in sorted(start.patrols, key=lambda entry: entry.share.value):
        set_patrol(world, ground, patrol.side, patrol.places, patrol.radius_km.value, patrol.share.value)
    for hotline in start.hotlines:
        set_hotline(world, hotline.pair[0], hotline.pair[1], hotline.value.value)
    for worth in start.valuation:
        world.valuation[INDEX[worth.patron]] = worth.value.value
    for ready in start.provokes:
        world.provokes[INDEX[ready.side]] = ready.level.value
