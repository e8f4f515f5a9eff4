"""Holders stay apart on the pixels that a reader gets: to all eyes, on a grey copy, after the small file is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sim.record.frames import Frame
from sim.reports import png, style
from sim.reports.atlas.backdrop import COUNTRY, load_backdrop
from sim.reports.atlas.furniture import canvas, rectangle, swatch
from sim.reports.atlas.plate import Plate, open_plate
from sim.reports.atlas.tints import Tint, fill_tint
from sim.reports.comparing import difference_map
from sim.reports.maps import change_odds
from sim.reports.maps.control_map import paint
from sim.reports.maps.likely import tint_of
from sim.sides import INDEX
from tests.reports.colour import GREY, SIGHTS, ciede2000, labs
from tests.reports.made import START

HOLDERS = style.LEGEND_ORDER[:-1]
ALL_SIGHTS = {**SIGHTS, "grey": GREY}
_HALF = 12
"""Half the side of the window in which a holder's land is measured [pixels]."""


def _read(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(float)


def _windows(path: Path) -> dict[str, list[np.ndarray]]:
    """Draw a country in seven bands of holders; return windows of pixels round the regions of each."""
    ground = load_backdrop()
    ground = replace(ground, thin=np.zeros_like(ground.thin))
    east = ground.mesh.centres[:, 0]
    band = np.digitize(east, np.linspace(-200, 380, len(HOLDERS) + 1)[1:-1])
    holder = np.array([INDEX[side] for side in HOLDERS], dtype=np.int8)[band]
    nobody = np.full(len(holder), -1, dtype=np.int8)
    figure = style.page(7.0)
    plate = open_plate(figure, (0.1, 0.1), 7.0, COUNTRY)
    paint(plate, Frame(0, START, holder, nobody >= 0, nobody, nobody >= 0), ground, roads=False, marks=False)
    pixels = _read(png.save(figure, path))
    spots = plate.axes.transData.transform(ground.mesh.centres)
    found: dict[str, list[np.ndarray]] = {side: [] for side in HOLDERS}
    for region, (x, y) in enumerate(spots):
        row, column = round(len(pixels) - y), round(x)
        window = pixels[max(row - _HALF, 0) : row + _HALF, max(column - _HALF, 0) : column + _HALF]
        found[HOLDERS[band[region]]].append(window)
    return found


def _look(windows: list[np.ndarray], sight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean colour and the texture of land in the middle of its windows.

    Texture is how fast lightness changes along rows, columns and both diagonals: dots, lines of each direction
    and crosses differ in it, and it does not hang on where a pattern begins.
    """
    means, textures = [], []
    for window in windows:
        seen = labs(window, sight)
        light = seen[..., 0]
        steps = (
            light[2:] - light[:-2],
            light[:, 2:] - light[:, :-2],
            light[2:, 2:] - light[:-2, :-2],
            light[2:, :-2] - light[:-2, 2:],
        )
        means.append(seen.mean(axis=(0, 1)))
        textures.append([np.abs(step).mean() for step in steps])
    return np.median(means, axis=0), np.median(textures, axis=0)


def _alike(windows: dict[str, list[np.ndarray]], sight: np.ndarray) -> list[tuple[str, str, float, float]]:
    """Return the pairs with a front that stand apart neither by colour nor by a weaker colour and their patterns."""
    looks = {side: _look(each, sight) for side, each in windows.items()}
    found = []
    for one, other in style.FRONT_PAIRS:
        (colour_a, texture_a), (colour_b, texture_b) = looks[one], looks[other]
        colour, texture = ciede2000(colour_a, colour_b), float(np.abs(texture_a - texture_b).sum())
        if colour < 13.0 and texture < 6.0 and colour + texture < 9.0:
            found.append((one, other, colour, texture))
    return found


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[np.ndarray]]:
    """Return what is seen of each holder on the drawn map, after the file was made small."""
    return _windows(tmp_path_factory.mktemp("pixels") / "bands.png")


@pytest.mark.parametrize("name", ALL_SIGHTS)
def test_no_two_neighbours_look_alike_on_the_map(windows: dict[str, list[np.ndarray]], name: str) -> None:
    assert not _alike(windows, ALL_SIGHTS[name])


@pytest.mark.parametrize("name", SIGHTS)
def test_colour_alone_parts_neighbours_for_all_eyes(windows: dict[str, list[np.ndarray]], name: str) -> None:
    """Patterns mix into the fills: the closest pair, regime and US for tritans, is measured at 8.3."""
    means = {side: _look(each, SIGHTS[name])[0] for side, each in windows.items()}
    nearest = min(ciede2000(means[one], means[other]) for one, other in style.FRONT_PAIRS)
    assert nearest >= 8.0


def test_without_patterns_a_grey_copy_would_mix_up_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above can fail: HTS and Turkey-backed have one shade of grey."""
    monkeypatch.setattr(Plate, "hatch", lambda *_, **__: None)
    bare = _windows(tmp_path / "bare.png")
    assert {"hts", "turkey"} in [set(pair[:2]) for pair in _alike(bare, GREY)]


def test_samples_in_the_legend_have_the_fills_of_the_map(windows: dict[str, list[np.ndarray]], tmp_path: Path) -> None:
    for side in HOLDERS:
        figure = style.page(0.5)
        swatch(canvas(figure), (10, 10), side, (48, 20), letter=False)
        sample = _read(png.save(figure, tmp_path / "sample.png"))[-58:-24, 24:118]
        fill = [int(style.FACTION[side].fill[k : k + 2], 16) for k in (1, 3, 5)]
        on_map = np.concatenate([window.reshape(-1, 3) for window in windows[side]])
        for pixels in (sample.reshape(-1, 3), on_map):
            assert (pixels == fill).all(axis=1).mean() > 0.15, side


def _seen(tint: Tint, path: Path, sight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean colour and texture of a tint after the file was made small."""
    figure = style.page(1.0)
    fill_tint(canvas(figure), rectangle(10, 10, 100, 50), tint)
    return _look([_read(png.save(figure, path))[-110:-40, 40:210]], sight)


@pytest.mark.parametrize("name", ALL_SIGHTS)
def test_doubt_is_hatched_for_all_eyes_whoever_comes_second(tmp_path: Path, name: str) -> None:
    for pair in style.FRONT_PAIRS:
        for holder, rival in (pair, pair[::-1]):
            sure = _seen(tint_of(INDEX[holder], 1, INDEX[rival]), tmp_path / "a.png", ALL_SIGHTS[name])[1]
            doubt = _seen(tint_of(INDEX[holder], 2, INDEX[rival]), tmp_path / "b.png", ALL_SIGHTS[name])[1]
            assert sure.sum() < 0.5
            assert doubt.sum() > 12, (holder, rival, doubt.sum())


def test_less_and_more_differ_on_a_grey_copy_by_their_pattern(tmp_path: Path) -> None:
    looks = [_seen(tint, tmp_path / "a.png", GREY) for tint in difference_map._TINTS]
    light = [look[0][0] for look in looks]
    assert light[:4] == sorted(light[:4])
    assert light[3:] == sorted(light[3:], reverse=True)
    assert all(look[1].sum() < 0.5 for look in looks[:4])
    assert all(look[1].sum() > 2.0 for look in looks[4:])


def test_shades_of_how_often_and_when_grow_darker_on_a_grey_copy(tmp_path: Path) -> None:
    for tints in (change_odds._TINTS, [change_odds._ink(number, 4) for number in range(4)]):
        light = np.array([_seen(tint, tmp_path / "a.png", GREY)[0][0] for tint in tints])
        assert (np.diff(light) < -4.0).all(), light
