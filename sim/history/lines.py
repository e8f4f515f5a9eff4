"""A CSV file with the line of every row, so that any later fault can say where it stands.

Owns what is asked of such a file before anybody looks at a number: it can be read, it is UTF-8, its columns are there.
Knows nothing of what the columns mean.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import nearest
from sim.scenario.faults import Fault, refuse, stop
from sim.scenario.tree import Where, file_name

__all__ = ["LARGEST", "Row", "read_rows"]

LARGEST = 20_000_000
"""[bytes] No table of places or months comes near; what is larger is another kind of file."""

_THOUSANDS = ("thousand", "1000", "1,000", "'000")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands, and its cells by column, without the blanks around them."""

    at: Where
    cells: Mapping[str, str]

    def fault(self, column: str, text: str) -> Fault:
        """Return what is wrong with one of its cells."""
        return Fault(self.at, column, text)


def read_rows(
    path: Path, needed: Sequence[str], optional: Sequence[str] = (), *, faults: list[Fault] | None = None
) -> list[Row]:
    """Return the rows that have content; columns beyond those named are let be. BOM and CRLF do no harm.

    Rows of another length go into `faults` where it is given, so that all that is wrong can be told at once, and are
    refused otherwise. A file that cannot be taken at all is refused with ScenarioError, by line where there is one.
    """
    name = file_name(path)
    found: list[Fault] = [] if faults is None else faults
    records = _records(name, _text(path, name))
    line, head = next(records, (0, []))
    if not head:
        stop(Where(name, 0), f"the file is empty; its first line must be {','.join((*needed, *optional))}")
    columns = [cell.strip() for cell in head]
    refuse(_head_faults(Where(name, line), columns, needed, optional))
    rows = []
    for line, cells in records:
        if len(cells) == len(columns):
            stripped = (cell.strip() for cell in cells)
            rows.append(Row(Where(name, line), dict(zip(columns, stripped, strict=True))))
        else:
            found.append(Fault(Where(name, line), "", f"{len(cells)} cells stand here, not {len(columns)}"))
    if faults is None:
        refuse(found)
    if not rows and not found:
        stop(Where(name, 0), "the file has a first line but no rows")
    return rows


def _text(path: Path, name: str) -> str:
    """Return the text of a file; refuse what is none."""
    at = Where(name, 0)
    try:
        if path.is_dir():
            stop(at, "this is a folder, not a CSV file")
        if not path.exists():
            stop(at, "there is no such file")
        if not path.is_file():
            stop(at, "this is not a file")
        if path.stat().st_size > LARGEST:
            stop(at, f"the file has over {LARGEST // 1_000_000} million bytes: it is no table of places or months")
        raw = path.read_bytes()
    except OSError as error:
        stop(at, f"the file cannot be read ({error.strerror or error})")
    if b"\0" in raw:
        stop(at, "the file is not text; a CSV file in UTF-8 is wanted")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        stop(Where(name, line), "this line is not UTF-8: save the file as CSV in UTF-8")


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that has content, and the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            stop(Where(name, line), f"this is not CSV ({error})")
        if any(cell.strip() for cell in cells):
            yield line, cells


def _head_faults(at: Where, columns: Sequence[str], needed: Sequence[str], optional: Sequence[str]) -> list[Fault]:
    """Return what is wrong with the first line."""
    known = (*needed, *optional)
    faults = [
        Fault(at, column, "this column stands twice") for column in sorted(set(columns)) if columns.count(column) > 1
    ]
    thousands = [column for column in columns if any(word in column.lower() for word in _THOUSANDS)]
    faults += [Fault(at, column, "counts are wanted in persons, not in thousands") for column in thousands]
    missing = [column for column in needed if column not in columns]
    others = [column for column in columns if column not in known]
    faults += [Fault(at, column, f"this column is missing{nearest(column, others)}") for column in missing]
    for column in others:
        like = nearest(column, [each for each in optional if each not in columns], 0.75)
        if like:
            faults.append(Fault(at, column, f"there is no such column{like}"))
    return faults
