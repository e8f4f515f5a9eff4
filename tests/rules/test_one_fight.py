"""Strict metamorphic relations of one isolated fight (docs/model 4.6); both arms share their luck."""

from __future__ import annotations

import itertools

import pytest

from sim.rules.combat import exchange
from tests.engine.ground_making import Fight, fight, numbers

SEEDS = range(1, 21)


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_men_on_both_sides_lose_twice_as_many(seed: int) -> None:
    """Relation 3: with eta = 0 losses double and their ratio stays."""
    values = numbers(combat__eta=0.0, combat__launch=0.0, combat__posted=0.0)
    one = fight(attackers=2000.0, defenders=900.0, values=values, seed=seed)
    two = fight(attackers=4000.0, defenders=1800.0, values=values, seed=seed)
    assert two.dead_attack == pytest.approx(2.0 * one.dead_attack, rel=1e-9)
    assert two.dead_defence == pytest.approx(2.0 * one.dead_defence, rel=1e-9)
    assert two.odds == pytest.approx(one.odds, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_attackers_take_it_more_often(seed: int) -> None:
    """Relation 4."""
    arms = [fight(attackers=men, seed=seed).odds for men in (500.0, 1000.0, 2000.0, 4000.0, 8000.0)]
    assert sorted(set(arms)) == arms


def _is_harder(hard: Fight, soft: Fight) -> bool:
    return hard.odds < soft.odds and hard.dead_attack > soft.dead_attack and hard.dead_defence < soft.dead_defence


@pytest.mark.parametrize("seed", SEEDS)
def test_prepared_or_rough_ground_helps_the_defence(seed: int) -> None:
    """Relation 5: fort, mountains, towns and cities lower the odds, cost attackers and spare defenders."""
    plain = fight(seed=seed)
    dug_in = [fight(seed=seed, fields_of={"fort": fort}) for fort in (1.2, 1.5, 1.8, 3.6)]
    for soft, hard in itertools.pairwise(dug_in):
        assert _is_harder(hard, soft)
    assert _is_harder(fight(seed=seed, mountain=[False, True]), plain)
    town, city = fight(seed=seed, urban=[0, 1]), fight(seed=seed, urban=[0, 2])
    assert _is_harder(town, plain)
    assert _is_harder(city, town)


@pytest.mark.parametrize("seed", SEEDS)
def test_own_aircraft_help_the_attack_and_save_its_men(seed: int) -> None:
    """Relation 6: more air raises the odds and lowers own dead per capture."""
    arms = [fight(seed=seed, fields_of={"air_attack": gain}) for gain in (0.0, 0.2, 0.43, 1.7)]
    for less, more in itertools.pairwise(arms):
        assert more.odds > less.odds
        assert more.dead_attack / more.odds < less.dead_attack / less.odds
    assert fight(seed=seed, fields_of={"air_defence": 0.43}).odds < arms[0].odds


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deadlier_law_kills_up_to_twice_as_many(seed: int) -> None:
    """Relation 7 in one fight: kappa x 2 gives 1.2 to 2 times the dead."""
    once, twice = (fight(seed=seed, values=numbers(combat__kappa=kappa, combat__launch=0.0)) for kappa in (0.015, 0.03))
    for less, more in ((once.dead_attack, twice.dead_attack), (once.dead_defence, twice.dead_defence)):
        assert 1.2 * less <= more <= 2.0 * less * (1.0 + 1e-12)
    assert once.odds == twice.odds


@pytest.mark.parametrize("seed", SEEDS)
def test_an_ill_supplied_attack_takes_less(seed: int) -> None:
    """Relation 9 in one fight: less supply, lower odds."""
    arms = [fight(supply=supply, seed=seed).odds for supply in (0.4, 0.6, 0.8, 1.0)]
    assert sorted(set(arms)) == arms


def test_nobody_dies_where_nobody_stands() -> None:
    assert exchange(0.0, 1000.0, 1.0, 0.675, 0.021, 0.5, 0.1) == (0.0, 0.0)
    assert exchange(1000.0, 0.0, 1.0, 0.675, 0.021, 0.5, 0.1) == (0.0, 0.0)
