"""A backcast: what the model and the plain forecasts said of each map, month and stretch of land, beside what came.

Owns the forecasts that stand side by side, and their names. Knows nothing of how they are scored or shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt

from sim.history.backcasts.plan import Plan
from sim.history.baselines.areas import AREA_BASELINES, area_baselines
from sim.history.baselines.deaths import DEATH_BASELINES, death_baselines
from sim.history.baselines.places import PLACE_BASELINES, place_baselines
from sim.history.baselines.windows import TRAINED_TO, map_of, training_for
from sim.history.forecasts import land_in, months_in, places_in, smoothed, week_at
from sim.history.labels import CLASSES, OTHER, READINGS, labels
from sim.history.monitor import counted
from sim.history.observed import control_dates
from sim.history.scoring.areas import land_of
from sim.history.scoring.question import Question, ask
from sim.history.truth import Control, MonthlyDeaths
from sim.record.history import RunHistory
from sim.theatre.regions import Theatre

__all__ = ["FITTED", "MODEL", "NAMES", "Backcast", "LandResult", "MonthResult", "PlaceResult", "make_backcast"]

Floats = npt.NDArray[np.float64]

MODEL: Final = "model"

NAMES: Final = {
    MODEL: "the model",
    "pooled": "half model, half five measures",
    "counted": "the model as counted",
    **PLACE_BASELINES,
    **DEATH_BASELINES,
    "drift": AREA_BASELINES["drift"],
}
"""Name of a forecast -> what it is in words."""

FITTED: Final = frozenset({"neighbours", "front", "ranking", "pooled"})
"""Forecasts of places that are fitted to training windows, in whole or in part."""

_SCORED = {reading: len(classes) - 1 for reading, classes in CLASSES.items()}
"""How many classes of each reading can come true: all but OTHER, which is the last."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceResult:
    """Hold the forecasts of one map under one reading."""

    day: date
    weeks: int
    question: Question
    basis: str
    """How what was fitted stands to what is scored."""
    forecasts: Mapping[str, Floats]
    """Name -> probabilities `[place, class]`."""


@dataclass(frozen=True, slots=True, eq=False)
class MonthResult:
    """Hold the forecasts of the dead by month."""

    rows: tuple[MonthlyDeaths, ...]
    forecasts: Mapping[str, Floats]
    """Name -> draws `[draw, month]` [persons]."""

    @property
    def counts(self) -> Floats:
        """Return the best counts, `[month]` [persons]."""
        return np.array([row.best for row in self.rows])


@dataclass(frozen=True, slots=True, eq=False)
class LandResult:
    """Hold the forecasts of land on one day, merged classes without OTHER."""

    day: date
    weeks: int
    record: Annotated[Floats, "[class]: share of the country"]
    forecasts: Mapping[str, Floats]
    """Name -> draws `[draw, class]`."""


@dataclass(frozen=True, slots=True, eq=False)
class Backcast:
    """Hold all forecasts of one plan beside what came."""

    plan: Plan
    runs: int
    seed: int
    places: tuple[PlaceResult, ...]
    months: MonthResult | None
    lands: tuple[LandResult, ...]
    numbers: str = "declared"
    """In words, which numbers the runs had."""
    fitted: date = TRAINED_TO
    """Last day of the record that those numbers fit."""

    @property
    def sample(self) -> str:
        """Say whether the numbers saw anything that is scored."""
        return self.plan.sample(self.fitted)

    def places_of(self, reading: str) -> tuple[PlaceResult, ...]:
        """Return the results under one reading, earliest first."""
        return tuple(one for one in self.places if one.question.reading == reading)


def make_backcast(
    plan: Plan,
    runs: Sequence[RunHistory],
    ground: Theatre,
    *,
    numbers: str = "declared",
    fitted: date = TRAINED_TO,
) -> Backcast:
    """Put what the runs say beside the plain forecasts and the record."""
    places = [
        _places(plan, runs, ground, day, rows, reading) for reading in READINGS for day, rows in plan.maps.items()
    ]
    lands = [_land(plan, runs, ground, day, rows) for day, rows in plan.maps.items()]
    return Backcast(
        plan=plan,
        runs=len(runs),
        seed=runs[0].seed,
        places=tuple(places),
        months=_months(plan, runs) if plan.months else None,
        lands=tuple(one for one in lands if one is not None),
        numbers=numbers,
        fitted=fitted,
    )


def _places(
    plan: Plan, runs: Sequence[RunHistory], ground: Theatre, day: date, rows: tuple[Control, ...], reading: str
) -> PlaceResult:
    before = plan.before
    question = ask(before, rows, reading)
    weeks = week_at(day, plan.monday)
    training = training_for(plan.start, day)
    said = places_in(runs, question.places, ground, week=weeks, reading=reading)
    plain = place_baselines(question, before, ground, weeks=(day - plan.start).days / 7.0, training=training)
    model = smoothed(said, len(runs), _SCORED[reading])
    forecasts = {MODEL: model, "pooled": (model + plain["ranking"]) / 2.0, **plain}
    return PlaceResult(day, weeks, question, training.basis, forecasts)


def _months(plan: Plan, runs: Sequence[RunHistory]) -> MonthResult:
    months = [row.month for row in plan.months]
    model = months_in(runs, months, plan.monday)
    forecasts = {MODEL: model, "counted": counted(model), **death_baselines(plan.known, months)}
    return MonthResult(plan.months, forecasts)


def _land(
    plan: Plan, runs: Sequence[RunHistory], ground: Theatre, day: date, rows: tuple[Control, ...]
) -> LandResult | None:
    """Return the land of one day; None where the map does not name every place, since each bears its hinterland."""
    if {row.place for row in rows} < plan.loaded.control.keys():
        return None
    weeks = week_at(day, plan.monday)
    first = {row.place: row.holder for row in plan.loaded.control.values()}
    earlier = [each for each in control_dates() if each < plan.start][-1:]
    maps = [(each, _shares(map_of(each), first, ground)) for each in earlier]
    now = _shares(plan.before, first, ground)
    model = land_in(runs, week=weeks, reading="merged")[:, :-1]
    forecasts = {MODEL: model, **area_baselines([*maps, (plan.start, now)], day)}
    return LandResult(day, weeks, _shares(rows, first, ground), forecasts)


def _shares(rows: Sequence[Control], first: Mapping[str, str], ground: Theatre) -> Floats:
    """Return the land of each merged class but OTHER; that of a contested place stays with who had it at first."""
    by_side = {label.side: label.merged for label in labels().values() if label.side}
    held = {row.place: labels()[row.code].merged or by_side[first[row.place]] for row in rows}
    classes = CLASSES["merged"]
    whole = {place: classes.index(name or OTHER) for place, name in held.items()}
    return land_of(whole, ground, len(classes))[:-1]
