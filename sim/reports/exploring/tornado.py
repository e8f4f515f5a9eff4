"""Which inputs matter: how far the mean outcome moves between the ends of each range, and how much each input counts.

On the left a bar from the mean of all points to the mean at each end of the range (see `effects`); on the right the
figure by which inputs are ranked (Morris's mu*, Sobol' total index or rank coefficient), with intervals.
Owns this page, its table and its words. Knows nothing of how either is found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.experiments.comparing.wording import beside, counted
from sim.experiments.exploring.effects import Effect, End
from sim.experiments.exploring.exploration import Answers, Exploration
from sim.experiments.exploring.sensitivity import Influence, Ranking
from sim.experiments.sweeps.plan import Factor
from sim.reports import png, style, words
from sim.reports.exploring.sweep_page import (
    HEAD,
    drawable,
    frame,
    heading,
    open_axes,
    ordered,
    rounds,
    rule,
    titled,
)
from sim.reports.naming import brief, factor_label, value_label

__all__ = ["FILE", "alt", "draw_tornado", "rows"]

FILE = "tornado"
MOST = 8
"""Inputs of one outcome, fewer where there are several outcomes."""
_LEFT, _WIDE = 2.12, 2.86
_RIGHT, _NARROW = 5.56, 1.36
"""Where bars and ranks stand, and how wide [inches]."""
_ROW, _TALL = 0.30, 0.38
_LOW, _HIGH, _UNREAD = style.mix(style.DRAWS, style.PAPER, 0.55), style.DRAWS, style.RULE


def draw_tornado(found: Exploration, path: Path) -> Path:
    """Draw the page to `path`."""
    shown = drawable(found)
    most = MOST if len(shown) <= 2 else 5
    deep = [_deep(found, answer, most) for answer in shown]
    page = style.page(HEAD + 0.30 + sum(deep) + 0.52)
    frame(page, found, _title(found, shown[0]), list(_foot(found, most)))
    _key(page)
    top = HEAD + 0.22
    for answer, high in zip(shown, deep, strict=True):
        _block(page, found, answer, top, most)
        top += high
    return png.save(page, path, title=_title(found, shown[0]), description=alt(found))


def _deep(found: Exploration, answer: Answers, most: int) -> float:
    effects = ordered(answer, most)
    return 0.42 + _row(found, effects) * len(effects) + 0.30


def _row(found: Exploration, effects: Sequence[Effect]) -> float:
    """Return the height of a row: more where an input's meaning takes two lines [inches]."""
    room = _LEFT - style.MARGIN - 0.10
    labels = [factor_label(_factors(found)[one.factor]) for one in effects]
    return _TALL if any(len(style.wrapped(label, style.TEXT * 1.04, room)) > 1 for label in labels) else _ROW


def _factors(found: Exploration) -> dict[str, Factor]:
    return {factor.name: factor for factor in found.table.plan.factors}


def _title(found: Exploration, answer: Answers) -> str:
    """Name the input that matters most for the first outcome."""
    outcome = titled(answer.response.reading, answer.response.of)
    if answer.ranking is None:
        return f"{outcome}: what a change of each input does"
    leader = brief(_factors(found)[answer.ranking.influences[0].factor])
    return f"{outcome}: {leader} {'matters most' if _clear(answer.ranking) else 'leads, but not clearly'}"


def _clear(ranking: Ranking) -> bool:
    """Say whether no other input's interval reaches that of the first, sizes counting and not signs."""
    leader, *others = (_size(one) for one in ranking.influences)
    return all(high < leader[0] for _, high in others)


def _size(one: Influence) -> tuple[float, float]:
    """Return how small and how large an influence may be, its interval holding zero or not."""
    low, high = sorted((abs(one.main_low), abs(one.main_high)))
    return (low if one.main_low > 0 or one.main_high < 0 else 0.0), high


def _key(page: Figure) -> None:
    """Say what the colours are."""
    left, top = style.MARGIN, HEAD + 0.03
    for colour, text in (
        (_LOW, "low end of the range"),
        (_HIGH, "high end"),
        (_UNREAD, "interval holds zero"),
    ):
        axes = open_axes(page, (left, top - 0.085, 0.20, 0.09), (0, 1), (0, 1))
        axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=colour, lw=0))
        style.put(page, (left + 0.26, top), text, style.SMALL)
        left += 0.26 + style.text_size(text, style.SMALL)[0] / 72 + 0.22
    style.put(page, (left, top), "line: 95 % interval", style.SMALL)


def _block(page: Figure, found: Exploration, answer: Answers, top: float, most: int) -> None:
    """Draw the bars and the ranks of one outcome."""
    rule(page, top)
    effects = ordered(answer, most)
    middle = float(answer.response.means.mean())
    room = _RIGHT - style.MARGIN - 0.2
    style.put(page, (style.MARGIN, top + 0.17), style.fitted(heading(answer), style.HEADING, room), style.HEADING,
              weight=600)  # fmt: skip
    ends = [mean + sign * half for one in effects for mean, half in _sides(one) for sign in (-1, 0, 1)]
    low, high = min([*ends, middle]), max([*ends, middle])
    pad = 0.16 * (high - low) or 1.0
    row = _row(found, effects)
    box = (_LEFT, top + 0.38, _WIDE, row * len(effects))
    axes = open_axes(page, box, (low - pad, high + pad), (len(effects), 0))
    axes.axvline(middle, color=style.INK, lw=1.0, zorder=5)
    told = beside(middle, max(abs(one.swing) for one in effects)).replace("-", "−")
    axes.text(middle, -0.06, f"mean {told}", ha="center", va="bottom", color=style.SECOND,
              fontproperties=style.font(style.SMALL))  # fmt: skip
    axes.plot(axes.get_xlim(), [len(effects)] * 2, color=style.SECOND, lw=0.7, clip_on=False)
    rounds(axes, most=4)
    for place, effect in enumerate(effects):
        _bars(axes, _factors(found)[effect.factor], effect, place, middle)
        _name(page, _factors(found)[effect.factor], box[1] + row * place, row)
    _ranks(page, answer, box[1], effects, row)


def _sides(effect: Effect) -> list[tuple[float, float]]:
    """Return mean and half-width at the low and the high end; a width that is not known is none."""
    return [(one.mean, 0.0 if math.isnan(one.half) else one.half) for one in (effect.low, effect.high)]


def _name(page: Figure, factor: Factor, top: float, high: float) -> None:
    """Write an input's meaning in at most two lines, and its key below; a key alone where nothing else is known."""
    room = _LEFT - style.MARGIN - 0.10
    text = factor_label(factor)
    lines = style.wrapped(text, style.TEXT * 1.04, room)
    if len(lines) > 2:
        lines = [lines[0], style.fitted(" ".join(lines[1:]), style.TEXT * 1.04, room)]
    first = top + high / 2 + 0.035 - 0.053 * (len(lines) - (text == factor.name))
    for place, line in enumerate(lines):
        style.put(page, (_LEFT - 0.10, first + 0.11 * place), line, style.TEXT, weight=600, align="right")
    if text != factor.name:
        key = style.fitted(factor.name, style.FOOT, room)
        at = first + 0.11 * len(lines) - 0.005
        style.put(page, (_LEFT - 0.10, at), key, style.FOOT, colour=style.SECOND, align="right")


def _bars(axes: Axes, factor: Factor, effect: Effect, place: int, middle: float) -> None:
    """Draw the means at both ends as bars from the mean of all."""
    read = abs(effect.swing) > effect.swing_half
    low, high = factor.span
    wide = axes.get_xlim()[1] - axes.get_xlim()[0]
    for part, ((mean, half), colour, end) in enumerate(zip(_sides(effect), (_LOW, _HIGH), (low, high), strict=True)):
        at = place + (0.16, 0.52)[part]
        axes.add_patch(Rectangle((middle, at), mean - middle, 0.32, facecolor=colour if read else _UNREAD, lw=0))
        axes.plot([mean - half, mean + half], [at + 0.16] * 2, color=style.INK, lw=0.9, zorder=6)
        side = 1 if mean >= middle else -1
        tip = max(side * mean + half, side * middle) * side + side * 0.012 * wide
        text = style.fitted(value_label(factor, end), style.FOOT, 0.6)
        axes.text(tip, at + 0.17, text, va="center", ha="left" if side > 0 else "right", color=style.SECOND,
                  fontproperties=style.font(style.FOOT))  # fmt: skip


def _ranks(page: Figure, answer: Answers, top: float, effects: Sequence[Effect], row: float) -> None:
    """Draw the figures by which inputs are ranked; say why where there are none."""
    if answer.ranking is None:
        for place, line in enumerate(style.wrapped(answer.no_ranking, style.SMALL, _NARROW + 0.1)[:6]):
            style.put(page, (_RIGHT, top + 0.10 + 0.115 * place), line, style.SMALL, colour=style.SECOND)
        return
    ranks = {one.factor: one for one in answer.ranking.influences}
    shown = [ranks[effect.factor] for effect in effects]
    for place, line in enumerate(style.wrapped(_short(answer.ranking.method), style.SMALL, _NARROW + 0.1)[:2]):
        style.put(page, (_RIGHT, top - 0.25 + 0.115 * place), line, style.SMALL, colour=style.SECOND)
    low = min(0.0, *(one.main_low for one in shown))
    high = max(*(one.main_high for one in shown), *(one.main for one in shown), 1e-9)
    pad = 0.04 * (high - low)
    axes = open_axes(page, (_RIGHT, top, _NARROW, row * len(shown)), (low - pad, high + pad), (len(shown), 0))
    axes.axvline(0.0, color=style.RULE, lw=0.8)
    axes.plot(axes.get_xlim(), [len(shown)] * 2, color=style.SECOND, lw=0.7, clip_on=False)
    rounds(axes, most=3)
    for place, one in enumerate(shown):
        _rank(axes, one, place + 0.5, alone=answer.ranking.method.startswith("Sobol"))


def _rank(axes: Axes, one: Influence, at: float, *, alone: bool) -> None:
    """Draw one figure as a dot with its interval; a hollow dot is the share that the input has alone."""
    clear = one.main_low > 0 or one.main_high < 0
    axes.plot([one.main_low, one.main_high], [at, at], color=style.INK, lw=0.9, zorder=3)
    axes.plot(
        [one.main], [at], marker="o", ms=5, mfc=style.DRAWS if clear else _UNREAD, mec=style.PAPER, mew=0.6, zorder=4
    )
    if alone:
        axes.plot(
            [max(one.other, 0.0)], [at + 0.24], marker="o", ms=3.4, mfc=style.PAPER, mec=style.DRAWS, mew=0.9, zorder=4
        )


def _short(method: str) -> str:
    """Say in a few words what the figure on the right is."""
    if method.startswith("Morris"):
        return "Morris's μ*: mean size of change from end to end"
    if method.startswith("Sobol"):
        return "share of variance: in all (dot), alone (ring)"
    return "rank regression: −1 falls, +1 rises throughout"


def _foot(found: Exploration, most: int) -> Iterator[str]:
    if any(effect.own for answer in drawable(found) for effect in answer.effects):
        yield "Left: mean elementary effect of the whole range, half of it on each side of the mean."
    else:
        yield "Left: mean of the first and last third of each range (of lists: first and last value), all else varying."
    yield "An input whose effects turn or cancel has short bars and may still rank high."
    ranking = drawable(found)[0].ranking
    if ranking is not None and ranking.dropped:
        yield f"Right: {ranking.dropped} points of unfinished blocks are left out."
    if ranking is not None and ranking.luck is not None and ranking.luck > 0.005:
        yield f"Luck is {words.percent(ranking.luck)} of the variance of the means that are ranked."
    if len(found.table.plan.factors) > most:
        yield f"The table has {counted(len(found.table.plan.factors) - most, 'more input')}."


def alt(found: Exploration) -> str:
    """Say in words what the page shows."""
    said = []
    for answer in drawable(found):
        bars = ", ".join(
            f"{one.factor} {_end(one, one.low)} at the low end and {_end(one, one.high)} at the high end"
            for one in ordered(answer, 3)
        )
        said.append(f"{heading(answer)}: {bars}")
    return f"{_title(found, drawable(found)[0])}. {'. '.join(said)}."


def _end(effect: Effect, end: End) -> str:
    """Write the mean at an end as sharp as shows the difference from the other."""
    return beside(end.mean, effect.swing).replace("-", "−")


def rows(found: Exploration) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the numbers behind the page: one row for each outcome and input."""
    header = (
        "outcome", "unit", "input", "mean_low_end", "mean_high_end", "swing", "swing_half_95",
        "method", "main", "main_low_95", "main_high_95", "other", "other_low_95", "other_high_95",
    )  # fmt: skip

    def each() -> Iterator[Sequence[object]]:
        for answer in found.answers:
            ranks = {one.factor: one for one in (answer.ranking.influences if answer.ranking else ())}
            method = answer.ranking.method if answer.ranking else ""
            for one in answer.effects:
                rank = ranks.get(one.factor)
                main = (rank.main, rank.main_low, rank.main_high, rank.other, rank.other_low, rank.other_high) if (
                    rank
                ) else (math.nan,) * 6  # fmt: skip
                numbers = (one.low.mean, one.high.mean, one.swing, one.swing_half)
                yield (
                    answer.response.name, answer.response.unit, one.factor, *map(_cell, numbers), method,
                    *map(_cell, main),
                )  # fmt: skip

    return header, each()


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"
