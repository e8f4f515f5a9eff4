"""Quiet fronts: the weekly toll of shelling, sniping and harassment (docs/model 3.7).

Fire goes by length of border, so halving an edge halves both sides' men on it and changes no total. Reads
garrisons, borders and enmity; writes the dead of garrisons, and by
whom. Knows nothing of battles.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.fronts import Fronts
from sim.sides import COALITION
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray
from sim.world.losses import OUT_PER_DEAD, book_losses
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("holder", "hostility", "compliance", "readiness", "raiding", "zone")
WRITES = ("garrison", "beds_garrison", "dead", "disabled", "dead_week", "battle_dead", "clash")

_COALITION = np.array(COALITION)

EQUATIONS = """
heat  = max(H * (1 - compliance), min(H, least_enmity))       H = max(hostility * readiness), both ways across
m[c]  = min(garrison, density * front[c]) / front[c]          men per km of the region's hostile border
dead  = k0 * heat * border * sqrt(m[c] * m[n]) * (1 + raid * level ordered by the other side)   at most garrison/3

Along every hostile border outside zones, each week. Form: own; fire goes by length, so halving an edge changes no
total. Rejected: a toll per region (it grows with the number of regions). Faults: a raid costs the raider nothing but
effort; harassment has no place of its own; fronts that went quiet without a truce stay hot, so deaths of 2019 and 2020
come out too high.
"""


def apply(world: World, ground: Theatre, numbers: Fronts) -> list[Event]:
    """Take the toll of every hostile border from the garrisons on both sides of it."""
    _toll(
        world.holder, _COALITION, world.hostility, world.compliance, world.readiness, world.raiding,
        world.zone, ground.governorate, ground.degree, ground.neighbour, ground.border, numbers.k0,
        numbers.density, numbers.least_enmity, numbers.raid, world.garrison, world.beds_garrison,
        world.dead, world.disabled, world.dead_week, world.battle_dead, world.clash,
    )  # fmt: skip
    return []


@kernel
def _front_enmity(
    a: int,
    b: int,
    hostility: FloatArray,
    compliance: FloatArray,
    ready_a: float,
    ready_b: float,
    least: float,
) -> float:
    """Return how hot the border of sides a and b is; a truce leaves the least enmity, peace none."""
    base = max(hostility[a, b] * ready_a, hostility[b, a] * ready_b)
    if base <= 0.0:
        return 0.0
    heat: float = max(base * (1.0 - compliance[a, b]), min(base, least))
    return heat


@kernel
def _toll(
    holder: IntArray,
    coalition: IntArray,
    hostility: FloatArray,
    compliance: FloatArray,
    readiness: FloatArray,
    raiding: FloatArray,
    zone: IntArray,
    governorate: IntArray,
    degree: IntArray,
    neighbour: IntArray,
    border: FloatArray,
    k0: float,
    density: float,
    least: float,
    raid: float,
    garrison: FloatArray,
    beds: FloatArray,
    dead: FloatArray,
    disabled: FloatArray,
    dead_week: FloatArray,
    battle_dead: FloatArray,
    clash: FloatArray,
) -> None:
    """Dead on each side = k0 H sqrt(m1 m2), m = men who face the border, by its share of the front."""
    count = len(holder)
    group = coalition[holder]
    front = np.zeros(count)
    start = np.zeros(count + 1, dtype=np.int64)
    across = np.empty(neighbour.size, dtype=np.int64)
    length = np.empty(neighbour.size)
    heat = np.empty(neighbour.size)
    last = 0
    for c in range(count):
        for k in range(degree[c] if zone[c] < 0 else 0):
            n = neighbour[c, k]
            if group[n] == group[c] or zone[n] >= 0:
                continue
            a, b = holder[c], holder[n]
            hot = _front_enmity(a, b, hostility, compliance, readiness[n, a], readiness[c, b], least)
            if hot > 0.0:
                front[c] += border[c, k]
                across[last], length[last], heat[last] = n, border[c, k], hot
                last += 1
        start[c + 1] = last
    men = np.minimum(garrison, density * front) / front
    toll = np.zeros(count)
    for c in range(count):
        if front[c] <= 0.0:
            continue
        for at in range(start[c], start[c + 1]):
            n = across[at]
            harassed = 1.0 + raid * raiding[holder[n], governorate[c]]
            heat[at] *= k0 * length[at] * math.sqrt(men[c] * men[n]) * harassed
            toll[c] += heat[at]
    for c in range(count):
        if toll[c] > 0.0:
            killed = min(toll[c], garrison[c] / OUT_PER_DEAD)
            battle_dead[c] += killed
            for at in range(start[c], start[c + 1]):
                if heat[at] > 0.0:
                    clash[holder[c], holder[across[at]]] += killed * heat[at] / toll[c]
            garrison[c] = book_losses(holder[c], killed, garrison[c], beds, dead, disabled, dead_week)
