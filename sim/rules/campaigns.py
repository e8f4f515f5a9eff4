"""Campaigns: the staff work that turns aims into places to take (docs/model 3.6).

A campaign names a place and lasts until the place is taken, out of reach or given up. Reads strength, worth and
enmity; writes campaigns. Knows nothing of the way to a place (see `approach`) or of how battles end.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance import Purpose, gumbel, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.campaigns import Campaigns
from sim.sides import CLIENTS, COALITION, GROUND, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre, near_regions
from sim.world.enmity import LEAST_TO_ATTACK, enmity
from sim.world.fields import CAMPAIGNS, BoolArray, FloatArray, IntArray
from sim.world.forms import ALWAYS_THERE, LEAST_FED, LEAST_WORTH, MIDDLING, THIRD
from sim.world.marching import march_costs, ways_out
from sim.world.turnover import remember
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = (
    "holder", "reported", "fort", "supply", "worth", "readiness", "hostility", "compliance", "strike",
    "commit", "brigade", "posture", "effort", "leaving", "sorties", "engaged", "air_weight", "zone", "cut",
    "plan",
)  # fmt: skip
WRITES = ("target", "usable", "reserve", "kept_by", "lost_by", "lost_ago")

_TARGET = int(Purpose.TARGET)
_DROP = int(Purpose.DROP)
_COALITION = np.array(COALITION)
_GROUND = np.array([INDEX[side] for side in GROUND])
_FLOWN_FOR: BoolArray = np.zeros((SIDE_COUNT, SIDE_COUNT), dtype=np.bool_)
"""Whether a patron, row, flies for a side, column."""
for _patron, _clients in CLIENTS.items():
    _FLOWN_FOR[_patron, list(_clients)] = True

EQUATIONS = """
usable[f] = strike * commit * (1 - react) * posture * (airless if a patron that flies for it does not fly)
slots     = 0 if usable < brigade/3, else clip(floor(usable/brigade), 1, 8);     reserve[f] = react * strike
end       : the place is no longer hostile, is a zone, is out of reach or slots, or by chance 1/duration a week
u[c]      = ln max(worth, 0.01) - way/reach + balance * ln(mine/theirs) + supplied * ln max(supply, 0.05)
          + ln(E * readiness) - strength * ln((reported * fort + 60)/1500) + effort [governorate of the main effort]
          + plan                                                   a dated plan of the scenario
          + retake * exp(-weeks since it was lost/remembered)      a place that its own coalition lost last
take      the largest u/temperature + Gumbel, among places within horizon [road km] that no campaign is for yet, and
          in no governorate that the side was ordered to leave

way is the cheapest march from supplied own land through hostile land: 1 on roads, 1.1 on secondary ones, then track,
open, mountain; mine and theirs are km2 within near km, plus 1. worth uses prize, yspine and capital once, at the
start, and tempo_spread draws the pace of the war then. Form: a multinomial logit; local balance of land and people
ranked captures best (area under the curve 0.69 near fronts), supply next, worth not at all. Rejected: fresh targets
every week (depends on how country is cut up); minimax and learning (opaque, fit noise); a bonus "truce, so go east"
(puts in the claim it tests). Faults: mobile men have no position; sharper choice was overconfidence in every fit; far
offensives came as surprises to every form tried.
"""


def apply(world: World, ground: Theatre, numbers: Campaigns) -> list[Event]:
    """Keep, drop and begin campaigns; set how many men may go on them, and how many stay to help defenders."""
    before = world.target.copy() if world.telling else world.target
    hostile = enmity(world)
    remember(world.holder, world.kept_by, world.lost_by, world.lost_ago)
    usable = world.usable
    _usable_men(
        world.strike, world.commit, world.posture, world.sorties, world.engaged, world.air_weight, _FLOWN_FOR,
        numbers.react, numbers.airless, usable, world.reserve,
    )  # fmt: skip
    slots = np.zeros(len(usable), dtype=np.int64)
    wanting = _review(
        world.seed, world.week, _GROUND, usable, world.brigade, hostile, world.holder, world.zone,
        world.readiness, numbers.duration, world.target, slots,
    )  # fmt: skip
    for side in _GROUND[wanting].tolist():
        _begin(world, ground, numbers, side, int(slots[side]), hostile)
    return _announce(world, before)


@kernel
def _usable_men(
    strike: FloatArray,
    commit: FloatArray,
    posture: FloatArray,
    sorties: FloatArray,
    engaged: FloatArray,
    air_weight: FloatArray,
    flown_for: BoolArray,
    react: float,
    airless: float,
    usable: FloatArray,
    reserve: FloatArray,
) -> None:
    """Set the men of each side who can go on campaigns this week, and those kept to help defenders."""
    for f in range(len(strike)):
        reserve[f] = react * strike[f]
        usable[f] = strike[f] * commit[f] * (1.0 - react) * posture[f]
        for patron in range(len(strike)):
            if flown_for[patron, f] and sorties[patron] * engaged[patron] * air_weight[patron].sum() == 0.0:
                usable[f] *= airless


def _begin(world: World, ground: Theatre, numbers: Campaigns, side: int, slots: int, hostile: FloatArray) -> None:
    """Fill the side's empty slots with new campaigns."""
    near_start, near = near_regions(ground, numbers.near)
    way, at, supplied = ways_out(
        side, hostile[side], world.holder, world.zone, _COALITION, world.supply, world.cut, world.readiness,
        ground.degree, ground.beside,
        march_costs(ground, numbers.track, numbers.open, numbers.mountain), numbers.horizon,
    )  # fmt: skip
    _choose(
        world.seed, world.week, side, slots, way, at, supplied, hostile[side], world.holder, _COALITION,
        world.reported, world.fort, world.worth, world.readiness, world.effort, world.leaving,
        world.plan, world.lost_by, world.lost_ago,
        ground.is_place, ground.key, ground.area, ground.governorate, near_start, near, numbers.reach,
        numbers.balance, numbers.supplied, numbers.strength, numbers.effort, numbers.retake,
        numbers.remembered, numbers.temperature, world.target,
    )  # fmt: skip


def _announce(world: World, before: IntArray) -> list[Event]:
    """Return one event for each campaign begun or given up this week."""
    events: list[Event] = []
    if not world.telling:
        return events
    changed = before != world.target
    if not changed.any():
        return events
    for side, slot in np.argwhere(changed):
        old, new = int(before[side, slot]), int(world.target[side, slot])
        if old >= 0:
            events.append(Event(world.week, "campaigns", "end_campaign", old, int(side)))
        if new >= 0:
            holder = int(world.holder[new])
            events.append(Event(world.week, "campaigns", "begin_campaign", new, int(side), holder))
    return events


@kernel
def _review(
    seed: int,
    week: int,
    sides: IntArray,
    usable: FloatArray,
    brigade: FloatArray,
    enmity: FloatArray,
    holder: IntArray,
    zone: IntArray,
    readiness: FloatArray,
    duration: float,
    target: IntArray,
    slots: IntArray,
) -> BoolArray:
    """Drop campaigns whose place is no longer hostile, that chance ends, or that men no longer allow.

    Sets how many campaigns each side can feed (a third of a brigade still tries one) and returns, for each of
    `sides`, whether one of them is still to be chosen.
    """
    wanting = np.zeros(len(sides), dtype=np.bool_)
    for number in range(len(sides)):
        side = sides[number]
        if usable[side] >= brigade[side] / THIRD:
            slots[side] = min(target.shape[1], max(1, int(usable[side] / brigade[side])))
        for slot in range(target.shape[1]):
            place = target[side, slot]
            if place >= 0:
                drawn = uniform(seed, _DROP, week, side, slot)
                hostile = enmity[side, holder[place]] * readiness[place, side] > LEAST_TO_ATTACK and zone[place] < 0
                if slot >= slots[side] or not hostile or drawn < 1.0 / duration:
                    target[side, slot] = -1
            if slot < slots[side] and target[side, slot] < 0:
                wanting[number] = True
    return wanting


@kernel
def _choose(
    seed: int,
    week: int,
    side: int,
    slots: int,
    way: FloatArray,
    at: IntArray,
    supplied: FloatArray,
    enmity: FloatArray,
    holder: IntArray,
    coalition: IntArray,
    garrison: FloatArray,
    fort: FloatArray,
    worth: FloatArray,
    readiness: FloatArray,
    effort: FloatArray,
    leaving: FloatArray,
    plan: FloatArray,
    lost_by: IntArray,
    lost_ago: FloatArray,
    is_place: BoolArray,
    key: IntArray,
    area: FloatArray,
    governorate: IntArray,
    near_start: IntArray,
    near: IntArray,
    reach: float,
    a_balance: float,
    a_supply: float,
    a_strength: float,
    a_effort: float,
    a_retake: float,
    remembered: float,
    temperature: float,
    target: IntArray,
) -> None:
    """Fill empty slots: the place with the largest u / T + Gumbel noise (a logit choice)."""
    count = len(way)
    utility = np.full(count, -np.inf)
    for c in range(count):
        if not is_place[c] or at[c] < 0 or leaving[side, governorate[c]] > 0.0:
            continue
        mine = theirs = 1.0
        for j in range(near_start[c], near_start[c + 1]):
            group = coalition[holder[near[j]]]
            mine += area[near[j]] * (group == coalition[side])
            theirs += area[near[j]] * (group == coalition[holder[c]])
        u = math.log(max(worth[c, side], LEAST_WORTH)) - way[c] / reach
        u += a_balance * math.log(mine / theirs) + a_supply * math.log(max(supplied[c], LEAST_FED))
        u += math.log(enmity[holder[c]] * readiness[c, side])
        u -= a_strength * math.log((garrison[c] * fort[c] + ALWAYS_THERE) / MIDDLING)
        if lost_by[c] >= 0 and coalition[lost_by[c]] == coalition[side]:
            u += a_retake * math.exp(-lost_ago[c] / remembered)
        u += a_effort * effort[side, governorate[c]] + plan[c, side]
        utility[c] = u / temperature
    for slot in range(slots):
        if target[side, slot] >= 0:
            continue
        best = -1
        highest = -np.inf
        for c in range(count):
            if utility[c] == -np.inf or _chosen(target, side, c):
                continue
            u = utility[c] + gumbel(seed, _TARGET, week, key[c], side * 16 + slot)
            if u > highest:
                highest = u
                best = c
        target[side, slot] = best


@kernel
def _chosen(target: IntArray, side: int, place: int) -> bool:
    """Say whether the side already has a campaign for the place."""
    found = False
    for slot in range(target.shape[1]):
        found = found or target[side, slot] == place
    return found


assert CAMPAIGNS <= 16, "the choice of a place keys its chance by side x 16 + slot"
