"""Who fled: people who left their region each week, and since the start, with those who left the country.

They are civilians, so all of it is in ink. Weekly curves show the centred mean over three weeks, the table the raw
weeks. Owns this picture. Knows no maps; what is counted, see `flight`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.events import event_words
from sim.reports.curves.flight import panels_of
from sim.reports.curves.lines import Panel, ending, table_of
from sim.reports.curves.sheet import Sheet
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "displacement"
FIRST = False
"""Whether `theatre run` draws it too."""

_LEFT, _WIDE = 0.52, 5.50
_FLED, _LEFT_COUNTRY = style.CIVILIANS, style.mix(style.CIVILIANS, style.PAPER, 0.42)


def fits(record: Reading) -> bool:
    """Say whether the record counts who fled."""
    return bool(panels_of(record))


def draw(record: Reading, path: Path) -> Path:
    """Draw who fled by week and since the start to `path`."""
    weekly, sums = panels_of(record)
    sheet = Sheet(style.page(5.62), record)
    title = _title(record)
    style.title_block(sheet.figure, title, sheet.subtitle())
    _weekly(sheet, weekly)
    _sums(sheet, sums)
    notes = (
        "Weekly curve: centred mean over three weeks; raw weeks in the table.",
        "Flight is counted by move: who fled twice counts twice; guests who went home are not taken off.",
        "No series of the displaced is in the project’s record, so none is drawn beside the model.",
    )
    style.footer(sheet.figure, list(sheet.foot(*notes)))
    return png.save(sheet.figure, path, title=title, description=alt(record))


def _unit(high: float) -> tuple[float, str]:
    """Return the unit of an axis and its name."""
    for unit, name in ((1e6, "millions"), (1e3, "thousands")):
        if high >= 2 * unit:
            return unit, name
    return 1.0, "people"


def _weekly(sheet: Sheet, panel: Panel) -> None:
    values = panels.smooth(panel.lines[0].values)
    high = max(float(panels.bands(values)[4].max()), 1.0) * 1.04
    unit, name = _unit(high)
    style.put(sheet.figure, (style.MARGIN, 0.90), f"{panel.title}, {name}", style.HEADING, weight=600)
    top = 1.42 - sheet.lift  # the room of the events' words goes to the curve where there are none
    box = (_LEFT, top, _WIDE, 2.77 - top)
    step = panels.nice_step(high)
    axes = panels.panel(sheet.figure, box, days=sheet.days, top=high, step=step, unit=unit)
    sheet.curve(axes, values, _FLED, 1.6, at=0.5)
    event_words(sheet, axes, box[2], box[3])
    panels.time_axis(axes, sheet.start, sheet.days)
    two = ("median, 50 %", "and 90 % of runs") if sheet.many else ("this run, mean", "over three weeks")
    sheet.key((6.16, top - 0.02), lines=two)


def _sums(sheet: Sheet, panel: Panel) -> None:
    high = max(sheet.top_of(panel.lines), 1.0) * 1.04
    unit, name = _unit(high)
    heading = f"Since {words.day(sheet.start)}, {name} ({panel.note})"
    style.put(sheet.figure, (style.MARGIN, 3.32), heading, style.HEADING, weight=600)
    box = (_LEFT, 3.48, 4.20, 1.20)
    axes = panels.panel(sheet.figure, box, days=sheet.days, top=high, step=panels.nice_step(high), unit=unit)
    ends = []
    for line, colour in zip(panel.lines, (_FLED, _LEFT_COUNTRY), strict=False):
        sheet.curve(axes, np.pad(line.values, ((0, 0), (1, 0))), colour, 1.5, at=0.0)
        ends.append((float(np.median(line.values[:, -1])), f"{line.name}  {ending(line)}", colour, style.INK))
    panels.time_axis(axes, sheet.start, sheet.days)
    panels.end_labels(axes, sheet.days, ends, gap=high * 0.12, leader=0.04)


def _title(record: Reading) -> str:
    """State how often people fled, and how many left the country."""
    lines = panels_of(record)[-1].lines
    fled, *left = (words.about(float(np.median(line.values[:, -1]))) for line in lines)
    abroad = f"; {left[0]} left the country" if left else ""
    told = f"{words.within(record)} people fled about {fled} times"
    return style.title_of(f"{told} in {words.weeks(record.weeks)}{abroad}", f"{told}{abroad}")


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    listed = "; ".join(f"{line.name}: {ending(line)}" for line in panels_of(record)[-1].lines)
    return f"{_title(record)}. {words.told(record)}. Since the start, {listed}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the raw weeks and the sums since the start."""
    return table_of(record, panels_of(record))
