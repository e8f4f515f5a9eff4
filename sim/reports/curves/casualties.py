"""The dead, week by week: all, then civilians and each side on one common scale, then cumulative.

Civilians come first and in ink. Deaths are persons a week; curves show the centred mean over three weeks, the
table behind the picture the raw weeks. Hollow boxes: observed months. Owns this picture. Knows no maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.calendar import monday
from sim.reports import png, style, words
from sim.reports.curves import panels
from sim.reports.curves.deaths import GROUPS, Group, Observed, groups_of, kept_apart, observed_months
from sim.reports.curves.events import event_words
from sim.reports.curves.sheet import Sheet
from sim.reports.reading import Reading

__all__ = ["FILE", "FIRST", "alt", "draw", "fits", "table"]

FILE = "casualties"

FIRST = True
"""Whether `theatre run` draws it too."""
_HEIGHT = 7.83
"""Height of the page above its small print [inches]."""
_LEFT, _RIGHT = 0.52, 6.02


def fits(record: Reading) -> bool:
    """Say yes: this picture is drawn for one run and for an ensemble."""
    return any(name.startswith("deaths.") for name in record.series)


@dataclass(frozen=True)
class _Plate(Sheet):
    """Hold what the three parts of the picture share."""

    deaths: dict[str, NDArray[np.float64]]


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


def _key(plate: _Plate, y: float, *, observed: bool) -> None:
    """Draw the small key to the right of the main panel."""
    x = 6.14
    two = ("median, 50 %", "and 90 % of runs") if plate.many else ("this run, mean", "over three weeks")
    plate.key((x, y), lines=two, colour=style.CIVILIANS)
    if observed:
        plate.box(x, y + 0.48, 0.18, 0.12, facecolor="none", edgecolor=style.INK, lw=0.9)
        for number, text in enumerate(("observed: UCDP,", "low to high,", "months written", "as weekly rates")):
            style.put(plate.figure, (x + 0.24, y + 0.50 + 0.115 * number), text, style.SMALL)
        for number, text in enumerate(("Filled or line: model.", "Hollow: observed.")):
            style.put(plate.figure, (x, y + 1.10 + 0.115 * number), text, style.SMALL, colour=style.SECOND)


def _all_deaths(plate: _Plate, months: Sequence[Observed]) -> None:
    """Draw the main panel: all deaths a week."""
    values = panels.smooth(plate.deaths["all"])
    high = float(panels.bands(values)[4].max()) if plate.many else float(values.max())
    high = max([high, 1.0, *(each.high for each in months)])
    step = panels.nice_step(high * 1.04)
    style.put(plate.figure, (style.MARGIN, 0.88), "All deaths a week", style.HEADING, weight=600)
    top = 1.40 - plate.lift  # the room of the events' words goes to the curve where there are none
    box = (_LEFT, top, _RIGHT - _LEFT, 2.70 - top)
    axes = panels.panel(plate.figure, box, days=plate.days, top=high * 1.04, step=step)
    plate.curve(axes, values, style.CIVILIANS, 1.6, at=0.5)
    event_words(plate, axes, box[2], box[3])
    _observed_boxes(plate, axes, months)
    panels.time_axis(axes, plate.start, plate.days)
    _key(plate, top - 0.04, observed=bool(months))
    if kept_apart(plate.start, plate.end):
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
            plate.curve(axes, shown[group.name], group.line, 1.3, at=0.5)
        panels.time_axis(axes, plate.start, plate.days, words=row == 1)


def _ends(plate: _Plate, totals: dict[str, NDArray[np.float64]], unit: float) -> list[tuple[Group, float, str]]:
    """Return each group's last value and the words at its line's end; groups without dead are left out."""
    out = []
    for group in GROUPS:
        last = totals[group.name][:, -1]
        if not last.any():
            continue
        low, middle, high = (float(q) for q in np.percentile(last, (5, 50, 95)))
        told, spread = words.about(middle), words.spread(low, high)
        out.append((group, middle / unit, f"{group.name}  {told}" + (f" ({spread})" if spread != told else "")))
    return out


def _cumulative(plate: _Plate) -> None:
    """Draw the sums since the start: a fan for civilians only, medians for the others, labels at the ends."""
    about = "thousands" if (plate.deaths["all"].sum(axis=1) >= 8000).any() else "people"
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
    ends = [(value, text, group.line, group.text) for group, value, text in _ends(plate, totals, unit)]
    panels.end_labels(axes, plate.days, ends, gap=high * 0.125)


def _title(plate: _Plate) -> str:
    """State the main figures in a sentence."""
    every, civil = (float(np.median(plate.deaths[name].sum(axis=1))) for name in ("all", "Civilians"))
    weeks = words.weeks(plate.deaths["all"].shape[1])
    killed = f"The model counted about {words.about(every)} killed in {weeks}"
    return f"{killed}, {words.about(civil)} of them civilians"


def _range(plate: _Plate) -> str:
    """Give the 90 per cent range of the figures in the title; nothing for one run."""
    if not plate.many:
        return ""
    every, civil = (np.percentile(plate.deaths[name].sum(axis=1), (5, 95)) for name in ("all", "Civilians"))
    return f"90 % of runs: {words.spread(*every)} killed, {words.spread(*civil)} civilians"


def _foot(plate: _Plate, *, observed: bool) -> Iterator[str]:
    notes = [
        "Curves: centred mean over three weeks; raw weeks in the table.",
        "People killed, counted by side; wounded and missing are left out.",
        *(["Monitors differ: UCDP counts what it can verify."] if observed else []),
    ]
    return plate.foot(*notes, observed="observed: UCDP (CC BY 4.0), rescaled" if observed else "")


def _plate(record: Reading) -> _Plate:
    deaths = groups_of(record)
    return _Plate(style.page(_HEIGHT), record, deaths)


def draw(record: Reading, path: Path) -> Path:
    """Draw the dead of a run or an ensemble to `path`."""
    plate = _plate(record)
    months = observed_months(plate.start, plate.end)
    foot = list(_foot(plate, observed=bool(months)))
    plate.figure.set_size_inches(style.WIDTH, _HEIGHT + style.foot_height(foot))
    style.title_block(plate.figure, _title(plate), plate.subtitle(_range(plate)))
    _all_deaths(plate, months)
    _panels(plate)
    _cumulative(plate)
    style.footer(plate.figure, foot)
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
