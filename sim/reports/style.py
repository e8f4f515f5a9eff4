"""How every picture looks: colours, patterns, type, sizes, and the words of the frame around it.

An atlas plate, not a war-room screen: light tints, dark type, thin lines, patterns that whisper.
Owns patterns, type and the colours of the sheet; those of the holders come from `palette`. Knows nothing of maps,
curves or records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from unicodedata import bidirectional

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from sim.reports.palette import HUES
from sim.sides import INDEX, LABELS, LETTERS

__all__ = [
    "BAR_ORDER",
    "DIFFERENCE",
    "DPI",
    "FACTION",
    "FONTS",
    "FRONT_PAIRS",
    "LEGEND_ORDER",
    "MARGIN",
    "STEPS",
    "WIDTH",
    "Look",
    "Pattern",
    "fitted",
    "font",
    "foot_height",
    "footer",
    "halo",
    "look",
    "mix",
    "page",
    "plain",
    "put",
    "text_size",
    "title_block",
    "title_of",
    "weight_of",
    "wrapped",
]

FONTS = Path(__file__).parent / "fonts"
PLEX = "IBM Plex Sans Condensed"
DEJAVU = "DejaVu Sans"
"""Comes with matplotlib and fills the few signs that Plex lacks."""

PAPER = "#FFFFFF"
LAND_OUTSIDE = "#F0EEE9"
BORDER_OUTSIDE = "#CFCBC2"
SEA = "#E6EDF1"
RIVER = "#3B7391"
LAKE = "#BFD9E4"
INK = "#1E2329"
SECOND = "#5B6168"
RULE = "#C9C6BF"
GRID = "#E7E4DD"
OUTLINE = "#45423C"
ROAD = "#6E675C"
QUIET = "#77736C"
DIFFERENCE = ("#A6520B", "#E59A45", "#F8DDB5", "#F7F6F3", "#D9DBEE", "#9A93C9", "#553087")
"""Change in a probability, from less to more; paper in the middle."""
STEPS = ("#F2F7F5", "#ABD3CA", "#6DAB9E", "#388073", "#114C44")
"""Five classes of a share, from little to much: one hue, each step darker, so that a grey copy keeps the order."""
DRAWS = "#1F7A6E"
"""What draws of the numbers do, apart from luck."""
CIVILIANS = INK
"""Civilians bear no faction's colour and the strongest line on the page."""

WIDTH = 7.2
"""Width of a printed picture [inches]."""
DPI = 150
MARGIN = 0.16
"""White edge left and right of the text [inches]."""

LINE = 0.145
"""From one line of a subtitle to the next [inches]."""
TITLE, SUBTITLE, HEADING, TEXT, SMALL, FOOT = 13.5, 8.2, 9.2, 7.2, 6.6, 6.2
"""Type sizes at print [points]."""


def _channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue 0..255 of `#RRGGBB`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=256)
def mix(colour: str, other: str, share: float) -> str:
    """Return `colour` moved by `share` 0..1 towards `other`, channel by channel in sRGB."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


@dataclass(frozen=True)
class Pattern:
    """Describe a pattern in points at print size, so that it looks the same at every scale of map."""

    kind: Literal["dots", "lines", "cross"]
    weight: float
    spacing: float
    light: float | None = None
    """Share of white in a light pattern; None: a dark one, mixed from fill and line."""
    angle: float = 0.0


@dataclass(frozen=True)
class Look:
    """Hold the colours, pattern, letter and names of one holder."""

    code: str
    name: str
    short: str
    fill: str
    thin: str
    line: str
    pattern: Pattern | None = None

    @property
    def pattern_colour(self) -> str:
        """Return the colour of the pattern: between fill and line, or between fill and white."""
        if self.pattern is not None and self.pattern.light is not None:
            return mix(self.fill, PAPER, self.pattern.light)
        return mix(self.fill, self.line, 0.62)

    @property
    def text(self) -> str:
        """Return the line colour darkened until it can be read as type (4.5:1 on white)."""
        return mix(self.line, "#000000", 0.25)

    @property
    def ink(self) -> str:
        """Return black, or white on a dark fill: type that can be read on the holder's own fill (4.5:1)."""
        return PAPER if sum(_channels(self.fill)) < 3 * 120 else "#000000"

    @property
    def deep(self) -> str:
        """Return the darkest form, for names on the holder's own fill."""
        return mix(self.line, "#000000", 0.45)


_PATTERNS = {
    "opposition": Pattern("dots", 1.15, 4.4),
    "hts": Pattern("dots", 1.3, 3.2, light=0.60),
    "sdf": Pattern("lines", 0.55, 5.2, angle=45),
    "is": Pattern("cross", 0.42, 4.6, light=0.38, angle=45),
    "turkey": Pattern("lines", 0.55, 3.2),
    "us": Pattern("lines", 0.55, 3.2, angle=90),
}

FACTION = {side: Look(LETTERS[side], LABELS[side], *hue, _PATTERNS.get(side)) for side, hue in HUES.items()}
"""The look of each holder by side name."""

LEGEND_ORDER = ("regime", "opposition", "hts", "sdf", "is", "turkey", "us", "israel")
BAR_ORDER = ("regime", "turkey", "opposition", "hts", "us", "sdf", "is", "israel")
"""One order in all legends and one in all bars."""

_NO_FRONT = ({"hts", "us"}, {"sdf", "us"}, {"turkey", "us"})
FRONT_PAIRS = tuple(
    (a, b)
    for number, a in enumerate(LEGEND_ORDER[:-1])
    for b in LEGEND_ORDER[number + 1 : -1]
    if {a, b} not in _NO_FRONT
)
"""The 18 pairs of holders that share a front in the record: their colours must stay apart."""

_BY_INDEX = {INDEX[side]: each for side, each in FACTION.items()}


def look(holder: int) -> Look:
    """Return the look of a holder by its index into SIDES; allies that hold nothing look like the regime."""
    return _BY_INDEX.get(int(holder), FACTION["regime"])


def _register() -> bool:
    """Make the shipped typeface known to matplotlib; say whether it is there."""
    known = {entry.fname for entry in fontManager.ttflist}
    shipped = sorted(FONTS.glob("*.ttf"))
    for path in shipped:
        if str(path) not in known:
            fontManager.addfont(path)
    return bool(shipped)


_HAS_PLEX = _register()


@lru_cache(maxsize=128)
def font(size: float, weight: int = 400, *, italic: bool = False) -> FontProperties:
    """Return the house typeface at `size` [points] and `weight` (400, 500, 600, 700); without it, DejaVu.

    DejaVu has no weights between 400 and 700, and matplotlib would complain of each, so it stands in for
    missing signs in these two only.
    """
    family = [PLEX, DEJAVU] if weight in (400, 700) and not italic else [PLEX]
    if not _HAS_PLEX:
        family, weight = [DEJAVU], 700 if weight > 500 else 400
    return FontProperties(family=family, size=size, weight=weight, style="italic" if italic else "normal")


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    return frozenset(get_font(findfont(font(TEXT))).get_charmap())


def plain(words: str) -> bool:
    """Say whether the house typeface has every sign of `words`: it has none of Arabic, say."""
    return _signs().issuperset(map(ord, words))


def weight_of(words: str, weight: int) -> int:
    """Return `weight`, or the next one of which DejaVu can stand in for signs that the house typeface lacks."""
    return weight if plain(words) else 700 if weight > 500 else 400


@lru_cache(maxsize=16)
def halo(width: float = 1.7, colour: str = PAPER, alpha: float = 0.85) -> tuple[withStroke, ...]:
    """Return a halo that lifts type off the map."""
    return (withStroke(linewidth=width, foreground=colour, alpha=alpha),)


def page(height: float, *, dpi: float = DPI) -> Figure:
    """Open an empty page of the house width and `height` [inches], drawn by Agg and by no global state."""
    figure = Figure(figsize=(WIDTH, height), dpi=dpi, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def put(
    figure: Figure,
    spot: tuple[float, float],
    words: str,
    size: float = TEXT,
    *,
    weight: int = 400,
    colour: str = INK,
    align: Literal["left", "center", "right"] = "left",
) -> Text:
    """Write `words` with their baseline at `spot` [inches from the top left corner of the page]."""
    width, height = figure.get_size_inches()
    return figure.text(
        spot[0] / width,
        1.0 - spot[1] / height,
        words,
        fontproperties=font(size, weight_of(words, weight)),
        color=colour,
        ha=align,
        va="baseline",
        parse_math=False,
    )


def title_block(figure: Figure, title: str, subtitle: str) -> None:
    """Write the sentence that says what the picture shows, and below it the run, n, seeds and week.

    A second line of the subtitle says what was changed; a line wider than the page ends in an ellipsis.
    """
    put(figure, (MARGIN, 0.30), title, TITLE, weight=600)
    for number, line in enumerate(subtitle.split("\n")):
        words = fitted(line, SUBTITLE, WIDTH - 2 * MARGIN)
        ahead = _LEFT_TO_RIGHT if any(bidirectional(sign) in ("R", "AL") for sign in words) else ""
        put(figure, (MARGIN, 0.50 + LINE * number), ahead + words, SUBTITLE, colour=SECOND)


def title_of(*choices: str) -> str:
    """Return the first of these titles, the fullest first, that is no wider than the page; else the last."""
    room = 72 * (WIDTH - 2 * MARGIN)
    return next((each for each in choices if text_size(each, TITLE, 600)[0] <= room), choices[-1])


_MEASURE = 100.0
_LEFT_TO_RIGHT = "\u200e"
"""Before a line that holds Arabic words, so that the line as a whole still runs from the left."""


@lru_cache(maxsize=2048)
def text_size(words: str, size: float, weight: int = 400) -> tuple[float, float]:
    """Return width and height (cap height and a little) of a line of type [points]."""
    weight = weight_of(words, weight)
    faces = [findfont(FontProperties(family=name, weight=weight)) for name in font(size, weight).get_family()]
    face = get_font(faces)
    # Measured large: at the small size itself the widths would be rounded to whole dots.
    face.set_size(_MEASURE, 72.0)
    face.set_text(words, 0.0)
    return float(face.get_width_height()[0]) / 64.0 * size / _MEASURE, 0.78 * size


def fitted(words: str, size: float, width: float) -> str:
    """Return `words`, cut and ended with an ellipsis if they are wider than `width` [inches]."""
    if text_size(words, size)[0] <= 72 * width:
        return words
    cut = len(words) - 1
    while cut > 1 and text_size(f"{words[:cut]}…", size)[0] > 72 * width:
        cut -= 1
    return f"{words[:cut].rstrip(' ,;:·')}…"


def wrapped(words: str, size: float, width: float) -> list[str]:
    """Break `words` into lines no wider than `width` [inches]."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_size(longer, size)[0] <= 72 * width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


_FOOT_ROOM = 0.99
"""Share of the width that lines of small print are broken to: printed small, words are a little wider than measured."""


def foot_height(words: Sequence[str]) -> float:
    """Return how much of the page its small print takes [inches]."""
    return 0.10 + 0.118 * len(wrapped(" ".join(words), FOOT, _FOOT_ROOM * (WIDTH - 2 * MARGIN)))


def footer(figure: Figure, words: Sequence[str], *, bottom: float = 0.10) -> None:
    """Write the small print at the foot of the page, its last line `bottom` inches above the edge.

    The sentences run on and are broken to the width of the page.
    """
    width, height = figure.get_size_inches()
    lines = wrapped(" ".join(words), FOOT, _FOOT_ROOM * (width - 2 * MARGIN))
    for number, line in enumerate(reversed(lines)):
        put(figure, (MARGIN, height - bottom - 0.118 * number), line, FOOT, colour=SECOND)
