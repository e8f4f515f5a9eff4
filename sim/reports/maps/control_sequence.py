"""Who held what at the start, half-way and at the end of one run, on one page.

The end is large, with insets of Aleppo and Damascus; start and middle stand above it beside a table that is
also the legend and gives people beside area. Owns this page. Knows nothing of ensembles: see `odds_map`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.record.frames import Frame
from sim.record.telling import who
from sim.reports import png, style, words
from sim.reports.atlas import furniture, legend
from sim.reports.atlas.backdrop import COUNTRY, SMALL, Backdrop, load_backdrop
from sim.reports.atlas.furniture import Share, shares_of
from sim.reports.atlas.insets import INSETS, draw_inset
from sim.reports.atlas.labels import Box, draw_names, lay_out
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.beside import Table
from sim.reports.maps.control_map import grades_of, name_areas, paint
from sim.reports.maps.rows import holder_rows
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "moments", "table"]

FILE = "control_map"

FIRST = True
"""Whether `theatre run` draws it too."""

_HEIGHT = 8.42
_MAIN = (style.MARGIN, 3.54, 4.84)
_SIDE = (5.10, 1.94)
_SMALL_TOP, _SMALL_WIDE = 1.10, 2.14
_COLUMNS = (style.MARGIN, 2.45, 4.78)


def fits(record: Reading) -> bool:
    """Say yes for a single run."""
    return record.runs == 1


def moments(record: Reading) -> list[Frame]:
    """Return the frames at the start, half-way and at the end, fewer in a run of under two weeks."""
    weeks = sorted({0, record.weeks // 2, record.weeks})
    return [record.frame(week) for week in weeks]


def draw(record: Reading, path: Path) -> Path:
    """Draw the maps of a run to `path`."""
    ground = load_backdrop()
    frames = moments(record)
    figure = style.page(_HEIGHT)
    style.title_block(figure, _title(frames, ground), _subtitle(record, frames))
    shares = [shares_of(frame, ground) for frame in frames]
    sheet = furniture.canvas(figure)
    for column, (frame, share) in enumerate(zip(frames[:-1], shares[:-1], strict=True)):
        _small_map(figure, sheet, _COLUMNS[column], frame, share, "start" if frame.week == 0 else "half-way")
    _table(figure, sheet, frames, shares)
    _large_map(figure, sheet, frames[-1], shares[-1], ground)
    style.footer(figure, _foot(record))
    return png.save(figure, path, title=_title(frames, ground), description=alt(record))


def _heading(figure: Figure, sheet: Plate, spot: tuple[float, float], frame: Frame, note: str) -> None:
    """Write the date of a map and, lighter, which moment of the run it is."""
    date = style.put(figure, spot, words.day(frame.date), style.HEADING, weight=600)
    width = date.get_window_extent(figure.canvas.get_renderer()).width / figure.dpi  # type: ignore[attr-defined]
    text = f"{note}, week {frame.week}"
    style.put(figure, (spot[0] + width + 0.06, spot[1]), text, style.TEXT, colour=style.SECOND)


def _bar(sheet: Plate, left: float, top: float, wide: float, share: dict[str, Share]) -> None:
    """Draw a share bar with its top left corner at left, top [inches from the top left of the page]."""
    high = 0.105
    furniture.share_bar(sheet, (72 * left, sheet.extent.north - 72 * (top + high), 72 * wide, 72 * high), share)


def _holders(frame: Frame, ground: Backdrop) -> list[int]:
    return [grade.holder for grade in grades_of(frame, ground.thin)[1]]


def _small_map(figure: Figure, sheet: Plate, left: float, frame: Frame, share: dict[str, Share], note: str) -> None:
    ground = load_backdrop()
    _heading(figure, sheet, (left, _SMALL_TOP - 0.20), frame, note)
    _bar(sheet, left, _SMALL_TOP - 0.145, _SMALL_WIDE, share)
    plate = open_plate(figure, (left, _SMALL_TOP), _SMALL_WIDE, SMALL, weight=0.6)
    spots, boxes = lay_out(plate, "small", ground.places)
    drawn = paint(plate, frame, ground, roads=False, marks=False)
    draw_names(plate, spots, dots_only=frame.week > 0)
    name_areas(plate, drawn, _holders(frame, ground), boxes, smallest=4.0)


def _large_map(figure: Figure, sheet: Plate, frame: Frame, share: dict[str, Share], ground: Backdrop) -> None:
    left, top, wide = _MAIN
    _heading(figure, sheet, (left, top - 0.20), frame, "end of the run")
    _bar(sheet, left, top - 0.145, wide, share)
    plate = open_plate(figure, (left, top), wide, COUNTRY, weight=0.85)
    edges = [edge for inset in INSETS for edge in furniture.locator_boxes(plate, inset.box)]
    spots, boxes = lay_out(plate, "country", ground.places, taken=[_key_box(plate), *edges])
    drawn = paint(plate, frame, ground)
    furniture.neighbours(plate)
    draw_names(plate, spots)
    name_areas(plate, drawn, _holders(frame, ground), boxes)
    furniture.scale_bar(plate, 6, -294, 100)
    for inset in INSETS:
        furniture.locator(plate, inset.letter, inset.box)
    _key(figure, sheet, plate, hidden=bool(frame.clandestine.any()))
    at = top
    for inset in INSETS:
        at += draw_inset(figure, (_SIDE[0], at), _SIDE[1], frame, inset) + 0.10


_KEY = (2.16, 0.94)
"""Width and height of the key in the south-east corner of the large map [inches]."""


def _key_box(plate: Plate) -> Box:
    wide = plate.extent.wide / plate.km
    return wide - 72 * _KEY[0], 0, wide, 72 * _KEY[1]


def _key(figure: Figure, sheet: Plate, plate: Plate, *, hidden: bool) -> None:
    """Draw the key to grades, lines and marks in the free corner of the large map."""
    left = _MAIN[0] + _MAIN[2] - _KEY[0]
    top = _MAIN[1] + _MAIN[2] * plate.extent.high / plate.extent.wide - _KEY[1] + 0.12
    legend.grades_key(figure, sheet, (left, top), hidden=hidden)
    legend.lines_key(figure, sheet, (left + 1.10, top))


def _table(figure: Figure, sheet: Plate, frames: Sequence[Frame], shares: Sequence[dict[str, Share]]) -> None:
    """Draw the legend that is also a table: per cent of the area and of the people at each date."""
    left, top = _COLUMNS[2], _SMALL_TOP - 0.20
    style.put(figure, (left, top), "Who holds it, and how much", style.HEADING, weight=600)
    first, second, step = left + 1.22, left + 1.84, 0.19
    for at, text in ((first, "% of area"), (second, "% of people")):
        style.put(figure, (at - 0.09, top + 0.22), text, style.SMALL, weight=600, colour=style.SECOND)
    for column, frame in enumerate(frames):
        for at in (first, second):
            text = "start" if frame.week == 0 else "end" if column == len(frames) - 1 else "mid"
            style.put(figure, (at + step * column, top + 0.34), text, 5.6, colour=style.SECOND, align="center")
    present = [side for side in style.LEGEND_ORDER if any(share[side].area > 0 for share in shares)]
    for row, side in enumerate(present):
        base = top + 0.53 + 0.19 * row
        furniture.swatch(sheet, (72 * left, sheet.extent.north - 72 * (base + 0.02)), side)
        style.put(figure, (left + 0.29, base), style.FACTION[side].name, style.TEXT)
        for column, share in enumerate(shares):
            last = column == len(shares) - 1
            for at, value in ((first, share[side].area), (second, share[side].people)):
                style.put(
                    figure, (at + step * column, base), _cell(value), style.TEXT, align="center",
                    weight=600 if last else 400, colour=style.INK if last else style.SECOND,
                )  # fmt: skip
    notes = ("Area counts empty desert. People are counted", "where they lived at the end of 2015.")
    for number, text in enumerate((*notes, "Bars: area; solid = held, pale = empty country.")):
        spot = (left, top + 0.53 + 0.19 * len(present) + 0.06 + 0.115 * number)
        style.put(figure, spot, text, 6.0, colour=style.SECOND)


def _cell(value: float) -> str:
    return "–" if value == 0 else "<1" if value < 0.005 else f"{100 * value:.0f}"


def _title(frames: Sequence[Frame], ground: Backdrop) -> str:
    """State who holds most at the end, of the land and of the people."""
    end = shares_of(frames[-1], ground)
    first = max(end.values(), key=lambda share: share.area)
    area, people = words.percent(first.area), words.percent(first.people)
    told = f"In this run {who(first.side)} held {area} of the area and {people} of the people"
    return style.title_of(f"{told} in {words.month(frames[-1].date)}", told)


def _subtitle(record: Reading, frames: Sequence[Frame]) -> str:
    weeks = words.listed([str(frame.week) for frame in frames])
    return words.subtitle(record, words.sample(record), f"weeks {weeks}")


def _foot(record: Reading) -> list[str]:
    return [
        "One run of many that could have been: read no single front from it.",
        "Left out: units, movements, minefields.",
        *words.limits(record, start=True),
    ]


def alt(record: Reading) -> str:
    """Say in words what the maps show, from the shares."""
    ground = load_backdrop()
    parts = []
    for frame in moments(record):
        shares = sorted(shares_of(frame, ground).values(), key=lambda share: -share.area)
        listed = [f"{style.FACTION[s.side].short} {words.percent(s.area)}" for s in shares if s.area > 0]
        parts.append(f"{words.day(frame.date)}: {', '.join(listed)} of the area")
    return f"Maps of control, {words.told(record)}. {'; '.join(parts)}."


def table(record: Reading) -> Table:
    """Return the header and rows of the table behind the maps: every region at every date shown."""
    return holder_rows(moments(record))
