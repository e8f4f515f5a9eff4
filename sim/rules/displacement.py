"""Flight and return: who leaves a region, where they go, and who comes back (docs/model 3.10).

Reads civilian deaths and captures; writes people present, guests, people away and emigrants. Knows nothing of
what killed.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.displacement import Displacement
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray, Rows
from sim.world.forms import MOST_GUESTS
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("holder", "taken_from", "civil_dead")
WRITES = ("population", "guests", "away", "emigrants", "displaced_week")

EQUATIONS = """
flee   = min(most * population, per_death * killed)
       + (from_is or from_others) * population if the region was taken this week;      none if under 1 person in all
       leaving_country of these go abroad (all, if no neighbour is calmer), the others to calmer neighbours
return = min(returning * away / guests next door, 0.5) of each host's guests;   to regions that nobody flees this week;
         cut in proportion where a host is asked for more guests than it has

Form: own. Palmyra's flight of 2015 gives from_is [cole_2016]; the others come from the trials. Rejected: agents by
household (no data, and it would claim to know what one family does). Faults: people start where the census puts them
[census_2004], not where they had fled by 2015, so early harm in emptied cities is too high; guests return only from
next door; who left the country does not come back; who holds the land has no effect on return.
"""


def apply(world: World, ground: Theatre, numbers: Displacement) -> list[Event]:
    """Move people away from fighting and capture, and part of them back to quiet regions."""
    _flee(
        world.holder, world.taken_from, world.civil_dead, _feared(numbers.from_is, numbers.from_others), ground.degree,
        ground.beside, numbers.most, numbers.per_death, numbers.leaving_country, world.population,
        world.guests, world.away, world.emigrants, world.displaced_week,
    )  # fmt: skip
    _return(
        world.displaced_week, ground.degree, ground.beside, numbers.returning, world.population,
        world.guests, world.away,
    )  # fmt: skip
    return []


@lru_cache(maxsize=8)
def _feared(from_is: float, from_others: float) -> FloatArray:
    """Return the share of people who leave when each side takes their region."""
    feared = np.full(SIDE_COUNT, from_others)
    feared[INDEX["is"]] = from_is
    return feared


@kernel
def _flee(
    holder: IntArray,
    taken_from: IntArray,
    civil_dead: FloatArray,
    feared: FloatArray,
    degree: IntArray,
    neighbour: Rows,
    most: float,
    per_death: float,
    leaving_country: float,
    population: FloatArray,
    guests: FloatArray,
    away: FloatArray,
    emigrants: FloatArray,
    displaced: FloatArray,
) -> None:
    """Whole people go to quiet neighbouring regions by their size, or abroad."""
    count = len(holder)
    arriving = np.zeros(count)
    open_to = np.zeros(neighbour.shape[1])
    for c in range(count):
        leave = min(most * population[c], per_death * civil_dead[c])
        if taken_from[c] >= 0:
            leave += feared[holder[c]] * population[c]
        if leave < 1.0:
            leave = 0.0
        displaced[c] = leave
        if leave == 0.0:
            continue
        room = 0.0
        for k in range(degree[c]):
            n = neighbour[c, k]
            open_to[k] = population[n] * ((taken_from[n] < 0) & (civil_dead[n] <= civil_dead[c]))
            room += open_to[k]
        abroad = leave * (leaving_country if room > 0.0 else 1.0)
        emigrants[taken_from[c] if taken_from[c] >= 0 else holder[c]] += abroad
        if room > 0.0:
            for k in range(degree[c]):
                arriving[neighbour[c, k]] += (leave - abroad) * open_to[k] / room
        away[c] += leave - abroad
    for c in range(count):
        population[c] += arriving[c] - displaced[c]
        guests[c] = min(guests[c] + arriving[c], population[c])


@kernel
def _return(
    displaced: FloatArray,
    degree: IntArray,
    neighbour: Rows,
    returning: float,
    population: FloatArray,
    guests: FloatArray,
    away: FloatArray,
) -> None:
    """Guests of quiet regions go home; hosts give up their guests in proportion, all from the same state."""
    count = len(displaced)
    hosted = np.zeros(count)
    share = np.zeros(count)
    asked = np.zeros(count)
    for c in range(count):
        if displaced[c] > 0.0 or away[c] <= 0.0:
            continue
        for k in range(degree[c]):
            hosted[c] += guests[neighbour[c, k]]
        if hosted[c] > 0.0:
            share[c] = min(returning * away[c] / hosted[c], MOST_GUESTS)
            for k in range(degree[c]):
                asked[neighbour[c, k]] += share[c]
    for c in range(count):
        for k in range(degree[c] if share[c] > 0.0 else 0):
            n = neighbour[c, k]
            part = share[c] * guests[n] / max(1.0, asked[n])
            population[c] += part
            away[c] -= part
    for c in range(count):
        gone = min(1.0, asked[c]) * guests[c]
        guests[c] -= gone
        population[c] -= gone
