"""What three pictures looked like when somebody last looked at them: small copies, compared with a wide tolerance.

`python -m tests.reports.baseline` draws them anew; look at the pictures before you keep them. Copies are a sixth
of the size, so that another version of the typeface or of the drawing library does not matter, but a lost layer, a
moved map or a wrong colour does. Owns these copies. Knows nothing of what the pictures mean.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from sim.reports.curves import casualties
from sim.reports.maps import control_sequence, odds_map
from tests.reports.made import Made

__all__ = ["FAR", "FOLDER", "MEAN", "MOST", "PICTURES", "apart", "draw_small", "kept"]

FOLDER = Path(__file__).with_name("baselines")
SHRUNK = 6

MEAN = 2.5
"""Mean difference of all channels that is let pass, of 255."""
FAR, MOST = 48.0, 0.02
"""A pixel is far off from so much in its worst channel on; share of them that is let pass."""

PICTURES: Mapping[str, Callable[[Path], Path]] = {
    "control_map": lambda path: control_sequence.draw(Made(), path),
    "odds_map": lambda path: odds_map.draw(Made(runs=6), path),
    "casualties": lambda path: casualties.draw(Made(runs=6), path),
}
"""Name -> how to draw it."""


def draw_small(name: str, folder: Path) -> Image.Image:
    """Draw one picture into `folder` and return its small copy."""
    with Image.open(PICTURES[name](folder / f"{name}.png")) as image:
        return image.convert("RGB").reduce(SHRUNK)


def kept(name: str) -> Image.Image:
    """Return the small copy that was kept."""
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return the mean difference of two small copies of one size, and the share of pixels that are far off."""
    gap = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float))
    return float(gap.mean()), float((gap.max(axis=-1) > FAR).mean())


def main() -> None:
    """Draw all small copies anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        for name in PICTURES:
            small = draw_small(name, Path(place)).quantize(256, kmeans=4, dither=Image.Dither.NONE)
            small.save(FOLDER / f"{name}.png", optimize=True)
            sys.stdout.write(f"{FOLDER / name}.png\n")


if __name__ == "__main__":
    main()
