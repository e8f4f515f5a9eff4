"""Pictures look as they did when somebody last looked at them; renewed by `python -m tests.reports.baseline`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from sim.reports import style
from sim.reports.maps import control_map
from tests.reports.baseline import FOLDER, MEAN, MOST, PICTURES, apart, draw_small, kept

RENEW = "if this is meant, look at the picture and run: python -m tests.reports.baseline"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_it_did(name: str, tmp_path: Path) -> None:
    small, before = draw_small(name, tmp_path), kept(name)
    assert small.size == before.size, RENEW
    mean, far = apart(small, before)
    assert mean < MEAN, RENEW
    assert far < MOST, RENEW


def test_copies_are_small_and_none_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PICTURES)
    assert all(path.stat().st_size < 25_000 for path in FOLDER.iterdir())


def test_a_shift_by_a_hair_passes_and_a_lost_layer_or_a_wrong_colour_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept("control_map")
    wide = before.resize((6 * before.width, 6 * before.height), Image.Resampling.BICUBIC)
    mean, far = apart(ImageChops.offset(wide, 1, 0).reduce(6), wide.reduce(6))
    assert mean < MEAN
    assert far < MOST
    monkeypatch.setattr(control_map, "_fill", lambda *_: None)
    assert apart(draw_small("control_map", tmp_path), before)[1] > MOST
    monkeypatch.undo()
    swapped = dict(style._BY_INDEX)
    swapped[4], swapped[5] = swapped[5], swapped[4]
    monkeypatch.setattr(style, "_BY_INDEX", swapped)
    assert apart(draw_small("control_map", tmp_path), before)[1] > MOST
