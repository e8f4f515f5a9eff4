"""Six dates side by side on the same frame: who held what in one run, or who was likely to over an ensemble.

Each map has a bar of the shares of the area over it; names of places stand on the first map alone, letters on all.
Owns this page. Knows nothing of what happened between the dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.calendar import date_of
from sim.record.frames import Frame, Odds
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.backdrop import SMALL, Backdrop, load_backdrop
from sim.reports.atlas.furniture import Share, shares_of
from sim.reports.atlas.labels import draw_names, lay_out
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import fill_tint
from sim.reports.beside import Table
from sim.reports.maps.control_map import grades_of, name_areas, paint
from sim.reports.maps.likely import LEVELS, doubtful_share, likely, paint_likely, tint_of
from sim.reports.maps.rows import holder_rows, odds_rows
from sim.reports.reading import Reading
from sim.sides import INDEX, NAMES

__all__ = ["FILE", "FIRST", "alt", "dates", "draw", "fits", "table"]

FILE = "control_dates"

FIRST = False
"""Whether `theatre run` draws it too."""

DATES = 6
_ACROSS = 3
_GAP = 0.14
_WIDE = (style.WIDTH - 2 * style.MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
_HIGH = _WIDE * SMALL.high / SMALL.wide
_TOP, _ROW = 1.06, _HIGH + 0.46
_KEY, _FOOT = 0.44, 0.62
"""Heights of the key and of the small print [inches]."""


def fits(record: Reading) -> bool:
    """Say yes for any run of two weeks or more: of one week start and end stand on `control_map`."""
    return record.weeks > 1


def dates(record: Reading) -> list[int]:
    """Return after how many weeks the maps are drawn: six at equal distances, in a run of few weeks one row."""
    last = (DATES if record.weeks >= DATES - 1 else _ACROSS) - 1
    return sorted({round(step * record.weeks / last) for step in range(last + 1)})


def _seen(record: Reading) -> list[Frame | Odds]:
    return [record.frame(week) if record.runs == 1 else record.odds(week) for week in dates(record)]


def draw(record: Reading, path: Path) -> Path:
    """Draw the maps to `path`."""
    ground = load_backdrop()
    seen = _seen(record)
    shares = [shares_of(each, ground) for each in seen]
    rows = -(-len(seen) // _ACROSS)
    figure = style.page(_TOP + rows * _ROW + _KEY + _FOOT)
    style.title_block(figure, _title(record, shares), _subtitle(record))
    sheet = furniture.canvas(figure)
    for number, (each, share) in enumerate(zip(seen, shares, strict=True)):
        spot = (style.MARGIN + (_WIDE + _GAP) * (number % _ACROSS), _TOP + _ROW * (number // _ACROSS))
        _bar(figure, sheet, spot, each, share)
        _map(figure, spot, each, ground, first=number == 0)
    _key(figure, sheet, _TOP + rows * _ROW - 0.12, shares, single=record.runs == 1)
    style.footer(figure, _foot(record))
    return png.save(figure, path, title=_title(record, shares), description=alt(record))


def _bar(figure: Figure, sheet: Plate, spot: tuple[float, float], seen: Frame | Odds, share: dict[str, Share]) -> None:
    """Write the date over a map and draw the bar of shares below it."""
    left, top = spot
    when = words.day(seen.date)
    style.put(figure, (left, top - 0.19), when, style.HEADING, weight=600)
    room = style.text_size(when, style.HEADING, 600)[0] / 72 + 0.07
    note = f"week {seen.week}"
    if isinstance(seen, Odds):
        note += f", doubt on {words.percent(doubtful_share(likely(seen), load_backdrop()))}"
    note = style.fitted(note, style.TEXT, _WIDE - room)
    style.put(figure, (left + room, top - 0.19), note, style.TEXT, colour=style.SECOND)
    high = 0.105
    box = (72 * left, sheet.extent.north - 72 * (top - 0.145 + high), 72 * _WIDE, 72 * high)
    furniture.share_bar(sheet, box, share)


def _map(figure: Figure, spot: tuple[float, float], seen: Frame | Odds, ground: Backdrop, *, first: bool) -> None:
    plate = open_plate(figure, spot, _WIDE, SMALL, weight=0.6)
    spots, boxes = lay_out(plate, "small", ground.places)
    if isinstance(seen, Frame):
        drawn = paint(plate, seen, ground, roads=False, marks=False)
        holders = [grade.holder for grade in grades_of(seen, ground.thin)[1]]
    else:
        drawn, holders = paint_likely(plate, likely(seen), ground)
    draw_names(plate, spots, dots_only=not first)
    name_areas(plate, drawn, holders, boxes, smallest=4.0)


def _key(figure: Figure, sheet: Plate, top: float, shares: Sequence[dict[str, Share]], *, single: bool) -> None:
    """Draw the holders in one line, and below it how firmly or how likely."""
    present = [side for side in style.LEGEND_ORDER if any(share[side].area > 0 for share in shares)]
    samples = [(style.FACTION[side].name, side) for side in present]
    widths = [0.26 + style.text_size(name, style.TEXT)[0] / 72 for name, _ in samples]
    gap = min((style.WIDTH - 2 * style.MARGIN - sum(widths)) / max(len(widths) - 1, 1), 0.24)
    left = style.MARGIN
    for (name, side), wide in zip(samples, widths, strict=True):
        furniture.swatch(sheet, _corner(sheet, left, top), side, (15.0, 9.0), plain=not single)
        style.put(figure, (left + 0.25, top), name, style.TEXT)
        left += wide + gap
    base = top + 0.21
    if single:
        _grades(figure, sheet, base)
    else:
        _levels(figure, sheet, base, present)


def _corner(sheet: Plate, left: float, base: float) -> tuple[float, float]:
    """Return the lower left corner of a sample beside a line of type [points on the page]."""
    return 72 * left, sheet.extent.north - 72 * (base + 0.02)


def _grades(figure: Figure, sheet: Plate, base: float) -> None:
    left = style.MARGIN
    for words_, thin, rival in (("held", False, None), ("empty, thinly held", True, None), ("contested", False, True)):
        side = "regime" if rival else "sdf"
        spot = _corner(sheet, left, base)
        other = "opposition" if rival else None
        furniture.swatch(sheet, spot, side, (15.0, 9.0), letter=False, thin=thin, rival=other)
        style.put(figure, (left + 0.25, base), words_, style.TEXT)
        left += 0.25 + style.text_size(words_, style.TEXT)[0] / 72 + 0.24


def _levels(figure: Figure, sheet: Plate, base: float, present: Sequence[str]) -> None:
    left = style.MARGIN
    head = "Share of runs in which the most likely holder has it:"
    style.put(figure, (left, base), head, style.TEXT, colour=style.SECOND)
    left += style.text_size(head, style.TEXT)[0] / 72 + 0.14
    other = INDEX[present[1]] if len(present) > 1 else -1
    for level, text in enumerate((*LEVELS[:2], f"{LEVELS[2]} runner-up's colour")):
        path = furniture.rectangle(*_corner(sheet, left, base), 15.0, 9.0)
        fill_tint(sheet, path, tint_of(INDEX[present[0]], level, other))
        furniture.edge(sheet, path, style.FACTION[present[0]].line)
        style.put(figure, (left + 0.25, base), text, style.TEXT)
        left += 0.25 + style.text_size(text, style.TEXT)[0] / 72 + 0.18


def _title(record: Reading, shares: Sequence[dict[str, Share]]) -> str:
    """State which two holders' shares of the area change most from the first date to the last."""
    first, last = shares[0], shares[-1]
    most = sorted(first, key=lambda side: -abs(last[side].area - first[side].area))[:2]
    parts = [f"{words.percent(first[side].area)} to {words.percent(last[side].area)}" for side in most]
    names = [NAMES[side].replace("The ", "the ") for side in most]
    ahead = "In this run" if record.runs == 1 else "On average"
    if all(words.percent(first[side].area) == words.percent(last[side].area) for side in most):
        return f"{ahead}, every party held about as much of the area at the end as at the start"
    told = f"{ahead}, {names[0]} went from {parts[0]} of the area"
    return style.title_of(f"{told}, {names[1]} from {parts[1]}", told)


def _subtitle(record: Reading) -> str:
    ends = words.period(record.start, date_of(record.weeks, record.start))
    return words.subtitle(record, words.sample(record), ends)


def _foot(record: Reading) -> list[str]:
    if record.runs == 1:
        ahead = ["One run of many that could have been: read no single front from it."]
    else:
        ahead = ["Doubt: share of the area on which no party is the holder in seven of ten runs: read no front there."]
    means = "" if record.runs == 1 else ", means over runs"
    return [
        *ahead,
        *words.few(record),
        f"Bars: area{means}; solid = held, pale = empty country.",
        *words.limits(record, start=True),
    ]


def alt(record: Reading) -> str:
    """Say in words what the maps show, from the shares."""
    ground = load_backdrop()
    parts = []
    seen = _seen(record)
    for each in seen:
        shares = sorted(shares_of(each, ground).values(), key=lambda share: -share.area)
        listed = [f"{style.FACTION[s.side].short} {words.percent(s.area)}" for s in shares if s.area >= 0.005]
        parts.append(f"{words.day(each.date)}: {', '.join(listed)} of the area")
    title = _title(record, [shares_of(each, ground) for each in (seen[0], seen[-1])])
    return f"{title}. Maps of control, {words.told(record)}. {'; '.join(parts)}."


def table(record: Reading) -> Table:
    """Return the header and rows of the table behind the maps: every region at every date shown."""
    if record.runs == 1:
        return holder_rows([record.frame(week) for week in dates(record)])
    return odds_rows([record.odds(week) for week in dates(record)])
