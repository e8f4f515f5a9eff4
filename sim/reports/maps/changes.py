"""Who took what, and when, in one run: only what changed hands between the start and the end is in colour.

Colour and pattern are the holder at the end; the shade, and a number, the period in which it took the place for
good; the words are who held it at the start. What never changed hands is paper.
Owns this page. Knows nothing of ensembles: see `change_odds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.calendar import date_of
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.areas import OUTSIDE, Drawn
from sim.reports.atlas.backdrop import COUNTRY, ORDER, Backdrop, load_backdrop
from sim.reports.atlas.labels import Box, Boxes, draw_names, lay_out
from sim.reports.atlas.parts import Word, roomy, write_inside
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import Tint, fill_tint, paint_tints
from sim.reports.beside import Table
from sim.reports.maps.taken import Flow, Period, Taken, flows, period_of, periods, taken_in
from sim.reports.reading import Reading
from sim.sides import SIDES

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "shade", "table"]

FILE = "changes"

FIRST = False
"""Whether `theatre run` draws it too."""

_HEIGHT = 6.20
_MAIN = (style.MARGIN, 0.80, 5.02)
_SIDE = (5.36, 1.68)
_PALEST = 0.74
_ROWS = 9
_SPELLED_FROM = 1800.0
_LETTERED_FROM = 350.0
_NAMED_FROM = 3000.0
"""Parts smaller than these do not spell out who held them, bear no letter and, without change, no name [km2]."""

_BACK = Tint(style.DIFFERENCE[3], style.Pattern("dots", 0.8, 3.4), style.QUIET)
"""Changed hands and came back."""

_Class = tuple[int, int, int]
"""Holder at the end, holder at the start, period; without change -1 for the second, and 1 for what came back."""


def fits(record: Reading) -> bool:
    """Say yes for a single run."""
    return record.runs == 1


def shade(number: int, count: int) -> float:
    """Return how far the colour of period `number` of `count` is mixed to white: the latest not at all."""
    return _PALEST * (1 - (number + 1) / count) if count > 1 else 0.0


def draw(record: Reading, path: Path) -> Path:
    """Draw the changes of a run to `path`."""
    ground, taken = load_backdrop(), taken_in(record)
    found = periods(record.start, record.weeks)
    figure = style.page(_HEIGHT)
    style.title_block(figure, _title(taken, ground), _subtitle(record))
    sheet = furniture.canvas(figure)
    _map(figure, taken, found, ground)
    _column(figure, sheet, taken, found, ground)
    style.footer(figure, _foot(record))
    return png.save(figure, path, title=_title(taken, ground), description=alt(record))


def _map(figure: Figure, taken: Taken, found: list[Period], ground: Backdrop) -> None:
    left, top, wide = _MAIN
    plate = open_plate(figure, (left, top), wide, COUNTRY, weight=0.9)
    spots, boxes = lay_out(plate, "few", ground.places, taken=[_scale_box(plate)])
    changed, back = taken.changed[0], taken.came_back[0]
    rows = np.stack(
        [
            taken.end[0],
            np.where(changed, taken.start[0], -1),
            np.where(changed, period_of(taken.week[0], found), back),
        ],
        axis=1,
    )
    classes, keys = np.unique(rows, axis=0, return_inverse=True)
    listed: list[_Class] = [(int(a), int(b), int(c)) for a, b, c in classes]
    tints = [_tint(each, len(found)) for each in listed]
    drawn = paint_tints(plate, ground, keys.ravel(), tints)
    _edges(plate, drawn, listed)
    furniture.neighbours(plate)
    draw_names(plate, spots)
    _name_changes(plate, drawn, listed, boxes)
    furniture.scale_bar(plate, -2, -294, 100)


def _edges(plate: Plate, drawn: Drawn, listed: list[_Class]) -> None:
    """Draw ink round what changed hands, thin between periods, dots between holders where nothing changed."""
    kinds: dict[str, list[NDArray[np.float64]]] = {"new": [], "within": [], "old": []}
    for arc, (one, other) in zip(drawn.arcs, drawn.arc_keys.tolist(), strict=True):
        if OUTSIDE not in (one, other):
            a, b = listed[one], listed[other]
            alike = a[0] == b[0] and (a[1] < 0) == (b[1] < 0)
            kinds["within" if alike else "old" if a[1] < 0 and b[1] < 0 else "new"].append(arc)
    plate.lines(kinds["new"], style.INK, 0.9, ORDER["front"])
    plate.lines(kinds["within"], style.INK, 0.4, ORDER["ribbon"])
    plate.lines(kinds["old"], style.QUIET, 0.9, ORDER["ribbon"], dots=2.2)


def _tint(each: _Class, count: int) -> Tint:
    holder, before, number = each
    if before < 0:
        return _BACK if number else Tint(style.DIFFERENCE[3])
    look = style.look(holder)
    return Tint(style.mix(look.fill, style.PAPER, shade(number, count)), look.pattern, look.pattern_colour)


def _scale_box(plate: Plate) -> Box:
    return (-2 - COUNTRY.west) / plate.km, 0, (102 - COUNTRY.west) / plate.km, 24


def _name_changes(plate: Plate, drawn: Drawn, listed: list[_Class], boxes: Boxes) -> None:
    """Write into each part who held it before and the number of the period, as far as there is room."""
    parts = []
    for key, each in enumerate(listed):
        faces = [face for face, whose in zip(drawn.faces, drawn.keys, strict=True) if whose == key]
        if faces:
            parts += [(part, each) for part in shapely.get_parts(shapely.coverage_union_all(faces))]
    # What changed hands is named first, then, in grey, who held the rest all the time.
    for part, (holder, before, number) in sorted(parts, key=lambda part: (part[1][1] < 0, -part[0].area)):
        if before < 0:
            if part.area > _NAMED_FROM and not number:
                write_inside(plate, Word(style.look(holder).short, 7.6, style.QUIET), roomy(part), boxes, inside=part)
        elif part.area > _LETTERED_FROM:
            look, spots = style.look(before), roomy(part)
            spelled = [Word(f"from {look.short}, {number + 1}", 7.0, style.INK)] if part.area > _SPELLED_FROM else []
            if not any(write_inside(plate, word, spots, boxes, inside=part) for word in spelled):
                write_inside(plate, Word(f"{look.code} {number + 1}", 6.0, style.INK), spots, boxes, inside=None)


def _column(figure: Figure, sheet: Plate, taken: Taken, found: list[Period], ground: Backdrop) -> None:
    """Write beside the map who took what from whom, and when."""
    left, wide = _SIDE
    right, put = left + wide, style.put
    put(figure, (left, _MAIN[1] + 0.09), "Who took what", style.HEADING, weight=600)
    for at, text in ((right - 0.44, "% of area"), (right, "of people")):
        put(figure, (at, _MAIN[1] + 0.25), text, 5.8, colour=style.SECOND, align="right")
    top = _MAIN[1] + 0.44
    listed = flows(taken, ground)
    for flow in listed[:_ROWS]:
        _flow(figure, sheet, (left, top, right), flow)
        top += 0.185
    if len(listed) > _ROWS:
        put(figure, (left, top), f"and {len(listed) - _ROWS} smaller changes", style.SMALL, colour=style.SECOND)
        top += 0.185
    top += 0.16
    put(figure, (left, top), "When it was taken for good", style.HEADING, weight=600)
    takers = list(dict.fromkeys(flow.after for flow in listed))[:3]
    for number, period in enumerate(found):
        base = top + 0.21 + 0.175 * number
        for column, side in enumerate(takers):
            path = furniture.rectangle(72 * left + 13 * column, sheet.extent.north - 72 * (base + 0.02), 12, 9)
            fill_tint(sheet, path, _tint((side, side, number), len(found)))
            furniture.edge(sheet, path, style.look(side).line)
        put(figure, (left + 0.56, base), f"{number + 1}  {period.words}", style.SMALL)
    base = top + 0.21 + 0.175 * len(found) + 0.06
    for tint, text in ((_BACK, "changed hands and came back"), (Tint(style.DIFFERENCE[3]), "never changed hands")):
        path = furniture.rectangle(72 * left, sheet.extent.north - 72 * (base + 0.02), 12, 9)
        fill_tint(sheet, path, tint)
        furniture.edge(sheet, path, style.RULE)
        put(figure, (left + 0.24, base), text, style.SMALL)
        base += 0.175
    looks = dict.fromkeys(style.look(side) for flow in listed for side in (flow.after, flow.before))
    letters = ", ".join(f"{look.code} {look.short}" for look in looks)
    told = "Colour and pattern: who holds it at the end. Words, or letter and number, on the map: who held it at the "
    told += f"start, and the period. Grey names: who holds what never changed hands. {letters}."
    for number, text in enumerate(style.wrapped(told, style.SMALL, wide)):
        put(figure, (left, base + 0.10 + 0.12 * number), text, style.SMALL, colour=style.SECOND)


def _flow(figure: Figure, sheet: Plate, box: tuple[float, float, float], flow: Flow) -> None:
    """Write one row: who took from whom, and what."""
    left, base, right = box
    furniture.swatch(sheet, (72 * left, sheet.extent.north - 72 * (base + 0.02)), SIDES[flow.after], (12.0, 9.0))
    text = f"from {style.look(flow.before).short}"
    style.put(figure, (left + 0.24, base), text, style.TEXT)
    for at, value in ((right - 0.44, flow.area), (right, flow.people)):
        style.put(figure, (at, base), _cell(float(value.mean())), style.TEXT, align="right")


def _cell(value: float) -> str:
    return "<1" if value < 0.005 else f"{100 * value:.0f}"


def _title(taken: Taken, ground: Backdrop) -> str:
    changed = taken.changed[0]
    area, people = (float(each[changed].sum() / (each.sum() or 1.0)) for each in (ground.area, ground.population))
    if not changed.any():
        return "In this run no place had another holder at the end than at the start"
    land, homes = words.percent(area), words.percent(people)
    return f"In this run {land} of the area and homes of {homes} of the people changed hands"


def _subtitle(record: Reading) -> str:
    ends = f"{words.day(date_of(0, record.start))} to {words.day(date_of(record.weeks, record.start))}"
    return words.subtitle(record, words.sample(record), ends)


def _foot(record: Reading) -> list[str]:
    return [
        "One run of many that could have been: read no single front from it.",
        "Compared are start and end; who held a place meanwhile is left out.",
        "People: where they lived at the end of 2015.",
        *words.limits(record, start=True),
    ]


def alt(record: Reading) -> str:
    """Say in words what the map shows."""
    ground, taken = load_backdrop(), taken_in(record)
    said = [
        f"{style.look(flow.after).short} from {style.look(flow.before).short} {words.percent(float(flow.area.mean()))}"
        for flow in flows(taken, ground)[:_ROWS]
    ]
    listed = f" Share of the area that each took: {', '.join(said)}." if said else ""
    return f"{_title(taken, ground)}. Map of changes of holder, {words.told(record)}.{listed}"


def table(record: Reading) -> Table:
    """Return the header and rows of the table behind the map: every region with its holders and the last change."""
    ground, taken = load_backdrop(), taken_in(record)
    header: Sequence[str] = (
        "region", "name", "area_km2", "people_2015", "holder_start", "holder_end", "last_change_week",
        "last_change_date", "came_back",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[object]]:
        for region, name in enumerate(ground.ids):
            week = int(taken.week[0, region])
            when = date_of(week, record.start) if week else ""
            facts = (f"{ground.area[region]:.2f}", f"{ground.population[region]:.0f}")
            holders = SIDES[taken.start[0, region]], SIDES[taken.end[0, region]]
            back = "yes" if taken.came_back[0, region] else ""
            yield (name, ground.names[region], *facts, *holders, week or "", when, back)

    return header, rows()
