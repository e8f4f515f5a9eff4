"""The dead, week by week: all, then civilians and each side on one common scale, then cumulative.

Civilians come first and in ink. Deaths are persons a week; curves show the centred mean over three weeks, the
table behind the picture the raw weeks. Hollow boxes: observed months. Owns this picture. Knows no maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.calendar import monday
from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.deaths import GROUPS, Group, Observed, events_of, groups_of, kept_apart, observed_months
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "casualties"

FIRST = True
"""Whether `theatre run` draws it too."""
_HEIGHT = 8.25
_LEFT, _RIGHT = 0.52, 6.02
_TIER = 17.0
"""Height of a row of event labels [points]."""
_EVENT_MARGIN = 24.0
"""How far an event label may stand out to the left of the frame [points]."""


def fits(record: Reading) -> bool:
    """Say yes: this picture is drawn for one run and for an ensemble."""
    return any(name.startswith("deaths.") for name in record.series)


@dataclass(frozen=True)
class _Plate:
    """Hold what the three parts of the picture share."""

    figure: Figure
    record: Reading
    start: date
    days: float
    deaths: dict[str, NDArray[np.float64]]

    @property
    def many(self) -> bool:
        return self.record.runs > 1

    @property
    def middles(self) -> NDArray[np.float64]:
        return panels.day_numbers(self.deaths["all"].shape[1], at=0.5)

    def curve(self, axes: Axes, values: NDArray[np.float64], line: str, width: float) -> None:
        """Draw a fan for an ensemble and a plain line for one run."""
        if self.many:
            panels.fan(axes, self.middles, panels.bands(values), line, width=width)
        else:
            axes.plot(self.middles, values[0], color=line, lw=width, zorder=4, solid_joinstyle="round")


def _two_lines(label: str) -> str:
    """Break a label at the space nearest to its middle if it is longer than 13 signs."""
    spaces = [k for k, sign in enumerate(label) if sign == " "]
    if len(label) <= 13 or not spaces or "\n" in label:
        return label
    cut = min(spaces, key=lambda k: abs(k - len(label) / 2))
    return f"{label[:cut]}\n{label[cut + 1 :]}"


def _event_lines(plate: _Plate, axes: Axes, width: float, high: float) -> None:
    """Draw the events as dotted lines with their labels above the frame, where they hit nothing."""
    events = events_of(plate.record, plate.start, plate.start + timedelta(days=plate.days))
    points = [panels.days_from(plate.start, when) / plate.days * width * 72 for when, _ in events]
    texts = [_two_lines(label) for _, label in events]
    sizes = [max(style.text_size(line, style.SMALL)[0] for line in text.split("\n")) for text in texts]
    for x, text, (tier, side) in zip(points, texts, panels.flags(points, sizes, margin=_EVENT_MARGIN), strict=True):
        top = 1.0 + (_TIER * tier + 2) / (72 * high)
        at = x / (72 * width) * plate.days
        axes.axvline(at, color=style.SECOND, lw=0.7, ls=(0, (1.2, 2.2)), zorder=0.5, ymax=top, clip_on=False)
        axes.annotate(
            text,
            (at, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, 3 + _TIER * tier),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="bottom",
            linespacing=0.95,
            color=style.SECOND,
            fontproperties=style.font(style.SMALL),
            annotation_clip=False,
            parse_math=False,
            # Where a longer line must pass behind a label, it stops at the label and goes on above it.
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6},
            zorder=3,
        )


def _observed_boxes(plate: _Plate, axes: Axes, months: Sequence[Observed]) -> None:
    """Draw the observed months as hollow boxes: as wide as the month, from the low to the high count."""
    for each in months:
        left, right = (panels.days_from(plate.start, day) for day in (each.first, each.last))
        axes.add_patch(
            Rectangle(
                (left, each.low),
                right - left,
                each.high - each.low,
                fill=False,
                edgecolor=style.INK,
                lw=0.9,
                zorder=6,
                clip_on=False,
            )
        )


def _key(plate: _Plate, *, observed: bool) -> None:
    """Draw the small key to the right of the main panel."""
    figure, x, y = plate.figure, 6.14, 1.36
    width, height = figure.get_size_inches()

    def box(left: float, top: float, wide: float, high: float, **more: object) -> None:
        spot = (left / width, 1 - (top + high) / height)
        patch = Rectangle(spot, wide / width, high / height, transform=figure.transFigure, **more)  # type: ignore[arg-type]
        figure.add_artist(patch)

    ink = style.CIVILIANS
    if plate.many:
        box(x, y, 0.18, 0.24, facecolor=style.mix(ink, style.PAPER, 0.80), lw=0)
        box(x, y + 0.06, 0.18, 0.12, facecolor=style.mix(ink, style.PAPER, 0.58), lw=0)
    box(x, y + 0.115, 0.18, 0.014, facecolor=ink, lw=0)
    lines = ("median, 50 %", "and 90 % of runs") if plate.many else ("this run, mean", "over three weeks")
    for number, text in enumerate(lines):
        style.put(figure, (x + 0.24, y + 0.09 + 0.115 * number), text, style.SMALL)
    if observed:
        box(x, y + 0.48, 0.18, 0.12, facecolor="none", edgecolor=ink, lw=0.9)
        for number, text in enumerate(("observed: UCDP", "low to high, a month", "as a weekly rate")):
            style.put(figure, (x + 0.24, y + 0.50 + 0.115 * number), text, style.SMALL)
        for number, text in enumerate(("Filled or line: model.", "Hollow: observed.")):
            style.put(figure, (x, y + 0.98 + 0.115 * number), text, style.SMALL, colour=style.SECOND)


def _all_deaths(plate: _Plate, months: Sequence[Observed]) -> None:
    """Draw the main panel: all deaths a week."""
    values = panels.smooth(plate.deaths["all"])
    high = float(panels.bands(values)[4].max()) if plate.many else float(values.max())
    high = max([high, 1.0, *(each.high for each in months)])
    step = panels.nice_step(high * 1.04)
    style.put(plate.figure, (style.MARGIN, 0.88), "All deaths a week", style.HEADING, weight=600)
    box = (_LEFT, 1.40, _RIGHT - _LEFT, 1.30)
    axes = panels.panel(plate.figure, box, days=plate.days, top=high * 1.04, step=step)
    plate.curve(axes, values, style.CIVILIANS, 1.6)
    _event_lines(plate, axes, box[2], box[3])
    _observed_boxes(plate, axes, months)
    panels.time_axis(axes, plate.start, plate.days)
    _key(plate, observed=bool(months))
    if kept_apart(plate.start, plate.start + timedelta(days=plate.days)):
        style.put(plate.figure, (_LEFT, 3.00), words.KEPT_APART, style.SMALL, colour=style.SECOND)


def _total(plate: _Plate, values: NDArray[np.float64]) -> str:
    """Write the total of a group in words, with its 90 per cent range for an ensemble."""
    totals = values.sum(axis=1)
    if not totals.any():
        return "none killed"
    if not plate.many:
        return f"{words.about(float(totals[0]))} in all"
    low, middle, high = (float(q) for q in np.percentile(totals, (5, 50, 95)))
    return f"{words.about(middle)} in all (90 %: {words.spread(low, high)})"


def _since(plate: _Plate, values: NDArray[np.float64]) -> str:
    """Say from when a group has dead, if that is later than the second month."""
    weeks = np.flatnonzero(values.any(axis=0))
    if not weeks.size or weeks[0] < 9:
        return ""
    return f", from {words.month(plate.start + timedelta(weeks=int(weeks[0])), short=True)}"


def _panels(plate: _Plate) -> None:
    """Draw the six small panels on one common scale."""
    heading = "Who was killed, a week (one common scale; civilians first)"
    style.put(plate.figure, (style.MARGIN, 3.21), heading, style.HEADING, weight=600)
    shown = {group.name: panels.smooth(plate.deaths[group.name]) for group in GROUPS}
    tops = [float((panels.bands(values)[4] if plate.many else values[0]).max()) for values in shown.values()]
    high = max([*tops, 1.0]) * 1.05
    step = panels.nice_step(high, 3)
    wide, gap = 2.04, 0.20
    for number, group in enumerate(GROUPS):
        row, column = divmod(number, 3)
        left, top = _LEFT + column * (wide + gap), 3.72 + row * 1.32
        raw = plate.deaths[group.name]
        name = group.name + _since(plate, raw)
        style.put(plate.figure, (left, top - 0.22), name, style.TEXT + 0.4, weight=600, colour=group.text)
        style.put(plate.figure, (left, top - 0.09), _total(plate, raw), style.SMALL, colour=style.SECOND)
        box = (left, top, wide, 0.80)
        axes = panels.panel(plate.figure, box, days=plate.days, top=high, step=step, numbers=column == 0)
        if raw.any():
            plate.curve(axes, shown[group.name], group.line, 1.3)
        panels.time_axis(axes, plate.start, plate.days, words=row == 1)


def _ends(plate: _Plate, totals: dict[str, NDArray[np.float64]], unit: float) -> list[tuple[Group, float, str]]:
    """Return each group's last value and the words at its line's end; groups without dead are left out."""
    out = []
    for group in GROUPS:
        last = totals[group.name][:, -1]
        if not last.any():
            continue
        low, middle, high = (float(q) for q in np.percentile(last, (5, 50, 95)))
        text = f"{group.name}  {words.about(middle)}"
        out.append(
            (
                group,
                middle / unit,
                text + (f" ({words.about(low)}–{words.about(high)})" if plate.many else ""),
            )
        )
    return out


def _cumulative(plate: _Plate) -> None:
    """Draw the sums since the start: a fan for civilians only, medians for the others, labels at the ends."""
    about = "thousands" if (plate.deaths["all"].sum(axis=1) >= 8000).any() else "persons"
    unit = 1000.0 if about == "thousands" else 1.0
    note = " (fan: civilians; others median, 90 % in brackets)" if plate.many else ""
    heading = f"Killed since {words.day(plate.start)}, {about}{note}"
    style.put(plate.figure, (style.MARGIN, 6.32), heading, style.HEADING, weight=600)
    totals = {group.name: plate.deaths[group.name].cumsum(axis=1) for group in GROUPS}
    civilians = panels.bands(totals["Civilians"]) / unit
    medians = {name: np.median(values, axis=0) / unit for name, values in totals.items()}
    high = max(float(civilians[4].max()), *(float(values.max()) for values in medians.values()), 1e-9) * 1.04
    right = 4.72
    box = (_LEFT, 6.46, right - _LEFT, 1.06)
    axes = panels.panel(plate.figure, box, days=plate.days, top=high, step=panels.nice_step(high))
    at = np.concatenate([[0.0], panels.day_numbers(civilians.shape[1], at=1.0)])
    pad = partial(np.pad, pad_width=((0, 0), (1, 0)))
    if plate.many:
        panels.fan(axes, at, pad(civilians), style.CIVILIANS, width=1.5)
    for group in reversed(GROUPS):
        if group.name != "Civilians" or not plate.many:
            axes.plot(at, np.pad(medians[group.name], (1, 0)), color=group.line, lw=1.3, zorder=3)
    panels.time_axis(axes, plate.start, plate.days)
    _end_labels(plate, axes, _ends(plate, totals, unit), high)


def _end_labels(plate: _Plate, axes: Axes, ends: Sequence[tuple[Group, float, str]], high: float) -> None:
    """Write names and totals beside the lines' ends, moved apart, each with a thin leader."""
    places = panels.spread([value for _, value, _ in ends], high * 0.125, high * 0.02, high * 1.06)
    leader = 0.05 * plate.days
    for (group, value, text), place in zip(ends, places, strict=True):
        axes.plot(
            [plate.days, plate.days + leader],
            [value, place],
            color=group.line,
            lw=0.8,
            clip_on=False,
            zorder=3,
        )
        axes.text(
            plate.days + 1.15 * leader,
            place,
            text,
            va="center_baseline",
            color=group.text,
            fontproperties=style.font(style.TEXT, 600),
            parse_math=False,
        )


def _title(plate: _Plate) -> str:
    """State the main figures in a sentence."""
    every, civil = (float(np.median(plate.deaths[name].sum(axis=1))) for name in ("all", "Civilians"))
    weeks = plate.deaths["all"].shape[1]
    killed = f"The model counts about {words.about(every)} killed in {weeks} weeks"
    return f"{killed}, {words.about(civil)} of them civilians"


def _range(plate: _Plate) -> str:
    """Give the 90 per cent range of the figures in the title; nothing for one run."""
    if not plate.many:
        return ""
    every, civil = (np.percentile(plate.deaths[name].sum(axis=1), (5, 95)) for name in ("all", "Civilians"))
    return f"90 % of runs: {words.spread(*every)} killed, {words.spread(*civil)} civilians"


def _subtitle(plate: _Plate, end: date) -> str:
    months = f"{words.month(plate.start)} to {words.month(end)}"
    return words.subtitle(plate.record, months, words.sample(plate.record), note=_range(plate))


def _foot(plate: _Plate, *, observed: bool) -> Iterator[str]:
    if plate.many:
        yield "Fans: spread between runs under one parameter set (luck); ignorance of parameters is wider."
    else:
        yield "One run of many that could have been: read no single week from it."
    yield "Curves: centred mean over three weeks; raw weeks in the table."
    yield "People killed, counted by side; wounded and missing are left out."
    if observed:
        yield "Monitors differ: UCDP counts what it can verify."
    yield words.RANGE
    yield words.misses(plate.record)
    sources = "Sources: scenario.yaml lists those of the model's numbers"
    yield f"{sources}; observed: UCDP (CC BY 4.0), rescaled." if observed else f"{sources}."
    yield words.CANNOT_SAY


def _plate(record: Reading) -> _Plate:
    deaths = groups_of(record)
    figure = style.page(_HEIGHT)
    return _Plate(figure, record, monday(record.start), 7.0 * deaths["all"].shape[1], deaths)


def draw(record: Reading, path: Path) -> Path:
    """Draw the dead of a run or an ensemble to `path`."""
    plate = _plate(record)
    end = plate.start + timedelta(days=plate.days)
    months = observed_months(plate.start, end)
    style.title_block(plate.figure, _title(plate), _subtitle(plate, end))
    _all_deaths(plate, months)
    _panels(plate)
    _cumulative(plate)
    style.footer(plate.figure, list(_foot(plate, observed=bool(months))))
    return png.save(plate.figure, path, title=_title(plate), description=alt(record))


def alt(record: Reading) -> str:
    """Say in words what the picture shows."""
    plate = _plate(record)
    parts = [f"{group.name}: {_total(plate, plate.deaths[group.name])}" for group in GROUPS]
    title = ". ".join(each for each in (_title(plate), _range(plate)) if each)
    return f"{title}. {words.told(record)}. {'; '.join(parts)}."


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return the header and rows behind the picture: raw weeks by group; five percentiles for an ensemble."""
    deaths = groups_of(record)
    start = monday(record.start)
    many = record.runs > 1
    numbers = {name: panels.bands(values) if many else values for name, values in deaths.items()}
    header = ("week", "date", "group", *(("p5", "p25", "median", "p75", "p95") if many else ("killed",)))

    def rows() -> Iterator[Sequence[object]]:
        for name, values in numbers.items():
            for week in range(values.shape[1]):
                shown = [f"{value:.6g}" for value in values[:, week]]
                yield (week, (start + timedelta(weeks=week)).isoformat(), name.lower(), *shown)

    return header, rows()
