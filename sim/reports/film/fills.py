"""The colours of the map in one week as pixels: fills, ribbons along edges, fronts; the same areas as in the atlas.

Everything is laid down at twice the size as one number a pixel, coloured by a table and brought down, which
smooths its edges at a small part of the cost of drawing. Owns that table. Knows nothing of names or curves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from sim.reports import style
from sim.reports.atlas.areas import OUTSIDE, Drawn, draw_areas
from sim.reports.atlas.backdrop import Backdrop
from sim.reports.film.stage import EXTENT, MAP, SCALE
from sim.sides import SIDES

__all__ = ["FINE", "coloured", "inside", "labels_of"]

FINE = 2
"""Pixels of the laying out for one of the picture, each way."""

_RIBBON, _FRONT, _SOFT, _BEYOND = 32, 60, 61, 63
_REACH = ((4, 0), (0, 4), (3, 3), (3, -3))
"""How far a ribbon reaches from an edge [fine pixels]."""
_WIDTHS = {_FRONT: 3, _SOFT: 2}
_SIZE = (FINE * (MAP[2] - MAP[0]), FINE * (MAP[3] - MAP[1]))


def _table() -> NDArray[np.uint8]:
    """Return the colour of every number, `[256, 3]`."""
    table = np.zeros((256, 3), dtype=np.uint8)
    for holder in range(len(SIDES)):
        look = style.look(holder)
        ribbon = style.mix(look.fill, look.line, 0.8)
        for number, colour in ((2 * holder, look.fill), (2 * holder + 1, look.thin), (_RIBBON + holder, ribbon)):
            table[number] = _rgb(colour)
    for number, colour in ((_FRONT, style.INK), (_SOFT, style.QUIET), (_BEYOND, style.OUTLINE)):
        table[number] = _rgb(colour)
    return table


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _flat(points: NDArray[np.float64]) -> list[float]:
    """Return points [km] as a list of x and y [fine pixels]."""
    scale = FINE * SCALE
    x, y = (points[:, 0] - EXTENT.west) * scale, (EXTENT.north - points[:, 1]) * scale
    flat: list[float] = np.stack([x, y], axis=1).ravel().tolist()
    return flat


def _lay(drawn: Drawn, numbers: NDArray[np.int64]) -> Image.Image:
    """Lay down every face with its number; the larger first, so that what lies in a hole comes on top of it."""
    image = Image.new("L", _SIZE, _BEYOND)
    pencil = ImageDraw.Draw(image)
    faces: NDArray[Any] = np.asarray(drawn.faces, dtype=object)
    order = np.argsort(-shapely.area(shapely.envelope(faces)), kind="stable")
    points, ring = shapely.get_coordinates(shapely.get_exterior_ring(faces[order]), return_index=True)
    for face, outline in zip(order, np.split(points, np.flatnonzero(np.diff(ring)) + 1), strict=True):
        pencil.polygon(_flat(outline), fill=int(numbers[face]))
    return image


def labels_of(holder: NDArray[np.int64], pale: NDArray[np.bool_], ground: Backdrop) -> tuple[Drawn, NDArray[np.uint8]]:
    """Return the areas of a week and their numbers by pixel, twice the holder and one if pale, at double size."""
    drawn = draw_areas(ground.mesh, 2 * holder + pale)
    return drawn, np.array(_lay(drawn, drawn.keys), dtype=np.uint8)


def coloured(drawn: Drawn, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colours of a week, `[height, width, 3]` of the map."""
    image = Image.fromarray(_ribbons(labels))
    pencil = ImageDraw.Draw(image)
    for arc, (left, right) in zip(drawn.arcs, drawn.arc_keys.tolist(), strict=True):
        if OUTSIDE not in (left, right) and left // 2 != right // 2:
            kind = _SOFT if left % 2 or right % 2 else _FRONT
            pencil.line(_flat(arc), fill=kind, width=_WIDTHS[kind], joint="curve")
    image.putpalette(_table().tobytes())
    return np.asarray(image.convert("RGB").reduce(FINE), dtype=np.uint8)


def _ribbons(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put the holder's line colour along the inside of the edges of its land."""
    holder = labels >> 1
    edge = np.zeros(labels.shape, dtype=np.bool_)
    high, wide = labels.shape
    for down, right in _REACH:
        here = (slice(0, high - down), slice(max(-right, 0), wide - max(right, 0)))
        there = (slice(down, high), slice(max(right, 0), wide + min(right, 0)))
        unlike = holder[here] != holder[there]
        edge[here] |= unlike
        edge[there] |= unlike
    return np.where(edge & (labels != _BEYOND), holder + np.uint8(_RIBBON), labels)


def inside(labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return how much of each pixel of the map lies in the country, 0..1; it is the same in every week."""
    land = Image.fromarray(np.where(labels == _BEYOND, 0, 255).astype(np.uint8)).reduce(FINE)
    return np.asarray(land, dtype=np.float64) / 255.0
