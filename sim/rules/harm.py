"""Harm to civilians, by battle on the ground and by aircraft over and behind it (docs/model 3.10).

Reads battles, sorties and people; writes civilian deaths by region and, for aircraft, by party. Knows nothing
of who flees.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.harm import Harm
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_FLY
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = (
    "holder", "battle_dead", "air_here", "sorties", "engaged", "air_weight", "restraint", "hostility", "compliance",
)  # fmt: skip
WRITES = ("civil_dead", "civil_by", "population", "guests")

EQUATIONS = """
dens   = min(density_top, sqrt(population[c]/1e5))
killed = ground * fighters killed here * (density_floor + dens)
       + dens * sum_p c[p] * air_here[c,p] * (1 - spared * restraint[p])
       + sum_p st[p] * sorties[p] * engaged[p] * (1 - spared * restraint[p])
               * population[c] * hostility[p,h] [hostility > 0.1] / (sum of that) * (1 - compliance[p,h])   behind it
c[p]   : russia, regime, us, turkey;     st[p] : deep_russia, deep_regime, of who has an order to fly
at most all who are there

Deaths by aircraft are kept by party; those by fighting on the ground are laid on nobody. Form: own; rates fitted to
totals of civilians and to [airwars]. Rejected: a fixed share of military dead (misses years when it rose). Faults:
aircraft behind the front kill by people alone; no munition, no target. The rates are assumptions on totals, no
evidence on any act.
"""


def apply(world: World, ground: Theatre, numbers: Harm) -> list[Event]:
    """Set `civil_dead` by region and `civil_by` by air force; take the dead out of the population."""
    near, deep = _toll_of_sorties(numbers)
    flown = world.sorties * world.engaged
    _hurt(
        world.holder, world.battle_dead, world.air_here, flown, world.air_weight, world.restraint, world.hostility,
        world.compliance, near, deep, numbers.ground, numbers.density_floor,
        numbers.density_top, numbers.spared, world.population, world.guests, world.civil_dead, world.civil_by,
    )  # fmt: skip
    return []


@lru_cache(maxsize=8)
def _toll_of_sorties(numbers: Harm) -> tuple[FloatArray, FloatArray]:
    """Return the civilians that a sortie of each side kills over battles, and behind them."""
    near, deep = np.zeros(SIDE_COUNT), np.zeros(SIDE_COUNT)
    for side in ("russia", "regime", "us", "turkey"):
        near[INDEX[side]] = getattr(numbers, side)
    deep[INDEX["russia"]], deep[INDEX["regime"]] = numbers.deep_russia, numbers.deep_regime
    return near, deep


@kernel
def _hurt(
    holder: IntArray,
    battle_dead: FloatArray,
    air_here: FloatArray,
    sorties: FloatArray,
    air_weight: FloatArray,
    restraint: FloatArray,
    hostility: FloatArray,
    compliance: FloatArray,
    near: FloatArray,
    deep: FloatArray,
    ground: float,
    floor: float,
    top: float,
    spared: float,
    population: FloatArray,
    guests: FloatArray,
    civil_dead: FloatArray,
    civil_by: FloatArray,
) -> None:
    """ground: cg dead (0.4 + dens); over battles: dens c q; behind them: st q by enemy people, less truces."""
    count = len(holder)
    sides = len(sorties)
    civil_by[:] = 0.0
    flying = np.flatnonzero(near > 0.0)
    feared, dens = np.zeros(sides), np.empty(count)
    for c in range(count):
        dens[c] = min(top, math.sqrt(population[c] / 1e5))
        civil_dead[c] = ground * battle_dead[c] * (floor + dens[c])
    for flier in flying:
        for c in range(count):
            if air_here[c, flier] > 0.0:
                killed = dens[c] * near[flier] * air_here[c, flier] * (1.0 - spared * restraint[flier])
                civil_dead[c] += killed
                civil_by[flier] += killed
    for p in range(sides):
        if deep[p] <= 0.0 or sorties[p] <= 0.0 or air_weight[p].sum() <= 0.0:
            continue
        enemies = 0.0
        for h in range(sides):
            feared[h] = hostility[p, h] if hostility[p, h] > LEAST_TO_FLY else 0.0
        for c in range(count):
            enemies += population[c] * feared[holder[c]]
        if enemies <= 0.0:
            continue
        rate = deep[p] * sorties[p] * (1.0 - spared * restraint[p]) / enemies
        by = civil_by[p]
        for c in range(count):
            h = holder[c]
            killed = rate * population[c] * feared[h] * (1.0 - compliance[p, h])
            civil_dead[c] += killed
            by += killed
        civil_by[p] = by
    for c in range(count):
        civil_dead[c] = min(civil_dead[c], population[c])
        population[c] -= civil_dead[c]
        guests[c] = min(guests[c], population[c])
