"""Who held what in the last week of one run, and how firmly, on a whole page.

Grades of control as on every map of one state: held, thinly held empty country, contested, clandestine presence. Owns
the words of this page. Knows nothing of earlier weeks (see `control_sequence`) or of how a Frame is drawn (see
`frame_map`). `theatre run` leaves it to reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.record.frames import Frame
from sim.record.telling import who
from sim.reports import style, words
from sim.reports.atlas.backdrop import Backdrop, load_backdrop
from sim.reports.atlas.furniture import shares_of
from sim.reports.maps.control_map import HELD, THIN, grades_of
from sim.reports.maps.frame_map import describe, draw_frame
from sim.reports.reading import Reading
from sim.sides import SIDES

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "control_last"
FIRST = False
"""Whether `theatre run` draws it too."""


def fits(record: Reading) -> bool:
    """Say yes for a single run: of many, no one map is the result."""
    return record.runs == 1


def draw(record: Reading, path: Path) -> Path:
    """Draw the last week of a run to `path`."""
    frame, ground = record.frame(record.weeks), load_backdrop()
    return draw_frame(
        frame,
        path,
        title=_title(frame, ground),
        subtitle=words.subtitle(record, words.sample(record), f"{words.day(frame.date)}, week {frame.week}"),
        sources=[
            "One run of many that could have been: read no single front from it.",
            words.range_of(record),
            words.misses(record),
            "Area counts empty desert; people are counted where they lived at the end of 2015.",
            "Start state: see scenario.yaml.",
        ],
        spoken=alt(record),
    )


def _title(frame: Frame, ground: Backdrop) -> str:
    """State who held most of the area and who came next: three of them, fewer where the line is full."""
    shares = sorted(shares_of(frame, ground).values(), key=lambda share: -share.area)
    parts = [(who(share.side), words.percent(share.area)) for share in shares[:3] if share.area > 0]
    titles = []
    for count in range(len(parts), 0, -1):
        verbs = ["held ", *[""] * (count - 1)]
        told = [f"{name} {verb}{area}" for (name, area), verb in zip(parts[:count], verbs, strict=True)]
        titles.append(f"In this run {words.listed(told)} of the area in {words.month(frame.date)}")
    return style.title_of(*titles)


def alt(record: Reading) -> str:
    """Say in words what the map shows, from the shares."""
    frame, ground = record.frame(record.weeks), load_backdrop()
    return describe(frame, ground, f"Map of control on {words.day(frame.date)}, {words.told(record)}")


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return the header and rows of the table behind the map: holder and grade of every region."""
    ground, frame = load_backdrop(), record.frame(record.weeks)
    keys, grades = grades_of(frame, ground.thin)
    named = {HELD: "held", THIN: "empty, thinly held"}
    header = ("week", "date", "region", "name", "holder", "grade", "contested_by", "clandestine", "area_km2")

    def rows() -> Iterator[Sequence[object]]:
        for number, region in enumerate(ground.ids):
            grade = grades[keys[number]]
            rival = SIDES[grade.rival] if grade.rival >= 0 else ""
            hidden = "yes" if frame.clandestine[number] else ""
            facts = (SIDES[grade.holder], named.get(grade.kind, "contested"), rival, hidden)
            yield (frame.week, frame.date, region, ground.names[number], *facts, f"{ground.area[number]:.2f}")

    return header, rows()
