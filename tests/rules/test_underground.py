"""The underground on small grounds: raids, tolls, hiding, sweeps, jailbreaks; closed form (v), relations 17 to 19."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.chance import Purpose, negative_binomial, poisson, uniform
from sim.scenario.parameters.underground import Underground
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.guards import check_bounds, manpower
from sim.world.world import World
from tests.engine.ground_making import HOT, apply_rule, grid, line, numbers, random_world, run_weeks, world_of

REGIME, IRAN, IS, SDF, RUSSIA = (INDEX[side] for side in ("regime", "iran", "is", "sdf", "russia"))
RULE = "underground"


def _badia(
    cadre: float = 400.0, *, seed: int = 1, garrison: float = 60.0, **world_fields: float
) -> tuple[World, Theatre]:
    """Return an empty desert of the regime with men in hiding everywhere."""
    ground = grid(5, 5, desert=[True] * 25, population=[0.0] * 25)
    world = world_of(ground, ["regime"] * 25, garrison=garrison, seed=seed)
    world.cadre[:] = cadre / 25.0
    world.haunt[:] = 1.0
    world.coverage[:] = 1.0
    for name, value in world_fields.items():
        getattr(world, name)[:] = value
    return world, ground


def _weeks(world: World, ground: Theatre, weeks: int, values: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Apply the rule week by week from the same state; return raids by week and region, and dead by side."""
    raids, dead = [], np.zeros(10)
    for week in range(weeks):
        now = world.copy()
        now.week = week
        apply_rule(RULE, now, ground, values)
        raids.append(now.raided.copy())
        dead += now.raid_dead
    return np.array(raids), dead


def test_raids_come_as_poisson_counts() -> None:
    """Closed form (v): chi-square over 10,000 draws of the week's inversion."""
    rate = 1.3
    counts = np.bincount(
        [min(6, poisson(uniform(5, int(Purpose.RAID), week, 77, 0), rate)) for week in range(10_000)], minlength=7
    )
    chance = [np.exp(-rate) * rate**k / np.prod(range(1, k + 1)) for k in range(6)]
    expected = 10_000.0 * np.array([*chance, 1.0 - sum(chance)])
    assert ((counts - expected) ** 2 / expected).sum() < 16.8  # 99 per cent of chi-square, six degrees of freedom


def test_raids_come_at_the_rate_that_the_men_in_hiding_make() -> None:
    """On a middling desert without roads: raid U/100 roadless (1 - G/asked)/(1 - thin_coverage) a week."""
    block = Underground()
    world, ground = _badia(4000.0)
    raids, _ = _weeks(
        world, ground, 1500, numbers(underground__loss=0.0, underground__massed=0.0, underground__night=1e6)
    )
    expected = block.raid * 40.0 * block.roadless * (1.0 - 60.0 / block.guard_land) / (1.0 - block.thin_coverage)
    assert raids.sum() / 1500.0 == pytest.approx(expected, rel=0.08)
    counts = raids.sum(axis=1)
    assert counts.var() == pytest.approx(counts.mean(), rel=0.25)


def test_cutting_regions_in_two_changes_no_total() -> None:
    """The raids to be expected depend on land, not on its borders: 1 x 6 regions against 1 x 12 halves."""
    totals = []
    for count in (6, 12):
        ground = line(count, desert=[True] * count, area=[309.0 * 6 / count] * count, road=0)
        world = world_of(ground, ["regime"] * count, garrison=360.0 / count)
        world.cadre[:] = 60_000.0 / count
        raids, _ = _weeks(world, ground, 150, numbers(underground__massed=0.0, underground__night=1e6))
        totals.append(raids.sum())
    assert totals[1] == pytest.approx(totals[0], rel=0.05)


def test_surprise_makes_raids_costlier_for_the_raided() -> None:
    """Relation 17: surprise 1.0 against 1.8, the ratio of losses rises."""
    world, ground = _badia(4000.0, garrison=90.0)
    ratio = []
    for surprise in (1.0, 1.4, 1.8):
        _, dead = _weeks(world, ground, 300, numbers(underground__surprise=surprise, underground__massed=0.0))
        ratio.append((dead.sum() - dead[IS]) / dead[IS])
    assert ratio[0] < ratio[1] < ratio[2]
    assert ratio[2] == pytest.approx(1.0 / 0.4, rel=0.05)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_men_in_hiding_there_is_no_raid(seed: int) -> None:
    """Relation 18, strict: nobody hides, nobody raids, whatever else happens."""
    ground = grid(8, 8, uneven=seed)
    world = random_world(ground, seed)
    world.cadre[:] = world.dispersing[:] = world.detained[:] = 0.0
    values = numbers(underground__hide=0.0, underground__slip_away=0.0)
    for _ in range(20):
        run_weeks(world, ground, values, 1)
        assert world.raided.sum() == 0.0
        if (world.holder == IS).any():
            assert world.cadre.sum() == 0.0


def test_more_men_in_the_desert_mean_fewer_raids() -> None:
    """Relation 19: coverage of the desert up, raids down, in each week."""
    arms = []
    for garrison in (20.0, 50.0, 80.0):
        world, ground = _badia(4000.0, garrison=garrison)
        raids, _ = _weeks(world, ground, 100, numbers())
        arms.append(raids)
    assert (arms[0] >= arms[1]).all()
    assert (arms[1] >= arms[2]).all()
    assert arms[0].sum() > arms[1].sum() > arms[2].sum()


def test_one_or_two_raids_a_year_kill_many_where_four_thousand_hide() -> None:
    """The tail: 0.068 raids a week per hundred men, of whom 4,000, and at least 25 dead."""
    block = Underground()
    tolls = np.array(
        [
            negative_binomial(uniform(9, int(Purpose.TOLL), week, 3, 0), block.toll, block.spread)
            for week in range(40_000)
        ]
    )
    a_year = 52.0 * block.raid * 40.0
    assert tolls.mean() == pytest.approx(4.0, rel=0.05)
    assert 1.0 <= a_year * (tolls >= 25).mean() <= 2.5


def test_massed_raids_need_many_men() -> None:
    values = numbers(underground__massed=1.0, underground__massed_from=4000.0)
    dead = []
    for men in (3900.0, 4100.0):
        world, ground = _badia(men, garrison=3000.0)
        dead.append(_weeks(world, ground, 60, values)[1][REGIME])
    assert dead[1] > 3.0 * dead[0]


@pytest.mark.parametrize("seed", range(1, 9))
def test_every_man_of_every_side_is_somewhere(seed: int) -> None:
    ground = grid(7, 6, uneven=seed, desert=[c % 2 == 0 for c in range(42)])
    world = random_world(ground, seed)
    world.captured[IS] += world.detained[SDF]
    world.coverage[:] = 0.3
    before = manpower(world)
    values = numbers(underground__jailbreak=1.0)
    for _ in range(4):
        apply_rule(RULE, world, ground, values)
        world.week += 1
    np.testing.assert_allclose(manpower(world), before, rtol=1e-9)
    check_bounds(world)


def test_beaten_men_hide_where_they_were_beaten() -> None:
    """Men who fell, were caught or went home leave a part of their number in hiding, most of it near."""
    world, ground = _badia(0.0)
    world.holder[:5] = IS
    world.taken_from[12] = IS
    world.eligible[IS], world.dead_week[IS], world.captured[IS], world.deserted[IS] = 1000.0, 200.0, 100.0, 50.0
    apply_rule(RULE, world, ground, numbers(underground__loss=0.0, underground__raid=0.0, underground__drift=0.0))
    assert world.cadre.sum() == pytest.approx(0.1 * 200.0 + 0.3 * 150.0)
    assert (world.captured[IS], world.deserted[IS]) == (pytest.approx(70.0), pytest.approx(35.0))
    assert world.eligible[IS] == pytest.approx(980.0)
    assert world.cadre[12] == pytest.approx(5.0 * world.cadre[13])
    again = world.cadre.sum()
    world.dead_week[:] = 0.0
    apply_rule(RULE, world, ground, numbers(underground__loss=0.0, underground__raid=0.0, underground__drift=0.0))
    assert world.cadre.sum() == pytest.approx(again), "the same prisoners slip away once"


def test_an_order_to_disperse_turns_an_army_into_an_underground() -> None:
    world, ground = _badia(0.0)
    world.holder[:5] = IS
    world.strike[IS] = 1000.0
    world.dispersing[IS] = 2.0
    apply_rule(RULE, world, ground, numbers(underground__loss=0.0, underground__raid=0.0))
    assert world.strike[IS] == pytest.approx(900.0)
    assert world.garrison[:5].sum() == pytest.approx(270.0)
    assert world.cadre.sum() == pytest.approx(130.0)


def test_an_order_to_raid_hunts_men_in_hiding() -> None:
    caught = []
    for level in (0.0, 1.0, 3.0):
        world, ground = _badia(1000.0)
        world.raiding[REGIME, 0] = level
        apply_rule(RULE, world, ground, numbers(underground__raid=0.0))
        caught.append(world.captured[IS])
    assert caught[0] == 0.0
    assert caught[2] == pytest.approx(3.0 * caught[1])


def test_a_land_at_war_in_the_open_has_no_raids() -> None:
    world, ground = _badia(4000.0)
    world.holder[:10] = IS
    assert _weeks(world, ground, 30, numbers())[0].sum() == 0.0


def test_allies_and_patrons_bear_a_part_of_the_toll() -> None:
    world, ground = _badia(4000.0, garrison=90.0)
    world.strike[IRAN], world.sorties[RUSSIA] = 5000.0, 200.0
    _, dead = _weeks(world, ground, 100, numbers(underground__hunted=0.0))
    world.engaged[[IRAN, RUSSIA]] = 0.0
    _, alone = _weeks(world, ground, 100, numbers(underground__hunted=0.0))
    assert 0.0 < dead[RUSSIA] < dead[IRAN] < dead[REGIME]
    assert alone[RUSSIA] == alone[IRAN] == 0.0
    assert alone[REGIME] > dead[REGIME]


def test_raids_are_remembered_for_a_season_and_draw_garrisons() -> None:
    """Claim A3: raids raise the task of the region raided, and so pull men there."""
    world, ground = _badia(8000.0, garrison=50.0)
    apply_rule(RULE, world, ground, numbers())
    struck = world.raided > 0.0
    assert struck.any()
    assert not struck.all()
    np.testing.assert_allclose(world.threat, world.raided / 13.0)
    apply_rule("supply", world, ground, numbers())
    world.garrison[:] = 50.0
    apply_rule("garrison", world, ground, numbers())
    assert world.garrison[struck].min() > world.garrison[~struck].max()


def test_stretched_guards_lose_prisoners() -> None:
    ground = line(3, desert=[True] * 3)
    for coverage, freed in ((0.5, 200.0), (0.9, 0.0)):
        world = world_of(ground, ["sdf"] * 3)
        world.haunt[:] = 1.0
        world.captured[IS] = world.counted_captured[IS] = 1500.0
        world.detained[SDF] = 1000.0
        world.coverage[SDF] = coverage
        told = apply_rule(RULE, world, ground, numbers(underground__jailbreak=1.0, underground__freed=0.2))
        assert world.cadre.sum() == pytest.approx(freed)
        assert (world.detained[SDF], world.captured[IS]) == (1000.0 - freed, 1500.0 - freed)
        assert [event.kind for event in told if event.kind == "jailbreak"] == ["jailbreak"] * (freed > 0.0)


def test_where_many_hide_they_rule_by_night_and_raid_more() -> None:
    world, ground = _badia(25 * 20.0)
    told = apply_rule(RULE, world, ground, numbers(underground__night=15.0))
    assert world.night.all()
    assert sum(event.kind == "night" for event in told) == 25
    dark, _ = _weeks(world, ground, 200, numbers(underground__night=15.0))
    world.night[:] = 0.0
    light, _ = _weeks(world, ground, 200, numbers(underground__night=15.0))
    assert dark.sum() == pytest.approx(2.0 * light.sum(), rel=0.2)
    world.night[:], world.cadre[:] = 1.0, 1.0
    assert {event.kind for event in apply_rule(RULE, world, ground, numbers(underground__night=15.0))} >= {"day"}


def test_an_opportunity_lasts_a_week() -> None:
    world, ground = _badia(1000.0)
    plain, _ = _weeks(world, ground, 100, numbers())
    world.exposed[:] = 4.0
    rich, _ = _weeks(world, ground, 100, numbers())
    apply_rule(RULE, world, ground, HOT)
    assert rich.sum() > 3.0 * plain.sum()
    assert (world.exposed == 1.0).all()


def test_guards_are_drawn_off_by_others_who_attack_the_jailer() -> None:
    ground = line(3, desert=[True] * 3)
    for by, freed in (("turkey", 200.0), ("is", 0.0)):
        world = world_of(ground, ["sdf"] * 3)
        world.haunt[:] = 1.0
        world.captured[IS] = world.counted_captured[IS] = 1500.0
        world.detained[SDF] = 1000.0
        world.coverage[SDF] = 0.9
        world.entry[INDEX[by], 0] = 1
        world.campaign_men[INDEX[by], 0] = 6000.0
        apply_rule(RULE, world, ground, numbers(underground__jailbreak=1.0, underground__freed=0.2))
        assert world.cadre.sum() == pytest.approx(freed)


def test_many_men_guard_no_better_than_enough_but_a_front_draws_them_off_all_the_same() -> None:
    """Coverage counts up to 1: an attack by more men than two thirds of `drawn_off` opens the prisons."""
    ground = line(3, desert=[True] * 3)
    for attackers, broken in ((2000.0, 0), (3500.0, 1)):
        world = world_of(ground, ["sdf"] * 3)
        world.haunt[:] = 1.0
        world.captured[IS] = world.counted_captured[IS] = 1500.0
        world.detained[SDF], world.coverage[SDF] = 1000.0, 1.6
        world.entry[REGIME, 0], world.campaign_men[REGIME, 0] = 1, attackers
        told = apply_rule(RULE, world, ground, numbers(underground__jailbreak=1.0))
        assert sum(event.kind == "jailbreak" for event in told) == broken


def test_guards_are_drawn_off_to_a_front_that_is_lost_in_the_same_week() -> None:
    ground = line(3, desert=[True] * 3)
    world = world_of(ground, ["sdf", "turkey", "sdf"])
    world.haunt[:] = 1.0
    world.captured[IS] = world.counted_captured[IS] = 1500.0
    world.detained[SDF] = 1000.0
    world.coverage[:] = 1.0
    world.taken_from[1] = SDF
    world.entry[INDEX["turkey"], 0], world.campaign_men[INDEX["turkey"], 0] = 1, 6000.0
    told = apply_rule(RULE, world, ground, numbers(underground__jailbreak=1.0))
    assert sum(event.kind == "jailbreak" for event in told) == 1
