"""How likely each region is to change hands by the end of an ensemble, and when it does in the median run.

Both maps go from pale to dark and read the same in grey; the periods bear numbers too.
Owns this page. Knows nothing of single runs: see `changes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.calendar import date_of
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.backdrop import SMALL, Backdrop, load_backdrop
from sim.reports.atlas.labels import Boxes, draw_names, lay_out
from sim.reports.atlas.parts import Word, parts_of, roomy, write_inside
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import Tint, fill_tint, paint_tints
from sim.reports.beside import Table
from sim.reports.maps.taken import Flow, Taken, flows, period_of, periods, taken_in
from sim.reports.reading import Reading
from sim.sides import SIDES

__all__ = ["FILE", "FIRST", "LIKELY", "alt", "draw", "fits", "median_week", "odds_of", "table"]

FILE = "changes"

FIRST = False
"""Whether `theatre run` draws it too."""

LIKELY = 0.5
"""Share of runs from which on a date is shown."""

_STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
_CLASSES = ("under 0.1", "0.1 to 0.3", "0.3 to 0.5", "0.5 to 0.7", "0.7 to 0.9", "0.9 and more")
_PAPER = Tint(style.DIFFERENCE[3])
_TINTS = (_PAPER, *(Tint(style.mix(style.DRAWS, style.PAPER, white)) for white in (0.84, 0.66, 0.46, 0.24, 0.0)))
_GAP = 0.16
_WIDE = (style.WIDTH - 2 * style.MARGIN - _GAP) / 2
_HIGH = _WIDE * SMALL.high / SMALL.wide
_TOP = 1.06
_HEIGHT = 6.78
_ROWS = 6
_NUMBERED_FROM = 900.0
"""Parts smaller than this bear no number [km2]."""


def fits(record: Reading) -> bool:
    """Say yes for an ensemble."""
    return record.runs > 1


def odds_of(taken: Taken) -> NDArray[np.float64]:
    """Return the share of runs 0..1 in which each region has another holder at the end than at the start."""
    return np.asarray(taken.changed.mean(axis=0))


def median_week(taken: Taken) -> NDArray[np.float64]:
    """Return the week of the last change in the median of the runs in which it changed hands; nan where in none."""
    weeks = np.where(taken.changed, taken.week, np.nan)
    found = np.full(weeks.shape[1], np.nan)
    some = taken.changed.any(axis=0)
    found[some] = np.nanmedian(weeks[:, some], axis=0)
    return found


def _ink(number: int, count: int) -> Tint:
    """Return the tint of a period: grey, the latest darkest."""
    return Tint(style.mix(style.OUTLINE, style.PAPER, 0.80 - 0.62 * number / max(count - 1, 1)))


def draw(record: Reading, path: Path) -> Path:
    """Draw both maps to `path`."""
    ground, taken = load_backdrop(), taken_in(record)
    odds = odds_of(taken)
    figure = style.page(_HEIGHT)
    style.title_block(figure, _title(odds, ground), _subtitle(record))
    sheet = furniture.canvas(figure)
    _how_often(figure, sheet, odds, ground)
    _when(figure, sheet, record, taken, ground)
    _flows(figure, sheet, flows(taken, ground))
    style.footer(figure, _foot(record))
    return png.save(figure, path, title=_title(odds, ground), description=alt(record))


def _open(figure: Figure, left: float, heading: str) -> Plate:
    style.put(figure, (left, _TOP - 0.12), heading, style.HEADING, weight=600)
    return open_plate(figure, (left, _TOP), _WIDE, SMALL, weight=0.75)


def _how_often(figure: Figure, sheet: Plate, odds: NDArray[np.float64], ground: Backdrop) -> None:
    """Draw on the left how often the holder changes."""
    left = style.MARGIN
    plate = _open(figure, left, "How often: share of runs with a new holder")
    spots, _ = lay_out(plate, "few", ground.places)
    keys = np.digitize(odds, [step - 1e-9 for step in _STEPS])
    paint_tints(plate, ground, keys, _TINTS)
    draw_names(plate, spots)
    furniture.scale_bar(plate, 250, -284, 100)
    base = _TOP + _HIGH + 0.20
    for number, (tint, text) in enumerate(zip(_TINTS, _CLASSES, strict=True)):
        _sample(figure, sheet, (left + 1.16 * (number % 3), base + 0.18 * (number // 3)), tint, text)


def _when(figure: Figure, sheet: Plate, record: Reading, taken: Taken, ground: Backdrop) -> None:
    """Draw on the right the period of the change, where at least half of the runs have one."""
    left, found = style.MARGIN + _WIDE + _GAP, periods(record.start, record.weeks)
    plate = _open(figure, left, "When: median date of the runs in which it changed")
    week, shown = median_week(taken), odds_of(taken) >= LIKELY - 1e-9
    keys = np.where(shown, 1 + period_of(np.nan_to_num(week), found), 0)
    tints = [_PAPER, *(_ink(number, len(found)) for number in range(len(found)))]
    drawn = paint_tints(plate, ground, keys, tints, list(range(len(tints))))
    spots, boxes = lay_out(plate, "few", ground.places)
    draw_names(plate, spots, dots_only=True)
    dots = Boxes(boxes.width, boxes.height, boxes.taken[: len(spots)])
    for number, part in parts_of(drawn, list(range(len(tints)))):
        if number and part.area > _NUMBERED_FROM:
            write_inside(plate, Word(str(number), 7.0, style.INK), roomy(part), dots, inside=None)
    base = _TOP + _HIGH + 0.20
    for number, period in enumerate(found):
        spot = (left + 1.72 * (number % 2), base + 0.18 * (number // 2))
        _sample(figure, sheet, spot, tints[number + 1], f"{number + 1}  {period.words}")


def _sample(figure: Figure, sheet: Plate, spot: tuple[float, float], tint: Tint, text: str) -> None:
    left, base = spot
    path = furniture.rectangle(72 * left, sheet.extent.north - 72 * (base + 0.02), 15.0, 9.0)
    fill_tint(sheet, path, tint)
    furniture.edge(sheet, path, style.RULE)
    style.put(figure, (left + 0.26, base), text, style.TEXT)


def _flows(figure: Figure, sheet: Plate, listed: list[Flow]) -> None:
    """Write under the maps who took what of whom: means over runs, and where nine of ten runs lie."""
    left, top, put = style.MARGIN, _TOP + _HIGH + 0.84, style.put
    put(figure, (left, top), "Who took what", style.HEADING, weight=600)
    note = "mean over runs (90 % of runs), most people first"
    room = style.text_size("Who took what", style.HEADING, 600)[0] / 72 + 0.10
    put(figure, (left + room, top), note, style.TEXT, colour=style.SECOND)
    for number, flow in enumerate(listed[:_ROWS]):
        x, base = left + (_WIDE + _GAP) * (number % 2), top + 0.22 + 0.19 * (number // 2)
        furniture.swatch(sheet, (72 * x, sheet.extent.north - 72 * (base + 0.02)), SIDES[flow.after], (12.0, 9.0))
        names = f"{style.look(flow.after).short} from {style.look(flow.before).short}"
        put(figure, (x + 0.24, base), names, style.TEXT)
        put(figure, (x + 1.60, base), f"area {_spread(flow.area)}", style.TEXT)
        put(figure, (x + 2.50, base), f"people {_spread(flow.people)}", style.TEXT)


def _spread(values: NDArray[np.float64]) -> str:
    low, high = (f"{100 * each:.0f}" for each in np.percentile(values, (5, 95)))
    mean = float(values.mean())
    told = f"{'<1' if mean < 0.005 else f'{100 * mean:.0f}'} %"
    return told if low == high else f"{told} ({low} to {high})"


def _title(odds: NDArray[np.float64], ground: Backdrop) -> str:
    share = float(ground.area[odds >= LIKELY - 1e-9].sum() / ground.area.sum())
    if not share:
        return "Nowhere did the holder change in half of the runs or more"
    return f"On {words.percent(share)} of the area the holder changed in half of the runs or more"


def _subtitle(record: Reading) -> str:
    ends = f"{words.day(date_of(0, record.start))} to {words.day(date_of(record.weeks, record.start))}"
    return words.subtitle(record, words.sample(record), ends)


def _foot(record: Reading) -> list[str]:
    return [
        "Compared are start and end of each run; the date is that on which the holder of the end took it for good.",
        "Right: paper where under half of the runs have a new holder. People: where they lived at the end of 2015.",
        *words.few(record),
        words.spread_between(record),
        *words.limits(record, start=True),
    ]


def alt(record: Reading) -> str:
    """Say in words what the maps show."""
    ground, taken = load_backdrop(), taken_in(record)
    said = [
        f"{style.look(flow.after).short} from {style.look(flow.before).short} {_spread(flow.area)}"
        for flow in flows(taken, ground)[:_ROWS]
    ]
    listed = f" Mean share of the area that each took: {', '.join(said)}." if said else ""
    return f"{_title(odds_of(taken), ground)}. Maps of how often and when it changes, {words.told(record)}.{listed}"


def table(record: Reading) -> Table:
    """Return the header and rows of the table behind the maps: every region, how often it changes, and when."""
    ground, taken = load_backdrop(), taken_in(record)
    odds, week = odds_of(taken), median_week(taken)
    header: Sequence[str] = (
        "region", "name", "area_km2", "people_2015", "p_new_holder", "median_week", "median_date",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[object]]:
        for region, name in enumerate(ground.ids):
            facts = (f"{ground.area[region]:.2f}", f"{ground.population[region]:.0f}", f"{odds[region]:.4g}")
            some = bool(odds[region])
            when = (f"{week[region]:.4g}", date_of(int(week[region]), record.start)) if some else ("", "")
            yield (name, ground.names[region], *facts, *when)

    return header, rows()
