"""The approach: where each campaign attacks this week, with how many men (docs/model.md 3.6).

A campaign attacks the first hostile region on the cheapest way from supplied own land to its place. Reads
campaigns and men; writes points of attack and who attacks whom. Knows nothing of why a place was chosen.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.campaigns import Campaigns
from sim.sides import COALITION, GROUND, INDEX
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.marching import march
from sim.world.world import World

__all__ = ["NUMBERS", "READS", "WRITES", "apply"]

NUMBERS = "campaigns"
"""The block of numbers, shared with the choice of campaigns."""

READS = ("holder", "zone", "supply", "cut", "readiness", "hostility", "compliance", "usable")
WRITES = ("target", "entry", "campaign_men", "campaign_supply", "rival")

_COALITION = np.array(COALITION)
_GROUND = np.array([INDEX[side] for side in GROUND])


def apply(world: World, ground: Theatre, numbers: Campaigns) -> list[Event]:
    """Find this week's point of attack of each campaign, share out the men, and name who attacks what."""
    before = world.target.copy()
    enmity = world.hostility * (1.0 - world.compliance)
    _approach(
        _GROUND, enmity, world.holder, world.zone, _COALITION, world.supply, world.cut, world.readiness,
        world.usable, ground.degree, ground.neighbour, ground.distance, ground.road, ground.mountain,
        numbers.track, numbers.open, numbers.mountain, numbers.horizon, world.target, world.entry,
        world.campaign_men, world.campaign_supply,
    )  # fmt: skip
    _name_rivals(world.entry, world.campaign_men, _COALITION, world.rival)
    changed = before != world.target
    if not changed.any():
        return []
    return [
        Event(world.week, "approach", "out_of_reach", int(before[side, slot]), int(side))
        for side, slot in np.argwhere(changed)
    ]


@kernel
def _approach(
    sides: IntArray,
    enmity: FloatArray,
    holder: IntArray,
    zone: IntArray,
    coalition: IntArray,
    supply: FloatArray,
    cut: FloatArray,
    readiness: FloatArray,
    usable: FloatArray,
    degree: IntArray,
    neighbour: IntArray,
    distance: FloatArray,
    road: IntArray,
    mountain: BoolArray,
    track: float,
    open_country: float,
    in_mountain: float,
    horizon: float,
    target: IntArray,
    entry: IntArray,
    men: FloatArray,
    supplied: FloatArray,
) -> None:
    """Find the first hostile region on the cheapest way to each campaign's place; drop what cannot be reached."""
    count = len(holder)
    way = np.full(count, np.inf)
    frontier = np.empty(count, dtype=np.int64)
    entry[:] = -1
    men[:] = 0.0
    supplied[:] = 0.0
    for side in sides:
        active = 0
        for slot in range(target.shape[1]):
            place = target[side, slot]
            if place < 0:
                continue
            found = 1
            frontier[0] = place
            way[place] = 0.0
            closed = 0
            best = -1
            while closed < found:
                pick = closed
                for j in range(closed + 1, found):
                    if way[frontier[j]] < way[frontier[pick]]:
                        pick = j
                c = frontier[pick]
                frontier[pick] = frontier[closed]
                frontier[closed] = c
                closed += 1
                for k in range(degree[c]):
                    n = neighbour[c, k]
                    if coalition[holder[n]] == coalition[side]:
                        if cut[n] > 0.0:
                            continue
                        best = c
                        supplied[side, slot] = max(supplied[side, slot], supply[n])
                        continue
                    if zone[n] >= 0 or enmity[side, holder[n]] * readiness[n, side] <= 0.03:
                        continue
                    length = way[c] + march(
                        distance[c, k],
                        road[c, k],
                        mountain[c] or mountain[n],
                        track,
                        open_country,
                        in_mountain,
                    )
                    if length > horizon or length >= way[n]:
                        continue
                    if way[n] == np.inf:
                        frontier[found] = n
                        found += 1
                    way[n] = length
                if best >= 0:
                    break
            for j in range(found):
                way[frontier[j]] = np.inf
            if best < 0:
                target[side, slot] = -1
            else:
                entry[side, slot] = best
                active += 1
        for slot in range(target.shape[1]):
            if entry[side, slot] >= 0:
                men[side, slot] = usable[side] / active


@kernel
def _name_rivals(entry: IntArray, men: FloatArray, coalition: IntArray, rival: IntArray) -> None:
    """Name, for each attacked region, the side that sends most men, from the coalition that does."""
    rival[:] = -1
    for side in range(entry.shape[0]):
        for slot in range(entry.shape[1]):
            c = entry[side, slot]
            if c < 0 or rival[c] >= 0:
                continue
            by_side = np.zeros(entry.shape[0])
            by_group = np.zeros(entry.shape[0])
            for f in range(entry.shape[0]):
                for s in range(entry.shape[1]):
                    if entry[f, s] == c:
                        by_side[f] += men[f, s]
                        by_group[coalition[f]] += men[f, s]
            best = -1
            for f in range(entry.shape[0]):
                if by_side[f] <= 0.0:
                    continue
                if best < 0:
                    best = f
                    continue
                ahead = by_group[coalition[f]] - by_group[coalition[best]]
                if ahead > 0.0 or (ahead == 0.0 and by_side[f] > by_side[best]):
                    best = f
            rival[c] = best
