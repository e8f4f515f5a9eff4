"""What the curves of patrons count: how far each is engaged, what it costs, how weary it is, and what could end it.

Owns these choices. Knows nothing of drawing. A patron that is no actor of the scenario, or of which nothing is told,
is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from sim.reports.curves.lines import Line, Panel, known, line_of, moves
from sim.reports.reading import Reading

__all__ = ["MEASURED", "PATRONS", "Measured", "panels_of", "patrons_of", "unchanged"]

PATRONS = {"russia": "Russia", "iran": "Iran", "us": "US", "turkey": "Turkey"}
"""Patrons in the order of the rows."""


@dataclass(frozen=True)
class Measured:
    """Say how one field of a patron is shown."""

    title: str
    unit: str
    note: str
    scale: float = 1.0
    weighed: bool = False
    """Whether it is first known when the patron first weighs what it does."""


MEASURED = {
    "engaged": Measured("Engagement", "per cent", "kept up, %", 100.0),
    "weariness": Measured("Weariness", "level", "of its public"),
    "cost": Measured("Cost of staying", "per cent of value a month", "% of its stake a month", 100.0, weighed=True),
    "leverage": Measured("Worth of its consent", "per cent of value", "% of its stake", 100.0, weighed=True),
    "leave_odds": Measured("Chance to leave", "per cent a month", "% a month", 100.0, weighed=True),
    "spent": Measured("Money spent", "USD bn", "bn USD so far", 0.001),
}
"""Field -> how it is shown, in the order of the columns."""


def patrons_of(record: Reading) -> tuple[str, ...]:
    """Return the patrons in play: actors of the scenario, where it names any, that spend or weary in some run."""
    actors = record.scenario.get("actors")
    named = [patron for patron in PATRONS if not actors or patron in actors]
    return tuple(
        patron
        for patron in named
        if any(
            values.any()
            for field in ("spent", "weariness", "cost")
            if (values := known(record, f"{field}.{patron}")) is not None
        )
    )


def panels_of(record: Reading) -> tuple[Panel, ...]:
    """Return a panel a field that changes for some patron, each with a line a patron in play."""
    found = ((field, how, _lines(record, field)) for field, how in MEASURED.items())
    return tuple(
        Panel(field, how.title, how.unit, lines, how.note)
        for field, how, lines in found
        if any(moves(line.shown) for line in lines)
    )


def unchanged(record: Reading) -> dict[str, float]:
    """Return the title and value of the fields that no run changes for any patron, if all share one value."""
    out = {}
    for field, how in MEASURED.items():
        lines = _lines(record, field)
        values = {float(value) for line in lines for value in np.unique(line.shown)}
        if len(values) == 1 and not any(moves(line.shown) for line in lines):
            out[how.title] = values.pop()
    return out


def _lines(record: Reading, field: str) -> tuple[Line, ...]:
    how = MEASURED[field]
    out = []
    for patron in patrons_of(record):
        values = known(record, f"{field}.{patron}")
        if values is not None:
            first = _weighed_from(values) if how.weighed else 0
            out.append(line_of(patron, PATRONS[patron], how.scale * values, first=first))
    return tuple(out)


def _weighed_from(values: Annotated[NDArray[np.float64], "[run, week]"]) -> int:
    """Return the first week with a value in some run: until a patron first weighs it, nothing is known."""
    weeks = np.flatnonzero(values.any(axis=0))
    return int(weeks[0]) if weeks.size else 0
