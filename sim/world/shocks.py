"""Blows to relations from one week to the next: who is drawn in, an outrage, a punitive strike, soldiers killed.

Shared by rules and by dated events. Owns what such a blow does to relations, crises and valuation, and how far a
side is held back from one. Knows nothing of when or why one comes.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.scenario.parameters.incidents import Incidents
from sim.scenario.parameters.provocations import Provocations
from sim.sides import BACKS, COALITION, INDEX, SIDE_COUNT
from sim.world.fields import BoolArray, FloatArray
from sim.world.losses import book_losses
from sim.world.world import World

__all__ = ["DRAWN_IN", "advancing", "book_dead", "crisis", "estrange", "held_back", "outrage", "pressing", "strike_at"]

MOST = 3.0
"""Highest level of an order to restrain [level] (assumption)."""

_COALITION = np.array(COALITION)


def _drawn_in() -> BoolArray:
    """Return `[patron, side]`: whether a blow to the side is a crisis of the patron, itself or its client's."""
    found = np.zeros((SIDE_COUNT, SIDE_COUNT), dtype=np.bool_)
    for patron, clients in BACKS.items():
        found[INDEX[patron], [INDEX[patron], *(INDEX[client] for client in clients)]] = True
        found[INDEX[patron], _COALITION[INDEX[patron]] == _COALITION] = True
    return found


DRAWN_IN = _drawn_in()
"""Which patrons a blow to a side draws in: those of its coalition."""

_PATRONS = np.array([INDEX[patron] for patron in BACKS])
_BEHIND = [[p for p in _PATRONS.tolist() if COALITION[p] == COALITION[side]] for side in range(SIDE_COUNT)]
"""The patrons in the coalition of each side."""


def crisis(world: World, one: int, other: int, size: float) -> None:
    """Count a crisis for every patron that a blow between two sides draws in."""
    world.escalation += size * (DRAWN_IN[:, one] | DRAWN_IN[:, other])


def estrange(world: World, one: int, other: int, fall: float, drags: float) -> None:
    """Lower the relation between two sides, both ways, and by a share `drags` between those and patrons behind them."""
    _lower(world, one, other, fall)
    for p in {one, *_BEHIND[one]} if drags > 0.0 else ():
        for q in {other, *_BEHIND[other]}:
            if (p, q) != (one, other):
                _lower(world, p, q, drags * fall)


def _lower(world: World, one: int, other: int, fall: float) -> None:
    low = max(-1.0, float(world.relation[one, other]) - fall)
    world.relation[one, other] = world.relation[other, one] = low


def held_back(world: World) -> FloatArray:
    """Return how far each side is held back by a patron: by its orders, or by its answer to a provocation."""
    return _held(world.restraining, world.held_until, world.week)


@kernel
def _held(restraining: FloatArray, held_until: FloatArray, week: int) -> FloatArray:
    held = np.zeros(len(held_until))
    for side in range(len(held)):
        for patron in range(len(held)):
            held[side] = max(held[side], restraining[patron, side] / MOST)
        if held_until[side] > week:
            held[side] = max(held[side], 1.0)
    return held


def book_dead(world: World, side: int, by: int, killed: float) -> float:
    """Book dead of a side's mobile force, or outside the account if it has none; return how many died [men]."""
    before = float(world.dead[side])
    if world.strike[side] > 0.0:
        world.strike[side] = book_losses(
            side, killed, float(world.strike[side]), world.beds_strike, world.dead, world.disabled, world.dead_week
        )
    else:
        world.dead[side] += killed
        world.dead_week[side] += killed
        world.received[side] += killed
    died = float(world.dead[side]) - before
    world.clash[side, by] += died
    world.incident_dead[side] += died
    return died


def pressing(world: World) -> FloatArray:
    """Return which sides press into zones, by order or as a provocation."""
    return np.maximum(world.pushing, world.push_until > world.week)


def advancing(world: World) -> FloatArray:
    """Return how far each side presses into zones, less what holds it back."""
    return _advancing(world.pushing, world.push_until, world.restraining, world.held_until, world.week)


@kernel
def _advancing(
    pushing: FloatArray, push_until: FloatArray, restraining: FloatArray, held_until: FloatArray, week: int
) -> FloatArray:
    pushes = _held(restraining, held_until, week)
    for side in range(len(pushes)):
        pushes[side] = max(pushing[side], 1.0 * (push_until[side] > week)) * (1.0 - pushes[side])
    return pushes


def outrage(world: World, by: int, size: float, numbers: Provocations) -> None:
    """Shock the world by the act of a side: foreign patrons are provoked, its own patrons' consent gains."""
    foreign = _PATRONS[_COALITION[_PATRONS] != _COALITION[by]]
    world.provoked[foreign] += size
    fall = numbers.outraged * size
    for q in foreign.tolist():
        for p in {by, *_BEHIND[by]}:
            _lower(world, p, q, fall if p == by else numbers.drags * fall)
    own = _PATRONS[_COALITION[_PATRONS] == _COALITION[by]]
    world.escalation[own] += size
    world.valuation[own] = np.minimum(1.0, world.valuation[own] + numbers.valued * size)


def strike_at(world: World, by: int, against: int, killed: float, numbers: Incidents) -> float:
    """Strike a side once as a punishment; return how many died [men]."""
    died = book_dead(world, against, by, killed)
    estrange(world, by, against, numbers.punished, numbers.drags)
    crisis(world, by, against, 1.0)
    world.provoked[against] += 1.0
    return died
