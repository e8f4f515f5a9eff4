"""Relations and agreements: how two powers stand, which truces hold and how well, and what talks have room for.

Owns this picture. Knows nothing of who agreed when (see the timelines); what is counted, see `accords`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.accords import panels_of, silent
from sim.reports.curves.events import event_key, event_numbers
from sim.reports.curves.lines import Panel, ending, table_of, when_of
from sim.reports.curves.sheet import Sheet, lift_of
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "agreements"
FIRST = False
"""Whether `theatre run` draws it too."""

_LEFTS, _WIDE, _HIGH, _ROW, _TOP = (0.50, 4.02), 2.16, 0.86, 1.60, 1.44


def fits(record: Reading) -> bool:
    """Say whether any relation or agreement changes."""
    return bool(panels_of(record))


def draw(record: Reading, path: Path) -> Path:
    """Draw relations, truces and room for deals to `path`."""
    shown = panels_of(record)
    rows = math.ceil(len(shown) / 2)
    top = _TOP - lift_of(record)
    sheet = Sheet(style.page(top + _ROW * rows + 0.28), record)
    title = _title(record)
    style.title_block(sheet.figure, title, sheet.subtitle())
    event_key(sheet, (style.MARGIN, 0.86))
    for number, panel in enumerate(shown):
        row, column = divmod(number, 2)
        _panel(sheet, panel, (_LEFTS[column], top + _ROW * row, _WIDE, _HIGH))
    style.footer(sheet.figure, list(sheet.foot(*_notes(record))))
    return png.save(sheet.figure, path, title=title, description=alt(record))


def _panel(sheet: Sheet, panel: Panel, box: tuple[float, float, float, float]) -> None:
    left, top, wide, _ = box
    style.put(sheet.figure, (left, top - 0.30), panel.title, style.TEXT + 0.8, weight=600)
    style.put(sheet.figure, (left, top - 0.185), panel.note, style.FOOT, colour=style.SECOND)
    low, high = _scale(sheet, panel)
    step = panels.nice_step(high - low, 4 if panel.unit != "pairs" else 3)
    step = max(step, 1.0) if panel.unit in ("pairs", "count") else step
    axes = panels.panel(sheet.figure, box, days=sheet.days, low=low, top=high, step=step)
    axes.tick_params(axis="y", pad=4)
    for line in panel.lines:
        sheet.curve(axes, line.shown, line.colour, 1.4, first=line.first)
    event_numbers(sheet, axes, wide)
    panels.time_axis(axes, sheet.start, sheet.days)
    ends = []
    for line in panel.lines:
        last = line.values[:, -1]
        name = f"{line.name} " if line.colour != style.INK else ""  # a line of nobody in particular needs no name
        ends.append((float(np.median(last)), f"{name}{_end(panel, last)}", line.colour, line.text))
    panels.end_labels(axes, sheet.days, ends, gap=(high - low) * 0.16)


def _end(panel: Panel, last: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    """Write the middle of the last values."""
    value = float(np.median(last))
    if panel.unit in ("pairs", "count") and value % 1:  # between two runs, half of one
        return f"{value:.1f}"
    return f"{value:.2f}".replace("-", "−") if panel.unit == "-1..1" else words.about(value)


def _scale(sheet: Sheet, panel: Panel) -> tuple[float, float]:
    """Return the ends of a panel's axis: zero, what is drawn, and a little room."""
    high, low = sheet.top_of(panel.lines), sheet.low_of(panel.lines)
    if panel.unit in ("pairs", "count"):
        high = max(high, 1.0)
    high, low = max(high, 0.0), min(low, panel.low)
    room = 0.06 * (high - low) or 1.0
    return (low - room if low < panel.low else panel.low), high + room


def _title(record: Reading) -> str:
    """State whether a truce is in force at the end; without that, how the powers stand."""
    every = {panel.key: panel for panel in (*panels_of(record), *silent(record))}
    when = words.month(when_of(record, record.weeks))
    if truces := every.get("truces"):
        share = float((truces.lines[0].values[:, -1] > 0).mean())
        told = f"{'a' if share else 'no'} truce or agreement was in force"
        if record.runs == 1:
            return f"In this run {told} in {when}"
        whole = "any run" if share == 0 else "all runs" if share == 1 else f"{words.percent(share)} of runs"
        return f"In {when} {told} in {whole}"
    if relation := every.get("relation"):
        value = _end(relation, relation.lines[0].values[:, -1])
        return f"{words.within(record)} the relation of US and Russia stood at {value} in {when}"
    return f"Relations and agreements to {when}"


def _inside(title: str) -> str:
    """Write a title as it stands inside a sentence: small, but for names such as US."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _notes(record: Reading) -> Iterator[str]:
    if record.runs > 1:
        yield "Numbers at the lines' ends: median of the last week."
    quiet = [_inside(panel.title) for panel in silent(record)]
    if quiet:
        yield f"Not drawn, because nothing changed in any week: {words.listed(quiet)}."
    yield "Talks: one side of the table is the regime, the other the party named."


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    parts = []
    for panel in panels_of(record):
        listed = ", ".join(
            f"{line.name} {ending(line, digits='plain' if panel.unit == '-1..1' else 'about')}" for line in panel.lines
        )
        parts.append(f"{panel.title} ({panel.note}): {listed}")
    return f"{_title(record)}. {words.told(record)}. At the end: {'; '.join(parts)}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of relations and agreements by week."""
    return table_of(record, panels_of(record))
