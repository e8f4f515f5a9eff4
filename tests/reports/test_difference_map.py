"""The map of differences: which class, which holder, which words, and a page on which nothing is cut off."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sim.errors import InputError
from sim.reports import png
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.comparing import difference_map as page
from sim.sides import INDEX
from tests.reports.test_comparison import FITTED, SAMPLE, WEEKS, made_comparison

pytestmark = pytest.mark.xdist_group("comparison_pictures")


def _change(mean: list[float], half: float = 0.01) -> page.Change:
    shift = np.array(mean)
    return page.Change(0, 1, np.full(len(mean), 0.5), 0.5 + shift, shift, shift - half, shift + half)


def test_seven_classes_part_at_the_steps_and_what_is_not_clear_is_paper() -> None:
    mean = [-0.9, -0.5, -0.49, -0.25, -0.2, -0.1, -0.09, 0.0, 0.09, 0.1, 0.24, 0.25, 0.4, 0.5, 1.0]
    assert _change(mean).classes.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6]
    assert set(_change(mean, half=2.0).classes.tolist()) == {3}
    assert _change([-1.0], half=0.0).classes.tolist() == [0]


def test_the_holder_is_the_one_with_whom_most_homes_change_hands() -> None:
    """The regime loses to the SDF what the SDF gains: the first of the two in the order of sides is shown."""
    made = made_comparison(1, 40, shift=0.0)
    change = page.change_of(made)
    assert change.holder == INDEX["regime"]
    assert change.mean[:100] == pytest.approx(-39 / 40)
    assert not change.mean[100:].any()
    assert (change.classes == np.where(np.arange(len(change.mean)) < 100, 0, 3)).all()
    other = page.change_of(made, holder=INDEX["sdf"])
    assert (other.classes[:100] == 6).all()


def test_another_date_that_was_kept_can_be_drawn_and_no_other() -> None:
    made = made_comparison(1, 12, shift=0.0)
    assert page.change_of(made, week=13).week == 13
    with pytest.raises(InputError, match="holders were not kept after week 5"):
        page.change_of(made, week=5)


@pytest.fixture(scope="module", params=[(1, 300), (8, 6), (FITTED, 5)], ids=["luck", "ignorance", "posterior"])
def drawn(request, tmp_path_factory):  # type: ignore[no-untyped-def]
    """Draw the page once with one set of numbers and once with draws of them, and keep it."""
    kept = []
    real = png.save

    def save(figure, path, **words):  # type: ignore[no-untyped-def]
        kept.append(figure)
        return real(figure, path, **words)

    made = made_comparison(*request.param, shift=-2000.0)
    folder = tmp_path_factory.mktemp("difference")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "save", save)
        paths = page.draw_difference(made, folder)
    return made, folder, paths, kept[0]


def test_the_page_says_what_it_shows_and_what_it_cannot_say(drawn) -> None:  # type: ignore[no-untyped-def]
    made, folder, paths, figure = drawn
    assert [path.name for path in paths] == [f"difference_map.{kind}" for kind in ("png", "csv", "txt")]
    said = " ".join(text.get_text() for text in sorted(figure.texts, key=lambda text: -text.get_position()[1]))
    found = made.contrasts["civilians_deaths"]
    assert "In the model, the regime was less likely to hold " in said
    assert f"less in {found.down} of {found.pairs} pairs" in said
    assert SAMPLE[len(made.draws)] in said
    for words in ("not a finding about history", "not of history", "What this cannot say", "docs/model", "Sources"):
        assert words in said
    assert png.alt_text(paths[0]) == (folder / "difference_map.txt").read_text(encoding="utf-8").strip()


def test_no_words_are_cut_off_or_lie_on_others(drawn) -> None:  # type: ignore[no-untyped-def]
    figure = drawn[3]
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts if text.get_text()]
    for text, box in boxes:
        assert 0 <= box.x0 < box.x1 <= width, text
        assert 0 <= box.y0 < box.y1 <= height, text
    for (a, one), (b, other) in combinations(boxes, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        up = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert across <= 0 or up <= 3, (a, b)


def test_the_table_holds_every_side_that_has_a_region_in_any_run(drawn) -> None:  # type: ignore[no-untyped-def]
    folder = drawn[1]
    with (folder / "difference_map.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(load_backdrop().ids) + 100
    assert {row["week"] for row in rows} == {str(WEEKS)}
    for name in ("p_a", "p_b"):
        assert sum(float(row[name]) for row in rows) == pytest.approx(len(load_backdrop().ids), rel=1e-3)
    assert all(float(row["low_95"]) <= float(row["change"]) <= float(row["high_95"]) for row in rows)


def test_arms_that_hold_the_same_say_so() -> None:
    made = made_comparison(1, 12, shift=0.0)
    held = made.holders
    same = replace(held, b=held.a, gained=0 * held.gained, lost=0 * held.lost, squares=0 * held.squares)
    alike = replace(made, holders=same)
    words = page.alt(alike, page.change_of(alike))
    coverage = made.readings[-1]
    assert page.effect_words(alike, coverage) == ("no difference", "the same in all 12 pairs")
    assert words.startswith("In the model, no place was clearly more or less likely to be held by the regime with B. ")
