"""Rules do what they declare: writes, reads, one draw per key; and guards catch one that does not."""

from __future__ import annotations

import inspect
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from sim.engine import week
from sim.engine.week import RULES, run_rules
from sim.errors import GuardError
from sim.record.events import Event
from sim.theatre.regions import Theatre
from sim.world import pacts, patronage, shocks, turnover
from sim.world.enmity import set_pair
from sim.world.fields import declared
from sim.world.guards import check_bounds
from sim.world.world import World
from tests.engine.ground_making import HOT, apply_rule, grid, random_world

GROUND = grid(7, 6, uneven=4, airbase=[c % 16 == 0 for c in range(42)])
SEEDS = (2, 3, 4, 6, 8)


def _before_each_rule(seed: int) -> dict[str, World]:
    """Return the World as each rule of a week finds it."""
    world, found = random_world(GROUND, seed), {}
    for name, _ in RULES:
        found[name] = world.copy()
        apply_rule(name, world, GROUND, HOT)
    return found


WORLDS = {seed: _before_each_rule(seed) for seed in SEEDS}


def test_the_random_worlds_are_eventful() -> None:
    """Every kind of event comes up, so that what follows tests something."""
    kinds = {event.kind for seed in SEEDS for name, _ in RULES for event in _told(seed, name)}
    assert kinds >= {"begin_campaign", "end_campaign", "capture", "surrender", "follow"}


def _told(seed: int, name: str) -> list[Event]:
    return apply_rule(name, WORLDS[seed][name].copy(), GROUND, HOT)


def _other_values(world: World, name: str, seed: int) -> np.ndarray:
    """Return valid but quite different values for a field: another random World's, in another order."""
    other = getattr(random_world(GROUND, seed + 100), name)
    if declared()[name].axes[0] == "region":
        return np.random.default_rng(seed).permutation(other)
    return other * 0.7 if other.dtype == np.float64 and declared()[name].low != 1 else other[::-1]


def _result(name: str, world: World, fields: tuple[str, ...]) -> tuple[list[Event], list[np.ndarray]]:
    told = apply_rule(name, world, GROUND, HOT)
    return told, [getattr(world, field) for field in fields]


@pytest.mark.parametrize("name", [name for name, _ in RULES])
def test_a_rule_writes_what_it_declares_and_nothing_else(name: str) -> None:
    rule = dict(RULES)[name]
    written = set()
    for seed in SEEDS:
        world = WORLDS[seed][name].copy()
        apply_rule(name, world, GROUND, HOT)
        for field in declared():
            if not np.array_equal(getattr(world, field), getattr(WORLDS[seed][name], field)):
                written.add(field)
    assert written <= set(rule.WRITES)


@pytest.mark.parametrize("name", [name for name, _ in RULES])
def test_what_a_rule_does_not_declare_does_not_move_it(name: str) -> None:
    """A field in neither READS nor WRITES may take any valid value: the rule does the same."""
    rule = dict(RULES)[name]
    for seed in SEEDS:
        start = WORLDS[seed][name]
        told, values = _result(name, start.copy(), rule.WRITES)
        for field in declared().keys() - {*rule.READS, *rule.WRITES}:
            world = start.copy()
            getattr(world, field)[...] = _other_values(world, field, seed)
            also, moved = _result(name, world, rule.WRITES)
            assert also == told, field
            for one, other in zip(values, moved, strict=True):
                np.testing.assert_array_equal(one, other, err_msg=field)


@pytest.mark.parametrize("name", [name for name, _ in RULES])
def test_a_rule_keeps_every_field_within_its_bounds(name: str) -> None:
    for seed in SEEDS:
        check_bounds(WORLDS[seed][name])
        world = WORLDS[seed][name].copy()
        apply_rule(name, world, GROUND, HOT)
        check_bounds(world)


@pytest.mark.parametrize("name", [name for name, _ in RULES])
def test_a_rule_declares_no_field_that_it_never_touches(name: str) -> None:
    rule = dict(RULES)[name]
    text = inspect.getsource(rule)
    text += (inspect.getsource(pacts) + inspect.getsource(set_pair)) * ("sim.world.pacts" in text)
    text += "world.hostility world.compliance" * ("enmity(world)" in text)
    text += "world.sorties world.air_weight world.engaged" * ("patron_flies(world)" in text)
    for shared in (shocks, turnover, patronage):
        text += inspect.getsource(shared) * (f"from {shared.__name__} import" in text)
    assert not [field for field in (*rule.READS, *rule.WRITES) if f"world.{field}" not in text]


def _with_rule(monkeypatch: pytest.MonkeyPatch, rule: SimpleNamespace) -> None:
    rules: tuple[tuple[str, ModuleType | SimpleNamespace], ...] = (*RULES, ("economy", rule))
    monkeypatch.setattr(week, "RULES", rules)


def test_guards_catch_a_rule_that_writes_what_it_does_not_declare(monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(world: World, ground: Theatre, block: object) -> list[Event]:
        world.morale[0] = 0.99
        return []

    _with_rule(monkeypatch, SimpleNamespace(READS=(), WRITES=("strike",), apply=apply))
    with pytest.raises(GuardError, match="economy changed morale"):
        run_rules(random_world(GROUND, 1), GROUND, HOT, guarded=True)


def test_guards_catch_a_rule_that_makes_men(monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(world: World, ground: Theatre, block: object) -> list[Event]:
        world.strike[0] += 1.0
        return []

    _with_rule(monkeypatch, SimpleNamespace(READS=(), WRITES=("strike",), apply=apply))
    with pytest.raises(GuardError, match="men of regime changed"):
        run_rules(random_world(GROUND, 1), GROUND, HOT, guarded=True)


@pytest.mark.parametrize("value", [float("nan"), -1.0])
def test_guards_catch_a_value_that_cannot_be(monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    def apply(world: World, ground: Theatre, block: object) -> list[Event]:
        world.displaced_week[3] = value
        return []

    _with_rule(monkeypatch, SimpleNamespace(READS=(), WRITES=("displaced_week",), apply=apply))
    with pytest.raises(GuardError, match="displaced_week"):
        run_rules(random_world(GROUND, 1), GROUND, HOT, guarded=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_man_is_made_or_lost_in_a_week_of_any_world(seed: int) -> None:
    world = random_world(GROUND, seed)
    for _ in range(10):
        run_rules(world, GROUND, HOT, guarded=True)
        world.week += 1
