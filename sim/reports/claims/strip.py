"""The small figure of a card, as places on a sheet of 320 points: mean and interval, draws, pairs, and the zero line.

    strip_of(found)       of a contrast or a change: last less first
    often_of(found)       of how often a clause is true
    ladder_of(finding)    of grade A: what becomes of the claim along the number on which it rests

Owns where everything stands. Knows nothing of how a page draws it, nor of how the numbers came about.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.history.claims.findings import Finding, PartFinding
from sim.history.claims.verdicts import Verdict
from sim.scenario.parameters.registry import declared

__all__ = ["WIDTH", "Ladder", "Rung", "Strip", "ladder_of", "often_of", "strip_of"]

Floats = npt.NDArray[np.float64]

WIDTH = 320.0
_LEFT, _RIGHT = 10.0, 310.0
_BINS = 75
"""Bars of the pairs: four points each."""
_EDGE = (2.0, 98.0)
"""Percentiles of the pairs that must lie on the sheet; what lies further out is counted at its edge."""
_TALL = 26.0
"""Height of the tallest bar of the pairs."""


@dataclass(frozen=True)
class Strip:
    """Hold the places of one figure, from left to right; nothing where a part does not apply."""

    mean: float
    interval: tuple[float, float] | None
    zero: float | None
    """Where nothing differs."""
    asked: float | None
    """The share that was named, of how often a clause is true."""
    matters: tuple[float, float] | None
    """Where an effect is too small to matter."""
    draws: tuple[float, ...]
    pairs: tuple[tuple[float, float], ...]
    """Place and height of each bar; the tallest has the full height."""
    counts: tuple[tuple[str, float, float, int], ...]
    """Of a clause: kind, left end, width and number of each part of the bar of all pairs."""
    ticks: tuple[tuple[float, str], ...]
    outside: int
    """Pairs beyond the sheet, counted in its outermost bars."""


@dataclass(frozen=True)
class Rung:
    """Hold one value of the number on which a claim rests, and what becomes of the claim there."""

    x: float
    label: str
    y: float
    interval: tuple[float, float] | None
    verdict: Verdict


@dataclass(frozen=True)
class Ladder:
    """Hold the figure of a claim of grade A."""

    rungs: tuple[Rung, ...]
    line: float
    """Height of nothing, or of the share that was named."""
    ticks: tuple[tuple[float, str], ...]
    in_force: float | None
    """Where the value in force lies."""


class _Scale:
    """Turn values into places."""

    def __init__(self, low: float, high: float, first: float, last: float) -> None:
        self.low, self.high, self.first, self.last = low, high, first, last

    def at(self, value: float) -> float:
        """Return the place of a value; of one beyond the ends, that end."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.first + min(max(share, 0.0), 1.0) * (self.last - self.first), 1)


def strip_of(found: PartFinding) -> Strip:
    """Return the figure of a contrast or a change."""
    apart, part = found.differences, found.part
    least, means = part.least or 0.0, apart.mean(axis=1)
    ends = [*(found.interval or ()), *means.tolist(), -1.2 * least, 1.2 * least, 0.0]
    if not part.reads.yes_no:
        ends += np.percentile(apart, _EDGE).tolist()
    low, high = min(ends), max(ends)
    room = 0.04 * (high - low)
    scale = _Scale(low - room, high + room, _LEFT, _RIGHT)
    bars, outside = ((), 0) if part.reads.yes_no else _bars(apart, scale)
    times = 100.0 if part.reads.yes_no else 1.0
    return Strip(
        mean=scale.at(found.contrast.mean),
        interval=_placed(found.interval, scale),
        zero=scale.at(0.0),
        asked=None,
        matters=(scale.at(-least), scale.at(least)),
        draws=tuple(scale.at(value) for value in means),
        pairs=bars,
        counts=_signs(found) if part.reads.yes_no else (),
        ticks=_ticks(scale, times),
        outside=outside,
    )


def often_of(found: PartFinding) -> Strip:
    """Return the figure of how often a clause is true."""
    scale = _Scale(0.0, 1.0, _LEFT, _RIGHT)
    up, pairs = found.contrast.up, found.contrast.pairs
    return Strip(
        mean=scale.at(found.contrast.mean),
        interval=_placed(found.interval, scale),
        zero=None,
        asked=scale.at(found.part.share or 0.0),
        matters=None,
        draws=tuple(scale.at(value) for value in found.differences.mean(axis=1)),
        pairs=(),
        counts=_split((("true", up), ("not", pairs - up))),
        ticks=tuple((scale.at(value / 100), f"{value} %") for value in (0, 25, 50, 75, 100)),
        outside=0,
    )


def ladder_of(found: Finding, top: float = 12.0, bottom: float = 104.0) -> Ladder:
    """Return the figure of a claim of grade A along the number on which it rests."""
    often = found.steps[0].found.part.often
    yes_no = found.steps[0].found.part.reads.yes_no
    line = (found.steps[0].found.part.share or 0.0) if often else 0.0
    ends = [line] + [end for step in found.steps for end in (step.found.interval or (step.found.contrast.mean,))]
    low, high = (0.0, 1.0) if often else (min(ends), max(ends))
    room = 0.06 * (high - low) if high > low else 1.0
    scale = _Scale(low - room, high + room, bottom, top)
    across = _Scale(0.0, max(len(found.steps) - 1.0, 1.0), 74.0, 288.0)
    rungs = tuple(
        Rung(
            x=across.at(float(number)),
            label=f"{step.value:g}",
            y=scale.at(step.found.contrast.mean),
            interval=_placed(step.found.interval, scale),
            verdict=step.found.verdict,
        )
        for number, step in enumerate(found.steps)
    )
    times = 100.0 if yes_no else 1.0
    ticks = tuple((scale.at(v), f"{v:.0%}") for v in (0.0, 0.5, 1.0)) if often else _ticks(scale, times, most=4)
    return Ladder(rungs, scale.at(line), ticks, _in_force(found, across))


def _in_force(found: Finding, across: _Scale) -> float | None:
    """Return where the declared value of the driver lies among the values looked at."""
    driver = found.entry.driver
    if driver is None or driver.number not in declared():
        return None
    places = np.arange(float(len(driver.values)))
    return across.at(float(np.interp(declared()[driver.number].value, driver.values, places)))


def _placed(interval: tuple[float, float] | None, scale: _Scale) -> tuple[float, float] | None:
    return None if interval is None else (scale.at(interval[0]), scale.at(interval[1]))


def _bars(apart: Floats, scale: _Scale) -> tuple[tuple[tuple[float, float], ...], int]:
    """Return place and height of the bars of all pairs, and how many pairs lie beyond the sheet."""
    values = apart.ravel()
    outside = int(((values < scale.low) | (values > scale.high)).sum())
    counts, edges = np.histogram(values.clip(scale.low, scale.high), bins=_BINS, range=(scale.low, scale.high))
    middles = (edges[:-1] + edges[1:]) / 2
    tallest = math.sqrt(float(counts.max()))  # by the root: a heap at zero must not hide the rest
    bars = [
        (scale.at(float(middle)), round(max(_TALL * math.sqrt(float(count)) / tallest, 1.0), 1))
        for middle, count in zip(middles, counts, strict=True)
        if count
    ]
    return tuple(bars), outside


def _signs(found: PartFinding) -> tuple[tuple[str, float, float, int], ...]:
    """Return the bar of all pairs of a clause: true in the first alone, alike, in the last alone."""
    contrast = found.contrast
    return _split((("less", contrast.down), ("same", contrast.equal), ("more", contrast.up)))


def _split(kinds: tuple[tuple[str, int], ...]) -> tuple[tuple[str, float, float, int], ...]:
    total = sum(count for _, count in kinds)
    found, place = [], _LEFT
    for kind, count in kinds:
        width = (_RIGHT - _LEFT) * count / total
        if count:
            found.append((kind, round(place, 1), round(width, 1), count))
        place += width
    return tuple(found)


def _ticks(scale: _Scale, times: float, most: int = 5) -> tuple[tuple[float, str], ...]:
    """Return a few round values of an axis, and their places."""
    span = (scale.high - scale.low) * times
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * one for one in (1.0, 2.0, 5.0, 10.0) if power * one >= raw)
    first, last = math.ceil(scale.low * times / step), math.floor(scale.high * times / step)
    values = [number * step for number in range(first, last + 1)]
    return tuple((scale.at(value / times), _short(value)) for value in values)


def _short(value: float) -> str:
    if abs(value) < 1e-12:
        return "0"
    whole = value == round(value) or abs(value) >= 10
    return (f"{value:+,.0f}" if whole else f"{value:+.2g}").replace("-", "\u2212")
