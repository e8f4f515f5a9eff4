"""How parties stand to each other when a war begins, where the scenario does not say (docs/model 3.12).

Owns the table of relations at the start. Knows nothing of how relations change.
"""

from __future__ import annotations

from sim.sides import INDEX
from sim.world.world import World

__all__ = ["RELATIONS", "SHUNNED", "set_relations"]

SHUNNED = "is"
"""With whom nobody negotiates, and whom no post of guards holds off."""

RELATIONS = {
    ("regime", "russia"): 0.7, ("regime", "iran"): 0.8, ("iran", "russia"): 0.4, ("us", "russia"): -0.2,
    ("us", "sdf"): 0.7, ("turkey", "sdf"): -0.9, ("turkey", "opposition"): 0.7, ("us", "turkey"): 0.2,
    ("turkey", "russia"): -0.3, ("us", "iran"): -0.8, ("regime", "sdf"): -0.1, ("regime", "opposition"): -1.0,
    ("regime", "hts"): -1.0, ("regime", "turkey"): -0.7, ("regime", "us"): -0.7, ("regime", "israel"): -0.8,
    ("iran", "israel"): -1.0, ("iran", "opposition"): -0.9, ("iran", "hts"): -1.0, ("russia", "opposition"): -0.7,
    ("russia", "hts"): -1.0, ("opposition", "sdf"): -0.4, ("opposition", "us"): 0.3, ("hts", "us"): -0.8,
    ("hts", "sdf"): -0.7, ("opposition", "hts"): 0.2, ("us", "israel"): 0.8, ("russia", "israel"): 0.3,
}  # fmt: skip
"""How two parties stand to each other [-1 to 1], both ways; pairs not named stand at 0. The first twelve are expert
judgement taken over from the first trial, the others are set by the same hand (assumption)."""


def set_relations(world: World) -> None:
    """Set every relation, and where it tends to, by the table; IS is everybody's enemy."""
    world.relation_start[:] = 0.0
    for (one, other), value in RELATIONS.items():
        a, b = INDEX[one], INDEX[other]
        world.relation_start[a, b] = world.relation_start[b, a] = value
    shunned = INDEX[SHUNNED]
    world.relation_start[shunned, :] = world.relation_start[:, shunned] = -1.0
    world.relation_start[shunned, shunned] = 0.0
    world.relation[:] = world.relation_start
