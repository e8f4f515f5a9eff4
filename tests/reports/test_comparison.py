"""The picture of a comparison: made-up pairs, words that fit, tables that are plain."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from sim.experiments.columns import readings_of
from sim.experiments.comparing.compare import ALWAYS, WEEKLY, Comparison, matched
from sim.experiments.comparing.courses import bands_of
from sim.experiments.comparing.holders import Holders, Tally, weeks_kept
from sim.experiments.comparing.ignorance import seeds_of
from sim.reports import png, style
from sim.reports.comparing import comparison as page
from sim.scenario.load import load_scenario
from sim.scenario.outcomes import FirstWeek, OfSide
from sim.sides import INDEX
from sim.theatre.regions import load_theatre

WEEKS = 20
ASKED = (
    *ALWAYS,
    FirstWeek(measure="first_week", place="qaim_crossing", holder="regime"),
    OfSide(measure="area", of="is"),
    OfSide(measure="coverage", of="regime"),
)

pytestmark = pytest.mark.xdist_group("comparison_pictures")


def _holders(draws: int, runs: int) -> Holders:
    """Return holders of a country that the regime holds in A, and the SDF its first hundred regions in most of B."""
    tally = Tally(weeks_kept(WEEKS), draws, runs)
    for draw in range(draws):
        a = np.zeros((runs, 2, load_theatre().size), dtype=np.int8)
        b = a.copy()
        b[1:, :, :100] = INDEX["sdf"]
        tally.add(0, draw, 0, a)
        tally.add(1, draw, 0, b)
    return tally.whole()


SAMPLE = {
    1: "n = 300 pairs, seeds 7 to 306, the same in both arms",
    8: "n = 8 sets of 1 number × 6 pairs, seeds 7 to 54, the same in both arms",
    80: "n = 80 sets of 15 numbers × 5 pairs, seeds 1101 to 1180, each with 4 more, 200 apart, the same in both arms",
}
"""Draws -> what the pictures say of their pairs."""
FITTED = 80
"""Draws of a comparison whose numbers are from a posterior."""
REAL = {"told": "those that fit the record to June 2017", "priors": {}}


def made_comparison(draws: int, runs: int, *, shift: float) -> Comparison:
    """Return pairs made of nothing but arithmetic; the weeks of Qaim are mostly empty, coverage never differs."""
    a, b, found = matched(load_scenario("ceasefire:none", weeks=WEEKS), load_scenario("ceasefire:hold", weeks=WEEKS))
    chance = np.random.default_rng(1)
    values = chance.normal(size=(2, draws, runs, len(ASKED))) * [900, 4000, 2, 5, 1, 0] + [
        12_000, 40_000, 27, 10, 30, 80,
    ]  # fmt: skip
    values[1, ..., :2] += shift
    values[..., 3][chance.random((2, draws, runs)) < 0.7] = np.nan
    seeds, numbers = np.arange(7, 7 + draws * runs).reshape(draws, runs), None
    sets: list[dict[str, float]] = [{"combat.kappa": 0.01 * one} for one in range(draws)] if draws > 1 else [{}]
    if draws == FITTED:
        seeds, numbers = seeds_of(draws, runs, 1101), REAL
        sets = [{**one, **{f"combat.number_{other}": 1.0 for other in range(14)}} for one in sets]
    weekly = dict.fromkeys(WEEKLY, np.cumsum(chance.normal(size=(2, draws, runs, WEEKS)), axis=-1))
    return Comparison(
        a=a,
        b=b,
        seeds=seeds,
        draws=tuple(sets),
        readings=readings_of(ASKED, WEEKS),
        values=values,
        weekly=weekly,
        bands=bands_of(weekly),
        holders=_holders(draws, runs),
        differences=tuple(found),
        names=(a.label, f"{b.label} with combat.kappa=0.03, actors.regime.policy=idle, supply.reach=40"),
        numbers=numbers,
    )


@pytest.fixture(scope="module", params=[(1, 300), (8, 6), (FITTED, 5)], ids=["luck", "ignorance", "posterior"])
def drawn(request, tmp_path_factory):  # type: ignore[no-untyped-def]
    """Draw once with one set of numbers and once with draws of them, and keep the page."""
    kept = []
    real = png.save

    def save(figure, path, **words):  # type: ignore[no-untyped-def]
        kept.append(figure)
        return real(figure, path, **words)

    made = made_comparison(*request.param, shift=-2000.0)
    folder = tmp_path_factory.mktemp("comparison")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "save", save)
        paths = page.draw_comparison(made, folder)
    return made, folder, paths, kept[0]


def test_the_picture_comes_with_tables_and_words(drawn) -> None:  # type: ignore[no-untyped-def]
    _, folder, paths, _ = drawn
    assert {path.name for path in paths} == {
        "comparison.png", "comparison.csv", "comparison_weekly.csv", "comparison.txt",
    }  # fmt: skip
    assert png.alt_text(folder / "comparison.png") == (folder / "comparison.txt").read_text(encoding="utf-8").strip()
    with Image.open(folder / "comparison.png") as image:
        assert image.size[0] == round(style.WIDTH * style.DPI)
    for path in (each for each in paths if each.suffix == ".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) > len(ASKED)
        assert {len(row) for row in rows} == {len(rows[0])}


def test_no_words_are_cut_off_or_lie_on_others(drawn) -> None:  # type: ignore[no-untyped-def]
    figure = drawn[3]
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height()
    labels = [label for axes in figure.axes for label in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    boxes = [
        (text.get_text(), text.get_window_extent(renderer)) for text in (*figure.texts, *labels) if text.get_text()
    ]
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text
    for (a, one), (b, other) in combinations(boxes, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        up = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert across <= 0 or up <= 3, (a, b)


def test_the_page_says_arms_sample_signs_and_what_it_cannot_say(drawn) -> None:  # type: ignore[no-untyped-def]
    made, _, _, figure = drawn
    words = " ".join(text.get_text() for text in figure.texts)
    found = made.contrasts["civilians_deaths"]
    assert f"less {found.down}  ·  more {found.up}" in words
    assert "ceasefire:none" in words
    assert SAMPLE[len(made.draws)] in words
    assert "ignorance" in words.lower()
    assert "not of history" in words
    assert "First week: the regime holds" in words
    assert "Area held by IS" in words
    assert "What this cannot say" in words
    assert "docs/model" in words


def test_deaths_of_a_week_stand_in_its_middle_and_land_at_its_end(drawn) -> None:  # type: ignore[no-untyped-def]
    fans = [axes for axes in drawn[3].axes if axes.get_xlim() == (0.0, 7.0 * WEEKS)]
    first = [min(line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == WEEKS) for axes in fans]
    assert first == [3.5, 7.0]


def test_pairs_that_are_all_alike_say_so() -> None:
    made = made_comparison(1, 12, shift=0.0)
    alike = replace(made, values=np.stack([made.values[0], made.values[0]]))
    assert page.alt(alike).startswith("In the model, as many civilians were killed with B as with A in all 12 pairs. ")


def test_the_title_claims_no_more_than_the_pairs() -> None:
    few = made_comparison(1, 12, shift=0.0)
    many = made_comparison(1, 60, shift=-5000.0)
    assert "No clear effect" in page.alt(few)
    assert re.match(
        r"In the model, [\d,]+ fewer civilians were killed with B; fewer in 60 of 60 pairs\. ", page.alt(many)
    )
    values = many.values.copy()
    values[1] = values[0]
    values[1, 0, :, 0] += np.where(np.arange(60) < 50, -1.0, 9.0)
    unclear = replace(many, values=values)
    assert not unclear.contrasts["civilians_deaths"].clear
    assert page.alt(unclear).startswith("In the model, fewer civilians were killed with B in 50 of 60 pairs. ")


def test_the_tables_hold_the_contrasts(drawn) -> None:  # type: ignore[no-untyped-def]
    made = drawn[0]
    header, rows = page.outcome_rows(made)
    first = dict(zip(header, next(rows), strict=True))
    found = made.contrasts["civilians_deaths"]
    assert (first["more"], first["less"], first["same"]) == (found.up, found.down, found.equal)
    assert float(str(first["mean_difference"])) == pytest.approx(found.mean, rel=1e-4)
    assert len(list(page.week_rows(made)[1])) == 2 * WEEKS
