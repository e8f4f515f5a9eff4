"""Where the arms differ: the change in the probability that one holder has a region, with paired effects beside it.

The holder is chosen by rule: the one with whom the most people's homes change hands between the arms. Paper
means that the change is small or cannot be told from none. Brown is less likely with B, violet with dots more.
Owns this page, the table behind it and its words. Knows nothing of how pairs are run or counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.calendar import date_of
from sim.experiments.columns import Reading
from sim.experiments.comparing.compare import Comparison
from sim.experiments.comparing.paired import interval_of
from sim.experiments.comparing.wording import figure as rounded
from sim.experiments.comparing.wording import ignorance_words
from sim.experiments.crossed import LEVEL
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.areas import OUTSIDE, draw_areas
from sim.reports.atlas.backdrop import COUNTRY, ORDER, Backdrop, load_backdrop
from sim.reports.atlas.labels import Box, draw_names, lay_out
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import Tint, fill_tint, paint_tints
from sim.reports.beside import Table, write_table, write_words
from sim.reports.comparing.heading import subtitle
from sim.reports.comparing.strips import draw_dots, minus, open_strip
from sim.reports.naming import outcome_label
from sim.reports.printing import in_forms
from sim.reports.style import Pattern
from sim.sides import NAMES, SIDES

__all__ = [
    "FILE",
    "STEPS",
    "Change",
    "alt",
    "change_of",
    "draw_difference",
    "effect_words",
    "most_moved",
    "shown",
    "table",
]

FILE = "difference_map"

STEPS = (0.1, 0.25, 0.5)
"""Changes in a probability that part the classes on either side."""
_SAME = len(STEPS)

_MORE = Pattern("dots", 0.95, 4.0)
_TINTS = (
    *(Tint(colour) for colour in style.DIFFERENCE[: _SAME + 1]),
    *(Tint(colour, _MORE, style.mix(colour, style.INK, 0.55)) for colour in style.DIFFERENCE[_SAME + 1 : -1]),
    Tint(style.DIFFERENCE[-1], _MORE, style.mix(style.DIFFERENCE[-1], style.PAPER, 0.6)),
)
_HEIGHT = 6.72
_MAIN = (style.MARGIN, 0.86, 5.02)
_SIDE = (5.36, 1.68)
_ROW = 1.05
_ROWS = 4
_DASHES = (3.4, 2.6)
_LINES = ((1.35, None), (1.35, _DASHES), (0.6, None))
"""Width [points] and dashes of the edges of A alone, of B alone and of both."""


@dataclass(frozen=True, eq=False)
class Change:
    """Hold what B changes for one holder on one date."""

    holder: int
    week: int
    a: Annotated[NDArray[np.float64], "[region] share of A's runs"]
    b: Annotated[NDArray[np.float64], "[region] share of B's runs"]
    mean: Annotated[NDArray[np.float64], "[region] B - A"]
    low: Annotated[NDArray[np.float64], "[region] lower end of its interval"]
    high: Annotated[NDArray[np.float64], "[region] upper end"]

    @property
    def classes(self) -> NDArray[np.int64]:
        """Return for each region 0..6, from much less to much more likely; 3 is small, or not clear."""
        steps = np.array([-each + 1e-9 for each in reversed(STEPS)] + [each - 1e-9 for each in STEPS])
        found = np.digitize(self.mean, steps)
        return np.where((self.low > 0.0) | (self.high < 0.0), found, _SAME)


def most_moved(comparison: Comparison, week: int, ground: Backdrop) -> int:
    """Return the holder with whom the most people's homes change hands in expectation; ties: the first side."""
    mean, *_ = comparison.holders.effect(week, LEVEL)
    return int(np.argmax(ground.population @ np.abs(mean)))


def change_of(comparison: Comparison, week: int | None = None, holder: int | None = None) -> Change:
    """Return the change for a holder, by default the one that moved most, after `week` weeks, by default all."""
    when = comparison.weeks if week is None else week
    side = most_moved(comparison, when, load_backdrop()) if holder is None else holder
    a, b = comparison.holders.share(when)
    effect = (each[:, side] for each in comparison.holders.effect(when, LEVEL))
    return Change(side, when, a[:, side], b[:, side], *effect)


def draw_difference(
    comparison: Comparison, folder: Path, formats: Sequence[str] = ("png",), *, week: int | None = None
) -> list[Path]:
    """Draw the page into `folder` in each of the formats, with the table behind it and its words; return the paths.

    Raises InputError for a week after which holders were not kept.
    """
    change = change_of(comparison, week)
    stem = folder / FILE
    made = in_forms(stem, formats, partial(_draw, comparison, change))
    made.append(write_table(stem.with_suffix(".csv"), table(comparison, change.week)))
    made.append(write_words(stem.with_suffix(".txt"), alt(comparison, change)))
    return made


def _draw(comparison: Comparison, change: Change, path: Path) -> Path:
    ground = load_backdrop()
    figure = style.page(_HEIGHT)
    when = f"{words.day(date_of(change.week, comparison.a.scenario.start))}, week {change.week}"
    style.title_block(figure, _title(change, ground), subtitle(comparison, when))
    sheet = furniture.canvas(figure)
    _map(figure, sheet, change, ground)
    _effects(figure, comparison, change)
    top = _MAIN[1] + _MAIN[2] * COUNTRY.high / COUNTRY.wide + 0.24
    for number, line in enumerate(_below(comparison, change, ground)):
        text = style.fitted(line, 8.2, style.WIDTH - 2 * style.MARGIN - 0.2)
        style.put(figure, (style.MARGIN, top + 0.17 * number), text, 8.2, weight=600 if not number else 400)
    style.footer(figure, list(_foot(comparison)))
    return png.save(figure, path, title=_title(change, ground), description=alt(comparison, change))


def _name(holder: int) -> str:
    """Return what a sentence calls a holder within it."""
    return NAMES[SIDES[holder]].replace("The ", "the ")


def _map(figure: Figure, sheet: Plate, change: Change, ground: Backdrop) -> None:
    left, top, wide = _MAIN
    plate = open_plate(figure, (left, top), wide, COUNTRY, weight=0.9)
    spots, _ = lay_out(plate, "few", ground.places, taken=[_key_box(plate)])
    paint_tints(plate, ground, change.classes, _TINTS)
    for lines, (width, dashes) in zip(_edges(ground, change), _LINES, strict=True):
        plate.lines(lines, style.INK, width, ORDER["front"], dashes=dashes, cap="butt")
    furniture.neighbours(plate)
    draw_names(plate, spots)
    furniture.scale_bar(plate, -2, -294, 100)
    _key(figure, sheet, change)


def _edges(ground: Backdrop, change: Change) -> list[list[NDArray[np.float64]]]:
    """Return the edges of what a holder has in at least half of the runs: of A alone, of B alone, of both."""
    half_a, half_b = change.a >= 0.5, change.b >= 0.5
    drawn = draw_areas(ground.mesh, 2 * half_a + half_b)
    found: list[list[NDArray[np.float64]]] = [[], [], []]
    for arc, (one, other) in zip(drawn.arcs, drawn.arc_keys.tolist(), strict=True):
        if OUTSIDE not in (one, other):
            found[{2: 0, 1: 1, 3: 2}[one ^ other]].append(arc)
    return found


_KEY = (2.02, 1.22)


def _key_box(plate: Plate) -> Box:
    wide = plate.extent.wide / plate.km
    return wide - 72 * _KEY[0], 0, wide, 72 * _KEY[1]


def _key(figure: Figure, sheet: Plate, change: Change) -> None:
    """Draw the seven classes, which side is which, and the two edges."""
    left = _MAIN[0] + _MAIN[2] - _KEY[0]
    top = _MAIN[1] + _MAIN[2] * COUNTRY.high / COUNTRY.wide - _KEY[1]
    put, wide = style.put, 0.265
    name = style.look(change.holder).name
    put(figure, (left, top + 0.08), "Change in probability", style.TEXT, weight=600)
    put(figure, (left, top + 0.20), f"held by: {name}", style.SMALL, colour=style.SECOND)
    for number, tint in enumerate(_TINTS):
        spot = (72 * (left + wide * number), sheet.extent.north - 72 * (top + 0.42))
        path = furniture.rectangle(*spot, 72 * wide - 1, 10)
        fill_tint(sheet, path, tint)
        furniture.edge(sheet, path, style.RULE)
    steps = [-each for each in reversed(STEPS)] + list(STEPS)
    for number, step in enumerate(steps):
        text = minus(f"{step:+g}")
        put(figure, (left + wide * (number + 1), top + 0.53), text, 5.8, colour=style.SECOND, align="center")
    right = left + wide * len(_TINTS) - 0.02
    put(figure, (left, top + 0.67), "less likely in B", style.SMALL, weight=600, colour=style.DIFFERENCE[0])
    more = style.DIFFERENCE[-1]
    put(figure, (right, top + 0.67), "more likely in B", style.SMALL, weight=600, colour=more, align="right")
    texts = ("edge of what it has in half of A's runs", "the same in B's runs", "the same in both")
    for number, (text, (width, dashes)) in enumerate(zip(texts, _LINES, strict=True)):
        base = top + 0.84 + 0.14 * number
        x, y = 72 * left, sheet.extent.north - 72 * (base - 0.035)
        sheet.lines([np.array([[x, y], [x + 20, y]])], style.INK, width, 2, dashes=dashes, cap="butt")
        put(figure, (left + 0.34, base), text, style.SMALL)


def shown(comparison: Comparison, change: Change) -> list[Reading]:
    """Return the outcomes beside the map: harm first, then what is about the holder, then the others."""
    side = SIDES[change.holder]
    readings = comparison.readings
    own = [one for one in readings[2:] if side in one.name.split("_") or side in one.name]
    rest = [one for one in readings[2:] if one not in own]
    return [*readings[:2], *own, *rest][:_ROWS]


def _effects(figure: Figure, comparison: Comparison, change: Change) -> None:
    """Draw in the right column what the pairs of a few outcomes come to."""
    left, wide = _SIDE
    top = _MAIN[1]
    style.put(figure, (left, top + 0.09), "Effect at the end, B minus A", style.HEADING, weight=600)
    key = f"dots: pairs; ring: mean, bar: its {100 * LEVEL:.0f} % interval"
    style.put(figure, (left, top + 0.22), key, style.SMALL, colour=style.SECOND)
    for place, reading in enumerate(shown(comparison, change)):
        _effect(figure, comparison, reading, (left, top + 0.46 + _ROW * place, wide))


def _effect(figure: Figure, comparison: Comparison, reading: Reading, box: tuple[float, float, float]) -> None:
    left, top, wide = box
    name, unit = outcome_label(reading), effect_words(comparison, reading)
    size = style.TEXT + 0.6 if style.text_size(name, style.TEXT + 0.6, 600)[0] < 70 * wide else style.SMALL
    style.put(figure, (left, top), style.fitted(name, size, wide - 0.06), size, weight=600)
    for number, line in enumerate(unit):
        fitted = style.fitted(line, style.TEXT, wide)
        style.put(figure, (left, top + 0.13 + 0.12 * number), fitted, style.TEXT, colour=style.SECOND)
    differences = comparison.pairs(reading.name).differences
    values = differences.ravel()
    axes = open_strip(figure, (left + 0.02, top + 0.30, wide - 0.14, 0.44), float(np.abs(values).max()), 2, ticks=2)
    axes.axvline(0, color=style.INK, lw=0.8)
    draw_dots(axes, values)
    interval = interval_of(differences, LEVEL)
    if interval is not None:
        axes.plot(interval, (1.5, 1.5), color=style.INK, lw=1.5, solid_capstyle="butt", zorder=6)
    axes.plot([values.mean()], [1.5], marker="o", ms=5, mfc=style.PAPER, mec=style.INK, mew=1.3, zorder=7)


def effect_words(comparison: Comparison, reading: Reading) -> tuple[str, str]:
    """Say of an outcome its mean effect, and in how many pairs it has which sign, or that it is not clear."""
    found = comparison.contrasts[reading.name]
    interval = interval_of(comparison.pairs(reading.name).differences, LEVEL)
    many, sign = max((found.down, "less"), (found.up, "more"), key=lambda pair: pair[0])
    pairs = f"{sign} in {many} of {found.pairs} pairs"
    if found.equal == found.pairs:
        return "no difference", f"the same in all {found.pairs} pairs"
    clear = interval is not None and not interval[0] <= 0.0 <= interval[1]
    unit = reading.unit.replace("persons", "people")
    return f"{minus(rounded(found.mean, signed=True))} {unit}", pairs if clear else f"no clear effect: {pairs}"


def _parts(change: Change, ground: Backdrop) -> tuple[float, float]:
    """Return the shares of the area 0..1 that the holder is clearly less, and more, likely to have in B."""
    found, whole = change.classes, ground.area.sum()
    less, more = (float(ground.area[part].sum() / whole) for part in (found < _SAME, found > _SAME))
    return less, more


def _title(change: Change, ground: Backdrop) -> str:
    less, more = _parts(change, ground)
    name = _name(change.holder)
    if not less and not more:
        return f"In the model, no place was clearly more or less likely to be held by {name} with B"
    (most, sign), (least, other) = sorted([(less, "less"), (more, "more")], reverse=True)
    told = f"In the model, {name} was {sign} likely to hold {words.percent(most)} of the country with B"
    both = f"{told}, {other} {words.percent(least)}"
    room = 72 * (style.WIDTH - 2 * style.MARGIN)
    return both if least >= 0.005 and style.text_size(both, style.TITLE, 600)[0] < room else told


def _below(comparison: Comparison, change: Change, ground: Backdrop) -> Iterator[str]:
    """Write under the map what it comes to in homes, and what was put in."""
    people = float(ground.population @ change.mean)
    count = words.about(abs(people))
    many = "as many people" if count == "0" else f"{count} {'fewer' if people < 0 else 'more'} people"
    yield f"With B, the homes of {many} of 2015 lie in land of {_name(change.holder)}, on average over pairs."
    first, *others = comparison.differences
    told = f"Follows from what was put in: {first.key}, {first.a} in A, {first.b} in B."
    yield (
        f"Follows from {1 + len(others)} inputs that differ between the arms; comparison.json lists them."
        if others
        else told
    )


def _foot(comparison: Comparison) -> Iterator[str]:
    yield f"Pale paper: change below 0.1, or its {100 * LEVEL:.0f} % interval over pairs holds zero."
    if len(comparison.draws) > 1:
        yield f"Intervals over draws of the numbers. {ignorance_words(comparison)}"
    else:
        yield "Pairs share seeds, so luck cancels as far as both arms live through the same war; one set of numbers."
    yield "Holder shown: the one with whom most homes change hands between the arms; the others are in the table."
    yield "A difference between two arms of the model, not a finding about history."
    yield words.RANGE.replace("this parameter set", "its assumptions")
    yield words.EDGES
    yield words.missed(comparison.a.scenario.start, comparison.weeks)
    yield f"Sources: {words.GROUND_SOURCES}; numbers: scenario_a.yaml, scenario_b.yaml."
    yield words.BOUNDARIES
    yield words.CANNOT_SAY


def alt(comparison: Comparison, change: Change) -> str:
    """Say in words what the page shows."""
    ground = load_backdrop()
    arms = f"A {comparison.names[0]}, B {comparison.names[1]}, {comparison.seeds.size} pairs with the same seeds"
    when = words.day(date_of(change.week, comparison.a.scenario.start))
    said = [f"{outcome_label(one)}: {'; '.join(effect_words(comparison, one))}" for one in shown(comparison, change)]
    return f"{_title(change, ground)}. Map of {when}, {arms}. {'. '.join(said)}."


def table(comparison: Comparison, week: int) -> Table:
    """Return header and rows behind the map: every region and every side that holds it in any run."""
    header = (
        "week", "date", "region", "name", "area_km2", "people_2015", "holder", "p_a", "p_b", "change",
        "low_95", "high_95", "pairs_b_alone", "pairs_a_alone",
    )  # fmt: skip
    ground, held = load_backdrop(), comparison.holders
    when, place = date_of(week, comparison.a.scenario.start), held.at(week)
    a, b = held.share(week)
    mean, low, high = held.effect(week, LEVEL)

    def rows() -> Iterator[Sequence[object]]:
        for region, side in np.argwhere(held.a[place] + held.b[place] > 0).tolist():
            facts = (f"{ground.area[region]:.2f}", f"{ground.population[region]:.0f}", SIDES[side])
            at = region, side
            numbers = map(_cell, (a[at], b[at], mean[at], low[at], high[at]))
            counts = (int(held.gained[place][at]), int(held.lost[place][at]))
            yield (week, when, ground.ids[region], ground.names[region], *facts, *numbers, *counts)

    return header, rows()


def _cell(value: Any) -> str:
    """Write a number; nothing where a single unit leaves an interval unbounded."""
    return f"{value:.4g}" if np.isfinite(value) else ""
