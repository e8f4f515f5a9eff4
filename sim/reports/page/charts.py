"""The curves of the page as plain data: what each line counts, in which colour, with its bands.

Owns that list and its words. Knows nothing of how a browser draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calendar import date_of
from sim.record.record import Record
from sim.reports import words
from sim.reports.curves import accords, backing, deaths, flight, land, panels, stretch
from sim.reports.curves.lines import Line, Panel
from sim.reports.page.numbers import rounded

__all__ = ["charts_of", "events_of"]

Floats = NDArray[np.float64]

_CALM = "Mean over three weeks."


def events_of(record: Record) -> list[list[Any]]:
    """Return the dated events that are marked on every time axis: days from the start, and words."""
    start, end = _span(record)
    return [[(when - start).days, label] for when, label in deaths.events_of(record, start, end)]


def _span(record: Record) -> tuple[date, date]:
    """Return the Monday on which the first week begins, and the one after the last week."""
    return date_of(0, record.start), date_of(record.weeks, record.start)


_MOST_FANS = 6
"""Lines of one chart beyond which only medians are shown: more fans hide each other."""


def charts_of(record: Record) -> list[dict[str, Any]]:
    """Return all charts in the order of the page: the dead, land and people, flight, men, patrons, agreements."""
    dead = deaths.groups_of(record)
    return [
        _civilians(dead), *_fighters(dead), _all(record, dead), _sum(dead),
        *(_of(panel) for panel in land.panels_of(record)),
        *(_of(panel) for panel in flight.panels_of(record)),
        *(_of(panel, row="Who is stretched") for panel in stretch.panels_of(record)),
        *(_of(panel, row="Costs and will of the patrons", small=True) for panel in backing.panels_of(record)),
        *(_of(panel, row="Relations and truces", small=True) for panel in accords.panels_of(record)),
    ]  # fmt: skip


def _of(panel: Panel, *, row: str = "", small: bool = False) -> dict[str, Any]:
    """Return a panel of the printed curves as a chart."""
    fans = len(panel.lines) <= _MOST_FANS
    lines = [_known(line, fans=fans) for line in panel.lines]
    note = (
        panel.note if fans or len(panel.lines[0].values) == 1 else f"{panel.note}; medians" if panel.note else "medians"
    )
    return {
        "key": panel.key, "title": panel.title, "unit": _unit(panel), "lines": lines,
        "note": note[:1].upper() + note[1:] + ("." if note else ""), "row": row, "small": small,
        "at": 0.5 if panel.unit == "people/week" else 1.0,
        "mark": panel.level or 0.0,
    }  # fmt: skip


def _unit(panel: Panel) -> str:
    """Return the unit of a panel, unless its title or note has it."""
    told = f"{panel.title} {panel.note}".lower()
    unit = panel.unit.replace("per cent", "%").replace("/", " a ")
    said = unit in told or unit.split(" a ")[-1] in told or (unit.startswith("%") and "%" in told)
    return "" if said else unit


def _known(line: Line, *, fans: bool) -> dict[str, Any]:
    """Return a line with nothing in the weeks before it is known."""
    many = len(line.values) > 1
    rows = panels.bands(line.values) if many and fans else np.median(line.values, axis=0, keepdims=True)
    rows = rows.astype(np.float64)
    rows[:, : line.first] = np.nan
    return {"name": line.name, "line": line.colour, "text": line.text, "rows": [rounded(row) for row in rows]}


def _line(name: str, values: Floats, look: Any, **more: Any) -> dict[str, Any]:
    """Return one line: its median and bands over runs, or one run as it is."""
    rows = [values[0]] if len(values) == 1 else list(panels.bands(values))
    return {"name": name, "line": look.line, "text": look.text, "rows": [rounded(row) for row in rows], **more}


def _chart(key: str, title: str, unit: str, lines: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": title, "unit": unit, "lines": list(lines), **more}


_SHORT = {
    "Regime and allies": "Regime", "Opposition and HTS": "Opp. + HTS", "SDF and US": "SDF + US",
    "Turkey and Turkey-backed": "Turkey-b.",
}  # fmt: skip
"""Party -> what to call it at the end of a line."""


def _all(record: Record, dead: dict[str, Floats]) -> dict[str, Any]:
    """Return all killed a week, with the recorded range of months that may be shown."""
    start, end = _span(record)
    boxes = [
        [(each.first - start).days, (each.last - start).days, round(each.low), round(each.high)]
        for each in deaths.observed_months(start, end)
    ]
    said = " Boxes: recorded months, lowest to highest count." if boxes else ""
    apart = f" {words.KEPT_APART}" if deaths.kept_apart(start, end) else ""
    return _chart(
        "all", "All killed", "people a week", [_line("All", panels.smooth(dead["all"]), deaths.GROUPS[0])],
        note=f"{_CALM}{said}{apart}", calm=_CALM, boxes=boxes, wide=True, at=0.5,
    )  # fmt: skip


def _civilians(dead: dict[str, Floats]) -> dict[str, Any]:
    """Return civilians killed a week."""
    group = deaths.GROUPS[0]
    return _chart(
        "civilians", "Civilians killed", "people a week", [_line(group.name, panels.smooth(dead[group.name]), group)],
        note=_CALM, calm=_CALM, wide=True, at=0.5,
    )  # fmt: skip


def _fighters(dead: dict[str, Floats]) -> list[dict[str, Any]]:
    """Return a small chart for the fighters of each party, all on one scale."""
    return [
        _chart(
            f"dead-{number}", group.name, "people a week", [_line(group.name, panels.smooth(dead[group.name]), group)],
            row="Fighters killed", small=True, scale="fighters", calm=_CALM, at=0.5,
        )
        for number, group in enumerate(deaths.GROUPS[1:])
        if dead[group.name].any()
    ]  # fmt: skip


def _sum(dead: dict[str, Floats]) -> dict[str, Any]:
    """Return all the dead since the start; a fan for civilians alone, for several fans hide each other."""
    lines = []
    for group in deaths.GROUPS:
        line = _line(group.name, dead[group.name].cumsum(axis=1), group, short=_SHORT.get(group.name, group.name))
        if group is not deaths.GROUPS[0] and len(line["rows"]) > 1:
            line["rows"] = [line["rows"][2]]
        if dead[group.name].any():
            lines.append(line)
    return _chart("sum", "Killed since the start", "people", lines, wide=True, at=1.0)
