"""Statistical metamorphic relations of docs/model 4.6 on the shipped war: arms with the same seeds, paired.

A mean may stand on the wrong side of what is expected by at most two standard errors of the paired differences.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.record.keep import ENSEMBLE
from sim.record.series import MEASURES
from sim.scenario.load import load_scenario
from sim.scenario.parameters.registry import declared
from sim.sides import SIDES

BASE = "base_2015:doctrine"
WEEKS, FEW, MANY, ERRORS = 66, 12, 100, 2.0
_COLUMN = {name: index for index, name in enumerate(MEASURES)}
RUNS = [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.slow)]

pytestmark = pytest.mark.xdist_group("arms")


@lru_cache(maxsize=32)
def _arm(target: str, runs: int, *sets: str, weeks: int = WEEKS) -> np.ndarray:
    """Return the weekly measures of seeds 1 to `runs`: `[run, week, measure]`."""
    loaded = load_scenario(target, sets=sets, weeks=weeks)
    return np.array([TheatreModel(loaded, rng=seed, keep=ENSEMBLE).run().log.table for seed in range(1, runs + 1)])


def _series(arm: np.ndarray, name: str) -> np.ndarray:
    found: np.ndarray = arm[:, :, _COLUMN[name]]
    return found


def _at_end(arm: np.ndarray, name: str) -> np.ndarray:
    return _series(arm, name)[:, -1]


def _killed(arm: np.ndarray, *sides: str) -> np.ndarray:
    """Return fighters killed in the whole of each run."""
    total: np.ndarray = sum(_series(arm, f"deaths.{side}").sum(axis=1) for side in sides)
    return total


def _not_lower(one: np.ndarray, other: np.ndarray) -> bool:
    gap = one - other
    return bool(gap.mean() >= -ERRORS * gap.std(ddof=1) / np.sqrt(gap.size))


def _lower(one: np.ndarray, other: np.ndarray) -> bool:
    """Say whether `one` is lower on average by more than the tolerance."""
    return not _not_lower(one, other)


@pytest.mark.xfail(
    reason="1.18 at the fitted numbers, short of 1.2: quiet fronts, which kappa does not touch, carry more of the dead",
    strict=True,
)
@pytest.mark.parametrize("runs", RUNS)
def test_a_deadlier_law_of_battle_kills_more_but_not_without_end(runs: int) -> None:
    """Relation 7: kappa x 2, deaths 1.2 to 2 times."""
    kappa = declared()["combat.kappa"].value
    sides = [side for side in SIDES if side != "israel"]
    ratio = (
        _killed(_arm(BASE, runs, f"combat.kappa={2 * kappa}!"), *sides).mean()
        / _killed(_arm(BASE, runs), *sides).mean()
    )
    assert 1.2 <= ratio <= 2.0


@pytest.mark.parametrize("side", ["regime", "opposition", "is", "sdf"])
@pytest.mark.parametrize("runs", RUNS)
def test_a_tenth_more_local_men_lose_no_land(runs: int, side: str) -> None:
    """Relation 11, statistical half: 10 per cent more garrison men, area not lower."""
    men = load_scenario(BASE).start.sides[side].garrison.value
    more = _arm(BASE, runs, f"start.{side}.garrison={1.1 * men:g}!")
    assert _not_lower(_at_end(more, f"area.{side}"), _at_end(_arm(BASE, runs), f"area.{side}"))


@pytest.mark.parametrize("runs", RUNS)
def test_a_truce_saves_men_and_frees_garrisons(runs: int) -> None:
    """Relation 13: regime and opposition dead down, regime coverage up."""
    kept, none = (_arm(f"ceasefire:{variant}", runs, weeks=30) for variant in ("hold", "none"))
    parties = ("regime", "iran", "opposition")
    assert _lower(_killed(kept, *parties), _killed(none, *parties))
    assert _lower(_series(none, "coverage.regime").mean(axis=1), _series(kept, "coverage.regime").mean(axis=1))


@pytest.mark.parametrize("week", [40, 66])
@pytest.mark.parametrize("runs", RUNS)
def test_without_russia_the_regime_does_no_better(runs: int, week: int) -> None:
    """Relation 14: regime area not higher, opposition area not lower, fewer civilians killed."""
    with_russia, without = _arm(BASE, runs), _arm("base_2015:no_russia", runs)
    for kind in ("area", "population"):
        regime, opposition = f"{kind}.regime", f"{kind}.opposition"
        assert _not_lower(_series(with_russia, regime)[:, week - 1], _series(without, regime)[:, week - 1])
        assert _not_lower(_series(without, opposition)[:, week - 1], _series(with_russia, opposition)[:, week - 1])
    civilians = "deaths.civilians"
    assert _lower(_series(without, civilians).sum(axis=1), _series(with_russia, civilians).sum(axis=1))


@pytest.mark.parametrize("runs", RUNS)
def test_without_the_coalition_is_does_no_worse(runs: int) -> None:
    """Relation 15: IS area not lower, SDF area not higher."""
    alone = _arm(BASE, runs, "series.us.strikes.scale=0", "series.aid.us.sdf.scale=0")
    assert _not_lower(_at_end(alone, "area.is"), _at_end(_arm(BASE, runs), "area.is"))
    assert _not_lower(_at_end(_arm(BASE, runs), "area.sdf"), _at_end(alone, "area.sdf"))


@pytest.mark.parametrize("runs", RUNS)
def test_an_entry_in_the_north_draws_guards_from_the_prisons(runs: int) -> None:
    """Claim D5: where guards are too few, somebody breaks out here; so fewer are held after the entry."""
    sets = ("underground.jailbreak=1!", "underground.freed=0.05")
    pulled, calm = (_arm(f"is_resurgence:{variant}", runs, *sets, weeks=36) for variant in ("pulled_north", "base"))
    np.testing.assert_array_equal(_series(pulled, "detained.sdf")[:, :28], _series(calm, "detained.sdf")[:, :28])
    assert _lower(_at_end(pulled, "detained.sdf"), _at_end(calm, "detained.sdf"))
