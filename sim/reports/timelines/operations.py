"""What each party set out to do in one run: campaigns as bars, main efforts, orders and incidents as marks.

One lane a party. Owns this picture. Knows nothing of maps; what is shown and what is only counted, see `campaigns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.events import event_lines, event_words
from sim.reports.curves.lines import when_of
from sim.reports.curves.sheet import Sheet, lift_of
from sim.reports.reading import Reading
from sim.reports.timelines.campaigns import KINDS, MOST, NEAR, Campaign, Lane, lanes_of
from sim.sides import INDEX

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "packed", "table"]

FILE = "operations"
FIRST = False
"""Whether `theatre run` draws it too."""

_LEFT, _WIDE, _TOP, _TICK = 1.06, 5.96, 1.28, 0.10
_PAD, _STRIP, _MARKS, _BAR = 6.0, 10.0, 10.0, 11.5
"""Room above a lane, and height of the rows of efforts, of marks and of campaigns [points]."""
_NAMES = {
    "regime": "Regime", "russia": "Russia", "iran": "Iran and militias", "opposition": "Opposition", "hts": "HTS",
    "turkey": "Turkey", "sdf": "SDF", "us": "US", "is": "IS", "israel": "Israel",
}  # fmt: skip
_GLYPHS = {
    "attack": ("^", True, 4.6),
    "hold": ("v", False, 4.6),
    "order": ("|", True, 5.4),
    "agreed": ("o", True, 4.4),
    "ended": ("o", False, 4.4),
    "incident": ("D", True, 3.8),
    "forces": ("s", False, 4.2),
    "surrender": ("P", True, 4.8),
}
"""Kind of mark -> its form, whether it is filled, and its size [points]."""


def fits(record: Reading) -> bool:
    """Say yes for one run whose events or orders were kept."""
    return record.runs == 1 and bool(lanes_of(record))


def draw(record: Reading, path: Path) -> Path:
    """Draw the lanes of a run to `path`."""
    lanes = lanes_of(record)
    scale = 72 * _WIDE / max(record.weeks, 1)
    rows = [packed(lane.campaigns, scale) for lane in lanes]
    tops, tall = _places(lanes, rows)
    sheet = Sheet(style.page(_TOP - lift_of(record) + tall / 72 + 1.28), record)
    title = _title(record, lanes)
    style.title_block(sheet.figure, title, sheet.subtitle())
    axes = _axes(sheet, tall)
    for lane, row, top in zip(lanes, rows, tops, strict=True):
        _lane(sheet, axes, lane, row, top, scale)
    _key(sheet, lanes, _TOP - sheet.lift + tall / 72 + 0.42)
    style.footer(sheet.figure, list(_foot(sheet)))
    return png.save(sheet.figure, path, title=title, description=alt(record))


def _label(one: Campaign) -> str:
    """Write what a campaign was for and how many regions it took."""
    more = f" {len(one.taken)}" if one.taken else ""
    return f"{one.place}{more}"


def _span(one: Campaign, scale: float) -> tuple[float, float, str]:
    """Return where bar and label begin and end [points], and on which side of the bar the label stands."""
    left, right = one.first * scale, one.last * scale
    wide = style.text_size(_label(one), style.FOOT, 700)[0] + 5
    if right + wide <= 72 * _WIDE:
        return left, right + wide, "right"
    return (left - wide, right, "left") if left >= wide else (left, right, "inside")


def packed(campaigns: Sequence[Campaign], scale: float) -> list[int]:
    """Return the row of each campaign, so that no bar or label lies on another; `scale` is points a week."""
    ends: list[float] = []
    out = []
    for one in campaigns:
        left, right, _ = _span(one, scale)
        row = next((row for row, end in enumerate(ends) if left >= end), len(ends))
        ends[row : row + 1] = [right + 3.0]
        out.append(row)
    return out


def _places(lanes: Sequence[Lane], rows: Sequence[Sequence[int]]) -> tuple[list[float], float]:
    """Return the top of each lane, and the height of all [points]."""
    tops, at = [], 0.0
    for lane, row in zip(lanes, rows, strict=True):
        tops.append(at)
        deep = _PAD + _STRIP * bool(lane.efforts) + _MARKS * bool(lane.marks) + _BAR * (max(row, default=-1) + 1)
        at += max(deep, 24.0) + 2.0
    return tops, at


def _axes(sheet: Sheet, tall: float) -> Axes:
    """Open axes in points: x from the left, y from the top; events above them, months below."""
    top = _TOP - sheet.lift
    box = (_LEFT, top, _WIDE, tall / 72)
    frame = panels.panel(sheet.figure, box, days=sheet.days, top=1.0, step=2.0, numbers=False)
    panels.time_axis(frame, sheet.start, sheet.days)
    edge = panels.panel(sheet.figure, (_LEFT, top, _WIDE, _TICK), days=sheet.days, top=1.0, step=2.0, numbers=False)
    event_words(sheet, edge, _WIDE, _TICK)
    event_lines(sheet, frame)
    axes = panels.panel(sheet.figure, box, days=72 * _WIDE, top=tall, step=2 * tall, numbers=False)
    axes.set_ylim(tall, 0)
    return axes


def _lane(sheet: Sheet, axes: Axes, lane: Lane, rows: Sequence[int], top: float, scale: float) -> None:
    """Draw one party: its name, where its effort went, its marks and its campaigns."""
    look = style.look(INDEX[lane.side])
    axes.plot([-72 * (_LEFT - style.MARGIN), 72 * _WIDE], [top] * 2, color=style.RULE, lw=0.6, clip_on=False)
    at = _TOP - sheet.lift + (top + _PAD + 5) / 72
    name = _NAMES[lane.side]
    style.put(sheet.figure, (style.MARGIN, at), name, style.TEXT, weight=600, colour=look.text)
    if lane.total:
        told = f"{len(lane.campaigns)} of {lane.total} campaigns" if lane.total > MOST else _count(lane.total)
        style.put(sheet.figure, (style.MARGIN, at + 0.125), told, style.FOOT, colour=style.SECOND)
    y = top + _PAD
    if lane.efforts:
        _efforts(axes, lane, y + _STRIP / 2, scale)
        y += _STRIP
    if lane.marks:
        _marks(axes, lane, y + _MARKS / 2, scale)
        y += _MARKS
    for one, row in zip(lane.campaigns, rows, strict=True):
        _bar(axes, one, y + _BAR * (row + 0.5), scale)


def _count(number: int, what: str = "campaign") -> str:
    return f"{number or 'no'} {what}{'s' if number != 1 else ''}"


def _efforts(axes: Axes, lane: Lane, y: float, scale: float) -> None:
    """Draw where the main effort went: a hair line, a tick at each change, the governorate where there is room."""
    for each in lane.efforts:
        left, right = each.first * scale, each.last * scale
        axes.plot([left, right], [y + 4.2] * 2, color=style.RULE, lw=0.7, zorder=1)
        axes.plot([left] * 2, [y - 2.5, y + 4.2], color=style.SECOND, lw=0.7, zorder=1)
        if style.text_size(each.where, style.FOOT)[0] + 3 <= right - left:
            axes.text(
                left + 2, y, each.where, va="center_baseline", color=style.SECOND,
                fontproperties=style.font(style.FOOT), path_effects=style.halo(1.4), zorder=2,
            )  # fmt: skip


def _marks(axes: Axes, lane: Lane, y: float, scale: float) -> None:
    """Draw the marks of a party in their weeks, moved apart where they would touch."""
    places = panels.spread([(mark.week + 0.5) * scale for mark in lane.marks], 6.0, 2.0, 72 * _WIDE - 2.0)
    colour = style.look(INDEX[lane.side]).line
    for mark, x in zip(lane.marks, places, strict=True):
        _glyph(axes, mark.kind, (x, y), colour)


def _glyph(axes: Axes, kind: str, spot: tuple[float, float], colour: str) -> None:
    form, filled, size = _GLYPHS[kind]
    fill = colour if filled else style.PAPER
    axes.plot(
        *([each] for each in spot), form, mfc=fill, mec=colour, mew=1.3 if form == "|" else 0.9, ms=size, zorder=5,
        clip_on=False,
    )  # fmt: skip


def _bar(axes: Axes, one: Campaign, y: float, scale: float) -> None:
    """Draw a campaign: a bar, a stroke for each region taken, and the place, bold if it was taken."""
    look = style.look(INDEX[one.side])
    left, right = one.first * scale, one.last * scale
    axes.add_patch(Rectangle((left, y - 3.6), right - left, 7.2, fc=look.fill, ec="none", lw=0, zorder=2))
    for week in one.taken:
        x = min((week + 0.5) * scale, right - 0.6)
        axes.plot([x, x], [y - 3.6, y + 3.6], color=style.INK, lw=1.0, solid_capstyle="butt", zorder=3)
    where = _span(one, scale)[2]
    x = {"right": right + 2.5, "left": left - 2.5, "inside": right - 2.0}[where]
    axes.text(
        x, y, _label(one), ha="left" if where == "right" else "right", va="center_baseline",
        color=look.ink if where == "inside" else style.INK,
        fontproperties=style.font(style.FOOT, 700 if one.reached else 400),
        path_effects=() if where == "inside" else style.halo(1.6), zorder=4, parse_math=False,
    )  # fmt: skip


def _key(sheet: Sheet, lanes: Sequence[Lane], at: float) -> None:
    """Draw what bars, strokes and marks stand for, in rows from `at` [inches]."""
    width, height = sheet.figure.get_size_inches()
    axes = sheet.figure.add_axes((0, 0, 1, 1), frame_on=False, xlim=(0, 72 * width), ylim=(72 * height, 0))
    axes.set_axis_off()
    here = {mark.kind for lane in lanes for mark in lane.marks}
    left, y = style.MARGIN, 72 * at
    entries = ["bar", *(kind for kind in KINDS if kind in here)]
    for kind in entries:
        text = (
            "campaign, the place it was for; strokes: regions taken, with their number"
            if kind == "bar"
            else KINDS[kind]
        )
        lead = 0.36 if kind == "bar" else 0.13
        wide = lead + style.text_size(text, style.SMALL)[0] / 72 + 0.16
        if left + wide > style.WIDTH - style.MARGIN + 0.16:
            left, y = style.MARGIN, y + 11.5
        if kind == "bar":
            axes.add_patch(Rectangle((72 * left, y - 3.6), 22, 7.2, fc=style.FACTION["regime"].fill, ec="none"))
            axes.plot([72 * left + 15] * 2, [y - 3.6, y + 3.6], color=style.INK, lw=1.0, solid_capstyle="butt")
        else:
            _glyph(axes, kind, (72 * left + 3.5, y), style.INK)
        style.put(sheet.figure, (left + lead, y / 72 + 0.03), text, style.SMALL)
        left += wide


def _title(record: Reading, lanes: Sequence[Lane]) -> str:
    """State how many campaigns were begun, and how many regions changed hands in battle, each counted once."""
    begun = sum(lane.total for lane in lanes)
    took = len({event["region"] for event in record.events() if event["kind"] == "capture"})
    return f"In this run {_count(begun)} began and {_count(took, 'region')} changed hands in battle"


def _foot(sheet: Sheet) -> Iterator[str]:
    notes = (
        f"Of each party the {MOST} campaigns that took most people’s homes, then the longest; the others are counted.",
        "Grey words: governorate of its main effort (Russia and US: of its aircraft, the first named).",
        f"Bold: the place was taken. Marks of one kind within {NEAR} weeks are one; arms and reinforcement have none.",
    )
    return sheet.foot(*notes)


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    lanes = lanes_of(record)
    parts = []
    for lane in lanes:
        took = [f"{one.place} ({_count(len(one.taken), 'region')})" for one in lane.campaigns if one.taken]
        parts.append(f"{_NAMES[lane.side]}: {_count(lane.total)}" + (f", towards {', '.join(took)}" if took else ""))
    return f"{_title(record, lanes)}. {words.told(record)}. {'; '.join(parts)}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows: every campaign that is told, every effort and every mark of each party."""
    header = ("actor", "what", "detail", "first_week", "after_week", "first_date", "regions_taken", "people", "count")

    def rows() -> Iterator[Sequence[object]]:
        for lane in lanes_of(record):
            for one in lane.campaigns:
                when = when_of(record, one.first).isoformat()
                numbers = (len(one.taken), f"{one.people:.6g}", 1)
                yield (lane.side, "campaign", one.place, one.first, one.last, when, *numbers)
            for each in lane.efforts:
                when = when_of(record, each.first).isoformat()
                yield (lane.side, "effort", each.where, each.first, each.last, when, "", "", 1)
            for mark in lane.marks:
                when = when_of(record, mark.week).isoformat()
                yield (lane.side, mark.kind, KINDS[mark.kind], mark.week, mark.week + 1, when, "", "", mark.count)

    return header, rows()
