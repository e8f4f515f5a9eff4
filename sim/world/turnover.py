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

__all__ = [
    "around",
    "barred",
    "close_post",
    "foreign",
    "move_in",
    "move_out",
    "open_post",
    "remember",
    "rows_of",
    "take",
]


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
    """Take what others hold of `area`; their garrisons move out."""
    theirs = foreign(world, area, side)
    move_out(world, theirs)
    take(world, theirs, side)


def move_out(world: World, area: BoolArray) -> None:
    """Move the garrisons of `area` to the rest of their side's land, or home if none has men; `area` is then empty."""
    for loser in np.unique(world.holder[area]):
        here, rest = area & (world.holder == loser), ~area & (world.holder == loser)
        men, elsewhere = world.garrison[here].sum(), world.garrison[rest].sum()
        if elsewhere > 0.0:
            world.garrison[rest] *= 1.0 + men / elsewhere
        else:
            world.deserted[loser] += men
        world.garrison[here] = 0.0


def barred(world: World, ground: Theatre, side: str, place: str) -> bool:
    """Say whether another side's contingent stands at a place, so that no second can be posted there."""
    centre = ground.index[place]
    return bool(world.post[centre] > 0.0 and world.zone[centre] != INDEX[side])


def open_post(world: World, ground: Theatre, side: str, place: str, men: float, zone_km: float) -> None:
    """Post a contingent: regions around it become its side's zone, which nobody attacks; other sides' posts stay.

    An ally's land stays the ally's, with its garrisons, and the men of the post are outside the account. So are those
    of a side that holds no land of its own: what they take is their ally's until they leave.
    """
    index, centre = INDEX[side], ground.index[place]
    own = HOLDS_AS[index] == index
    others = (world.post > 0.0) & (world.zone >= 0) & (world.zone != index)
    near = around(ground, place, zone_km) & ~others
    theirs = foreign(world, near, index)
    came = theirs[centre]
    move_in(world, near, index)
    world.zone[near] = index
    world.won[theirs] = float(not own)
    world.post[centre], world.post_km[centre] = men, zone_km
    if own and (came or world.holder[centre] == index):
        world.garrison[centre] += men
        world.received[index] += men


def close_post(world: World, ground: Theatre, side: str, place: str, zone_km: float, *, leaving: bool) -> None:
    """End the zone of a post; its men go home and, if `leaving`, its land goes to whom most of its edge belongs."""
    index, centre = INDEX[side], ground.index[place]
    if world.zone[centre] == index:
        world.post[centre] = world.post_km[centre] = 0.0
    zone = around(ground, place, zone_km) & (world.zone == index)
    kept = (zone | zone[ground.anchor]) & (world.holder == HOLDS_AS[index])
    if HOLDS_AS[index] == index:
        world.handed[index] += world.garrison[kept].sum()
        world.garrison[kept] = 0.0
    else:
        kept &= (world.won > 0.0) | (world.won[ground.anchor] > 0.0)
    world.zone[zone] = -1
    if not leaving:
        return
    world.won[kept] = 0.0
    beyond = kept[:, None] & (ground.neighbour >= 0) & ~kept[ground.neighbour]
    if beyond.any():
        votes = np.bincount(world.holder[ground.neighbour[beyond]], ground.border[beyond], SIDE_COUNT)
        _give_up(world, kept, int(votes.argmax()))


def _give_up(world: World, area: BoolArray, to: int) -> None:
    """Give land up to a side: men of an ally who stand there move as before an entry, or stay if it is theirs."""
    if HOLDS_AS[to] == world.holder[area][0] and world.garrison[area].any():
        return
    move_out(world, area)
    take(world, area, to)


@kernel
def remember(holder: IntArray, kept_by: IntArray, lost_by: IntArray, lost_ago: FloatArray) -> None:
    """Note who lost a region that has changed hands since last week, and how long ago each did."""
    for c in range(len(holder)):
        lost_ago[c] += 1.0
        if kept_by[c] >= 0 and kept_by[c] != holder[c]:
            lost_by[c] = kept_by[c]
            lost_ago[c] = 0.0
        kept_by[c] = holder[c]
