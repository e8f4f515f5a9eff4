"""Which inputs give this outcome: the box that PRIM found, side by side with where the outcome came.

On the left the restricted inputs, each with the stretch of its range that belongs to the box; on the right the points
of the two sides that are surest, filled where most seeds had the outcome. Owns this page, its table and its words.
Knows nothing of how a box is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.experiments.exploring.advisor import share_interval
from sim.experiments.exploring.discovery import Box, Side, rule_of
from sim.experiments.exploring.exploration import Exploration
from sim.experiments.exploring.response import response
from sim.experiments.sweeps.plan import Factor
from sim.reports import png, style, words
from sim.reports.exploring.sweep_page import HEAD, frame, level, open_axes, rule, sampled, titled
from sim.reports.naming import factor_label, value_label

__all__ = ["FILE", "alt", "draw_boxes", "rows"]

FILE = "discovery"
MOST_BOXES = 3
MOST_SIDES = 6
_WIDE, _LABEL = 3.20, 2.05
"""Width of the range bars, and the most of an input's meaning above them [inches]."""
_RIGHT, _SQUARE = 4.36, 2.30
"""Where the points stand, and how wide and high."""
_BLOCK, _EMPTY = 3.24, 0.70
"""Height of a box with its points, and of one that was not found [inches]."""
_SIGNS = {"<": "below", ">": "above", "<=": "at most", ">=": "at least", "=": ""}


def draw_boxes(found: Exploration, path: Path) -> Path:
    """Draw the page to `path`."""
    shown = found.boxes[:MOST_BOXES]
    deep = [_BLOCK if box.sides else _EMPTY for box in shown]
    page = style.page(HEAD + 0.10 + sum(deep) + 0.62)
    frame(page, found, _title(found, shown[0]), list(_foot(found)))
    for place, box in enumerate(shown):
        _block(page, found, box, HEAD + 0.02 + sum(deep[:place]))
    return png.save(page, path, title=_title(found, shown[0]), description=alt(found))


def _title(found: Exploration, box: Box) -> str:
    """State how common the outcome is inside the box, and among all runs or pairs."""
    asked, unit = _asked(found, box).replace("% of the country", "%"), sampled(box.of)
    if not box.sides:
        return f"{asked}: no sure box"
    return f"{asked}: {words.percent(box.density)} of {unit}s in a box, {words.percent(box.base)} of all"


def _factors(found: Exploration) -> dict[str, Factor]:
    return {factor.name: factor for factor in found.table.plan.factors}


def _asked(found: Exploration, box: Box) -> str:
    """Put a rule in words."""
    asked = rule_of(box.rule, found.table)
    reading = found.table.reading(asked.outcome)
    name = titled(reading, box.of)
    if asked.value is None:
        return f"{name}, never" + (" in an arm" if " minus " in box.of else "")
    return f"{name} {_SIGNS[asked.sign]} {level(asked.value)} {reading.unit}"


def _block(page: Figure, found: Exploration, box: Box, top: float) -> None:
    """Draw one box: its words, its sides and its points."""
    rule(page, top)
    head = style.fitted(_asked(found, box), style.HEADING * 1.05, style.WIDTH - 2 * style.MARGIN)
    style.put(page, (style.MARGIN, top + 0.18), head, style.HEADING, weight=600)
    for place, line in enumerate(_words(box)):
        style.put(page, (style.MARGIN, top + 0.36 + 0.125 * place), line, style.TEXT)
    sides = sorted(box.sides, key=lambda side: side.quasi_p)
    for place, side in enumerate(sides[:MOST_SIDES]):
        _side(page, _factors(found)[side.factor], side, top + 0.98 + 0.40 * place)
    if sides:
        _points(page, found, box, sides, top)


def _words(box: Box) -> Iterator[str]:
    """Say what the box is worth, with intervals."""
    unit = sampled(box.of)
    if not box.sides:
        yield f"It came in {words.percent(box.base)} of all {box.runs:,} {unit}s. No box of inputs was found in which"
        yield "it is surely commoner."
        return
    low, high = share_interval(box.hits, box.inside)
    yield (
        f"It came in {words.percent(box.density)} of the {box.inside:,} {unit}s in the box "
        f"({100 * low:.0f} to {100 * high:.0f} %),"
    )
    yield f"against {words.percent(box.base)} of all {box.runs:,} {unit}s."
    yield f"The box holds {words.percent(box.coverage)} of the {box.cases:,} cases."


def _side(page: Figure, factor: Factor, side: Side, top: float) -> None:
    """Draw one restricted input as a stretch of its range."""
    label = style.fitted(factor_label(factor), style.TEXT * 1.05, _LABEL)
    style.put(page, (style.MARGIN, top), label, style.TEXT, weight=600)
    unit = f" [{factor.unit}]" if len(factor.unit) > 1 and factor.kind == "number" else ""
    p = "quasi-p under 0.001" if side.quasi_p < 0.001 else f"quasi-p {side.quasi_p:.2g}"
    taken = style.text_size(label, style.TEXT, 600)[0] / 72
    note = f"{factor.name}{unit}, {p}" if factor_label(factor) != factor.name else p
    style.put(page, (style.MARGIN + taken + 0.10, top), style.fitted(note, style.FOOT, _WIDE + 0.6 - taken), style.FOOT,
              colour=style.SECOND)  # fmt: skip
    if side.values:
        text = ", ".join(f"[{value}]" if str(value) in side.values else str(value) for value in factor.values)
        style.put(
            page, (style.MARGIN, top + 0.16), style.fitted(f"in the box: {text}", style.SMALL, _WIDE), style.SMALL
        )
        return
    low, high = factor.span
    axes = open_axes(page, (style.MARGIN, top + 0.045, _WIDE, 0.10), (low, high), (0, 1))
    axes.plot([low, high], [0.5, 0.5], color=style.RULE, lw=1.0, clip_on=False)
    start, end = max(side.low, low), min(side.high, high)
    axes.add_patch(Rectangle((start, 0.1), end - start, 0.8, facecolor=style.DRAWS, lw=0, zorder=3))
    inside = f"{value_label(factor, start)} to {value_label(factor, end)}"
    middle = style.MARGIN + _WIDE * ((start + end) / 2 - low) / (high - low)
    half = style.text_size(inside, style.SMALL, 600)[0] / 144
    ends = (value_label(factor, low), value_label(factor, high))
    room = [style.text_size(text, style.SMALL)[0] / 72 + 0.10 for text in ends]
    middle = min(max(middle, style.MARGIN + half + room[0]), style.MARGIN + _WIDE - half - room[1])
    at = top + 0.245
    style.put(page, (middle, at), inside, style.SMALL, weight=600, align="center")
    style.put(page, (style.MARGIN, at), ends[0], style.SMALL, colour=style.SECOND)
    style.put(page, (style.MARGIN + _WIDE, at), ends[1], style.SMALL, colour=style.SECOND, align="right")


def _points(page: Figure, found: Exploration, box: Box, sides: Sequence[Side], top: float) -> None:
    """Draw the points of the two surest sides, filled where most seeds had the outcome."""
    names = [side.factor for side in sides[:2]]
    if len(names) == 1:
        names += [name for name in _factors(found) if name != names[0]][:1]
    if len(names) == 1:
        return
    x, y = (_factors(found)[name] for name in names)
    at, shares = _shares(found, box, names)
    spans = [_span(factor) for factor in (x, y)]
    axes = open_axes(page, (_RIGHT, top + 0.40, _SQUARE, _SQUARE), spans[0], spans[1])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(style.RULE)
        spine.set_linewidth(0.6)
    few = len(shares) <= 300
    for chosen, face, size in ((shares < 0.5, style.PAPER, 3.4), (shares >= 0.5, style.INK, 3.8)):
        axes.plot(at[chosen, 0], at[chosen, 1], ls="none", marker="o", ms=size if few else 0.6 * size, mfc=face,
                  mec=style.QUIET if face == style.PAPER else style.INK, mew=0.6, zorder=3, clip_on=False)  # fmt: skip
    _frame_box(axes, {side.factor: side for side in box.sides}, (x, y), spans)
    _axis_words(page, (x, y), top, free=y.name not in {side.factor for side in sides})


def _span(factor: Factor) -> tuple[float, float]:
    low, high = factor.span
    pad = 0.5 if factor.kind == "choice" else 0.02 * (high - low)
    return low - pad, high + pad


def _shares(found: Exploration, box: Box, names: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the place of each point in two inputs, and the share of its seeds with the outcome."""
    asked = rule_of(box.rule, found.table)
    arm, _, versus = box.of.partition(" minus ")
    answer = response(found.table, asked.outcome, arm=arm, versus=versus or None)
    shares = answer.runs.assign(came=asked.holds(answer)).groupby("point")["came"].mean()
    at = answer.coded.loc[shares.index, list(names)].to_numpy(dtype=np.float64)
    return at, shares.to_numpy(dtype=np.float64)


def _frame_box(
    axes: Axes, sides: dict[str, Side], factors: tuple[Factor, Factor], spans: Sequence[tuple[float, float]]
) -> None:
    """Draw the box over the points, in pieces where it holds words that do not stand side by side."""
    each = (_stretches(factor, sides.get(factor.name), span) for factor, span in zip(factors, spans, strict=True))
    for (left, right), (bottom, top) in product(*each):
        wide, high = right - left, top - bottom
        axes.add_patch(Rectangle((left, bottom), wide, high, facecolor=style.DRAWS, alpha=0.14, lw=0))
        axes.add_patch(Rectangle((left, bottom), wide, high, fill=False, edgecolor=style.DRAWS, lw=1.6, zorder=5))


def _stretches(factor: Factor, side: Side | None, span: tuple[float, float]) -> list[tuple[float, float]]:
    """Return where the box lies along an axis: from end to end if it leaves the input free."""
    if side is None:
        return [span]
    if not side.values:
        low, high = factor.span
        return [(span[0] if side.low <= low else side.low, span[1] if side.high >= high else side.high)]
    found: list[tuple[float, float]] = []
    for code in sorted(factor.code(value) for value in side.values):
        if found and found[-1][1] == code - 0.5:
            found[-1] = (found[-1][0], code + 0.5)
        else:
            found.append((code - 0.5, code + 0.5))
    return found


def _axis_words(page: Figure, factors: tuple[Factor, Factor], top: float, *, free: bool) -> None:
    """Write what the axes are, and their ends; an upright one that the box leaves free is named as such."""
    x, y = factors
    base, small = top + 0.40 + _SQUARE, style.SMALL
    upright = f"↑ {y.name}" + (" (not restricted)" if free else "")
    style.put(page, (_RIGHT, top + 0.345), style.fitted(upright, small, _SQUARE), small, weight=600)
    style.put(page, (_RIGHT + _SQUARE, base + 0.26), style.fitted(f"{x.name} →", small, _SQUARE), small, weight=600,
              align="right")  # fmt: skip
    for share, text in _ticks(x):
        align: Literal["left", "center", "right"] = "left" if share == 0 else "right" if share == 1 else "center"
        room = _SQUARE / max(len(x.values), 2)
        spot = (_RIGHT + _SQUARE * share, base + 0.13)
        style.put(page, spot, style.fitted(text, small, room), small, colour=style.SECOND, align=align)
    for share, text in _ticks(y):
        spot = (_RIGHT - 0.05, base - 0.02 - (_SQUARE - 0.08) * share)
        style.put(page, spot, style.fitted(text, small, 0.72), small, colour=style.SECOND, align="right")


def _ticks(factor: Factor) -> list[tuple[float, str]]:
    """Return what is written along an axis, by its share of the way: every word, or both ends."""
    if factor.kind == "choice":
        return [((place + 0.5) / len(factor.values), str(value)) for place, value in enumerate(factor.values)]
    return [(float(place), value_label(factor, end)) for place, end in enumerate(factor.span)]


def _foot(found: Exploration) -> Iterator[str]:
    shown = found.boxes[:MOST_BOXES]
    unit = sampled(shown[0].of)
    if any(box.sides for box in shown) and len(found.table.plan.factors) > 1:
        yield "Filled: most seeds of the point had the outcome; hollow: fewer. Frame: the box."
    yield "A box holds half of the cases, has no side that luck would give, and is the densest of those on PRIM's way."
    if any(box.sides for box in shown):
        yield f"Quasi-p counts every {unit} by itself: with many seeds at a point it looks surer than it is."
    if len(found.boxes) > MOST_BOXES:
        boxes = len(found.boxes) - MOST_BOXES
        yield f"The table has {boxes} more box{'' if boxes == 1 else 'es'}."


def alt(found: Exploration) -> str:
    """Say in words what the page shows."""
    factors, said = _factors(found), []
    for box in found.boxes[:MOST_BOXES]:
        said.append(f"{_title(found, box)} ({box.of}).")
        if box.sides:
            sides = "; ".join(_limits(factors[side.factor], side) for side in box.sides)
            said.append(f"It holds {words.percent(box.coverage)} of the cases. Box: {sides}.")
    return " ".join(said)


def _limits(factor: Factor, side: Side) -> str:
    if side.values:
        return f"{factor.name} {' or '.join(side.values)}"
    return f"{factor.name} {value_label(factor, side.low)} to {value_label(factor, side.high)}"


def rows(found: Exploration) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the numbers behind the page: one row for each side of each box."""
    header = ("rule", "of", "runs", "cases", "inside", "hits", "density", "coverage", "base", "input", "low", "high",
              "values", "quasi_p")  # fmt: skip

    def each() -> Iterator[Sequence[object]]:
        for box in found.boxes:
            shares = (f"{one:.6g}" for one in (box.density, box.coverage, box.base))
            head = (box.rule, box.of, box.runs, box.cases, box.inside, box.hits, *shares)
            for side in box.sides:
                ends = ("", "") if side.values else (f"{side.low:.6g}", f"{side.high:.6g}")
                yield (*head, side.factor, *ends, " ".join(side.values), f"{side.quasi_p:.3g}")
            if not box.sides:
                yield (*head, "", "", "", "", "")

    return header, each()
