"""The approach: where each campaign attacks this week, with how many men (docs/model 3.6).

A campaign attacks the first hostile region on the cheapest way from supplied own land to its place, in as many
weeks as its side is ready to fight whom it meets there: a truce leaves weeks of rest, and the men of a resting
campaign go with the others. Reads campaigns and men; writes points of attack and who attacks whom. Knows nothing of
why a place was chosen.
"""

from __future__ import annotations

import numpy as np

from sim.chance import Purpose, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.campaigns import Campaigns
from sim.sides import COALITION, GROUND, INDEX
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_ATTACK, enmity
from sim.world.fields import FloatArray, IntArray, Rows
from sim.world.marching import march_costs
from sim.world.world import World

__all__ = ["EQUATIONS", "NUMBERS", "READS", "WRITES", "apply"]

NUMBERS = "campaigns"
"""The block of numbers, shared with the choice of campaigns."""

READS = ("holder", "zone", "supply", "cut", "readiness", "hostility", "compliance", "usable")
WRITES = ("target", "entry", "campaign_men", "campaign_supply", "rival")

_ACT = int(Purpose.ACT)
_COALITION = np.array(COALITION)
_GROUND = np.array([INDEX[side] for side in GROUND])

EQUATIONS = """
entry[f,k]        = first hostile region on the cheapest way from supplied own land to the place of k, in horizon
way               : 1 a km on roads, 1.1 on secondary ones, then track, open, mountain;   cut-off land is no base
rests             : in a week when a uniform draw >= E[f,h] * readiness[entry,f], h the holder of the entry
campaign_men[f,k] = usable[f] / number of campaigns of f that attack this week
rival[c]          = the side of the coalition that sends most men to c;   the men of other coalitions stand idle

A campaign that finds no way is dropped. Men of a resting campaign go with the others: that, and a lower front term,
are all that a truce frees (decision 12). Form: own. Rejected: attack on any border region of most worth (salients
without roads); marches as moving columns (a week is longer than most of them). Fault: an army reaches any of its
fronts within the week.
"""


def apply(world: World, ground: Theatre, numbers: Campaigns) -> list[Event]:
    """Find this week's point of attack of each campaign, share out the men, and name who attacks what."""
    before = world.target.copy() if world.telling else world.target
    hostile = enmity(world)
    _approach(
        world.seed, world.week, _GROUND, hostile, world.holder, world.zone, _COALITION, world.supply, world.cut,
        world.readiness, world.usable, ground.degree, ground.beside,
        march_costs(ground, numbers.track, numbers.open, numbers.mountain), numbers.horizon, world.target, world.entry,
        world.campaign_men, world.campaign_supply,
    )  # fmt: skip
    _name_rivals(world.entry, world.campaign_men, _COALITION, world.rival)
    if not world.telling:
        return []
    return [
        Event(world.week, "approach", "out_of_reach", int(before[side, slot]), int(side))
        for side, slot in np.argwhere(before != world.target)
    ]


@kernel
def _approach(
    seed: int,
    week: int,
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
    neighbour: Rows,
    cost: FloatArray,
    horizon: float,
    target: IntArray,
    entry: IntArray,
    men: FloatArray,
    supplied: FloatArray,
) -> None:
    """Set each campaign's point of attack, supply there and men; drop campaigns that cannot reach their place.

    A campaign rests in a week when a draw exceeds its side's readiness against the holder of its point of attack.
    """
    way = np.full(len(holder), np.inf)
    frontier = np.empty(len(holder), dtype=np.int64)
    entry[:] = -1
    men[:] = 0.0
    supplied[:] = 0.0
    for side in sides:
        active = 0
        for slot in range(target.shape[1]):
            if target[side, slot] < 0:
                continue
            entry[side, slot] = _first_hostile(
                target[side, slot], side, enmity[side], holder, zone, coalition, cut, readiness, degree, neighbour,
                cost, horizon, way, frontier,
            )  # fmt: skip
            if entry[side, slot] < 0:
                target[side, slot] = -1
                continue
            ready = enmity[side, holder[entry[side, slot]]] * readiness[entry[side, slot], side]
            if uniform(seed, _ACT, week, side, slot) >= ready:
                entry[side, slot] = -1
                continue
            active += 1
            supplied[side, slot] = _supply_at(
                entry[side, slot], side, holder, coalition, supply, cut, degree, neighbour
            )
        for slot in range(target.shape[1]):
            if entry[side, slot] >= 0:
                men[side, slot] = usable[side] / active


@kernel
def _first_hostile(
    place: int,
    side: int,
    enmity: FloatArray,
    holder: IntArray,
    zone: IntArray,
    coalition: IntArray,
    cut: FloatArray,
    readiness: FloatArray,
    degree: IntArray,
    neighbour: Rows,
    cost: FloatArray,
    horizon: float,
    way: FloatArray,
    frontier: IntArray,
) -> int:
    """Search back from the place (Dijkstra 1959) to the first region that borders supplied own land; -1 for none.

    `way` and `frontier` are scratch; `way` comes and goes full of infinity.
    """
    found, closed, best = 1, 0, -1
    frontier[0] = place
    way[place] = 0.0
    while closed < found and best < 0:
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
                best = c if cut[n] == 0.0 else best
                continue
            if zone[n] >= 0 or enmity[holder[n]] * readiness[n, side] <= LEAST_TO_ATTACK:
                continue
            length = way[c] + cost[c, k]
            if length <= horizon and length < way[n]:
                if way[n] == np.inf:
                    frontier[found] = n
                    found += 1
                way[n] = length
    for j in range(found):
        way[frontier[j]] = np.inf
    return best


@kernel
def _supply_at(
    c: int,
    side: int,
    holder: IntArray,
    coalition: IntArray,
    supply: FloatArray,
    cut: FloatArray,
    degree: IntArray,
    neighbour: Rows,
) -> float:
    """Return the best supply of own land that borders region `c`."""
    best = 0.0
    for k in range(degree[c]):
        n = neighbour[c, k]
        if coalition[holder[n]] == coalition[side] and cut[n] == 0.0:
            best = max(best, supply[n])
    return best


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
