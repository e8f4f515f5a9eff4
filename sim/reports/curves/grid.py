"""A grid of small panels: a row for each party, a column for each measure, one common scale down each column.

Owns that layout. Knows nothing of what is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.lines import Line2D

from sim.reports import style
from sim.reports.curves import panels
from sim.reports.curves.events import event_key, event_lines, event_places
from sim.reports.curves.lines import Line, Panel
from sim.reports.curves.sheet import Sheet, lift_of
from sim.reports.reading import Reading

__all__ = ["ROW", "draw_grid", "height_of", "rows_of"]

ROW, _HIGH = 0.82, 0.48
"""Height of a row, and of the axes in it [inches]."""
_TOP, _FOOT = 1.50, 0.92
_LEFT, _RIGHT, _GAP = 0.16, 7.06, 0.10
_NUMBERS = 0.33
"""Room for the numbers at the left of each panel [inches]."""


def rows_of(shown: Sequence[Panel]) -> list[str]:
    """Return the parties of all panels by key, in the order of their lines."""
    return list(dict.fromkeys(line.key for panel in shown for line in panel.lines))


def height_of(record: Reading, shown: Sequence[Panel]) -> float:
    """Return how high a page a grid needs [inches]."""
    return _TOP - lift_of(record) + ROW * len(rows_of(shown)) + _FOOT


def draw_grid(sheet: Sheet, shown: Sequence[Panel], ends: Mapping[str, Sequence[str]]) -> None:
    """Draw the panels as columns and their lines as rows.

    `ends` holds for each party, in the order of the rows, the words above its panels, in the order of the columns;
    where a party has no line they stand alone.
    """
    event_key(sheet, (style.MARGIN, 0.86))
    pitch = (_RIGHT - _LEFT + _GAP) / len(shown)
    wide, first = pitch - _NUMBERS - _GAP, _TOP - sheet.lift
    for column, panel in enumerate(shown):
        left = _LEFT + column * pitch + _NUMBERS
        style.put(sheet.figure, (left, first - 0.35), panel.title, style.TEXT + 0.6, weight=600)
        note = style.fitted(panel.note, style.FOOT, wide + 0.5 * _NUMBERS)
        style.put(sheet.figure, (left, first - 0.235), note, style.FOOT, colour=style.SECOND)
        for number, at in enumerate(event_places(sheet, wide), start=1):
            style.put(
                sheet.figure, (left + at, first - 0.09), str(number), style.FOOT, colour=style.SECOND, align="center"
            )
        lines = {line.key: line for line in panel.lines}
        scale = _scale(sheet, panel)
        for row, (key, told) in enumerate(ends.items()):
            top = first + ROW * row + 0.16
            spot = (left + wide, top - 0.035)
            style.put(sheet.figure, spot, told[column], style.FOOT, colour=style.SECOND, align="right")
            if key in lines:
                _cell(sheet, panel, lines[key], (left, top, wide, _HIGH), scale, dated=row == len(ends) - 1)
    _names(sheet, shown, list(ends))


def _names(sheet: Sheet, shown: Sequence[Panel], rows: Sequence[str]) -> None:
    """Write each party's name above its row, in its colour, under a hair line."""
    named = {line.key: line for panel in shown for line in panel.lines}
    width, height = sheet.figure.get_size_inches()
    for row, key in enumerate(rows):
        at = _TOP - sheet.lift + ROW * row
        ends = ([_LEFT / width, _RIGHT / width], [1 - (at - 0.03) / height] * 2)
        sheet.figure.add_artist(Line2D(*ends, color=style.GRID, lw=0.7))
        spot = (_LEFT, at + 0.11)
        style.put(sheet.figure, spot, named[key].name, style.TEXT + 0.4, weight=600, colour=named[key].text)


def _scale(sheet: Sheet, panel: Panel) -> tuple[float, float]:
    """Return the ends of the common scale of a column."""
    high = max(sheet.top_of(panel.lines), panel.level or 0.0)
    low = min(sheet.low_of(panel.lines), 0.0)
    return low, (high if high > low else low + 1.0) + 0.06 * (high - low)


def _cell(
    sheet: Sheet,
    panel: Panel,
    line: Line,
    box: tuple[float, float, float, float],
    scale: tuple[float, float],
    *,
    dated: bool,
) -> None:
    """Draw one party's line of one measure; `dated` panels have words under their time axis."""
    low, high = scale
    unit = 1000.0 if panel.unit == "men" and high >= 4000 else 1.0
    step = panels.nice_step(high - low, 2)
    if step > high - low:  # no line but zero would be left
        step = panels.nice_step(high - low, 3)
    axes = panels.panel(sheet.figure, box, days=sheet.days, low=low, top=high, step=step, unit=unit, size=style.FOOT)
    if panel.level is not None:
        axes.axhline(panel.level, color=style.INK, lw=0.7, ls=(0, (4, 2)), zorder=3)
    event_lines(sheet, axes)
    sheet.curve(axes, line.shown, line.colour, 1.2, first=line.first)
    panels.time_axis(axes, sheet.start, sheet.days, words=dated)
