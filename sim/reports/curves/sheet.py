"""The page that a set of curves stands on: its runs, its weeks, its events, its key and its small print.

Wide panels bear the events in words; small ones bear a number, and a line above them says what each stands for.
Owns what all curves of a page share. Knows nothing of what is counted.
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

__all__ = ["Sheet"]

_TIER = 17.0
"""Height of a row of event labels [points]."""
_EVENT_MARGIN = 24.0
"""How far an event label may stand out to the left of the frame [points]."""
_DOTS = (0, (1.2, 2.2))


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

    def event_lines(self, axes: Axes, width: float, high: float) -> None:
        """Draw the events as dotted lines over axes of `width` and `high` [inches], their labels above them.

        Labels stand where they hit nothing; where a longer line must pass behind one, it stops there.
        """
        points = [panels.days_from(self.start, when) / self.days * width * 72 for when, _ in self.events]
        texts = [_two_lines(label) for _, label in self.events]
        sizes = [max(style.text_size(line, style.SMALL)[0] for line in text.split("\n")) for text in texts]
        flags = panels.flags(points, sizes, margin=_EVENT_MARGIN)
        for x, text, (tier, side) in zip(points, texts, flags, strict=True):
            top = 1.0 + (_TIER * tier + 2) / (72 * high)
            at = x / (72 * width) * self.days
            self._dots(axes, at, top)
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
                bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6},
                zorder=3,
            )

    def event_places(self, width: float) -> list[float]:
        """Return where the events' numbers stand over an axis of `width` [inches from its left], moved apart."""
        points = [panels.days_from(self.start, when) / self.days * width for when, _ in self.events]
        return panels.spread(points, 0.077, 0.0, width)

    def event_lines_only(self, axes: Axes) -> None:
        """Draw the events as dotted lines within the axes."""
        for when, _ in self.events:
            self._dots(axes, panels.days_from(self.start, when), 1.0)

    def event_numbers(self, axes: Axes, width: float) -> None:
        """Draw the events as dotted lines over small axes of `width` [inches], with their numbers above them."""
        self.event_lines_only(axes)
        for number, place in enumerate(self.event_places(width), start=1):
            axes.annotate(
                str(number),
                (place / width, 1.0),
                xycoords="axes fraction",
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                color=style.SECOND,
                fontproperties=style.font(style.FOOT),
                annotation_clip=False,
            )

    def _dots(self, axes: Axes, at: float, top: float) -> None:
        axes.axvline(at, color=style.SECOND, lw=0.7, ls=_DOTS, zorder=0.5, ymax=top, clip_on=False)

    def event_key(self, spot: tuple[float, float]) -> int:
        """Say in lines from `spot` [inches from the top left] what each number stands for; return how many lines."""
        lines: list[str] = []
        for number, (when, label) in enumerate(self.events, start=1):
            part = f"{number} {' '.join(label.split())}, {words.month(when, short=True)}"
            longer = f"{lines[-1]}   {part}" if lines else part
            if lines and style.text_size(longer, style.SMALL)[0] <= 72 * (style.WIDTH - style.MARGIN - spot[0]):
                lines[-1] = longer
            else:
                lines.append(part)
        for row, line in enumerate(lines):
            style.put(self.figure, (spot[0], spot[1] + 0.12 * row), line, style.SMALL, colour=style.SECOND)
        return len(lines)

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
        return f"{words.month(self.start)} to {words.month(self.end)}"

    def subtitle(self, note: str = "") -> str:
        """Write the subtitle: arm, months, runs and seeds, what was changed."""
        return words.subtitle(self.record, self.span, words.sample(self.record), note=note)

    def foot(self, *notes: str, observed: str = "") -> Iterator[str]:
        """Write the small print: how to read doubt, the page's own notes, sources, what it cannot say."""
        if self.many:
            yield "Fans: median, 50 and 90 % of runs under one parameter set (luck); ignorance of numbers is wider."
        else:
            yield "One run of many that could have been: read no single week from it."
        yield from notes
        yield words.RANGE
        yield words.misses(self.record)
        sources = "Sources: scenario.yaml lists those of the model's numbers"
        yield f"{sources}; {observed}." if observed else f"{sources}."
        yield words.CANNOT_SAY


def _two_lines(label: str) -> str:
    """Break a label at the space nearest to its middle if it is longer than 13 signs."""
    spaces = [k for k, sign in enumerate(label) if sign == " "]
    if len(label) <= 13 or not spaces or "\n" in label:
        return label
    cut = min(spaces, key=lambda k: abs(k - len(label) / 2))
    return f"{label[:cut]}\n{label[cut + 1 :]}"
