"""One picture after another: the map of each week, and beside it date, bars and curves as far as they have come.

A picture shows the mean of its week's map and the one before: changes are soft, and what flips to and fro never
flashes more than three times a second. Owns the putting together. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from sim.reports import style, words
from sim.reports.atlas.backdrop import Backdrop, load_backdrop
from sim.reports.curves.panels import spread
from sim.reports.film.fills import coloured, inside, labels_of
from sim.reports.film.names import Names
from sim.reports.film.reel import Reel
from sim.reports.film.stage import BARS, COLUMN, MAP, TELL, Panel, Stage, pixel
from sim.reports.film.type import put, width_of
from sim.sides import INDEX

__all__ = ["Scene", "pictures"]

_LEAST_LABEL = 0.02
"""Share of the area from which a line bears its letter."""
_TOLD = 4
"""Lines of what happened that have room."""
_FRESH = 10
"""Weeks for which what happened stays in ink."""

Pixels = NDArray[np.uint8]


@dataclass(eq=False)
class Scene:
    """Hold what the pictures of one film share."""

    reel: Reel
    stage: Stage

    @cached_property
    def ground(self) -> Backdrop:
        """Return the ground."""
        return load_backdrop()

    def names(self) -> Names:
        """Return an empty list of the names of areas, to be handed from map to map."""
        return Names.beside(self.stage.taken, self.stage.point)

    @property
    def count(self) -> int:
        """Return the number of pictures."""
        return len(self.reel.shown) + 1

    @cached_property
    def _layers(self) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
        """Return by what the colours of a week are multiplied, and what is added, in 256ths."""
        left, top, right, bottom = MAP
        land = inside(labels_of(self.reel.holder[0], self.reel.pale[0], self.ground)[1])[..., None]
        over = self.stage.above[..., 3:] / 255.0
        below = self.stage.page[top:bottom, left:right]
        weigh = land * (1.0 - over)
        add = below * (1.0 - land) * (1.0 - over) + self.stage.above[..., :3] * over
        return np.rint(256 * weigh).astype(np.uint16), np.rint(256 * add).astype(np.uint16) + np.uint16(128)

    def map(self, week: int, names: Names) -> Image.Image:
        """Return the map of one week with the names of its areas; `names` are those of the week before."""
        drawn, labels = labels_of(self.reel.holder[week], self.reel.pale[week], self.ground)
        weigh, add = self._layers
        mixed = coloured(drawn, labels) * weigh
        mixed += add
        mixed >>= 8
        image = Image.fromarray(mixed.astype(np.uint8))
        pencil = ImageDraw.Draw(image)
        for name in names.move(labels):
            look = style.look(name.holder)
            put(pencil, (name.x, name.y), name.text, name.size, weight=700, colour=look.deep, anchor="mm", halo=2)
        return image

    def picture(self, week: int, chart: Image.Image) -> Image.Image:
        """Return the whole picture of a week with a map in it."""
        stage = self.stage
        page = stage.page.copy()
        first = stage.panels[0]
        done = round(first.left + first.wide * week / self.reel.weeks)
        tops = slice(round(first.top) - 1, None)
        page[tops, round(first.left) : done] = stage.curves[tops, round(first.left) : done]
        image = Image.fromarray(page)
        image.paste(chart, MAP[:2])
        pencil = ImageDraw.Draw(image)
        self._date(pencil, week)
        for top, shares in zip(BARS, (self.reel.area, self.reel.people), strict=True):
            self._bar(pencil, top, shares[week])
        self._heads(image, pencil, week)
        self._captions(pencil, week)
        return image

    def _date(self, pencil: ImageDraw.ImageDraw, week: int) -> None:
        put(pencil, (pixel(COLUMN[0]), pixel(0.78)), words.day(self.reel.date(week)), 15.5, weight=600)
        text = f"week {week} of {self.reel.weeks}"
        put(pencil, (pixel(COLUMN[1]), pixel(0.78)), text, style.TEXT, colour=style.SECOND, anchor="rs")

    def _bar(self, pencil: ImageDraw.ImageDraw, top: float, shares: NDArray[np.float64]) -> None:
        """Draw the shares of all parties as one bar, with letter and per cent where there is room."""
        left, right, upper, lower = pixel(COLUMN[0] + 0.42), pixel(COLUMN[1]), pixel(top), pixel(top + 0.145)
        edge = float(left)
        for side in style.BAR_ORDER:
            share, look = float(shares[INDEX[side]]), style.FACTION[side]
            end = edge + share * (right - left)
            if round(end) > round(edge):
                pencil.rectangle((round(edge), upper, round(end) - 1, lower - 1), fill=look.fill)
                if round(edge) > left:
                    pencil.line((round(edge), upper, round(edge), lower - 1), fill=style.PAPER)
            text = f"{look.code} {100 * share:.0f}"
            if end - edge > width_of(text, style.SMALL, 600) + 6:
                spot = ((edge + end) / 2, (upper + lower - 1) / 2)
                put(pencil, spot, text, style.SMALL, weight=600, anchor="mm", halo=1)
            edge = end

    def _heads(self, image: Image.Image, pencil: ImageDraw.ImageDraw, week: int) -> None:
        """Put a dot at the head of each line, with its number or letter."""
        reel, share = self.reel, week / self.reel.weeks
        dead, toll, land = self.stage.panels
        if week:
            for five, colour in ((reel.killed, style.QUIET), (reel.civilians, style.CIVILIANS)):
                # Points of the curve stand in the middle of their weeks; the head is where it is cut.
                at = np.interp(week, np.arange(reel.weeks) + 0.5, five[2])
                spot = dead.spot(share, float(at))
                _dot(image, spot, colour)
                put(pencil, (spot[0] + 8, spot[1]), words.about(float(at)), style.SMALL, colour=colour, anchor="lm")
        spot = toll.spot(share, float(reel.toll[2, week]))
        _dot(image, spot, style.CIVILIANS)
        text = words.about(float(reel.toll[2, week]))
        put(pencil, (spot[0] + 8, spot[1]), text, style.TEXT, weight=600, anchor="lm")
        self._letters(image, pencil, land, week)

    def _letters(self, image: Image.Image, pencil: ImageDraw.ImageDraw, panel: Panel, week: int) -> None:
        """Write the letter of each party at its line's head, moved apart."""
        found = [(side, float(five[2, week])) for side, five in self.reel.land.items()]
        found = [(side, value) for side, value in found if value >= _LEAST_LABEL]
        spots = [panel.spot(week / self.reel.weeks, 100 * value) for _, value in found]
        places = spread([spot[1] for spot in spots], 11.0, panel.top, panel.top + panel.high - 4)
        for (side, _), spot, place in zip(found, spots, places, strict=True):
            look = style.FACTION[side]
            _dot(image, spot, look.line)
            put(pencil, (spot[0] + 8, place), look.code, style.SMALL, weight=600, colour=look.text, anchor="lm")

    def _captions(self, pencil: ImageDraw.ImageDraw, week: int) -> None:
        """Tell in the free corner of the map what happened last, the newest at the foot."""
        lines: list[tuple[str, bool]] = []
        for caption in reversed([each for each in self.reel.captions if each.week <= week]):
            text = style.wrapped(caption.text, style.SMALL, TELL[0])
            if len(lines) + len(text) > _TOLD:
                break
            lines = [(line, week - caption.week < _FRESH) for line in text] + lines
        foot = MAP[3] - pixel(0.07)
        for number, (line, fresh) in enumerate(reversed(lines)):
            spot = (MAP[2] - pixel(TELL[0] + 0.04), foot - number * pixel(0.125))
            put(
                pencil,
                spot,
                line,
                style.SMALL,
                weight=500 if fresh else 400,
                colour=style.INK if fresh else style.SECOND,
            )


def _dot(image: Image.Image, spot: tuple[float, float], colour: str) -> None:
    """Draw the head of a line: a small disc with a white edge."""
    size, fine = 9, 4
    disc = Image.new("L", (size * fine, size * fine), 0)
    edge = Image.new("L", (size * fine, size * fine), 0)
    ImageDraw.Draw(edge).ellipse((0, 0, size * fine - 1, size * fine - 1), fill=255)
    ImageDraw.Draw(disc).ellipse((fine, fine, (size - 1) * fine - 1, (size - 1) * fine - 1), fill=255)
    corner = (round(spot[0] - size / 2), round(spot[1] - size / 2))
    image.paste(style.PAPER, corner, edge.reduce(fine))
    image.paste(colour, corner, disc.reduce(fine))


def pictures(scene: Scene) -> Iterator[Image.Image]:
    """Yield the pictures of a film: one for each week shown, then the last map alone."""
    reel, names = scene.reel, scene.names()
    last = (reel.holder[0], reel.pale[0])
    before = now = scene.map(0, names)
    for week in reel.shown:
        before, state = now, (reel.holder[week], reel.pale[week])
        if any((one != other).any() for one, other in zip(state, last, strict=True)):
            last, now = state, scene.map(week, names)
        yield scene.picture(week, now if before is now else Image.blend(before, now, 0.5))
    yield scene.picture(reel.weeks, now)
