"""Bargaining, the departure of a leader, and sanctions (docs/model 3.12)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scenario.parameters.settlement import Settlement
from sim.sides import INDEX
from sim.world.departure import Manner, depart, draw_shock
from sim.world.guards import manpower
from sim.world.pacts import FEDERAL, SETTLEMENT
from sim.world.world import World
from tests.engine.ground_making import apply_rule, line, numbers, run_weeks, world_of

GROUND = line(6, population=[50_000.0] * 6, area=[300.0] * 6)
HOLDERS = ["regime", "regime", "opposition", "opposition", "sdf", "is"]
REGIME, REBELS, IS, SDF, US, RUSSIA = (INDEX[name] for name in ("regime", "opposition", "is", "sdf", "us", "russia"))
EAGER = numbers(settlement__talks=1.0)


def _war(violence: float = 200.0, safe: float = 0.0) -> World:
    world = world_of(GROUND, HOLDERS, depots={0: "regime", 3: "opposition"})
    world.violence[REGIME, REBELS] = world.violence[REBELS, REGIME] = violence
    world.safe_with[RUSSIA] = safe
    return world


def test_there_is_a_settlement_only_where_both_gain() -> None:
    world = _war()
    assert not apply_rule("settlement", world, GROUND, EAGER)
    assert world.overlap[REGIME] < 0.0
    world.leader[REGIME] = 0.0
    told = apply_rule("settlement", world, GROUND, EAGER)
    assert [(event.kind, event.side, event.other) for event in told] == [("settlement", REGIME, REBELS)]
    assert world.overlap[REGIME] > 0.0
    assert world.pact[REGIME, REBELS] == world.pact[REBELS, RUSSIA] == SETTLEMENT
    assert (world.agreed[REGIME, REBELS], world.frailty[REGIME, REBELS]) == (0.95, 0.25)
    assert not apply_rule("settlement", world, GROUND, EAGER), "it is made once"


def test_an_accepted_offer_is_no_settlement_where_one_side_loses_by_it() -> None:
    world = _war()
    world.accept[REBELS, REGIME] = SETTLEMENT
    told = apply_rule("settlement", world, GROUND, numbers())
    assert [event.kind for event in told] == ["talks_fail"]
    assert not world.agreed.any()
    world.leader[REGIME] = 0.0
    told = apply_rule("settlement", world, GROUND, numbers(settlement__talks=0.0))
    assert [event.kind for event in told] == ["settlement"]


def test_talks_are_held_once_a_month() -> None:
    world = _war()
    world.leader[REGIME] = 0.0
    world.week = 2
    assert not apply_rule("settlement", world, GROUND, EAGER)


def test_backing_hardens() -> None:
    """Claim C12: the safer with its patron, the less the state offers; without the patron it offers more."""
    offers = []
    for safe in (0.5, 0.7, 0.9):
        world = _war(safe=safe)
        apply_rule("settlement", world, GROUND, EAGER)
        offers.append((world.concession[REGIME], world.overlap[REGIME]))
    assert offers == sorted(offers, reverse=True)
    assert offers[0][0] > offers[-1][0] + 0.1
    left = _war(safe=0.9)
    left.engaged[RUSSIA], left.safe_without[RUSSIA] = 0.0, 0.4
    apply_rule("settlement", left, GROUND, EAGER)
    assert left.concession[REGIME] > offers[-1][0]


def _east(*, engaged: float = 1.0, belief: float = 0.5, guarantee: float = 0.0) -> World:
    """Return a stretched state and a side that wants self-rule, with a patron; both have wars elsewhere."""
    world = _war(300.0)
    world.violence[SDF, IS] = world.violence[IS, SDF] = 200.0
    world.sorties[US], world.engaged[US] = 50.0, engaged
    world.belief[RUSSIA, US] = belief
    world.guarantee[REGIME, SDF] = world.guarantee[SDF, REGIME] = guarantee
    return world


def _left(world: World, **changed: float) -> float:
    """Return what is left between the self-rule offered and that asked."""
    apply_rule("settlement", world, GROUND, numbers(settlement__talks=0.0, **changed))
    return float(world.overlap[SDF])


def test_self_rule_is_refused_by_a_strong_state() -> None:
    strong = _east(engaged=0.0)
    assert _left(strong, settlement__theta=0.05) < 0.0
    assert strong.concession[SDF] == 0.0
    free = _east(engaged=0.0)
    apply_rule("settlement", free, GROUND, EAGER)
    assert free.pact[REGIME, SDF] == FEDERAL


def test_both_gain_by_self_rule_where_the_state_believes_in_the_patron() -> None:
    """A stretched state that has seen the patron stay for long: there is a deal although the patron is engaged."""
    doubted, believed = _left(_east(belief=0.5)), _left(_east(belief=0.95))
    assert believed > max(doubted, 0.0)
    assert believed - doubted == pytest.approx(0.45 * Settlement().backing)


def test_a_guarantee_lowers_what_is_asked_for_and_outlasts_the_deal() -> None:
    plain, backed = _east(), _east(guarantee=3.0)
    assert _left(plain) < 0.0 < _left(backed)
    apply_rule("settlement", backed, GROUND, EAGER)
    assert backed.pact[REGIME, SDF] == FEDERAL
    assert backed.guarantee[REGIME, SDF] == 3.0
    assert _left(_east(engaged=0.0, guarantee=3.0)) == pytest.approx(_left(_east(engaged=0.0)))


def test_pride_and_backing_stand_in_the_way_of_self_rule() -> None:
    for name in ("pride", "backing"):
        gains = [_left(_east(), **{f"settlement__{name}": value}) for value in (0.0, 0.15, 0.3)]
        assert gains[0] > 0.0 > gains[2] or name == "backing"
        assert gains == sorted(gains, reverse=True)
        assert gains[0] > gains[2] + 0.1


def test_the_weight_of_land_moves_what_is_offered() -> None:
    """Claim E7: thinly peopled land counts only where land is a claim."""
    offers = []
    for weight in (0.0, 1.0):
        world = _war()
        world.people_share[SDF] = 0.02
        apply_rule("settlement", world, GROUND, numbers(settlement__area=weight))
        offers.append(world.concession[SDF])
    assert offers[0] < offers[1]


def test_an_abrupt_fall_shakes_more_than_one_led_by_the_army_or_negotiated() -> None:
    manners: tuple[Manner, ...] = ("negotiated", "army_led", "abrupt")
    morale, deserted = [], []
    for manner in manners:
        world = _war()
        felt = depart(world, REGIME, manner, Settlement(), 0.25)
        assert world.cohesion[REGIME] == felt
        assert world.leader[REGIME] == 0.0
        before = manpower(world)
        run_weeks(world, GROUND, numbers(), 4)
        np.testing.assert_allclose(manpower(world), before, rtol=1e-9)
        morale.append(world.morale[REGIME])
        deserted.append(world.deserted[REGIME])
    assert morale == sorted(morale, reverse=True)
    assert deserted == sorted(deserted)
    assert len(set(morale)) == 3


def test_the_fall_of_a_leader_costs_is_recruits_and_happens_once() -> None:
    world = _war()
    world.inflow[IS] = 100.0
    assert depart(world, REGIME, "abrupt", Settlement(), 0.25) == 0.25
    assert depart(world, REGIME, "abrupt", Settlement(), 0.25) == 0.0
    assert world.inflow[IS] == pytest.approx(70.0)


def test_the_shock_is_drawn_from_beta_2_6() -> None:
    shocks = np.array([draw_shock(seed, 10, REGIME) for seed in range(4000)])
    assert shocks.mean() == pytest.approx(0.25, abs=0.01)
    assert shocks.std() == pytest.approx((2 * 6 / (8**2 * 9)) ** 0.5, abs=0.01)


def test_sanctions_are_felt_late_and_cut_money_from_abroad() -> None:
    world, free = _war(), _war()
    world.embargo[REGIME] = 3.0
    values = numbers(economy__tax=0.0, economy__outside_regime=0.2)
    felt = []
    for _ in range(60):
        for arm in (world, free):
            apply_rule("economy", arm, GROUND, values)
        felt.append(float(world.pain[REGIME]))
    assert felt[0] == pytest.approx(3.0 / 13.0)
    assert felt[12] == pytest.approx(3.0 * (1.0 - (1.0 - 1.0 / 13.0) ** 13))
    assert felt[-1] == pytest.approx(3.0, abs=0.05)
    assert world.pay_ratio[REGIME] == pytest.approx(free.pay_ratio[REGIME] * (1.0 - 0.15 * felt[-1]))
    assert free.pain[REGIME] == 0.0
    world.subsidy[REGIME] = 0.5
    before = float(world.pay_ratio[REGIME])
    apply_rule("economy", world, GROUND, values)
    assert world.pay_ratio[REGIME] == pytest.approx(0.5 * before, rel=0.01)
