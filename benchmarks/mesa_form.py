"""The four rules of `subset` as an idiomatic Mesa model, written as well as its author can: a yardstick, no more.

One FixedAgent for each region on a Mesa Network, one Agent for each side, a week of stages by AgentSet.do, neighbours
through the space, plain Python numbers. Ways to supply are a Dijkstra with a heap, worked out again only for
coalitions whose land has changed, as our rule does it: slower ways to write it exist, and were not taken.
In: all of supply, garrison, combat and control, with the same draws, made by the compiled functions of `sim.chance`
(about 30 calls a week, under a hundredth of the time). Out, though our rules do it: `factors`, the record of what a
battle turned on. Collected is nothing, on either side. Owns the order of the stages and what no agent can do alone.
Knows nothing of arrays, nor of the rules it repeats; a test holds the two to the same results.
"""

from __future__ import annotations

import math
from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import cast

import mesa
import networkx as nx
from mesa.discrete_space import Network

from benchmarks.mesa_agents import Border, Column, Region, Side
from benchmarks.subset import Subset, WeekPlan
from sim.chance import Purpose, normal, uniform
from sim.scenario.parameters.combat import Combat
from sim.scenario.parameters.control import Control
from sim.scenario.parameters.garrison import Garrison
from sim.scenario.parameters.supply import Supply
from sim.sides import COALITION, INDEX, SIDES
from sim.theatre.regions import Theatre
from sim.world.fields import CAMPAIGNS

__all__ = ["War"]

HEX_KM = 19.0
"""Distance to which the cost of a step refers [km]."""


class War(mesa.Model):
    """The war of the subset: `receive` a week's plan, then `step`."""

    def __init__(self, subset: Subset) -> None:
        world, ground, numbers = subset.start, subset.ground, subset.numbers
        super().__init__(rng=world.seed)
        self.seed, self.week = world.seed, world.week
        self.supply, self.garrison = cast(Supply, numbers["supply"]), cast(Garrison, numbers["garrison"])
        self.combat, self.control = cast(Combat, numbers["combat"]), cast(Control, numbers["control"])
        self.sides = [Side(self, index, world, self.combat) for index in range(len(SIDES))]
        self.core_side = self.sides[INDEX["regime"]]
        links = [(c, int(n)) for c in range(ground.size) for n in ground.neighbour[c, : ground.degree[c]]]
        graph = nx.DiGraph()
        graph.add_nodes_from(range(ground.size))
        graph.add_edges_from(links)
        space = Network(graph, capacity=1, random=self.random, layout=None)  # a layout would cost seconds
        self.regions = [Region(self, space[c], c, world, ground) for c in range(ground.size)]
        for region in self.regions:
            for slot in range(ground.degree[region.index]):
                other = self.regions[ground.neighbour[region.index, slot]]
                region.borders[other] = self._border(region, other, ground, slot)
        self.unsettled = set(COALITION)
        self.land, self.parties = self.agents_by_type[Region], self.agents_by_type[Side]

    def _border(self, one: Region, other: Region, ground: Theatre, slot: int) -> Border:
        n, road = self.supply, int(ground.road[one.index, slot])
        dry, wild = one.desert or other.desert, one.mountain or other.mountain
        factor = 1.0 if road >= 2 else n.track if road else n.mountain if wild else n.desert if dry else n.open
        length, distance = float(ground.border[one.index, slot]), float(ground.distance[one.index, slot])
        return Border(length, road >= 2, factor * distance / HEX_KM)

    def receive(self, plan: WeekPlan) -> None:
        """Put a week's plan in force, but for attacks on land that their coalition holds by now."""
        for side in self.sides:
            side.reserve = float(plan.reserve[side.index])
        for region in self.regions:
            region.air_attack, region.air_defence = (
                float(a[region.index]) for a in (plan.air_attack, plan.air_defence)
            )
            by = int(plan.rival[region.index])
            region.rival = self.sides[by] if by >= 0 and COALITION[by] != region.holder.group else None
            region.columns = []
        for side in self.sides:
            for slot in range(CAMPAIGNS):
                region = self.regions[plan.entry[side.index, slot]]
                if plan.entry[side.index, slot] >= 0 and region.rival and region.rival.group == side.group:
                    men, supplied = plan.campaign_men[side.index, slot], plan.campaign_supply[side.index, slot]
                    region.columns.append(Column(side, float(men), float(supplied)))

    def step(self) -> None:
        """Run a week of the four rules."""
        self.parties.do("size_up")
        self.supply_land()
        self.garrison_land()
        self.spare = self.share_reserves()
        self.land.do("fight")
        self.parties.do("bury")
        self.land.do("hold")
        self.land.select(lambda region: region.falls).do("fall")
        self.week += 1

    def supply_land(self) -> None:
        """Supply all land by its ways, cut-off land with an airbase from the air."""
        if self.unsettled:
            self.find_ways()
        self.with_source = {r.holder.group for r in self.land if r.depot >= 0 and COALITION[r.depot] == r.holder.group}
        self.land.do("draw_supply")
        fliers = {side.group for side in self.sides if side.flies}
        flown = {
            (base.pocket, base.holder)
            for base in self.land.select(lambda r: r.airbase and r.way == math.inf)
            if base.holder.group in fliers
        }
        for region in self.land.select(lambda r: (r.pocket, r.holder) in flown):
            region.supply, region.airhead = self.supply.airhead, 1.0

    def find_ways(self) -> None:
        """Find pockets, and the cheapest ways to a source (Dijkstra 1959), where a coalition's land has changed."""
        changed = [region for region in self.land if region.holder.group in self.unsettled]
        for region in changed:
            region.way, region.pocket = math.inf, -1
        for region in changed:
            if region.pocket < 0:
                self.mark_pocket(region)
        queue = [(0.0, r.index) for r in changed if r.depot >= 0 and COALITION[r.depot] == r.holder.group]
        for _, index in queue:
            self.regions[index].way = 0.0
        heapify(queue)
        while queue:
            way, index = heappop(queue)
            region = self.regions[index]
            if way > region.way:
                continue
            for other in region.cell.neighborhood.agents:
                length = way + region.borders[other].cost
                if other.holder.group == region.holder.group and length < other.way:
                    other.way = length
                    heappush(queue, (length, other.index))
        self.unsettled = set()

    def mark_pocket(self, start: Region) -> None:
        """Mark all land of a coalition that hangs together with `start`."""
        start.pocket, edge = start.index, [start]
        while edge:
            for other in edge.pop().cell.neighborhood.agents:
                if other.pocket < 0 and other.holder.group == start.holder.group:
                    other.pocket = start.index
                    edge.append(other)

    def garrison_land(self) -> None:
        """Set every task, move men towards it within their pocket, and see how well each side covers its land."""
        self.land.do("set_task")
        self.men: dict[tuple[int, Side], float] = defaultdict(float)
        self.task: dict[tuple[int, Side], float] = defaultdict(float)
        for region in self.land:
            self.men[region.pocket, region.holder] += region.garrison
            self.task[region.pocket, region.holder] += region.weight
        self.land.do("move_men")
        men, task = dict.fromkeys(self.sides, 0.0), dict.fromkeys(self.sides, 0.0)
        for region in self.land:
            men[region.holder] += region.garrison
            task[region.holder] += region.weight
        for side in self.sides:
            side.coverage = men[side] / (self.garrison.required * task[side]) if task[side] > 0.0 else 0.0

    def share_reserves(self) -> dict[int, float]:
        """Return the men whom each coalition can spare for each of its attacked regions that are not cut off."""
        attacked = [r.holder.group for r in self.land if r.rival and r.cut == 0.0]
        kept = {group: sum(side.reserve for side in self.sides if side.group == group) for group in set(COALITION)}
        return {group: men / max(1.0, attacked.count(group)) for group, men in kept.items()}

    def normal(self, purpose: Purpose, first: int, second: int) -> float:
        """Draw from the standard normal distribution."""
        return normal(self.seed, int(purpose), self.week, first, second)

    def uniform(self, purpose: Purpose, first: int) -> float:
        """Draw from the unit interval."""
        return uniform(self.seed, int(purpose), self.week, first, 0)
