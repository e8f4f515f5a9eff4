"""The pictures of a calibration: what they add up, what they refuse, words that fit, tables that are plain."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from sim.errors import InputError
from sim.history.calibrating.crosscheck import Population
from sim.history.calibrating.free import free
from sim.history.calibrating.mechanisms import Fit, mechanisms
from sim.history.calibrating.predictive import NO_RUSSIA, checks_of, statistics_of
from sim.history.calibrating.readings.statistic import Check
from sim.history.calibrating.readings.towns import PREFIX
from sim.reports import png, style
from sim.reports.calibrating import checks, numbers, towns
from sim.reports.calibrating import mechanisms as taken_out
from sim.reports.calibrating.calibration import draw_calibration
from sim.reports.calibrating.checks import Checked, scaled
from sim.reports.calibrating.mechanisms import Taken, change, sorted_fits
from sim.reports.calibrating.numbers import Fitted, narrowed

UNTIL = date(2017, 6, 30)
PAIRS = ("from_2015_09.2016-03", "from_2016_12.2017-06")
COUNT = len(free())

pytestmark = pytest.mark.xdist_group("calibration_pictures")


def _fitted(second: bool = True) -> Fitted:
    """Return draws that fill the prior of all numbers but the first, which lies between 0.4 and 0.5."""
    even = np.linspace(0.0, 1.0, 101)
    draws = np.tile(even[:, None], (1, COUNT))
    draws[:, 0] = 0.4 + 0.1 * even
    particles = Population(draws, np.full(101, 1 / 101), 2.0)
    return Fitted(free(), draws, 50, UNTIL, particles if second else None)


def _checks(arm: str) -> list[Check]:
    """Return checks of wars that are all but one at what was recorded, spread by a tenth of it."""
    wars = np.linspace(-1.0, 1.0, 21)
    known = [0.0 if np.isnan(one.recorded) else one.recorded for one in statistics_of(arm)]
    table = np.array([[value + away * (0.1 * abs(value) + 0.01) for value in known] for away in wars])
    table[:, 0] = 3.0 * known[0] + wars
    return checks_of(arm, {arm: table})


def _fit(name: str, worse: float) -> Fit:
    words = "The model as it is" if name == "as_it_is" else mechanisms()[name].words
    return Fit(name, words, dict.fromkeys(PAIRS, 0.3 + worse), 4.0 + 10 * worse, 0.2 + worse, -3.0)


def _taken() -> Taken:
    rises = {name: 0.01 * number - 0.03 for number, name in enumerate(mechanisms())}
    return Taken((_fit("as_it_is", 0.0), *(_fit(name, rise) for name, rise in rises.items())), 20, UNTIL)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):  # type: ignore[no-untyped-def]
    """Draw everything once and keep the pages."""
    found = [check for arm in ("as_dated", "from_2016_12", NO_RUSSIA) for check in _checks(arm)]
    kept, real = {}, png.save

    def save(figure, path, **words):  # type: ignore[no-untyped-def]
        kept[path] = figure
        return real(figure, path, **words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "save", save)
        paths = draw_calibration(tmp_path_factory.mktemp("drawn") / "deeper", _fitted(), found, _taken())
    return paths, kept


def test_each_picture_comes_with_its_table_and_its_words(drawn) -> None:  # type: ignore[no-untyped-def]
    paths, kept = drawn
    stems = {"numbers", "checks_as_dated", "towns_as_dated", "checks_from_2016_12", "towns_from_2016_12", "mechanisms"}
    assert {path.name for path in paths} == {f"{stem}.{kind}" for stem in stems for kind in ("png", "csv", "txt")}
    for path in kept:
        assert png.alt_text(path) == path.with_suffix(".txt").read_text(encoding="utf-8").strip()
        with Image.open(path) as image:
            assert image.size[0] == round(style.WIDTH * style.DPI)
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 2
        assert {len(row) for row in rows} == {len(rows[0])}


def test_words_stay_on_the_page_and_off_each_other(drawn) -> None:  # type: ignore[no-untyped-def]
    for figure in drawn[1].values():
        renderer = figure.canvas.get_renderer()
        width, height = figure.canvas.get_width_height()
        texts = [text for text in figure.texts if text.get_text()]
        boxes = [text.get_window_extent(renderer) for text in texts]
        for text, box in zip(texts, boxes, strict=True):
            assert 0 <= box.x0 <= box.x1 <= width, text.get_text()
            assert 0 <= box.y0 <= box.y1 <= height, text.get_text()
        for (a, one), (b, other) in combinations(zip(texts, boxes, strict=True), 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            up = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across <= 0 or up <= 3, (a.get_text(), b.get_text())


def test_every_page_says_what_was_run_and_what_it_cannot_say(drawn) -> None:  # type: ignore[no-untyped-def]
    for figure in drawn[1].values():
        page = " ".join(text.get_text() for text in reversed(figure.texts))
        assert "base_2015:" in page or "outlook:" in page
        assert "n = " in page
        assert "30 June 2017" in page
        assert "no skill" in page
        assert "not of history" in page
        assert "Sources" in page
        assert "What this cannot say" in page


def test_only_what_there_is_is_drawn(tmp_path) -> None:  # type: ignore[no-untyped-def]
    paths = draw_calibration(tmp_path, _fitted(second=False), formats=("svg",))
    assert {path.name for path in paths} == {"numbers.svg", "numbers.csv", "numbers.txt"}


def test_a_width_is_that_of_the_draws_over_an_even_prior() -> None:
    width = narrowed(_fitted())
    assert width == pytest.approx([0.1, *[1.0] * (COUNT - 1)])
    assert "narrowed 1 of" in numbers.alt(_fitted())


def test_the_table_of_numbers_is_on_the_scale_of_the_model() -> None:
    header, each = numbers.rows(_fitted())
    row = dict(zip(header, next(iter(each)), strict=True))
    first = free()[0]
    assert float(str(row["median"])) == pytest.approx(float(first.at(np.asarray(0.45))), rel=1e-3)
    assert float(str(row["second_median"])) == pytest.approx(float(row["medoid"]), rel=1e-2)
    assert (row["prior_low"], row["trial_high"]) == (first.low, first.before[1])


def test_every_free_number_has_a_name_that_stands_alone() -> None:
    labels = [numbers.label(one.name) for one in free()]
    assert len(set(labels)) == COUNT
    assert not [label for label in labels if label.startswith("The same") or "(" in label]


def test_a_row_has_a_scale_of_its_own() -> None:
    check = replace(_checks("from_2016_12")[1], quantiles=(0.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0))
    assert [scaled(check, value) for value in (10.0, 20.0, 35.0)] == [-1.0, 0.0, 1.5]
    flat = replace(check, quantiles=(20.0,) * 7)
    assert scaled(flat, 20.0) == 0.0
    assert scaled(flat, 21.0) > 2.6
    assert scaled(flat, 19.0) < -2.6


def test_a_title_counts_what_has_a_verdict_and_a_row() -> None:
    found = Checked("from_2016_12", tuple(_checks("from_2016_12")), UNTIL)
    rows = [one for one in found.scored if not one.name.startswith(PREFIX)]
    assert {one.verdict for one in rows} == {"inside 80 %", "outside"}
    assert f"in {len(rows) - 1} of {len(rows)} statistics" in checks.alt(found)
    assert "Outside 95 %: Killed, February to May 2017." in checks.alt(found)


def test_towns_are_in_the_order_in_which_they_were_taken() -> None:
    found = Checked("as_dated", tuple(_checks("as_dated")), UNTIL)
    weeks = [one.recorded for one in towns.towns_in(found)]
    assert weeks == sorted(weeks)
    assert len(weeks) == 20
    assert "told better than by a constant rate" in towns.alt(found)


def test_mechanisms_are_sorted_by_what_their_loss_costs() -> None:
    found = _taken()
    rises = [one.score for _, one in sorted_fits(found)]
    assert rises == sorted(rises, reverse=True)
    one = change(_fit("no_core", 0.05), found.base)
    assert (one.score, one.land, one.deaths) == pytest.approx((0.05, 0.5, 0.05))
    header, each = taken_out.rows(found)
    rows = [dict(zip(header, row, strict=True)) for row in each]
    assert (rows[0]["name"], rows[0]["log_score_change"]) == ("as_it_is", "0")
    assert len(rows) == len(mechanisms()) + 1
    assert f"without {len(mechanisms()) - 4} of {len(mechanisms())} mechanisms" in taken_out.alt(found)


def test_bad_input_is_told() -> None:
    good = _fitted()
    with pytest.raises(InputError, match="one column for each free number"):
        replace(good, draws=good.draws[:, 1:])
    with pytest.raises(InputError, match="outside its prior"):
        replace(good, draws=good.draws + 0.5)
    with pytest.raises(InputError, match="no draw 500"):
        replace(good, medoid=500)
    with pytest.raises(InputError, match="no kind of war 'peace'"):
        Checked("peace", tuple(_checks("from_2016_12")), UNTIL)
    with pytest.raises(InputError, match="no checks"):
        Checked("as_dated", (), UNTIL)
    with pytest.raises(InputError, match="as_it_is"):
        Taken((_fit("no_core", 0.1), _fit("no_power", 0.1)), 20, UNTIL)
    with pytest.raises(InputError, match="same pairs"):
        Taken((_fit("as_it_is", 0.0), replace(_fit("no_core", 0.1), scores={"x": 1.0})), 20, UNTIL)
