"""The parts of the teaching pages that are written from data: briefs of seats, the list of injects, measured effects.

Run by `python -m tests.classroom.pages_of_teaching`. Owns these parts. Knows nothing of the rest of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sim.classroom.effects import effects, tried
from sim.classroom.injects import library
from sim.classroom.seats import SEATS
from sim.classroom.speech import say, words
from sim.sides import NAMES
from tests.house.tree import ROOT

__all__ = ["FOLDER", "PARTS", "seats_page", "told", "write"]

FOLDER = ROOT / "docs/teaching"

SHOWN = ("posture", "air_support", "restraint", "engage", "arm", "break", "guard", "withdraw", "raid", "sanction")
"""Verbs whose effects the page lists, in this order."""

_HEAD = """\
# Seats

One page for each seat, to print. The same words stand on the phones. The start is 1 March 2016
(`outlook:from_2016_03`). Say that these are interests as published analyses describe them, not what anybody thought.
"""


def seats_page() -> str:
    """Return the page of briefs."""
    parts = [_HEAD]
    for key in SEATS:
        brief = words()["briefs"][key]
        parts.append(f"## {brief['title']}\n\n{brief['role']}\n")
        for head, rows in (("You want", "want"), ("You can", "can"), ("Keep in mind", "mind")):
            parts.append(f"**{head}**\n\n" + "\n".join(f"- {line}" for line in brief[rows]) + "\n")
        parts.append("Our first aim: ______________________________________________\n")
    return "\n".join(parts)


def injects_table() -> str:
    """Return the list of injects as a table."""
    rows = [f"| {inject.name} | {inject.words} |" for inject in library()]
    return "\n".join(["| name | words that pupils read |", "|---|---|", *rows])


def effects_table() -> str:
    """Return the rows of measured effects."""
    rows = [row for verb in SHOWN for row in effects() if row.verb == verb]
    head = ["| order | wars with more land, with less (of 40) | civilians killed |", "|---|---|---|"]
    return "\n".join(
        head
        + [
            f"| {NAMES[row.side]}: {say('en', f'verbs.{row.verb}.name').lower()} ({tried(row)}) "
            f"| {row.more}, {row.less} | {_percent(row.civilians_low, row.civilians_high)} |"
            for row in rows
        ]
    )


def _percent(low: int, high: int) -> str:
    if not low and not high:
        return "about as many"
    figures = [f"{percent:+d}" if percent else "0" for percent in dict.fromkeys((low, high))]
    return f"{' to '.join(figures)} %".replace("-", "−")


PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "facilitator.md": ("injects", injects_table),
    "limits.md": ("effects", effects_table),
}
"""Page -> its mark, and what stands after it, up to the next empty line."""


def told(page: Path, mark: str, text: str) -> str:
    """Return a page with what stands after a mark written anew."""
    part = re.compile(rf"<!-- {mark} -->\n.*?(?=\n\n)", re.DOTALL)
    return part.sub(lambda _: f"<!-- {mark} -->\n{text}", page.read_text(encoding="utf-8"))


def write() -> None:
    """Write the parts anew."""
    (FOLDER / "seats.md").write_text(seats_page(), encoding="utf-8")
    for name, (mark, make) in PARTS.items():
        page = FOLDER / name
        page.write_text(told(page, mark, make()), encoding="utf-8")


if __name__ == "__main__":
    write()
