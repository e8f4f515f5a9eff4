"""The insets: Aleppo, and Damascus with the Ghouta, where many places lie close together.

Owns their frames. Knows nothing of pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from sim.record.frames import Frame
from sim.reports.atlas import furniture
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.atlas.labels import draw_names, lay_out
from sim.reports.atlas.plate import Extent, open_plate
from sim.reports.maps.control_map import paint

__all__ = ["INSETS", "Inset", "draw_inset"]


@dataclass(frozen=True)
class Inset:
    """Describe one inset: letter, title, its frame in the table of labels, its frame on the ground."""

    letter: str
    title: str
    labels: str
    box: Extent


INSETS = (
    Inset("A", "Aleppo", "aleppo", Extent(-122, -18, 79, 189)),
    Inset("B", "Damascus and the Ghouta", "damascus", Extent(-191, -118, -210, -129)),
)


def draw_inset(figure: Figure, spot: tuple[float, float], wide: float, frame: Frame, inset: Inset) -> float:
    """Draw one inset with its top left corner at `spot` [inches]; return its height [inches]."""
    ground = load_backdrop()
    box = inset.box
    plate = open_plate(figure, spot, wide, box, order=5)
    high, room = box.high / plate.km, box.wide / plate.km
    corner = (0.0, high - 12.0, 14.0 + 4.0 * len(inset.title), high)
    spots, _ = lay_out(plate, inset.labels, ground.places, taken=[corner, (room - 40, 0, room, 18)])
    paint(plate, frame, ground, marks=False)
    draw_names(plate, spots)
    furniture.scale_bar(plate, box.east - 10 - 7 * plate.km, box.south + 6 * plate.km, 10, size=6.2)
    furniture.frame_inset(plate, inset.letter, inset.title)
    return wide * box.high / box.wide
