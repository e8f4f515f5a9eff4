"""The page that a set of curves stands on: its runs, its weeks, its key and its small print.

Owns what all curves of a page share. Knows nothing of what is counted, or of how events are marked (see `events`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.calendar import monday
from sim.reports import style, words
from sim.reports.curves import panels
from sim.reports.curves.deaths import events_of
from sim.reports.curves.lines import Line
from sim.reports.reading import Reading

__all__ = ["Sheet", "lift_of"]

_LIFT = 0.30


def lift_of(record: Reading) -> float:
    """Return how far a page moves up because no event has to be named above its curves [inches]."""
    start = monday(record.start)
    return 0.0 if events_of(record, start, start + timedelta(weeks=record.weeks)) else _LIFT


@dataclass(frozen=True)
class Sheet:
    """Hold a page of curves and the record that is drawn on it."""

    figure: Figure
    record: Reading

    @property
    def many(self) -> bool:
        """Say whether there are fans to draw."""
        return self.record.runs > 1

    @property
    def start(self) -> date:
        """Return the first Monday."""
        return monday(self.record.start)

    @property
    def end(self) -> date:
        """Return the day after the last week."""
        return self.start + timedelta(weeks=self.record.weeks)

    @property
    def days(self) -> float:
        """Return the length of the axis [days]."""
        return 7.0 * self.record.weeks

    @cached_property
    def events(self) -> list[tuple[date, str]]:
        """Return the dated events, at most six, the same on every page of a record."""
        return events_of(self.record, self.start, self.end)

    @property
    def lift(self) -> float:
        """Return how far this page moves up [inches]."""
        return 0.0 if self.events else _LIFT

    def curve(
        self,
        axes: Axes,
        values: NDArray[np.float64],
        colour: str,
        width: float,
        *,
        at: float = 1.0,
        first: int = 0,
        fan: bool = True,
    ) -> None:
        """Draw `values`, `[run, week]` from week `first`: a fan or its median for many runs, a plain line for one.

        A single week, which has no line, is drawn as a level across it.
        """
        x = np.asarray(7.0 * (first + np.arange(values.shape[1]) + at), dtype=np.float64)
        if values.shape[1] == 1:
            x, values = np.array([7.0 * first, 7.0 * (first + 1)]), np.repeat(values, 2, axis=1)
        five = panels.bands(values)
        if self.many and fan:
            panels.fan(axes, x, five, colour, width=width)
        else:
            axes.plot(x, five[2], color=colour, lw=width, zorder=4, solid_joinstyle="round", solid_capstyle="round")

    def top_of(self, lines: Sequence[Line]) -> float:
        """Return the highest value that is drawn of `lines`."""
        return max((float(self._edge(line, 4).max()) for line in lines if line.shown.size), default=0.0)

    def low_of(self, lines: Sequence[Line]) -> float:
        """Return the lowest value that is drawn of `lines`."""
        return min((float(self._edge(line, 0).min()) for line in lines if line.shown.size), default=0.0)

    def _edge(self, line: Line, band: int) -> NDArray[np.float64]:
        return panels.bands(line.shown)[band] if self.many else line.shown

    def key(self, spot: tuple[float, float], *, lines: Sequence[str], colour: str = style.INK) -> None:
        """Draw at `spot` [inches from the top left] what bands and line stand for, with two lines of words."""
        x, y = spot
        if self.many:
            self.box(x, y, 0.18, 0.24, facecolor=style.mix(colour, style.PAPER, 0.80), lw=0)
            self.box(x, y + 0.06, 0.18, 0.12, facecolor=style.mix(colour, style.PAPER, 0.58), lw=0)
        self.box(x, y + 0.115, 0.18, 0.014, facecolor=colour, lw=0)
        for number, text in enumerate(lines):
            style.put(self.figure, (x + 0.24, y + 0.09 + 0.115 * number), text, style.SMALL)

    def box(self, left: float, top: float, wide: float, high: float, **more: object) -> None:
        """Draw a rectangle on the page [inches from the top left]."""
        width, height = self.figure.get_size_inches()
        spot = (left / width, 1 - (top + high) / height)
        self.figure.add_artist(
            Rectangle(spot, wide / width, high / height, transform=self.figure.transFigure, **more)  # type: ignore[arg-type]
        )

    @property
    def span(self) -> str:
        """Write the months from first to last."""
        return words.period(self.start, self.end)

    def subtitle(self, note: str = "") -> str:
        """Write the subtitle: arm, months, runs and seeds, what was changed."""
        return words.subtitle(self.record, self.span, words.sample(self.record), note=note)

    def foot(self, *notes: str, observed: str = "") -> Iterator[str]:
        """Write the small print: how to read doubt, the page's own notes, sources, what it cannot say."""
        if self.many:
            yield f"Fans: median, 50 and 90 % of runs. {words.spread_between(self.record)}"
        else:
            yield "One run of many that could have been: read no single week from it."
        yield from words.few(self.record)
        yield from notes
        yield words.range_of(self.record)
        yield words.misses(self.record)
        sources = "Sources: scenario.yaml lists those of the model's numbers"
        yield f"{sources}; {observed}." if observed else f"{sources}."
        yield words.CANNOT_SAY
