"""Draw all pictures of an exploration into a folder, each with the table behind it and its words to be read aloud.

Owns that list. Knows nothing of any one picture.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from sim.experiments.exploring.exploration import Exploration
from sim.reports.exploring import discovery_box, input_effects, possible, tornado
from sim.reports.exploring.sweep_page import drawable
from sim.reports.printing import in_forms

__all__ = ["draw_exploration"]

Rows = tuple[Sequence[str], Iterator[Sequence[object]]]
Picture = tuple[Callable[[Exploration, Path], Path], Callable[[Exploration], Rows], Callable[[Exploration], str]]


def draw_exploration(found: Exploration, folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw what can be drawn of an exploration in each of the formats, with the CSV behind it and its words.

    Returns the paths.
    """
    made = []
    for name, (draw, rows, alt) in _pictures(found).items():
        stem = folder / name
        made += in_forms(stem, formats, partial(draw, found))
        made.append(_write(stem.with_suffix(".csv"), *rows(found)))
        made.append(stem.with_suffix(".txt"))
        made[-1].write_text(alt(found) + "\n", encoding="utf-8")
    return made


def _pictures(found: Exploration) -> dict[str, Picture]:
    """Return the pictures for which there is something to show."""
    chosen: dict[str, Picture] = {possible.FILE: (possible.draw_possible, possible.rows, possible.alt)}
    if drawable(found):
        chosen[input_effects.FILE] = (input_effects.draw_effects, input_effects.rows, input_effects.alt)
        chosen[tornado.FILE] = (tornado.draw_tornado, tornado.rows, tornado.alt)
    if found.boxes:
        chosen[discovery_box.FILE] = (discovery_box.draw_boxes, discovery_box.rows, discovery_box.alt)
    return chosen


def _write(path: Path, header: Sequence[str], rows: Iterator[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
