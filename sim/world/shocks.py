"""Blows from one week to the next: an outrage, a punitive strike.

Owns what such a blow does at once. Knows nothing of when or why one comes.
"""

from __future__ import annotations

from sim.world.losses import book_losses
from sim.world.world import World

__all__ = ["outrage", "strike_at"]


def outrage(world: World, by: int, size: float) -> None:
    """Shock the world by the act of a side."""
    world.provoked[:] += size
    world.provoked[by] -= size


def strike_at(world: World, by: int, against: int, killed: float) -> float:
    """Strike a side's mobile force once as a punishment; return how many died [men]."""
    before = float(world.dead[against])
    world.strike[against] = book_losses(
        against, killed, float(world.strike[against]), world.beds_strike, world.dead, world.disabled, world.dead_week
    )
    return float(world.dead[against]) - before
