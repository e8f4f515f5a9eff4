"""What the departure of a leader does at once: a shock.

Owns the shock. Knows nothing of what brought the leader down.
"""

from __future__ import annotations

from typing import Any, Literal

from sim.world.world import World

__all__ = ["Manner", "depart"]

Manner = Literal["negotiated", "army_led", "abrupt"]


def depart(world: World, side: int, manner: Manner, numbers: Any, shock: float | None = None) -> float:
    """Let the leader of a side go; return the cohesion shock that begins."""
    world.leader[side] = 0.0
    world.cohesion[side] = 0.0 if shock is None else shock
    return float(world.cohesion[side])
