"""Costs and will of the patrons: engagement, weariness, cost, worth of consent, odds to leave, money spent.

Owns this picture. Knows nothing of the sides they back; what is counted, see `backing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sim.record.telling import who as parties
from sim.reports import png, style, words
from sim.reports.curves.backing import PATRONS, panels_of, unchanged
from sim.reports.curves.grid import draw_grid, height_of, rows_of
from sim.reports.curves.lines import Panel, ending, table_of
from sim.reports.curves.sheet import Sheet
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "patrons"
FIRST = False
"""Whether `theatre run` draws it too."""


def fits(record: Reading) -> bool:
    """Say whether some patron is in play and measured."""
    return bool(panels_of(record))


def draw(record: Reading, path: Path) -> Path:
    """Draw what staying costs each patron, and what could end it, to `path`."""
    shown = panels_of(record)
    sheet = Sheet(style.page(height_of(record, shown)), record)
    title = _title(record, shown)
    style.title_block(sheet.figure, title, sheet.subtitle())
    draw_grid(sheet, shown, {key: _ends(shown, key) for key in PATRONS if key in rows_of(shown)})
    style.footer(sheet.figure, list(sheet.foot(*_notes(sheet))))
    return png.save(sheet.figure, path, title=title, description=alt(record))


def _ends(shown: Sequence[Panel], key: str) -> list[str]:
    """Return what each column says of a patron at the end."""
    lines = [next((line for line in panel.lines if line.key == key), None) for panel in shown]
    return ["none" if line is None else ending(line, digits="plain") for line in lines]


def _title(record: Reading, shown: Sequence[Panel]) -> str:
    """State what the patrons spent, and in which month."""
    who = words.listed([parties(key) for key in PATRONS if key in rows_of(shown)])
    spent = next((panel for panel in shown if panel.key == "spent"), None)
    weeks = words.weeks(record.weeks)
    if spent is None:
        return f"Costs and will of {who} over {weeks}"
    money = float(np.median(np.sum([line.values[:, -1] for line in spent.lines], axis=0)))
    told = f"{words.within(record)} {who} spent about {_money(money)}"
    return style.title_of(f"{told} in {weeks}", told)


def _money(billions: float) -> str:
    """Write an amount of money given in USD bn in two digits."""
    if billions < 0.995:
        return f"{words.about(1000 * billions)} million USD"
    return f"{billions:.1f} billion USD" if billions < 9.95 else f"{words.about(billions)} billion USD"


def _notes(sheet: Sheet) -> Iterator[str]:
    yield "Numbers above a panel: the last week" + (", median (90 % of runs)." if sheet.many else ".")
    same = unchanged(sheet.record)
    if same:
        listed = words.listed([f"{name.lower()} (at {value:g})" for name, value in same.items()])
        yield f"Not drawn, the same for all in all weeks: {listed}."
    yield "Stake: what the aim is worth to the patron; its consent: what others would give for it."
    yield "Patrons weigh once a month; one scale down each column."
    if sheet.events:
        yield "Dotted: events, listed above."


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    shown = panels_of(record)
    parts = []
    for panel in shown:
        listed = ", ".join(f"{line.name} {ending(line, digits='plain')}" for line in panel.lines)
        parts.append(f"{panel.title} ({panel.note}): {listed}")
    return f"{_title(record, shown)}. {words.told(record)}. At the end: {'; '.join(parts)}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of what is measured of each patron by week."""
    return table_of(record, panels_of(record))
