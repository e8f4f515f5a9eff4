"""Draw all pictures of a calibration into a folder, each with the table behind it and its words to be read aloud.

    draw_calibration(folder, Fitted(...), checks, Taken(...))

Owns that list. Knows nothing of any one picture, or of how a calibration is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sim.history.calibrating.predictive import NO_RUSSIA
from sim.history.calibrating.readings.statistic import Check
from sim.reports.beside import Table, write_table, write_words
from sim.reports.calibrating import checks, mechanisms, numbers, towns
from sim.reports.calibrating.checks import ARMS, Checked
from sim.reports.calibrating.mechanisms import Taken
from sim.reports.calibrating.numbers import Fitted
from sim.reports.printing import in_forms

__all__ = ["draw_calibration"]

_AS_DATED = "as_dated"
Picture = tuple[Callable[[Path], Path], Table, str]


def draw_calibration(
    folder: Path,
    fitted: Fitted,
    found: Sequence[Check] = (),
    taken: Taken | None = None,
    formats: Sequence[str] = ("png",),
) -> list[Path]:
    """Draw what a calibration came to: its numbers, its checks by kind of war, its mechanisms; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, (draw, table, said) in _pictures(fitted, found, taken).items():
        stem = folder / name
        made += in_forms(stem, formats, draw)
        made.append(write_table(stem.with_suffix(".csv"), table))
        made.append(write_words(stem.with_suffix(".txt"), said))
    return made


def _pictures(fitted: Fitted, found: Sequence[Check], taken: Taken | None) -> dict[str, Picture]:
    """Return the pictures for which there is something to show, by the stems of their files."""
    chosen: dict[str, Picture] = {
        numbers.FILE: (partial(numbers.draw_numbers, fitted), numbers.rows(fitted), numbers.alt(fitted))
    }
    for arm in ARMS:
        shown = tuple(one for one in found if one.arm == arm or (arm == _AS_DATED and one.arm == NO_RUSSIA))
        if not shown or arm == NO_RUSSIA:
            continue
        one = Checked(arm, shown, fitted.until)
        chosen[f"checks_{arm}"] = (partial(checks.draw_checks, one), checks.rows(one), checks.alt(one))
        if len(towns.towns_in(one)) >= towns.LEAST:
            chosen[f"towns_{arm}"] = (partial(towns.draw_towns, one), towns.rows(one), towns.alt(one))
    if taken is not None:
        draw = partial(mechanisms.draw_mechanisms, taken)
        chosen[mechanisms.FILE] = (draw, mechanisms.rows(taken), mechanisms.alt(taken))
    return chosen
