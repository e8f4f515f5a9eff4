"""What one actor can see: its own side now, the others late and blurred, nothing else.

An actor never meets the World. Own land and men are exact; men across the front are those reported two weeks
before, with an error of 25 per cent (docs/model 3.2b); what is hidden is absent, not zero.
Owns perception. Knows nothing of orders or policies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sim.chance import Purpose, normal, uniform
from sim.kernels import kernel
from sim.sides import BACKERS, BACKS, COALITION, HOLDS_AS, INDEX, SIDE_COUNT, SIDES
from sim.theatre.edges import edges_of
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_ATTACK, TERMS, enmity
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.world import World

__all__ = ["BLUR", "HIDING", "Here", "Patron", "Survey", "View", "survey", "view_of"]

BLUR = 0.25
"""Spread of the log of reported enemy strength (docs/model 3.2b)."""

_COALITION = np.array(COALITION)
_VIEW = int(Purpose.VIEW)
_RESOLVE = int(Purpose.RESOLVE)

HIDING = "is"
"""Whose underground is modelled."""


class Here(NamedTuple):
    """Describe one governorate to one actor; land, people and men are those of its coalition."""

    land: float
    people: float
    men: float
    front: float
    facing: float
    prize: float
    raids: float


_HERE = partial(tuple.__new__, Here)
"""Makes a Here of a row of the right length, without looking at it twice."""


class Patron(NamedTuple):
    """Tell a patron how its engagement stands: payoffs in units of its client's survival (docs/model 3.11)."""

    engaged: float
    safe_with: float
    safe_without: float
    cost: float
    weariness: float
    leverage: float
    stay: float
    leave: float
    odds: float
    fallen: float
    escalation: float
    bargain: float = 0.0
    """Chance that its main rival accepts a bargain that it offers."""
    yields: Mapping[str, float] = MappingProxyType({})
    """Chance that it accepts a bargain, by who offers it."""
    whim: float = 0.0
    """Chance that its leader orders it out whatever the payoffs, a month."""
    taken_back: float = 0.0
    """Chance that such an order is partly taken back within a month."""


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
    clients: tuple[str, ...]
    enmity: Mapping[str, float]
    governorates: Mapping[str, Here]
    luck: tuple[float, float, float]
    """Three draws of the month, uniform on 0 to 1: a policy that leaves something to chance compares with them. The
    first is for going, the second for bargains, the third for taking an order back."""
    patron: Patron | None
    hides: bool
    """Whether it can send fighters underground."""
    cadre: float
    patrols: bool
    relations: Mapping[str, float]
    offers: Mapping[str, str]
    """Who offers what to this actor this month."""
    pacts: Mapping[str, str]
    """With whom it has which agreement or truce."""
    violence: Mapping[str, float]
    """Dead a week between it and each party, over four weeks, where there are any."""
    provoked: float
    concession: float
    overlap: float
    windows: tuple[str, ...]
    """Foreign entries open to it now."""
    holdings: Mapping[str, float] = field(default_factory=dict)
    """Share of the land that each party holds: front lines are on every map."""
    backing: float = 1.0
    """Share of its engagement that the patron who keeps up most of it does; 1 for who has no patron."""


_OWN = (
    "strike", "morale", "coverage", "pay_ratio", "sorties", "engaged", "provoked", "concession", "overlap", "safe_with",
    "safe_without", "cost", "weariness", "leverage", "stay_payoff", "leave_payoff", "leave_odds", "fallen",
    "escalation", "bargain_odds", "whim_odds", "taken_back",
)  # fmt: skip
"""What a side, or a patron, knows of itself."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Hold the sums over regions from which all Views of a week are cut: `[governorate, side]` arrays."""

    land: FloatArray
    people: FloatArray
    men: FloatArray
    front: FloatArray
    facing: FloatArray
    prize: FloatArray
    raids: FloatArray
    land_share: list[float]
    holdings: Mapping[str, float]
    people_share: list[float]
    local: list[float]
    enmity: list[list[float]]
    relation: list[list[float]]
    partners: list[list[str]]
    """To whom each side sends men."""
    offers: list[dict[str, str]]
    """Who offers what to each side."""
    pacts: list[dict[str, str]]
    violence: list[dict[str, float]]
    own: dict[str, list[float]]
    """What each side knows of itself, by field of the World."""
    cadre: float
    patrols: list[bool]
    rows: list[list[list[float]]]
    """What each side sees of each governorate: `[side][governorate][number of Here]`."""
    luck: list[list[float]]


def survey(world: World, ground: Theatre) -> Survey:
    """Add up land [km2], people, men, front [km], reported enemies [men], prizes, raids, by governorate and side."""
    land, people, men, front, facing, prize, raids = np.zeros((7, len(ground.governorates), SIDE_COUNT))
    hostile, edges = enmity(world), edges_of(ground)
    _add_up(
        world.holder, _COALITION, hostile, world.readiness, world.zone, world.cut, world.population,
        world.garrison, world.reported, world.worth, world.threat, ground.area, ground.governorate, ground.is_place,
        edges.here, edges.there, edges.border, land, people, men, front, facing, prize, raids,
    )  # fmt: skip
    land_share = (land.sum(axis=0) / land.sum()).tolist()
    return Survey(
        land, people, men, front, facing, prize, raids,
        land_share=land_share,
        holdings=dict(zip(SIDES, land_share, strict=True)),
        people_share=(people.sum(axis=0) / people.sum()).tolist(),
        local=men.sum(axis=0).tolist(),
        enmity=hostile.tolist(),
        relation=world.relation.tolist(),
        partners=[[client for client, _ in row] for row in _named(world.aid)],
        offers=[{whom: TERMS[int(code) - 1] for whom, code in row} for row in _named(world.offer.T)],
        pacts=_pacts(world),
        violence=[dict(row) for row in _named(world.violence)],
        own={name: getattr(world, name).tolist() for name in _OWN},
        cadre=float(world.cadre.sum()),
        patrols=_patrol(world.patrol, world.strike).tolist(),
        rows=_cut(world.seed, world.week, _COALITION, land, people, men, front, facing, prize, raids).tolist(),
        luck=_draws(world.seed, world.week, SIDE_COUNT).tolist(),
    )  # fmt: skip


def view_of(world: World, ground: Theatre, sums: Survey, actor: str, *, windows: tuple[str, ...] = ()) -> View:
    """Return what `actor` sees this week; `windows` are the foreign entries open to it."""
    clients = BACKS.get(actor, ())
    side = INDEX[actor]
    home = HOLDS_AS[side]
    here = dict(zip(ground.governorates, map(_HERE, sums.rows[side]), strict=True))
    hides, own = actor == HIDING, sums.own
    return View(
        actor=actor,
        week=world.week,
        holds_land=home == side,
        strike=own["strike"][side],
        local=sums.local[home],
        morale=own["morale"][side],
        coverage=own["coverage"][home],
        pay_ratio=own["pay_ratio"][side],
        sorties=own["sorties"][side] * own["engaged"][side],
        land_share=sums.land_share[home],
        people_share=sums.people_share[home],
        partners=tuple(sums.partners[side]),
        clients=clients,
        enmity=dict(zip(SIDES, sums.enmity[side], strict=True)),
        governorates=here,
        luck=(sums.luck[side][0], sums.luck[side][1], sums.luck[side][2]),
        patron=_patron(world, own, side) if clients else None,
        hides=hides,
        cadre=sums.cadre if hides else 0.0,
        patrols=sums.patrols[side],
        relations=dict(zip(SIDES, sums.relation[side], strict=True)),
        offers=sums.offers[side],
        pacts=sums.pacts[side],
        violence=sums.violence[side],
        provoked=own["provoked"][side],
        concession=own["concession"][home],
        overlap=own["overlap"][home],
        windows=windows,
        holdings=sums.holdings,
        backing=max([own["engaged"][patron] for patron in BACKERS.get(actor, ())], default=1.0),
    )


def _patron(world: World, own: Mapping[str, list[float]], side: int) -> Patron:
    return Patron(
        engaged=own["engaged"][side],
        safe_with=own["safe_with"][side],
        safe_without=own["safe_without"][side],
        cost=own["cost"][side],
        weariness=own["weariness"][side],
        leverage=own["leverage"][side],
        stay=own["stay_payoff"][side],
        leave=own["leave_payoff"][side],
        odds=own["leave_odds"][side],
        fallen=own["fallen"][side],
        escalation=own["escalation"][side],
        bargain=own["bargain_odds"][side],
        yields=dict(zip(SIDES, world.yield_odds[side].tolist(), strict=True)),
        whim=own["whim_odds"][side],
        taken_back=own["taken_back"][side],
    )


def _named(level: FloatArray) -> list[list[tuple[str, float]]]:
    """Return, for each side, with whom it has any of something, and how much."""
    found: list[list[tuple[str, float]]] = [[] for _ in SIDES]
    rows, columns = np.nonzero(level > 0.0)
    for side, other, much in zip(rows.tolist(), columns.tolist(), level[rows, columns].tolist(), strict=True):
        found[side].append((SIDES[other], much))
    return found


def _pacts(world: World) -> list[dict[str, str]]:
    """Return with whom each side has a truce or another agreement; the agreement is named where there are both.

    The code of a truce is 1.
    """
    both = np.where(world.pact > 0.0, world.pact, world.agreed > 0.0)
    return [{whom: TERMS[int(code) - 1] for whom, code in row} for row in _named(both)]


@kernel
def _patrol(patrol: FloatArray, strike: FloatArray) -> BoolArray:
    """Return which sides have patrols or men to press into zones."""
    found = strike > 0.0
    for c in range(len(patrol)):
        for side in range(len(strike)):
            found[side] |= patrol[c, side] != 0.0
    return found


@kernel
def _draws(seed: int, week: int, sides: int) -> FloatArray:
    """Draw the luck of the month of each side: three uniform draws."""
    luck = np.empty((sides, 3))
    for side in range(sides):
        for number in range(3):
            luck[side, number] = uniform(seed, _RESOLVE, week, side, number)
    return luck


@kernel
def _cut(
    seed: int,
    week: int,
    coalition: IntArray,
    land: FloatArray,
    people: FloatArray,
    men: FloatArray,
    front: FloatArray,
    facing: FloatArray,
    prize: FloatArray,
    raids: FloatArray,
) -> FloatArray:
    """Cut each side's rows out of the survey, with one log-normal error per governorate on enemy strength."""
    sides = len(coalition)
    rows = np.zeros((sides, len(land), 7))
    for side in range(sides):
        for g in range(len(land)):
            for f in range(sides):
                if coalition[f] == coalition[side]:
                    rows[side, g, 0] += land[g, f]
                    rows[side, g, 1] += people[g, f]
                    rows[side, g, 2] += men[g, f]
                    rows[side, g, 6] += raids[g, f]
            rows[side, g, 3] = front[g, side]
            if facing[g, side] > 0.0:
                rows[side, g, 4] = facing[g, side] * math.exp(BLUR * normal(seed, _VIEW, week, g, side))
            rows[side, g, 5] = prize[g, side]
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
    threat: FloatArray,
    area: FloatArray,
    governorate: IntArray,
    is_place: BoolArray,
    here: Rows,
    there: Rows,
    border: FloatArray,
    land: FloatArray,
    people: FloatArray,
    men: FloatArray,
    front: FloatArray,
    facing: FloatArray,
    prize: FloatArray,
    raids: FloatArray,
) -> None:
    """Sum over regions; a hostile border counts for every side that would cross it from supplied land."""
    sides = len(coalition)
    ring = np.zeros(len(holder))
    touched = np.zeros((len(holder), sides))
    for c in range(len(holder)):
        g, h = governorate[c], holder[c]
        land[g, h] += area[c]
        people[g, h] += population[c]
        men[g, h] += garrison[c]
        raids[g, h] += threat[c]
    for edge in range(len(here)):
        c, n = here[edge], there[edge]
        ring[c] += border[edge]
        touched[c, coalition[holder[n]]] += border[edge] * (cut[n] == 0.0)
    for c in range(len(holder)):
        g, h = governorate[c], holder[c]
        for f in range(sides if zone[c] < 0 else 0):
            hostile = enmity[f, h] * readiness[c, f]
            touch = touched[c, coalition[f]]
            if hostile > LEAST_TO_ATTACK and touch > 0.0:
                front[g, f] += touch
                facing[g, f] += reported[c] * touch / ring[c]
                prize[g, f] += hostile * (worth[c, f] if is_place[c] else 0.05)
