"""What the departure of a leader does at once: a shock, and fewer recruits for some (docs/model 3.12).

Events of the scenario and rules share it; the manpower rule then feels the shock over the next weeks, and the rebels'
demands fall in the settlement rule. Owns the shock. Knows nothing of what brought the leader down.
"""

from __future__ import annotations

from typing import Literal

from sim.chance import Purpose, uniform
from sim.scenario.parameters.settlement import Settlement
from sim.sides import INDEX
from sim.world.world import World

__all__ = ["Manner", "depart", "draw_shock"]

Manner = Literal["negotiated", "army_led", "abrupt"]

_SHOCK = int(Purpose.SHOCK)

RECRUITS_FOR = {INDEX["regime"]: INDEX["is"]}
"""Leader's side -> the side whom his rule brings recruits (assumption)."""


def draw_shock(seed: int, week: int, side: int) -> float:
    """Draw from Beta(2, 6), which is the law of the second smallest of seven uniform draws."""
    return sorted(uniform(seed, _SHOCK, week, side, number) for number in range(7))[1]


def depart(world: World, side: int, manner: Manner, numbers: Settlement, shock: float | None = None) -> float:
    """Let the leader of a side go; return the cohesion shock that begins, after what the manner takes off it.

    `shock` is the full shock where the scenario sets one; otherwise it is drawn. A leader goes once.
    """
    full = draw_shock(world.seed, world.week, side) if shock is None else shock
    if world.leader[side] == 0.0:
        return 0.0
    softened = {"negotiated": numbers.negotiated, "army_led": 1.0 - numbers.officer_tie, "abrupt": 1.0}[manner]
    felt = full * softened
    world.leader[side] = 0.0
    world.cohesion[side] = min(1.0, world.cohesion[side] + felt)
    if side in RECRUITS_FOR:
        world.inflow[RECRUITS_FOR[side]] *= numbers.recruiting
    return felt
