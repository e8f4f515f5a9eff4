"""Where people were killed, from where they fled, where men stood and how well they were supplied: four maps.

Numbers of people are circles by area, never tints: they belong to a place, not to its square kilometres. Supply, a
share, is a tint in five classes. Of many runs the maps show means. Owns this page. Knows nothing of how a region came
to its numbers. Only records that kept the fields of regions have it; `theatre run` leaves it to reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.calendar import date_of
from sim.record.fields import FIELDS
from sim.reports import png, style, words
from sim.reports.atlas import furniture
from sim.reports.atlas.areas import OUTSIDE, Drawn, draw_areas
from sim.reports.atlas.backdrop import COUNTRY, ORDER, draw_below, draw_lines, load_backdrop
from sim.reports.atlas.circles import Scale, circles, circles_key
from sim.reports.atlas.labels import Boxes, draw_names, lay_out, write
from sim.reports.atlas.plate import Plate, open_plate, path_of
from sim.reports.maps.control_map import name_areas
from sim.reports.maps.likely import DOUBT, likely
from sim.reports.reading import Reading
from sim.sides import FIGHTING, INDEX, SIDES

__all__ = ["FILE", "FIRST", "LIMITS", "Fields", "alt", "draw", "fields_of", "fits", "table"]

FILE = "field_maps"
FIRST = False
"""Whether `theatre run` draws it too."""

LIMITS = (0.5, 0.65, 0.8, 0.95)
"""Shares that part the five classes of supply."""

Floats = NDArray[np.float64]

_HEIGHT = 8.36
_WIDE = 3.38
_SPOTS = ((style.MARGIN, 1.06), (style.WIDTH - style.MARGIN - _WIDE, 1.06), (style.MARGIN, 4.50),
          (style.WIDTH - style.MARGIN - _WIDE, 4.50))  # fmt: skip
"""Top left corner of each map [inches from the page's top left]."""
_LARGEST = 8.5
"""Radius of the largest circle [points]."""
_KEY = (2.12, 2.72)
"""Where a key stands in its map, in the free corner south-east of the border [inches from the map's top left]."""


@dataclass(frozen=True, eq=False)
class Fields:
    """Hold what the maps show, by region: of one run as it is, of many as means."""

    week: int
    date: date
    values: dict[str, Floats]
    """Every field of `record.fields`, `[region]`."""
    totals: dict[str, Floats]
    """Each field that is a number of people, summed over the country, `[run]`."""
    holder: Annotated[NDArray[np.int64], "[region] most likely holder, index into SIDES"]
    share: Annotated[Floats, "[region] share of runs in which it holds, 0..1"]

    @property
    def killed(self) -> Floats:
        """Return civilians and fighters killed, by region."""
        return self.values["deaths.civilians"] + self.values["deaths.fighters"]

    @property
    def sure(self) -> NDArray[np.bool_]:
        """Return where seven of ten runs or more agree on the holder."""
        return self.share >= DOUBT - 1e-9


def fits(record: Reading) -> bool:
    """Say yes if every run kept the fields of its last week."""
    return all(record.field("fled", record.weeks, run) is not None for run in range(record.runs))


def fields_of(record: Reading) -> Fields:
    """Return the fields of the last week, of many runs their means."""
    values, totals = {}, {}
    for name, field in FIELDS.items():
        rows = [record.field(name, record.weeks, run) for run in range(record.runs)]
        kept = np.stack([row for row in rows if row is not None])
        values[name] = kept.mean(axis=0)
        if field.unit in ("people", "men"):
            totals[name] = kept.sum(axis=1)
    found = likely(record.odds(record.weeks))
    return Fields(record.weeks, date_of(record.weeks, record.start), values, totals, found.holder, found.share)


def draw(record: Reading, path: Path) -> Path:
    """Draw the four maps of the last week to `path`."""
    ground, found = load_backdrop(), fields_of(record)
    figure = style.page(_HEIGHT)
    style.title_block(figure, _title(record, found), _subtitle(record, found))
    sheet = furniture.canvas(figure)
    edges = draw_areas(ground.mesh, np.where(found.sure, found.holder, len(SIDES)))
    _killed_map(figure, sheet, found, edges)
    _fled_map(figure, sheet, found, edges)
    _strength_map(figure, sheet, record, found, edges)
    _supply_map(figure, sheet, found, edges)
    _holders_strip(figure, sheet, found)
    style.footer(figure, _foot(record))
    return png.save(figure, path, title=_title(record, found), description=alt(record))


def _open(figure: Figure, number: int, heading: str, line: str) -> Plate:
    """Open the map of this number under its heading and a line of totals."""
    left, top = _SPOTS[number]
    style.put(figure, (left, top - 0.20), heading, style.HEADING, weight=600)
    style.put(figure, (left, top - 0.07), style.fitted(line, style.TEXT, _WIDE), style.TEXT, colour=style.SECOND)
    plate = open_plate(figure, (left, top), _WIDE, COUNTRY, weight=0.6)
    draw_below(plate, load_backdrop())
    return plate


def _close(plate: Plate, drawn: Drawn, edge: str) -> None:
    """Draw over the fills what all four maps share: borders, waters, edges of control, the outline."""
    ground = load_backdrop()
    draw_lines(plate, ground, roads=False)
    inner = [arc for arc, pair in zip(drawn.arcs, drawn.arc_keys, strict=True) if OUTSIDE not in pair]
    outer = [arc for arc, pair in zip(drawn.arcs, drawn.arc_keys, strict=True) if OUTSIDE in pair]
    plate.lines(inner, edge, 0.9, ORDER["front"])
    plate.lines(outer, style.OUTLINE, 0.9, ORDER["outline"])


def _key_spot(number: int) -> tuple[float, float]:
    left, top = _SPOTS[number]
    return left + _KEY[0], top + _KEY[1]


def _killed_map(figure: Figure, sheet: Plate, found: Fields, drawn: Drawn) -> None:
    """Draw all who were killed in grey and over it, in ink, the civilians among them; each the largest below."""
    line = f"civilians {_total(found, 'deaths.civilians')}, fighters {_total(found, 'deaths.fighters')}"
    plate = _open(figure, 0, "Killed since the start", line)
    plate.fill(path_of(drawn.faces), style.PAPER, ORDER["fill"], swell=0.5)
    _close(plate, drawn, style.BORDER_OUTSIDE)
    scale, civilians = Scale.of(found.killed, _LARGEST), found.values["deaths.civilians"]
    _people(plate, scale, found.killed, style.RULE, style.QUIET)
    _people(plate, scale, civilians, style.CIVILIANS, style.PAPER)
    left, base = _key_spot(0)
    circles_key(figure, sheet, (left, base), scale, style.RULE, style.QUIET)
    for row, (colour, text) in enumerate(((style.CIVILIANS, "civilians"), (style.RULE, "all killed"))):
        spot = np.array([[72 * left + 6 + 42 * row, sheet.extent.north - 72 * (base + 0.15)]])
        circles(sheet, spot, np.array([3.2]), [colour], edges=style.QUIET)
        style.put(figure, (left + 0.16 + 0.585 * row, base + 0.18), text, style.SMALL)
    _locate(plate)


def _people(plate: Plate, scale: Scale, values: Floats, colour: str, edge: str = style.PAPER) -> None:
    """Draw one circle a region, the largest below."""
    order = np.argsort(-values, kind="stable")
    centres = load_backdrop().mesh.centres[order]
    circles(plate, centres, scale.radii(values[order]), [colour] * len(order), edges=edge)


def _locate(plate: Plate) -> None:
    """Write a few names of towns, without the dots that would look like people, and a scale bar."""
    for spot in lay_out(plate, "small", load_backdrop().places)[0]:
        left, bottom, right, top = spot.box
        write(plate, ((left + right) / 2, (bottom + top) / 2), spot.words, style.FOOT, weight=500)
    furniture.scale_bar(plate, 10, -285, 100, size=style.FOOT)


def _fled_map(figure: Figure, sheet: Plate, found: Fields, drawn: Drawn) -> None:
    line = f"{_total(found, 'fled')} flights; who fled twice counts twice"
    plate = _open(figure, 1, "Fled since the start", line)
    plate.fill(path_of(drawn.faces), style.PAPER, ORDER["fill"], swell=0.5)
    _close(plate, drawn, style.BORDER_OUTSIDE)
    scale = Scale.of(found.values["fled"], _LARGEST)
    _people(plate, scale, found.values["fled"], style.SECOND)
    circles_key(figure, sheet, _key_spot(1), scale, style.SECOND)
    _locate(plate)


def _strength_map(figure: Figure, sheet: Plate, record: Reading, found: Fields, drawn: Drawn) -> None:
    """Draw local men in the colours of their holders; where holders are in doubt, in grey."""
    line = f"{_total(found, 'strength')}; {_mobile(record)} more are mobile and in no region"
    plate = _open(figure, 2, "Local men under arms", line)
    for key in np.unique(drawn.keys).tolist():
        faces = [face for face, whose in zip(drawn.faces, drawn.keys, strict=True) if whose == key]
        colour = style.look(key).thin if key < len(SIDES) else style.PAPER
        plate.fill(path_of(faces), colour, ORDER["fill"], swell=0.7)
    _close(plate, drawn, style.QUIET)
    men = found.values["strength"]
    scale, order = Scale.of(men, _LARGEST), np.argsort(-men, kind="stable")
    looks = [style.look(side) if sure else None for side, sure in zip(found.holder, found.sure, strict=True)]
    fills = [style.RULE if look is None else look.fill for look in looks]
    edges = [style.SECOND if look is None else look.deep for look in looks]
    circles(
        plate, load_backdrop().mesh.centres[order], scale.radii(men[order]), [fills[each] for each in order],
        edges=[edges[each] for each in order],
    )  # fmt: skip
    circles_key(figure, sheet, _key_spot(2), scale, style.PAPER, style.INK)
    held = drawn.keys < len(SIDES)
    named = replace(
        drawn, faces=[face for face, each in zip(drawn.faces, held, strict=True) if each], keys=drawn.keys[held]
    )
    free = Boxes(plate.extent.wide / plate.km, plate.extent.high / plate.km)
    name_areas(plate, named, range(len(SIDES)), free, smallest=4.0)


def _supply_map(figure: Figure, sheet: Plate, found: Fields, edges: Drawn) -> None:
    """Draw supply in five tints, the edges of control over them."""
    supply, ground = found.values["supply"], load_backdrop()
    poor = words.percent(float(ground.area[supply < LIMITS[0]].sum() / ground.area.sum()))
    plate = _open(figure, 3, "Supply of the holder", f"below a half on {poor} of the area")
    drawn = draw_areas(ground.mesh, np.digitize(supply, LIMITS))
    for grade, colour in enumerate(style.STEPS):
        faces = [face for face, whose in zip(drawn.faces, drawn.keys, strict=True) if whose == grade]
        if faces:
            plate.fill(path_of(faces), colour, ORDER["fill"], swell=0.7)
    _close(plate, edges, style.INK)
    draw_names(plate, lay_out(plate, "small", ground.places)[0])
    left, base = _key_spot(3)
    left += 0.18
    texts = [
        f"below {LIMITS[0]:g}",
        *(f"{low:g} to {high:g}" for low, high in pairwise(LIMITS)),
        f"{LIMITS[-1]:g} and more",
    ]
    for row, (colour, text) in enumerate(zip(reversed(style.STEPS), reversed(texts), strict=True)):
        at = base - 0.50 + 0.155 * row
        path = furniture.rectangle(72 * left, sheet.extent.north - 72 * (at + 0.02), 14.0, 8.4)
        sheet.fill(path, colour, 1)
        furniture.edge(sheet, path, style.QUIET)
        style.put(figure, (left + 0.26, at), text, style.SMALL)


def _holders_strip(figure: Figure, sheet: Plate, found: Fields) -> None:
    """Draw under the maps the letter, colour and name of every holder on them, and grey for doubt."""
    present = [side for side in style.LEGEND_ORDER if ((found.holder == INDEX[side]) & found.sure).any()]
    names = [style.FACTION[side].name for side in present]
    names += ["no holder in seven of ten runs"] if not found.sure.all() else []
    widths = [0.23 + style.text_size(name, style.SMALL)[0] / 72 for name in names]
    gap = min((style.WIDTH - 2 * style.MARGIN - sum(widths)) / max(len(names) - 1, 1), 0.20)
    left, base = style.MARGIN, _SPOTS[2][1] + _WIDE * COUNTRY.high / COUNTRY.wide + 0.17
    for number, (name, wide) in enumerate(zip(names, widths, strict=True)):
        spot = (72 * left, sheet.extent.north - 72 * (base + 0.02))
        if number < len(present):
            furniture.swatch(sheet, spot, present[number], (14.0, 9.0), plain=True)
        else:
            path = furniture.rectangle(*spot, 14.0, 9.0)
            sheet.fill(path, style.RULE, 1)
            furniture.edge(sheet, path, style.SECOND)
        style.put(figure, (left + 0.23, base), name, style.SMALL)
        left += wide + gap


def _total(found: Fields, name: str) -> str:
    """Write a sum over the country; of many runs the median, and the range of nine in ten."""
    low, middle, high = (float(each) for each in np.percentile(found.totals[name], (5, 50, 95)))
    told, spread = words.about(middle), words.spread(low, high)
    return told if spread == told else f"{told} ({spread})"


def _mobile(record: Reading) -> str:
    """Return the mobile men of all parties in the last week, of many runs the median."""
    return words.about(float(np.median(sum(record.series[f"strike.{side}"][:, -1] for side in FIGHTING))))


def _title(record: Reading, found: Fields) -> str:
    """State how many civilians were killed, and how often people fled."""
    killed, fled = (words.about(float(np.median(found.totals[name]))) for name in ("deaths.civilians", "fled"))
    told = f"{words.within(record)} {'no' if killed == '0' else killed} civilians were killed"
    both = f"{told} and people fled {fled} times" if fled != "0" else f"{told} and nobody fled"
    return style.title_of(f"{both} by {words.month(found.date)}", both, told)


def _subtitle(record: Reading, found: Fields) -> str:
    facts = [words.sample(record), f"{words.day(found.date)}, week {found.week}"]
    return words.subtitle(record, *facts)


def _foot(record: Reading) -> list[str]:
    return [
        f"Area of a circle: number of people; lines: edges of {'likely ' if record.runs > 1 else ''}control.",
        *(["Maps: means over runs; numbers: medians (nine of ten runs)."] if record.runs > 1 else []),
        *words.few(record),
        "On no map: fighters killed from the air behind fronts, in hiding, in incidents or by events; foreign posts.",
        "Supply: 1 at a source, less with the length and hardship of the way from it, least where it is cut off.",
        *words.limits(record),
    ]


def alt(record: Reading) -> str:
    """Say in words what the maps show."""
    ground, found = load_backdrop(), fields_of(record)
    parts = []
    for name, verb in (("deaths.civilians", "civilians were killed"), ("fled", "people fled")):
        if not found.values[name].any():
            continue
        most = np.argsort(-found.values[name], kind="stable")[:3]
        places = words.listed([ground.names[region] for region in most])
        parts.append(f"most {verb} in {places}")
    poor = words.percent(float(ground.area[found.values["supply"] < LIMITS[0]].sum() / ground.area.sum()))
    return (
        f"{_title(record, found)}. Four maps of {words.day(found.date)}, {words.told(record)}: killed, fled, local "
        f"men, supply. {''.join(f'{part[:1].upper()}{part[1:]}. ' for part in parts)}"
        f"Supply was below a half on {poor} of the area."
    )


def table(record: Reading) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return the header and rows of the table behind the maps: every field of every region, means of many runs."""
    ground, found = load_backdrop(), fields_of(record)
    header = ("week", "date", "region", "name", "holder", "p_holder", *(name.replace(".", "_") for name in FIELDS))

    def rows() -> Iterator[Sequence[object]]:
        for number, region in enumerate(ground.ids):
            who = (SIDES[found.holder[number]], f"{found.share[number]:.4g}")
            values = [f"{found.values[name][number]:.6g}" for name in FIELDS]
            yield (found.week, found.date, region, ground.names[number], *who, *values)

    return header, rows()
