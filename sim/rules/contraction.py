"""Contraction: a side ordered to keep its strongholds gives up border land that it cannot hold (docs/model 3.9).

Reads the order, men and worth; writes holders and garrisons. Must run before the hinterland, which does not follow
a side so ordered. Knows nothing of battles; posts, sources of supply and dear land are never given up.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.contraction import Contraction
from sim.sides import COALITION, GROUND, HOLDS_AS, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_FOLLOW, enmity
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.forms import HEX_AREA
from sim.world.losses import retreat
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

EQUATIONS = """
While (G + S of the side) / (its area / 309) < thin, and no more than `most` km2 are given up this week:
  give the border region of least worth (places after all empty country; none of worth >= dear, no zone, no source)
  to the hostile neighbour with ground forces (E > 0.2, either way) with most of its border; its men go to
  neighbouring regions of their side.
Only under the order to keep strongholds.

The first trial's rule for the collapse of IS in 2017, by area instead of by hex, for any side that is ordered so.
Rejected: giving up land without an order (armies then melt away from every quiet desert), and a share of the land
at a time (gains would depend on how the land is cut up).
"""

READS = ("guard", "strike", "worth", "zone", "depot", "hostility", "compliance")
WRITES = ("holder", "garrison", "fort", "captured", "taken_from")

STRONGHOLDS = 2.0
"""Code of the order to keep strongholds only."""

_COALITION = np.array(COALITION)
_HOLDS_AS = np.array(HOLDS_AS)
_MARCHES = np.zeros(SIDE_COUNT, dtype=np.bool_)
_MARCHES[[INDEX[side] for side in GROUND]] = True
"""Who can move into land that is given up: not the contingent of a post."""

_UNTOLD = np.empty((0, 2))
"""Stands for what would be told, where nobody keeps it."""


def apply(world: World, ground: Theatre, numbers: Contraction) -> list[Event]:
    """Give up what cannot be held; return one event a region."""
    ordered = [side for side, code in enumerate(world.guard.tolist()) if code >= STRONGHOLDS]
    if not ordered:
        return []
    told = np.full((ground.size, 2), -1.0) if world.telling else _UNTOLD
    hostile = enmity(world)
    for side in ordered:
        if _thickness(side, world.strike, world.holder, world.garrison, ground.area) >= numbers.thin:
            continue
        _give_up(
            side, hostile, _COALITION, _MARCHES, _HOLDS_AS, world.strike, world.worth, world.zone, world.depot,
            ground.is_place, ground.area, ground.degree, ground.beside, ground.border, numbers.thin, numbers.most,
            numbers.dear, world.holder, world.garrison, world.fort, world.captured, world.taken_from, told,
        )  # fmt: skip
    if not world.telling:
        return []
    return [
        Event(
            world.week, "contraction", "give_up", int(c), int(world.holder[c]), int(world.taken_from[c]),
            inputs={"men_per_309_km2": float(told[c, 0]), "thin": numbers.thin, "worth": float(told[c, 1])},
        )
        for c in np.flatnonzero(told[:, 0] >= 0.0)
    ]  # fmt: skip


@kernel
def _thickness(side: int, strike: FloatArray, holder: IntArray, garrison: FloatArray, area: FloatArray) -> float:
    """Return the men of a side per 309 km2 of its land; without bound where it holds none."""
    men, land = strike[side], 0.0
    for c in range(len(holder)):
        if holder[c] == side:
            men += garrison[c]
            land += area[c]
    return men * HEX_AREA / land if land > 0.0 else math.inf


@kernel
def _give_up(
    side: int, enmity: FloatArray, coalition: IntArray, marches: BoolArray, holds_as: IntArray, strike: FloatArray,
    worth: FloatArray, zone: IntArray, depot: IntArray, is_place: BoolArray, area: FloatArray, degree: IntArray,
    neighbour: Rows, border: FloatArray, thin: float, most: float, dear: float, holder: IntArray,
    garrison: FloatArray, fort: FloatArray, captured: FloatArray, taken_from: IntArray, told: FloatArray,
) -> None:  # fmt: skip
    """Take the least worthy border regions of the start of the phase, one by one, until the rest can be held."""
    count = len(holder)
    old = holder.copy()
    men, land, given = strike[side], 0.0, 0.0
    to = np.full(count, -1, dtype=np.int64)
    ring = np.zeros(len(coalition))
    for c in range(count):
        if old[c] != side:
            continue
        men += garrison[c]
        land += area[c]
        if zone[c] >= 0 or depot[c] == side or worth[c, side] >= dear or taken_from[c] >= 0:
            continue
        ring[:] = 0.0
        for k in range(degree[c]):
            ring[old[neighbour[c, k]]] += border[c, k]
        for h in range(len(ring)):
            followed = marches[h] and max(enmity[h, side], enmity[side, h]) > LEAST_TO_FOLLOW
            ring[h] = ring[h] if followed and coalition[h] != coalition[side] else 0.0
        best = int(ring.argmax())
        if ring[best] > 0.0:
            to[c] = holds_as[best]
    while land > 0.0 and men * HEX_AREA / land < thin:
        least = -1
        for c in range(count):
            if to[c] < 0 or holder[c] != side or given + area[c] > most:
                continue
            if least < 0 or (is_place[c], worth[c, side]) < (is_place[least], worth[least, side]):
                least = c
        if least < 0:
            break
        if len(told):
            told[least, 0] = men * HEX_AREA / land
            told[least, 1] = worth[least, side]
        holder[least] = to[least]
        taken_from[least] = side
        fort[least] = 1.0
        given += area[least]
        land -= area[least]
    if given > 0.0:
        for c in range(count):
            if old[c] == side and holder[c] != side:
                retreat(c, old, holder, degree, neighbour, 0.0, garrison, captured)
