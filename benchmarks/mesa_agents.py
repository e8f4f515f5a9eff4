"""The agents of the Mesa form: sides and regions, each with its part of the four rules, in plain Python numbers.

Owns what one side or one region does in a stage of the week. Knows nothing of arrays, nor of the order of stages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import mesa
from mesa.discrete_space import Cell, FixedAgent

from sim.chance import Purpose
from sim.scenario.parameters.combat import Combat
from sim.sides import COALITION, HOLDS_AS, SIDES
from sim.theatre.regions import Theatre
from sim.world.forms import ENCIRCLED, HEX_AREA, HEX_BORDER, LEAVING, NO_SOURCE
from sim.world.losses import DISABLED_PER_DEAD, HEALED_PER_DEAD, OUT_PER_DEAD
from sim.world.world import World

if TYPE_CHECKING:
    from benchmarks.mesa_form import War

__all__ = ["Border", "Column", "Region", "Side"]

CORE, STRONGHOLDS = 1.0, 2.0
"""Codes of what garrisons are ordered to be for."""


@dataclass(frozen=True, slots=True)
class Border:
    """Hold what lies between two regions: km of border, a road better than a track, the cost of the step."""

    length: float
    road: bool
    cost: float


@dataclass(frozen=True, slots=True)
class Column:
    """Hold the men whom one side sends to an attack, and how well they are supplied."""

    side: Side
    men: float
    supply: float


class Side(mesa.Agent):
    """A party to the war."""

    model: War

    def __init__(self, model: War, index: int, world: World, numbers: Combat) -> None:
        super().__init__(model)
        self.index, self.group, self.name = index, COALITION[index], SIDES[index]
        self.strike, self.morale = float(world.strike[index]), float(world.morale[index])
        self.quality: float = getattr(numbers, f"quality_{self.name}", 1.0)
        self.surprises = numbers.surprise_chance if self.name == "is" else 0.0
        self.guard, self.flies = float(world.guard[index]), world.sorties[index] * world.engaged[index] > 0.0
        self.reinforced: list[float] = world.reinforced[index].tolist()
        self.leaving: list[float] = world.leaving[index].tolist()
        self.hostility_of: list[float] = world.hostility[:, index].tolist()
        self.hostility_to: list[float] = world.hostility[index].tolist()
        self.compliance_of: list[float] = world.compliance[:, index].tolist()
        self.coverage = self.reserve = self.killed = self.dead_week = 0.0
        self.dead, self.disabled = float(world.dead[index]), float(world.disabled[index])
        self.strike_beds, self.garrison_beds = (
            world.beds_strike[index, -1].item(),
            world.beds_garrison[index, -1].item(),
        )
        self.captured, self.handed = float(world.captured[index]), float(world.handed[index])
        self.received, self.tempo = float(world.received[index]), float(world.tempo[index])
        self.dead_week = float(world.dead_week[index])

    def size_up(self) -> None:
        """See who would attack this side, and forget last week's battles."""
        self.enmity_of = [h * (1.0 - kept) for h, kept in zip(self.hostility_of, self.compliance_of, strict=True)]
        self.at_odds = [a + b != 0.0 for a, b in zip(self.hostility_of, self.hostility_to, strict=True)]
        self.killed, self.clash = 0.0, [0.0] * len(SIDES)

    def lose(self, killed: float, pool: float) -> tuple[float, float]:
        """Count dead and wounded out of `pool` men; return who is left, and who will heal."""
        if killed <= 0.0 or pool <= 0.0:
            return pool, 0.0
        killed *= min(1.0, pool / (killed * OUT_PER_DEAD))
        self.dead += killed
        self.dead_week += killed
        self.disabled += killed * DISABLED_PER_DEAD
        return max(0.0, pool - killed * OUT_PER_DEAD), killed * HEALED_PER_DEAD

    def bury(self) -> None:
        """Take the week's dead out of the strike force."""
        self.strike, healing = self.lose(self.killed, self.strike)
        self.strike_beds += healing


class Region(FixedAgent):
    """A region and the men who hold it."""

    model: War

    def __init__(self, model: War, cell: Cell, index: int, world: World, ground: Theatre) -> None:
        super().__init__(model)
        self.cell = cell
        self.index, self.key, self.area = index, int(ground.key[index]), float(ground.area[index])
        self.land = self.area / HEX_AREA
        self.on_road, self.is_place = bool(ground.on_road[index]), bool(ground.is_place[index])
        self.core, self.yspine = bool(ground.core[index]), bool(ground.yspine[index])
        self.mountain, self.desert = bool(ground.mountain[index]), bool(ground.desert[index])
        self.airbase, self.urban = bool(ground.airbase[index]), int(ground.urban[index])
        self.governorate, self.population = int(ground.governorate[index]), float(world.population[index])
        self.worth: list[float] = world.worth[index].tolist()
        self.readiness: list[float] = world.readiness[index].tolist()
        self.threat, self.depot = float(world.threat[index]), int(world.depot[index])
        self.holder = model.sides[int(world.holder[index])]
        self.garrison, self.fort, self.cut = (float(a[index]) for a in (world.garrison, world.fort, world.cut))
        self.way, self.pocket, self.borders = math.inf, -1, cast("dict[Region, Border]", {})
        self.supply = self.airhead = self.weight = self.odds = 0.0
        self.ratio = self.defenders = self.battle_dead = self.air_attack = self.air_defence = 0.0
        self.rival: Side | None = None
        self.columns: list[Column] = []
        self.falls = False

    def draw_supply(self) -> None:
        """Be supplied by the way to a source, or count another week cut off."""
        n, has_source = self.model.supply, self.holder.group in self.model.with_source
        self.airhead = 0.0
        if self.way < math.inf:
            self.supply, self.cut = min(1.0, max(n.floor, n.top * math.exp(-self.way / n.reach))), 0.0
        else:
            self.supply = n.cut_off if has_source else n.cut_off + NO_SOURCE
            self.cut = self.cut + 1.0 if has_source else 0.0

    def set_task(self) -> None:
        """Say how many men the region asks for."""
        n, side = self.model.garrison, self.holder
        core_side = side is self.model.core_side
        keeps_core, keeps_strong = side.guard == CORE and core_side, side.guard == STRONGHOLDS
        thinned = n.elsewhere if keeps_strong or (keeps_core and not self.yspine) else 1.0
        weight = n.land * self.land * thinned + n.people * self.population / 1e5 + n.threat * self.threat
        if self.on_road:
            weight += n.road * math.sqrt(self.land) * thinned
        if self.is_place:
            weight += n.place * self.worth[side.index] * (n.stronghold if keeps_strong else 1.0)
        if self.core and core_side:
            weight += n.core * (n.core_guard if keeps_core else 1.0)
        peopled = self.population > n.peopled * self.area
        for other in self.cell.neighborhood.agents:
            foe = other.holder
            if foe.group == side.group or not side.at_odds[foe.index]:
                continue
            border = self.borders[other]
            fear = max(side.enmity_of[foe.index] * self.readiness[foe.index], n.least_enmity)
            weight += n.front * fear * border.length / HEX_BORDER * (1.0 if border.road or peopled else n.quiet_front)
        weight *= 1.0 + n.reinforced * side.reinforced[self.governorate]
        self.weight = weight * LEAVING if side.leaving[self.governorate] > 0.0 else weight

    def move_men(self) -> None:
        """Close a part of the gap to the region's share of the men in its pocket."""
        here = (self.pocket, self.holder)
        if (task := self.model.task[here]) > 0.0:
            self.garrison += self.model.garrison.move * (self.model.men[here] * self.weight / task - self.garrison)

    def fight(self) -> None:
        """Fight off this week's attack, if there is one."""
        self.ratio = self.defenders = self.battle_dead = 0.0
        attack = sum(column.men for column in self.columns)
        if self.rival is None or attack <= 0.0:
            return
        n, holder, model = self.model.combat, self.holder, self.model
        power = sum(c.men * c.side.quality * c.side.morale * c.supply**n.supply_power for c in self.columns)
        reserve = 0.0 if self.cut > 0.0 else min(n.reserve, model.spare[holder.group])
        defence = self.garrison + reserve + n.posted
        shield = defence * holder.quality * holder.morale * self.supply**n.supply_power * self.fort
        shield *= (n.mountain if self.mountain else 1.0) * (1.0 + n.urban * self.urban)
        if power / shield * math.exp(n.noise * model.normal(Purpose.BATTLE, self.key, 1)) < n.launch:
            return
        surprised = model.uniform(Purpose.SURPRISE, self.key) < self.rival.surprises
        power *= (1.0 + self.air_attack) * (n.surprise if surprised else 1.0)
        shield *= 1.0 + self.air_defence
        self.ratio = power / shield * math.exp(n.noise * model.normal(Purpose.BATTLE, self.key, 0))
        self.defenders = defence - n.posted
        self.count_dead(attack, defence, reserve, (power / attack) / (shield / defence))

    def count_dead(self, attack: float, defence: float, reserve: float, edge: float) -> None:
        """Take the dead of both sides by the law of the battle, and say who killed whom."""
        n, holder = self.model.combat, self.holder
        scale = n.kappa * ((attack + defence) / 4000.0) ** (-n.eta)
        dead_attack = scale * attack**n.exponent * defence ** (1.0 - n.exponent) * edge ** (-n.theta)
        dead_defence = scale * defence**n.exponent * attack ** (1.0 - n.exponent) * edge**n.theta
        dead_attack, dead_defence = min(attack / OUT_PER_DEAD, dead_attack), min(defence / OUT_PER_DEAD, dead_defence)
        for column in self.columns:
            column.side.killed += dead_attack * column.men / attack
            column.side.clash[holder.index] += dead_attack * column.men / attack
        local, helped = dead_defence * self.garrison / defence, dead_defence * reserve / defence
        allies = [side for side in self.model.sides if side.group == holder.group]
        if (total := sum(side.strike for side in allies)) > 0.0:
            for side in allies:
                side.killed += helped * side.strike / total
        self.garrison, healing = holder.lose(local, self.garrison)
        holder.garrison_beds += healing
        holder.clash[cast(Side, self.rival).index] += local + helped
        self.battle_dead = dead_attack + local + helped

    def hold(self) -> None:
        """Dig in, and draw whether the region falls this week."""
        n, rival = self.model.control, self.rival
        self.odds, self.falls = 0.0, False
        if self.fort < n.fort_top:
            self.fort = min(n.fort_top, self.fort + n.fort_growth)
        if rival is None or self.ratio <= 0.0:
            return
        depth = math.sqrt(self.area) / (n.speed * (n.desert_speed if self.desert else 1.0))
        size = {2: n.city, 1: 1.0}.get(self.urban, n.village if self.is_place else 0.0)
        siege = n.town * min(size, self.defenders / n.stand) * (n.encircled if self.cut >= ENCIRCLED else 1.0)
        stretch = (depth + siege) / rival.tempo * (1.0 + self.ratio ** (-1.0 / n.sigma))
        self.odds = 1.0 - math.exp(-(min(self.ratio, n.most_power) ** n.power) / stretch)
        self.falls = self.model.uniform(Purpose.CAPTURE, self.key) < self.odds

    def fall(self) -> None:
        """Change hands: the beaten retreat or are captured, the victors leave men behind."""
        n, rival, model = self.model.control, cast(Side, self.rival), self.model
        ways = [r for r in self.cell.neighborhood.agents if r.holder is self.holder and not r.falls]
        lost = n.pursuit * self.garrison if ways else self.garrison
        self.holder.captured += lost
        for way in ways:
            way.garrison += (self.garrison - lost) / len(ways)
        stay = min(rival.strike, n.left_behind * sum(c.men for c in self.columns if c.side is rival))
        rival.strike -= stay
        new = model.sides[HOLDS_AS[rival.index]]
        if new is not rival:
            rival.handed += stay
            new.received += stay
        model.unsettled |= {self.holder.group, new.group}
        self.holder, self.garrison, self.fort = new, stay, 1.0
