"""What the curves of agreements count: relations of powers, truces, how they are kept, and what talks have room for.

Owns these choices. Knows nothing of drawing. What the record lacks, or what is the same all along, has no panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.reports.curves.lines import Floats, Line, Panel, known, line_of, moves
from sim.reports.reading import Reading

__all__ = ["panels_of", "silent"]

_OPPOSITION, _HTS, _SDF = ("opposition", "Opposition"), ("hts", "HTS"), ("sdf", "SDF")


def panels_of(record: Reading) -> tuple[Panel, ...]:
    """Return the panels in which something changes."""
    return tuple(panel for panel in _every(record) if any(moves(line.values) for line in panel.lines))


def silent(record: Reading) -> tuple[Panel, ...]:
    """Return the panels that the record has, but in which nothing changes: a page names them."""
    return tuple(panel for panel in _every(record) if not any(moves(line.values) for line in panel.lines))


def _every(record: Reading) -> tuple[Panel, ...]:
    panels = (
        Panel(
            "relation", "US and Russia", "-1..1", _ink(record, {"relation.us": "relation"}),
            "relation: −1 hostile, 1 friendly", low=-1.0, level=0.0,
        ),
        Panel("truces", "Truces and agreements in force", "pairs", _ink(record, {"truces": "in force"}), "pairs"),
        Panel(
            "compliance", "How far truces were kept", "per cent",
            _sides(record, "compliance", (_OPPOSITION, _HTS), 100.0), "of the regime with each, %",
        ),
        Panel(
            "violence", "Killed between regime and opposition", "fighters/week",
            _ink(record, {"violence.opposition": "killed"}), "fighters a week, smoothed by the model",
        ),
        Panel(
            "concession", "What the regime would concede", "per cent",
            _talks(record, "concession"), "of what is at stake, to each, %",
        ),
        Panel(
            "overlap", "Room for a deal", "per cent", _talks(record, "overlap"),
            "offer less demand, %: above 0 there is a deal", level=0.0,
        ),
        Panel(
            "incidents", "Incidents between foreign forces", "count",
            _ink(record, {"incidents": "incidents"}, lambda values: values.cumsum(axis=1)), "since the start",
        ),
    )  # fmt: skip
    return tuple(panel for panel in panels if panel.lines)


def _ink(record: Reading, names: dict[str, str], change: Callable[[Floats], Floats] = np.asarray) -> tuple[Line, ...]:
    """Return lines of nobody in particular, in ink."""
    return tuple(
        Line(name, label, change(values))
        for name, label in names.items()
        if (values := known(record, name)) is not None
    )


def _sides(record: Reading, measure: str, sides: Sequence[tuple[str, str]], unit: float) -> tuple[Line, ...]:
    """Return a line for each side of which the measure says something in some week."""
    return tuple(
        line_of(side, name, unit * values)
        for side, name in sides
        if (values := known(record, f"{measure}.{side}")) is not None and values.any()
    )


def _talks(record: Reading, measure: str) -> tuple[Line, ...]:
    """Return the lines of the two tables at which the regime sits: the opposition's and the SDF's."""
    tables = (("regime", *_OPPOSITION), ("sdf", *_SDF))
    return tuple(
        line_of(side, name, 100.0 * values)
        for key, side, name in tables
        if (values := known(record, f"{measure}.{key}")) is not None and values.any()
    )
