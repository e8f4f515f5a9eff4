"""The page beside an export: what was run, what each file is, how to open it, what it cannot say, whom to name.

Owns the words of that page. Knows nothing of how files are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from sim.reports import words

__all__ = ["About", "readme"]

_WIDTH = 100

_TABLES = (
    "UTF-8, dates as 2016-02-29, a point for decimals, an empty cell where there is nothing. In a spreadsheet take "
    '"from text/CSV" and choose UTF-8. An apostrophe before a text keeps spreadsheets from working it out.'
)
_MAPS = (
    "WGS 84, degrees, longitude first. Each row of `control` holds from `since` until `until`, not included; without a "
    "choice of dates the latest lie on top. `theatre.gpkg` opens in QGIS with its colours: drag it in. For a map that "
    "moves, switch on the temporal controller; if a layer has no clock beside it, load its default style once more, or "
    "set its temporal fields to `since` and `until`."
)
_LICENCE = (
    "Regions and places rest on tables under CC BY-SA 4.0, and so do all maps here: share them under the same terms.",
    "GeoNames, CC BY 4.0, and Wikipedia contributors (detailed map of the war, June 2017), CC BY-SA 4.0: places, "
    "chosen, renamed, rounded.",
    "Made with Natural Earth, public domain: outline and governorates.",
    "The numbers of the model are under the MIT licence of the program. Cite program and version (CITATION.cff).",
)


@dataclass(frozen=True, slots=True)
class About:
    """Hold what a page says of one export."""

    title: str
    facts: Sequence[tuple[str, str]]
    """What was run: a word, and what it is."""
    cautions: Sequence[str]
    """What to know before quoting, beside what every page says."""
    citations: Sequence[str]
    files: Mapping[str, str] = field(default_factory=dict)
    """File -> what it is in a sentence."""


def readme(about: About) -> str:
    """Return the page as plain text."""
    names = tuple(about.files)
    parts = [
        (about.title, _rows(about.facts)),
        ("Files", _rows(list(about.files.items()))),
        ("Tables", wrap(_TABLES, _WIDTH) if any(name.endswith(".csv") for name in names) else []),
        ("Maps", wrap(_MAPS, _WIDTH) if any(name.endswith(("json", "gpkg")) for name in names) else []),
        ("Before you quote it", _lines((words.CANNOT_SAY, words.RANGE, *about.cautions))),
        ("Licences", _lines(_LICENCE)),
        ("Sources of the numbers", _lines(about.citations)),
    ]
    return "\n".join(line for head, body in parts if body for line in (head, "-" * len(head), *body, ""))


def _rows(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return rows of two columns; the second is broken to the width of the page."""
    left = max((len(name) for name, _ in rows), default=0) + 2
    return [line for name, text in rows for line in _row(name, text, left)]


def _row(name: str, text: str, left: int) -> Iterator[str]:
    for number, line in enumerate(wrap(text, _WIDTH - left) or [""]):
        yield f"{name if not number else '':{left}}{line}".rstrip()


def _lines(sentences: Sequence[str]) -> list[str]:
    """Return sentences as a list, each broken to the width of the page."""
    return [
        line
        for sentence in sentences
        for line in wrap(sentence, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
    ]
