"""The forms of a picture: PNG, SVG and PDF of one drawing, small, the same each time, with their words inside."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch

from sim.errors import InputError
from sim.reports import png, style
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.atlas.insets import INSETS
from sim.reports.atlas.plate import open_plate
from sim.reports.curves import casualties
from sim.reports.maps.control_map import paint
from sim.reports.printing import forms_of, in_forms
from sim.reports.thinning import thinned
from tests.reports.made import DATES, Made, frame_of

SVG = "{http://www.w3.org/2000/svg}"


def test_every_figure_comes_in_every_form_asked_for(drawn) -> None:
    stems = {path.stem for path in drawn.paths}
    wanted = {f"{stem}.{ending}" for stem in stems for ending in ("svg", "png", "pdf", "csv", "txt")}
    assert {path.name for path in drawn.paths} == wanted == {path.name for path in drawn.folder.iterdir()}
    for path in drawn.paths:
        assert path.stat().st_size < {".svg": 2_000_000, ".pdf": 1_000_000}.get(path.suffix, 400_000), path.name


def test_svg_is_well_formed_and_bears_its_words(drawn) -> None:
    for path in drawn.of("svg"):
        root = ET.parse(path).getroot()
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}desc") == path.with_suffix(".txt").read_text(encoding="utf-8").strip()
        assert len(root.findtext(f"{SVG}title") or "") > 20
        assert not re.search(r"https?://(?!www\.w3\.org|purl\.org|creativecommons)", path.read_text(encoding="utf-8"))


def test_pdf_has_its_type_inside(drawn) -> None:
    for path in drawn.of("pdf"):
        raw = path.read_bytes()
        assert raw.startswith(b"%PDF")
        assert b"IBMPlexSansCond" in raw
        assert b"/Title" in raw
        assert b"CreationDate" not in raw


def test_a_picture_is_the_same_each_time_and_in_whatever_company(tmp_path: Path) -> None:
    draw = partial(casualties.draw, Made(runs=3))
    one = in_forms(tmp_path / "one", ("png", "svg", "pdf"), draw)
    other = [path for ending in ("pdf", "svg", "png") for path in in_forms(tmp_path / "other", [ending], draw)]
    for first, again in zip(sorted(one), sorted(other), strict=True):
        assert first.read_bytes() == again.read_bytes(), first.name


def test_the_ending_of_the_path_says_the_form(tmp_path: Path) -> None:
    figure = style.page(1.0)
    style.put(figure, (0.2, 0.5), "Words")
    for ending, head in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        assert png.save(figure, tmp_path / f"a.{ending}", title="T", description="a < b").read_bytes().startswith(head)
    assert "a &lt; b" in (tmp_path / "a.svg").read_text()
    with pytest.raises(InputError, match="png, svg, pdf"):
        png.save(figure, tmp_path / "a.jpg")


def test_forms_are_read_from_words_and_unknown_ones_are_refused() -> None:
    assert forms_of("svg, PDF,svg") == ("svg", "pdf")
    assert forms_of([".png"]) == ("png",)
    with pytest.raises(InputError, match=r'"jpeg".*Formats are png, svg, pdf'):
        forms_of("svg,jpeg")
    with pytest.raises(InputError, match="at least one"):
        forms_of([])


def test_what_is_asked_for_once_is_not_asked_for_again(tmp_path: Path) -> None:
    def draw(path: Path) -> Path:
        return png.save(style.page(0.5), path)

    def fail(path: Path) -> Path:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        in_forms(tmp_path / "a", ("png", "svg"), fail)
    draw(tmp_path / "b.png")
    assert [path.name for path in tmp_path.iterdir()] == ["b.png"]


def test_shapes_are_thinned_by_less_than_the_eye_sees_and_put_back() -> None:
    figure = style.page(4.0)
    plate = open_plate(figure, (0.2, 0.2), 3.0, INSETS[0].box)
    paint(plate, frame_of(DATES[1]), load_backdrop())
    before = png.pixels(figure)

    def corners() -> int:
        found = figure.findobj(lambda one: isinstance(one, PathPatch))
        lines = figure.findobj(lambda one: isinstance(one, LineCollection))
        paths = [each.get_path() for each in found] + [path for each in lines for path in each.get_paths()]
        return sum(len(path.vertices) for path in paths)

    whole = corners()
    with thinned(figure):
        assert corners() < 0.4 * whole
        figure.set_dpi(style.DPI)
    assert corners() == whole
    assert figure.dpi == style.DPI
    assert (png.pixels(figure) == before).all()
    with thinned(figure):
        frame = plate.axes.bbox.padded(6.1)
        for patch in plate.axes.findobj(lambda one: isinstance(one, PathPatch)):
            points = patch.get_transform().transform(patch.get_path().vertices)
            if len(points) >= 24:
                assert (points >= (frame.x0, frame.y0)).all()
                assert (points <= (frame.x1, frame.y1)).all()
    assert np.isfinite(whole)
