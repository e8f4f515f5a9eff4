"""The score of every forecast, the model's beside the plain ones: places by map, deaths, land.

Owns this page and the figures on it. Knows nothing of how forecasts are scored.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from sim.history.backcasts.backcast import FITTED, MODEL, Backcast, PlaceResult
from sim.history.backcasts.scores import Score, find
from sim.history.backcasts.verdicts import standing, verdicts
from sim.history.baselines.places import PLACE_BASELINES
from sim.reports import png, style, words
from sim.reports.beside import Table, write_table, write_words
from sim.reports.printing import in_forms
from sim.reports.scoring.heading import foot, named, subtitle
from sim.reports.scoring.rows import Dot, draw_rows, high_of

__all__ = ["FILE", "MOST_MAPS", "alt", "draw_skill", "skill_rows", "title"]

FILE = "skill"

MOST_MAPS = 3
"""Maps that have room on the page, the last ones; the table has all."""

_TOP, _GAP, _FOOT = 0.80, 0.13, 0.66
_OURS = frozenset({MODEL, "pooled", "counted"})


def draw_skill(backcast: Backcast, scores: list[Score], folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw the page into `folder` in each of the formats, with the table behind it and its words; return the paths."""
    stem = folder / FILE
    made = in_forms(stem, formats, partial(_draw, backcast, scores))
    made.append(write_table(stem.with_suffix(".csv"), skill_rows(backcast, scores)))
    made.append(write_words(stem.with_suffix(".txt"), alt(backcast, scores)))
    return made


def title(backcast: Backcast, scores: list[Score]) -> str:
    """State how the model stood to the plain forecasts of the last map, or of deaths where there is no map."""
    shown = backcast.places_of("merged")
    if shown:
        found = find(scores, "places", "log", when=str(shown[-1].day), reading="merged")
        plain = [found[name] for name in PLACE_BASELINES]
        what, when = "Places", f"on {words.day(shown[-1].day)}"
    else:
        found = find(scores, "deaths", "crps")
        plain = [score for name, score in found.items() if name not in _OURS]
        what, when = "Deaths", f"to {words.month(backcast.plan.months[-1].month)}"
    count = {word: sum(score.less is not None and standing(score.less) == word for score in plain)
             for word in ("better", "worse")}  # fmt: skip
    better, worse, all_of = _COUNT[count["better"]], _COUNT[count["worse"]], _COUNT[len(plain)]
    head = f"{what} {when}: the model"
    if not count["better"] and not count["worse"]:
        return style.title_of(f"{head} was told apart from none of {all_of} plain forecasts")
    told = f"better than {better} of {all_of} plain forecasts, worse than {worse}"
    return style.title_of(f"{head} was {told}", f"{head} {told}", f"{what}: the model was {told}")


def _draw(backcast: Backcast, scores: list[Score], path: Path) -> Path:
    blocks = [*_place_blocks(backcast, scores), *_death_block(backcast, scores), *_land_block(backcast, scores)]
    height = _TOP + sum(high_of(len(dots)) + _GAP for _, dots, _, _ in blocks) + _FOOT
    figure = style.page(height)
    style.title_block(figure, title(backcast, scores), subtitle(backcast))
    top = _TOP
    for heading, dots, columns, unit in blocks:
        draw_rows(figure, top, heading, dots, columns, unit)
        top += high_of(len(dots)) + _GAP
    style.footer(figure, _foot(backcast))
    return png.save(figure, path, title=title(backcast, scores), description=alt(backcast, scores))


_COUNT = ("none", "one", "two", "three", "four", "five")

Block = tuple[tuple[str, str], list[Dot], list[tuple[float, str]], str]

_PLACE_COLUMNS = ((5.26, "model less this (error)"), (5.68, ""), (6.00, "right"), (6.33, "recall"), (6.62, "AUC"),
                  (7.04, "changes"))  # fmt: skip
_DEATH_COLUMNS = (
    (5.26, "model less this (error)"),
    (5.68, ""),
    (6.20, "80 % hold"),
    (6.68, "ignorance"),
    (7.04, "bias"),
)


def _place_blocks(backcast: Backcast, scores: list[Score]) -> Iterator[Block]:
    for result in backcast.places_of("merged")[-MOST_MAPS:]:
        yield _place_block(result, scores)


def _place_block(result: PlaceResult, scores: list[Score]) -> Block:
    when = str(result.day)

    def cell(name: str, measure: str, form: str) -> str:
        return _figure(find(scores, "places", measure, when=when, reading="merged")[name].value, form)

    dots = []
    for name, score in find(scores, "places", "log", when=when, reading="merged").items():
        changes = cell(name, "expected_changes", ".0f")
        figures = (cell(name, "accuracy", ".2f"), cell(name, "recall", ".2f"), cell(name, "auc", ".2f"), changes)
        dots.append(_dot(score, ".3f", figures, star=name in FITTED))
    asked = result.question
    head = f"Places on {words.day(result.day)}"
    remark = (
        f"{words.weeks(result.weeks)}; {int(asked.changed.sum())} of {len(asked.places)} changed hands; "
        f"* {result.basis}"
    )
    return (head, remark), dots, list(_PLACE_COLUMNS), "log score"


def _death_block(backcast: Backcast, scores: list[Score]) -> Iterator[Block]:
    if backcast.months is None:
        return
    dots = []
    for name, score in find(scores, "deaths", "crps").items():
        forms = (("coverage_80", ".2f"), ("ignorance", ".1f"), ("bias", "+,.0f"))
        figures = [_figure(find(scores, "deaths", measure)[name].value, form) for measure, form in forms]
        dots.append(_dot(score, ",.0f", figures))
    rows = backcast.months.rows
    span = words.period(rows[0].month, rows[-1].month)
    count = f"{len(rows)} months" if len(rows) > 1 else "one month"
    yield (
        ("Deaths a month", f"{span}, {count}; too few and too alike for sure errors"),
        dots,
        list(_DEATH_COLUMNS),
        "CRPS",
    )


def _land_block(backcast: Backcast, scores: list[Score]) -> Iterator[Block]:
    if not backcast.lands:
        return
    when = str(backcast.lands[-1].day)
    energy = find(scores, "land", "energy", when=when)
    dots = [
        Dot(named(name), score.value, None, (f"{energy[name].value:.1f}",), name in _OURS)
        for name, score in find(scores, "land", "rmse", when=when).items()
    ]
    head = f"Land on {words.day(backcast.lands[-1].day)}"
    yield (head, "points of the country, four coalitions"), dots, [(5.26, "energy score")], "RMSE"


def _dot(score: Score, form: str, figures: Sequence[str], *, star: bool = False) -> Dot:
    """Return the row of one forecast: its difference from the model, how that stands, and other figures."""
    less, stands = "", ""
    if score.less is not None:
        less = f"{score.less.mean:+{form}}".replace("-", "−")
        less += "" if math.isnan(score.less.error) else f" ({score.less.error:{form}})"
        stands = standing(score.less)
    span = None if score.spread is None else (score.spread.low, score.spread.high)
    name = named(score.forecast) + (" *" if star else "")
    return Dot(name, score.value, span, (less, stands, *figures), score.forecast in _OURS)


def _figure(value: float, form: str) -> str:
    return "–" if math.isnan(value) else format(value, form).replace("-", "−")


def _foot(backcast: Backcast) -> list[str]:
    return foot(
        backcast,
        "Lower is better on every scale. Bars: 95 % of resamples of places or months. Better or worse: the model, by "
        "two standard errors of the paired difference. Right: places whose likeliest holder came true; recall: of "
        "those that changed hands, the share shown with another holder; changes: expected number.",
        "Rebels, HTS and Turkey-backed men count as one; contested, US-held and Israel-held places and rows of low "
        "confidence are not scored.",
    )


def alt(backcast: Backcast, scores: list[Score]) -> str:
    """Say in words what the page shows."""
    return f"{title(backcast, scores)}. {backcast.plan.mode.capitalize()}. {' '.join(verdicts(scores))}"


def skill_rows(backcast: Backcast, scores: list[Score]) -> Table:
    """Return header and rows behind the page: one row a forecast and block."""
    header = ("mode", "about", "when", "forecast", "measure", "value", "low_95", "high_95", "model_less_this", "error",
              "stands")  # fmt: skip

    def rows() -> Iterator[Sequence[object]]:
        for about, measure in (("places", "log"), ("deaths", "crps"), ("land", "rmse")):
            for row in scores:
                if row.about == about and row.measure == measure and row.reading in ("", "merged"):
                    yield _plain_row(backcast.plan.mode, row)

    return header, rows()


def _plain_row(mode: str, row: Score) -> Sequence[object]:
    span = ("", "") if row.spread is None else (f"{row.spread.low:.6g}", f"{row.spread.high:.6g}")
    less = ("", "", "") if row.less is None else (f"{row.less.mean:.6g}", f"{row.less.error:.6g}", standing(row.less))
    return (mode, row.about, row.when, row.forecast, row.measure, f"{row.value:.6g}", *span, *less)
