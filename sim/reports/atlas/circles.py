"""Circles on a map whose area stands for a number of people, and the key that gives their sizes back.

A number of people belongs to a place, not to its square kilometres: a large empty region must not look worse than a
small crowded one. Owns the scale of circles, their drawing and their key. Knows nothing of what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.reports import style, words
from sim.reports.atlas.plate import Plate

__all__ = ["LEAST", "Scale", "circles", "circles_key"]

LEAST = 0.55
"""Radius under which a circle would be a speck, and is left out [points]."""

_STEPS = (1.0, 2.0, 5.0)
_PARTS = (1.0, 10.0, 50.0)


@dataclass(frozen=True)
class Scale:
    """Say how large circles are: one of `most` people has the radius `radius` [points]."""

    most: float
    radius: float

    @classmethod
    def of(cls, values: NDArray[np.float64], radius: float) -> Scale:
        """Return the scale on which the largest of `values` has this radius [points]."""
        return cls(max(float(values.max(initial=0.0)), 1.0), radius)

    def radii(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the radius of each value [points]; areas are in proportion to values."""
        found: NDArray[np.float64] = self.radius * np.sqrt(np.maximum(values, 0.0) / self.most)
        return found

    @property
    def samples(self) -> list[float]:
        """Return up to three round numbers (1, 2 or 5 times a power of ten) for the key, largest first."""
        power = 10.0 ** math.floor(math.log10(self.most))
        top = max(step * power for step in _STEPS if step * power <= self.most)
        return [top / part for part in _PARTS if top / part >= 1.0 and self.radii(np.array(top / part)) >= 2 * LEAST]


def circles(
    plate: Plate,
    centres: Annotated[NDArray[np.float64], "[circle, 2] km"],
    radii: Annotated[NDArray[np.float64], "[circle] points"],
    colours: Sequence[str],
    *,
    edges: str | Sequence[str] = style.PAPER,
    order: float = 7.0,
) -> None:
    """Draw circles one over the other as they come; those under the least radius are left out."""
    shown = np.flatnonzero(radii >= LEAST)
    if not shown.size:
        return
    plate.axes.scatter(
        centres[shown, 0],
        centres[shown, 1],
        s=4.0 * np.square(radii[shown]),
        c=[colours[each] for each in shown.tolist()],
        edgecolors=edges if isinstance(edges, str) else [edges[each] for each in shown.tolist()],
        linewidths=0.4,
        zorder=order,
    )


def circles_key(
    figure: Figure, sheet: Plate, spot: tuple[float, float], scale: Scale, colour: str, edge: str = style.PAPER
) -> None:
    """Draw sample circles side by side, their numbers with their baseline at `spot` [inches from the top left]."""
    left, base = spot
    samples = np.array(scale.samples)
    radii = scale.radii(samples)
    names = [words.about(value) for value in samples]
    rooms = [max(2 * r, style.text_size(name, style.SMALL)[0]) + 7 for r, name in zip(radii, names, strict=True)]
    across = 72 * left + np.cumsum(rooms) - np.array(rooms) / 2
    centres = np.stack([across, sheet.extent.north - 72 * base + 8 + radii], axis=1)
    circles(sheet, centres, radii, [colour] * len(radii), edges=edge)
    for x, name in zip(across, names, strict=True):
        style.put(figure, (float(x) / 72, base), name, style.SMALL, align="center")
