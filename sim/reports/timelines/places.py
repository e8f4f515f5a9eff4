"""Who held each place and how sure that is: 25 places as bars over the weeks, recorded holders as framed squares.

Hue is the likeliest holder, height its share of the runs; below 0.7 a bar is hatched in the runner-up's colour. In
one run bars are plain, and a line under a bar marks weeks of attack, in the attacker's colour. Owns this picture.
Knows nothing of maps; what is counted, see `holding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Patch, Polygon, Rectangle

from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.events import event_words
from sim.reports.curves.lines import when_of
from sim.reports.curves.sheet import Sheet, lift_of
from sim.reports.maps.likely import DOUBT, HATCH, SURE
from sim.reports.reading import Reading
from sim.reports.timelines.holding import Row, changes_of, listed, recorded, rows_of
from sim.sides import SIDES

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "places"
FIRST = False
"""Whether `theatre run` draws it too."""

_LEFT, _WIDE, _TOP, _TICK = 1.36, 5.66, 1.28, 0.10
_PITCH, _GAP = 14.0, 11.0
"""Height of a row, and room above a region of the country [points]."""
_WHITER = (0.0, 0.32, 0.62)


def fits(record: Reading) -> bool:
    """Say yes: this picture is drawn for one run and for an ensemble."""
    return record.weeks > 0


def _baselines() -> list[float]:
    """Return the middle of every row below the top of the bars [points]."""
    out, at, region = [], 0.0, ""
    for each in listed():
        at += _PITCH + (_GAP if each.region != region else 0.0)
        region = each.region
        out.append(at - _PITCH / 2)
    return out


def draw(record: Reading, path: Path) -> Path:
    """Draw the bars of a run or an ensemble to `path`."""
    rows, middles, dates = rows_of(record), _baselines(), recorded(record)
    tall = middles[-1] + _PITCH
    sheet = Sheet(style.page(_TOP - lift_of(record) + tall / 72 + 1.30), record)
    title = _title(record, rows)
    style.title_block(sheet.figure, title, sheet.subtitle())
    axes = _axes(sheet, tall)
    for when in dates:
        axes.axvline(_x(sheet, when), color=style.SECOND, lw=0.6, ls=(0, (1.2, 2.2)), zorder=0.5)
    for row, middle in zip(rows, middles, strict=True):
        _bar(sheet, axes, row, middle)
        _changes(sheet, axes, row, middle)
        for when, holders in dates.items():
            _square(axes, _x(sheet, when), middle, holders[row.listed.place])
    _names(sheet, middles)
    seen = {side for each in dates.values() for holders in each.values() for side in holders}
    _key(sheet, rows, _TOP - sheet.lift + tall / 72 + 0.44, seen)
    style.footer(sheet.figure, list(_foot(sheet, observed=bool(dates))))
    return png.save(sheet.figure, path, title=title, description=alt(record))


def _axes(sheet: Sheet, tall: float) -> Axes:
    """Open axes in points: x from the left, y from the top; events above them, months below."""
    top = _TOP - sheet.lift
    box = (_LEFT, top, _WIDE, tall / 72)
    frame = panels.panel(sheet.figure, box, days=sheet.days, top=1.0, step=2.0, numbers=False)
    panels.time_axis(frame, sheet.start, sheet.days)
    edge = panels.panel(sheet.figure, (_LEFT, top, _WIDE, _TICK), days=sheet.days, top=1.0, step=2.0, numbers=False)
    event_words(sheet, edge, _WIDE, _TICK)
    axes = panels.panel(sheet.figure, box, days=72 * _WIDE, top=tall, step=2 * tall, numbers=False)
    axes.set_ylim(tall, 0)
    return axes


def _x(sheet: Sheet, when: date) -> float:
    return panels.days_from(sheet.start, when) / sheet.days * 72 * _WIDE


def _edges(weeks: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return where the bars of each state begin and end: the state of a Monday fills half a week on either side."""
    middles = np.linspace(0.0, 72 * _WIDE, weeks + 1)
    return np.concatenate([[0.0], (middles[1:] + middles[:-1]) / 2, [72 * _WIDE]])


def _bar(sheet: Sheet, axes: Axes, row: Row, middle: float) -> None:
    """Draw one place: a piece for each stretch with the same holder, the same grade and, in doubt, the same rival."""
    many = sheet.many
    grade = np.where(row.share >= SURE - 1e-9, 0, np.where(row.share >= DOUBT - 1e-9, 1, 2))
    edges = _edges(len(row.holder) - 1)
    half = (0.34 + 0.42 * row.share) * _PITCH / 2 if many else np.full(len(row.holder), 0.31 * _PITCH)
    keys = np.stack([row.holder, grade, np.where((grade == 2) & many, row.rival, -1)], axis=1)
    starts = [0, *(np.flatnonzero((np.diff(keys, axis=0) != 0).any(axis=1)) + 1).tolist(), len(keys)]
    for first, last in pairwise(starts):
        x = np.repeat(edges[first : last + 1], 2)[1:-1]
        y = np.repeat(half[first:last], 2)
        corners = np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([middle - y, (middle + y)[::-1]])])
        look = style.look(int(keys[first, 0]))
        fill = style.mix(look.fill, style.PAPER, _WHITER[int(keys[first, 1])])
        piece = axes.add_patch(Polygon(corners, closed=True, fc=fill, ec="none", lw=0, zorder=2))
        if keys[first, 2] >= 0:
            _hatch(axes, piece, corners, style.look(int(keys[first, 2])).line)
    if not many:
        _attacks(axes, row, edges, middle + 0.31 * _PITCH)


def _hatch(axes: Axes, piece: Patch, corners: np.ndarray[tuple[int, int], np.dtype[np.float64]], line: str) -> None:
    """Draw lines at 45 degrees over a piece, the same distance apart in every piece."""
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    high = bottom - top
    firsts = np.arange(np.floor((left - high) / HATCH.spacing), np.ceil(right / HATCH.spacing) + 1) * HATCH.spacing
    lines = LineCollection([((x, bottom), (x + high, top)) for x in firsts], colors=line, lw=HATCH.weight, zorder=2.5)
    axes.add_collection(lines, autolim=False)
    lines.set_clip_path(piece)


def _attacks(axes: Axes, row: Row, edges: np.ndarray[tuple[int], np.dtype[np.float64]], y: float) -> None:
    """Draw a line under the bar for the weeks in which somebody attacked, in the attacker's colour."""
    for week in np.flatnonzero(row.rival >= 0).tolist():
        colour = style.look(int(row.rival[week])).line
        axes.plot(edges[week : week + 2], [y + 1.1] * 2, color=colour, lw=1.8, solid_capstyle="butt", zorder=3)


def _changes(sheet: Sheet, axes: Axes, row: Row, middle: float) -> None:
    """Write the holder's letter at the start and at each change, where there is room for it."""
    edges = _edges(len(row.holder) - 1)
    weeks = [0, *changes_of(row), len(row.holder)]
    for first, last in pairwise(weeks):
        if first:
            axes.plot([edges[first]] * 2, [middle - 6.2, middle + 6.2], color=style.INK, lw=1.1, zorder=4)
        if edges[last] - edges[first] >= 7.5:
            axes.text(
                edges[first] + (6.5 if first else 8.5), middle, style.look(int(row.holder[first])).code,
                ha="center", va="center_baseline", color=style.INK, fontproperties=style.font(6.8, 700),
                path_effects=style.halo(1.9), zorder=5,
            )  # fmt: skip


def _square(axes: Axes, x: float, middle: float, holders: Sequence[str], size: float = 7.0) -> None:
    """Draw the recorded holder as a framed square; two halves where the place was contested."""
    wide = size / len(holders)
    for number, side in enumerate(holders):
        spot = (x - size / 2 + number * wide, middle - size / 2)
        look = {"fc": style.FACTION[side].fill, "ec": style.INK, "lw": 0.9, "zorder": 6, "clip_on": False}
        axes.add_patch(Rectangle(spot, wide, size, **look))  # type: ignore[arg-type]


def _names(sheet: Sheet, middles: Sequence[float]) -> None:
    """Write the places at the left of their bars, and above each region its name."""
    region = ""
    for each, middle in zip(listed(), middles, strict=True):
        at = _TOP - sheet.lift + middle / 72
        if each.region != region:
            region = each.region
            spot = (style.MARGIN, at - 0.125)
            style.put(sheet.figure, spot, region, style.TEXT, weight=600, colour=style.SECOND)
        style.put(sheet.figure, (_LEFT - 0.10, at + 0.035), each.text, style.TEXT, align="right")


def _key(sheet: Sheet, rows: Sequence[Row], at: float, seen: set[str]) -> None:
    """Draw the holders, and what hatching, lines and squares mean, in rows that start at `at` [inches].

    `seen` are the recorded holders, if any date is recorded.
    """
    width, height = sheet.figure.get_size_inches()
    axes = sheet.figure.add_axes((0, 0, 1, 1), frame_on=False, xlim=(0, 72 * width), ylim=(72 * height, 0))
    axes.set_axis_off()
    present = {SIDES[side] for row in rows for side in np.unique(row.holder).tolist()} | seen
    left, y = style.MARGIN, 72 * at
    for side in (side for side in style.LEGEND_ORDER if side in present):
        look = style.FACTION[side]
        axes.add_patch(Rectangle((72 * left, y - 4.5), 15, 9, fc=look.fill, ec="none"))
        axes.text(
            72 * left + 7.5, y, look.code, ha="center", va="center_baseline",
            fontproperties=style.font(6.6, 700), path_effects=style.halo(1.6),
        )  # fmt: skip
        style.put(sheet.figure, (left + 0.25, at + 0.03), look.short, style.TEXT)
        left += 0.25 + style.text_size(look.short, style.TEXT)[0] / 72 + 0.17
    left, y = style.MARGIN, y + 14
    if sheet.many:
        box = Rectangle((72 * left, y - 4.5), 22, 9, fc=style.mix(style.FACTION["regime"].fill, style.PAPER, 0.62))
        axes.add_patch(box)
        _hatch(axes, box, np.array([[72 * left, y - 4.5], [72 * left + 22, y + 4.5]]), style.FACTION["is"].line)
        text = "below 0.7 of runs: hatched in the runner-up’s colour; taller: a larger share of runs"
    else:
        axes.plot([72 * left, 72 * left + 22], [y, y], color=style.FACTION["is"].line, lw=1.8, solid_capstyle="butt")
        text = "line under a bar: weeks of attack, in the attacker’s colour"
    style.put(sheet.figure, (left + 0.38, at + 0.195 + 0.03), text, style.TEXT)
    if seen:
        left += 0.38 + style.text_size(text, style.TEXT)[0] / 72 + 0.28
        _square(axes, 72 * left + 3.5, y, ("regime",))
        _square(axes, 72 * left + 14.5, y, ("regime", "opposition"))
        style.put(sheet.figure, (left + 0.32, at + 0.195 + 0.03), "recorded; half: contested", style.TEXT)


def _title(record: Reading, rows: Sequence[Row]) -> str:
    """State how many places have another holder at the end, and at how many that is in doubt."""
    when = words.month(when_of(record, record.weeks))
    moved = sum(int(row.holder[0] != row.holder[-1]) for row in rows)
    if record.runs == 1:
        return f"In this run {moved or 'none'} of {len(rows)} places had another holder in {when} than at the start"
    doubt = sum(int(row.share[-1] < DOUBT - 1e-9) for row in rows)
    changed = f"the likeliest holder had changed at {moved or 'none'} of {len(rows)} places"
    return f"By {when} {changed}; {doubt or 'none'} in doubt"


def _foot(sheet: Sheet, *, observed: bool) -> Iterator[str]:
    if sheet.many:
        yield "Bar: likeliest holder of each week; pale from 0.9 of runs down; dark stroke: it changes."
        yield words.spread_between(sheet.record)
    else:
        yield "One run of many that could have been: read no single week from it. Dark stroke: the place changed hands."
    yield from words.few(sheet.record)
    if observed:
        yield "Squares: recorded holder on a date."
    yield words.range_of(sheet.record)
    yield words.misses(sheet.record)
    sources = "Sources: scenario.yaml lists those of the model’s numbers"
    yield f"{sources}; observed: control table of the project." if observed else f"{sources}."
    yield words.CANNOT_SAY


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    rows = rows_of(record)
    moved = [
        f"{row.listed.text} from {style.look(int(row.holder[0])).short} to {style.look(int(row.holder[-1])).short}"
        + (f" ({words.percent(float(row.share[-1]))} of runs)" if record.runs > 1 else "")
        for row in rows
        if row.holder[0] != row.holder[-1]
    ]
    listed_ = "; ".join(moved) or "none changed hands"
    return f"{_title(record, rows)}. {words.told(record)}. From start to end: {listed_}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows: for each week and place the likeliest holder, its share of runs, and the rival."""
    many = record.runs > 1
    header = ("week", "date", "place", "region", "holder", *(("share", "runner_up") if many else ("attacked_by",)))

    def rows() -> Iterator[Sequence[object]]:
        for row in rows_of(record):
            for week, (holder, share, rival) in enumerate(zip(row.holder, row.share, row.rival, strict=True)):
                other = SIDES[int(rival)] if rival >= 0 else ""
                told = (f"{share:.4g}", other) if many else (other,)
                when = when_of(record, week).isoformat()
                yield (week, when, row.listed.place, row.listed.region, SIDES[int(holder)], *told)

    return header, rows()
