"""The curves of the page as plain data: what each line counts, in which colour, with its bands.

Owns that list and its words. Knows nothing of how a browser draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.record.record import Record
from sim.reports import style, words
from sim.reports.curves import deaths, panels
from sim.reports.page.numbers import rounded

__all__ = ["charts_of", "events_of"]

Floats = NDArray[np.float64]

_LEAST = 0.004
"""Holders below this share all the time are left out of the curves."""


def events_of(record: Record) -> list[list[Any]]:
    """Return the dated events that are marked on every time axis: days from the start, and words."""
    end = record.start + timedelta(weeks=record.weeks)
    return [[(when - record.start).days, label] for when, label in deaths.events_of(record, record.start, end)]


def charts_of(record: Record) -> list[dict[str, Any]]:
    """Return all charts in the order of the page."""
    dead = deaths.groups_of(record)
    charts = [_civilians(dead), *_fighters(dead), _all(record, dead), _sum(dead), *_land(record)]
    charts += [_fled(record)] if _known(record, "displaced") else []
    charts += [chart] if (chart := _stretched(record))["lines"] else []
    return charts


def _known(record: Record, name: str) -> bool:
    return name in record.series and bool(np.isfinite(record.series[name]).any())


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
    end = record.start + timedelta(weeks=record.weeks)
    boxes = [
        [(each.first - record.start).days, (each.last - record.start).days, round(each.low), round(each.high)]
        for each in deaths.observed_months(record.start, end)
    ]
    said = " Boxes: recorded months, lowest to highest count." if boxes else ""
    apart = f" {words.KEPT_APART}" if deaths.kept_apart(record.start, end) else ""
    return _chart(
        "all", "All killed", "people a week", [_line("All", panels.smooth(dead["all"]), deaths.GROUPS[0])],
        note=f"Mean over three weeks.{said}{apart}", boxes=boxes, wide=True, at=0.5,
    )  # fmt: skip


def _civilians(dead: dict[str, Floats]) -> dict[str, Any]:
    """Return civilians killed a week."""
    group = deaths.GROUPS[0]
    return _chart(
        "civilians", "Civilians killed", "people a week", [_line(group.name, panels.smooth(dead[group.name]), group)],
        note="Mean over three weeks.", wide=True, at=0.5,
    )  # fmt: skip


def _fighters(dead: dict[str, Floats]) -> list[dict[str, Any]]:
    """Return a small chart for the fighters of each party, all on one scale."""
    return [
        _chart(
            f"dead-{number}", group.name, "people a week", [_line(group.name, panels.smooth(dead[group.name]), group)],
            small="Fighters killed", at=0.5,
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


def _holders(record: Record, series: str) -> list[dict[str, Any]]:
    found = []
    for side in style.LEGEND_ORDER:
        name = f"{series}.{side}"
        if _known(record, name) and float(np.nanmax(record.series[name])) > _LEAST:
            look = style.FACTION[side]
            found.append(_line(look.short, 100.0 * record.series[name], look))
    return found


def _land(record: Record) -> list[dict[str, Any]]:
    return [
        _chart("area", "Land", "% of the country", _holders(record, "area"), note="Counts empty desert.", at=1.0),
        _chart(
            "people", "People", "% of the homes of 2015", _holders(record, "population"),
            note="Where people lived, not who fled.", at=1.0,
        ),
    ]  # fmt: skip


def _fled(record: Record) -> dict[str, Any]:
    line = _line("fled", record.series["displaced"], deaths.GROUPS[0])
    return _chart("fled", "People who fled their region", "people a week", [line], at=0.5)


def _stretched(record: Record) -> dict[str, Any]:
    """Return how far each side's local men meet its garrison task: below 1 it is stretched."""
    lines = []
    for side in style.LEGEND_ORDER:
        name = f"coverage.{side}"
        area = record.series.get(f"area.{side}")
        if not _known(record, name) or area is None or float(np.nanmax(area)) < _LEAST:
            continue
        look = style.FACTION[side]
        values = record.series[name]
        lines.append(_line(look.short, np.median(values, axis=0, keepdims=True), look))
    return _chart(
        "coverage", "How stretched the garrisons are", "men over task", lines, mark=1.0, top=3.0,
        note="Below 1 a side has fewer local men than its land asks for." + (" Medians." if record.runs > 1 else ""),
        at=1.0,
    )  # fmt: skip
