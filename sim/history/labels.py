"""What a code of the record counts as when forecasts are scored: the one table `labels.csv`, and two readings of it.

Merged, the opposition, HTS and Turkey-backed men are one; unmerged, they are three. Owns that table. Knows nothing of
scores or forecasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from sim.history.lines import read_rows
from sim.sides import HOLDS_AS, SIDES

__all__ = ["CLASSES", "LABELS", "OTHER", "READINGS", "Label", "class_of_sides", "labels"]

LABELS = Path(__file__).parent / "labels.csv"
OTHER: Final = "other"
"""What a forecast gives to nobody who is scored; never the truth."""

READINGS: Final = ("merged", "unmerged")
CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "merged": ("regime", "opposition", "is", "sdf", OTHER),
    "unmerged": ("regime", "opposition", "hts", "turkey", "is", "sdf", OTHER),
}
"""What is told apart in each reading, in index order."""


@dataclass(frozen=True, slots=True)
class Label:
    """Say what one code of the record stands for; `side` is empty for nobody."""

    code: str
    side: str
    merged: str
    unmerged: str
    scored: bool
    reason: str

    def under(self, reading: str) -> str:
        """Return what it counts as in one of READINGS."""
        return self.merged if reading == "merged" else self.unmerged


@lru_cache(maxsize=1)
def labels() -> Mapping[str, Label]:
    """Return the table by code, in file order."""
    rows = (row.cells for row in read_rows(LABELS, ("code", "side", "merged", "unmerged", "scored", "reason")))
    return {
        row["code"]: Label(
            row["code"], row["side"], row["merged"], row["unmerged"], row["scored"] == "yes", row["reason"]
        )
        for row in rows
    }


@lru_cache(maxsize=2)
def class_of_sides(reading: str) -> tuple[int, ...]:
    """Return, for each of SIDES as a forecast's holder, the index of what it counts as in CLASSES."""
    by_side = {label.side: label.under(reading) for label in labels().values() if label.side}
    return tuple(CLASSES[reading].index(by_side[SIDES[HOLDS_AS[number]]]) for number in range(len(SIDES)))
