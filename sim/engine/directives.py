"""Turn the month's accepted orders into standing directives of the World, whatever order they arrived in.

Owns what an order sets. Knows nothing of what the rules make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.orders.orders import (
    AirSupport,
    Arm,
    MainEffort,
    Order,
    Posture,
    Raid,
    Reinforce,
    Restraint,
    Withdraw,
)
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.world import World

__all__ = ["POSTURES", "give"]

POSTURES = {"attack": 1.0, "hold": 0.5, "lie_low": 0.1}
"""Share of the committed men that each posture uses; assumption."""


def give(world: World, ground: Theatre, orders: Mapping[str, Iterable[Order]]) -> None:
    """Replace all standing directives by those of `orders` (actor -> orders); an actor without orders holds."""
    for field in (
        world.effort,
        world.reinforced,
        world.leaving,
        world.raiding,
        world.air_weight,
        world.arming,
    ):
        field[:] = 0.0
    world.restraint[:] = 0.0
    world.posture[:] = POSTURES["hold"]
    for actor, given in orders.items():
        for order in given:
            _set(world, ground, INDEX[actor], order)


def _set(world: World, ground: Theatre, side: int, order: Order) -> None:
    match order:
        case Posture(stance=stance):
            world.posture[side] = POSTURES[stance]
        case Restraint():
            world.restraint[side] = 1.0
        case Arm(partner=partner, level=level):
            world.arming[side, INDEX[partner]] = level
        case MainEffort(governorate=where):
            world.effort[side, ground.governorates.index(where)] = 1.0
        case AirSupport(governorate=where):
            world.air_weight[side, ground.governorates.index(where)] = 1.0
        case Withdraw(governorate=where):
            world.leaving[side, ground.governorates.index(where)] = 1.0
        case Reinforce(governorate=where, level=level):
            world.reinforced[side, ground.governorates.index(where)] = level
        case Raid(governorate=where, level=level):
            world.raiding[side, ground.governorates.index(where)] = level
