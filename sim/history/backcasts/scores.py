"""The one table of scores: every forecast, every measure, and how it differs from the model, with errors.

A difference is the model less the forecast: below zero the model is better, but for accuracy. Errors are those of a
bootstrap over the places or months that were scored. Owns the rows of the table. Knows nothing of files or pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.backcasts.backcast import FITTED, MODEL, Backcast, LandResult, MonthResult, PlaceResult
from sim.history.scoring.areas import score_areas
from sim.history.scoring.bootstrap import Spread, spread_of
from sim.history.scoring.deaths import LEVELS, crps_of, ignorance_of, score_months
from sim.history.scoring.places import brier_of, log_of, modal, score_places
from sim.history.scoring.ranks import rank_correlation

__all__ = ["UNITS", "Score", "find", "scores_of"]

Floats = npt.NDArray[np.float64]

UNITS: Final = {
    "places": "count", "changed": "count", "expected_changes": "count",
    "accuracy": "share", "accuracy_changed": "share", "recall": "share", "precision": "share",
    "brier": "0..2", "log": "nats", "log_mixed": "nats", "auc": "0..1", "rank_correlation": "-1..1",
    "crps": "persons", "ignorance": "bits", "bias": "persons",
    **{f"interval_{100 * level:.0f}": "persons" for level in LEVELS},
    **{f"coverage_{100 * level:.0f}": "share" for level in LEVELS},
    "rmse": "points", "energy": "points",
}  # fmt: skip
"""Measure -> its unit."""


@dataclass(frozen=True, slots=True)
class Score:
    """One measure of one forecast."""

    about: str
    """places, deaths or land."""
    when: str
    """The day of the map, or the span of months."""
    weeks: int
    """Weeks run to that day; 0 for a span."""
    reading: str
    forecast: str
    basis: str
    """For what was fitted: how that stands to what is scored."""
    measure: str
    value: float
    spread: Spread | None
    """Of the value, where it is a mean over places or months."""
    less: Spread | None
    """The model less this forecast, pair by pair."""


def scores_of(backcast: Backcast) -> list[Score]:
    """Return every score of a backcast: places by reading and day, then deaths, then land."""
    rows: list[Score] = []
    for place in backcast.places:
        rows += _of_places(place)
    if backcast.months is not None:
        rows += _of_months(backcast.months)
    for land in backcast.lands:
        rows += _of_land(land)
    return rows


def find(rows: list[Score], about: str, measure: str, *, when: str = "", reading: str = "") -> dict[str, Score]:
    """Return one measure of all forecasts by name; of the first day or reading where several fit."""
    found: dict[str, Score] = {}
    for row in rows:
        wanted = row.about == about and row.measure == measure
        if wanted and (not when or row.when == when) and (not reading or row.reading == reading):
            found.setdefault(row.forecast, row)
    return found


def _of_places(result: PlaceResult) -> Iterator[Score]:
    question, groups = result.question, result.question.places
    each = {name: _per_place(share, result) for name, share in result.forecasts.items()}
    for name, share in result.forecasts.items():
        found = score_places(share, question)
        values = {measure: getattr(found, measure) for measure in UNITS if hasattr(found, measure)}
        values["rank_correlation"] = rank_correlation(share, question)
        basis = result.basis if name in FITTED else ""
        for measure, value in values.items():
            yield Score(
                "places", str(result.day), result.weeks, question.reading, name, basis, measure, float(value),
                *_spreads(each, name, measure, groups),
            )  # fmt: skip


def _per_place(share: Floats, result: PlaceResult) -> dict[str, Floats]:
    """Return the measures that are means over places, `[place]`."""
    question = result.question
    hit = (modal(share, question.was) == question.came).astype(np.float64)
    return {"accuracy": hit, "brier": brier_of(share, question), "log": log_of(share, question)}


def _of_months(result: MonthResult) -> Iterator[Score]:
    first, last = result.rows[0].month, result.rows[-1].month
    span = f"{first:%Y-%m} to {last:%Y-%m}"
    each = {
        name: {"crps": crps_of(draws, result.counts), "ignorance": ignorance_of(draws, result.counts)}
        for name, draws in result.forecasts.items()
    }
    for name, draws in result.forecasts.items():
        found = score_months(draws, result.counts)
        values = {"crps": found.crps, "ignorance": found.ignorance, "bias": found.bias}
        for level, width, inside in zip(LEVELS, found.interval, found.coverage, strict=True):
            values |= {f"interval_{100 * level:.0f}": width, f"coverage_{100 * level:.0f}": inside}
        for measure, value in values.items():
            yield Score("deaths", span, 0, "", name, "", measure, value, *_spreads(each, name, measure, None))


def _of_land(result: LandResult) -> Iterator[Score]:
    for name, draws in result.forecasts.items():
        found = score_areas(draws, result.record)
        for measure in ("rmse", "energy"):
            yield Score(
                "land", str(result.day), result.weeks, "merged", name, "", measure, getattr(found, measure), None, None
            )


def _spreads(
    each: Mapping[str, Mapping[str, Floats]], name: str, measure: str, groups: tuple[str, ...] | None
) -> tuple[Spread | None, Spread | None]:
    """Return the spread of a measure, and of the model less it; None for what is no mean over places or months."""
    own = each[name].get(measure)
    if own is None:
        return None, None
    return spread_of(own, groups), None if name == MODEL else spread_of(each[MODEL][measure] - own, groups)
