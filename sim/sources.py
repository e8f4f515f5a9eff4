"""The bibliography: every key that a scenario or a parameter may cite, with who said what, where and when.

Owns `sim/sources.yaml` and the words of a citation. Knows nothing of the numbers that cite it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from sim.errors import InputError, nearest

__all__ = ["FILE", "Source", "bibliography", "cite", "source"]

FILE = Path(__file__).with_name("sources.yaml")


class Source(BaseModel):
    """Name one source: who, what, where, when, and whether its figures were read or recalled."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    author: str
    what: str
    outlet: str
    date: str
    """ISO date, month, year or span, as far as known."""
    kind: Literal["monitor", "official", "press", "study", "analysis", "data", "prototype"]
    figures: Literal["read", "recalled"]
    """Whether the figures were read in the source, or recalled and not re-opened."""
    note: str | None = None

    @property
    def mark(self) -> str:
        """Return what stands behind its key wherever it is cited: a warning where it was not opened again."""
        return " (unverified)" if self.figures == "recalled" else ""

    def cite(self) -> str:
        """Return the citation as one line of plain text."""
        recalled = " (unverified: recalled, not re-opened)" if self.figures == "recalled" else ""
        note = f" {self.note}." if self.note else ""
        return f"{self.author}: {self.what}. {self.outlet}, {self.date}{recalled}.{note}"


@lru_cache(maxsize=1)
def bibliography() -> Mapping[str, Source]:
    """Read every source, by key, in file order."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    entries = yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)  # BaseLoader makes text only
    return MappingProxyType({key: Source.model_validate(entry) for key, entry in entries.items()})


def source(key: str) -> Source:
    """Return one source; an unknown key is refused with the nearest known one."""
    entries = bibliography()
    if key not in entries:
        raise InputError(f'there is no source "{key}" in {FILE.name}{nearest(key, entries)}')
    return entries[key]


def cite(keys: Iterable[str]) -> list[str]:
    """Return the citations of some keys, each once, in the order of the bibliography."""
    wanted = set(keys)
    unknown = sorted(wanted - set(bibliography()))
    if unknown:
        source(unknown[0])
    return [f"[{key}] {entry.cite()}" for key, entry in bibliography().items() if key in wanted]
