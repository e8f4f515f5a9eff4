"""Lay out rows as plain text for a terminal.

Owns columns and line breaks. Knows nothing of what is shown.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

__all__ = ["paragraph", "table"]

WIDTH = 110
LEAST = 40


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their headings, in columns as wide as their longest entry; the last runs free."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in (head, *rows)
    ]
    return "\n".join(lines)


def paragraph(text: str, indent: str = "  ", *, fit: bool = False) -> str:
    """Return text broken into lines with an indent; with `fit`, no wider than the terminal."""
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns) if fit else WIDTH
    return textwrap.fill(text, max(width, LEAST), initial_indent=indent, subsequent_indent=indent + "  ")
