"""What curves show as plain numbers: lines of one measure over the weeks, gathered in panels, and their table.

Each set of curves has a module that picks its numbers (`land`, `flight`, `stretch`, `backing`, `accords`) and one
that draws them; a page or an export may take the numbers alone. Owns the form of these numbers. Knows nothing of axes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from sim.calendar import monday
from sim.reports import style, words
from sim.reports.curves.panels import bands
from sim.reports.reading import Reading

__all__ = ["Floats", "Line", "Panel", "ending", "known", "line_of", "moves", "table_of", "when_of"]

Floats = NDArray[np.float64]

_COLOURS = {
    **{side: (look.line, look.text) for side, look in style.FACTION.items()},
    "iran": (style.mix(style.FACTION["regime"].line, style.INK, 0.55),) * 2,
    "russia": (style.mix(style.FACTION["regime"].line, style.INK, 0.55),) * 2,
}


@dataclass(frozen=True, eq=False)
class Line:
    """Hold one measure of one party; week w of `values` is the week that began w weeks after the start."""

    key: str
    """Who, as in the table."""
    name: str
    """Who, as in the picture."""
    values: Annotated[Floats, "[run, week] in the unit of its panel"]
    colour: str = style.INK
    text: str = style.INK
    first: int = 0
    """First week in which the value is known."""

    @property
    def shown(self) -> Floats:
        """Return the known weeks, `[run, week]`."""
        return self.values[:, self.first :]


@dataclass(frozen=True)
class Panel:
    """Hold the lines of one measure, which share one scale."""

    key: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    note: str = ""
    """What a reader must know of the measure, in a few words."""
    low: float = 0.0
    """Least value of the scale."""
    level: float | None = None
    """A value at which something changes: drawn as a line across."""
    level_name: str = ""


def known(record: Reading, name: str) -> Floats | None:
    """Return a series `[run, week]`; None if the record lacks it or an older version did not measure it."""
    values = record.series.get(name)
    return None if values is None or not np.isfinite(values).all() else values


def moves(values: Floats) -> bool:
    """Say whether there is anything to see: not all nothing and, beyond a single week, not all the same."""
    return bool(values.any() and (values.shape[1] < 2 or np.ptp(values) > 0.0))


def line_of(side: str, name: str, values: Floats, *, first: int = 0) -> Line:
    """Return the line of a party in its colours; patrons that hold no land go in dark blue or ink."""
    colour, text = _COLOURS.get(side, (style.INK, style.INK))
    return Line(side, name, values, colour, text, first)


def ending(line: Line, *, digits: str = "about", unit: str = "") -> str:
    """Write a line's last value: the median and, for many runs, the 90 per cent range in brackets."""
    low, middle, high = (float(q) for q in np.percentile(line.values[:, -1], (5, 50, 95)))
    write = _WRITES[digits]
    text = f"{write(middle)}{unit}"
    if len(line.values) == 1:
        return text
    span = words.spread(low, high) if digits == "about" else f"{write(low)} to {write(high)}"
    return text if write(low) == write(high) else f"{text} ({span})"


def _plain(number: float) -> str:
    """Write a number in two significant digits, decimals where they are needed: 0.58, 1.2, 140."""
    if abs(number) < 0.0005 or abs(number) >= 9.95:
        return words.about(number)
    return f"{number:#.2g}".rstrip(".").replace("-", "−")


_WRITES = {"about": words.about, "plain": _plain}


def when_of(record: Reading, week: int) -> date:
    """Return the Monday on which a week of the run began."""
    return monday(record.start) + timedelta(weeks=week)


def table_of(record: Reading, panels: Sequence[Panel]) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the numbers: raw weeks by measure and party; five percentiles for many runs."""
    many = record.runs > 1
    head = ("week", "date", "measure", "unit", "who")
    header = (*head, *(("p5", "p25", "median", "p75", "p95") if many else ("value",)))

    def rows() -> Iterator[Sequence[object]]:
        for panel in panels:
            for line in panel.lines:
                numbers = bands(line.values) if many else line.values
                for week in range(line.first, numbers.shape[1]):
                    shown = [f"{value:.6g}" for value in numbers[:, week]]
                    yield (week, when_of(record, week).isoformat(), panel.key, panel.unit, line.key, *shown)

    return header, rows()
