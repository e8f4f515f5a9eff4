"""Points of a researcher's own, from a CSV file: a column for each factor, a line for each point.

Owns the reading of that file. Knows nothing of other designs.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sim.errors import InputError, nearest
from sim.experiments.sweeps.plan import Factor, Value

__all__ = ["read_list"]


def read_list(path: Path, factors: Sequence[Factor]) -> tuple[tuple[Value, ...], ...]:
    """Read listed points; InputError with file and line for a column or a value that does not fit."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as CSV: {error}") from error
    head = [name.strip() for name in rows[0]] if rows else []
    names = [factor.name for factor in factors]
    for name in head:
        if name not in names:
            raise InputError(f'{path}:1: "{name}" is no factor of the sweep{nearest(name, names)}')
    if missing := [name for name in names if name not in head]:
        raise InputError(f"{path}:1: there is no column for {', '.join(missing)}")
    if len(set(head)) < len(head):
        raise InputError(f"{path}:1: a column stands twice")
    points = [_listed_point(path, line, _named(head, row), factors)
              for line, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]  # fmt: skip
    if not points:
        raise InputError(f"{path} lists no points below its first line")
    return tuple(points)


def _named(head: Sequence[str], row: Sequence[str]) -> dict[str | None, str]:
    """Return a line's cells under their columns; cells beyond the last column under none."""
    named: dict[str | None, str] = dict(zip(head, row, strict=False))
    if any(cell.strip() for cell in row[len(head) :]):
        named[None] = row[len(head)]
    return named


def _listed_point(path: Path, line: int, row: dict[str | None, str], factors: Sequence[Factor]) -> tuple[Value, ...]:
    values: list[Value] = []
    if None in row:
        raise InputError(f"{path}:{line}: this line has more cells than the first")
    for factor in factors:
        text = row.get(factor.name, "").strip()
        try:
            value = _listed_value(factor, text)
        except ValueError:
            raise InputError(f'{path}:{line}: {factor.name}: "{text}" is not one of its values') from None
        values.append(value)
    return tuple(values)


def _listed_value(factor: Factor, text: str) -> Value:
    """Return a value from text; ValueError for one outside the factor's range or list."""
    if factor.kind == "choice":
        return factor.values[[str(value).lower() for value in factor.values].index(text.lower())]
    if "_" in text or (factor.kind == "date" and date.fromisoformat(text).isoformat() != text):
        raise ValueError(text)
    value: Value = text if factor.kind == "date" else int(text) if factor.kind == "whole" else float(text)
    low, high = factor.span
    if not low <= factor.code(value) <= high or (factor.values and value not in factor.values):
        raise ValueError(text)
    return value
