"""Who is stretched: each side's garrison men against the task of its land, its morale and its men, week by week.

Owns this picture. Knows no maps; what is counted, see `stretch`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sim.reports import png, style, words
from sim.reports.curves.grid import draw_grid, height_of, rows_of
from sim.reports.curves.lines import Panel, ending, table_of, when_of
from sim.reports.curves.sheet import Sheet
from sim.reports.curves.stretch import SIDES, STRETCHED, panels_of
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "coverage"
FIRST = False
"""Whether `theatre run` draws it too."""


def fits(record: Reading) -> bool:
    """Say whether the record measures coverage."""
    return any(panel.key == "coverage" for panel in panels_of(record))


def draw(record: Reading, path: Path) -> Path:
    """Draw coverage, morale and men of each side to `path`."""
    shown = panels_of(record)
    sheet = Sheet(style.page(height_of(record, shown)), record)
    style.title_block(sheet.figure, _title(record, shown), sheet.subtitle())
    draw_grid(sheet, shown, {key: _ends(shown, key) for key in SIDES if key in rows_of(shown)})
    style.footer(sheet.figure, list(sheet.foot(*_notes(sheet))))
    return png.save(sheet.figure, path, title=_title(record, shown), description=alt(record))


def _ends(shown: Sequence[Panel], key: str) -> list[str]:
    """Return what each column says of a side at the end."""
    out = []
    for panel in shown:
        line = next((line for line in panel.lines if line.key == key), None)
        if line is None:
            out.append("none")
        elif panel.unit == "per cent":
            out.append(f"{ending(line, unit=' %')}")
        else:
            out.append(ending(line, digits="plain" if panel.unit == "multiplier" else "about"))
    return out


def _title(record: Reading, shown: Sequence[Panel]) -> str:
    """State how many sides end with fewer men than their land asks for."""
    lines = next(panel.lines for panel in shown if panel.key == "coverage")
    short = [line.name for line in lines if float(np.median(line.values[:, -1])) < STRETCHED]
    when = words.month(when_of(record, record.weeks))
    if not short:
        told = f"{words.within(record)} every side had the garrison men that its land asked for"
        return style.title_of(f"{told} in {when}", told)
    who = f"{len(short)} of {len(lines)} sides" if len(short) < len(lines) else f"all {len(lines)} sides"
    told = f"{words.within(record)} {who} had fewer garrison men than their land asked for"
    return style.title_of(f"{told} in {when}", told)


def _notes(sheet: Sheet) -> Iterator[str]:
    yield "Numbers above a panel: the last week" + (", median (90 % of runs)." if sheet.many else ".")
    yield "Dashed: 100 %, the men that land, roads, people and fronts ask for; below it a side is stretched."
    yield "One scale down each column; men in thousands."
    if sheet.events:
        yield "Dotted: events, listed above."
    if "us" in rows_of(panels_of(sheet.record)):
        yield "US: one post with a wide zone around it."


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    shown = panels_of(record)
    lines = next(panel.lines for panel in shown if panel.key == "coverage")
    listed = ", ".join(f"{line.name} {ending(line, unit=' %')}" for line in lines)
    told = f"{_title(record, shown)}. {words.told(record)}"
    return f"{told}. Garrison men as a share of those their land asks for, at the end: {listed}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of coverage, morale and men by week and side."""
    return table_of(record, panels_of(record))
