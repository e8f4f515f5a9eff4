"""Write pictures as an animated GIF that plays once: one palette, exact colours of holders, only what changed.

A GIF that starts by itself and cannot be stopped must end by itself, so it is not told to loop.
Owns that file. Knows nothing of what the pictures show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sim.reports.png import palette_of

__all__ = ["FIRST", "LAST", "PACE", "Palette", "save"]

PACE, FIRST, LAST = 100, 1000, 4000
"""How long a picture stays, and the first and the last one [ms]."""

_BITS = 6
"""Of a colour's channel, by which it is looked up."""


class Palette:
    """Hold the colours of the file and a table that finds the nearest one."""

    def __init__(self, samples: Iterable[Image.Image], exact: Sequence[str]) -> None:
        """Choose the colours from some pictures; those in `exact` are kept as they are."""
        house = np.array([int(colour[1:], 16) for colour in exact], dtype=np.uint32)
        every = [house, *(_codes(image).ravel() for image in samples)]
        codes, counts = np.unique(np.concatenate(every), return_counts=True)
        first = np.where(np.isin(codes, house), counts.sum(), counts)
        self.colours: NDArray[np.uint8] = palette_of(codes.astype(np.uint32), first)
        """`[colour, 3]`; the number after the last stands for "as before"."""
        self._table = self._nearest()

    @property
    def same(self) -> int:
        """Return the number that leaves a pixel as it was."""
        return len(self.colours)

    def _nearest(self) -> NDArray[np.uint8]:
        """Return for each colour, its channels cut to some bits, the nearest of ours; our own find themselves."""
        step = 1 << (8 - _BITS)
        levels = np.arange(0, 256, step) + step // 2 - 0.5
        ours = self.colours.astype(np.float64)
        rest = ((levels[:, None, None] - ours[:, 1]) ** 2 + (levels[None, :, None] - ours[:, 2]) ** 2).astype(
            np.float32
        )
        table = np.stack([((level - ours[:, 0]) ** 2 + rest).argmin(axis=-1) for level in levels])
        found = table.astype(np.uint8).ravel()
        # The commonest come first, so they are written last.
        found[_cells(self.colours[::-1])] = np.arange(len(ours))[::-1]
        return found

    def numbers(self, image: Image.Image) -> NDArray[np.uint8]:
        """Return the number of the colour of every pixel."""
        found: NDArray[np.uint8] = self._table[_cells(np.asarray(image))]
        return found


def _cells(pixels: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return where in the table the colours of pixels stand."""
    out = np.zeros(pixels.shape[:-1], dtype=np.int32)
    for channel in range(3):
        out <<= _BITS
        out |= pixels[..., channel] >> (8 - _BITS)
    return out


def _codes(image: Image.Image) -> NDArray[np.uint32]:
    """Return the pixels as 0xRRGGBB."""
    channels = np.asarray(image, dtype=np.uint32)
    codes = np.zeros(channels.shape[:2], dtype=np.uint32)
    for channel in range(3):
        codes <<= np.uint32(8)
        codes |= channels[..., channel]
    return codes


def _changed(pictures: Iterable[Image.Image], palette: Palette) -> Iterator[Image.Image]:
    """Yield the pictures as numbers; after the first, what stayed as it was says so."""
    before: NDArray[np.uint8] | None = None
    colours = palette.colours.tobytes()
    for picture in pictures:
        now = palette.numbers(picture)
        image = Image.fromarray(now if before is None else np.where(now == before, np.uint8(palette.same), now))
        image.putpalette(colours + bytes(3))
        before = now
        yield image


def save(pictures: Iterator[Image.Image], path: Path, palette: Palette, count: int, words: str) -> Path:
    """Write `count` pictures to `path`; `words` go into the file as its comment."""
    every = _changed(pictures, palette)
    times = [PACE] * count
    times[0] = FIRST
    times[-1] = LAST
    first = next(every)
    first.save(
        path, format="GIF", save_all=True, append_images=every, duration=times, disposal=1, optimize=False,
        transparency=palette.same, comment=words.encode(),
    )  # fmt: skip
    return path
