"""What outcomes are possible: where the runs of each arm lie, and how much of that is luck and how much ignorance.

Owns this page, its table and its words. Knows nothing of how runs are made or parted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.experiments.comparing.wording import counted
from sim.experiments.exploring.exploration import Answers, Exploration
from sim.experiments.exploring.response import Response, response
from sim.experiments.exploring.spread import Spread
from sim.reports import png, style, words
from sim.reports.exploring.sweep_page import (
    HEAD,
    between,
    frame,
    inside,
    named,
    number,
    open_axes,
    rounds,
    sampled,
    titled,
)
from sim.reports.naming import arm_labels

__all__ = ["FILE", "alt", "draw_possible", "rows"]

FILE = "outcomes_possible"
MOST = 8
"""Outcomes on the page; the table has all."""
MOST_ARMS = 4
BINS = 24

_LINES = ((style.INK, "solid"), (style.DRAWS, (0, (4, 1.6))), (style.DIFFERENCE[0], (0, (1.2, 1.2))),
          (style.DIFFERENCE[-1], (0, (6, 1.5, 1.2, 1.5))))  # fmt: skip
"""Colour and dashes of each arm: told apart in grey too."""
_WIDE, _HIGH, _GAP = 3.26, 0.74, 0.36
_LUCK, _IGNORANCE = style.RULE, style.DRAWS


def draw_possible(found: Exploration, path: Path) -> Path:
    """Draw the page to `path`."""
    shown = found.answers[:MOST]
    arms = min(MOST_ARMS, max(len(answer.spreads) for answer in shown))
    block = 0.32 + _HIGH + 0.30 + 0.135 * arms + 0.16
    deep = HEAD + 0.18 + block * -(-len(shown) // 2) + 0.50
    page = style.page(deep)
    frame(page, found, _title(shown[0]), list(_foot(found)), arms=True)
    _key(page, [spread.of for spread in shown[0].spreads[:MOST_ARMS]], _shares(found))
    for place, answer in enumerate(shown):
        row, column = divmod(place, 2)
        _panel(page, found, answer, style.MARGIN + column * (_WIDE + _GAP), HEAD + 0.18 + block * row)
    return png.save(page, path, title=_title(shown[0]), description=alt(found))


def _title(answer: Answers) -> str:
    """State where the first outcome lies."""
    spread = answer.spreads[0]
    name, unit = titled(answer.response.reading, answer.response.of), sampled(answer.response.of)
    if answer.response.flat:
        return f"{name} is {number(spread.mean)} {answer.response.unit} in every {unit}"
    of = f" of {arm_labels(one.of for one in answer.spreads)[spread.of]}" if len(answer.spreads) > 1 else ""
    told = answer.response.unit.removesuffix(" of the country") if unit == "pair" else answer.response.unit
    span = f"{name}: {between(spread.low, spread.high)}"
    short = told.removesuffix(" of the country")
    where = f"in nine of ten {unit}s"
    return style.title_of(f"{span} {told} {where}{of}", f"{span} {short} {where}{of}", f"{span} {short} {where}")


def _shares(found: Exploration) -> list[float]:
    """Return the shares of luck that are drawn: none where luck and ignorance cannot be told apart."""
    every = (one.luck_share for answer in found.answers[:MOST] for one in answer.spreads[:MOST_ARMS])
    return [share for share in every if share is not None]


def _key(page: Figure, arms: Sequence[str], shares: Sequence[float]) -> None:
    """Say which line is which arm, and what is in the bars below the panels."""
    left, top = style.MARGIN, HEAD
    names = arm_labels(arms) if len(arms) > 1 else {arm: words.clip(arm, 50) for arm in arms}
    for arm, (colour, dashes) in zip(arms, _LINES, strict=False):
        axes = open_axes(page, (left, top - 0.08, 0.26, 0.08), (0, 1), (0, 1))
        axes.plot([0, 1], [0.5, 0.5], color=colour, ls=dashes, lw=1.4)
        style.put(page, (left + 0.32, top), names[arm], style.SMALL)
        left += 0.32 + style.text_size(names[arm], style.SMALL)[0] / 72 + 0.24
    parts = [(_IGNORANCE, "ignorance of the inputs")] if any(share < 1.0 for share in shares) else []
    for colour, text in [*parts, (_LUCK, "luck (seeds)")] if shares else []:
        axes = open_axes(page, (left, top - 0.085, 0.16, 0.09), (0, 1), (0, 1))
        axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=colour, lw=0))
        style.put(page, (left + 0.22, top), text, style.SMALL)
        left += 0.22 + style.text_size(text, style.SMALL)[0] / 72 + 0.2


def _panel(page: Figure, found: Exploration, answer: Answers, left: float, top: float) -> None:
    """Draw the runs of one outcome as a histogram for each arm, with medians and the parts of their variance."""
    reading = answer.response.reading
    style.put(page, (left, top + 0.10), style.fitted(named(answer), style.HEADING, _WIDE), style.HEADING - 1,
              weight=600)  # fmt: skip
    style.put(
        page,
        (left, top + 0.22),
        f"{reading.unit}; share of {sampled(answer.response.of)}s",
        style.SMALL,
        colour=style.SECOND,
    )
    each = _arms(found, answer)
    values = [one.runs["value"].to_numpy(dtype=np.float64) for one in each]
    low, high = min(float(one.min()) for one in values), max(float(one.max()) for one in values)
    pad = 0.02 * (high - low) or 1.0
    axes = open_axes(page, (left, top + 0.32, _WIDE, _HIGH), (low - pad, high + pad), (0, 1))
    tops = [_steps(axes, one, place) for place, one in enumerate(values if high > low else [])] or [1.0]
    axes.set_ylim(0, 1.08 * max(tops))
    if high == low:
        told = f"{number(low)} in every {sampled(answer.response.of)}"
        axes.text(0.5, 0.35, told, transform=axes.transAxes, ha="center",
                  fontproperties=style.font(style.TEXT), color=style.SECOND)  # fmt: skip
    axes.axhline(0, color=style.SECOND, lw=0.7, clip_on=False)
    if high > low:
        rounds(axes, most=5)
    if reading.horizon and each[0].never and sampled(answer.response.of) == "run":
        axes.text(1.0, 1.0, "never", transform=axes.transAxes, ha="right", va="bottom",
                  fontproperties=style.font(style.SMALL), color=style.SECOND)  # fmt: skip
    names = arm_labels(spread.of for spread in answer.spreads)
    for place, spread in enumerate(answer.spreads[:MOST_ARMS]):
        _parts(page, spread, names[spread.of], left, top + 0.32 + _HIGH + 0.32 + 0.135 * place)


def _arms(found: Exploration, answer: Answers) -> list[Response]:
    """Return the runs of every arm shown; of a difference, its own."""
    if len(answer.spreads) == 1:
        return [answer.response]
    return [response(found.table, answer.response.name, arm=one.of) for one in answer.spreads[:MOST_ARMS]]


def _steps(axes: Axes, values: NDArray[np.float64], place: int) -> float:
    """Draw a histogram as a line of steps, the first one filled; return its height as a share of runs."""
    low, high = axes.get_xlim()
    counts, edges = np.histogram(values, bins=BINS, range=(low, high))
    share = counts / len(values)
    colour, dashes = _LINES[place % len(_LINES)]
    if place == 0:
        axes.stairs(share, edges, fill=True, color=style.GRID, zorder=1)
    axes.stairs(share, edges, color=colour, ls=dashes, lw=1.2, zorder=3 + place)
    return float(share.max())


def _parts(page: Figure, spread: Spread, name: str, left: float, top: float) -> None:
    """Write an arm's median and range, and draw the parts of its variance."""
    never = f", never in {words.percent(spread.never)}" if spread.never else ""
    text = f"{inside(spread.median, spread.low, spread.high)} ({between(spread.low, spread.high)}){never}"
    share = spread.luck_share
    name = "difference" if " minus " in name else name
    style.put(page, (left, top), style.fitted(name, style.SMALL, 0.72), style.SMALL, weight=600)
    style.put(page, (left + 0.76, top), style.fitted(text, style.SMALL, 1.42), style.SMALL)
    if share is None:
        why = "luck unknown: one seed" if spread.luck is None else "ignorance unknown: one point"
        told = "no spread" if spread.low == spread.high else why
        style.put(page, (left + _WIDE, top), told, style.SMALL, colour=style.SECOND, align="right")
        return
    axes = open_axes(page, (left + 2.22, top - 0.075, 0.58, 0.08), (0, 1), (0, 1))
    axes.add_patch(Rectangle((0, 0), 1 - share, 1, facecolor=_IGNORANCE, lw=0))
    axes.add_patch(Rectangle((1 - share, 0), share, 1, facecolor=_LUCK, lw=0))
    text = f"{words.percent(share).replace('over ', '>').replace('under ', '<')} luck"
    style.put(page, (left + _WIDE, top), text, style.SMALL, colour=style.SECOND, align="right")


def _foot(found: Exploration) -> Iterator[str]:
    unit = sampled(found.answers[0].response.of)
    yield f"Numbers: median and the range of nine in ten {unit}s."
    if _shares(found):
        yield f"The bar parts the variance of single {unit}s: between points (ignorance), and by seeds (luck)."
    if any(answer.response.reading.horizon for answer in found.answers[:MOST]):
        yield "What never happened " + (
            "stands at the end of the run." if unit == "run" else "counts as the end of the run; never: in either arm."
        )
    if len(found.answers) > MOST:
        yield f"The table has {counted(len(found.answers) - MOST, 'more outcome')}."


def alt(found: Exploration) -> str:
    """Say in words what the page shows."""
    said = [
        f"{named(answer)}, {spread.of}: median {inside(spread.median, spread.low, spread.high)}, "
        f"nine in ten {sampled(spread.of)}s {between(spread.low, spread.high)} {answer.response.unit}"
        + ("" if spread.luck_share is None else f", {words.percent(spread.luck_share)} of the variance is luck")
        for answer in found.answers[:MOST]
        for spread in answer.spreads[:MOST_ARMS]
    ]
    return f"{_title(found.answers[0])}. {'; '.join(said)}."


def rows(found: Exploration) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the numbers behind the page: one row for each outcome and arm."""
    keys = ("of", "runs", "points", "mean", "low", "median", "high", "never", "luck", "ignorance", "luck_share")

    def each() -> Iterator[Sequence[object]]:
        for answer in found.answers:
            for spread in answer.spreads:
                plain = spread.plain()
                yield (answer.response.name, answer.response.unit, *(_cell(plain[key]) for key in keys))

    return ("outcome", "unit", *keys), each()


def _cell(value: object) -> object:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else value
