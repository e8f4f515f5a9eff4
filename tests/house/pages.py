"""The form of a page that is written from the code: its head, its tables, the words of a declaration.

Owns how a generated page looks. Knows nothing of what stands on it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence

__all__ = ["bounds", "doc", "page", "table"]

_MADE = "<!-- Written by `uv run poe docs` from the code; edit the code, not this page. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a Markdown table; bars inside cells are escaped."""
    body = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *body)]
    return "\n".join(lines)


def page(title: str, lead: str, *parts: str) -> str:
    """Return a page with its mark of origin, its title and its parts."""
    return "\n\n".join([_MADE, f"# {title}", lead, *parts]) + "\n"


def doc(thing: object) -> str:
    """Return the docstring of a thing, or nothing."""
    return inspect.getdoc(thing) or ""


def bounds(low: float | None, high: float | None) -> str:
    """Put the bounds of a value in a few signs."""
    floor = "" if low is None else f"≥ {low:g}"
    return f"{low:g} to {high:g}" if low is not None and high is not None else floor or "any"
