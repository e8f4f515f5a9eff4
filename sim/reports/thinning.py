"""Thin the shapes of a page for a vector file: corners that no eye can tell apart, and what lies outside a map's frame.

The outlines of a map have corners every third of a point; a printer needs a tenth of them. The page itself is as it
was afterwards. Owns how shapes are thinned. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform, TransformedPath
from numpy.typing import NDArray

__all__ = ["NEAR", "thinned"]

NEAR = 0.04
"""How far a line may move [points]; a hundredth of a millimetre and a half."""

_MANY = 24
"""Corners from which a shape is thinned."""
_OVER = 6.0
"""How far beyond the frame shapes are kept [points], so that no edge of theirs shows."""


@contextmanager
def thinned(figure: Figure) -> Iterator[None]:
    """Thin all shapes of a page, set to points as vector files are, and put all back."""
    with ExitStack() as back:
        back.callback(figure.set_dpi, figure.dpi)
        figure.set_dpi(72)
        for artist in figure.findobj(lambda one: isinstance(one, (PathPatch, LineCollection))):
            frame = _frame(artist)
            if isinstance(artist, PathPatch):
                _thin_patch(artist, frame, back)
            elif isinstance(artist, LineCollection):
                _thin_lines(artist, frame, back)
            _thin_clip(artist, back)
        yield


def _frame(artist: Artist) -> Bbox | None:
    """Return the frame of the axes that an artist belongs to, a little larger [points]."""
    return artist.axes.bbox.padded(_OVER) if artist.axes is not None and artist.get_clip_on() else None


def _corners(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=np.float64)


def _thin_patch(artist: PathPatch, frame: Bbox | None, back: ExitStack) -> None:
    whole = artist.get_path()
    if len(_corners(whole)) >= _MANY:
        artist.set_path(_thin(whole, artist.get_transform(), frame))
        back.callback(artist.set_path, whole)


def _thin_lines(artist: LineCollection, frame: Bbox | None, back: ExitStack) -> None:
    """Thin every line; where all look alike, leave out those wholly outside the frame."""
    transform = artist.get_transform()
    paths = artist.get_paths()
    looks: tuple[Any, ...] = (artist.get_edgecolor(), artist.get_linewidth(), artist.get_linestyle())
    alike = all(len(look) == 1 for look in looks)
    seen = [path for path in paths if not (alike and frame) or path.get_extents(transform).overlaps(frame)]
    thin = [_thin(path, transform, None) if len(_corners(path)) >= _MANY else path for path in seen]
    artist.set_segments([_corners(path) for path in thin])
    back.callback(artist.set_segments, [_corners(path) for path in paths])


def _thin_clip(artist: Artist, back: ExitStack) -> None:
    """Cut the shape that clips an artist to its frame too: SVG knows one of the two, and would let it run over."""
    clip = artist.get_clip_path()
    if not isinstance(clip, TransformedPath):
        return
    path, affine = clip.get_transformed_path_and_affine()
    frame = artist.axes.bbox if artist.axes is not None else None
    if path is not None:
        artist.set_clip_path(TransformedPath(_thin(path, affine, frame), affine))
        back.callback(artist.set_clip_path, clip)


def _thin(path: Path, transform: Transform, frame: Bbox | None) -> Path:
    """Return a path with fewer corners; `frame` [points] cuts closed shapes alone."""
    codes = np.zeros(0) if path.codes is None else np.asarray(path.codes)
    if not np.isin(codes, (Path.MOVETO, Path.LINETO, Path.CLOSEPOLY)).all():
        return path
    closed = bool((codes == Path.CLOSEPOLY).any())
    shown = transform.transform_path(path)
    if frame is not None and closed:
        shown = shown.clip_to_bbox(frame)
    parts = [np.asarray(part) for part in shown.to_polygons(closed_only=False)] if len(_corners(shown)) else []
    lines = shapely.simplify([shapely.linestrings(part) for part in parts if len(part) > 1], NEAR)
    back = transform.inverted()
    found = [np.asarray(back.transform(shapely.get_coordinates(line))) for line in lines]
    return Path.make_compound_path(*(Path(points, closed=closed and len(points) > 3) for points in found))
