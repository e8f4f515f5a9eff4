"""Muster: put the local men of each side where the garrison task asks for them, before week 0.

Owns the first disposition. Uses the garrison and supply rules; knows nothing of the rest of the week.
"""

from __future__ import annotations

import numpy as np

from sim.rules import garrison, supply
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.garrison import Garrison
from sim.scenario.parameters.supply import Supply
from sim.scenario.parameters.underground import Underground
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.build import build
from sim.world.sanctuary import place_cadre
from sim.world.world import World

__all__ = ["POCKET_WEIGHT", "muster"]

POCKET_WEIGHT = 1.6
"""Men that a besieged pocket has at the start, relative to its task (docs/model 3.5)."""


def muster(loaded: Loaded, ground: Theatre, seed: int) -> World:
    """Return the World of week 0, complete."""
    world = build(loaded, ground, seed)
    besieged = world.cut.copy()
    task, roads = loaded.parameters["garrison"], loaded.parameters["supply"]
    assert isinstance(task, Garrison)
    assert isinstance(roads, Supply)
    supply.apply(world, ground, roads)
    _spread_sieges(world, besieged)
    garrison.apply(world, ground, task)
    own_zone = world.zone == world.holder
    posted = np.where(own_zone, world.garrison, 0.0)
    weight = np.where(own_zone, 0.0, world.weight * np.where(world.cut > 0.0, POCKET_WEIGHT, 1.0))
    total = np.bincount(world.holder, weight, SIDE_COUNT)
    men = np.zeros(SIDE_COUNT)
    for side, people in loaded.start.sides.items():
        men[INDEX[side]] = people.garrison.value
    share = np.divide(men, total, out=np.zeros(SIDE_COUNT), where=total > 0.0)
    world.strike += np.where(total > 0.0, 0.0, men)
    world.strike_limit[:] = world.strike * _strike_limit(loaded)
    world.garrison[:] = weight * share[world.holder] + posted
    world.reported[:] = world.garrison
    garrison.cover(world, task)
    _hide(world, ground, loaded)
    return world


def _hide(world: World, ground: Theatre, loaded: Loaded) -> None:
    """Spread the men who are in hiding at the start, by sanctuary."""
    numbers = loaded.parameters["underground"]
    assert isinstance(numbers, Underground)
    men = sum(people.cadre.value for people in loaded.start.sides.values() if people.cadre is not None)
    if men > 0.0:
        place_cadre(world, ground, men, numbers.settled, numbers.thick)


def _strike_limit(loaded: Loaded) -> float:
    return float(loaded.parameters["manpower"].strike_limit)  # type: ignore[attr-defined]


def _spread_sieges(world: World, besieged: np.ndarray) -> None:
    """Give every region of a cut-off pocket the longest siege of its places; connected land has none."""
    for pocket in np.unique(world.pocket[besieged > 0.0]):
        members = world.pocket == pocket
        if (world.cut[members] > 0.0).all():
            world.cut[members] = besieged[members].max()
