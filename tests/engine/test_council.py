"""Council: what actors see and would ask for at a decision is what the run then records."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from sim.engine.model import TheatreModel
from sim.errors import InputError
from sim.orders.codec import order_from_plain, order_to_plain
from sim.orders.orders import Posture
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

WEEKS = 12


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("base_2015:doctrine", weeks=WEEKS)


def _reached(loaded: Loaded, week: int, **more: Any) -> TheatreModel:
    model = TheatreModel(loaded, rng=2, collect=False, **more)
    while model.world.week < week:
        model.step()
    return model


@pytest.mark.parametrize("week", [0, 4, 8])
def test_actors_would_ask_for_what_the_run_then_records(loaded: Loaded, week: int) -> None:
    recorded = defaultdict(list)
    for row in TheatreModel(loaded, rng=2, collect=False).run().log.history().orders:
        if row["week"] == week:
            recorded[row["actor"]].append(
                order_from_plain({k: v for k, v in row.items() if k not in ("week", "actor", "refused")})
            )
    sittings = _reached(loaded, week).council()
    assert set(sittings) == set(loaded.scenario.actors)
    assert any(sitting.asked for sitting in sittings.values())
    for name, sitting in sittings.items():
        assert [order_to_plain(order) for order in sitting.asked] == [order_to_plain(o) for o in recorded[name]]
        assert (sitting.view.actor, sitting.view.week) == (name, week)


def test_nothing_is_put_in_force_and_an_order_of_an_event_is_left_out(loaded: Loaded) -> None:
    model = _reached(loaded, 4)
    told = model.council()["regime"].asked[0]
    model = _reached(loaded, 4)
    model.desk.orders["regime"] = [told]
    posture, holder = model.world.posture.copy(), model.world.holder.copy()
    asked = model.council()["regime"].asked
    assert told not in asked
    assert (model.world.posture == posture).all()
    assert (model.world.holder == holder).all()
    assert model.desk.orders["regime"] == [told]


def test_a_script_stands_in_for_the_policy(loaded: Loaded) -> None:
    model = _reached(loaded, 4, script={4: {"regime": [Posture("hold")]}})
    assert list(model.council()["regime"].asked) == [Posture("hold")]


def test_a_week_without_a_decision_is_refused(loaded: Loaded) -> None:
    with pytest.raises(InputError, match="in weeks 0, 4, 8 and so on, not in week 5"):
        _reached(loaded, 5).council()
