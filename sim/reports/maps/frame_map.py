"""One week on a whole page: recorded history, the start of a scenario, or a week of a run.

It draws a Frame, not a Record, so it is no entry of the register of figures. Owns this page. Knows nothing of
where the Frame comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.record.frames import Frame
from sim.reports import png, style, words
from sim.reports.atlas import furniture, legend
from sim.reports.atlas.backdrop import Backdrop, load_backdrop
from sim.reports.atlas.furniture import shares_of
from sim.reports.atlas.insets import Inset, draw_inset
from sim.reports.atlas.labels import Box, draw_names, lay_out
from sim.reports.atlas.plate import Extent, Plate, open_plate
from sim.reports.maps.control_map import grades_of, name_areas, paint

__all__ = ["describe", "draw_frame"]

_FRAME = Extent(-256, 412, -330, 268)
_HEIGHT = 8.63
_TOP = 0.64
_INSETS = (
    (Inset("A", "Aleppo", "aleppo", Extent(-122, -35, 77, 191)), Extent(234, 402, -318, -98)),
    (
        Inset("B", "Damascus and the Ghouta", "damascus", Extent(-190, -118, -197, -143)),
        Extent(52, 226, -318, -187),
    ),
)
"""Each inset and where it stands, in the free corner south-east of the border [km]."""


def draw_frame(
    frame: Frame, path: Path, *, title: str, subtitle: str, sources: Sequence[str] = (), spoken: str = ""
) -> Path:
    """Draw one week to `path`; `sources` are sentences for the small print before the usual ones.

    `spoken` says in words what the map shows; if it is empty, the title and the shares do.
    """
    ground = load_backdrop()
    more = style.LINE * subtitle.count("\n")
    top = _TOP + more
    figure = style.page(_HEIGHT + more)
    style.title_block(figure, title, subtitle)
    sheet = furniture.canvas(figure)
    plate = open_plate(figure, (0.0, top), style.WIDTH, _FRAME)
    edges = [edge for inset, _ in _INSETS for edge in furniture.locator_boxes(plate, inset.box)]
    spots, boxes = lay_out(plate, "country", ground.places, taken=[*edges, *(_box(plate, at) for _, at in _INSETS)])
    drawn = paint(plate, frame, ground)
    furniture.neighbours(plate)
    draw_names(plate, spots)
    name_areas(plate, drawn, [grade.holder for grade in grades_of(frame, ground.thin)[1]], boxes)
    furniture.scale_bar(plate, -62, -318, 100)
    _put_insets(figure, plate, frame, top)
    _keys(figure, sheet, frame, top + style.WIDTH * _FRAME.high / _FRAME.wide + 0.17)
    style.footer(
        figure,
        [*sources, words.EDGES, f"Sources: {words.GROUND_SOURCES}.", words.BOUNDARIES, words.CANNOT_SAY],
    )
    return png.save(figure, path, title=title, description=spoken or describe(frame, ground, title))


def _box(plate: Plate, at: Extent) -> Box:
    """Return the room of a box on the map in points."""
    left, low = (at.west - plate.extent.west) / plate.km, (at.south - plate.extent.south) / plate.km
    return left, low, left + at.wide / plate.km, low + at.high / plate.km


def _put_insets(figure: Figure, plate: Plate, frame: Frame, top: float) -> None:
    """Draw the insets and mark on the map what they show."""
    inch = 72 * plate.km
    for inset, at in _INSETS:
        furniture.locator(plate, inset.letter, inset.box)
        spot = ((at.west - plate.extent.west) / inch, top + (plate.extent.north - at.north) / inch)
        draw_inset(figure, spot, at.wide / inch, frame, inset)


def _keys(figure: Figure, sheet: Plate, frame: Frame, top: float) -> None:
    """Draw the strip of keys under the map."""
    shares = shares_of(frame, load_backdrop())
    present = [shares[side] for side in style.LEGEND_ORDER if shares[side].area > 0]
    legend.holders_key(figure, sheet, (style.MARGIN, top), present)
    legend.grades_key(figure, sheet, (3.34, top), hidden=bool(frame.clandestine.any()))
    legend.lines_key(figure, sheet, (5.10, top))


def describe(frame: Frame, ground: Backdrop, title: str) -> str:
    """Say in words what the map shows, from the shares."""
    shares = sorted(shares_of(frame, ground).values(), key=lambda share: -share.area)
    listed = [f"{style.FACTION[share.side].short} {words.percent(share.area)}" for share in shares if share.area > 0]
    return f"{title}. {', '.join(listed)} of the area."
