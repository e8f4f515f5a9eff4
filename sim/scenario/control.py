"""Who holds which place on the date of a start state: the control table beside it.

Owns the reading of `control-<date>.csv`. Knows nothing of regions: the theatre
fills the ground between places.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import nearest
from sim.scenario.faults import Fault, refuse, stop
from sim.scenario.tree import Where, file_name
from sim.sides import HOLDERS
from sim.theatre.places import places

__all__ = ["COLUMNS", "ControlRow", "read_control"]

COLUMNS: Final = ("place", "holder", "also_present", "confidence", "basis", "contested")


@dataclass(frozen=True, slots=True)
class ControlRow:
    """Who holds one place, who else is there, and how sure that is."""

    place: str
    holder: str
    also_present: tuple[str, ...]
    confidence: str
    basis: str
    contested: bool

    def plain(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return {**asdict(self), "also_present": list(self.also_present)}

    @classmethod
    def from_plain(cls, row: Mapping[str, Any]) -> ControlRow:
        """Rebuild a row from plain data."""
        return cls(**{**row, "also_present": tuple(row["also_present"])})


def read_control(path: Path) -> dict[str, ControlRow]:
    """Read a control table, one row per place; refuse unknown places, holders and repeated rows by line."""
    name = file_name(path)
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                stop(Where(name, 1), f"the columns must be {','.join(COLUMNS)}")
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        stop(Where(name, 0), f"the control table cannot be read ({error})")
    table: dict[str, ControlRow] = {}
    faults: list[Fault] = []
    for line, row in rows:
        fault = _fault(row, table)
        if fault:
            faults.append(Fault(Where(name, line), row["place"] or "", fault))
        else:
            table[row["place"]] = _row(row)
    refuse(faults)
    return table


def _row(row: Mapping[str, str]) -> ControlRow:
    others = tuple(part for part in row["also_present"].split(";") if part)
    return ControlRow(
        place=row["place"],
        holder=row["holder"],
        also_present=others,
        confidence=row["confidence"],
        basis=row["basis"],
        contested=row["contested"].lower() in {"1", "true", "yes"},
    )


def _fault(row: Mapping[str, Any], table: Mapping[str, ControlRow]) -> str | None:
    if None in row.values() or None in row:
        return "this row has too few or too many columns"
    place, holder = row["place"], row["holder"]
    if place not in places():
        return f'there is no place "{place}"{nearest(place, places())}'
    if place in table:
        return "this place stands twice"
    if holder not in HOLDERS:
        return f'"{holder}" cannot hold ground{nearest(holder, HOLDERS)}; holders are {", ".join(HOLDERS)}'
    return None
