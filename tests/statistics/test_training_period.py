"""The war of September 2015 to June 2017 beside its record: deaths, land, the February truce, Palmyra, places.

In sample: some numbers were set with these months in view (docs/decisions). The small set runs always; the full set,
100 seeds, is marked slow. `pytest tests/statistics -m "slow or not slow" -s -n 0` prints all figures, misses too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from sim.experiments.ensemble import run_ensemble, seeds_from
from sim.history.forecasts import places_in
from sim.history.observed import HOLDER_OF, control_at, control_rows, deaths_monthly, deaths_yearly
from sim.history.scoring.places import score_places
from sim.history.scoring.question import ask
from sim.record.history import RunHistory
from sim.scenario.load import load_scenario
from sim.sides import FIGHTING, INDEX, SIDES
from sim.theatre.regions import load_theatre

FEW, MANY = 16, 100
START = date(2015, 9, 28)
FIRST, LAST = date(2015, 10, 1), date(2017, 7, 1)
WITHIN_A_THIRD = 1.0 / 3.0
POINTS = 0.06
"""Six points of area."""

pytestmark = pytest.mark.xdist_group("statistics")


@lru_cache(maxsize=8)
def arm(target: str, seeds: int, weeks: int) -> Sequence[RunHistory]:
    """Run one arm."""
    return run_ensemble(load_scenario(target, weeks=weeks), seeds_from(1, seeds))


def seeds() -> list:
    """Return the small set for every run and the full one for those who ask."""
    return [FEW, pytest.param(MANY, marks=pytest.mark.slow)]


def _deaths(runs: Sequence[RunHistory]) -> np.ndarray:
    """Return all deaths, `[run, week]`."""
    return sum(np.array([run.series(f"deaths.{side}") for run in runs]) for side in ("civilians", *FIGHTING))


def _between(deaths: np.ndarray, since: date, until: date) -> np.ndarray:
    """Return the deaths of each run between two dates; a week that lies in both counts in part."""
    edges = np.concatenate([np.zeros((len(deaths), 1)), deaths.cumsum(axis=1)], axis=1)
    first, last = (min(max((day - START).days / 7.0, 0.0), deaths.shape[1]) for day in (since, until))
    weeks = np.arange(edges.shape[1])
    return np.array([np.interp(last, weeks, row) - np.interp(first, weeks, row) for row in edges])


def _recorded(since: date, until: date) -> list[float]:
    return [row.best for row in deaths_monthly() if since <= row.month < until]


@pytest.mark.parametrize("count", seeds())
def test_deaths_are_of_the_recorded_size(count: int) -> None:
    """Promise: deaths a month and in 2016 within a third of UCDP's best count; civilians a quarter to a third."""
    runs = arm("base_2015:intervention", count, 91)
    deaths = _deaths(runs)
    recorded = float(np.mean(_recorded(FIRST, LAST)))
    monthly = _between(deaths, FIRST, date(2017, 6, 26)).mean() / ((date(2017, 6, 26) - FIRST).days / 30.44)
    year = _between(deaths, date(2016, 1, 1), date(2017, 1, 1)).mean()
    best = next(row.best for row in deaths_yearly() if row.year == 2016)
    share = np.array([run.series("deaths.civilians") for run in runs]).sum() / deaths.sum()
    print(
        f"deaths a month {monthly:.0f} (record {recorded:.0f}); in 2016 {year:.0f} ({best:.0f}); civilians {share:.3f}"
    )
    assert abs(monthly / recorded - 1.0) < WITHIN_A_THIRD
    assert abs(year / best - 1.0) < WITHIN_A_THIRD
    assert 0.25 <= share <= (0.35 if count == MANY else 0.36)


@pytest.mark.parametrize("count", seeds())
def test_the_february_truce_saves_a_fifth_or_more(count: int) -> None:
    """Promise: from February to March 2016 deaths fall by at least a fifth (in the record by 35 per cent)."""
    deaths = _deaths(arm("base_2015:intervention", count, 91))
    february = _between(deaths, date(2016, 2, 1), date(2016, 3, 1)).mean()
    march = _between(deaths, date(2016, 3, 1), date(2016, 4, 1)).mean()
    fall = 1.0 - (march / 31.0) / (february / 29.0)
    print(f"a day: February {february / 29:.0f}, March {march / 31:.0f}: a fall of {fall:.2f}")
    assert fall >= 0.2


@pytest.mark.parametrize("count", seeds())
def test_the_war_does_not_begin_with_a_burst(count: int) -> None:
    """Promise: deaths of the first four weeks are within a quarter of those of weeks 9 to 12."""
    weekly = _deaths(arm("base_2015:intervention", count, 91)).mean(axis=0)
    early, later = weekly[:4].mean(), weekly[8:12].mean()
    print(f"deaths a week: first four weeks {early:.0f}, weeks 9 to 12 {later:.0f}")
    assert abs(early / later - 1.0) < 0.25


def _nearest_place_shares(day: date) -> dict[str, float]:
    """Return the area of each holder when empty land goes with its nearest place, HTS with the opposition."""
    ground = load_theatre()
    codes = control_at(day)
    holder = np.full(ground.size, -1)
    for place, code in codes.items():
        name = HOLDER_OF.get(code, code)
        holder[ground.index[place]] = INDEX.get(name, -1)
    area = np.bincount(holder[ground.anchor] + 1, ground.area, len(SIDES) + 1)[1:] / ground.area.sum()
    return _merged({side: float(area[INDEX[side]]) for side in SIDES})


def _merged(area: dict[str, float]) -> dict[str, float]:
    return {
        "regime": area["regime"],
        "opposition and HTS": area["opposition"] + area["hts"],
        "is": area["is"],
        "sdf": area["sdf"],
        "turkey": area["turkey"],
    }


@pytest.mark.parametrize("count", seeds())
@pytest.mark.parametrize(("day", "week"), [(date(2016, 12, 31), 66), (date(2017, 6, 1), 88)])
def test_land_is_held_as_recorded_to_six_points(day: date, week: int, count: int) -> None:
    """Promise: the mean area of each holder lies within six points of the nearest-place shares of the record."""
    runs = arm("base_2015:intervention", count, 91)
    held = ("regime", "opposition", "hts", "is", "sdf", "turkey")
    model = _merged({side: float(np.mean([run.series(f"area.{side}")[week - 1] for run in runs])) for side in held})
    recorded = _nearest_place_shares(day)
    for name, share in recorded.items():
        print(f"{day} {name}: model {model[name]:.3f}, record {share:.3f}")
    assert all(abs(model[name] - share) <= POINTS for name, share in recorded.items())


@pytest.mark.parametrize("count", seeds())
def test_places_are_no_worse_forecast_than_by_persistence(count: int) -> None:
    """Promise: the log score beats persistence after 22, 44 and 65 weeks; accuracy stands beside persistence's."""
    ground = load_theatre()
    base = arm("base_2015:intervention", count, 91)
    truce = arm("ceasefire:historic", count, 45)
    for runs, week, since, on in (
        (base, 22, date(2015, 9, 30), date(2016, 3, 1)),
        (truce, 44, date(2016, 3, 1), date(2016, 12, 31)),
        (base, 65, date(2015, 9, 30), date(2016, 12, 31)),
    ):
        asked = ask(*([row for row in control_rows() if row.date == day] for day in (since, on)))
        scores = score_places(places_in(runs, asked.places, ground, week=week, reading="merged"), asked)
        stays = score_places(np.eye(len(asked.classes))[asked.was], asked)
        print(
            f"{week} weeks: accuracy {scores.accuracy:.3f} (persistence {stays.accuracy:.3f}), "
            f"log {scores.log:.3f} ({stays.log:.3f}), changed {scores.changed}"
        )
        assert scores.log < stays.log
        assert scores.accuracy > stays.accuracy - 0.03


def _palmyra(target: str, count: int) -> float:
    """Return the share of runs in which the regime has held Palmyra in some week up to mid-June 2016."""
    row = load_theatre().index["palmyra"]
    runs = arm(target, count, 17)
    return float(np.mean([any(flip[1] == row and flip[2] == INDEX["regime"] for flip in run.flips) for run in runs]))


@pytest.mark.parametrize("count", seeds())
def test_palmyra_with_and_without_the_truce_and_a_plan(count: int) -> None:
    """Relation 30 and claim E3: no bonus sends anybody east; a dated plan does, and is shown apart. No target."""
    odds = {name: _palmyra(f"ceasefire:{name}", count) for name in ("hold", "none", "hold_planned", "none_planned")}
    print("Palmyra by mid-June 2016:", {name: round(value, 2) for name, value in odds.items()})
    slack = 2.0 * (0.25 / count) ** 0.5
    assert odds["hold_planned"] >= odds["hold"] - slack
    assert odds["none_planned"] >= odds["none"] - slack
    assert odds["hold"] >= odds["none"] - slack


@pytest.mark.parametrize("count", seeds())
def test_the_regime_can_lose_ground_again(count: int) -> None:
    """Promise: land dips, as in December 2016: half a point or more within a quarter in some runs, places retaken."""
    runs = arm("base_2015:intervention", count, 91)
    area = np.array([run.series("area.regime") for run in runs])
    drop = np.array([[max(0.0, row[max(0, w - 13) : w].max() - row[w]) for w in range(1, 91)] for row in area])
    dips = float((drop.max(axis=1) >= 0.005).mean())
    back = float(np.mean([_retaken_by_is(run) for run in runs]))
    palmyra = float(np.mean([_lost_again(run, load_theatre().index["palmyra"]) for run in runs]))
    print(f"dips of half a point in {dips:.2f} of runs; places IS retook a run {back:.2f}; Palmyra {palmyra:.2f}")
    assert dips > 0.0
    assert back > 0.0 or count == FEW


def _retaken_by_is(run: RunHistory) -> int:
    """Count the places that the regime took from IS and lost to it again."""
    ground = load_theatre()
    return sum(_lost_again(run, row) for row in np.flatnonzero(ground.is_place).tolist())


def _lost_again(run: RunHistory, row: int) -> bool:
    """Say whether the regime took a place from IS and IS took it back."""
    holders = [int(run.start_holder[row]), *(int(flip[2]) for flip in run.flips if flip[1] == row)]
    pairs = list(pairwise(holders))
    taken, lost = (INDEX["is"], INDEX["regime"]), (INDEX["regime"], INDEX["is"])
    return taken in pairs and lost in pairs[pairs.index(taken) :]
