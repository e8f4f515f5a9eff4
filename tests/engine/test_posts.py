"""Posted contingents: an ally's land stays the ally's; land that a post leaves goes to who stands around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from sim.engine.model import TheatreModel
from sim.scenario.events import Event as Form
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.sides import INDEX
from sim.world.guards import manpower

_FORM: TypeAdapter[Any] = TypeAdapter(Form)
IDLIB = {"do": "contingent", "place": "idlib", "zone_km": 5, "assumption": "a test"}


@lru_cache(maxsize=1)
def _base() -> Loaded:
    return load_scenario("base_2015:doctrine", weeks=8)


def _with(*events: Mapping[str, Any], **start: Any) -> TheatreModel:
    """Return a war of the base with more events."""
    made = [_FORM.validate_python(dict(event), strict=False) for event in events]
    scenario = _base().scenario.model_copy(update={"events": [*_base().scenario.events, *made]})
    return TheatreModel(replace(_base(), scenario=scenario), rng=1, guards=True, collect=False)


def _after(model: TheatreModel, weeks: int) -> TheatreModel:
    while model.world.week < weeks:
        model.step()
    return model


def _held(model: TheatreModel, side: str) -> set[str]:
    return {model.ground.ids[region] for region in np.flatnonzero(model.world.holder == INDEX[side])}


def test_a_post_on_the_land_of_an_ally_keeps_it_without_taking_it() -> None:
    model = TheatreModel("us_withdrawal:never", rng=1)
    assert "al_omar" in _held(model, "sdf")
    assert model.world.zone[model.ground.index["al_omar"]] == INDEX["us"]
    assert model.world.garrison[model.ground.index["al_omar"]] > 0
    assert {"tanf", "rukban", "walid_crossing"} <= _held(model, "us")


def test_one_post_leaves_without_ending_the_others() -> None:
    model = TheatreModel("us_withdrawal:partial", rng=1, weeks=4, guards=True).run()
    zone = model.world.zone
    assert zone[model.ground.index["manbij"]] == -1
    assert zone[model.ground.index["al_omar"]] == zone[model.ground.index["tanf"]] == INDEX["us"]


def test_land_that_the_last_post_leaves_goes_to_a_neighbour() -> None:
    model = TheatreModel("us_withdrawal:full", rng=1, weeks=8, guards=True).run()
    assert not _held(model, "us")
    assert "tanf" in _held(model, "regime")


@pytest.mark.parametrize("side", ["russia", "iran"])
def test_men_of_a_power_without_land_leave_enemy_land_again(side: str) -> None:
    post = {**IDLIB, "side": side}
    model = _with({**post, "when": "2015-10-05", "men": 1000}, {**post, "when": "2015-10-26", "men": 0})
    men = manpower(_after(model, 1).world)
    assert "idlib" in _held(_after(model, 3), "regime")
    assert model.world.zone[model.ground.index["idlib"]] == INDEX[side]
    _after(model, 5)
    assert "idlib" not in _held(model, "regime")
    assert model.world.zone[model.ground.index["idlib"]] == -1
    assert not model.world.post.any()
    assert not model.world.won.any()
    assert manpower(model.world) == pytest.approx(men)


def test_a_power_without_land_leaves_its_allys_land_to_the_ally() -> None:
    post = {**IDLIB, "side": "russia", "place": "latakia"}
    model = _after(_with({**post, "when": "2015-10-05", "men": 500}, {**post, "when": "2015-10-26", "men": 0}), 5)
    assert "latakia" in _held(model, "regime")
    assert model.world.garrison[model.ground.index["latakia"]] > 0


def test_a_second_post_at_a_place_is_not_opened_and_told() -> None:
    model = _with(
        {**IDLIB, "side": "turkey", "when": "2015-10-05", "men": 500},
        {**IDLIB, "side": "russia", "when": "2015-10-12", "men": 900},
        {**IDLIB, "side": "us", "place": "binnish", "zone_km": 30, "when": "2015-10-12", "men": 100},
        {**IDLIB, "side": "us", "place": "binnish", "when": "2015-10-26", "men": 0},
    )
    world, idlib = _after(model, 4).world, model.ground.index["idlib"]
    assert world.zone[idlib] == INDEX["turkey"]
    assert world.post[idlib] == 500
    told = [event["note"] for event in model.log.history().events if event["kind"] == "contingent"]
    assert "Russia cannot post men at Idlib: Turkey has a post there" in told
    assert world.zone[model.ground.index["binnish"]] == INDEX["us"]
    _after(model, 6)
    assert world.zone[idlib] == INDEX["turkey"]
    assert world.post[idlib] == 500
    assert world.post[model.ground.index["binnish"]] == 0
