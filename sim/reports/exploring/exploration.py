"""Draw all pictures of an exploration into a folder, each with the table behind it and its words to be read aloud.

Owns that list. Knows nothing of any one picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sim.experiments.exploring.exploration import Exploration
from sim.reports.beside import Table, write_table, write_words
from sim.reports.exploring import discovery_box, input_effects, possible, tornado
from sim.reports.exploring.sweep_page import drawable
from sim.reports.printing import in_forms

__all__ = ["draw_exploration"]

Picture = tuple[Callable[[Exploration, Path], Path], Callable[[Exploration], Table], Callable[[Exploration], str]]


def draw_exploration(found: Exploration, folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw what can be drawn of an exploration in each of the formats, with the CSV behind it and its words.

    Returns the paths.
    """
    made = []
    for name, (draw, rows, alt) in _pictures(found).items():
        stem = folder / name
        made += in_forms(stem, formats, partial(draw, found))
        made.append(write_table(stem.with_suffix(".csv"), rows(found)))
        made.append(write_words(stem.with_suffix(".txt"), alt(found)))
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
