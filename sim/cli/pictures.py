"""Pictures after the numbers: a picture that fails is told, and costs no numbers.

Owns that bargain. Knows nothing of what is drawn: each command hands over how, drawing code imported within.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import StorageError

if TYPE_CHECKING:
    from sim.record.record import Record

__all__ = ["draw_record", "sparing"]


def sparing[**P](draw: Callable[P, object], faults: list[Exception]) -> Callable[P, None]:
    """Return `draw` such that its faults go into a list; those of the disk are raised all the same."""

    def drawn(*args: P.args, **more: P.kwargs) -> None:
        try:
            draw(*args, **more)
        except (StorageError, OSError):
            raise
        except Exception as fault:
            faults.append(fault)

    return drawn


def draw_record(record: Record, folder: Path) -> None:
    """Draw all pictures of a record into its folder."""
    from sim.reports.figures import draw_run

    draw_run(record, folder)
