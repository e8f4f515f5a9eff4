"""Hinterland: thinly held empty country follows its nearest place (docs/model 3.9).

Reads anchors, garrisons and enmity; writes holders and garrisons. Knows nothing of battles; places never
change hands here.
"""

from __future__ import annotations

import numpy as np

from sim.chance import Purpose, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.hinterland import Hinterland
from sim.sides import COALITION, GROUND, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_FOLLOW, enmity
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.forms import HEX_AREA
from sim.world.losses import retreat
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("hostility", "compliance", "zone", "guard")
WRITES = ("holder", "garrison", "fort", "captured", "taken_from")

STRONGHOLDS = 2.0
"""Code of the order to keep strongholds only: such a side follows nobody into thin country."""

_HINTERLAND = int(Purpose.HINTERLAND)
_COALITION = np.array(COALITION)
_MARCHES = np.zeros(SIDE_COUNT, dtype=np.bool_)
_MARCHES[[INDEX[side] for side in GROUND]] = True
"""Who can move into thin country: not the contingent of a post."""

EQUATIONS = """
chance = flip a week, where: no place, no zone, garrison < thin * area/309,
         its anchor is held by another coalition that touches it, can march and is not ordered to keep
         strongholds, and enmity > 0.2 either way

The region goes to the anchor's holder; its men withdraw to neighbours of their side, or are captured. Form: own.
Without it campaigns leave corridors one region wide across the desert, and area depends on the grid. Rejected: flips
to the majority of neighbours (inert once anchors are in, and the touchiest rule of the first trial); diffusion of
influence (fronts melt).
"""


def apply(world: World, ground: Theatre, numbers: Hinterland) -> list[Event]:
    """Flip thin country whose anchor is held by an enemy that also borders it; return one event each."""
    hostile = enmity(world)
    draws = np.empty(ground.size)
    men = world.garrison.copy() if world.telling else world.garrison
    follows = _MARCHES & (world.guard < STRONGHOLDS)
    _follow(
        world.seed, world.week, hostile, world.zone, follows, _COALITION, ground.key, ground.is_place,
        ground.anchor, ground.area, ground.degree, ground.beside, numbers.thin, numbers.flip, world.holder,
        world.garrison, world.fort, world.captured, world.taken_from, draws,
    )  # fmt: skip
    if not world.telling:
        return []
    return [
        Event(
            world.week,
            "hinterland",
            "follow",
            int(c),
            int(world.holder[c]),
            int(world.taken_from[c]),
            numbers.flip,
            float(draws[c]),
            {
                "anchor": float(ground.anchor[c]),
                "garrison": float(men[c]),
                "thin_below": numbers.thin * float(ground.area[c]) / HEX_AREA,
            },
        )
        for c in np.flatnonzero(draws >= 0.0)
    ]


@kernel
def _follow(
    seed: int,
    week: int,
    enmity: FloatArray,
    zone: IntArray,
    follows: BoolArray,
    coalition: IntArray,
    key: IntArray,
    is_place: BoolArray,
    anchor: IntArray,
    area: FloatArray,
    degree: IntArray,
    neighbour: Rows,
    thin: float,
    flip: float,
    holder: IntArray,
    garrison: FloatArray,
    fort: FloatArray,
    captured: FloatArray,
    taken_from: IntArray,
    draws: FloatArray,
) -> None:
    """Draw from the state before any flip; men withdraw to neighbouring regions of their side."""
    count = len(holder)
    old = holder.copy()
    draws[:] = -1.0
    for c in range(count):
        a = old[anchor[c]]
        if is_place[c] or zone[c] >= 0 or coalition[a] == coalition[old[c]] or not follows[a]:
            continue
        if garrison[c] >= thin * area[c] / HEX_AREA or max(enmity[a, old[c]], enmity[old[c], a]) <= LEAST_TO_FOLLOW:
            continue
        touches = False
        for k in range(degree[c]):
            if coalition[old[neighbour[c, k]]] == coalition[a]:
                touches = True
        drawn = uniform(seed, _HINTERLAND, week, key[c], 0) if touches else 1.0
        if drawn < flip:
            holder[c] = a
            taken_from[c] = old[c]
            draws[c] = drawn
            fort[c] = 1.0
    for c in range(count):
        if draws[c] >= 0.0:
            retreat(c, old, holder, degree, neighbour, 0.0, garrison, captured)
