"""Closed forms of docs/model 4.6: what battle, capture and supply must equal where algebra knows the answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.rules.combat import exchange
from sim.rules.control import weekly_odds
from sim.scenario.parameters.control import Control
from tests.engine.ground_making import GAP, apply_rule, line, numbers, world_of

KAPPA, THETA = 0.021, 0.5


def _fight_out(attack: float, defence: float, exponent: float, steps: int, weeks: int = 40) -> tuple[float, float]:
    """Fight for some weeks at e = 1, eta = 0, with Euler steps of 1/steps of a week."""
    for _ in range(weeks * steps):
        dead_attack, dead_defence = exchange(attack, defence, 1.0, exponent, KAPPA / steps, THETA, 0.0)
        attack, defence = attack - dead_attack, defence - dead_defence
    return attack, defence


@pytest.mark.parametrize("exponent", [0.5, 0.675, 0.8])
@pytest.mark.parametrize(("attack", "defence"), [(3000.0, 2000.0), (1500.0, 4000.0)])
def test_an_isolated_fight_keeps_its_conserved_quantity(exponent: float, attack: float, defence: float) -> None:
    """Closed form (i): A^(2-2p) - D^(2-2p) is constant; drift below 0.5 per cent with steps of 1/50."""
    power = 2.0 - 2.0 * exponent
    left_attack, left_defence = _fight_out(attack, defence, exponent, 50)
    before, after = attack**power - defence**power, left_attack**power - left_defence**power
    assert left_attack < 0.95 * attack
    assert abs(after / before - 1.0) < 0.005


def test_without_an_own_strength_exponent_the_square_law_holds() -> None:
    """Closed form (ii): p = 0 keeps A^2 - D^2."""
    attack, defence = _fight_out(3000.0, 2000.0, 0.0, 50)
    assert defence < 1500.0
    assert abs((attack**2 - defence**2) / (3000.0**2 - 2000.0**2) - 1.0) < 0.005


@pytest.mark.parametrize("exponent", [0.0, 0.5, 0.675, 1.0])
def test_equal_men_of_equal_worth_lose_equally(exponent: float) -> None:
    """Closed form (iii), first half."""
    dead_attack, dead_defence = exchange(2000.0, 2000.0, 1.0, exponent, KAPPA, THETA, 0.1)
    assert dead_attack == dead_defence > 0.0


@pytest.mark.parametrize("weeks", [0.5, 4.0, 22.0])
def test_at_equal_power_half_the_pace_is_left(weeks: float) -> None:
    """Closed form (iii), as amended: P = 1 - exp(-1 / (2 weeks)) at R = 1."""
    block = Control()
    odds = weekly_odds(weeks, 1.0, block.power, block.most_power, block.sigma)
    assert odds == pytest.approx(1.0 - math.exp(-1.0 / (2.0 * weeks)), rel=1e-12)


def test_supply_on_a_straight_road_falls_by_the_law() -> None:
    """Closed form (iv): 1.08 exp(-k / 38), cut at 1 and kept above the floor."""
    ground = line(60)
    world = world_of(ground, ["regime"] * 60, depots={0: "regime"})
    apply_rule("supply", world, ground, numbers())
    expected = np.clip(1.08 * np.exp(-np.arange(60) * GAP / 19.0 / 38.0), 0.45, 1.0)
    np.testing.assert_allclose(world.supply, expected, rtol=1e-12)
    assert (world.cut == 0.0).all()


def test_half_weeks_at_half_rates_change_little() -> None:
    """Relation 26: finer steps of the closed-form fights move the result by less than 5 per cent."""
    for exponent in (0.0, 0.5, 0.675):
        whole = np.array(_fight_out(3000.0, 2000.0, exponent, 1, weeks=20))
        halves = np.array(_fight_out(3000.0, 2000.0, exponent, 2, weeks=20))
        assert np.abs(halves / whole - 1.0).max() < 0.05
