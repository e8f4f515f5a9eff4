"""Where what came was a surprise: the probability that the model had given to the holder on record, place by place.

Owns this map and its list. Knows nothing of how the forecast was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import cos, sin
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.history.backcasts.backcast import MODEL, Backcast, PlaceResult
from sim.history.scoring.places import log_of
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.backdrop import COUNTRY, Backdrop, load_backdrop
from sim.reports.atlas.labels import write
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import Tint, fill_tint, paint_tints
from sim.reports.beside import Table, write_table, write_words
from sim.reports.printing import in_forms
from sim.reports.scoring.heading import foot, subtitle
from sim.theatre.places import places

__all__ = ["CLASSES", "FILE", "LISTED", "alt", "classes_of", "draw_surprise", "listed", "surprise_rows", "title"]

FILE = "surprise"

EDGES = (0.9, 0.5, 0.1, 0.02)
"""Probabilities given to what came that part the classes, from expected to a surprise."""

CLASSES = ("over 0.9: expected", "0.5 to 0.9", "0.1 to 0.5", "0.02 to 0.1", "under 0.02: a surprise")
LISTED = 12
"""Places that are numbered and listed: those to whose holder the least was given."""

_TINTS = (Tint(style.DIFFERENCE[3]), *(Tint(colour) for colour in style.STEPS[1:]))
_NOT_SCORED = Tint(style.mix(style.RULE, style.PAPER, 0.35), style.Pattern("lines", 0.4, 3.4, angle=45), style.QUIET)
_MAIN = (style.MARGIN, 0.80, 4.66)
_SIDE = 4.98
_HEIGHT = 6.24


def classes_of(result: PlaceResult) -> NDArray[np.int64]:
    """Return the class of each place, `[place]`: 0 expected to 4 a surprise."""
    given = _given(result, MODEL)
    return np.searchsorted(-np.array(EDGES), -given, side="left").astype(np.int64)


def listed(result: PlaceResult) -> list[int]:
    """Return the rows of the places with the largest surprise, largest first; those expected are never listed."""
    surprise = log_of(result.forecasts[MODEL], result.question, floor=1e-9)
    order = [int(row) for row in np.argsort(-surprise, kind="stable")]
    return [row for row in order if classes_of(result)[row] >= len(CLASSES) - 3][:LISTED]


def draw_surprise(backcast: Backcast, folder: Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw the last map into `folder` in each of the formats, with its table and words; nothing where there is none."""
    if not backcast.places:
        return []
    result = backcast.places_of("merged")[-1]
    stem = folder / FILE
    made = in_forms(stem, formats, partial(_draw, backcast, result))
    made.append(write_table(stem.with_suffix(".csv"), surprise_rows(backcast, result)))
    made.append(write_words(stem.with_suffix(".txt"), alt(backcast, result)))
    return made


def title(result: PlaceResult) -> str:
    """State how many of the changes were given little."""
    changed = result.question.changed
    little = int((_given(result, MODEL)[changed] < EDGES[2]).sum())
    count = f"{little} of {int(changed.sum())} changes of hands"
    least = "had been given under one in ten by the model"
    dates = (f" by {words.day(result.day)}", f" by {words.month(result.day)}", "")
    return style.title_of(*(f"{count}{when} {least}" for when in dates))


def _given(result: PlaceResult, forecast: str) -> NDArray[np.float64]:
    """Return the probability given to what came, `[place]`."""
    came = result.question.came
    return np.asarray(result.forecasts[forecast][np.arange(len(came)), came], dtype=np.float64)


def _draw(backcast: Backcast, result: PlaceResult, path: Path) -> Path:
    ground = load_backdrop()
    figure = style.page(_HEIGHT)
    style.title_block(figure, title(result), subtitle(backcast))
    left, top, wide = _MAIN
    plate = open_plate(figure, (left, top), wide, COUNTRY, weight=0.85)
    furniture.neighbours(plate)
    paint_tints(plate, ground, _keys(result, ground), [*_TINTS, _NOT_SCORED])
    _points(plate, result, ground)
    furniture.scale_bar(plate, -2, -294, 100)
    _key(figure, furniture.canvas(figure))
    _list(figure, result)
    style.footer(figure, _foot(backcast))
    return png.save(figure, path, title=title(result), description=alt(backcast, result))


def _keys(result: PlaceResult, ground: Backdrop) -> NDArray[Any]:
    """Return the class of every region: that of its nearest place; the last one where that is not scored."""
    from sim.theatre.regions import load_theatre

    anchor = load_theatre().anchor
    place = np.full(len(ground.ids), len(_TINTS))
    at = {name: row for row, name in enumerate(ground.ids)}
    place[[at[name] for name in result.question.places]] = classes_of(result)
    return place[anchor]


def _points(plate: Plate, result: PlaceResult, ground: Backdrop) -> None:
    """Mark the places that changed hands with dots, and number those that are listed, crowded ones drawn apart."""
    asked = result.question
    spots = np.array([ground.places[name][1:] for name in asked.places])
    for changed, colour, size in ((False, style.QUIET, 1.2), (True, style.INK, 3.6)):
        some = spots[asked.changed == changed]
        plate.axes.plot(some[:, 0], some[:, 1], ls="none", marker="o", ms=size, mfc=colour, mec=style.PAPER,
                        mew=0.4 if changed else 0, zorder=8, scalex=False, scaley=False)  # fmt: skip
    taken: list[tuple[float, float]] = []
    for number, row in enumerate(listed(result), 1):
        x, y = ((spots[row] - (plate.extent.west, plate.extent.south)) / plate.km).tolist()
        beside = ((x + dx, y + dy) for dx, dy in _around() if _free(taken, x + dx, y + dy))
        where = next(beside, (x, y))
        taken.append(where)
        write(plate, where, str(number), 7.4, weight=700, halo=2.2)


def _around() -> Iterator[tuple[float, float]]:
    """Yield where a number may stand beside its dot [points], nearest first."""
    for reach in (6.5, 11.0, 16.0, 22.0):
        for angle in np.deg2rad(np.arange(0, 360, 45)).tolist():
            yield reach * cos(angle), reach * sin(angle)


def _free(taken: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    return all(abs(x - a) > 9.5 or abs(y - b) > 7.5 for a, b in taken)


def _key(figure: Figure, sheet: Plate) -> None:
    """Draw the key under the map: five classes, what is not scored, and the dots."""
    base = _MAIN[1] + _MAIN[2] * COUNTRY.high / COUNTRY.wide + 0.17
    style.put(figure, (style.MARGIN, base), "Probability given to the holder on record", style.TEXT, weight=600)
    entries = [*zip(_TINTS, CLASSES, strict=True), (_NOT_SCORED, "not scored")]
    for number, (tint, text) in enumerate(entries):
        left, at = style.MARGIN + 1.55 * (number % 3), base + 0.20 + 0.18 * (number // 3)
        path = furniture.rectangle(72 * left, sheet.extent.north - 72 * (at + 0.02), 15.0, 9.0)
        fill_tint(sheet, path, tint)
        furniture.edge(sheet, path, style.RULE)
        style.put(figure, (left + 0.26, at), text, style.TEXT)


def _list(figure: Figure, result: PlaceResult) -> None:
    """List the largest surprises: who held the place, who came, and what the model and the best plain one gave."""
    asked, top = result.question, _MAIN[1] + 0.12
    style.put(figure, (_SIDE, top), "The largest surprises", style.HEADING, weight=600)
    right = style.WIDTH - style.MARGIN
    style.put(figure, (right, top + 0.16), "given by the model, five measures", style.SMALL, colour=style.SECOND,
              align="right")  # fmt: skip
    model, other = _given(result, MODEL), _given(result, "ranking")
    for number, row in enumerate(listed(result), 1):
        at = top + 0.36 + 0.305 * (number - 1)
        name = style.fitted(places()[asked.places[row]].name, style.TEXT, 1.20)
        style.put(figure, (_SIDE + 0.13, at), str(number), style.TEXT, weight=700, align="right")
        style.put(figure, (_SIDE + 0.20, at), name, style.TEXT, weight=600)
        was, came = (asked.classes[int(each[row])] for each in (asked.was, asked.came))
        text = f"{_name(was)} to {_name(came)}" if was != came else f"{_name(was)} held it"
        style.put(figure, (_SIDE + 0.20, at + 0.115), text, style.SMALL, colour=style.SECOND)
        style.put(figure, (right - 0.34, at), _odds(model[row]), style.TEXT, weight=600, align="right")
        style.put(figure, (right, at), _odds(other[row]), style.TEXT, colour=style.SECOND, align="right")


def _name(holder: str) -> str:
    return style.FACTION[holder].short if holder in style.FACTION else holder


def _odds(value: float) -> str:
    return "<.01" if value < 0.01 else f"{value:.2f}".lstrip("0")


def _foot(backcast: Backcast) -> list[str]:
    return foot(
        backcast,
        "Each region has the colour of its nearest place. Large dots: changed hands. Numbers: the list. Where nothing "
        "changed and nothing was expected, paper.",
        "Rebels, HTS and Turkey-backed men count as one.",
        words.EDGES,
        words.BOUNDARIES,
    )


def alt(backcast: Backcast, result: PlaceResult) -> str:
    """Say in words what the map shows."""
    asked, given = result.question, _given(result, MODEL)
    told = "; ".join(
        f"{places()[asked.places[row]].name} ({asked.classes[int(asked.was[row])]} to "
        f"{asked.classes[int(asked.came[row])]}), given {given[row]:.2f}"
        for row in listed(result)
    )
    return f"{title(result)}. {backcast.plan.mode.capitalize()}. The largest surprises: {told or 'none'}."


def surprise_rows(backcast: Backcast, result: PlaceResult) -> Table:
    """Return header and rows behind the map: what was given to the holder on record of every place."""
    header = ("mode", "date", "place", "at_start", "came", "given", "given_by_ranking", "class")
    asked, model, other = result.question, _given(result, MODEL), _given(result, "ranking")
    classes = classes_of(result)

    def rows() -> Iterator[Sequence[object]]:
        for row, place in enumerate(asked.places):
            held = (asked.classes[int(asked.was[row])], asked.classes[int(asked.came[row])])
            given = (f"{model[row]:.4f}", f"{other[row]:.4f}")
            yield (backcast.plan.mode, result.day, place, *held, *given, CLASSES[int(classes[row])])

    return header, rows()
