"""The palette stays apart for all eyes, patterns differ, type is the house's."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from sim.reports import png, style
from sim.reports.atlas.furniture import canvas, swatch
from tests.reports.colour import SIGHTS, apart, ciede2000, contrast

SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Pairs of CIELAB colours and their distance, from the paper's own table."""


@pytest.mark.parametrize(("one", "other", "distance"), SHARMA)
def test_the_ruler_of_colours_is_true(one, other, distance) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_holders_with_a_front_look_alike(sight: str) -> None:
    """Fills and lines: 13 is about the distance of two neighbouring tints on a good atlas."""
    assert len(style.FRONT_PAIRS) == 18
    for kind in ("fill", "line"):
        distances = {
            pair: apart(*(getattr(style.FACTION[side], kind) for side in pair), sight) for pair in style.FRONT_PAIRS
        }
        nearest = min(distances, key=distances.__getitem__)
        assert distances[nearest] >= 13.0, (kind, nearest, distances[nearest])


def test_the_table_of_the_palette_is_as_it_was_measured() -> None:
    nearest = {
        sight: min(apart(style.FACTION[a].fill, style.FACTION[b].fill, sight) for a, b in style.FRONT_PAIRS)
        for sight in SIGHTS
    }
    assert nearest == pytest.approx({"normal": 17.7, "protan": 15.2, "deutan": 15.1, "tritan": 13.3}, abs=0.06)


@pytest.mark.parametrize("side", style.FACTION)
def test_thin_tints_lie_between_fill_and_paper_and_type_can_be_read(side: str) -> None:
    faction = style.FACTION[side]
    assert apart(faction.thin, style.mix(faction.fill, style.PAPER, 0.58)) < 1.0
    assert contrast(faction.deep, style.PAPER) >= 4.5
    assert contrast(faction.text, style.PAPER) >= 4.5
    assert contrast(style.SECOND, style.PAPER) >= 4.5


def test_every_holder_has_its_letter_and_orders_are_complete() -> None:
    assert [style.FACTION[side].code for side in style.LEGEND_ORDER] == list("ROHSITUZ")
    assert [style.FACTION[side].code for side in style.BAR_ORDER] == list("RTOHUSIZ")


def _sample(side: str) -> np.ndarray:
    """Return the pixels of a legend sample in grey, without letter, as distance from its own fill."""
    figure = style.page(0.5)
    swatch(canvas(figure), (10, 10), side, (48, 20), letter=False)
    codes = png.pixels(figure)[-58:-24, 24:118]
    grey = sum(((codes >> shift) & 255).astype(float) * part for shift, part in ((16, 0.3), (8, 0.59), (0, 0.11)))
    return grey - np.median(grey)


def test_patterns_in_the_legend_differ_even_in_grey() -> None:
    """Two marks that differ only in colour would leave the difference near zero."""
    samples = {side: _sample(side) for side in style.LEGEND_ORDER}
    plain = {side for side, grey in samples.items() if (abs(grey) > 6).mean() < 0.02}
    assert plain == {"regime", "israel"}
    for one, other in combinations(set(samples) - plain, 2):
        marks = (
            np.sign(samples[one]) * (abs(samples[one]) > 6),
            np.sign(samples[other]) * (abs(samples[other]) > 6),
        )
        assert (marks[0] != marks[1]).mean() > 0.06, (one, other)


def test_the_typeface_is_the_shipped_one() -> None:
    from matplotlib.font_manager import findfont

    faces = {(400, False): "Regular", (500, False): "Medium", (600, False): "SemiBold", (700, False): "Bold"}
    for (weight, italic), name in {**faces, (400, True): "Italic"}.items():
        assert findfont(style.font(7, weight, italic=italic)).endswith(f"IBMPlexSansCondensed-{name}.ttf")
    assert (style.FONTS / "license.txt").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE") > 0


def test_small_print_is_broken_to_the_page() -> None:
    lines = style.wrapped("word " * 200, style.FOOT, 6.9)
    assert len(lines) > 3
    assert all(style.text_size(line, style.FOOT)[0] <= 6.9 * 72 for line in lines)
    assert " ".join(lines) == "word " * 199 + "word"


def test_colours_are_written_one_way() -> None:
    for name in dir(style):
        value = getattr(style, name)
        if isinstance(value, str) and value.startswith("#"):
            assert re.fullmatch(r"#[0-9A-F]{6}", value), name
