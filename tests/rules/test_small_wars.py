"""Strict metamorphic relations of docs/model 4.6 on small grounds: peace, roads, men, fronts, truces, oil."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.sides import INDEX
from sim.world.world import World
from tests.engine.ground_making import apply_rule, fight, grid, line, numbers, random_world, run_weeks, world_of

REGIME, OPPOSITION, SDF = INDEX["regime"], INDEX["opposition"], INDEX["sdf"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_enmity_nobody_dies_and_nothing_changes_hands(seed: int) -> None:
    """Relation 8: all H = 0, no battle deaths and no change of holder, even in long sieges."""
    ground = grid(8, 8, uneven=seed)
    world = random_world(ground, seed)
    world.hostility[:] = world.quarrel[:] = 0.0
    world.patrol[:] = world.pushing[:] = world.striking[:] = world.provokes[:] = 0.0
    world.cut[:] = 100.0
    world.target[:] = world.entry[:] = world.rival[:] = -1
    holder, dead = world.holder.copy(), world.dead.copy()
    run_weeks(world, ground, numbers(), 20)
    assert np.array_equal(world.holder, holder)
    assert np.array_equal(world.dead, dead)
    assert world.civil_dead.sum() == 0.0


def _two_coalitions(*, cut_at: int | None = None, supplied: bool = True) -> tuple[World, int]:
    """Run 12 weeks of opposition (r0-r4) against SDF (r5-r9); return the World and the attacks of the opposition."""
    ground = line(10, cut=[] if cut_at is None else [cut_at])
    depots = {9: "sdf"} | ({0: "opposition"} if supplied else {})
    world = world_of(ground, ["opposition"] * 5 + ["sdf"] * 5, depots=depots, strike=6000.0)
    world.posture[SDF] = 0.0
    attacks = 0
    for _ in range(12):
        run_weeks(world, ground, numbers(), 1)
        attacks += int((world.entry[OPPOSITION] >= 0).sum())
    return world, attacks


def test_land_cut_off_from_its_source_sends_no_offensive() -> None:
    """Relation 9: what was an offensive ends when the road behind it is cut."""
    _, attacks = _two_coalitions()
    _, cut_off = _two_coalitions(cut_at=2)
    assert attacks > 0
    assert cut_off == 0


def test_without_any_source_attacks_are_weaker() -> None:
    """Relation 9: with no source at all the men live on what they find; the same attack has lower odds."""
    ground = line(4)
    found = []
    for depots in ({0: "opposition", 3: "sdf"}, {3: "sdf"}):
        world = world_of(ground, ["opposition"] * 2 + ["sdf"] * 2, depots=depots, strike=6000.0)
        world.posture[SDF] = 0.0
        values = numbers(combat__launch=0.0)
        for rule in ("supply", "campaigns", "approach", "combat", "control"):
            apply_rule(rule, world, ground, values)
        found.append((float(world.campaign_supply[OPPOSITION].max()), float(world.odds.max())))
    (fed, odds), (hungry, low_odds) = found
    assert hungry < fed
    assert low_odds < odds


def test_a_cut_road_starves_an_exclave_and_makes_its_loss_likelier() -> None:
    """Relation 10."""
    supply, odds = [], []
    for cut in ([], [3]):
        ground = line(6, cut=cut)
        world = world_of(ground, ["regime"] * 5 + ["opposition"], depots={0: "regime", 5: "opposition"})
        apply_rule("supply", world, ground, numbers())
        supply.append(float(world.supply[4]))
        odds.append(fight(fields_of={"supply": supply[-1], "cut": float(world.cut[4])}).odds)
    assert supply[1] < supply[0]
    assert odds[1] > odds[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_tenth_more_local_men_stand_everywhere(seed: int) -> None:
    """Relation 11, strict half: 10 per cent more garrison men of a side, more in each region it holds."""
    ground = grid(6, 6, uneven=seed)
    world = random_world(ground, seed)
    world.leaving[:] = 0.0
    apply_rule("supply", world, ground, numbers())
    more = world.copy()
    own = world.holder == REGIME
    more.garrison[own] *= 1.1
    for arm in (world, more):
        apply_rule("garrison", arm, ground, numbers())
    assert (more.garrison[own] > world.garrison[own]).all()
    np.testing.assert_array_equal(more.garrison[~own], world.garrison[~own])
    assert more.coverage[REGIME] == pytest.approx(1.1 * world.coverage[REGIME])


def test_heavier_fronts_draw_men_from_the_interior() -> None:
    """Relation 12: a higher weight of fronts lowers interior garrisons and raises those at the front."""
    ground = grid(8, 3)
    world = world_of(ground, (["regime"] * 4 + ["opposition"] * 4) * 3)
    apply_rule("supply", world, ground, numbers())
    arms = []
    for weight in (0.5, 1.0, 1.5):
        arm = world.copy()
        apply_rule("garrison", arm, ground, numbers(garrison__front=weight))
        arms.append(arm.garrison.reshape(3, 8))
    for light, heavy in itertools.pairwise(arms):
        assert (heavy[:, [0, 1, 2, 5, 6, 7]] < light[:, [0, 1, 2, 5, 6, 7]]).all()
        assert (heavy[:, 3:5] > light[:, 3:5]).all()
        assert heavy.sum() == pytest.approx(light.sum())


def test_a_better_kept_truce_saves_men_and_frees_them() -> None:
    """Relation 13: more compliance, fewer dead on quiet fronts, more coverage."""
    ground = grid(8, 3)
    dead, coverage = [], []
    for compliance in (0.0, 0.3, 0.6, 0.7):
        world = world_of(ground, (["regime"] * 4 + ["opposition"] * 4) * 3)
        world.compliance[REGIME, OPPOSITION] = world.compliance[OPPOSITION, REGIME] = compliance
        for rule in ("supply", "garrison", "fronts"):
            apply_rule(rule, world, ground, numbers())
        dead.append(float(world.dead[[REGIME, OPPOSITION]].sum()))
        coverage.append(float(world.coverage[REGIME]))
    assert sorted(set(dead), reverse=True) == dead
    assert sorted(set(coverage)) == coverage


def test_a_truce_that_is_wholly_kept_stops_campaigns() -> None:
    """Relation 13, at its end: no campaign crosses the line."""
    ground = grid(8, 3)
    world = world_of(ground, (["regime"] * 4 + ["opposition"] * 4) * 3, depots={0: "regime", 7: "opposition"})
    world.compliance[REGIME, OPPOSITION] = world.compliance[OPPOSITION, REGIME] = 1.0
    holder = world.holder.copy()
    run_weeks(world, ground, numbers(), 12)
    assert np.array_equal(world.holder, holder)
    assert (world.target < 0).all()


def test_oil_pays_who_holds_it() -> None:
    """Relation 25: wells that change hands move exactly their listed sum of income."""
    oil = [0.0, 2.0, 1.5, 0.8]
    ground = line(4, oil=oil)
    world = world_of(ground, ["is"] * 4)
    apply_rule("economy", world, ground, numbers())
    before = world.income.copy()
    world.holder[[1, 3]] = SDF
    apply_rule("economy", world, ground, numbers())
    assert world.income[SDF] - before[SDF] == pytest.approx(2.8, rel=1e-12)
    assert before[INDEX["is"]] - world.income[INDEX["is"]] == pytest.approx(2.8, rel=1e-12)
    assert world.income.sum() == pytest.approx(sum(oil), rel=1e-12)


def _besieged() -> World:
    """Return a war in which the opposition's r2 and r3 are cut off between the regime and the SDF, long and deep."""
    world = world_of(line(6), ["regime", "regime", "opposition", "opposition", "sdf", "opposition"])
    world.pocket[:] = [0, 0, 2, 2, 4, 5]
    world.cut[[2, 3]], world.supply[[2, 3]] = 100.0, 0.4
    world.taken_from[:] = -1
    return world


SURE = numbers(pockets__surrender=1.0, pockets__without_patron=1.0, pockets__size=3000.0)


def test_a_pocket_gives_up_to_who_rings_it_and_part_of_its_men_get_away() -> None:
    world = _besieged()
    told = apply_rule("pockets", world, line(6), SURE)
    assert [(event.region, event.other) for event in told] == [(2, OPPOSITION)]
    assert (world.holder[[2, 3]] == told[0].side).all()
    assert world.garrison[[2, 3]].sum() == 0.0
    assert world.garrison[5] == pytest.approx(600.0 + 0.5 * 1200.0)
    assert world.deserted[OPPOSITION] == pytest.approx(600.0)


@pytest.mark.parametrize(("taken", "left"), [(2, []), (3, [2])])
def test_what_was_taken_this_week_does_not_surrender_as_well(taken: int, left: list[int]) -> None:
    """Pockets are those of the start of the week: the men who have just taken a part of one keep it."""
    world = _besieged()
    world.holder[taken], world.taken_from[taken] = SDF, OPPOSITION
    told = apply_rule("pockets", world, line(6), SURE)
    assert [event.region for event in told] == left
    assert world.holder[taken] == SDF
    assert world.garrison[taken] == 600.0
    assert world.deserted[SDF] == 0.0
