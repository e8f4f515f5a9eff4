"""What curves share: plain axes with a horizontal grid, a time axis, fans, and labels at the lines' ends.

Owns the drawing of axes. Knows nothing of what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation
from numpy.typing import NDArray

from sim.reports import style
from sim.reports.words import month

__all__ = [
    "BANDS",
    "bands",
    "day_numbers",
    "days_from",
    "end_labels",
    "fan",
    "flags",
    "nice_step",
    "panel",
    "smooth",
    "spread",
    "time_axis",
]

BANDS = (5.0, 25.0, 50.0, 75.0, 95.0)
"""Percentiles of a fan: the 90 and 50 per cent bands and the median."""


def smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centred mean over three weeks of `[run, week]`; the ends take the mean of what is there."""
    if values.shape[-1] < 3:
        return values
    out = values.copy()
    out[..., 1:-1] = (values[..., :-2] + values[..., 1:-1] + values[..., 2:]) / 3.0
    out[..., 0] = values[..., :2].mean(axis=-1)
    out[..., -1] = values[..., -2:].mean(axis=-1)
    return out


def bands(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the percentiles of `BANDS` over runs, `[5, week]`."""
    return np.asarray(np.percentile(values, BANDS, axis=0))


def nice_step(top: float, most: int = 4) -> float:
    """Return a round step (1, 2 or 5 times a power of ten) that needs at most `most` steps up to `top`."""
    if top <= 0:
        return 1.0
    raw = top / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * k for k in (1.0, 2.0, 5.0, 10.0) if power * k >= raw * (1 - 1e-9))


def panel(
    figure: Figure,
    box: tuple[float, float, float, float],
    *,
    days: float,
    top: float,
    step: float,
    unit: float = 1.0,
    numbers: bool = True,
    low: float = 0.0,
    size: float = style.TEXT,
) -> Axes:
    """Open axes in `box` (left, top, width, height) [inches from the top left], x in days, y from `low` to `top`."""
    width, height = figure.get_size_inches()
    left, upper, wide, high = box
    axes = figure.add_axes((left / width, 1 - (upper + high) / height, wide / width, high / height))
    axes.set_xlim(0, days)
    axes.set_ylim(low, top)
    axes.patch.set_alpha(0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks([])
    levels = step * np.arange(math.ceil(low / step - 1e-9), math.floor(top / step + 1e-9) + 1)
    axes.set_yticks(levels)
    axes.set_yticklabels([_level(level / unit, step / unit) for level in levels] if numbers else [])
    axes.tick_params(axis="y", length=0, pad=3)
    for label in axes.get_yticklabels():
        label.set_fontproperties(style.font(size))
        label.set_color(style.SECOND)
    axes.hlines(levels[levels != 0], 0, days, colors=style.GRID, lw=0.6, zorder=0)
    return axes


def _level(number: float, step: float) -> str:
    """Write the number of a grid line, with as many decimals as its step asks for."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{number:,.{digits}f}".replace("-", "−")


def _month_starts(start: date, days: float) -> list[date]:
    """Return the firsts of months that lie inside the axis."""
    out: list[date] = []
    year, number = start.year, start.month
    while True:
        first = date(year, number, 1)
        if (first - start).days > days:
            return out
        if first >= start:
            out.append(first)
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)


def _months_named(days: float, wide: float) -> int:
    """Return how many months lie between two named ticks so that their words fit into `wide` inches.

    Ticks a year or more apart bear the year alone.
    """
    for every in (1, 2, 3, 6, 12, 24):
        if (0.58 if every < 12 else 0.30) * days / (30.4 * every) <= wide:
            return every
    return 60


_BEYOND = 0.04
"""How far words under an axis may stand out beyond its ends [inches]; panels stand 0.20 apart."""


def _inward(at: float, text: str, wide: float) -> float:
    """Return how far words centred at `at` must move to stay over an axis of `wide` [all inches]."""
    half = style.text_size(text, style.TEXT)[0] / 144
    return max(half - _BEYOND - at, 0.0) - max(at + half - wide - _BEYOND, 0.0)


def time_axis(axes: Axes, start: date, days: float, *, words: bool = True) -> None:
    """Mark January and July, closer in short runs and wider where room is short; draw the zero line."""
    figure = axes.get_figure(root=True)
    wide = axes.get_position().width * (figure.get_size_inches()[0] if figure is not None else style.WIDTH)
    every = max(_months_named(days, wide), 6 if days > 430 else 1)
    firsts = _month_starts(start, days)
    named = [first for first in firsts if (first.year * 12 + first.month - 1) % every == 0] or firsts[:1]
    half = max(every // 2, 1)
    between = [first for first in firsts if (first.month - 1) % half == 0 and first not in named]
    axes.set_xticks([days_from(start, first) for first in named])
    axes.set_xticks([days_from(start, first) for first in between], minor=True)
    axes.tick_params(axis="x", which="major", length=3.5, width=0.6, color=style.SECOND, pad=3)
    axes.tick_params(axis="x", which="minor", length=2.0, width=0.6, color=style.SECOND)
    texts = [str(first.year) if every >= 12 and first.month == 1 else month(first, short=True) for first in named]
    axes.set_xticklabels(texts if words else [""] * len(named))
    for label, first, text in zip(axes.get_xticklabels(), named, texts, strict=True):
        label.set_fontproperties(style.font(style.TEXT))
        label.set_color(style.SECOND)
        shift = _inward(days_from(start, first) / days * wide, text, wide)
        if shift and figure is not None:
            label.set_transform(label.get_transform() + ScaledTranslation(shift, 0, figure.dpi_scale_trans))
    axes.axhline(0, color=style.RULE, lw=0.8, zorder=5, clip_on=False)


def fan(axes: Axes, days: NDArray[np.float64], five: NDArray[np.float64], line: str, *, width: float) -> None:
    """Draw the 90 and 50 per cent bands and the median of `five`, `[5, week]`."""
    axes.fill_between(days, five[0], five[4], color=style.mix(line, style.PAPER, 0.80), lw=0, zorder=1)
    axes.fill_between(days, five[1], five[3], color=style.mix(line, style.PAPER, 0.58), lw=0, zorder=2)
    axes.plot(days, five[2], color=line, lw=width, zorder=4, solid_capstyle="round", solid_joinstyle="round")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places for labels near `wanted`, in the same order, at least `gap` apart, inside low..high."""
    order = np.argsort(wanted, kind="stable")
    places = np.array([wanted[k] for k in order], dtype=np.float64)
    for _ in range(200):
        moved = False
        for k in range(len(places) - 1):
            short_by = gap - (places[k + 1] - places[k])
            if short_by > 1e-9:
                places[k] -= short_by / 2
                places[k + 1] += short_by / 2
                moved = True
        if places.size and places[0] < low:
            places[0], moved = low, moved or places[0] < low - 1e-9
        if places.size and places[-1] > high:
            places[-1], moved = high, moved or places[-1] > high + 1e-9
        if not moved:
            break
    out = [0.0] * len(places)
    for k, original in enumerate(order):
        out[int(original)] = float(places[k])
    return out


def end_labels(
    axes: Axes, days: float, ends: Sequence[tuple[float, str, str, str]], *, gap: float, leader: float = 0.05
) -> None:
    """Write words beside the lines' ends, at least `gap` apart [units of y], each with a thin leader.

    `ends` are (value, words, colour of the line, colour of the words); `leader` is its length as a share of the axis.
    """
    low, high = axes.get_ylim()
    places = spread([value for value, *_ in ends], gap, low + 0.02 * (high - low), low + 1.02 * (high - low))
    beyond = leader * days
    for (value, text, line, colour), place in zip(ends, places, strict=True):
        axes.plot([days, days + beyond], [value, place], color=line, lw=0.8, clip_on=False, zorder=3)
        axes.text(
            days + 1.15 * beyond,
            place,
            text,
            va="center_baseline",
            color=colour,
            fontproperties=style.font(style.TEXT, 600),
            parse_math=False,
        )


def day_numbers(weeks: int, *, at: float) -> NDArray[np.float64]:
    """Return the x of each week in days from the start; `at` 0.5 its middle, 1 its end."""
    return np.asarray((np.arange(weeks) + at) * 7.0, dtype=np.float64)


def days_from(start: date, when: date) -> float:
    """Return the x of a date."""
    return float((when - start) / timedelta(days=1))


def flags(
    lines: Sequence[float], widths: Sequence[float], gap: float = 3.0, margin: float = 1.0
) -> list[tuple[int, int]]:
    """Return for each label over a line its row (0 low, 1 high) and side (1 right, -1 left of its line).

    `lines` are the rising places of the lines, `widths` those of the labels, `margin` how far a label may stand
    out to the left [points]. A label in the high row stands on a longer line, which crosses no other label if
    that can be; if not, labels at least stand apart; if not even that, they take turns in the two rows. Low and
    right comes first.
    """

    def span(number: int, side: int) -> tuple[float, float]:
        x, wide = lines[number], widths[number]
        return (x, x + wide + gap) if side > 0 else (x - wide - gap, x)

    def fits(chosen: Sequence[tuple[int, int]], number: int, row: int, side: int, *, strict: bool) -> bool:
        low, high = span(number, side)
        if side < 0 and low + gap < -margin:
            return False
        for other, (its_row, its_side) in enumerate(chosen):
            left, right = span(other, its_side)
            if row == its_row and low < right and left < high:
                return False
            crossed = low < lines[other] < high if its_row > row else row > its_row and left < lines[number] < right
            if strict and crossed:
                return False
        return True

    def search(chosen: list[tuple[int, int]], *, strict: bool) -> list[tuple[int, int]] | None:
        if len(chosen) == len(lines):
            return chosen
        for row, side in ((0, 1), (0, -1), (1, 1), (1, -1)):
            if fits(chosen, len(chosen), row, side, strict=strict):
                found = search([*chosen, (row, side)], strict=strict)
                if found is not None:
                    return found
        return None

    found = search([], strict=True) or search([], strict=False)
    return found or [(number % 2, 1) for number in range(len(lines))]
