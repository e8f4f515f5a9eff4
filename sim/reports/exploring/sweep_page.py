"""What the pictures of a sweep share: their frame of words, plain axes, and figures in two digits.

Owns this frame. Knows nothing of what a picture shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.experiments.columns import Reading
from sim.experiments.comparing.wording import counted
from sim.experiments.comparing.wording import figure as two_digits
from sim.experiments.exploring.effects import Effect
from sim.experiments.exploring.exploration import Answers, Exploration
from sim.reports import style, words
from sim.reports.curves import panels
from sim.reports.naming import outcome_label

__all__ = [
    "HEAD",
    "MOST_OUTCOMES",
    "between",
    "drawable",
    "frame",
    "heading",
    "inside",
    "level",
    "lines_of",
    "named",
    "number",
    "open_axes",
    "ordered",
    "rounds",
    "rule",
    "sampled",
    "titled",
]

HEAD = 0.86
"""Height of title and subtitle [inches]."""
MOST_OUTCOMES = 4
"""Outcomes that have room on a page of inputs; the table has all."""

Box = tuple[float, float, float, float]
"""Left, top, width and height [inches from the top left]."""


def number(value: float, *, signed: bool = False) -> str:
    """Write a number in two digits, with a minus sign."""
    return two_digits(value, signed=signed).replace("-", "−")


def level(value: float) -> str:
    """Write a round level of an axis."""
    return f"{value:,.10g}".replace("-", "−")


def between(low: float, high: float) -> str:
    """Write a range as sharp as it is wide: two digits of its width."""
    return f"{inside(low, low, high)} to {inside(high, low, high)}"


def inside(value: float, low: float, high: float) -> str:
    """Write a number as sharp as the range in which it lies, so that it does not seem to stand outside."""
    if high <= low:
        return number(value)
    place = math.floor(math.log10(high - low)) - 1
    return f"{round(value, -place) + 0.0:,.{max(-place, 0)}f}".replace("-", "−")


def _label(reading: Reading, of: str) -> str:
    """Return an outcome by its label; of a difference, as one."""
    label = outcome_label(reading)
    return f"Difference in {label[:1].lower()}{label[1:]}" if " minus " in of else label


def named(answer: Answers) -> str:
    """Return the outcome of an answer by its label."""
    return _label(answer.response.reading, answer.response.of)


def titled(reading: Reading, of: str) -> str:
    """Return an outcome for a sentence: `Killed (all)`, as a colon may follow."""
    head, colon, rest = _label(reading, of).partition(": ")
    return f"{head} ({rest})" if colon else head


def sampled(of: str) -> str:
    """Return what is counted: a run of an arm, or a pair of runs of two."""
    return "pair" if " minus " in of else "run"


def drawable(found: Exploration) -> tuple[Answers, ...]:
    """Return the answers that have something to show of inputs, as many as a page has room for."""
    return tuple(one for one in found.answers if one.effects and not one.response.flat)[:MOST_OUTCOMES]


def ordered(answer: Answers, most: int) -> list[Effect]:
    """Return the effects of the most important inputs: by the ranking, else by their swing."""
    effects = {effect.factor: effect for effect in answer.effects}
    if answer.ranking is not None:
        return [effects[one.factor] for one in answer.ranking.influences[:most]]
    return sorted(answer.effects, key=lambda effect: -abs(effect.swing))[:most]


def frame(page: Figure, found: Exploration, title: str, foot: Sequence[str], *, arms: bool = False) -> None:
    """Write title, subtitle and small print; with `arms`, all arms are shown."""
    plan, rows = found.table.plan, found.table.rows
    arms = arms and " minus " not in _of(found)
    shown = ", ".join(plan.arms) if arms else _of(found)
    runs = len(found.table.good) if arms else len(found.answers[0].response.runs)
    seeds = f"seeds {rows['seed'].min()} to {rows['seed'].max()}" if rows["seed"].nunique() > 1 else "one seed"
    design = f"{plan.design.kind.replace('_', ' ').replace('morris', 'Morris')}, {counted(len(plan.factors), 'input')}"
    size = (
        f"n = {counted(runs, sampled(_of(found)))} of {counted(rows['point'].nunique(), 'point')} ({design}), {seeds}"
    )
    if failed := int(rows["error"].notna().sum()):
        size += f"; {counted(failed, 'failed run')} left out"
    head = style.fitted(title, style.TITLE * 1.04, style.WIDTH - 2 * style.MARGIN)
    style.title_block(page, head, f"{words.clip(plan.title, 60)} ({plan.id})  ·  {words.clip(shown, 78)}\n{size}")
    style.footer(page, [*foot, words.RANGE.replace("this parameter set", "these ranges of its inputs"), *_LAST])


_LAST = (
    "Inputs vary evenly within their ranges: wide priors, no posterior. Known misses of the model: docs/model, 3.13.",
    "Sources: the sweep's manifest and scenarios list those of the model's numbers.",
    words.CANNOT_SAY,
)


def _of(found: Exploration) -> str:
    return found.answers[0].response.of


def open_axes(page: Figure, box: Box, x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """Open bare axes in a box: no frame, no ticks."""
    width, height = page.get_size_inches()
    left, top, wide, high = box
    axes = page.add_axes((left / width, 1 - (top + high) / height, wide / width, high / height))
    axes.patch.set_alpha(0)
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def rounds(axes: Axes, *, most: int, along: Literal["x", "y"] = "x", size: float = style.SMALL) -> None:
    """Mark round levels along an axis, at most so many steps."""
    low, high = axes.get_xlim() if along == "x" else axes.get_ylim()
    every = np.zeros(0)
    for steps in range(most, 3 * most):
        step = panels.nice_step(high - low, steps)
        every = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
        if len(every) > 1:
            break
    axis = axes.xaxis if along == "x" else axes.yaxis
    axis.set_ticks(every)
    axis.set_ticklabels([level(round(one, 10) + 0.0) for one in every])
    axes.tick_params(axis=along, length=2.5 if along == "x" else 0, width=0.6, color=style.SECOND, pad=2)
    for label in axis.get_ticklabels():
        label.set_fontproperties(style.font(size))
        label.set_color(style.SECOND)


def lines_of(page: Figure, spot: tuple[float, float], text: str, wide: float) -> None:
    """Write an input's name in at most two lines."""
    lines = style.wrapped(text, style.TEXT * 1.04, wide)
    if len(lines) > 2:
        lines = [lines[0], style.fitted(" ".join(lines[1:]), style.TEXT * 1.04, wide)]
    for place, line in enumerate(lines):
        style.put(page, (spot[0], spot[1] + 0.12 * place), line, style.TEXT, weight=600)


def heading(answer: Answers) -> str:
    """Return an outcome with its unit."""
    return f"{named(answer)} [{answer.response.unit}]"


def rule(page: Figure, top: float) -> None:
    """Draw a thin line across the page."""
    width, height = page.get_size_inches()
    ends = [style.MARGIN / width, 1 - style.MARGIN / width]
    page.add_artist(Line2D(ends, [1 - top / height] * 2, color=style.RULE, lw=0.6))
