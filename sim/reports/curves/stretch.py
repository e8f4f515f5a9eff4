"""What the curves of coverage count: how thinly the men of each side stand, their morale and their numbers.

Owns these choices. Knows nothing of drawing. Coverage is garrison men over garrison task (docs/model 3.5); at one, a
side has the men that its land asks for, and below it is stretched.
"""

from __future__ import annotations

import numpy as np

from sim.reports.curves.lines import Line, Panel, known, line_of
from sim.reports.reading import Reading

__all__ = ["SIDES", "STRETCHED", "panels_of"]

STRETCHED = 100.0
"""Per cent of its garrison task below which a side is stretched."""

SIDES = {
    "regime": "Regime",
    "iran": "Iran and militias",
    "opposition": "Opposition",
    "hts": "HTS",
    "sdf": "SDF",
    "is": "IS",
    "turkey": "Turkey-backed",
    "us": "US (Tanf)",
}
"""Parties with men on the ground, in the order of the rows."""

_MEN = ("garrison", "strike")


def panels_of(record: Reading) -> tuple[Panel, ...]:
    """Return coverage, morale, garrison and mobile men of every side that has men in some week of some run."""
    sides = [side for side in SIDES if _has_men(record, side)]
    panels = (
        Panel(
            "coverage", "Men for the task", "per cent", _lines(record, "coverage", sides, 100.0),
            "garrison men, % of those its land asks for", level=STRETCHED, level_name="below: stretched",
        ),
        Panel(
            "morale", "Morale", "multiplier", _lines(record, "morale", sides, 1.0), "1: as usual", level=1.0
        ),
        Panel("garrison", "Garrison men", "men", _lines(record, "garrison", sides, 1.0), "bound to land"),
        Panel("strike", "Mobile men", "men", _lines(record, "strike", sides, 1.0), "to attack and to help"),
    )  # fmt: skip
    return tuple(panel for panel in panels if panel.lines)


def _has_men(record: Reading, side: str) -> bool:
    found = [values for kind in _MEN if (values := known(record, f"{kind}.{side}")) is not None]
    return any(values.any() for values in found)


def _lines(record: Reading, measure: str, sides: list[str], unit: float) -> tuple[Line, ...]:
    """Return a line for each side that has the measure, from the first week in which it has men."""
    out = []
    for side in sides:
        values = known(record, f"{measure}.{side}")
        if values is not None and values.any():
            out.append(line_of(side, SIDES[side], unit * values, first=_first(record, measure, side)))
    return tuple(out)


def _first(record: Reading, measure: str, side: str) -> int:
    """Return the first week from which a share or a morale says something: some run has men for it."""
    if measure in _MEN:
        return 0
    kinds = ("garrison",) if measure == "coverage" else _MEN
    parts = [values for kind in kinds if (values := known(record, f"{kind}.{side}")) is not None]
    weeks = np.flatnonzero(np.sum(parts, axis=0).any(axis=0)) if parts else np.zeros(0)
    return int(weeks[0]) if weeks.size else 0
