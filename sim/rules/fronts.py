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
from sim.theatre.edges import edges_of
from sim.theatre.regions import Theatre
from sim.world.borders import borders
from sim.world.fields import FloatArray, IntArray, Rows
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
    edges = edges_of(ground)
    _toll(
        world.holder, _COALITION, world.hostility, world.compliance, world.readiness, world.raiding,
        world.zone, ground.governorate, edges.here, edges.there, edges.border, numbers.k0,
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
    here: Rows,
    there: Rows,
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
    front, toll, killed = np.zeros(len(holder)), np.zeros(len(holder)), np.zeros(len(holder))
    lines = borders(holder, coalition, here, there)
    heat = np.empty(len(lines))
    for at, edge in enumerate(lines):
        c, n = here[edge], there[edge]
        a, b = holder[c], holder[n]
        hot = _front_enmity(a, b, hostility, compliance, readiness[n, a], readiness[c, b], least)
        heat[at] = hot if (zone[c] < 0) & (zone[n] < 0) else 0.0
        front[c] += border[edge] if heat[at] > 0.0 else 0.0
    men = np.minimum(garrison, density * front) / front
    for at, edge in enumerate(lines):
        if heat[at] > 0.0:
            c, n = here[edge], there[edge]
            harassed = 1.0 + raid * raiding[holder[n], governorate[c]]
            heat[at] *= k0 * border[edge] * math.sqrt(men[c] * men[n]) * harassed
            toll[c] += heat[at]
    for c in range(len(holder)):
        if toll[c] > 0.0:
            killed[c] = min(toll[c], garrison[c] / OUT_PER_DEAD)
            battle_dead[c] += killed[c]
            garrison[c] = book_losses(holder[c], killed[c], garrison[c], beds, dead, disabled, dead_week)
    for at, edge in enumerate(lines):
        if heat[at] > 0.0:
            c = here[edge]
            clash[holder[c], holder[there[edge]]] += killed[c] * heat[at] / toll[c]
