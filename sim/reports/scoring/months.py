"""The dead of each month as forecast and as counted, and how far off each plain forecast was.

Counts are hollow boxes from low to high; the bands are the model's, as a monitor would count. Owns this page.
Knows nothing of how forecasts are scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.history.backcasts.backcast import MODEL, Backcast, MonthResult
from sim.history.backcasts.scores import Score, find
from sim.history.monitor import SPREAD
from sim.history.truth import month_after
from sim.reports import png, style, words
from sim.reports.beside import Table, write_table, write_words
from sim.reports.curves import panels
from sim.reports.printing import in_forms
from sim.reports.scoring.heading import foot, named, subtitle
from sim.reports.scoring.rows import Dot, draw_rows, high_of

__all__ = ["FILE", "alt", "draw_months", "month_rows", "title"]

FILE = "deaths"

_PANEL = (0.56, 1.06, 6.36, 2.30)
_ROWS = 3.72
_COUNTED = "counted"


def draw_months(backcast: Backcast, scores: list[Score], folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw the page into `folder` in each of the formats, with its table and words; nothing where no month is scored.

    The table is `deaths_drawn.csv`: `deaths.csv` of a backcast holds every forecast.
    """
    months = backcast.months
    if months is None:
        return []
    stem = folder / FILE
    made = in_forms(stem, formats, partial(_draw, backcast, months, scores))
    made.append(write_table(folder / f"{FILE}_drawn.csv", month_rows(backcast, months)))
    made.append(write_words(stem.with_suffix(".txt"), alt(backcast, months, scores)))
    return made


def title(months: MonthResult, scores: list[Score]) -> str:
    """State how many counts lay in the middle eight tenths, and which way the model was off."""
    draws, counts = months.forecasts[_COUNTED], months.counts
    low, high = np.quantile(draws, (0.1, 0.9), axis=0)
    inside = int(((low <= counts) & (counts <= high)).sum())
    off = find(scores, "deaths", "bias")[MODEL].value
    way = "above" if off > 0 else "below"
    told = f"{inside} of {len(counts)} counts lay in the model's 80 % band"
    return style.title_of(f"{told}; its mean was {words.about(abs(off))} a month {way}", told)


def _draw(backcast: Backcast, months: MonthResult, scores: list[Score], path: Path) -> Path:
    dots = _dots(scores)
    figure = style.page(_ROWS + high_of(len(dots)) + 0.74)
    style.title_block(figure, title(months, scores), subtitle(backcast))
    style.put(figure, (style.MARGIN, 0.90), "Killed a month", style.HEADING, weight=600)
    _months(figure, months)
    columns = [(5.26, "interval score"), (5.90, "50 % hold"), (6.47, "80 % hold"), (7.04, "95 % hold")]
    draw_rows(figure, _ROWS, ("How far off", "CRPS; bars: 95 % of resamples of months"), dots, columns, "persons")
    style.footer(figure, _foot(backcast))
    return png.save(figure, path, title=title(months, scores), description=alt(backcast, months, scores))


def _dots(scores: list[Score]) -> list[Dot]:
    found = []
    for name, score in find(scores, "deaths", "crps").items():
        forms = (("interval_80", ",.0f"), ("coverage_50", ".2f"), ("coverage_80", ".2f"), ("coverage_95", ".2f"))
        cells = [format(find(scores, "deaths", measure)[name].value, form) for measure, form in forms]
        span = None if score.spread is None else (score.spread.low, score.spread.high)
        found.append(Dot(named(name), score.value, span, cells, name in (MODEL, _COUNTED)))
    return found


def _months(figure: Figure, months: MonthResult) -> None:
    """Draw a band of 90 and 50 per cent and a median for each month, the count as a hollow box, the last value."""
    rows, draws = months.rows, months.forecasts[_COUNTED]
    first, last = rows[0].month, month_after(rows[-1].month)
    days = panels.days_from(first, last)
    five = np.percentile(draws, panels.BANDS, axis=0)
    most = max(float(five.max()), max(row.high for row in rows))
    step = panels.nice_step(1.05 * most, 5)
    axes = panels.panel(figure, _PANEL, days=days, top=float(np.ceil(1.05 * most / step)) * step, step=step)
    for at, row in enumerate(rows):
        left, right = panels.days_from(first, row.month), panels.days_from(first, month_after(row.month))
        _bar(axes, (left, right), five[:, at].tolist())
        inset = 0.22 * (right - left)
        axes.add_patch(
            Rectangle((left + inset, row.low), right - left - 2 * inset, max(row.high - row.low, 1.0), fc=style.PAPER,
                      ec=style.INK, lw=1.0, zorder=6)
        )  # fmt: skip
        axes.plot((left + inset, right - inset), (row.best, row.best), color=style.INK, lw=1.0, zorder=6)
    value = float(months.forecasts["last_value"][0, 0])
    axes.axhline(value, color=style.SECOND, lw=0.9, ls=(0, (4, 3)), zorder=5)
    panels.time_axis(axes, first, days)
    key = "bands: 50 and 90 % of runs, as counted; line: median; box: recorded, low to high, best; dashes: last value"
    style.put(figure, (1.22, 0.90), key, style.SMALL, colour=style.SECOND)


def _bar(axes: Axes, ends: tuple[float, float], five: Sequence[float]) -> None:
    left, right = ends
    gap = 0.06 * (right - left)
    for low, high, pale, order in ((five[0], five[4], 0.80, 1), (five[1], five[3], 0.55, 2)):
        axes.add_patch(
            Rectangle((left + gap, low), right - left - 2 * gap, high - low, lw=0, zorder=order,
                      fc=style.mix(style.DRAWS, style.PAPER, pale))
        )  # fmt: skip
    axes.plot((left + gap, right - gap), (five[2], five[2]), color=style.DRAWS, lw=1.6, zorder=4, solid_capstyle="butt")


def _foot(backcast: Backcast) -> list[str]:
    return foot(
        backcast,
        "CRPS: mean distance of draws to the count, less half that among draws; lower is better. Hold: share of counts "
        "inside the interval. As counted: each run bears a monitor's factor, the same in all months, its logarithm "
        f"with a standard deviation of {SPREAD} (assumption, .15 to .25). A week in two months counts in part.",
        "All kinds of organised violence, civilians and fighters.",
    )


def alt(backcast: Backcast, months: MonthResult, scores: list[Score]) -> str:
    """Say in words what the page shows."""
    crps = "; ".join(f"{named(name)} {words.about(row.value)}" for name, row in find(scores, "deaths", "crps").items())
    return f"{title(months, scores)}. {backcast.plan.mode.capitalize()}. CRPS of monthly deaths: {crps}."


def month_rows(backcast: Backcast, months: MonthResult) -> Table:
    """Return header and rows behind the bands: the count and five percentiles of the model as counted."""
    header = ("mode", "month", "best", "low", "high", "p5", "p25", "median", "p75", "p95", "last_value")
    five = np.percentile(months.forecasts[_COUNTED], panels.BANDS, axis=0)

    def rows() -> Iterator[Sequence[object]]:
        for at, row in enumerate(months.rows):
            levels = (f"{each:.1f}" for each in (*five[:, at], months.forecasts["last_value"][0, at]))
            yield (backcast.plan.mode, f"{row.month:%Y-%m}", row.best, row.low, row.high, *levels)

    return header, rows()
