"""Who killed whom, how relations move, and agreements made, guarded and broken (docs/model 3.12)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.sides import COALITION, INDEX
from sim.world.enmity import enmity
from sim.world.pacts import BARGAIN, GUARD, TRUCE, make_pact
from sim.world.relations import set_relations
from sim.world.world import World
from tests.engine.ground_making import apply_rule, line, numbers, random_world, run_weeks, world_of

GROUND = line(6, population=[50_000.0] * 6)
HOLDERS = ["regime", "regime", "sdf", "sdf", "turkey", "opposition"]
REGIME, IRAN, REBELS, SDF, TURKEY, US, RUSSIA = (
    INDEX[name] for name in ("regime", "iran", "opposition", "sdf", "turkey", "us", "russia")
)


def _war() -> World:
    world = world_of(GROUND, HOLDERS, depots={0: "regime", 3: "sdf", 5: "opposition"})
    world.quarrel[:] = world.hostility
    set_relations(world)
    return world


def _accepts(world: World, answering: int, offering: int, code: int) -> None:
    world.accept[answering, offering] = code


def test_the_dead_of_a_week_are_counted_by_who_killed_them() -> None:
    world = _war()
    before = world.dead.copy()
    for name in ("supply", "garrison", "campaigns", "approach", "air", "combat", "fronts"):
        apply_rule(name, world, GROUND, numbers(combat__launch=0.1))
    assert world.dead.sum() > 0.0
    np.testing.assert_allclose(world.clash.sum(axis=1), world.dead - before, rtol=1e-9, atol=1e-9)
    assert not world.clash[np.equal.outer(COALITION, COALITION)].any()


def test_violence_sours_relations_and_a_common_enemy_warms_them() -> None:
    world = _war()
    world.hostility[:] = world.quarrel[:] = 0.0
    world.clash[REGIME, SDF] = 300.0
    apply_rule("diplomacy", world, GROUND, numbers())
    assert world.violence[REGIME, SDF] == world.violence[SDF, REGIME] == 75.0
    assert world.relation[REGIME, SDF] == world.relation[SDF, REGIME] < -0.1
    friends = _war()
    apply_rule("diplomacy", friends, GROUND, numbers(diplomacy__back=0.0))
    assert friends.relation[REGIME, SDF] > -0.1


def test_relations_return_to_where_they_began() -> None:
    world = _war()
    world.hostility[:] = world.quarrel[:] = 0.0
    world.relation[RUSSIA, TURKEY] = -0.9
    for _ in range(300):
        apply_rule("diplomacy", world, GROUND, numbers())
    assert world.relation[RUSSIA, TURKEY] == pytest.approx(-0.3, abs=0.01)


def test_hostility_follows_relations_only_as_far_as_it_swings() -> None:
    world = _war()
    world.quarrel[REGIME, SDF] = world.quarrel[SDF, REGIME] = 0.3
    world.relation[REGIME, SDF] = world.relation[SDF, REGIME] = -0.7
    world.quarrel[US, RUSSIA] = world.hostility[US, RUSSIA] = 0.0
    still, moved = world.copy(), world.copy()
    apply_rule("diplomacy", still, GROUND, numbers(diplomacy__swing=0.0))
    apply_rule("diplomacy", moved, GROUND, numbers(diplomacy__swing=0.5))
    assert still.hostility[REGIME, SDF] == 0.3
    assert 0.5 < moved.hostility[REGIME, SDF] == moved.hostility[SDF, REGIME] < 0.6
    assert moved.hostility[US, RUSSIA] == 0.0


def test_an_accepted_truce_binds_both_and_who_follows_them() -> None:
    world = _war()
    _accepts(world, REBELS, RUSSIA, TRUCE)
    told = apply_rule("diplomacy", world, GROUND, numbers())
    assert [(event.kind, event.side, event.other) for event in told] == [("truce", RUSSIA, REBELS)]
    for ally in (REGIME, IRAN, RUSSIA):
        assert world.compliance[ally, REBELS] == world.agreed[REBELS, ally] == 0.65
    assert enmity(world)[REGIME, SDF] > 0.99


def test_nothing_is_agreed_between_decisions() -> None:
    world = _war()
    world.week = 3
    _accepts(world, REBELS, REGIME, TRUCE)
    assert not apply_rule("diplomacy", world, GROUND, numbers())
    assert not world.agreed.any()


def test_patrons_vouch_only_while_engaged_and_on_speaking_terms() -> None:
    def guarantee(relation: float, engaged: float) -> float:
        world = _war()
        world.sorties[[US, RUSSIA]] = 50.0
        world.relation[US, RUSSIA] = world.relation[RUSSIA, US] = relation
        world.relation_start[:] = world.relation
        world.engaged[US] = engaged
        _accepts(world, SDF, REGIME, TRUCE)
        apply_rule("diplomacy", world, GROUND, numbers())
        return float(world.guarantee[REGIME, SDF])

    assert guarantee(0.2, 1.0) == 0.8
    assert guarantee(-0.8, 1.0) == guarantee(0.2, 0.0) == 0.0


def test_guards_stand_where_a_third_coalition_threatens_and_go_when_the_pact_is_broken() -> None:
    world = _war()
    world.garrison[:2] = 5000.0
    _accepts(world, REGIME, SDF, GUARD)
    apply_rule("diplomacy", world, GROUND, numbers())
    assert world.zone.tolist() == [-1, -1, -1, REGIME, -1, -1]
    assert world.pact[REGIME, SDF] == world.pact[SDF, RUSSIA] == GUARD
    assert world.compliance[SDF, REGIME] == 0.9
    world.accept[:] = 0.0
    world.breaking[SDF, REGIME] = 1.0
    before = world.relation[REGIME, SDF]
    world.week = 4
    told = apply_rule("diplomacy", world, GROUND, numbers())
    assert [event.kind for event in told] == ["break"]
    assert (world.zone == -1).all()
    assert not world.pact.any()
    assert not world.compliance.any()
    assert world.relation[REGIME, SDF] < before - 0.1


def test_a_patron_engaged_on_the_ground_gives_the_guards_their_flag() -> None:
    world = _war()
    world.garrison[:2] = 5000.0
    world.sorties[RUSSIA] = 100.0
    _accepts(world, SDF, REGIME, GUARD)
    apply_rule("diplomacy", world, GROUND, numbers())
    assert world.zone[3] == RUSSIA


def test_of_several_patrons_the_one_that_stands_best_with_the_guarded_sends_guards() -> None:
    for friend, other in ((RUSSIA, IRAN), (IRAN, RUSSIA)):
        world = _war()
        world.garrison[:2] = 5000.0
        world.sorties[RUSSIA] = world.strike[IRAN] = 100.0
        world.relation[friend, SDF], world.relation[other, SDF] = 0.3, -0.1
        make_pact(world, GROUND, REGIME, SDF, GUARD)
        assert world.zone[3] == friend


def test_guards_go_with_their_patron() -> None:
    world = _war()
    world.garrison[:2] = 5000.0
    world.sorties[RUSSIA] = 100.0
    make_pact(world, GROUND, REGIME, SDF, GUARD)
    assert (world.zone == RUSSIA).any()
    world.engaged[RUSSIA] = 0.0
    apply_rule("patrons", world, GROUND, numbers())
    assert (world.zone == -1).all()


def test_an_agreement_in_force_is_not_made_twice() -> None:
    world = _war()
    for code, kind in ((TRUCE, "truce"), (GUARD, "pact"), (GUARD, "")):
        world.truce_age[:] = 9.0
        world.accept[:] = 0.0
        _accepts(world, SDF, REGIME, code)
        told = apply_rule("diplomacy", world, GROUND, numbers())
        assert [event.kind for event in told] == [kind] * bool(kind)
        assert world.truce_age[REGIME, SDF] == (0.0 if kind else 9.0)


def test_guards_go_home_when_another_agreement_takes_their_place() -> None:
    world = _war()
    world.garrison[:2] = 5000.0
    make_pact(world, GROUND, REGIME, SDF, GUARD)
    assert (world.zone == REGIME).any()
    make_pact(world, GROUND, REGIME, SDF, TRUCE)
    assert (world.zone == -1).all()
    assert not world.pact.any()


def test_a_follower_breaks_away_alone() -> None:
    world = _war()
    _accepts(world, REBELS, REGIME, TRUCE)
    apply_rule("diplomacy", world, GROUND, numbers())
    world.accept[:] = 0.0
    world.breaking[IRAN, REBELS] = 1.0
    apply_rule("diplomacy", world, GROUND, numbers())
    assert world.compliance[IRAN, REBELS] == world.compliance[REBELS, IRAN] == 0.0
    assert world.compliance[REGIME, REBELS] == 0.65


def test_a_bargain_binds_only_the_patron_who_leaves() -> None:
    world = _war()
    _accepts(world, US, RUSSIA, BARGAIN)
    apply_rule("diplomacy", world, GROUND, numbers())
    assert world.pact[RUSSIA, US] == BARGAIN
    assert world.pact[US, RUSSIA] == 0.0
    assert not world.agreed.any()


def test_no_relation_leaves_its_bounds_in_a_random_year() -> None:
    ground = line(30, population=[20_000.0] * 30)
    world = random_world(ground, 3)
    run_weeks(world, ground, numbers(), 52)
    assert (np.abs(world.relation) <= 1.0).all()
