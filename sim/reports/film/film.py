"""The film of a run or an ensemble: a GIF, an MP4 where ffmpeg is, the tables behind it and its words.

The GIF plays once and stays on its last picture. Owns these files. Knows nothing of how a picture is put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from sim.errors import InputError, RunError
from sim.record.store import written_into
from sim.reports import style, words
from sim.reports.beside import write_table, write_words
from sim.reports.film import gif, video
from sim.reports.film.reel import Reel, changes, numbers, reel_of
from sim.reports.film.scene import Scene, pictures
from sim.reports.film.stage import HIGH, WIDE, stage_of
from sim.reports.reading import Reading
from sim.sides import INDEX

__all__ = ["FILE", "alt", "draw_film", "fits", "note"]

FILE = "film"

_SAMPLES = 5
"""Pictures from which the palette is chosen, evenly over the film."""


def fits(record: Reading) -> bool:
    """Say whether there are weeks and dead to show."""
    return record.weeks > 0 and any(name.startswith("deaths.") for name in record.series)


def note() -> str:
    """Say what will be missing on this machine; empty if nothing."""
    return "" if video.present() else video.NOTE


def draw_film(record: Reading, folder: Path) -> list[Path]:
    """Draw the film into `folder`: GIF, MP4 where ffmpeg is, two CSV and alt text; return the paths.

    Raises InputError if there is nothing to show, StorageError if the folder cannot be written, RunError if ffmpeg
    fails; all but the MP4 is then there.
    """
    if not fits(record):
        raise InputError("there is no film of this record: it has no weeks, or nothing was counted in them")
    reel = reel_of(record)
    scene = Scene(reel, stage_of(reel))
    said = _alt(reel)
    failed: RunError | None = None
    with written_into(folder) as draft:
        stem = draft / FILE
        made = [write_table(stem.with_suffix(".csv"), numbers(reel))]
        made.append(write_table(draft / f"{FILE}_map.csv", changes(reel)))
        made.append(write_words(stem.with_suffix(".txt"), said))
        try:
            made = [*_write_film(scene, stem, said), *made]
        except RunError as fault:
            failed = fault
    if failed is not None:
        raise failed
    return [folder / path.name for path in made]


def _write_film(scene: Scene, stem: Path, said: str) -> list[Path]:
    """Write GIF and, where it can be, MP4 from the same pictures, made once."""
    palette = gif.Palette(_samples(scene), _colours(scene.reel))
    every, path = pictures(scene), stem.with_suffix(".gif")
    count = scene.count
    if not video.present():
        return [gif.save(every, path, palette, count, said)]
    film = stem.with_suffix(".mp4")
    with video.recorded(every, film, (WIDE, HIGH), said.partition(".")[0]) as taken:
        gif.save(taken, path, palette, count, said)
    return [path, film]


def _samples(scene: Scene) -> Iterator[Image.Image]:
    weeks = scene.reel.shown
    for number in range(_SAMPLES):
        week = weeks[number * (len(weeks) - 1) // (_SAMPLES - 1)]
        yield scene.picture(week, scene.map(week, scene.names()))


def _colours(reel: Reel) -> Sequence[str]:
    """Return the colours that must be exact: of the parties shown, and of the page."""
    looks = [style.FACTION[side] for side in reel.sides]
    fills = [colour for look in looks for colour in (look.fill, look.thin)]
    page = (style.PAPER, style.INK, style.SECOND, style.LAND_OUTSIDE, style.SEA, style.GRID, style.LAKE, style.RIVER)
    return [*fills, *(look.line for look in looks), *page]


def alt(record: Reading) -> str:
    """Say in words what the film shows."""
    return _alt(reel_of(record))


def _alt(reel: Reel) -> str:
    record = reel.record

    def held(week: int) -> str:
        found = sorted(((float(reel.area[week, INDEX[side]]), side) for side in reel.sides), reverse=True)
        return ", ".join(f"{style.FACTION[side].short} {words.percent(share)}" for share, side in found if share > 0)

    kind = "most likely control" if reel.many else "control"
    toll = words.about(float(reel.toll[2, -1]))
    if reel.many:
        toll += f" (90 % of runs: {words.spread(float(reel.toll[0, -1]), float(reel.toll[4, -1]))})"
    return (
        f"Film of {kind} week by week with curves beside it, {words.told(record)}: not history. "
        f"{words.day(reel.date(0))}: {held(0)} of the area. {words.day(reel.date(reel.weeks))}: {held(reel.weeks)}. "
        f"Civilians killed since the start: {toll}. It has no sound, plays once and stays on its last picture."
    )
