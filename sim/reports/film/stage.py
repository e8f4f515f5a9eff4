"""The fixed layers of a film, each drawn once: the page, what lies over the colours of the map, and the whole curves.

Owns the sizes and places of a picture. Knows nothing of any one week: see `scene`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.calendar import monday
from sim.reports import style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.areas import OUTSIDE, draw_areas
from sim.reports.atlas.backdrop import ORDER, SMALL, Backdrop, draw_below, draw_lines, load_backdrop
from sim.reports.atlas.labels import Box, draw_names, lay_out
from sim.reports.atlas.plate import open_plate
from sim.reports.curves import panels
from sim.reports.curves.deaths import events_of
from sim.reports.film.reel import Reel

__all__ = [
    "BARS", "COLUMN", "DPI", "EXTENT", "HEIGHT", "HIGH", "MAP", "SCALE", "TELL", "WIDE", "Panel", "Stage", "pixel",
    "stage_of",
]  # fmt: skip

DPI = 140
HEIGHT = 4.6
"""Height of the picture [inches]; its width is that of every page."""
WIDE, HIGH = round(style.WIDTH * DPI), round(HEIGHT * DPI)
"""Size [pixels], both even."""

EXTENT = SMALL
_MAP_SPOT, _MAP_WIDE = (style.MARGIN, 0.60), 3.72
MAP = (
    round(DPI * _MAP_SPOT[0]),
    round(DPI * _MAP_SPOT[1]),
    round(DPI * (_MAP_SPOT[0] + _MAP_WIDE)),
    round(DPI * (_MAP_SPOT[1] + _MAP_WIDE * EXTENT.high / EXTENT.wide)),
)
"""Left, top, right, bottom of the map [pixels]."""
SCALE = (MAP[2] - MAP[0]) / EXTENT.wide
"""Pixels a kilometre."""

COLUMN = (4.06, style.WIDTH - style.MARGIN)
"""Left and right of the column beside the map [inches]."""
BARS = (0.91, 1.09)
"""Tops of the bars of area and people [inches]."""
TELL = (1.68, 0.68)
"""Width and height of the corner of the map in which is told what happened [inches]."""
_AXES = (4.34, 2.32)
"""Left and width of the curves [inches]."""
_TOPS = ((1.60, 0.58), (2.50, 0.50), (3.31, 0.54))
_NOTE = 0.10
_WEIGHT = 0.75


def pixel(inches: float) -> int:
    """Return a length in whole pixels."""
    return round(inches * DPI)


@dataclass(frozen=True)
class Panel:
    """Hold where a panel of curves stands [pixels] and the value at its top."""

    left: float
    top: float
    wide: float
    high: float
    value: float

    def spot(self, share: float, value: float) -> tuple[float, float]:
        """Return the pixel of a value at a share 0..1 of the time."""
        return self.left + share * self.wide, self.top + self.high * (1.0 - value / self.value)


Pixels = Annotated[NDArray[np.uint8], "[height, width, 3 or 4]"]


@dataclass(frozen=True, eq=False)
class Stage:
    """Hold the fixed layers as pixels."""

    page: Pixels
    """All that never changes, with empty panels; RGB."""
    curves: Pixels
    """The same page with the curves drawn to their ends; RGB."""
    above: Pixels
    """What lies over the colours of the map; RGBA, the size of the map."""
    panels: tuple[Panel, Panel, Panel]
    """Dead a week, civilians since the start, land."""
    taken: list[Box]
    """What names of areas must not hit [points from the map's lower left corner]."""
    point: float
    """Pixels a point."""


def _rgba(figure: Figure) -> Pixels:
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba(), dtype=np.uint8)  # type: ignore[attr-defined]


def stage_of(reel: Reel) -> Stage:
    """Draw the fixed layers of a film."""
    ground = load_backdrop()
    figure = style.page(HEIGHT, dpi=DPI)
    plate = open_plate(figure, _MAP_SPOT, _MAP_WIDE, EXTENT, weight=_WEIGHT)
    draw_below(plate, ground)
    _words(figure, reel)
    _legend(figure, reel)
    drawn = _panels(figure, reel)
    page = _rgba(figure)[..., :3]
    for axes, curve in zip(drawn, (_killed, _toll, _land), strict=True):
        _events(axes, reel)
        curve(axes, reel)
    curves = _rgba(figure)[..., :3]
    above, taken = _above(ground)
    placed = tuple(
        Panel(DPI * _AXES[0], DPI * top, DPI * _AXES[1], DPI * high, float(axes.get_ylim()[1]))
        for axes, (top, high) in zip(drawn, _TOPS, strict=True)
    )
    return Stage(page, curves, above, (placed[0], placed[1], placed[2]), taken, DPI / 72)


def _above(ground: Backdrop) -> tuple[Pixels, list[Box]]:
    """Draw lines, outline and names on nothing; return the layer and the boxes of its names."""
    figure = style.page(HEIGHT, dpi=DPI)
    figure.patch.set_alpha(0)
    plate = open_plate(figure, _MAP_SPOT, _MAP_WIDE, EXTENT, weight=_WEIGHT)
    plate.axes.patches[0].remove()  # the sea lies below the colours
    draw_lines(plate, ground, roads=False)
    drawn = draw_areas(ground.mesh, np.zeros(len(ground.ids), dtype=np.int64))
    outline = [arc for arc, pair in zip(drawn.arcs, drawn.arc_keys, strict=True) if OUTSIDE in pair]
    plate.lines(outline, style.OUTLINE, 1.3, ORDER["outline"])
    furniture.neighbours(plate)
    spots, boxes = lay_out(plate, "few", ground.places)
    draw_names(plate, spots)
    furniture.scale_bar(plate, -8, -293, 100, size=style.SMALL)
    left, top, right, bottom = MAP
    return _rgba(figure)[top:bottom, left:right], boxes.taken


def _words(figure: Figure, reel: Reel) -> None:
    record = reel.record
    scenario = record.scenario
    target = ":".join(str(scenario[key]) for key in ("id", "variant") if scenario.get(key))
    title = style.fitted(str(scenario.get("title") or target or "A run"), 13.0, 0.8 * style.WIDTH)
    style.put(figure, (style.MARGIN, 0.26), title, 13.0, weight=600)
    months = words.period(reel.date(0), reel.date(reel.weeks))
    lines = ["  ·  ".join(each for each in (target, words.sample(record), months) if each), words.changed(record)]
    for number, line in enumerate(lines):
        text = style.fitted(line, style.TEXT, style.WIDTH - 2 * style.MARGIN)
        style.put(figure, (style.MARGIN, 0.42 + 0.125 * number), text, style.TEXT, colour=style.SECOND)
    for top, text in zip(BARS, ("area", "people"), strict=True):
        style.put(figure, (COLUMN[0], top + 0.105), text, style.SMALL, colour=style.SECOND)
    style.footer(figure, list(_foot(reel)), bottom=0.08)


def _foot(reel: Reel) -> Iterator[str]:
    sample = words.sample(reel.record)
    if reel.many:
        yield f"Most likely holder in the model, {sample}: not history."
        kind = "luck and drawn numbers" if words.ignorant(reel.record) else "luck alone"
        yield f"Bands: 50 and 90 % of runs ({kind}); bars: mean of the runs."
    else:
        yield f"One run of the model, {sample.removeprefix('one run, ')}: not history; read no single front from it."
    yield "Colours change over two weeks; dead a week: mean of three; battles are left out."
    yield words.misses(reel.record)
    yield "Sources: Natural Earth, GeoNames, Wikipedia, census of 2004; scenario.yaml."
    yield words.BOUNDARIES
    yield words.CANNOT_SAY


def _legend(figure: Figure, reel: Reel) -> None:
    """Draw who holds it, and what pale means, in one line under map and curves."""
    sheet = furniture.canvas(figure)
    note = "pale: under 7 of 10 runs" if reel.many else "pale: empty country"
    names = [*(style.FACTION[side].name for side in reel.sides), note]
    size = style.SMALL
    room = style.WIDTH - 2 * style.MARGIN
    while size > 4.0 and sum(0.34 + style.text_size(name, size)[0] / 72 for name in names) > room:
        size -= 0.1
    left, base = style.MARGIN, 4.16
    for number, name in enumerate(names):
        spot = (72 * left, sheet.extent.north - 72 * (base + 0.02))
        if number < len(reel.sides):
            furniture.swatch(sheet, spot, reel.sides[number], (13.0, 8.6), plain=True)
        else:
            first = [*reel.sides, reel.sides[0]][:2]
            for shift, side in enumerate(first):
                furniture.swatch(sheet, (spot[0] + 6.5 * shift, spot[1]), side, (6.5, 8.6), letter=False, thin=True)
        style.put(figure, (left + 0.21, base), name, size)
        left += 0.34 + style.text_size(name, size)[0] / 72


_HEADS = ("Killed a week", "Civilians killed since the start", "Share of the area, %")


def _panels(figure: Figure, reel: Reel) -> list[Axes]:
    """Open the three panels, empty."""
    days = 7.0 * reel.weeks
    tops = (reel.killed[4].max(), reel.toll[4].max(), max(100 * five[4].max() for five in reel.land.values()))
    out = []
    for (top, high), value, head in zip(_TOPS, tops, _HEADS, strict=True):
        style.put(figure, (COLUMN[0], top - _NOTE), head, style.TEXT + 0.4, weight=600)
        most = max(float(value) * 1.06, 1.0)
        box = (_AXES[0], top, _AXES[1], high)
        axes = panels.panel(figure, box, days=days, top=most, step=panels.nice_step(most, 3))
        panels.time_axis(axes, monday(reel.record.start), days, words=head == _HEADS[-1])
        out.append(axes)
    keys = ((style.QUIET, "all"), (style.CIVILIANS, "civilians"))
    left = COLUMN[0] + style.text_size(_HEADS[0], style.TEXT + 0.4, 600)[0] / 72 + 0.14
    for colour, text in keys:
        style.put(figure, (left, _TOPS[0][0] - _NOTE), text, style.TEXT, weight=600, colour=colour)
        left += style.text_size(text, style.TEXT, 600)[0] / 72 + 0.12
    return out


def _events(axes: Axes, reel: Reel) -> None:
    """Mark the weeks of the scenario's own events by dotted lines."""
    start = monday(reel.record.start)
    for when, _ in events_of(reel.record, reel.date(0), reel.date(reel.weeks)):
        axes.axvline(panels.days_from(start, when), color=style.SECOND, lw=0.6, ls=(0, (1.2, 2.2)), zorder=0.5)


def _killed(axes: Axes, reel: Reel) -> None:
    days = panels.day_numbers(reel.weeks, at=0.5)
    for five, line, width in ((reel.killed, style.QUIET, 1.1), (reel.civilians, style.CIVILIANS, 1.4)):
        if reel.many:
            panels.fan(axes, days, five, line, width=width)
        else:
            axes.plot(days, five[2], color=line, lw=width, zorder=4, solid_joinstyle="round")


def _toll(axes: Axes, reel: Reel) -> None:
    days = np.arange(reel.weeks + 1, dtype=np.float64) * 7.0
    if reel.many:
        panels.fan(axes, days, reel.toll, style.CIVILIANS, width=1.5)
    else:
        axes.fill_between(days, 0, reel.toll[2], color=style.mix(style.CIVILIANS, style.PAPER, 0.86), lw=0, zorder=1)
        axes.plot(days, reel.toll[2], color=style.CIVILIANS, lw=1.5, zorder=4)


def _land(axes: Axes, reel: Reel) -> None:
    days = np.arange(reel.weeks + 1, dtype=np.float64) * 7.0
    for side in reversed(list(reel.land)):
        line = style.FACTION[side].line
        if reel.many:
            panels.fan(axes, days, 100 * reel.land[side], line, width=1.2)
        else:
            axes.plot(days, 100 * reel.land[side][2], color=line, lw=1.3, zorder=4)
