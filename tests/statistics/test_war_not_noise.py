"""It is a war, not noise: what the fitted model does over many seeds, as figures and as claims.

The small set runs always; the full set, 100 seeds, is marked slow. `poe full -s` prints the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from sim.experiments.ensemble import run_ensemble, seeds_from
from sim.history.forecasts import places_in
from sim.history.observed import control_rows
from sim.history.scoring.places import score_places
from sim.history.scoring.question import ask
from sim.record.history import RunHistory
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.theatre.regions import load_theatre

FEW, MANY = 16, 100
KILLED = ("civilians", "regime", "iran", "opposition", "hts", "is", "sdf", "turkey", "us", "russia")
ATTACKS_ON_IS = {"regime": ("regime", "iran", "russia"), "coalition": ("sdf", "us")}

pytestmark = pytest.mark.xdist_group("statistics")


@lru_cache(maxsize=8)
def arm(target: str, seeds: int, weeks: int, idle: tuple[str, ...] = ()) -> Sequence[RunHistory]:
    """Run one arm; sides in `idle` and IS leave each other alone."""
    loaded = load_scenario(target, weeks=weeks)
    return run_ensemble(_at_peace_with_is(loaded, idle), seeds_from(1, seeds))


def _at_peace_with_is(loaded: Loaded, sides: tuple[str, ...]) -> Loaded:
    plain = loaded.resolved()
    for relation in plain["start_state"]["relations"]:
        if "is" in relation["pair"] and set(relation["pair"]) & set(sides):
            relation["hostility"]["value"] = relation["hostility"]["low"] = 0.0
    return Loaded.from_resolved(plain)


def at(runs: Sequence[RunHistory], name: str, week: int) -> np.ndarray:
    """Return one number a run: a measure after `week` weeks."""
    return np.array([run.series(name)[week - 1] for run in runs])


def interval(values: np.ndarray) -> tuple[float, float]:
    """Return the 95 per cent interval of the mean."""
    half = 1.96 * values.std(ddof=1) / len(values) ** 0.5
    return float(values.mean() - half), float(values.mean() + half)


def deaths(runs: Sequence[RunHistory]) -> np.ndarray:
    """Return all deaths, one row a run, one column a week."""
    return sum(np.array([run.series(f"deaths.{side}") for run in runs]) for side in KILLED)


def seeds(few: int = FEW) -> list:
    """Return the small set for every run and the full one for those who ask."""
    return [few, pytest.param(MANY, marks=pytest.mark.slow)]


@pytest.mark.parametrize("count", seeds())
def test_russia_raises_what_the_regime_holds_and_without_it_the_regime_does_not_gain(count: int) -> None:
    """Promise: at weeks 40 and 66 area and people are higher with Russia; without it neither has grown."""
    with_russia = arm("base_2015:doctrine", count, 66)
    without = arm("base_2015:no_russia", count, 66)
    for name in ("area.regime", "population.regime"):
        for week in (40, 66):
            effect = at(with_russia, name, week) - at(without, name, week)
            change = at(without, name, week) - at(without, name, 1)
            low, high = interval(effect)
            print(
                f"{name} week {week}: effect {effect.mean():+.4f} [{low:+.4f}, {high:+.4f}], alone {change.mean():+.4f}"
            )
            assert low > 0.0 or count == FEW
            assert effect.mean() > 0.0
            assert interval(change)[0] <= 0.0


@pytest.mark.parametrize("count", seeds(8))
def test_is_loses_more_ground_the_more_sides_attack_it(count: int) -> None:
    """Promise: IS area at week 110 is smallest with both attackers, largest with neither (relation 16)."""
    arms = {
        "both": (),
        "coalition only": ATTACKS_ON_IS["regime"],
        "regime only": ATTACKS_ON_IS["coalition"],
        "neither": ATTACKS_ON_IS["regime"] + ATTACKS_ON_IS["coalition"],
    }
    area = {name: at(arm("base_2015:doctrine", count, 110, idle), "area.is", 110) for name, idle in arms.items()}
    for name, values in area.items():
        print(f"IS area at week 110, {name}: {values.mean():.4f} {interval(values)}")
    assert area["both"].mean() < min(area["coalition only"].mean(), area["regime only"].mean())
    assert max(area["coalition only"].mean(), area["regime only"].mean()) < area["neither"].mean()


@pytest.mark.parametrize("count", seeds())
def test_deaths_are_of_the_recorded_order_and_core_cities_stand(count: int) -> None:
    """Promise: 2,500 to 7,500 deaths a month in the first year; at most 0.1 of six core cities lost a run."""
    for target in ("base_2015:doctrine", "base_2015:no_russia"):
        runs = arm(target, count, 66)
        month = deaths(runs)[:, :52].sum(axis=1).mean() / 12.0
        lost = np.mean([run.series("core_lost").max() for run in runs])
        civilians = np.sum([run.series("deaths.civilians")[:52] for run in runs]) / deaths(runs)[:, :52].sum()
        print(f"{target}: {month:.0f} deaths a month, {civilians:.2f} civilians, {lost:.2f} core cities lost a run")
        assert 2500.0 < month < 7500.0
        assert lost <= 0.1
        assert 0.2 < civilians < 0.4


@pytest.mark.parametrize("count", seeds())
def test_places_are_forecast_better_than_by_persistence_in_the_fit_period(count: int) -> None:
    """Promise: Brier and log score beat persistence after 22 and 65 weeks (in sample: these dates were fitted)."""
    runs = arm("base_2015:doctrine", count, 66)
    for week, day in ((22, date(2016, 3, 1)), (65, date(2016, 12, 31))):
        maps = ([row for row in control_rows() if row.date == each] for each in (date(2015, 9, 30), day))
        asked = ask(*maps)
        scores = score_places(places_in(runs, asked.places, load_theatre(), week=week, reading="merged"), asked)
        stays = score_places(np.eye(len(asked.classes))[asked.was], asked)
        print(f"week {week}: {scores}")
        assert scores.log < stays.log
        assert scores.brier < stays.brier
