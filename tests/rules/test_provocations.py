"""Provocations of clients (docs/model 3.11): their hazard, what they do, how a patron answers."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from sim.rules.provocations import hazard_of
from sim.scenario.parameters.provocations import Provocations
from sim.sides import INDEX
from sim.world.shocks import held_back, outrage
from sim.world.turnover import open_post
from sim.world.world import World
from tests.engine.ground_making import apply_rule, line, numbers, world_of

RUSSIA, US, REGIME, IRAN, TURKEY = (INDEX[name] for name in ("russia", "us", "regime", "iran", "turkey"))
N = Provocations()
GROUND = line(4)


def _world(seed: int = 1) -> World:
    world = world_of(GROUND, ["regime", "regime", "us", "sdf"], seed=seed)
    open_post(world, GROUND, "us", "r2", 200.0, 1.0)
    world.provokes[REGIME] = 1.0
    return world


def test_fear_of_betrayal_provokes_and_restraint_prevents() -> None:
    assert hazard_of(0.0, 0.0, N) == pytest.approx(0.01)
    assert hazard_of(1.0, 0.0, N) == pytest.approx(0.03)
    assert hazard_of(0.5, 0.5, N) == pytest.approx(0.01)
    assert hazard_of(1.0, 1.0, N) == 0.0


def test_who_is_not_said_to_provoke_never_does() -> None:
    world = _world()
    world.provokes[:] = 0.0
    before = world.copy()
    for _ in range(200):
        assert not apply_rule("provocations", world, GROUND, numbers(provocations__hazard=5.0))
        world.week += 1
    assert np.array_equal(world.block, before.block)


def test_provocations_come_at_their_hazard_and_are_answered_as_said() -> None:
    """4,000 weeks at .03: three standard errors; answers 60, 10 and 30 per cent."""
    told = []
    for seed in range(4000):
        world = _world(seed)
        world.betrayal[REGIME, RUSSIA] = 1.0
        told += apply_rule("provocations", world, GROUND, numbers())
    expected = 4000 * (1 - math.exp(-0.03))
    assert len(told) == pytest.approx(expected, abs=3 * math.sqrt(expected))
    answers, kinds = Counter(event.note for event in told), Counter(event.kind for event in told)
    error = 3 * math.sqrt(0.25 / len(told))
    for answer, share in (("shielded", 0.6), ("restrained", 0.1), ("silent", 0.3)):
        assert answers[answer] / len(told) == pytest.approx(share, abs=error)
    assert kinds["veto_push"] / len(told) == pytest.approx(N.push, abs=error)
    assert set(kinds) == {"veto_push", "outrage"}


def test_a_push_needs_a_zone_to_press_against() -> None:
    world = _world()
    world.zone[:] = -1
    told = apply_rule("provocations", world, GROUND, numbers(provocations__hazard=50.0, provocations__push=1.0))
    assert [event.kind for event in told] == ["outrage"]
    assert world.push_until.sum() == 0.0


def test_a_push_provokes_the_owner_of_the_zone_alone() -> None:
    world = _world()
    apply_rule("provocations", world, GROUND, numbers(provocations__hazard=50.0, provocations__push=1.0))
    assert world.push_until[REGIME] == world.week + 1.0 + N.lasts
    assert world.provoked[US] == 1.0
    assert world.provoked[TURKEY] == 0.0
    assert world.relation[REGIME, US] == pytest.approx(-N.grudge)


def test_a_restrained_client_keeps_quiet_for_the_month() -> None:
    world = _world()
    values = numbers(provocations__hazard=50.0, provocations__shields=0.0, provocations__restrains=1.0)
    assert apply_rule("provocations", world, GROUND, values)[0].note == "restrained"
    world.week += 1
    assert not apply_rule("provocations", world, GROUND, values)


def test_a_push_and_an_answer_outlast_the_months_orders() -> None:
    """Begun in the last week of a month, both go on when orders are given anew (week 4)."""
    world = _world()
    world.week = 3
    values = numbers(provocations__hazard=50.0, provocations__push=1.0, provocations__shields=0.0,
                     provocations__restrains=1.0)  # fmt: skip
    apply_rule("provocations", world, GROUND, values)
    world.pushing[:] = world.restraining[:] = 0.0
    for week in range(4, 8):
        world.week = week
        assert world.push_until[REGIME] > week
        assert held_back(world)[REGIME] == 1.0
    world.week = 8
    assert world.push_until[REGIME] <= 8.0
    assert held_back(world)[REGIME] == 0.0


def test_an_outrage_costs_its_patrons_their_share_with_rivals() -> None:
    for drags in (0.0, 0.5):
        world = _world()
        before = float(world.relation[RUSSIA, US])
        outrage(world, REGIME, 1.0, N.model_copy(update={"drags": drags}))
        assert before - world.relation[RUSSIA, US] == pytest.approx(drags * N.outraged)


def test_without_a_patron_that_stays_nobody_answers() -> None:
    world = _world()
    world.engaged[[RUSSIA, IRAN]] = 0.0
    told = apply_rule("provocations", world, GROUND, numbers(provocations__hazard=50.0))
    assert [event.note for event in told] == ["alone"]


def test_an_outrage_provokes_rivals_and_raises_the_price_of_consent() -> None:
    world = _world()
    world.valuation[:] = 0.4
    outrage(world, REGIME, 1.0, N)
    assert world.provoked[US] == world.provoked[TURKEY] == 1.0
    assert world.provoked[RUSSIA] == 0.0
    assert world.relation[REGIME, US] == world.relation[US, REGIME] == pytest.approx(-N.outraged)
    assert world.valuation[RUSSIA] == pytest.approx(0.4 + N.valued)
    assert world.escalation[RUSSIA] == 1.0
    outrage(world, REGIME, 100.0, N)
    assert world.relation.min() == -1.0
    assert world.valuation.max() == 1.0
