"""What to keep of a run: an argument, not an `if` in the engine.

Owns the choice; series, hashes and changes of holder are always kept, being small. Knows nothing of how they are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ENSEMBLE", "Keep"]


@dataclass(frozen=True, slots=True)
class Keep:
    """Choose what a run records beside its series."""

    events: bool = True
    """Every event with its cause, and every order with its ruling."""
    battles: bool = True
    """Which region was attacked by whom in each week."""


ENSEMBLE = Keep(events=False, battles=False)
"""What each of many runs keeps."""
