"""The Mesa form gives what our rules give, week by week, on the real ground: so their times may be compared."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from benchmarks.mesa_form import War
from benchmarks.subset import RULES, Subset, place, record, run_rules
from sim.engine.week import RULES as ALL_RULES

WEEKS = 12
NEAR = 1e-9
"""Relative difference that the order of sums may make [share]."""
OF_REGIONS = (
    "supply", "cut", "airhead", "weight", "garrison", "fort", "ratio", "defenders", "battle_dead", "odds",
)  # fmt: skip
OF_SIDES = (
    "strike", "coverage", "dead", "dead_week", "disabled", "captured", "handed", "received", "clash",
)  # fmt: skip


@pytest.fixture(scope="module")
def subset() -> Subset:
    return record(WEEKS)


def _near(name: str, ours: object, theirs: Iterable[object]) -> None:
    np.testing.assert_allclose(np.array(list(theirs), dtype=float), ours, rtol=NEAR, atol=0.0, err_msg=name)


def test_the_mesa_form_agrees_with_our_rules_week_by_week(subset: Subset) -> None:
    world, war = subset.start.copy(), War(subset)
    battles = captures = 0
    for plan in subset.plans:
        place(world, plan)
        war.receive(plan)
        run_rules(world, subset)
        war.step()
        assert [region.holder.index for region in war.regions] == world.holder.tolist()
        for name in OF_REGIONS:
            _near(name, getattr(world, name), (getattr(region, name) for region in war.regions))
        for name in OF_SIDES:
            _near(name, getattr(world, name), (getattr(side, name) for side in war.sides))
        _near("beds", world.beds_garrison[:, -1], (side.garrison_beds for side in war.sides))
        _near("beds", world.beds_strike[:, -1], (side.strike_beds for side in war.sides))
        battles += int((world.ratio > 0.0).sum())
        captures += int((world.taken_from >= 0).sum())
    assert battles > WEEKS
    assert captures > 2
    assert world.airhead.any()


def test_the_subset_keeps_the_order_of_the_week(subset: Subset) -> None:
    assert list(RULES) == [name for name, _ in ALL_RULES if name in RULES]


def test_an_attack_on_land_that_its_coalition_holds_does_not_take_place(subset: Subset) -> None:
    world, plan = subset.start.copy(), subset.plans[0]
    region = int(np.flatnonzero(plan.rival >= 0)[0])
    world.holder[region] = plan.rival[region]
    place(world, plan)
    assert world.rival[region] == -1
