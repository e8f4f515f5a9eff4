"""Land is not people: shares of the area and of the people that each party holds, side by side, week by week.

Diamonds: recorded control; pale bars: published ranges. A single run is stacked as well. Owns this picture.
Knows no maps; what is counted, see `land`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.events import event_key, event_numbers
from sim.reports.curves.land import PARTIES, Published, Recorded, panels_of, published, recorded
from sim.reports.curves.lines import Line, Panel, table_of, when_of
from sim.reports.curves.sheet import Sheet, lift_of
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "territory"
FIRST = False
"""Whether `theatre run` draws it too."""

_LEFTS, _WIDE, _TOP, _HIGH = (0.48, 4.00), 2.24, 1.42, 2.30
_STACK, _STACK_HIGH = 4.90, 1.35
_NAMES = {
    "regime": "the regime",
    "opposition": "opposition and HTS",
    "sdf": "the SDF",
    "is": "IS",
    "turkey": "Turkey’s allies",
    "us": "the US",
}
_BAR = 3.2
"""Width of a bar of a published range [points]."""


def fits(record: Reading) -> bool:
    """Say whether the record measures who holds the land and the people."""
    return bool(panels_of(record))


def draw(record: Reading, path: Path) -> Path:
    """Draw the shares of a run or an ensemble to `path`."""
    sheet = Sheet(style.page((7.22 if record.runs == 1 else 5.12) - lift_of(record)), record)
    both = panels_of(record)
    dates, ranges = recorded(record), published(record)
    title = _title(record, both)
    style.title_block(sheet.figure, title, sheet.subtitle())
    event_key(sheet, (style.MARGIN, 0.86))
    high = 1.04 * max(sheet.top_of(panel.lines) for panel in both)
    for panel, left in zip(both, _LEFTS, strict=True):
        _shares(sheet, panel, left, high, dates, ranges if panel.key == "area" else [])
    _key(sheet, observed=bool(dates), ranges=bool(ranges))
    if not sheet.many:
        heading = "The same run stacked: for slides, not for conclusions"
        style.put(sheet.figure, (style.MARGIN, _STACK - sheet.lift - 0.30), heading, style.HEADING, weight=600)
        for panel, left in zip(both, _LEFTS, strict=True):
            _stack(sheet, panel, left)
    style.footer(sheet.figure, list(_foot(sheet, observed=bool(dates), ranges=bool(ranges))))
    return png.save(sheet.figure, path, title=title, description=alt(record))


def _shares(
    sheet: Sheet, panel: Panel, left: float, high: float, dates: Sequence[Recorded], ranges: Sequence[Published]
) -> None:
    """Draw one panel of lines with their names at the right."""
    top = _TOP - sheet.lift
    style.put(sheet.figure, (left, top - 0.30), panel.title, style.TEXT + 1.0, weight=600)
    style.put(sheet.figure, (left, top - 0.175), panel.note, style.SMALL, colour=style.SECOND)
    box = (left, top, _WIDE, _HIGH)
    axes = panels.panel(sheet.figure, box, days=sheet.days, top=high, step=panels.nice_step(high, 8))
    axes.tick_params(axis="y", pad=6)
    for line in sorted(panel.lines, key=lambda line: -float(np.median(line.values[:, -1]))):
        sheet.curve(axes, line.values, line.colour, 1.5)
    _ranges(sheet, axes, panel.lines, ranges)
    for each in dates:
        x = panels.days_from(sheet.start, each.date)
        for line in (line for line in panel.lines if each.shares[panel.key][line.key] > 0.05):
            share = each.shares[panel.key][line.key]
            look = {"mfc": style.PAPER, "mec": line.colour, "mew": 0.9, "ms": 4.2, "marker": "D"}
            axes.plot([x], [share], ls="none", clip_on=False, zorder=7, **look)  # type: ignore[arg-type]
    event_numbers(sheet, axes, _WIDE)
    panels.time_axis(axes, sheet.start, sheet.days)
    ends = [
        (value := float(np.median(line.values[:, -1])), f"{line.name} {_number(value)}", line.colour, line.text)
        for line in panel.lines
    ]
    panels.end_labels(axes, sheet.days, ends, gap=high * 0.052)


def _number(share: float) -> str:
    """Write a share at a line's end in two digits: 38, 8.5, 0.3."""
    return f"{share:.0f}" if share >= 9.95 or share == 0 else f"{share:.1f}"


def _ranges(sheet: Sheet, axes: Axes, lines: Sequence[Line], ranges: Sequence[Published]) -> None:
    """Draw published ranges as pale bars, those of one date beside each other."""
    colours = {line.key: line.colour for line in lines}
    wide = _BAR / (72 * _WIDE) * sheet.days
    count: dict[object, int] = {}
    for each in (each for each in ranges if each.party in colours):
        place = count[each.date] = count.get(each.date, 0) + 1
        inside = min(panels.days_from(sheet.start, each.date) + 1.15 * wide * place, sheet.days - 0.2 * wide)
        low, tall = max(each.low, 0.0), each.high - each.low
        look = {"fc": style.mix(colours[each.party], style.PAPER, 0.62), "ec": colours[each.party], "lw": 0.4}
        axes.add_patch(Rectangle((inside, low), wide, tall, zorder=3, clip_on=False, **look))  # type: ignore[arg-type]


def _key(sheet: Sheet, *, observed: bool, ranges: bool) -> None:
    """Draw under the panels what bands, diamonds and bars stand for."""
    x, y = _LEFTS[0], 4.12 - sheet.lift
    sheet.key((x, y), lines=("median, 50 % and", "90 % of runs") if sheet.many else ("this run", ""))
    if observed:
        axes = sheet.figure.add_axes((0, 0, 1, 1), frame_on=False, xlim=(0, 1), ylim=(0, 1))
        axes.set_axis_off()
        width, height = sheet.figure.get_size_inches()
        spot = ((x + 1.45) / width, 1 - (y + 0.12) / height)
        axes.plot(*([each] for each in spot), "D", mfc=style.PAPER, mec=style.INK, mew=0.9, ms=4.2)
        for row, text in enumerate(("recorded control: places on", "a date, country around them")):
            style.put(sheet.figure, (x + 1.56, y + 0.09 + 0.115 * row), text, style.SMALL)
    if ranges:
        fill = style.mix(style.INK, style.PAPER, 0.62)
        sheet.box(x + 3.54, y, _BAR / 72, 0.22, facecolor=fill, edgecolor=style.INK, lw=0.4)
        for row, text in enumerate(("published range (area),", "beside its date")):
            style.put(sheet.figure, (x + 3.68, y + 0.09 + 0.115 * row), text, style.SMALL)


def _stack(sheet: Sheet, panel: Panel, left: float) -> None:
    """Draw the shares of one run on top of each other, in the order of all bars."""
    top = _STACK - sheet.lift
    box = (left, top, _WIDE + 0.62, _STACK_HIGH)
    style.put(sheet.figure, (left, top - 0.08), panel.key.replace("population", "people"), style.SMALL)
    axes = panels.panel(sheet.figure, box, days=sheet.days, top=100.0, step=50.0)
    lines = sorted(panel.lines, key=lambda line: style.BAR_ORDER.index(line.key))
    values = np.stack([line.values[0] for line in lines])
    x = np.concatenate([[0.0], panels.day_numbers(values.shape[1], at=1.0)])
    tops = np.cumsum(np.column_stack([values[:, :1], values]), axis=0)
    lows = np.vstack([np.zeros_like(x), tops[:-1]])
    for line, low, top in zip(lines, lows, tops, strict=True):
        fill = style.FACTION[line.key].fill
        axes.fill_between(x, low, top, color=fill, lw=0, zorder=1)
        axes.plot(x, top, color=style.PAPER, lw=0.8, zorder=2)
        inside = np.linspace(0.2, 0.8, 25) * sheet.days
        under, over = np.interp(inside, x, low), np.interp(inside, x, top)
        at = int((over - under).argmax())
        if over[at] - under[at] >= 8.0:
            axes.text(
                inside[at], (under[at] + over[at]) / 2, PARTIES[line.key][0], ha="center", va="center_baseline",
                color=style.INK, fontproperties=style.font(style.TEXT, 600), path_effects=style.halo(1.8), zorder=5,
            )  # fmt: skip
    panels.time_axis(axes, sheet.start, sheet.days)


def _title(record: Reading, both: Sequence[Panel]) -> str:
    """State the share of land and people of the party with most people at the end."""
    area, people = ({line.key: float(np.median(line.values[:, -1])) for line in panel.lines} for panel in both)
    most = max(people, key=lambda key: people[key])
    when = words.month(when_of(record, record.weeks))
    land, homes = words.percent(area[most] / 100), words.percent(people[most] / 100)
    told = f"{words.within(record)} {_NAMES[most]} held {land} of the land, home to {homes} of people"
    return style.title_of(f"{told}, in {when}", told)


def _foot(sheet: Sheet, *, observed: bool, ranges: bool) -> Iterator[str]:
    notes = ["Opposition and HTS count as one; parties under 0.5 % have no line."]
    if observed:
        notes += ["Diamonds: empty country follows its nearest place; half of a contested place counts for each side."]
    if ranges:
        notes += ["Published shares differ twofold according to whether empty desert counts."]
    return sheet.foot(*notes, observed="observed: control and territory tables of the project" if observed else "")


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    both = panels_of(record)
    parts = []
    for panel, name in zip(both, ("area", "people"), strict=True):
        listed = []
        for line in panel.lines:
            low, middle, high = (float(q) for q in np.percentile(line.values[:, -1], (5, 50, 95)))
            span = f" ({_number(low)} to {_number(high)})" if record.runs > 1 else ""
            listed.append(f"{line.name} {_number(middle)}{span}")
        parts.append(f"Per cent of {name} at the end: {', '.join(listed)}")
    return f"{_title(record, both)}. {words.told(record)}. {'. '.join(parts)}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the shares by week, measure and party [per cent]."""
    return table_of(record, panels_of(record))
