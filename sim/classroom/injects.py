"""The library of injects: things that a facilitator can let happen, each an event of the scenario form with words.

Owns the reading of `injects.yaml`. Knows nothing of when one is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

__all__ = ["Inject", "library"]


class Inject(NamedTuple):
    """Hold one inject: its key, its name in a menu, its words for the class, and the event without a date."""

    key: str
    name: str
    words: str
    event: dict[str, Any]


def library() -> Sequence[Inject]:
    """Return the injects that come with the package."""
    return ()
