"""What one actor can see: its own side now, the others late and blurred, nothing else.

An actor never meets the World. Own land and men are exact; men across the front are those reported two weeks
before, with an error of 25 per cent (docs/model.md 3.2b); what is hidden is absent, not zero.
Owns perception. Knows nothing of orders or policies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.chance import Purpose, normal
from sim.kernels import kernel
from sim.sides import COALITION, HOLDS_AS, INDEX, SIDE_COUNT, SIDES
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_ATTACK, enmity
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.world import World

__all__ = ["BLUR", "Here", "Survey", "View", "survey", "view_of"]

BLUR = 0.25
"""Spread of the log of reported enemy strength (docs/model.md 3.2b)."""

_COALITION = np.array(COALITION)
_VIEW = int(Purpose.VIEW)


class Here(NamedTuple):
    """Describe one governorate to one actor; land, people and men are those of its coalition."""

    land: float
    people: float
    men: float
    front: float
    facing: float
    prize: float


@dataclass(frozen=True, slots=True)
class View:
    """Show one actor its war: own condition exactly, the enemy as reported."""

    actor: str
    week: int
    holds_land: bool
    strike: float
    local: float
    morale: float
    coverage: float
    pay_ratio: float
    sorties: float
    land_share: float
    people_share: float
    partners: tuple[str, ...]
    enmity: Mapping[str, float]
    governorates: Mapping[str, Here]


@dataclass(frozen=True, slots=True)
class Survey:
    """Hold the sums over regions from which all Views of a week are cut: `[governorate, side]` arrays."""

    land: FloatArray
    people: FloatArray
    men: FloatArray
    front: FloatArray
    facing: FloatArray
    prize: FloatArray
    land_share: list[float]
    people_share: list[float]
    local: list[float]
    enmity: list[list[float]]
    aid: list[list[float]]


def survey(world: World, ground: Theatre) -> Survey:
    """Add up land [km2], people, men, front [km], reported enemies [men] and prizes, by governorate and side."""
    land, people, men, front, facing, prize = np.zeros((6, len(ground.governorates), SIDE_COUNT))
    hostile = enmity(world)
    _add_up(
        world.holder, _COALITION, hostile, world.readiness, world.zone, world.cut, world.population,
        world.garrison, world.reported, world.worth, ground.area, ground.governorate, ground.is_place,
        ground.degree, ground.neighbour, ground.border, land, people, men, front, facing, prize,
    )  # fmt: skip
    return Survey(
        land, people, men, front, facing, prize,
        land_share=(land.sum(axis=0) / land.sum()).tolist(),
        people_share=(people.sum(axis=0) / people.sum()).tolist(),
        local=men.sum(axis=0).tolist(),
        enmity=hostile.tolist(),
        aid=world.aid.tolist(),
    )  # fmt: skip


def view_of(world: World, ground: Theatre, sums: Survey, actor: str) -> View:
    """Return what `actor` sees this week."""
    side = INDEX[actor]
    home = HOLDS_AS[side]
    rows = _rows(world, sums, side).tolist()
    here = dict(zip(ground.governorates, map(Here._make, rows), strict=True))
    return View(
        actor=actor,
        week=world.week,
        holds_land=home == side,
        strike=float(world.strike[side]),
        local=sums.local[home],
        morale=float(world.morale[side]),
        coverage=float(world.coverage[home]),
        pay_ratio=float(world.pay_ratio[side]),
        sorties=float(world.sorties[side]),
        land_share=sums.land_share[home],
        people_share=sums.people_share[home],
        partners=tuple(client for client, flow in zip(SIDES, sums.aid[side], strict=True) if flow > 0.0),
        enmity=dict(zip(SIDES, sums.enmity[side], strict=True)),
        governorates=here,
    )


def _rows(world: World, sums: Survey, side: int) -> FloatArray:
    """Return the six numbers of each governorate as this side sees them; reports of the enemy are blurred."""
    return _cut(
        world.seed, world.week, side, _COALITION, sums.land, sums.people, sums.men, sums.front, sums.facing,
        sums.prize,
    )  # fmt: skip


@kernel
def _cut(
    seed: int,
    week: int,
    side: int,
    coalition: IntArray,
    land: FloatArray,
    people: FloatArray,
    men: FloatArray,
    front: FloatArray,
    facing: FloatArray,
    prize: FloatArray,
) -> FloatArray:
    """Cut one side's rows out of the survey, with one log-normal error per governorate on enemy strength."""
    rows = np.zeros((len(land), 6))
    for g in range(len(land)):
        for f in range(len(coalition)):
            if coalition[f] == coalition[side]:
                rows[g, 0] += land[g, f]
                rows[g, 1] += people[g, f]
                rows[g, 2] += men[g, f]
        rows[g, 3] = front[g, side]
        rows[g, 4] = facing[g, side] * math.exp(BLUR * normal(seed, _VIEW, week, g, side))
        rows[g, 5] = prize[g, side]
    return rows


@kernel
def _add_up(
    holder: IntArray,
    coalition: IntArray,
    enmity: FloatArray,
    readiness: FloatArray,
    zone: IntArray,
    cut: FloatArray,
    population: FloatArray,
    garrison: FloatArray,
    reported: FloatArray,
    worth: FloatArray,
    area: FloatArray,
    governorate: IntArray,
    is_place: BoolArray,
    degree: IntArray,
    neighbour: IntArray,
    border: FloatArray,
    land: FloatArray,
    people: FloatArray,
    men: FloatArray,
    front: FloatArray,
    facing: FloatArray,
    prize: FloatArray,
) -> None:
    """Sum over regions; a hostile border counts for every side that would cross it from supplied land."""
    sides = len(coalition)
    for c in range(len(holder)):
        g = governorate[c]
        h = holder[c]
        land[g, h] += area[c]
        people[g, h] += population[c]
        men[g, h] += garrison[c]
        if zone[c] >= 0:
            continue
        ring = 0.0
        for k in range(degree[c]):
            ring += border[c, k]
        for f in range(sides):
            hostile = enmity[f, h] * readiness[c, f]
            if hostile <= LEAST_TO_ATTACK:
                continue
            touch = 0.0
            for k in range(degree[c]):
                n = neighbour[c, k]
                if coalition[holder[n]] == coalition[f] and cut[n] == 0.0:
                    touch += border[c, k]
            if touch > 0.0:
                front[g, f] += touch
                facing[g, f] += reported[c] * touch / ring
                prize[g, f] += hostile * (worth[c, f] if is_place[c] else 0.05)
