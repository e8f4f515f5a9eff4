"""One map of one week: who holds what and how firmly, with ribbons, fronts and vague edges.

Grades: held (fill and pattern), thinly held empty country (thin tint), contested (bands of both fills),
clandestine presence (small crosses). A front is drawn only where neither side holds thinly: nobody drew a
line in the sand, nor do we. Owns the painting of a Frame. Knows nothing of pages, legends or records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.record.frames import Frame
from sim.reports import style
from sim.reports.atlas.areas import OUTSIDE, Drawn, draw_areas
from sim.reports.atlas.backdrop import ORDER, Backdrop, draw_below, draw_lines, draw_marks
from sim.reports.atlas.labels import Boxes
from sim.reports.atlas.parts import Word, parts_of, roomy, write_inside
from sim.reports.atlas.plate import Plate, path_of
from sim.reports.style import Pattern

__all__ = ["BANDS", "HELD", "THIN", "Grade", "grades_of", "name_areas", "paint"]

HELD, THIN, CONTESTED = 0, 1, 2
BANDS = Pattern("lines", 3.5, 9.9, angle=135)
"""Bands 3.5 points wide of the rival's fill over the holder's: no other pattern runs this way alone."""

_RIBBON = 2.6
_LETTER_FROM = 250.0
_NAME_FROM = 1500.0
"""Parts of an area smaller than these bear no letter, and no name [km2]."""


@dataclass(frozen=True)
class Grade:
    """Say who holds an area and how firmly; `rival` is -1 unless it is contested."""

    holder: int
    kind: int
    rival: int = -1


def grades_of(frame: Frame, thin: NDArray[np.bool_]) -> tuple[NDArray[np.int64], list[Grade]]:
    """Return a key for each region and the grade that each key stands for."""
    kind = np.where(frame.contested, CONTESTED, np.where(thin, THIN, HELD)).astype(np.int64)
    rival = np.where(frame.contested, frame.rival, -1).astype(np.int64)
    rows = np.stack([frame.holder.astype(np.int64), kind, rival], axis=1)
    found, keys = np.unique(rows, axis=0, return_inverse=True)
    return keys.ravel().astype(np.int64), [Grade(*(int(value) for value in row)) for row in found]


@dataclass(frozen=True, eq=False)
class _Sheet:
    """Hold what the layers of one map share."""

    plate: Plate
    drawn: Drawn
    grades: list[Grade]

    @property
    def face_grades(self) -> list[Grade]:
        return [self.grades[key] for key in self.drawn.keys]

    def faces(self, holder: int, kind: int | None = None, rival: int | None = None) -> list[Any]:
        """Return the faces of a holder, of one kind and rival if given."""
        return [
            face
            for face, grade in zip(self.drawn.faces, self.face_grades, strict=True)
            if grade.holder == holder and kind in (None, grade.kind) and rival in (None, grade.rival)
        ]

    @property
    def holders(self) -> list[int]:
        return sorted({grade.holder for grade in self.face_grades})


def paint(plate: Plate, frame: Frame, ground: Backdrop, *, roads: bool = True, marks: bool = True) -> Drawn:
    """Draw all layers of one map but its names; return the areas drawn."""
    keys, grades = grades_of(frame, ground.thin)
    sheet = _Sheet(plate, draw_areas(ground.mesh, keys), grades)
    draw_below(plate, ground)
    for holder in sheet.holders:
        _fill(sheet, holder)
    draw_lines(plate, ground, roads=roads)
    for holder in sheet.holders:
        _ribbon(sheet, holder)
    _fronts(sheet)
    edge = [arc for arc, pair in zip(sheet.drawn.arcs, sheet.drawn.arc_keys, strict=True) if OUTSIDE in pair]
    plate.lines(edge, style.OUTLINE, 0.8, ORDER["outline"])
    if marks:
        draw_marks(plate, ground)
    _crosses(plate, frame, ground)
    return sheet.drawn


def _fill(sheet: _Sheet, holder: int) -> None:
    """Fill a holder's areas: thin tint below all, then held fill and pattern, then contested bands."""
    look = style.look(holder)
    whole = path_of(sheet.faces(holder))
    held = sheet.faces(holder, HELD)
    any_thin = bool(sheet.faces(holder, THIN))
    sheet.plate.fill(whole, look.thin if any_thin else look.fill, ORDER["fill"], swell=0.7)
    if held:
        path = path_of(held)
        if any_thin:
            sheet.plate.fill(path, look.fill, ORDER["fill"] + 0.1)
        if look.pattern is not None:
            sheet.plate.hatch(path, look.pattern, look.pattern_colour, ORDER["pattern"])
    for rival in sorted({grade.rival for grade in sheet.face_grades if grade.holder == holder}):
        disputed = sheet.faces(holder, CONTESTED, rival)
        if disputed:
            path = path_of(disputed)
            sheet.plate.fill(path, look.fill, ORDER["fill"] + 0.2, swell=0.7)
            other = style.look(rival).fill if rival >= 0 else style.LAND_OUTSIDE
            sheet.plate.hatch(path, BANDS, other, ORDER["pattern"])


def _holder_at(sheet: _Sheet, key: int) -> int:
    return OUTSIDE if key == OUTSIDE else sheet.grades[key].holder


def _ribbon(sheet: _Sheet, holder: int) -> None:
    """Draw the line colour along the inside of a holder's edge, so that an area reads far from its fill."""
    arcs = [
        arc
        for arc, (left, right) in zip(sheet.drawn.arcs, sheet.drawn.arc_keys, strict=True)
        if (_holder_at(sheet, left) == holder) != (_holder_at(sheet, right) == holder)
    ]
    whole = path_of(sheet.faces(holder))
    sheet.plate.lines(arcs, style.look(holder).line, _RIBBON, ORDER["ribbon"], inside=whole, alpha=0.85)


def _fronts(sheet: _Sheet) -> None:
    """Draw fronts between areas held or contested, and dots where one side holds thinly."""
    sharp: list[NDArray[np.float64]] = []
    vague: list[NDArray[np.float64]] = []
    for arc, (left, right) in zip(sheet.drawn.arcs, sheet.drawn.arc_keys, strict=True):
        if OUTSIDE in (left, right):
            continue
        one, other = sheet.grades[left], sheet.grades[right]
        if one.holder == other.holder and CONTESTED not in (one.kind, other.kind):
            continue
        (vague if THIN in (one.kind, other.kind) else sharp).append(arc)
    sheet.plate.lines(sharp, style.INK, 0.75, ORDER["front"])
    sheet.plate.lines(vague, style.INK, 0.9, ORDER["front"], dots=2.2)


def _crosses(plate: Plate, frame: Frame, ground: Backdrop) -> None:
    """Draw clandestine presence as small crosses, not nearer to each other than 13 points."""
    kept: list[NDArray[np.float64]] = []
    for region in np.flatnonzero(frame.clandestine):
        spot = ground.mesh.centres[region]
        if all(np.hypot(*(spot - other)) > 13 * plate.km for other in kept):
            kept.append(spot)
    if not kept:
        return
    points = np.array(kept)
    colour = style.FACTION["is"].line
    for size, width, shade in ((4.6, 2.4, style.PAPER), (4.0, 1.1, colour)):
        plate.axes.plot(
            points[:, 0], points[:, 1], ls="none", marker="x", ms=size * plate.weight,
            mew=width * plate.weight, mec=shade, zorder=ORDER["clandestine"], scalex=False, scaley=False,
        )  # fmt: skip


def name_areas(plate: Plate, drawn: Drawn, holders: Sequence[int], boxes: Boxes, *, smallest: float = 1.0) -> None:
    """Write the short name on large parts and the letter on parts over 250 km2, where they hit nothing."""
    for holder, part in parts_of(drawn, holders):
        if part.area < _LETTER_FROM * smallest:
            continue
        look = style.look(holder)
        size = (9.4 if part.area > 15000 else 8.4 if part.area > 4000 else 7.4) * max(plate.weight, 0.75)
        spots = roomy(part)
        sizes = (size, 0.85 * size) if part.area > _NAME_FROM else ()
        names = [Word(look.short, each, look.deep) for each in sizes]
        if not any(write_inside(plate, name, spots, boxes, inside=part) for name in names):
            letter = Word(look.code, max(0.85 * size, 5.6), look.deep)
            write_inside(plate, letter, spots, boxes, inside=None)
