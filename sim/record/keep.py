"""What to keep of a run: an argument, not an `if` in the engine.

Owns the choice; series, the last hash and changes of holder are always kept, being small. Knows nothing of how they are
kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ENSEMBLE", "SWEEP", "Keep"]


@dataclass(frozen=True, slots=True)
class Keep:
    """Choose what a run records beside its series."""

    events: bool = True
    """Every event with its cause, and every order with its ruling."""
    battles: bool = True
    """Which region was attacked by whom in each week."""
    hashes: bool = True
    """A hash of the World after every week, not of the last alone."""
    fields: Literal["every week", "last week", "none"] = "every week"
    """Men, supply, killed, fled and people of every region; what is summed is summed from the start in any case."""


ENSEMBLE = Keep(events=False, battles=False, fields="last week")
"""What each of many runs keeps."""

SWEEP = Keep(events=False, battles=False, hashes=False, fields="none")
"""What is kept of each of many runs of which only outcomes will be stored."""
