"""Two arms pair by pair: how far B lies from A in every pair, in how many with which sign, and when it began.

A dot is a pair of runs with the same seed; the ink bar is the mean with its 95 % interval. Where the numbers were
drawn, the mean effect of each draw has a colour and a row of its own: ignorance, apart from luck.
Owns this page, the tables behind it and its words. Knows nothing of how pairs are run or weighed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.calendar import monday
from sim.experiments.columns import Reading
from sim.experiments.comparing.compare import Comparison
from sim.experiments.comparing.courses import PER_WEEK, Bands
from sim.experiments.comparing.paired import Contrast
from sim.experiments.comparing.wording import counted, ignorance_words, interval_words, sentence, worth_words
from sim.reports import png, style, words
from sim.reports.beside import Table, write_table, write_words
from sim.reports.comparing.heading import subtitle
from sim.reports.comparing.strips import draw_dots, level, minus, open_strip
from sim.reports.curves import panels
from sim.reports.naming import outcome_label
from sim.reports.printing import in_forms

__all__ = ["FILE", "MOST", "alt", "draw_comparison", "outcome_rows", "week_rows"]

FILE = "comparison"

MOST = 10
"""Outcomes that have room on the page; the table has all."""

_LEFT, _WIDE = 2.30, 3.12
"""Where the strips stand [inches]."""
_SIDE = _LEFT + _WIDE + 0.14
_TOP = 1.42
_ROW, _HIGH = 0.56, 0.33
"""Distance of rows and height of a strip [inches]."""
_DRAWN = 0.08
"""What a row of draws adds to both [inches]."""
_FANS = 1.88
"""Height of the part with the fans [inches]."""
_FOOT = 0.56


@dataclass(frozen=True)
class _Page:
    """Hold what the parts of the page share."""

    figure: Figure
    comparison: Comparison
    shown: Sequence[Reading]

    @property
    def drawn(self) -> bool:
        return len(self.comparison.draws) > 1

    @property
    def row(self) -> float:
        return _ROW + (_DRAWN if self.drawn else 0.0)

    @property
    def bottom(self) -> float:
        """Return where the strips end [inches from the top]."""
        return _TOP + self.row * len(self.shown)

    @property
    def start(self) -> date:
        return monday(self.comparison.a.scenario.start)


def draw_comparison(comparison: Comparison, folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw the page into `folder` in each of the formats, with the tables behind it and its words; return the paths."""
    stem = folder / FILE
    made = in_forms(stem, formats, partial(_draw, comparison))
    made.append(write_table(stem.with_suffix(".csv"), outcome_rows(comparison)))
    made.append(write_table(folder / f"{FILE}_weekly.csv", week_rows(comparison)))
    made.append(write_words(stem.with_suffix(".txt"), alt(comparison)))
    return made


def _draw(comparison: Comparison, path: Path) -> Path:
    shown = comparison.readings[:MOST]
    row = _ROW + (_DRAWN if len(comparison.draws) > 1 else 0.0)
    page = _Page(style.page(_TOP + row * len(shown) + _FANS + _FOOT), comparison, shown)
    style.title_block(page.figure, _title(comparison), subtitle(comparison))
    _heads(page)
    for place, reading in enumerate(page.shown):
        _strip(page, reading, _TOP + page.row * place)
    _zero_line(page)
    _fans(page)
    style.footer(page.figure, list(_foot(page)))
    return png.save(page.figure, path, title=_title(comparison), description=alt(comparison))


def _title(comparison: Comparison) -> str:
    """State the effect on civilians in pairs, and no more."""
    found = comparison.contrasts["civilians_deaths"]
    if found.equal == found.pairs:
        return f"In the model, as many civilians were killed with B as with A in all {found.pairs} pairs"
    many, sign = max((found.down, "fewer"), (found.up, "more"), key=lambda pair: pair[0])
    if not found.clear and many < 0.75 * found.pairs:
        return f"No clear effect on civilian deaths: {sign} with B in {many} of {found.pairs} pairs"
    mean = words.about(abs(found.mean))
    if mean == "0" or not found.clear:  # signs alone may be told where the mean may be none
        return f"In the model, {sign} civilians were killed with B in {many} of {found.pairs} pairs"
    less = "fewer" if found.mean < 0 else "more"
    return f"In the model, {mean} {less} civilians were killed with B; {sign} in {many} of {found.pairs} pairs"


def _heads(page: _Page) -> None:
    """Write the heads of the columns and the key."""
    put = style.put
    put(page.figure, (style.MARGIN, 0.92), "Difference, B minus A, pair by pair", style.HEADING, weight=600)
    middle = _LEFT + _WIDE / 2
    less, more = style.DIFFERENCE[0], style.DIFFERENCE[-1]
    put(page.figure, (middle - 0.08, _TOP - 0.10), "less with B", style.TEXT, weight=600, colour=less, align="right")
    put(page.figure, (middle + 0.08, _TOP - 0.10), "more with B", style.TEXT, weight=600, colour=more)
    put(page.figure, (style.MARGIN, _TOP - 0.10), "mean (95 % interval)", style.SMALL, colour=style.SECOND)
    put(page.figure, (_SIDE, _TOP - 0.10), "pairs", style.SMALL, colour=style.SECOND)
    key = [
        ("o", style.PAPER, style.INK, "mean, bar: its 95 % interval"),
        ("o", style.QUIET, "none", "one pair: same seed"),
    ]
    if page.drawn:
        key.insert(1, ("o", style.DRAWS, "none", "mean of one draw of the numbers"))
    left = style.MARGIN
    for sign, fill, edge, text in key:
        _mark(page.figure, (left + 0.05, 1.075), sign, fill, edge)
        put(page.figure, (left + 0.14, 1.10), text, style.SMALL)
        left += 0.14 + style.text_size(text, style.SMALL)[0] / 72 + 0.22


def _mark(figure: Figure, spot: tuple[float, float], sign: str, fill: str, edge: str) -> None:
    width, height = figure.get_size_inches()
    figure.add_artist(
        Line2D(
            [spot[0] / width], [1 - spot[1] / height], marker=sign, ls="none", ms=5 if edge != "none" else 3.4,
            mfc=fill, mec=edge, mew=1.2 if edge != "none" else 0,
        )
    )  # fmt: skip


def _strip(page: _Page, reading: Reading, top: float) -> None:
    """Draw the pairs of one outcome about a zero in the middle, with its words on both sides."""
    found = page.comparison.contrasts[reading.name]
    values = page.comparison.pairs(reading.name).differences
    lanes = 3 if page.drawn else 2
    high = _HIGH + (_DRAWN if page.drawn else 0.0)
    axes = open_strip(page.figure, (_LEFT, top, _WIDE, high), float(np.abs(values).max()), lanes)
    draw_dots(axes, values.ravel())
    if page.drawn:
        means = values.mean(axis=1)
        axes.plot(means, np.full(len(means), 1.5), ls="none", marker="o", ms=3.6, mfc=style.DRAWS, mew=0, alpha=0.75)
    middle = lanes - 0.5
    if found.interval is not None:
        axes.plot(found.interval, (middle, middle), color=style.INK, lw=1.5, solid_capstyle="butt", zorder=6)
    axes.plot([found.mean], [middle], marker="o", ms=5, mfc=style.PAPER, mec=style.INK, mew=1.3, zorder=7)
    _row_words(page, reading, found, top)


def _row_words(page: _Page, reading: Reading, found: Contrast, top: float) -> None:
    """Write the outcome and its mean on the left; the signs and what pairing is worth on the right."""
    room = _LEFT - style.MARGIN - 0.12
    name = outcome_label(reading)
    size = style.TEXT + 0.4 if style.text_size(name, style.TEXT + 0.4, 600)[0] < 72 * room else style.SMALL
    style.put(page.figure, (style.MARGIN, top + 0.11), style.fitted(name, size, room - 0.08), size, weight=600)
    style.put(page.figure, (style.MARGIN, top + 0.24), minus(interval_words(found)), style.TEXT)
    unit = style.fitted(_unit(reading, found), style.SMALL, room)
    style.put(page.figure, (style.MARGIN, top + 0.355), unit, style.SMALL, colour=style.SECOND)
    signs = f"less {found.down}  ·  more {found.up}" + (f"  ·  same {found.equal}" if found.equal else "")
    style.put(page.figure, (_SIDE, top + 0.11), signs, style.TEXT, weight=600)
    lines = []
    if found.worth is not None:
        lines.append(f"pairing worth {worth_words(found.worth).replace(' x', ' ×')}")
    if found.ignorance is not None and found.ignorance.share is not None:
        lines.append(f"ignorance {100 * found.ignorance.share:.0f} % of variance")
    for place, line in enumerate(lines):
        style.put(page.figure, (_SIDE, top + 0.24 + 0.115 * place), line, style.SMALL, colour=style.SECOND)


def _unit(reading: Reading, found: Contrast) -> str:
    """Return the unit; for what may never happen, in which share of the runs it did."""
    if found.happened_a is None or found.happened_b is None:
        return reading.unit
    return f"{reading.unit}; happens in {words.percent(found.happened_a)} of A, {words.percent(found.happened_b)} of B"


def _zero_line(page: _Page) -> None:
    """Draw the line of no difference through all strips."""
    width, height = page.figure.get_size_inches()
    at = (_LEFT + _WIDE / 2) / width
    ends = (1 - (_TOP - 0.17) / height, 1 - (page.bottom - page.row + _HIGH + 0.02) / height)
    page.figure.add_artist(Line2D([at, at], ends, color=style.INK, lw=0.8, zorder=0.5))


_COURSES = (
    ("civilians_deaths", "Civilians killed a week, B minus A", style.INK),
    ("regime_area", "Area of the regime, B minus A, % of the country", style.FACTION["regime"].line),
)


def _bands(comparison: Comparison, name: str) -> Bands:
    """Return the bands of a course: deaths of each week, area at its end."""
    return comparison.bands[name + PER_WEEK if name.endswith("_deaths") else name]


def _fans(page: _Page) -> None:
    """Draw how the difference grew, for civilians and for land."""
    top = page.bottom + 0.24
    heading = "How the difference grew, week by week"
    style.put(page.figure, (style.MARGIN, top), heading, style.HEADING, weight=600)
    note = "line: median; bands: 50 and 90 % of pairs"
    if page.drawn:
        note += f"; coloured lines: nine of ten draws by the mean of their {counted(page.comparison.runs, 'pair')}"
    left = style.MARGIN + style.text_size(heading, style.HEADING, 600)[0] / 72 + 0.12
    style.put(page.figure, (left, top), note, style.SMALL, colour=style.SECOND)
    wide = 2.98
    for place, (name, title, line) in enumerate(_COURSES):
        at = 0.52 + place * (wide + 0.54)
        style.put(page.figure, (at, top + 0.22), title, style.TEXT, weight=600)
        _fan(page, name, line, (at, top + 0.32, wide, 1.02))


def _fan(page: _Page, name: str, line: str, box: tuple[float, float, float, float]) -> None:
    found = _bands(page.comparison, name)
    calm = panels.smooth if name.endswith("_deaths") else np.asarray
    five = calm(found.levels[-1])
    weeks = five.shape[-1]
    low, high = min(float(five.min()), 0.0), max(float(five.max()), 0.0)
    step = panels.nice_step(max(high - low, 1e-9), 3)
    low, high = np.floor(low / step - 1e-9) * step, np.ceil(high / step + 1e-9) * step
    axes = panels.panel(page.figure, box, days=7.0 * weeks, top=step, step=step, numbers=False)
    axes.set_ylim(low, high)
    levels = np.arange(round(low / step), round(high / step) + 1) * step
    axes.set_yticks(levels)
    axes.set_yticklabels([level(each) for each in levels])
    for label in axes.get_yticklabels():
        label.set_fontproperties(style.font(style.TEXT))
        label.set_color(style.SECOND)
    axes.hlines(levels, 0, 7.0 * weeks, colors=style.GRID, lw=0.6, zorder=0)
    days = panels.day_numbers(weeks, at=0.5 if name.endswith("_deaths") else 1.0)
    panels.fan(axes, days, five, line, width=1.4)
    if found.draws is not None:
        for edge in calm(found.draws):
            axes.plot(days, edge, color=style.DRAWS, lw=1.0, zorder=5)
    panels.time_axis(axes, page.start, 7.0 * weeks)
    axes.axhline(0, color=style.INK, lw=0.7, zorder=3)


def _foot(page: _Page) -> Iterator[str]:
    comparison = page.comparison
    yield "Each strip has its own scale. Zero: both arms alike."
    yield ignorance_words(comparison)
    yield "Pairing worth: as many times the runs would be needed without shared seeds."
    if any(one.horizon for one in page.shown):
        yield f"Never counts as {comparison.weeks} weeks."
    if len(comparison.readings) > len(page.shown):
        yield f"{len(comparison.readings) - len(page.shown)} more outcomes are in the table."
    yield "Deaths a week: the bands are centred means over three weeks."
    yield words.RANGE.replace("this parameter set", "its assumptions")
    yield words.missed(comparison.a.scenario.start, comparison.weeks)
    yield "Sources: scenario_a.yaml and scenario_b.yaml list those of the model's numbers."
    yield words.CANNOT_SAY


def alt(comparison: Comparison) -> str:
    """Say in words what the page shows."""
    said = [
        f"{outcome_label(one)}: {minus(interval_words(found))} {one.unit}, less in {found.down}, more in {found.up}"
        for one in comparison.readings[:MOST]
        for found in (comparison.contrasts[one.name],)
    ]
    arms = f"A {comparison.names[0]}, B {comparison.names[1]}, {comparison.seeds.size} pairs"
    return f"{_title(comparison)}. {arms}. {sentence(comparison, 'civilians_deaths')} B minus A: {'; '.join(said)}."


def outcome_rows(comparison: Comparison) -> Table:
    """Return header and rows of the numbers behind the strips: one row an outcome."""
    header = (
        "outcome", "unit", "mean_a", "mean_b", "mean_difference", "low_95", "high_95", "median", "p5", "p95",
        "more", "less", "same", "pairing_worth", "sd_ignorance", "sd_luck",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[object]]:
        for one in comparison.readings:
            found = comparison.contrasts[one.name]
            part = found.ignorance
            numbers = (
                found.mean_a, found.mean_b, found.mean, *(found.interval or (None, None)), found.median, *found.span,
            )  # fmt: skip
            parts = (None, None) if part is None else (part.between, part.within)
            signs = (found.up, found.down, found.equal)
            yield (one.name, one.unit, *map(_cell, numbers), *signs, _cell(found.worth), *map(_cell, parts))

    return header, rows()


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def week_rows(comparison: Comparison) -> Table:
    """Return header and rows behind the fans: five percentiles of B - A over pairs, raw, each week."""
    header = ("week", "date", "series", "p5", "p25", "median", "p75", "p95")
    start = monday(comparison.a.scenario.start)

    def rows() -> Iterator[Sequence[object]]:
        for name, title, _ in _COURSES:
            five = _bands(comparison, name).levels[-1]
            for week in range(five.shape[1]):
                when = (start + timedelta(weeks=week)).isoformat()
                yield (week, when, title.partition(",")[0].lower(), *map(_cell, five[:, week]))

    return header, rows()
