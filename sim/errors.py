"""Every fault that a user can meet, in one tree.

    TheatreError                 something we can say in plain words; never a traceback
    ├── InputError               a file, option or name is wrong              exit code 2
    │   └── ScenarioError        ... in a scenario, with file and line
    ├── OrderError               an order that no rule could ever take        exit code 2
    └── RunError                 the input was right but the run failed       exit code 1
        ├── GuardError           an invariant broke: a fault of ours
        ├── ReplayError          a replay did not give the recorded hashes
        └── StorageError         results could not be written or read

Owns the words of failure. Knows nothing of any room.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "GuardError",
    "InputError",
    "OrderError",
    "ReplayError",
    "RunError",
    "ScenarioError",
    "StorageError",
    "TheatreError",
    "nearest",
]


class TheatreError(Exception):
    """Stop with one clear message; `exit_code` is what the shell gets."""

    exit_code = 1


class InputError(TheatreError):
    """Refuse an input: say what, where, why and what to do."""

    exit_code = 2


class ScenarioError(InputError):
    """Refuse a scenario file, with every fault found and its line."""


class OrderError(InputError):
    """Refuse an order whose content makes no sense for any actor."""


class RunError(TheatreError):
    """Report that a run could not be finished."""


class GuardError(RunError):
    """Report a broken invariant of the model."""


class ReplayError(RunError):
    """Report a replay that parts from its record."""


class StorageError(RunError):
    """Report results that cannot be written or read."""


def nearest(name: str, known: Iterable[str], least: float = 0.6) -> str:
    """Suggest the closest known name, if it is as like as `least` (0..1): ` (did you mean "x"?)`, or nothing."""
    match = difflib.get_close_matches(name, list(known), n=1, cutoff=least)
    return f' (did you mean "{match[0]}"?)' if match else ""
