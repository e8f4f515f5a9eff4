"""How land changes hands by the scenario's hand, posts, entries, deals and departures; and who lost it last.

Owns what happens to holders, garrisons and defences then, and that memory. Knows nothing of dates or of
the rules of war.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.sides import COALITION, HOLDS_AS, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.world import World

__all__ = ["around", "close_post", "foreign", "move_in", "open_post", "remember", "rows_of", "take"]


def around(ground: Theatre, place: str, radius: float) -> BoolArray:
    """Return which regions have their centre within `radius` [km] of a place, itself included."""
    centre = ground.index[place]
    near: BoolArray = np.hypot(ground.x - ground.x[centre], ground.y - ground.y[centre]) <= radius
    near[centre] = True
    return near


def rows_of(ground: Theatre, names: list[str]) -> BoolArray:
    """Return which regions stand in a list of ids."""
    found = np.zeros(ground.size, dtype=np.bool_)
    found[[ground.index[name] for name in names]] = True
    return found


def take(world: World, area: BoolArray, side: int) -> None:
    """Give `area` to `side`: fresh defences, no siege, no garrison yet, and ways to be worked out anew."""
    world.holder[area] = HOLDS_AS[side]
    world.garrison[area] = world.reported[area] = 0.0
    world.fort[area], world.cut[area] = 1.0, 0.0
    world.mapped[:] = -1


def foreign(world: World, area: BoolArray, side: int) -> BoolArray:
    """Return the part of `area` that other coalitions hold."""
    theirs: BoolArray = area & (np.array(COALITION)[world.holder] != COALITION[side])
    return theirs


def move_in(world: World, area: BoolArray, side: int) -> None:
    """Take what others hold of `area`; their garrisons move to the rest of their land, or home if none is left."""
    theirs = foreign(world, area, side)
    for loser in np.unique(world.holder[theirs]):
        here, rest = theirs & (world.holder == loser), ~theirs & (world.holder == loser)
        men, elsewhere = world.garrison[here].sum(), world.garrison[rest].sum()
        if elsewhere > 0.0:
            world.garrison[rest] *= 1.0 + men / elsewhere
        else:
            world.deserted[loser] += men
    take(world, theirs, side)


def open_post(world: World, ground: Theatre, side: str, place: str, men: float, zone_km: float) -> None:
    """Post a contingent: regions around it become its side's zone, which nobody attacks.

    An ally's land stays the ally's, with its garrisons, and the men of the post are outside the account.
    """
    index, centre = INDEX[side], ground.index[place]
    near = around(ground, place, zone_km)
    came = foreign(world, near, index)[centre]
    move_in(world, near, index)
    world.zone[near] = index
    world.post[centre], world.post_km[centre] = men, zone_km
    if came or (world.holder[centre] == index and HOLDS_AS[index] == index):
        world.garrison[centre] += men
        world.received[HOLDS_AS[index]] += men


def close_post(world: World, ground: Theatre, side: str, place: str, zone_km: float, *, leaving: bool) -> None:
    """End the zone of a post; its men go home and, if `leaving`, its land goes to whom most of its edge belongs."""
    index = INDEX[side]
    zone = around(ground, place, zone_km) & (world.zone == index)
    kept = (zone | zone[ground.anchor]) & (world.holder == index)
    world.handed[index] += world.garrison[kept].sum()
    world.garrison[kept] = 0.0
    world.zone[zone] = -1
    world.post[ground.index[place]] = world.post_km[ground.index[place]] = 0.0
    beyond = kept[:, None] & (ground.neighbour >= 0) & ~kept[ground.neighbour]
    if leaving and beyond.any():
        votes = np.bincount(world.holder[ground.neighbour[beyond]], ground.border[beyond], SIDE_COUNT)
        take(world, kept, int(votes.argmax()))


@kernel
def remember(holder: IntArray, kept_by: IntArray, lost_by: IntArray, lost_ago: FloatArray) -> None:
    """Note who lost a region that has changed hands since last week, and how long ago each did."""
    for c in range(len(holder)):
        lost_ago[c] += 1.0
        if kept_by[c] >= 0 and kept_by[c] != holder[c]:
            lost_by[c] = kept_by[c]
            lost_ago[c] = 0.0
        kept_by[c] = holder[c]
