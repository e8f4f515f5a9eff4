"""Events of the scenario on the axes of curves: the same few on every page of a record.

Wide panels bear them in words; small ones bear a number, and a line above them says what each stands for.
Owns these marks. Knows nothing of what is counted.
"""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.reports import style, words
from sim.reports.curves import panels
from sim.reports.curves.sheet import Sheet

__all__ = ["event_key", "event_lines", "event_numbers", "event_places", "event_words"]

_TIER = 17.0
"""Height of a row of event labels [points]."""
_MARGIN = 24.0
"""How far an event label may stand out to the left of the frame [points]."""
_LONGEST = 28
"""Signs of a label in the line that explains the numbers: six of them fit into two lines."""
_DOTS = (0, (1.2, 2.2))


def event_words(sheet: Sheet, axes: Axes, width: float, high: float) -> None:
    """Draw the events as dotted lines over axes of `width` and `high` [inches], their labels above them.

    Labels stand where they hit nothing; where a longer line must pass behind one, it stops there.
    """
    points = [panels.days_from(sheet.start, when) / sheet.days * width * 72 for when, _ in sheet.events]
    texts = [_two_lines(label) for _, label in sheet.events]
    sizes = [max(style.text_size(line, style.SMALL)[0] for line in text.split("\n")) for text in texts]
    flags = panels.flags(points, sizes, margin=_MARGIN)
    for x, text, (tier, side) in zip(points, texts, flags, strict=True):
        top = 1.0 + (_TIER * tier + 2) / (72 * high)
        at = x / (72 * width) * sheet.days
        _dots(axes, at, top)
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


def event_places(sheet: Sheet, width: float) -> list[float]:
    """Return where the events' numbers stand over an axis of `width` [inches from its left], moved apart."""
    points = [panels.days_from(sheet.start, when) / sheet.days * width for when, _ in sheet.events]
    return panels.spread(points, 0.077, 0.0, width)


def event_lines(sheet: Sheet, axes: Axes) -> None:
    """Draw the events as dotted lines within the axes."""
    for when, _ in sheet.events:
        _dots(axes, panels.days_from(sheet.start, when), 1.0)


def event_numbers(sheet: Sheet, axes: Axes, width: float) -> None:
    """Draw the events as dotted lines over small axes of `width` [inches], with their numbers above them."""
    event_lines(sheet, axes)
    for number, place in enumerate(event_places(sheet, width), start=1):
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


def _dots(axes: Axes, at: float, top: float) -> None:
    axes.axvline(at, color=style.SECOND, lw=0.7, ls=_DOTS, zorder=0.5, ymax=top, clip_on=False)


def event_key(sheet: Sheet, spot: tuple[float, float]) -> int:
    """Say in lines from `spot` [inches from the top left] what each number stands for; return how many lines."""
    lines: list[str] = []
    for number, (when, label) in enumerate(sheet.events, start=1):
        part = f"{number} {words.clip(' '.join(label.split()), _LONGEST)}, {words.month(when, short=True)}"
        longer = f"{lines[-1]}   {part}" if lines else part
        if lines and style.text_size(longer, style.SMALL)[0] <= 72 * (style.WIDTH - style.MARGIN - spot[0]):
            lines[-1] = longer
        else:
            lines.append(part)
    for row, line in enumerate(lines):
        style.put(sheet.figure, (spot[0], spot[1] + 0.12 * row), line, style.SMALL, colour=style.SECOND)
    return len(lines)


def _two_lines(label: str) -> str:
    """Break a label at the space nearest to its middle if it is longer than 13 signs."""
    spaces = [k for k, sign in enumerate(label) if sign == " "]
    if len(label) <= 13 or not spaces or "\n" in label:
        return label
    cut = min(spaces, key=lambda k: abs(k - len(label) / 2))
    return f"{label[:cut]}\n{label[cut + 1 :]}"
