"""Posted contingents: an ally's land stays the ally's; land that a post leaves goes to who stands around."""

from __future__ import annotations

import numpy as np

from sim.engine.model import TheatreModel
from sim.sides import INDEX


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
