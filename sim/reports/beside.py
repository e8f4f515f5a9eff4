"""What stands beside every picture: the table behind it as CSV, and its words to be read aloud.

Owns the form of these two files. Knows nothing of what a picture shows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["Table", "write_table", "write_words"]

Table = tuple[Sequence[str], Iterator[Sequence[object]]]
"""Header and rows of the numbers behind a picture."""


def write_table(path: Path, table: Table) -> Path:
    """Write header and rows as CSV; return the path."""
    header, rows = table
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_words(path: Path, words: str) -> Path:
    """Write what a picture shows in words; return the path."""
    path.write_text(words + "\n", encoding="utf-8")
    return path
