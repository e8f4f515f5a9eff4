"""Who is likely to hold what at the end of an ensemble, how surely, and what single runs of it look like.

Hue is the most likely holder. Three intensities give its share of the runs; below 0.7 the area is hatched in
the line colour of the runner-up, and faction patterns are off, so that hatching means doubt and nothing else.
Owns this page. Knows nothing of weeks before the last; for one run see `control_sequence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from sim.record.frames import Odds
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.areas import OUTSIDE, draw_areas
from sim.reports.atlas.backdrop import COUNTRY, ORDER, SMALL, Backdrop, draw_below, draw_lines, load_backdrop
from sim.reports.atlas.labels import Box, draw_names, lay_out
from sim.reports.atlas.plate import Plate, open_plate, path_of
from sim.reports.maps.control_map import name_areas, paint
from sim.reports.reading import Reading
from sim.reports.style import Pattern
from sim.sides import INDEX, SIDES

__all__ = ["DOUBT", "FILE", "HATCH", "SURE", "Likely", "alt", "doubtful_share", "draw", "fits", "likely", "table"]

FILE = "control_map"

FIRST = True
"""Whether `theatre run` draws it too."""

SURE, DOUBT = 0.9, 0.7
"""Shares of runs that part the three intensities."""

HATCH = Pattern("lines", 1.0, 5.2, angle=45)
_WHITER = (0.0, 0.32, 0.62)
_HEIGHT = 6.58
_MAIN = (style.MARGIN, 0.76, 5.33)
_SIDE = (5.63, 1.41)
_RUNS = 3


@dataclass(frozen=True, eq=False)
class Likely:
    """Hold the most likely holder of each region, the runner-up and how sure it is."""

    holder: Annotated[NDArray[np.int64], "[region] index into SIDES"]
    runner_up: Annotated[NDArray[np.int64], "[region] index into SIDES; -1 nobody"]
    share: Annotated[NDArray[np.float64], "[region] 0..1"]

    @property
    def level(self) -> NDArray[np.int64]:
        """Return 0 at 0.9 and more, 1 from 0.7, 2 below."""
        return np.where(self.share >= SURE - 1e-9, 0, np.where(self.share >= DOUBT - 1e-9, 1, 2))


def fits(record: Reading) -> bool:
    """Say yes for an ensemble."""
    return record.runs > 1


def likely(odds: Odds) -> Likely:
    """Return who most likely holds each region; ties go to the first in the order of sides."""
    order = np.argsort(-odds.share, axis=1, kind="stable")
    first, second = order[:, 0], order[:, 1]
    rows = np.arange(len(first))
    runner_up = np.where(odds.share[rows, second] > 0, second, -1)
    return Likely(first.astype(np.int64), runner_up.astype(np.int64), odds.share[rows, first])


def doubtful_share(found: Likely, ground: Backdrop) -> float:
    """Return the share of the area 0..1 whose likely holder has under 0.7 of the runs."""
    return float(ground.area[found.level == 2].sum() / ground.area.sum())


def draw(record: Reading, path: Path) -> Path:
    """Draw the odds at the end of an ensemble to `path`."""
    ground = load_backdrop()
    odds = record.odds(record.weeks)
    found = likely(odds)
    figure = style.page(_HEIGHT)
    style.title_block(figure, _title(odds, found, ground), _subtitle(record, odds))
    sheet = furniture.canvas(figure)
    _main_map(figure, sheet, found, ground)
    _single_runs(figure, record, ground)
    _holders_strip(figure, sheet, odds)
    doubt = words.percent(doubtful_share(found, ground))
    line = f"On {doubt} of the area no party is the holder in seven of ten runs: do not read a front line there."
    style.put(figure, (style.MARGIN, 5.98), line, 8.6, weight=600)
    style.footer(figure, _foot(record))
    return png.save(figure, path, title=_title(odds, found, ground), description=alt(record))


def _main_map(figure: Figure, sheet: Plate, found: Likely, ground: Backdrop) -> None:
    left, top, wide = _MAIN
    plate = open_plate(figure, (left, top), wide, COUNTRY, weight=0.9)
    spots, boxes = lay_out(plate, "few", ground.places, taken=[_key_box(plate)])
    level = found.level
    rows = np.stack([found.holder, level, np.where(level == 2, found.runner_up, -1)], axis=1)
    classes, keys = np.unique(rows, axis=0, return_inverse=True)
    drawn = draw_areas(ground.mesh, keys.ravel())
    draw_below(plate, ground)
    for key, (holder, grade, rival) in enumerate(classes.tolist()):
        faces = [face for face, whose in zip(drawn.faces, drawn.keys, strict=True) if whose == key]
        if faces:
            _fill(plate, path_of(faces), holder, grade, rival)
    draw_lines(plate, ground, roads=False)
    holders = np.append(classes[:, 0], OUTSIDE)
    edge, outline = [], []
    for arc, (one, other) in zip(drawn.arcs, drawn.arc_keys, strict=True):
        if OUTSIDE in (one, other):
            outline.append(arc)
        elif holders[one] != holders[other]:
            edge.append(arc)
    plate.lines(edge, style.INK, 0.9, ORDER["front"])
    plate.lines(outline, style.OUTLINE, 0.9, ORDER["outline"])
    furniture.neighbours(plate)
    draw_names(plate, spots)
    name_areas(plate, drawn, classes[:, 0].tolist(), boxes)
    furniture.scale_bar(plate, -2, -294, 100)
    _key(figure, sheet, found, ground)


def _fill(plate: Plate, path: Outline, holder: int, grade: int, rival: int) -> None:
    look = style.look(holder)
    plate.fill(path, style.mix(look.fill, style.PAPER, _WHITER[grade]), ORDER["fill"], swell=0.7)
    if grade == 2 and rival >= 0:
        plate.hatch(path, HATCH, style.look(rival).line, ORDER["pattern"])


_KEY = (2.02, 1.04)


def _key_box(plate: Plate) -> Box:
    wide = plate.extent.wide / plate.km
    return wide - 72 * _KEY[0], 0, wide, 72 * _KEY[1]


def _key(figure: Figure, sheet: Plate, found: Likely, ground: Backdrop) -> None:
    """Draw the key: three intensities for the four holders with most land."""
    left = _MAIN[0] + _MAIN[2] - _KEY[0]
    top = _MAIN[1] + _MAIN[2] * COUNTRY.high / COUNTRY.wide - _KEY[1]
    for number, text in enumerate(("Share of runs in which the", "most likely holder has it")):
        style.put(figure, (left, top + 0.10 + 0.12 * number), text, style.TEXT, weight=600)
    land = np.bincount(found.holder, weights=ground.area, minlength=len(SIDES))
    most = [int(side) for side in np.argsort(-land, kind="stable")[:4] if land[side] > 0]
    high, wide = 10.0, 14.0
    rows = (
        "0.9 and more",
        "0.7 to 0.9",
        "below 0.7: hatched in the",
    )
    for grade, text in enumerate(rows):
        base = top + 0.44 + 0.19 * grade
        for column, side in enumerate(most):
            spot = (72 * left + column * (wide + 1.5), sheet.extent.north - 72 * (base + 0.03))
            path = furniture.rectangle(*spot, wide, high)
            other = most[(column + 1) % len(most)] if len(most) > 1 else -1
            _fill(sheet, path, side, grade, other)
            furniture.edge(sheet, path, style.look(side).line)
        style.put(figure, (left + (len(most) * (wide + 1.5) + 4) / 72, base), text, style.SMALL)
    start = left + (len(most) * (wide + 1.5) + 4) / 72
    style.put(figure, (start, top + 0.44 + 0.38 + 0.11), "runner-up's colour", style.SMALL)


def _holders_strip(figure: Figure, sheet: Plate, odds: Odds) -> None:
    """Draw under the map the letter, colour and name of every holder of any region in any run."""
    present = [side for side in style.LEGEND_ORDER if odds.share[:, INDEX[side]].any()]
    names = [style.FACTION[side].name for side in present]
    widths = [0.26 + style.text_size(name, style.TEXT)[0] / 72 for name in names]
    gap = min((style.WIDTH - 2 * style.MARGIN - sum(widths)) / max(len(present) - 1, 1), 0.24)
    left, base = style.MARGIN, 5.71
    for side, name, wide in zip(present, names, widths, strict=True):
        spot = (72 * left, sheet.extent.north - 72 * (base + 0.02))
        furniture.swatch(sheet, spot, side, (15.0, 9.0), plain=True)
        style.put(figure, (left + 0.25, base), name, style.TEXT)
        left += wide + gap


def _single_runs(figure: Figure, record: Reading, ground: Backdrop) -> None:
    """Draw the first runs of the ensemble small, chosen by their number and never by eye."""
    left, wide = _SIDE
    top = _MAIN[1]
    count = min(_RUNS, record.runs)
    numbers = ("", "One", "Two", "Three")[count]
    style.put(figure, (left, top + 0.09), f"{numbers} of the {record.runs} runs", style.HEADING, weight=600)
    style.put(figure, (left, top + 0.23), "the first ones, by rule", style.TEXT, colour=style.SECOND)
    high = wide * SMALL.high / SMALL.wide
    for run in range(count):
        at = top + 0.42 + run * (high + 0.17)
        style.put(figure, (left, at), f"seed {record.seeds[run]}", style.SMALL, colour=style.SECOND)
        plate = open_plate(figure, (left, at + 0.05), wide, SMALL, weight=0.5)
        frame = record.frame(record.weeks, run)
        paint(plate, frame, ground, roads=False, marks=False)


def _title(odds: Odds, found: Likely, ground: Backdrop) -> str:
    clear = words.percent(float(ground.area[found.level == 0].sum() / ground.area.sum()))
    when = words.month(odds.date)
    return f"In {when}, {clear} of the country has the same holder in nine of ten runs or more"


def _subtitle(record: Reading, odds: Odds) -> str:
    return words.subtitle(record, words.sample(record), f"{words.day(odds.date)}, week {odds.week}")


def _foot(record: Reading) -> list[str]:
    return [
        "Colour: most likely holder; black line: edge between most likely holders.",
        "Spread between runs under one parameter set (luck); ignorance of the parameters is wider.",
        words.EDGES,
        words.RANGE,
        words.misses(record),
        f"Sources: {words.GROUND_SOURCES}.",
        words.BOUNDARIES,
        words.CANNOT_SAY,
    ]


def alt(record: Reading) -> str:
    """Say in words what the map shows."""
    ground = load_backdrop()
    odds = record.odds(record.weeks)
    mean = ground.area @ odds.share / ground.area.sum()
    order = [int(side) for side in np.argsort(-mean, kind="stable") if mean[side] > 0]
    listed = ", ".join(f"{style.look(side).short} {words.percent(float(mean[side]))}" for side in order)
    found = likely(odds)
    doubt = words.percent(doubtful_share(found, ground))
    return (
        f"{_title(odds, found, ground)}. Map of likely control on {words.day(odds.date)}, {words.told(record)}. "
        f"Mean share of the area: {listed}. On {doubt} of the area no party is the holder in seven of ten runs."
    )


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return the header and rows of the table behind the map: the odds of every holder in every region."""
    ground = load_backdrop()
    odds = record.odds(record.weeks)
    sides = [number for number in range(len(SIDES)) if odds.share[:, number].any()]
    header = ("week", "date", "region", "name", "area_km2", *(f"p_{SIDES[number]}" for number in sides))

    def rows() -> Iterator[Sequence[object]]:
        for region, name in enumerate(ground.ids):
            shares = [f"{odds.share[region, number]:.4g}" for number in sides]
            yield (odds.week, odds.date, name, ground.names[region], f"{ground.area[region]:.2f}", *shares)

    return header, rows()
