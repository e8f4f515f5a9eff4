"""Blows to relations from one week to the next: who is drawn in, an outrage, a punitive strike, soldiers killed.

Shared by rules and by dated events. Owns what such a blow does to relations, crises and valuation. Knows nothing of
when or why one comes.
"""

from __future__ import annotations

import numpy as np

from sim.sides import BACKS, COALITION, INDEX, SIDE_COUNT
from sim.world.fields import BoolArray
from sim.world.losses import book_losses
from sim.world.world import World

__all__ = [
    "DRAWN_IN", "OUTRAGED", "PUNISHED", "VALUED", "book_dead", "crisis", "estrange", "outrage",
    "strike_at",
]  # fmt: skip

OUTRAGED = 0.15
"""Fall of the relation between the author of an outrage of size 1 and each foreign patron [-1..1] (assumption)."""

VALUED = 0.05
"""What an outrage of size 1 adds to what others would give for the consent of its author's patrons
[share of value] (assumption)."""

PUNISHED = 0.15
"""Fall of the relation between two parties by a punitive strike, as by an incident with dead, 3.11
[-1..1] (assumption)."""

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


def crisis(world: World, one: int, other: int, size: float) -> None:
    """Count a crisis for every patron that a blow between two sides draws in."""
    world.escalation += size * (DRAWN_IN[:, one] | DRAWN_IN[:, other])


def estrange(world: World, one: int, other: int, fall: float) -> None:
    """Lower the relation between two sides, both ways."""
    low = max(-1.0, float(world.relation[one, other]) - fall)
    world.relation[one, other] = world.relation[other, one] = low


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
    return died


def outrage(world: World, by: int, size: float) -> None:
    """Shock the world by the act of a side: foreign patrons are provoked, its own patrons' consent gains."""
    for q in _PATRONS[_COALITION[_PATRONS] != _COALITION[by]].tolist():
        world.provoked[q] += size
        estrange(world, by, q, OUTRAGED * size)
    own = _PATRONS[_COALITION[_PATRONS] == _COALITION[by]]
    world.escalation[own] += size
    world.valuation[own] = np.minimum(1.0, world.valuation[own] + VALUED * size)


def strike_at(world: World, by: int, against: int, killed: float) -> float:
    """Strike a side once as a punishment; return how many died [men]."""
    died = book_dead(world, against, by, killed)
    estrange(world, by, against, PUNISHED)
    crisis(world, by, against, 1.0)
    return died
