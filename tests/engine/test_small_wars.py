"""Metamorphic relations of docs/model 4.6 that need a whole war: labels, maps, row order, two fronts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from sim.engine.week import RULES
from sim.record.events import Event
from sim.sides import INDEX
from sim.theatre.regions import Theatre, load_theatre
from sim.world.fields import declared
from sim.world.world import World
from tests.engine.ground_making import (
    HOT,
    apply_rule,
    grid,
    moved,
    numbers,
    random_world,
    run_weeks,
    shares,
    shuffled,
    world_of,
)

EQUAL = numbers(manpower__recruits_sdf=60.0, campaigns__airless=1.0)
"""Numbers under which opposition and SDF differ in name alone."""

ERRORS = 3.0
"""Standard errors by which means of two arms that should be alike may differ."""


def _half_and_half(left: str, right: str, seed: int, ground: Theatre) -> World:
    world = world_of(ground, ([left] * 3 + [right] * 3) * 2, depots={0: left, 5: right}, seed=seed)
    world.garrison[:] = 300.0
    return world


def _left_share(left: str, right: str, seeds: Sequence[int], ground: Theatre, weeks: int) -> np.ndarray:
    wars = [run_weeks(_half_and_half(left, right, seed, ground), ground, EQUAL, weeks) for seed in seeds]
    return np.array([shares(world, ground.area)[INDEX[left]] for world in wars])


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    gap = one - other
    return bool(abs(gap.mean()) <= ERRORS * max(gap.std(ddof=1), 1e-9) / np.sqrt(gap.size))


def _labels_swap(runs: int) -> None:
    ground = grid(6, 2)
    seeds = range(1, runs + 1)
    one = _left_share("opposition", "sdf", seeds, ground, 26)
    other = _left_share("sdf", "opposition", seeds, ground, 26)
    assert one.std() > 0.02, "nothing happens in these wars"
    assert _alike(one, other), (one.mean(), other.mean())
    assert _alike(np.abs(one - 0.5), np.abs(other - 0.5))
    assert _alike(one, np.full_like(one, 0.5)), "a mirror map favours one side"


def test_equal_sides_may_swap_their_names() -> None:
    """Relation 1: swap the labels of two symmetric sides on a mirror map, and the distributions swap."""
    _labels_swap(40)


@pytest.mark.slow
def test_equal_sides_may_swap_their_names_over_many_seeds() -> None:
    """Relation 1 over 400 seeds."""
    _labels_swap(400)


def test_a_turned_map_is_the_same_war() -> None:
    """Relation 2, strict: turn the plane by a right angle and every hash stays."""
    ground = grid(6, 2)
    turned = grid(6, 2, x=(-ground.y).tolist(), y=ground.x.tolist())
    digests = [
        run_weeks(_half_and_half("opposition", "sdf", 5, plane), plane, EQUAL, 20).digest()
        for plane in (ground, turned)
    ]
    assert digests[0] == digests[1]


def test_a_mirrored_map_gives_the_same_statistics() -> None:
    """Relation 2: mirror map and sources, other chance: the left does as well as the right did."""
    seeds = range(1, 41)
    plain = grid(6, 2)
    mirrored = shuffled(plain, [c + 5 - 2 * (c % 6) for c in range(12)])
    left = _left_share("opposition", "sdf", seeds, plain, 26)
    right = 1.0 - _left_share("sdf", "opposition", seeds, mirrored, 26)
    assert _alike(left, right), (left.mean(), right.mean())


def _plain(events: Sequence[Event], name: Callable[[int], str]) -> list[tuple[object, ...]]:
    """Return events with regions by name, and draws and odds to nine digits, in an order of their own."""
    rows = []
    for event in events:
        inputs = tuple(sorted((key, round(value, 6)) for key, value in event.inputs.items() if key != "anchor"))
        chance = tuple(None if value is None else round(value, 9) for value in (event.probability, event.draw))
        rows.append((event.rule, event.kind, name(event.region), event.side, event.other, chance, inputs))
    return sorted(rows, key=repr)


def _one_week(world: World, ground: Theatre) -> list[tuple[object, ...]]:
    told = [event for name, _ in RULES for event in apply_rule(name, world, ground, HOT)]
    return _plain(told, lambda row: ground.ids[row] if row >= 0 else "")


def _same_war(one: World, other: World, order: Sequence[int]) -> None:
    """Compare every field of every region and side to 1e-9, and so every sum; fields of `one` are moved first."""
    expected = moved(one, order)
    count = len(order)
    for name, field in declared().items():
        wanted, found = getattr(expected, name), getattr(other, name)
        if field.axes[0] == "region":
            found = found[:count]
        elif name in ("coverage", "people_share"):
            wanted, found = wanted[:9], found[:9]
        np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9, err_msg=name)


def _war(where: str, seed: int) -> tuple[World, Theatre]:
    ground = load_theatre() if where == "syria" else grid(9, 7, uneven=seed)
    return random_world(ground, seed), ground


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("where", ["small", "syria"])
def test_an_empty_region_out_of_reach_changes_nothing(where: str, seed: int) -> None:
    """Relation 27: one week with and without it: the same events, the same sums."""
    world, ground = _war(where, seed)
    order = list(range(ground.size))
    bigger, more = shuffled(ground, order, extra=1), moved(world, order, extra=1)
    told, also = _one_week(world, ground), _one_week(more, bigger)
    assert told
    assert told == also
    _same_war(world, more, order)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("where", ["small", "syria"])
def test_the_order_of_the_rows_does_not_matter(where: str, seed: int) -> None:
    """Relation 28: permute the regions and their keys alike: the same events, the same sums."""
    world, ground = _war(where, seed)
    order = np.random.default_rng(seed).permutation(ground.size).tolist()
    mixed, permuted = shuffled(ground, order), moved(world, order)
    told, also = _one_week(world, ground), _one_week(permuted, mixed)
    assert told
    assert told == also
    _same_war(world, permuted, order)


def _weeks_until_gone(attackers: set[str], seed: int) -> int:
    """Return the weeks until IS, between two enemies, holds less than a twentieth; 120 if it does not end."""
    ground = grid(9, 2, is_place=[True] * 18)
    world = world_of(
        ground,
        (["regime"] * 3 + ["is"] * 3 + ["sdf"] * 3) * 2,
        depots={0: "regime", 4: "is", 8: "sdf"},
        seed=seed,
    )
    for side in ("regime", "sdf"):
        if side not in attackers:
            world.hostility[INDEX[side], INDEX["is"]] = world.hostility[INDEX["is"], INDEX[side]] = 0.0
    world.hostility[INDEX["regime"], INDEX["sdf"]] = world.hostility[INDEX["sdf"], INDEX["regime"]] = 0.0
    world.strike[INDEX["is"]], world.posture[INDEX["is"]] = 1500.0, 0.0
    for week in range(120):
        if (world.holder == INDEX["is"]).mean() < 0.05:
            return week
        run_weeks(world, ground, numbers(), 1)
    return 120


def test_two_who_attack_end_it_no_later_than_one() -> None:
    """Relation 16: mean time until IS holds under 5 per cent; both attack against each alone."""
    arms = [{"regime", "sdf"}, {"regime"}, {"sdf"}]
    both, first, second = (np.array([_weeks_until_gone(arm, seed) for seed in range(1, 13)]) for arm in arms)
    for alone in (first, second):
        gap = both - alone
        assert gap.mean() <= 2.0 * gap.std(ddof=1) / np.sqrt(gap.size)
    assert both.mean() < min(first.mean(), second.mean())
