"""Save a page: as a small PNG whose holders keep their exact colours, with its words inside, and in other forms.

Plain median cut turned one holder grey: so the commonest colours, which are the flat fills, are kept exactly
and only the mixed pixels at edges are rounded. Owns that file. Knows nothing of what the page shows.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sim.reports import printing, style, vector

__all__ = ["EXACT", "PALETTE", "alt_text", "palette_of", "pixels", "save"]

PALETTE = 200
EXACT = 96
"""How many colours the file holds, and how many of them, the commonest, are kept exactly."""
_HOUSE = np.array(
    [int(each[1:], 16) for look in style.FACTION.values() for each in (look.fill, look.line, look.thin)],
    dtype=np.uint32,
)


def pixels(figure: Figure) -> NDArray[np.uint32]:
    """Draw the page and return its pixels, `[height, width]`, each one 0xRRGGBB."""
    canvas = figure.canvas
    canvas.draw()
    rgba = np.asarray(canvas.buffer_rgba(), dtype=np.uint8)  # type: ignore[attr-defined]
    packed = np.zeros(rgba.shape[:2], dtype=np.uint32)
    for channel in range(3):
        packed = np.bitwise_or(np.left_shift(packed, np.uint32(8)), rgba[..., channel], dtype=np.uint32)
    return packed


def _split(codes: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Return `[colour, 3]` channels of packed colours."""
    return np.stack([codes >> 16, (codes >> 8) & 255, codes & 255], axis=-1).astype(np.float32)


def _mixed(codes: NDArray[np.uint32], counts: NDArray[np.int64], most: int) -> NDArray[np.float32]:
    """Return at most `most` colours for the rest: the means of the fullest cells of a 16-step colour cube."""
    channels = _split(codes)
    cell = (channels // 16).astype(np.int64) @ np.array([256, 16, 1])
    full = np.bincount(cell, weights=counts, minlength=4096)
    chosen = np.argsort(-full, kind="stable")[:most]
    chosen = chosen[full[chosen] > 0]
    sums = np.stack([np.bincount(cell, weights=counts * channels[:, k], minlength=4096) for k in range(3)], axis=1)
    return np.rint(sums[chosen] / full[chosen, None]).astype(np.float32)


def palette_of(codes: NDArray[np.uint32], counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Choose the colours of the file from the colours of the page: the commonest exactly, then means."""
    order = np.argsort(-counts, kind="stable")
    exact, rest = order[:EXACT], order[EXACT:]
    chosen = _split(codes[exact])
    if rest.size:
        chosen = np.concatenate([chosen, _mixed(codes[rest], counts[rest], PALETTE - len(chosen))])
    return chosen.astype(np.uint8)


def _nearest(codes: NDArray[np.uint32], palette: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return for each colour the index of the nearest palette colour (plain distance in RGB)."""
    points, wide = _split(codes), palette.astype(np.float32)
    score = points @ (-2.0 * wide.T)
    score += np.square(wide).sum(axis=1)
    return score.argmin(axis=1).astype(np.uint8)


def save(figure: Figure, path: Path, *, title: str = "", description: str = "") -> Path:
    """Write the page to `path` with `title` and alt text `description` in its metadata.

    The ending of the path says the form; inside `printing.in_forms` the page is written in all those asked for.
    """
    for target in printing.targets(path):
        write = _save if target.suffix == ".png" else vector.save
        write(figure, target, title=title, description=description)
    return path


def _save(figure: Figure, path: Path, *, title: str, description: str) -> Path:
    packed = pixels(figure)
    codes, inverse, counts = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    # The colours of holders come first even where they are rare, as in the small edges of a legend.
    palette = palette_of(codes, np.where(np.isin(codes, _HOUSE), packed.size, counts))
    indexed = _nearest(codes, palette)[inverse].reshape(packed.shape)
    image = Image.fromarray(indexed)
    image.putpalette(palette.tobytes())
    notes = PngInfo()
    notes.add_itxt("Title", title)
    notes.add_itxt("Description", description)
    image.save(path, dpi=(figure.dpi, figure.dpi), pnginfo=notes)
    return path


def alt_text(path: Path) -> str:
    """Return the words that `save` put into a picture, for those who hear it."""
    with Image.open(path) as image:
        return str(image.info.get("Description", ""))
