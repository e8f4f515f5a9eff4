"""Outrage of the world at what a side did: a diplomatic event alone.

Owns its setting. Knows nothing of what powers make of it.
"""

from __future__ import annotations

from sim.sides import INDEX
from sim.world.world import World

__all__ = ["outrage"]


def outrage(world: World, by: str, size: float) -> None:
    """Let the world be outraged at a side."""
    world.provoked[INDEX[by]] += size
