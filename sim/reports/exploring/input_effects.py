"""What an input does: the mean outcome along the range of each of the inputs that matter most.

A dot is the mean over the points of a stretch of the range (or of a level), its bar the 95 % interval; all panels of
an outcome have one scale. Owns this page, its table and its words. Knows nothing of how means are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.experiments.comparing.wording import counted
from sim.experiments.exploring.effects import Effect
from sim.experiments.exploring.exploration import Answers, Exploration
from sim.experiments.sweeps.plan import Factor
from sim.reports import png, style
from sim.reports.exploring.sweep_page import (
    HEAD,
    drawable,
    frame,
    heading,
    lines_of,
    number,
    open_axes,
    ordered,
    rounds,
    rule,
    titled,
)
from sim.reports.naming import brief, factor_label, value_label

__all__ = ["FILE", "alt", "draw_effects", "rows"]

FILE = "input_effects"
ACROSS = 4
"""Inputs of one outcome."""
_LEFT, _WIDE, _GAP = 0.52, 1.50, 0.18
_HIGH = 0.86
_BLOCK = 1.90
"""Height of the panels of one outcome [inches]."""
_FOOT = 0.50
_KEY = (
    "Dot: mean of a stretch of the range; bar: its 95 % interval. Grey line: mean of all. "
    "Triangle: the scenario's own value."
)


@dataclass(frozen=True)
class _Panel:
    """Hold where one panel stands, and what it shows."""

    left: float
    top: float
    factor: Factor
    effect: Effect
    scale: tuple[float, float]
    first: bool


def draw_effects(found: Exploration, path: Path) -> Path:
    """Draw the page to `path`."""
    shown = drawable(found)
    page = style.page(HEAD + 0.24 + _BLOCK * len(shown) + _FOOT)
    frame(page, found, _title(found, shown[0]), list(_foot(found)))
    style.put(page, (style.MARGIN, HEAD + 0.02), _KEY, style.SMALL, colour=style.SECOND)
    for row, answer in enumerate(shown):
        _row(page, found, answer, HEAD + 0.24 + _BLOCK * row)
    return png.save(page, path, title=_title(found, shown[0]), description=alt(found))


def _title(found: Exploration, answer: Answers) -> str:
    """Say what the most important input does to the first outcome."""
    effect = ordered(answer, 1)[0]
    name = brief(_factors(found)[effect.factor])
    unsure = not abs(effect.swing) > effect.swing_half
    outcome = titled(answer.response.reading, answer.response.of)
    if unsure:
        return f"{outcome}: no input moves it steadily"
    if _factors(found)[effect.factor].kind == "choice":
        return f"{outcome} changes most with {name}"
    ways = ("higher", "lower") if " minus " in answer.response.of else ("more", "less")
    return f"{outcome}: {ways[effect.swing < 0]} as {name} rises"


def _factors(found: Exploration) -> dict[str, Factor]:
    return {factor.name: factor for factor in found.table.plan.factors}


def _row(page: Figure, found: Exploration, answer: Answers, top: float) -> None:
    """Draw the panels of one outcome on one scale."""
    rule(page, top)
    style.put(page, (style.MARGIN, top + 0.17), heading(answer), style.HEADING, weight=600)
    effects = ordered(answer, ACROSS)
    ends = [one.mean + sign * np.nan_to_num(one.half) for effect in effects for one in effect.bins for sign in (-1, 1)]
    pad = 0.05 * (max(ends) - min(ends)) or 1.0
    for column, effect in enumerate(effects):
        place = _LEFT + column * (_WIDE + _GAP)
        scale = (min(ends) - pad, max(ends) + pad)
        _panel(page, answer, _Panel(place, top + 0.56, _factors(found)[effect.factor], effect, scale, column == 0))


def _panel(page: Figure, answer: Answers, panel: _Panel) -> None:
    """Draw the means of one outcome along one input."""
    factor, bins = panel.factor, panel.effect.bins
    lines_of(page, (panel.left, panel.top - 0.21), factor_label(factor), _WIDE)
    words_count = factor.kind == "choice"
    low, high = (0.0, len(factor.values) - 1.0) if words_count else factor.span
    pad = 0.04 * (high - low) if not words_count else 0.4
    axes = open_axes(page, (panel.left, panel.top, _WIDE, _HIGH), (low - pad, high + pad), panel.scale)
    rounds(axes, most=4, along="y")
    axes.hlines(axes.get_yticks(), low - pad, high + pad, colors=style.GRID, lw=0.6, zorder=0)
    if not panel.first:
        axes.set_yticklabels([])
    axes.axhline(float(answer.response.means.mean()), color=style.RULE, lw=1.0, zorder=1)
    at, means = np.array([one.at for one in bins]), np.array([one.mean for one in bins])
    half = np.nan_to_num(np.array([one.half for one in bins]))
    axes.vlines(at, means - half, means + half, colors=style.INK, lw=1.0, zorder=3)
    if not words_count:
        axes.plot(at, means, color=style.DRAWS, lw=1.2, zorder=2)
    axes.plot(at, means, ls="none", marker="o", ms=4.0, mfc=style.DRAWS, mec=style.PAPER, mew=0.6, zorder=4)
    axes.plot([low - pad, high + pad], [panel.scale[0]] * 2, color=style.SECOND, lw=0.7, clip_on=False)
    if factor.base is not None and low <= factor.code(factor.base) <= high:
        axes.plot([factor.code(factor.base)], [panel.scale[0]], marker="^", ms=4.5, mfc=style.PAPER, mec=style.INK,
                  mew=0.9, clip_on=False, zorder=6)  # fmt: skip
    _ends(page, panel, low, high)


def _ends(page: Figure, panel: _Panel, low: float, high: float) -> None:
    """Write the ends of the range under a panel, or each word of a list, and the input's key and unit."""
    factor, base = panel.factor, panel.top + _HIGH
    if factor.kind == "choice":
        room = _WIDE / len(factor.values)
        for place, value in enumerate(factor.values):
            spot = (panel.left + room * (place + 0.5), base + 0.12)
            style.put(page, spot, style.fitted(str(value), style.SMALL, room), style.SMALL, colour=style.SECOND,
                      align="center")  # fmt: skip
    else:
        style.put(page, (panel.left, base + 0.13), value_label(factor, low), style.SMALL, colour=style.SECOND)
        style.put(page, (panel.left + _WIDE, base + 0.13), value_label(factor, high), style.SMALL, colour=style.SECOND,
                  align="right")  # fmt: skip
    unit = factor.unit.replace("multiplier", "times").replace("1", "")
    known = "" if factor_label(factor) == factor.name else factor.name
    key = f"{known} [{unit}]".strip() if unit and factor.kind != "choice" else known
    style.put(page, (panel.left, base + 0.25), style.fitted(key, style.FOOT, _WIDE), style.FOOT, colour=style.SECOND)


def _foot(found: Exploration) -> Iterator[str]:
    yield "Means over all other inputs: effects that cancel each other, or show only together, are not seen here."
    if found.table.plan.design.kind == "morris":
        yield "Points of a trajectory share inputs: dots may slope the wrong way and bars are too narrow."
        yield "Go by the tornado."
    left = len([one for one in found.answers if one.effects and not one.response.flat]) - len(drawable(found))
    inputs = len(found.table.plan.factors) - ACROSS
    more = [counted(count, name) for count, name in ((left, "more outcome"), (inputs, "more input")) if count > 0]
    if more:
        yield f"The table has {' and '.join(more)}."


def alt(found: Exploration) -> str:
    """Say in words what the page shows."""
    factors = _factors(found)
    said = []
    for answer in drawable(found):
        changes = ", ".join(
            f"{factor_label(factors[one.factor])} {number(one.swing, signed=True)}" for one in ordered(answer, ACROSS)
        )
        own = any(one.own for one in answer.effects)
        over = "mean elementary effect of the whole range" if own else "from the first to the last third of the range"
        said.append(f"{heading(answer)}, {over}: {changes}")
    return f"{_title(found, drawable(found)[0])}. {'. '.join(said)}."


def rows(found: Exploration) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the numbers behind the page: one row for each stretch of each input."""
    factors = _factors(found)

    def each() -> Iterator[Sequence[object]]:
        for answer in found.answers:
            for effect in answer.effects:
                for one in effect.bins:
                    at = value_label(factors[effect.factor], one.at)
                    half = "" if np.isnan(one.half) else f"{one.half:.6g}"
                    yield (
                        answer.response.name,
                        effect.factor,
                        at,
                        f"{one.at:.6g}",
                        one.points,
                        f"{one.mean:.6g}",
                        half,
                    )

    return ("outcome", "input", "at", "code", "points", "mean", "half_width_95"), each()
