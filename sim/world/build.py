"""Fill a World from a scenario: holders, people, forces, relations, sieges and posts at the start.

Owns the start of a war, garrisons excepted: the engine musters those. Knows nothing of the rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import numpy as np

from sim.calendar import DAYS_PER_WEEK
from sim.chance import Purpose, normal
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.campaigns import Campaigns
from sim.scenario.start import SideStart, Start
from sim.scenario.terms import Box
from sim.sides import COALITION, HOLDS_AS, INDEX, SIDE_COUNT
from sim.theatre.places import places
from sim.theatre.regions import Theatre
from sim.world.enmity import set_truce
from sim.world.fields import BoolArray, FloatArray
from sim.world.relations import set_relations
from sim.world.sanctuary import HIDES
from sim.world.standing import guarantee_of, set_standing
from sim.world.turnover import open_post
from sim.world.world import World, allocate

__all__ = ["build", "inside", "set_reach"]

SIZE_POWER = 0.6
"""Power with which the people of a region make its worth to staffs, 1 at 100,000 [1] (hex_prototype)."""

ROAD_WORTH = 0.35
"""Worth of a road through a region [towns] (hex_prototype)."""

LAND_WORTH = 0.06
"""Worth of any region [towns] (hex_prototype)."""

TOWN_WORTH = 0.3
"""Worth that a town adds to its people [towns] (hex_prototype)."""

CITY_WORTH = 0.8
"""Worth that a city adds to its people [towns] (hex_prototype)."""

OIL_WORTH = 0.25
"""Worth of a unit of a field's output [towns per unit] (hex_prototype)."""

PRIZE_WORTH = 0.5
"""Worth of an airbase, a crossing, a dam or a field to a side that gives prizes full weight [towns] (hex_prototype)."""

EAST_WORTH = 0.5
"""Worth of a place east of the 38th meridian to a side that gives the east full weight [towns] (hex_prototype)."""

_TEMPO = int(Purpose.TEMPO)
_JAILER = INDEX["sdf"]
"""Who guards the prisoners that a start state names."""

HARDENED = 3.6
"""Prepared defences of a besieged place where the start state names none, 3.9 [multiplier] (assumption)."""

LOSING = 0.005
"""People lost a week per unit of morale below 1 at the start: low morale tells of a bad season, as the regime lost
18 % of a smaller area in seven months of 2015 [share/week] (assumption)."""

SETTLED = 1.4
"""Prepared defences elsewhere at the start, between fresh, 1, and as dug in as digging gets, 1.8 [multiplier]
(assumption)."""

ORDERS_FROM = {"us": date(2017, 1, 20)}
"""From when a patron's leader may order it out whatever the payoffs: two public US orders, 2018-12 and 2019-10
(docs/model 3.11)."""


def build(loaded: Loaded, ground: Theatre, seed: int) -> World:
    """Return the World of week 0 without garrisons; `seed` fixes all chance of the war."""
    numbers = loaded.parameters["campaigns"]
    assert isinstance(numbers, Campaigns)
    world = allocate(ground.size, len(ground.governorates), seed)
    start = loaded.start
    _set_holders(world, ground, loaded)
    world.haunt[:] = world.holder == HIDES
    world.population[:] = ground.population
    world.fort[:] = SETTLED
    for side, people in start.sides.items():
        _set_side(world, ground, INDEX[side], people, numbers)
    _set_underground(world, ground, start)
    set_relations(world)
    _set_relations(world, loaded)
    set_standing(world, ground, start)
    for side in {limit.side for limit in start.limits}:
        set_reach(world, ground, start, side)
    _set_recent(world, ground, start)
    _set_sieges(world, ground, start, loaded.scenario.start)
    for post in start.posts:
        open_post(world, ground, post.side, post.place, post.men.value, post.zone_km.value)
    for patron, day in ORDERS_FROM.items():
        world.whim_from[INDEX[patron]] = (day - loaded.scenario.start).days / DAYS_PER_WEEK
    world.tempo[:] = math.exp(numbers.tempo_spread * normal(seed, _TEMPO, 0, 0, 0))
    return world


def _set_holders(world: World, ground: Theatre, loaded: Loaded) -> None:
    """Give places to who held them, and empty country to who holds its nearest place."""
    for place, row in loaded.control.items():
        world.holder[ground.index[place]] = INDEX[row.holder]
    world.holder[:] = world.holder[ground.anchor]
    world.people_share[:] = np.bincount(world.holder, ground.population, SIDE_COUNT) / ground.population.sum()


def _set_side(world: World, ground: Theatre, side: int, people: SideStart, numbers: Campaigns) -> None:
    world.strike[side] = people.strike.value
    world.strike_limit[side] = people.strike.value
    world.eligible[side] = people.eligible.value
    world.abroad[side] = people.abroad.value
    world.morale[side] = people.morale.value
    world.trend[side] = min(0.0, people.morale.value - 1.0) * LOSING
    world.inflow[side] = people.inflow.value
    if people.inflow_end_weeks:
        world.inflow_drop[side] = people.inflow.value / people.inflow_end_weeks
    world.commit[side] = people.commit.value
    world.brigade[side] = people.brigade.value
    for place in people.sources:
        world.depot[ground.index[place]] = side
    world.worth[:, side] = _worth(ground, people, numbers)


def _set_underground(world: World, ground: Theatre, start: Start) -> None:
    """Count the prisoners of IS; where men are in hiding already, they know the whole desert."""
    for people in start.sides.values():
        if people.detained is not None:
            world.detained[_JAILER] += people.detained.value
            world.captured[HIDES] += people.detained.value
        if people.cadre is not None and people.cadre.value > 0.0:
            world.haunt[ground.desert] = 1.0
    world.counted_captured[:] = world.captured


@lru_cache(maxsize=8)
def _capitals(ground: Theatre) -> BoolArray:
    """Return which regions stand around a provincial capital."""
    known = places()
    return np.array([name in known and "provincial_capital" in known[name].tags for name in ground.ids])


def _worth(ground: Theatre, people: SideStart, numbers: Campaigns) -> FloatArray:
    """Return the worth of each region to a side: people, road, city, oil; plus what its aims add."""
    aim, capital = people.objectives, _capitals(ground)
    prize = ground.airbase | ground.crossing | ground.dam | (ground.oil > 0.0)
    border = ground.crossing.astype(float)
    worth = (
        aim.get("population", 1.0) * (ground.population / 1e5) ** SIZE_POWER + ROAD_WORTH * ground.on_road + LAND_WORTH
    )
    worth += np.choose(ground.urban, [0.0, TOWN_WORTH, CITY_WORTH]) + OIL_WORTH * ground.oil
    worth += numbers.prize * aim.get("prize", 0.5) * prize * PRIZE_WORTH
    worth += numbers.yspine * aim.get("y", 0.0) * ground.yspine
    worth += numbers.capital * aim.get("symbol", 0.0) * capital
    worth += aim.get("east", 0.0) * EAST_WORTH * (ground.lon > 38.0) * ground.is_place + aim.get("border", 0.0) * border
    result: FloatArray = worth
    return result


def _set_relations(world: World, loaded: Loaded) -> None:
    """Set hostility of each pair both ways; Iran and Russia take what they lack from the regime."""
    start = loaded.start
    named: set[tuple[int, int]] = set()
    for relation in start.relations:
        a, b = INDEX[relation.pair[0]], INDEX[relation.pair[1]]
        world.hostility[a, b] = world.hostility[b, a] = relation.hostility.value
        named |= {(a, b), (b, a)}
    for side, lead in enumerate(HOLDS_AS):
        for other in range(SIDE_COUNT):
            if side != lead and (side, other) not in named and COALITION[side] != COALITION[other]:
                world.hostility[side, other] = world.hostility[lead, other]
                world.hostility[other, side] = world.hostility[other, lead]
    world.quarrel[:] = world.hostility
    for truce in start.truces:
        set_truce(
            world, truce.parties, truce.compliance.value,
            frailty=truce.hazard.value, guarantee=guarantee_of(loaded, truce.guarantee),
        )  # fmt: skip


def set_reach(world: World, ground: Theatre, start: Start, side: str) -> None:
    """Set where a side attacks readily, by the limits of the start state."""
    index = INDEX[side]
    world.readiness[:, index] = 1.0
    for limit in start.limits:
        if limit.side == side:
            world.readiness[~inside(ground, limit.boxes), index] *= limit.factor.value


def inside(ground: Theatre, boxes: Iterable[Box]) -> BoolArray:
    """Return which regions have their centre in any of the boxes (degrees)."""
    found = np.zeros(ground.size, dtype=np.bool_)
    for box in boxes:
        found |= (
            (ground.lon >= box.west) & (ground.lon <= box.east) & (ground.lat >= box.south) & (ground.lat <= box.north)
        )
    return found


def _set_recent(world: World, ground: Theatre, start: Start) -> None:
    """Places taken shortly before the start are less dug in."""
    for recent in start.recent:
        world.fort[ground.index[recent.place]] = min(SETTLED, 1.0 + 0.01 * recent.weeks)


def _set_sieges(world: World, ground: Theatre, start: Start, today: date) -> None:
    for siege in start.sieges:
        region = ground.index[siege.place]
        world.cut[region] = max(0, (today - siege.since).days // DAYS_PER_WEEK)
        world.fort[region] = siege.fort.value if siege.fort else HARDENED
