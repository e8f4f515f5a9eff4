"""What one actor can see: its own side now, the others late and blurred, nothing else.

An actor never meets the World. Own land and men are exact; men across the front are those reported two weeks
before, with an error of 25 per cent (docs/model 3.2b); what is hidden is absent, not zero.
Owns perception. Knows nothing of orders or policies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sim.chance import Purpose, normal, uniform
from sim.kernels import kernel
from sim.sides import BACKERS, BACKS, COALITION, HOLDS_AS, INDEX, SIDE_COUNT, SIDES
from sim.theatre.edges import edges_of
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_ATTACK, TERMS, enmity
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.world import World

__all__ = ["BLUR", "HIDING", "Here", "Own", "Patron", "Survey", "Ties", "View", "survey", "view_of"]

BLUR = 0.25
"""Spread of the log of reported enemy strength (docs/model 3.2b)."""

_COALITION = np.array(COALITION)
_OFFERS, _PACTS = 1, 2
"""Kinds of ties whose level is the code of their terms, by their place among the Ties."""

_sum = np.add.reduce

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


class View(NamedTuple):
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
    holdings: Mapping[str, float] = MappingProxyType({})
    """Share of the land that each party holds: front lines are on every map."""
    backing: float = 1.0
    """Share of its engagement that the patron who keeps up most of it does; 1 for who has no patron."""


class Own(NamedTuple):
    """Hold what a side, or a patron, knows of itself: one number from each field of the World of that name."""

    strike: float
    morale: float
    coverage: float
    pay_ratio: float
    sorties: float
    engaged: float
    provoked: float
    concession: float
    overlap: float
    safe_with: float
    safe_without: float
    cost: float
    weariness: float
    leverage: float
    stay_payoff: float
    leave_payoff: float
    leave_odds: float
    fallen: float
    escalation: float
    bargain_odds: float
    whim_odds: float
    taken_back: float


_own_of = attrgetter(*Own._fields)


class Survey(NamedTuple):
    """Hold the sums over regions, and what else all Views of a week are cut from; lists and rows are by side."""

    sums: FloatArray
    """`[number of Here, governorate, side]`, each side for itself."""
    rows: FloatArray
    """`[side, governorate, number of Here]`: what each side sees."""
    land_share: list[float]
    people_share: list[float]
    holdings: Mapping[str, float]
    local: list[float]
    enmity: list[list[float]]
    relation: list[list[float]]
    yields: list[list[float]]
    ties: Ties
    own: list[Own]
    cadre: float
    patrols: list[bool]
    luck: list[list[float]]


class Ties(NamedTuple):
    """Hold with whom each side has what."""

    partners: list[dict[str, float]]
    """To whom it sends men."""
    offers: list[dict[str, str]]
    """Who offers it what."""
    pacts: list[dict[str, str]]
    """With whom it has a truce or another agreement; the agreement is named where there are both."""
    violence: list[dict[str, float]]


def survey(world: World, ground: Theatre) -> Survey:
    """Add up land [km2], people, men, front [km], reported enemies [men], prizes, raids, by governorate and side."""
    sums = np.zeros((7, len(ground.governorates), SIDE_COUNT))
    land, people, men, front, facing, prize, raids = sums
    hostile, edges = enmity(world), edges_of(ground)
    _add_up(
        world.holder, _COALITION, hostile, world.readiness, world.zone, world.cut, world.population,
        world.garrison, world.reported, world.worth, world.threat, ground.area, ground.governorate, ground.is_place,
        edges.here, edges.there, edges.border, land, people, men, front, facing, prize, raids,
    )  # fmt: skip
    land_share = (_sum(land) / _sum(land, None)).tolist()
    return Survey(
        sums=sums,
        rows=_cut(world.seed, world.week, _COALITION, land, people, men, front, facing, prize, raids),
        land_share=land_share,
        people_share=(_sum(people) / _sum(people, None)).tolist(),
        holdings=dict(zip(SIDES, land_share, strict=True)),
        local=_sum(men).tolist(),
        enmity=hostile.tolist(),
        relation=world.relation.tolist(),
        yields=world.yield_odds.tolist(),
        ties=_ties(world),
        own=list(map(Own, *[field.tolist() for field in _own_of(world)])),
        cadre=float(_sum(world.cadre)),
        patrols=_patrol(world.patrol, world.strike).tolist(),
        luck=_draws(world.seed, world.week, SIDE_COUNT).tolist(),
    )


def view_of(world: World, ground: Theatre, sums: Survey, actor: str, *, windows: tuple[str, ...] = ()) -> View:
    """Return what `actor` sees this week; `windows` are the foreign entries open to it."""
    clients = BACKS.get(actor, ())
    side = INDEX[actor]
    home = HOLDS_AS[side]
    own, lead, ties = sums.own[side], sums.own[home], sums.ties
    hides = actor == HIDING
    backers = BACKERS.get(actor)
    return View(
        actor=actor,
        week=world.week,
        holds_land=home == side,
        strike=own.strike,
        local=sums.local[home],
        morale=own.morale,
        coverage=lead.coverage,
        pay_ratio=own.pay_ratio,
        sorties=own.sorties * own.engaged,
        land_share=sums.land_share[home],
        people_share=sums.people_share[home],
        partners=tuple(ties.partners[side]),
        clients=clients,
        enmity=dict(zip(SIDES, sums.enmity[side], strict=True)),
        governorates=dict(zip(ground.governorates, map(_HERE, sums.rows[side].tolist()), strict=True)),
        luck=(sums.luck[side][0], sums.luck[side][1], sums.luck[side][2]),
        patron=_patron(own, sums.yields[side]) if clients else None,
        hides=hides,
        cadre=sums.cadre if hides else 0.0,
        patrols=sums.patrols[side],
        relations=dict(zip(SIDES, sums.relation[side], strict=True)),
        offers=ties.offers[side],
        pacts=ties.pacts[side],
        violence=ties.violence[side],
        provoked=own.provoked,
        concession=lead.concession,
        overlap=lead.overlap,
        windows=windows,
        holdings=sums.holdings,
        backing=max([sums.own[patron].engaged for patron in backers]) if backers else 1.0,
    )


def _patron(own: Own, yields: list[float]) -> Patron:
    return Patron(
        engaged=own.engaged,
        safe_with=own.safe_with,
        safe_without=own.safe_without,
        cost=own.cost,
        weariness=own.weariness,
        leverage=own.leverage,
        stay=own.stay_payoff,
        leave=own.leave_payoff,
        odds=own.leave_odds,
        fallen=own.fallen,
        escalation=own.escalation,
        bargain=own.bargain_odds,
        yields=dict(zip(SIDES, yields, strict=True)),
        whim=own.whim_odds,
        taken_back=own.taken_back,
    )


def _ties(world: World) -> Ties:
    """Return with whom each side has what."""
    ties: list[list[dict[str, Any]]] = [[{} for _ in SIDES] for _ in Ties._fields]
    at, level = _pairs(world.aid, world.offer, world.pact, world.agreed, world.violence)
    for (kind, side, other), much in zip(at.tolist(), level.tolist(), strict=True):
        named = kind in (_OFFERS, _PACTS)
        ties[kind][side][SIDES[other]] = TERMS[int(much) - 1] if named else much
    return Ties(*ties)


@kernel
def _pairs(
    aid: FloatArray, offer: FloatArray, pact: FloatArray, agreed: FloatArray, violence: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Return (kind of tie, side, other side) and level wherever there is any; the code of a truce is 1."""
    sides = len(aid)
    at, level = np.empty((4 * sides * sides, 3), np.int64), np.empty(4 * sides * sides)
    n = 0
    for side in range(sides):
        for other in range(sides):
            bound = pact[side, other] if pact[side, other] > 0.0 else 1.0 * (agreed[side, other] > 0.0)
            for kind, much in enumerate((aid[side, other], offer[other, side], bound, violence[side, other])):
                if much > 0.0:
                    at[n, 0], at[n, 1], at[n, 2], level[n] = kind, side, other, much
                    n += 1
    return at[:n], level[:n]


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
