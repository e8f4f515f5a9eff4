"""Tables as CSV for any program, and the dictionary that says what each column means.

UTF-8, dates as 2016-02-29, a point for decimals, an empty cell for what is not there. No cell of text can be taken
for a formula: where one begins like one, an apostrophe is put before it.
Owns that form. Knows nothing of what stands in a table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

__all__ = ["DICTIONARY", "Column", "Sheet", "harmless", "parts_of", "write_sheets"]

DICTIONARY = "columns.csv"

_FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that a spreadsheet would work out."""

_ROWS = 50_000
"""Rows that are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column: its name, unit (empty for names and numbers of order) and meaning."""

    name: str
    unit: str
    doc: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold one table: the name of its file, what it is in one sentence, its columns, and its rows part by part."""

    file: str
    says: str
    columns: Sequence[Column]
    parts: Iterable[pa.Table]


def parts_of(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[pa.Table]:
    """Yield rows as tables of bounded size; the cells of a column are of one type, or None."""
    names = [column.name for column in columns]
    for some in batched(rows, _ROWS):
        yield pa.table(dict(zip(names, map(pa.array, zip(*some, strict=True)), strict=True)))


def write_sheets(folder: Path, sheets: Iterable[Sheet]) -> dict[str, str]:
    """Write each sheet and then the dictionary of them all; return file -> what it is."""
    told, known = {}, []
    for sheet in sheets:
        _write(folder / sheet.file, sheet.columns, sheet.parts)
        told[sheet.file] = sheet.says
        known += [(sheet.file, column.name, column.unit, column.doc) for column in sheet.columns]
    head = [Column(name, "", "") for name in ("file", "column", "unit", "meaning")]
    _write(folder / DICTIONARY, head, parts_of(head, known))
    return told | {DICTIONARY: "Every column of every table: its unit and its meaning."}


def _write(path: Path, columns: Sequence[Column], parts: Iterable[pa.Table]) -> None:
    with path.open("wb") as file:
        head = pa.array([column.name for column in columns])
        file.write(_line(harmless(head).to_pylist()))
        for part in parts:
            plain = pa.table([_as_text(column) for column in part.columns], names=part.column_names)
            pa_csv.write_csv(plain, file, pa_csv.WriteOptions(include_header=False))


def _line(cells: Sequence[str]) -> bytes:
    """Return one line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8")


def _as_text(column: Any) -> Any:
    """Return a column as it is written: text made harmless, and what has no values left empty."""
    if pa.types.is_null(column.type):
        return column.cast(pa.string())
    return harmless(column) if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) else column


def harmless(text: Any) -> Any:
    """Return text with an apostrophe before each cell that a spreadsheet would take for a formula."""
    quoted = pc.binary_join_element_wise(pa.scalar("'", text.type), text, pa.scalar("", text.type))
    return pc.if_else(pc.match_substring_regex(text, _FORMULA), quoted, text)
