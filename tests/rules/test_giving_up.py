"""Land given up: contraction under an order, men bused out of pockets, and garrisons kept to a core."""

from __future__ import annotations

import numpy as np
import pytest

from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.guards import manpower
from sim.world.world import World
from tests.engine.ground_making import apply_rule, grid, line, numbers, world_of

REGIME, OPPOSITION, HTS, IS = (INDEX[side] for side in ("regime", "opposition", "hts", "is"))


def _thin_caliphate() -> tuple[World, Theatre]:
    """Return a grid whose left half the regime holds, and whose right half IS holds with few men."""
    ground = grid(8, 4, is_place=[c % 8 in (4, 7) for c in range(32)])
    world = world_of(ground, (["regime"] * 4 + ["is"] * 4) * 4, garrison=20.0, strike=0.0)
    world.worth[:, IS] = [0.8 if c % 8 == 7 else 0.1 + 0.01 * c for c in range(32)]
    return world, ground


def test_contraction_needs_the_order() -> None:
    world, ground = _thin_caliphate()
    for code in (0.0, 1.0):
        world.guard[IS] = code
        before = world.holder.copy()
        assert apply_rule("contraction", world, ground, numbers()) == []
        assert np.array_equal(world.holder, before)
    world.guard[IS] = 2.0
    assert apply_rule("contraction", world, ground, numbers())


def test_contraction_keeps_its_men_and_gives_up_little_at_a_time() -> None:
    world, ground = _thin_caliphate()
    world.guard[IS] = 2.0
    men = manpower(world)
    told = apply_rule("contraction", world, ground, numbers())
    assert 0.0 < ground.area[world.taken_from == IS].sum() <= 1236.0
    assert all(event.inputs["men_per_309_km2"] < 60.0 for event in told)
    np.testing.assert_allclose(manpower(world), men)
    assert world.captured[IS] == 0.0, "all had somewhere to go"
    assert (world.garrison[world.taken_from == IS] == 0.0).all()


def test_contraction_stops_where_men_suffice_and_spares_what_is_dear() -> None:
    world, ground = _thin_caliphate()
    world.guard[IS] = 2.0
    world.worth[7, IS] = 2.0
    for _ in range(20):
        world.taken_from[:] = -1
        apply_rule("contraction", world, ground, numbers(contraction__thin=60.0))
    held = world.holder == IS
    density = world.garrison[held].sum() * 309.0 / ground.area[held].sum()
    assert density >= 60.0 or set(np.flatnonzero(held)) == {7}
    assert held[7]
    rich, ground = _thin_caliphate()
    rich.guard[IS], rich.strike[IS] = 2.0, 5000.0
    assert apply_rule("contraction", rich, ground, numbers()) == []


def test_a_contracting_side_follows_nobody_into_thin_country() -> None:
    ground = line(3, is_place=[True, False, True], anchor=[0, 2, 2])
    for code, holder in ((0.0, IS), (2.0, REGIME)):
        world = world_of(ground, ["regime", "regime", "is"], garrison=1.0)
        world.guard[IS] = code
        apply_rule("hinterland", world, ground, numbers(hinterland__flip=1.0))
        assert world.holder[1] == holder


def _pocket(holders: list[str], governorate: list[int]) -> tuple[World, Theatre]:
    """Return a war in which r0, far from the rest of its side, gives up this week."""
    names = ("damascus", "idlib", "hama")
    ground = line(len(holders), governorate=governorate, governorates=names, area=[100.0] * len(holders))
    world = world_of(ground, holders, garrison=100.0)
    world.pocket[:] = np.arange(len(holders))
    world.cut[0] = 100.0
    return world, ground


SURE = numbers(pockets__surrender=1.0, pockets__without_patron=1.0, pockets__smallest=3.0, pockets__without_haven=1.0)


def test_the_bused_go_to_idlib() -> None:
    """Half of the pocket's men leave: to the coalition's land in Idlib, not to other land of their side."""
    world, ground = _pocket(["opposition", "regime", "opposition", "hts", "opposition"], [0, 0, 2, 1, 1])
    men = manpower(world)
    told = apply_rule("pockets", world, ground, SURE)
    assert [event.kind for event in told] == ["surrender"]
    assert world.garrison[2] == 100.0
    assert world.garrison[3] == world.garrison[4] == pytest.approx(125.0)
    assert world.deserted[OPPOSITION] == pytest.approx(50.0)
    assert (world.handed[OPPOSITION], world.received[HTS]) == (pytest.approx(25.0), pytest.approx(25.0))
    np.testing.assert_allclose(manpower(world), men)


def test_without_idlib_they_join_other_land_of_their_side() -> None:
    world, ground = _pocket(["opposition", "regime", "opposition", "regime"], [0, 0, 2, 1])
    men = manpower(world)
    apply_rule("pockets", world, ground, SURE)
    assert world.garrison[2] == pytest.approx(150.0)
    np.testing.assert_allclose(manpower(world), men)


LARGE = numbers(
    pockets__surrender=1.0, pockets__without_patron=1.0, pockets__without_haven=1.0, pockets__size=9000.0,
    pockets__smallest=3.0,
)  # fmt: skip


def test_a_pocket_with_a_foreign_post_in_it_does_not_give_up() -> None:
    for posted in (0, 1):
        world, ground = _pocket(["opposition", "opposition", "regime", "opposition"], [0, 0, 0, 1])
        world.pocket[:] = [0, 0, 2, 3]
        world.cut[1] = 100.0
        world.zone[posted] = INDEX["turkey"]
        assert apply_rule("pockets", world, ground, LARGE) == []
        world.zone[posted] = -1
        assert apply_rule("pockets", world, ground, LARGE)


def test_others_are_not_bused_to_idlib() -> None:
    world, ground = _pocket(["is", "regime", "is", "is", "hts"], [0, 0, 2, 1, 1])
    apply_rule("pockets", world, ground, SURE)
    assert world.garrison[2] == world.garrison[3] == pytest.approx(125.0)
    assert world.garrison[4] == 100.0


def test_garrisons_go_where_they_are_ordered_to_stand() -> None:
    """The core of a heartland, or strongholds by worth; the rest thins out, and nobody is lost."""
    count = 6
    ground = line(
        count, core=[True] + [False] * 5, yspine=[True, True] + [False] * 4, is_place=[True] * 3 + [False] * 3
    )
    stand = {}
    for code in (0.0, 1.0, 2.0):
        world = world_of(ground, ["regime"] * count, depots={0: "regime"})
        world.worth[2, REGIME] = 3.0
        world.guard[REGIME] = code
        for _ in range(40):
            apply_rule("supply", world, ground, numbers())
            apply_rule("garrison", world, ground, numbers())
        stand[code] = world.garrison.copy()
    assert stand[1.0][0] > stand[0.0][0]
    assert stand[1.0][5] < stand[0.0][5]
    assert stand[2.0][2] > stand[0.0][2]
    assert stand[2.0][5] < stand[0.0][5]
    assert stand[1.0].sum() == pytest.approx(stand[0.0].sum())
