"""The tables of a backcast: scores, places, deaths, land and reliability, a header and rows each.

The first column of each says whether the forecast was conditional. Owns their columns. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from sim.history.backcasts.backcast import MODEL, Backcast, PlaceResult
from sim.history.backcasts.scores import UNITS, Score
from sim.history.scoring.bootstrap import Spread
from sim.history.scoring.deaths import crps_of, ignorance_of, pit_of
from sim.history.scoring.places import log_of, reliability, stated_change
from sim.theatre.places import places

__all__ = ["QUANTILES", "plain_scores", "tables_of"]

Table = tuple[Sequence[str], Iterator[Sequence[object]]]

QUANTILES: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)

_SCORES = (
    "mode", "about", "when", "weeks", "reading", "forecast", "basis", "measure", "unit", "value", "error", "low",
    "high", "model_less_this", "less_error", "less_low", "less_high",
)  # fmt: skip

_RELIABILITY = ("mode", "date", "reading", "forecast", "from", "to", "places", "stated", "came")
_DEATHS = (
    "mode", "month", "best", "low", "high", "forecast", "mean", *(f"p{100 * level:g}" for level in QUANTILES),
    "crps", "ignorance", "pit",
)  # fmt: skip
_LAND = ("mode", "date", "holder", "record", "forecast", "mean", "p5", "p95")


def tables_of(backcast: Backcast, scores: Sequence[Score]) -> Mapping[str, Table]:
    """Return every table by the name of its file, without ending."""
    mode = backcast.plan.mode
    found: dict[str, Table] = {"scores": (_SCORES, _score_rows(mode, scores))}
    if backcast.places:
        found["places"] = (_place_head(backcast.places[0]), _place_rows(backcast))
        found["reliability"] = (_RELIABILITY, _reliability_rows(backcast))
    if backcast.months is not None:
        found["deaths"] = (_DEATHS, _death_rows(backcast))
    if backcast.lands:
        found["land"] = (_LAND, _land_rows(backcast))
    return found


def plain_scores(mode: str, scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Return the scores as plain data; what has no value is None."""
    return [
        {name: None if cell == "" else cell for name, cell in zip(_SCORES, row, strict=True)}
        for row in _score_rows(mode, scores, figures=False)
    ]


def _score_rows(mode: str, scores: Sequence[Score], *, figures: bool = True) -> Iterator[Sequence[object]]:
    def cell(value: float) -> object:
        return "" if value != value else f"{value:.6g}" if figures else float(f"{value:.6g}")

    def spread(found: Spread | None, *, mean: bool) -> list[object]:
        if found is None:
            return [""] * (4 if mean else 3)
        return [cell(each) for each in (*([found.mean] if mean else []), found.error, found.low, found.high)]

    for row in scores:
        yield (
            mode, row.about, row.when, row.weeks or "", row.reading, row.forecast, row.basis, row.measure,
            UNITS[row.measure], cell(row.value), *spread(row.spread, mean=False), *spread(row.less, mean=True),
        )  # fmt: skip


def _place_head(result: PlaceResult) -> Sequence[str]:
    others = [name for name in result.forecasts if name != MODEL]
    return (
        "mode", "date", "weeks", "reading", "place", "name", "governorate", "at_start", "came", "changed",
        "change_stated", "likeliest_other", "surprise_nats", "p_came", *(f"p_came_{name}" for name in others),
    )  # fmt: skip


def _place_rows(backcast: Backcast) -> Iterator[Sequence[object]]:
    for result in backcast.places:
        asked = result.question
        row = np.arange(len(asked.places))
        share = result.forecasts[MODEL]
        given = {name: each[row, asked.came] for name, each in result.forecasts.items()}
        change, surprise = stated_change(share, asked), log_of(share, asked)
        other = np.where(np.arange(share.shape[1]) == asked.was[:, None], -1.0, share).argmax(axis=1)
        for at, place in enumerate(asked.places):
            about = places()[place]
            yield (
                backcast.plan.mode, result.day, result.weeks, asked.reading, place, about.name, about.governorate,
                asked.classes[asked.was[at]], asked.classes[asked.came[at]], "yes" if asked.changed[at] else "no",
                f"{change[at]:.4f}", asked.classes[other[at]], f"{surprise[at]:.4f}", f"{given[MODEL][at]:.4f}",
                *(f"{given[name][at]:.4f}" for name in given if name != MODEL),
            )  # fmt: skip


def _reliability_rows(backcast: Backcast) -> Iterator[Sequence[object]]:
    for result in backcast.places:
        for name, share in result.forecasts.items():
            for row in reliability(share, result.question):
                means = ("" if each != each else f"{each:.4f}" for each in (row.stated, row.came))
                about = (backcast.plan.mode, result.day, result.question.reading, name)
                yield (*about, row.low, row.high, row.places, *means)


def _death_rows(backcast: Backcast) -> Iterator[Sequence[object]]:
    months = backcast.months
    assert months is not None
    for name, draws in months.forecasts.items():
        levels = np.quantile(draws, QUANTILES, axis=0)
        measures = [measure(draws, months.counts) for measure in (crps_of, ignorance_of, pit_of)]
        for at, row in enumerate(months.rows):
            figures = (draws[:, at].mean(), *levels[:, at])
            yield (
                backcast.plan.mode, f"{row.month:%Y-%m}", row.best, row.low, row.high, name,
                *(f"{each:.1f}" for each in figures), *(f"{each[at]:.4f}" for each in measures),
            )  # fmt: skip


def _land_rows(backcast: Backcast) -> Iterator[Sequence[object]]:
    for land in backcast.lands:
        for name, draws in land.forecasts.items():
            low, high = np.quantile(draws, (0.05, 0.95), axis=0)
            for at, holder in enumerate(backcast.places[0].question.classes[: len(land.record)]):
                figures = (draws[:, at].mean(), low[at], high[at])
                yield (
                    backcast.plan.mode, land.day, holder, f"{land.record[at]:.4f}", name,
                    *(f"{each:.4f}" for each in figures),
                )  # fmt: skip
