"""Who is likely to hold what at the end of an ensemble, how surely, and what single runs of it look like.

Beside the odds stand three single runs, chosen by rule and never by eye: those at a tenth, the middle and nine
tenths of the runs in order of the area of the holder whose area varies most.
Owns this page. Knows nothing of weeks before the last; for one run see `control_sequence`, for six dates `multiples`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.record.frames import Odds
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.backdrop import COUNTRY, SMALL, Backdrop, load_backdrop
from sim.reports.atlas.labels import Box, Boxes, draw_names, lay_out
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import fill_tint
from sim.reports.beside import Table
from sim.reports.maps.control_map import grades_of, name_areas, paint
from sim.reports.maps.likely import LEVELS, Likely, doubtful_share, likely, paint_likely, tint_of
from sim.reports.maps.rows import odds_rows
from sim.reports.reading import Reading
from sim.sides import INDEX, SIDE_COUNT, SIDES

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "single_runs", "table"]

FILE = "control_map"

FIRST = True
"""Whether `theatre run` draws it too."""

_HEIGHT = 6.58
_MAIN = (style.MARGIN, 0.76, 5.33)
_SIDE = (5.63, 1.41)
_CHOSEN = "Single runs: a tenth, half and nine tenths up the order of runs by area of the holder that varies most."
_RANKS = (0.1, 0.5, 0.9)
"""Where in the order of runs the three stand that are shown."""


def fits(record: Reading) -> bool:
    """Say yes for an ensemble."""
    return record.runs > 1


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
    drawn, holders = paint_likely(plate, found, ground)
    furniture.neighbours(plate)
    draw_names(plate, spots)
    name_areas(plate, drawn, holders, boxes)
    furniture.scale_bar(plate, -2, -294, 100)
    _key(figure, sheet, found, ground)


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
    for grade, text in enumerate(LEVELS):
        base = top + 0.44 + 0.19 * grade
        for column, side in enumerate(most):
            spot = (72 * left + column * (wide + 1.5), sheet.extent.north - 72 * (base + 0.03))
            path = furniture.rectangle(*spot, wide, high)
            other = most[(column + 1) % len(most)] if len(most) > 1 else -1
            fill_tint(sheet, path, tint_of(side, grade, other))
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


def single_runs(record: Reading, ground: Backdrop) -> tuple[str, list[tuple[int, float]]]:
    """Return the holder whose area varies most between runs, and the runs shown with its share of the area 0..1."""
    share = np.zeros((record.runs, SIDE_COUNT))
    for run in range(record.runs):
        held = record.frame(record.weeks, run).holder
        share[run] = np.bincount(held, weights=ground.area, minlength=SIDE_COUNT) / ground.area.sum()
    side = int(share.std(axis=0).argmax())
    order = np.argsort(share[:, side], kind="stable")
    chosen = dict.fromkeys(int(order[round(rank * (record.runs - 1))]) for rank in _RANKS)
    return SIDES[side], [(run, float(share[run, side])) for run in chosen]


def _single_runs(figure: Figure, record: Reading, ground: Backdrop) -> None:
    """Draw three runs of the ensemble small, with seed and what they were chosen by."""
    left, wide = _SIDE
    top = _MAIN[1]
    side, chosen = single_runs(record, ground)
    name = style.FACTION[side].short
    whole = {2: "Both runs", 3: "The three runs"}.get(record.runs, f"Three of the {record.runs:,} runs")
    style.put(figure, (left, top + 0.09), whole, style.HEADING, weight=600)
    rule = f"low, {'middle, ' * (len(chosen) > 2)}high in area: {name}"
    size = style.TEXT if style.text_size(rule, style.TEXT)[0] < 72 * wide else style.SMALL
    style.put(figure, (left, top + 0.23), style.fitted(rule, size, wide + 0.1), size, colour=style.SECOND)
    high = wide * SMALL.high / SMALL.wide
    told = [words.percent(share) for _, share in chosen]
    if len(set(told)) < len(told):  # alike when rounded
        told = [f"{100 * share:.1f} %" for _, share in chosen]
    for place, (run, _) in enumerate(chosen):
        at = top + 0.42 + place * (high + 0.17)
        seed = style.put(figure, (left, at), f"seed {record.seeds[run]}", style.SMALL, weight=600)
        room = seed.get_window_extent(figure.canvas.get_renderer()).width / figure.dpi  # type: ignore[attr-defined]
        text = f"{name} {told[place]} of area"
        style.put(figure, (left + room + 0.06, at), text, style.SMALL, colour=style.SECOND)
        plate = open_plate(figure, (left, at + 0.05), wide, SMALL, weight=0.5)
        frame = record.frame(record.weeks, run)
        drawn = paint(plate, frame, ground, roads=False, marks=False)
        boxes = Boxes(plate.extent.wide / plate.km, plate.extent.high / plate.km)
        name_areas(plate, drawn, [grade.holder for grade in grades_of(frame, ground.thin)[1]], boxes, smallest=20.0)


def _title(odds: Odds, found: Likely, ground: Backdrop) -> str:
    clear = words.percent(float(ground.area[found.level == 0].sum() / ground.area.sum()))
    when = words.month(odds.date)
    share = "nine of ten runs or more" if odds.runs >= 10 else f"all {odds.runs} runs" if odds.runs > 2 else "both runs"
    return f"In {when}, {clear} of the country had the same holder in {share}"


def _subtitle(record: Reading, odds: Odds) -> str:
    return words.subtitle(record, words.sample(record), f"{words.day(odds.date)}, week {odds.week}")


def _foot(record: Reading) -> list[str]:
    return [
        "Colour: most likely holder; black line: edge between most likely holders.",
        *([_CHOSEN] if record.runs > len(_RANKS) else []),
        *words.few(record),
        words.spread_between(record),
        *words.limits(record),
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


def table(record: Reading) -> Table:
    """Return the header and rows of the table behind the map: the odds of every holder in every region."""
    return odds_rows([record.odds(record.weeks)])
