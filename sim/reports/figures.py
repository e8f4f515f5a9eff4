"""Draw all pictures of a Record into a folder, each with the table behind it and its words to be read aloud.

The folder of this file is the register: every module in it or in its rooms with a public `draw(record, path)` is
a figure, and says with `fits` which records it can draw. Owns that register. Knows nothing of any one figure.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, cast

from sim.record.store import written_into
from sim.reports.beside import Table, write_table, write_words
from sim.reports.printing import forms_of, in_forms
from sim.reports.reading import Reading

__all__ = ["Figure", "draw_run", "figures"]

_DRAWS = re.compile(r"^def draw\(record: Reading, path: Path\)", re.MULTILINE)


class Figure(Protocol):
    """Say what a figure module must offer."""

    FILE: str
    """Stem of its files."""

    FIRST: bool
    """Whether `theatre run` draws it too; `theatre report` draws all."""

    def fits(self, record: Reading) -> bool:
        """Say whether this figure can be drawn of this record."""

    def draw(self, record: Reading, path: Path) -> Path:
        """Draw it to `path`, in the form that its ending says."""

    def table(self, record: Reading) -> Table:
        """Return header and rows of the numbers behind it."""

    def alt(self, record: Reading) -> str:
        """Say in words what it shows."""


@lru_cache(maxsize=1)
def figures() -> tuple[Figure, ...]:
    """Return every figure of this folder and its rooms, in the order of their names."""
    here = Path(__file__).parent
    found = sorted(path for path in here.rglob("*.py") if _DRAWS.search(path.read_text(encoding="utf-8")))
    names = [".".join(path.relative_to(here).with_suffix("").parts) for path in found]
    return tuple(cast("Figure", importlib.import_module(f"sim.reports.{name}")) for name in names)


def draw_run(record: Reading, folder: Path, formats: Sequence[str] = ("png",), *, every: bool = False) -> list[Path]:
    """Draw the first figures that fit (or `every` one) into `folder` in each of the formats; return the paths.

    Beside each stand the CSV behind it and its alt text. Raises StorageError if the folder cannot be written,
    InputError for a format that is not known.
    """
    forms, made = forms_of(formats), []
    with written_into(folder) as draft:
        for figure in figures():
            if not (every or figure.FIRST) or not figure.fits(record):
                continue
            stem = draft / figure.FILE
            made += in_forms(stem, forms, partial(figure.draw, record))
            made.append(write_table(stem.with_suffix(".csv"), figure.table(record)))
            made.append(write_words(stem.with_suffix(".txt"), figure.alt(record)))
    return [folder / path.name for path in made]
