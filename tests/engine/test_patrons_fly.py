"""Every patron with aircraft in a shipped scenario has somebody to fly for and somebody to strike."""

from __future__ import annotations

import pytest

from sim.engine.model import TheatreModel
from sim.scenario.find import find_scenarios


def _arms() -> list[str]:
    return [f"{found.id}:{variant}" for found in find_scenarios() for variant in found.variants]


@pytest.mark.parametrize("target", _arms())
def test_a_patron_with_sorties_orders_air_support(target: str) -> None:
    """A missing line of hostility once kept the coalition's aircraft on the ground in every scenario."""
    model = TheatreModel(target, rng=1, weeks=5).run()
    flying = {row["actor"] for row in model.log.history().orders if row["verb"] == "air_support"}
    for name, series in model.loaded.scenario.series.items():
        side, kind = name.rsplit(".", 1)
        at_start = series.points[0][1] * series.scale
        if kind in ("sorties", "strikes") and at_start > 0.0 and _has_a_foe(model, side):
            assert side in flying


def _has_a_foe(model: TheatreModel, side: str) -> bool:
    """IS holds no land in 2019, so the coalition has nothing to strike there."""
    return side != "us" or model.log.history().series("area.is")[0] > 0.0
