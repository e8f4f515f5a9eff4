"""Four of our rules run alone - supply, garrison, combat, capture - on the real ground, from a real war.

All that the other rules would bring is recorded once, from a war in which they ran: who attacks where, with how many
men, the men kept for defence, and air support, week by week. Whoever runs the subset is given the same. An attack on
land that its coalition holds by then does not take place; people, morale, hostility and orders stay as they began.
Owns that recording and our side of the comparison. Knows nothing of any other form of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.engine.model import TheatreModel
from sim.record.keep import ENSEMBLE
from sim.rules import combat, control, garrison, supply
from sim.scenario.load import load_scenario
from sim.scenario.parameters.declare import Block
from sim.theatre.regions import Theatre
from sim.world.enmity import COALITIONS
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["RULES", "Subset", "WeekPlan", "place", "record", "run_rules"]

SCENARIO = "base_2015"
RULES = {"supply": supply, "garrison": garrison, "combat": combat, "control": control}
"""The rules of the subset, in the order of the week."""


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """Hold what the other rules brought about in one week: arrays of the World under their own names."""

    entry: IntArray
    campaign_men: FloatArray
    campaign_supply: FloatArray
    rival: IntArray
    reserve: FloatArray
    air_attack: FloatArray
    air_defence: FloatArray


@dataclass(frozen=True, slots=True)
class Subset:
    """Hold the start, the ground, the numbers and the plans: all that a form of the four rules needs."""

    start: World
    ground: Theatre
    numbers: Mapping[str, Block]
    plans: tuple[WeekPlan, ...]


def record(weeks: int, ground: Theatre | None = None) -> Subset:
    """Run a war and return its World after the first week, with what the `weeks` after that brought."""
    loaded = load_scenario(SCENARIO, weeks=weeks + 1)
    model = TheatreModel(loaded, keep=ENSEMBLE, collect=False, ground=ground)
    model.step()
    start = model.world.copy()
    start.telling = False
    plans = []
    for _ in range(weeks):
        model.step()
        plans.append(WeekPlan(*(getattr(model.world, name).copy() for name in WeekPlan.__slots__)))
    return Subset(start, model.ground, model.loaded.parameters, tuple(plans))


def place(world: World, plan: WeekPlan) -> None:
    """Put the plan of a week in force."""
    for name in WeekPlan.__slots__:
        getattr(world, name)[:] = getattr(plan, name)
    world.rival[COALITIONS[plan.rival] == COALITIONS[world.holder]] = -1


def run_rules(world: World, subset: Subset) -> None:
    """Run the four rules for one week."""
    for name, rule in RULES.items():
        rule.apply(world, subset.ground, subset.numbers[name])
    world.week += 1
