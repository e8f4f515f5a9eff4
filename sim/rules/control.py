"""Capture by depth and siege (docs/model 3.9): how long ground takes, and what happens when it is taken.

Reads the power ratio of each battle; writes holders, garrisons, forts and prisoners. Knows nothing of how
the ratio came about.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance import Purpose, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.control import Control
from sim.sides import COALITION, HOLDS_AS, SIDES
from sim.theatre.regions import Theatre
from sim.world.fields import FACTORS, BoolArray, FloatArray, IntArray, Rows
from sim.world.forms import ENCIRCLED
from sim.world.losses import retreat
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply", "weekly_odds"]

READS = ("rival", "ratio", "defenders", "cut", "entry", "campaign_men", "tempo")
WRITES = (
    "holder", "garrison", "strike", "fort", "odds", "captured", "handed", "received", "taken_from",
    "factors",
)  # fmt: skip

_CAPTURE = int(Purpose.CAPTURE)
_HOLDS_AS = np.array(HOLDS_AS)
_LEANING = frozenset({"favour_attack", "favour_defence"})
"""Factors that are told of only where somebody judged."""

EQUATIONS = """
weeks = sqrt(area) / (speed * (desert_speed in desert)) + siege * (encircled if cut >= 8)
siege = town * min(size, defenders/stand);   size: city (class 2), 1 (class 1), village (other places), 0 (no place)
odds  = 1 - exp(-min(ratio, most_power)^power / (weeks/tempo * (1 + ratio^(-1/sigma))))

Captured: the region is the attacker's (the regime's for Iran); fort 1; a share pursuit of the garrison is taken
prisoner, the rest goes to neighbouring regions of its side (all are prisoners if there is none); a share left_behind
of the men sent by the side that takes it stays. Untaken forts grow by fort_growth a week to fort_top; an old siege may
start above. Form: own; success rises with the ratio as in [dupuy_ratio]. tempo is one draw a war: captures came at
1.6 to 4 places a month to June 2017 and nothing found says why. Rejected: one rate by class of region (gains grow
with its size). Faults: speed
and siege lay at the edge of their ranges in the second trial; east Aleppo was never taken there, since forts and siege
weeks stack (encircled is the answer tried).
"""


def apply(world: World, ground: Theatre, numbers: Control) -> list[Event]:
    """Draw the captures of the week and carry them out; return one event each."""
    draws = np.zeros(len(world.holder))
    _capture(
        world.seed, world.week, world.rival, world.ratio, world.defenders, world.cut, world.entry, world.campaign_men,
        world.tempo, _HOLDS_AS, ground.key, ground.area, ground.desert, ground.urban, ground.is_place,
        ground.degree, ground.beside, numbers.speed, numbers.desert_speed, numbers.town, numbers.city,
        numbers.village, numbers.encircled, numbers.stand, numbers.power, numbers.most_power, numbers.sigma,
        numbers.pursuit, numbers.left_behind, numbers.fort_growth, numbers.fort_top, world.holder,
        world.garrison, world.strike, world.fort, world.odds, world.captured, world.handed,
        world.received, world.taken_from, world.factors, draws,
    )  # fmt: skip
    if not world.telling:
        return []
    return [_told(world, int(c), float(draws[c])) for c in np.flatnonzero(world.taken_from >= 0)]


def _told(world: World, region: int, draw: float) -> Event:
    """Return a capture with the men of each side that came, and all that the battle turned on."""
    inputs = {"power_ratio": float(world.ratio[region]), "by": float(world.rival[region])}
    for side, slot in np.argwhere(world.entry == region).tolist():
        if COALITION[side] == COALITION[world.rival[region]]:
            name = f"men_{SIDES[side]}"
            inputs[name] = inputs.get(name, 0.0) + float(world.campaign_men[side, slot])
    turned = zip(FACTORS, world.factors[region].tolist(), strict=True)
    inputs |= ((name, value) for name, value in turned if value != 1.0 or name not in _LEANING)
    return Event(
        world.week, "control", "capture", region, int(world.holder[region]), int(world.taken_from[region]),
        float(world.odds[region]), draw, inputs,
    )  # fmt: skip


@kernel
def weekly_odds(weeks_needed: float, ratio: float, power: float, most: float, sigma: float) -> float:
    """Return P = 1 - exp(-min(R, most)^power / (weeks x (1 + R^(-1/sigma)))) (docs/model 3.9)."""
    if ratio <= 0.0:
        return 0.0
    return 1.0 - math.exp(-(min(ratio, most) ** power) / (weeks_needed * (1.0 + ratio ** (-1.0 / sigma))))


@kernel
def _weeks_needed(
    area: float,
    desert: bool,
    urban: int,
    is_place: bool,
    cut: float,
    defenders: float,
    speed: float,
    desert_speed: float,
    town: float,
    city: float,
    village: float,
    encircled: float,
    stand: float,
) -> tuple[float, float]:
    """Return the weeks to cross the region and those to reduce its place, before power shortens them.

    A siege lasts as the place is large, and no longer than there are men to hold out in it.
    """
    weeks = math.sqrt(area) / (speed * (desert_speed if desert else 1.0))
    if urban == 2:
        size = city
    elif urban == 1:
        size = 1.0
    else:
        size = village if is_place else 0.0
    siege = town * min(size, defenders / stand)
    return weeks, siege * (encircled if cut >= ENCIRCLED else 1.0)


@kernel
def _capture(
    seed: int,
    week: int,
    rival: IntArray,
    ratio: FloatArray,
    defenders: FloatArray,
    cut: FloatArray,
    entry: IntArray,
    campaign_men: FloatArray,
    tempo: FloatArray,
    holds_as: IntArray,
    key: IntArray,
    area: FloatArray,
    desert: BoolArray,
    urban: IntArray,
    is_place: BoolArray,
    degree: IntArray,
    neighbour: Rows,
    speed: float,
    desert_speed: float,
    town: float,
    city: float,
    village: float,
    encircled: float,
    stand: float,
    power: float,
    most: float,
    sigma: float,
    pursuit: float,
    left_behind: float,
    fort_growth: float,
    fort_top: float,
    holder: IntArray,
    garrison: FloatArray,
    strike: FloatArray,
    fort: FloatArray,
    odds: FloatArray,
    captured: FloatArray,
    handed: FloatArray,
    received: FloatArray,
    taken_from: IntArray,
    factors: FloatArray,
    draws: FloatArray,
) -> None:
    """Draw every capture from the state before any, then carry them out."""
    count = len(holder)
    old = holder.copy()
    for c in range(count):
        odds[c] = 0.0
        taken_from[c] = -1
        if fort[c] < fort_top:
            fort[c] = min(fort_top, fort[c] + fort_growth)
        if rival[c] < 0 or ratio[c] <= 0.0:
            continue
        depth, siege = _weeks_needed(
            area[c], desert[c], urban[c], is_place[c], cut[c], defenders[c], speed, desert_speed, town, city, village,
            encircled, stand,
        )  # fmt: skip
        factors[c, 16], factors[c, 17], factors[c, 18] = depth, siege, tempo[rival[c]]
        odds[c] = weekly_odds((depth + siege) / tempo[rival[c]], ratio[c], power, most, sigma)
        draws[c] = uniform(seed, _CAPTURE, week, key[c], 0)
        if draws[c] < odds[c]:
            taken_from[c] = old[c]
            holder[c] = holds_as[rival[c]]
    for c in range(count):
        if taken_from[c] < 0:
            continue
        retreat(c, old, holder, degree, neighbour, pursuit, garrison, captured)
        side = rival[c]
        sent = 0.0
        for slot in range(entry.shape[1]):
            if entry[side, slot] == c:
                sent += campaign_men[side, slot]
        stay = min(strike[side], left_behind * sent)
        strike[side] -= stay
        garrison[c] = stay
        if holds_as[side] != side:
            handed[side] += stay
            received[holds_as[side]] += stay
        fort[c] = 1.0
