"""Sanctuary: where fighters in hiding live, by land, desert and the men of others (docs/model 3.9).

Owns the weight of each region as a refuge, and the first spread of men in hiding over it. Knows nothing of raids.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.sides import COALITION, INDEX
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.forms import HEX_AREA
from sim.world.world import World

__all__ = ["HIDES", "place_cadre", "weigh_refuges"]

HIDES = INDEX["is"]
"""Whose men go underground: the one beaten force whose clandestine war is known."""

_COALITION = np.array(COALITION)


def place_cadre(world: World, ground: Theatre, men: float, settled: float, thick: float) -> None:
    """Add men in hiding, spread by sanctuary over the land that IS holds or held, else over the desert."""
    weight = np.zeros(ground.size)
    haunt = world.haunt if world.haunt.any() else ground.desert.astype(float)
    weigh_refuges(
        HIDES, world.holder, world.zone, world.garrison, haunt, _COALITION, ground.area, ground.desert,
        settled, thick, weight,
    )  # fmt: skip
    total = float(weight.sum())
    if total > 0.0:
        world.cadre += men * weight / total


@kernel
def weigh_refuges(
    hider: int,
    holder: IntArray,
    zone: IntArray,
    garrison: FloatArray,
    haunt: FloatArray,
    coalition: IntArray,
    area: FloatArray,
    desert: BoolArray,
    settled: float,
    thick: float,
    weight: FloatArray,
) -> None:
    """Weight = haunt area/309 (settled unless desert without a post) / (1 + others' men per 309 km2 / thick)."""
    for c in range(len(holder)):
        land = area[c] / HEX_AREA
        w = haunt[c] * land * (1.0 if desert[c] and zone[c] < 0 else settled)
        if coalition[holder[c]] != coalition[hider]:
            w /= 1.0 + garrison[c] / (land * thick)
        weight[c] = w
