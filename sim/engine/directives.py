"""Turn the month's accepted orders into standing directives of the World, whatever order they arrived in.

Owns what an order sets. Knows nothing of what the rules make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.orders.orders import (
    Accept,
    AirSupport,
    Arm,
    Break,
    Disperse,
    Engage,
    Guard,
    MainEffort,
    Offer,
    Order,
    Patrol,
    Posture,
    Raid,
    Reinforce,
    Restrain,
    Restraint,
    Sanction,
    Strike,
    Withdraw,
)
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.enmity import TERMS
from sim.world.world import World

__all__ = ["FOCUS", "MANNERS", "POSTURES", "give"]

POSTURES = {"attack": 1.0, "hold": 0.5, "lie_low": 0.1}
"""Share of the committed men that each posture uses; assumption."""

FOCUS = {"all": 0.0, "core": 1.0, "strongholds": 2.0}
"""Code of what garrisons are for."""

MANNERS = {"avoid": (0.5, 0.0, 0.0), "keep": (1.0, 0.0, 0.0), "probe": (1.0, 1.0, 0.0), "push": (1.0, 0.0, 1.0)}
"""How often patrols go out, whether they test the rules, whether men press into foreign zones; assumption."""


def give(world: World, ground: Theatre, orders: Mapping[str, Iterable[Order]]) -> None:
    """Replace all standing directives by those of `orders` (actor -> orders); an actor without orders holds."""
    for field in (
        world.effort,
        world.reinforced,
        world.leaving,
        world.raiding,
        world.air_weight,
        world.arming,
        world.restraint,
        world.guard,
        world.dispersing,
        world.probing,
        world.pushing,
        world.striking,
        world.restraining,
        world.offer,
        world.accept,
        world.breaking,
        world.sanction,
    ):
        field[:] = 0.0
    world.density[:] = 1.0
    world.posture[:] = POSTURES["hold"]
    for actor, given in orders.items():
        for order in given:
            _set(world, ground, INDEX[actor], order)


def _set(world: World, ground: Theatre, side: int, order: Order) -> None:
    place = _PLACED.get(type(order))
    if place is not None:
        level = getattr(order, "level", 1.0)
        getattr(world, place)[side, ground.governorates.index(order.governorate)] = level  # type: ignore[union-attr]
        return
    match order:
        case Posture(stance=stance):
            world.posture[side] = POSTURES[stance]
        case Arm(partner=partner, level=level):
            world.arming[side, INDEX[partner]] = level
        case Restraint():
            world.restraint[side] = 1.0
        case Guard(focus=focus):
            world.guard[side] = FOCUS[focus]
        case Disperse(level=level):
            world.dispersing[side] = level
        case Engage(fifths=fifths):
            world.engaged[side] = fifths / 5.0
        case Patrol(manner=manner):
            world.density[side], world.probing[side], world.pushing[side] = MANNERS[manner]
        case _:
            _set_party(world, side, order)


_PLACED: Mapping[type, str] = {
    MainEffort: "effort",
    AirSupport: "air_weight",
    Withdraw: "leaving",
    Reinforce: "reinforced",
    Raid: "raiding",
}
"""Orders for one governorate, and the field that each sets there."""


def _set_party(world: World, side: int, order: Order) -> None:
    """Set an order that is about another party."""
    match order:
        case Restrain(partner=partner, level=level):
            world.restraining[side, INDEX[partner]] = level
        case Sanction(against=against, level=level):
            world.sanction[side, INDEX[against]] = level
        case Strike(against=against):
            world.striking[side, INDEX[against]] = 1.0
        case Offer(to=to, terms=terms):
            world.offer[side, INDEX[to]] = TERMS.index(terms) + 1
        case Accept(of=of, terms=terms):
            world.accept[side, INDEX[of]] = TERMS.index(terms) + 1
        case Break(party=party):
            world.breaking[side, INDEX[party]] = 1.0
