"""A map of classes: every region has one of a few tints, some with a pattern, under rivers, borders and edges.

Owns that painting. Knows nothing of what the classes mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.path import Path
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.atlas.areas import OUTSIDE, Drawn, draw_areas
from sim.reports.atlas.backdrop import ORDER, Backdrop, draw_below, draw_lines
from sim.reports.atlas.plate import Plate, path_of
from sim.reports.style import Pattern

__all__ = ["Tint", "fill_tint", "outline", "paint_tints"]


@dataclass(frozen=True)
class Tint:
    """Hold how one class is filled."""

    colour: str
    pattern: Pattern | None = None
    pattern_colour: str = style.INK


def fill_tint(plate: Plate, path: Path, tint: Tint) -> None:
    """Fill a path with a tint and its pattern."""
    plate.fill(path, tint.colour, ORDER["fill"], swell=0.7)
    if tint.pattern is not None:
        plate.hatch(path, tint.pattern, tint.pattern_colour, ORDER["pattern"])


def paint_tints(
    plate: Plate, ground: Backdrop, keys: NDArray[Any], tints: Sequence[Tint], groups: Sequence[int] | None = None
) -> Drawn:
    """Paint each region with the tint of its key, with ink edges between `groups` of keys; return the areas."""
    drawn = draw_areas(ground.mesh, keys)
    draw_below(plate, ground)
    for key, tint in enumerate(tints):
        faces = [face for face, whose in zip(drawn.faces, drawn.keys, strict=True) if whose == key]
        if faces:
            fill_tint(plate, path_of(faces), tint)
    draw_lines(plate, ground, roads=False)
    if groups is not None:
        edges = [
            arc
            for arc, (one, other) in zip(drawn.arcs, drawn.arc_keys, strict=True)
            if OUTSIDE not in (one, other) and groups[one] != groups[other]
        ]
        plate.lines(edges, style.INK, 0.9, ORDER["front"])
    outline(plate, drawn)
    return drawn


def outline(plate: Plate, drawn: Drawn) -> None:
    """Draw the outline of the country."""
    beyond = [arc for arc, pair in zip(drawn.arcs, drawn.arc_keys, strict=True) if OUTSIDE in pair]
    plate.lines(beyond, style.OUTLINE, 0.9, ORDER["outline"])
