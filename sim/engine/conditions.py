"""Whether a condition of the scenario holds this week, and by what number.

Owns how each measure of a condition is read off the World. Knows nothing of events, or of how often it has held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.scenario.conditions import Between, Border, Condition, Holds, Measured
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.world import World

__all__ = ["holds_now"]


def holds_now(condition: Condition, world: World, ground: Theatre) -> tuple[bool, float]:
    """Return whether the condition holds at the opening of this week, and the value that was measured."""
    if isinstance(condition, Holds):
        held = bool(world.holder[ground.index[condition.place]] == INDEX[condition.by])
        return held, float(held)
    value = _value(condition, world, ground)
    if condition.below is not None:
        return value < condition.below, value
    assert condition.above is not None
    return value > condition.above, value


def _value(condition: Between | Measured | Border, world: World, ground: Theatre) -> float:
    match condition:
        case Between(of=[one, other]):
            return float(getattr(world, condition.measure)[INDEX[one], INDEX[other]])
        case Border(of=[one, other]):
            return _border(world, ground, INDEX[one], INDEX[other])
        case Measured(of=side):
            return _OF_SIDE[condition.measure](world, ground, INDEX[side])
    raise AssertionError("every condition has a measure")


def _border(world: World, ground: Theatre, one: int, other: int) -> float:
    """Return the length of the common border of two sides' land [km]."""
    mine = np.flatnonzero(world.holder == one)
    beside = ground.neighbour[mine]
    theirs = (beside >= 0) & (world.holder[beside] == other)
    return float(ground.border[mine][theirs].sum())


def _share(world: World, amount: np.ndarray, side: int) -> float:
    return float(amount[world.holder == side].sum() / amount.sum())


def _strength(world: World, ground: Theatre, side: int) -> float:
    return float(world.strike[side] + world.garrison[world.holder == side].sum())


_OF_SIDE: Mapping[str, Callable[[World, Theatre, int], float]] = {
    "area": lambda world, ground, side: _share(world, ground.area, side),
    "population": lambda world, ground, side: _share(world, ground.population, side),
    "strength": _strength,
    "coverage": lambda world, ground, side: float(world.coverage[side]),
    "morale": lambda world, ground, side: float(world.morale[side]),
    "income": lambda world, ground, side: float(world.income[side]),
    "engaged": lambda world, ground, side: float(world.engaged[side]),
    "weariness": lambda world, ground, side: float(world.weariness[side]),
    "leverage": lambda world, ground, side: float(world.leverage[side]),
    "cadre": lambda world, ground, side: float(world.cadre.sum()),
    "raids": lambda world, ground, side: float(world.raided.sum()),
}
"""How each measure of one side is read off."""
