"""One map on a page: its frame in km, its scale in points, and how shapes and lines get onto it.

Owns the mechanics of drawing in the map plane. Knows nothing of what is drawn. Lengths that the eye judges
(line weights, patterns) are in points, so they look the same at every scale; `weight` thins all lines of a
small map together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.style import Pattern

__all__ = ["Extent", "Plate", "open_plate", "path_of"]

Lines = Sequence[NDArray[np.float64]]


@dataclass(frozen=True)
class Extent:
    """Hold the frame of a map [km]."""

    west: float
    east: float
    south: float
    north: float

    @property
    def wide(self) -> float:
        """Return the width [km]."""
        return self.east - self.west

    @property
    def high(self) -> float:
        """Return the height [km]."""
        return self.north - self.south

    def holds(self, x: float, y: float, inside: float = 0.0) -> bool:
        """Say whether a point lies in the frame, at least `inside` km from its edge."""
        return self.west + inside <= x <= self.east - inside and self.south + inside <= y <= self.north - inside


def path_of(shapes: Sequence[Any]) -> Path:
    """Return one compound path of polygons, holes and all."""
    wound = shapely.orient_polygons(np.asarray(shapes, dtype=object))
    rings = shapely.get_rings(shapely.get_parts(wound))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    edge = np.flatnonzero(np.diff(ring, prepend=-1))
    codes[edge] = Path.MOVETO
    codes[np.append(edge[1:], len(points)) - 1] = Path.CLOSEPOLY
    return Path(points, codes)


@dataclass(frozen=True, eq=False)
class Plate:
    """Hold one opened map."""

    axes: Axes
    extent: Extent
    km: float
    """Length of one point of print [km]."""
    weight: float

    def _seen(self, path: Path) -> Extent:
        """Return the box of a path, as far as it lies on this map."""
        low, high = np.asarray(path.vertices).min(axis=0), np.asarray(path.vertices).max(axis=0)
        frame = self.extent
        west, south = max(low[0], frame.west), max(low[1], frame.south)
        return Extent(west, max(west, min(high[0], frame.east)), south, max(south, min(high[1], frame.north)))

    def fill(self, path: Path, colour: str, order: float, *, swell: float = 0.0) -> None:
        """Fill a path; `swell` [points] lets it run under its neighbours, so that no seam shows."""
        self.axes.add_patch(PathPatch(path, facecolor=colour, edgecolor=colour, lw=swell, zorder=order))

    def lines(
        self,
        lines: Lines,
        colour: str,
        width: float,
        order: float,
        *,
        dots: float | None = None,
        dashes: tuple[float, float] | None = None,
        inside: Path | None = None,
        alpha: float | None = None,
        cap: str = "round",
    ) -> None:
        """Draw lines `width` points wide, as round dots `dots` points apart or as `dashes` (length, gap) [points].

        `inside` clips them.
        """
        if not len(lines):
            return
        wide = width * self.weight
        stroke = dashes if dots is None else (0.01, dots)
        drawn = LineCollection(
            lines,
            colors=colour,
            linewidths=wide,
            linestyles="solid" if stroke is None else (0, tuple(each * self.weight / wide for each in stroke)),
            capstyle=cap,
            joinstyle="round",
            zorder=order,
            alpha=alpha,
        )
        self.axes.add_collection(drawn, autolim=False)
        if inside is not None:
            drawn.set_clip_path(inside, self.axes.transData)

    def hatch(self, path: Path, pattern: Pattern, colour: str, order: float) -> None:
        """Lay a pattern over a path: parallel lines or rows of dots at fixed distances in points."""
        scale = math.sqrt(self.weight)
        turned = [math.radians(angle) for angle in _ANGLES[pattern.kind](pattern.angle)]
        lines: list[NDArray[np.float64]] = []
        for angle in turned:
            # The distance is measured along an axis of the page, so slanted lines stand nearer to each other.
            gap = pattern.spacing * scale / (abs(math.cos(angle)) + abs(math.sin(angle))) * self.km
            lines += _rulings(self._seen(path), angle, gap, staggered=pattern.kind == "dots")
        width = pattern.weight * scale / self.weight
        if pattern.kind == "dots":
            gap = pattern.spacing * scale / self.weight
            self.lines(lines, colour, width, order, dots=gap, inside=path)
        else:
            self.lines(lines, colour, width, order, inside=path, cap="butt")


_ANGLES: dict[str, Callable[[float], tuple[float, ...]]] = {
    "lines": lambda angle: (angle,),
    "cross": lambda angle: (angle, angle + 90),
    "dots": lambda _: (0.0,),
}


def _rulings(box: Extent, angle: float, gap: float, *, staggered: bool) -> list[NDArray[np.float64]]:
    """Return parallel lines `gap` km apart over a box, in phase over the whole plane, ends and all.

    Each line starts a whole number of gaps from the origin, every other one half a gap further if
    `staggered`, so that rows of dots form one lattice everywhere. `angle` in radians.
    """
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    corners = np.array([[x, y] for x in (box.west, box.east) for y in (box.south, box.north)])
    rise = corners @ across / gap
    steps = np.arange(math.floor(rise.min()), math.ceil(rise.max()) + 1)
    feet = steps[:, None] * gap * across
    enter, leave = np.full(len(steps), -np.inf), np.full(len(steps), np.inf)
    for axis, (low, high) in enumerate(((box.west, box.east), (box.south, box.north))):
        if abs(along[axis]) > 1e-9:
            ends = np.sort(np.stack([low - feet[:, axis], high - feet[:, axis]]) / along[axis], axis=0)
            enter, leave = np.maximum(enter, ends[0]), np.minimum(leave, ends[1])
        else:
            leave = np.where((feet[:, axis] < low) | (feet[:, axis] > high), -np.inf, leave)
    seen = leave > enter
    shift = (steps[seen] % 2) * gap / 2 if staggered else 0.0
    first, last = np.floor(enter[seen] / gap) * gap + shift, np.ceil(leave[seen] / gap) * gap + shift
    return list(np.stack([feet[seen] + first[:, None] * along, feet[seen] + last[:, None] * along], axis=1))


def open_plate(
    figure: Figure,
    spot: tuple[float, float],
    width: float,
    extent: Extent,
    *,
    weight: float = 1.0,
    order: float = 0.0,
) -> Plate:
    """Open a map `width` inches wide with its top left corner at `spot` [inches from the page's top left]."""
    page_wide, page_high = figure.get_size_inches()
    height = width * extent.high / extent.wide
    box = (spot[0] / page_wide, 1 - (spot[1] + height) / page_high, width / page_wide, height / page_high)
    axes = figure.add_axes(box, zorder=order)
    axes.set_axis_off()
    axes.set_xlim(extent.west, extent.east)
    axes.set_ylim(extent.south, extent.north)
    sea = Rectangle((extent.west, extent.south), extent.wide, extent.high, fc=style.SEA, ec="none", zorder=0)
    axes.add_patch(sea)
    return Plate(axes, extent, extent.wide / (72.0 * width), weight)
