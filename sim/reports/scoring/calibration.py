"""Whether stated odds came true as often as stated: changes of hands by class of probability, and deaths by rank.

Owns this page. Knows nothing of how forecasts are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import sqrt
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.history.backcasts.backcast import MODEL, Backcast
from sim.history.scoring.deaths import pit_of
from sim.history.scoring.places import BINS, Stated, reliability
from sim.reports import png, style
from sim.reports.beside import Table, write_table, write_words
from sim.reports.printing import in_forms
from sim.reports.scoring.heading import foot, subtitle

__all__ = ["FILE", "TENTHS", "alt", "calibration_rows", "draw_calibration", "pooled", "ranks", "title"]

FILE = "calibration"

TENTHS = 5
"""Classes of rank in which counts of the dead are shown."""

_ODDS = {0.02: "one in fifty", 0.1: "one in ten", 0.3: "three in ten"}
_HEIGHT = 4.62
_LEFT = (0.56, 1.30, 2.72, 2.10)
_RIGHT = (4.16, 1.30, 2.72, 2.10)


def pooled(backcast: Backcast, forecast: str = MODEL) -> list[Stated]:
    """Return stated against observed change over all maps of the merged reading."""
    tables = [reliability(one.forecasts[forecast], one.question) for one in backcast.places_of("merged")]
    found = []
    for rows in zip(*tables, strict=True):
        count = sum(row.places for row in rows)
        stated, came = (
            sum(getattr(row, name) * row.places for row in rows if row.places) / count if count else float("nan")
            for name in ("stated", "came")
        )
        found.append(Stated(rows[0].low, rows[0].high, count, stated, came))
    return found


def ranks(backcast: Backcast, forecast: str = "counted") -> list[int]:
    """Return how many counts of the dead fell into each fifth of the draws, from low to high."""
    if backcast.months is None:
        return []
    pit = pit_of(backcast.months.forecasts[forecast], backcast.months.counts)
    return np.bincount(np.minimum((pit * TENTHS).astype(int), TENTHS - 1), minlength=TENTHS).tolist()


def draw_calibration(backcast: Backcast, folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw the page into `folder` in each of the formats, with its table and words; return the paths."""
    stem = folder / FILE
    made = in_forms(stem, formats, partial(_draw, backcast))
    made.append(write_table(stem.with_suffix(".csv"), calibration_rows(backcast)))
    made.append(write_words(stem.with_suffix(".txt"), alt(backcast)))
    return made


def title(backcast: Backcast) -> str:
    """State what came of the places of which almost no change was expected, or of the counts of the dead."""
    if backcast.places:
        low = next(row for row in pooled(backcast) if row.places)
        many = round(low.places * low.came)
        odds = f"less than {_ODDS[low.high]}" if low.high in _ODDS else "three in ten or more"
        return f"Where {odds} was given to a change of hands, {many} of {low.places} places changed"
    counts = ranks(backcast)
    return f"{sum(counts[1:-1])} of {sum(counts)} counts of the dead lay in the middle three fifths of the model"


def _draw(backcast: Backcast, path: Path) -> Path:
    figure = style.page(_HEIGHT)
    style.title_block(figure, title(backcast), subtitle(backcast))
    if backcast.places:
        _changes(figure, backcast)
    if backcast.months is not None:
        _deaths(figure, backcast)
    style.footer(figure, _foot(backcast))
    return png.save(figure, path, title=title(backcast), description=alt(backcast))


def _axes(figure: Figure, box: tuple[float, float, float, float], head: str, remark: str) -> Axes:
    width, height = figure.get_size_inches()
    left, top, wide, high = box
    style.put(figure, (left - 0.40, top - 0.34), head, style.HEADING, weight=600)
    style.put(figure, (left - 0.40, top - 0.18), remark, style.SMALL, colour=style.SECOND)
    axes = figure.add_axes((left / width, 1 - (top + high) / height, wide / width, high / height))
    axes.patch.set_alpha(0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, pad=3)
    return axes


def _words_of(axes: Axes) -> None:
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(style.font(style.TEXT))
        label.set_color(style.SECOND)


def _changes(figure: Figure, backcast: Backcast) -> None:
    """Draw for each class of stated probability the mean that was stated and the share that came, with its error."""
    axes = _axes(figure, _LEFT, "Changes of hands", "filled: stated by the model; hollow: came, two standard errors")
    rows = pooled(backcast)
    top = 1.0
    axes.set_xlim(-0.5, len(rows) - 0.5)
    axes.set_ylim(0, top)
    axes.hlines(np.arange(0.25, 1.01, 0.25), -0.5, len(rows) - 0.5, colors=style.GRID, lw=0.6, zorder=0)
    axes.axhline(0, color=style.RULE, lw=0.8)
    for at, row in enumerate(rows):
        if not row.places:
            continue
        error = 2 * sqrt(max(row.stated * (1 - row.stated), 1e-9) / row.places)
        axes.plot((at + 0.12, at + 0.12), (max(row.came - error, 0), min(row.came + error, 1)), color=style.INK, lw=0.9)
        axes.plot([at - 0.12], [row.stated], marker="o", ms=6, mfc=style.DRAWS, mew=0, clip_on=False)
        axes.plot([at + 0.12], [row.came], marker="D", ms=5.4, mfc=style.PAPER, mec=style.INK, mew=1.1, clip_on=False)
    axes.set_xticks(range(len(rows)))
    axes.set_xticklabels([f"{_span(row)}\n{row.places} places" for row in rows])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    _words_of(axes)


def _span(row: Stated) -> str:
    low, high = (f"{each:g}".lstrip("0") for each in (row.low, row.high))
    return f"under {high}" if row.low == BINS[0] else f"over {low}" if row.high == BINS[-1] else f"{low} to {high}"


def _deaths(figure: Figure, backcast: Backcast) -> None:
    """Draw how many counts fell into each fifth of the model's draws, beside what would be even."""
    axes = _axes(figure, _RIGHT, "Deaths by month", "months by where the count lay among the model's draws, as counted")
    counts = ranks(backcast)
    even, top = sum(counts) / TENTHS, max(*counts, 1) * 1.12
    axes.set_xlim(-0.5, TENTHS - 0.5)
    axes.set_ylim(0, top)
    axes.bar(range(TENTHS), counts, width=0.72, color=style.mix(style.DRAWS, style.PAPER, 0.35), zorder=2)
    axes.axhline(even, color=style.INK, lw=0.9, ls=(0, (4, 3)), zorder=3)
    axes.axhline(0, color=style.RULE, lw=0.8)
    for at, count in enumerate(counts):
        axes.text(at, count + 0.02 * top, str(count), ha="center", va="bottom",
                  fontproperties=style.font(style.TEXT, 600), color=style.INK, zorder=5,
                  path_effects=list(style.halo(2.4, alpha=1.0)))  # fmt: skip
    names = ["lowest\nfifth", "", "middle", "", "highest\nfifth"]
    axes.set_xticks(range(TENTHS))
    axes.set_xticklabels(names)
    axes.set_yticks([])
    _words_of(axes)


def _foot(backcast: Backcast) -> list[str]:
    return foot(
        backcast,
        "Left: all maps together; the same place may stand in several, so the errors are too small. Right: dashes mark "
        "what a forecast with the right spread would give on average; months hang together, so it need not be even.",
    )


def alt(backcast: Backcast) -> str:
    """Say in words what the page shows."""
    said = [title(backcast), backcast.plan.mode.capitalize()]
    if backcast.places:
        told = (
            f"{_span(row)}: stated {row.stated:.3f}, came {row.came:.3f} ({row.places})"
            for row in pooled(backcast)
            if row.places
        )
        said.append(f"Changes of hands {'; '.join(told)}")
    if counts := ranks(backcast):
        said.append(f"Counts of the dead by fifth of the draws: {', '.join(map(str, counts))}")
    return f"{'. '.join(said)}."


def calibration_rows(backcast: Backcast) -> Table:
    """Return header and rows behind the page: classes of stated change, and fifths of the draws of deaths."""
    header = ("mode", "about", "from", "to", "count", "stated", "came")

    def rows() -> Iterator[Sequence[object]]:
        mode = backcast.plan.mode
        for row in pooled(backcast) if backcast.places else ():
            means = ("" if each != each else f"{each:.4f}" for each in (row.stated, row.came))
            yield (mode, "changes", row.low, row.high, row.places, *means)
        for at, count in enumerate(ranks(backcast)):
            yield (mode, "deaths", at / TENTHS, (at + 1) / TENTHS, count, f"{1 / TENTHS:g}", "")

    return header, rows()
