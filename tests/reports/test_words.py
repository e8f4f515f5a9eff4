"""The words under the pictures: round numbers, dates, who and how many, and titles that fit."""

from __future__ import annotations

from datetime import date

from sim.reports import style, words
from sim.reports.curves import agreements
from sim.reports.curves.panels import nice_step
from tests.reports.made import Made

ARABIC = "سوريا بدون روسيا"


def test_numbers_have_two_digits_and_millions_a_word() -> None:
    assert [words.about(each) for each in (0.26, 17_234, 994_000, 995_000, 1_840_000, -12_300_000)] == [
        "0", "17,000", "990,000", "1 million", "1.8 million", "−12 million",
    ]  # fmt: skip
    assert words.spread(1_700_000, 1_900_000) == "1.7 to 1.9 million"
    assert words.spread(900_000, 1_100_000) == "900,000 to 1.1 million"
    assert words.spread(1_810_000, 1_830_000) == "1.8 million"


def test_months_are_named_once_where_they_can_be() -> None:
    assert words.period(date(2017, 6, 12), date(2019, 12, 9)) == "June 2017 to December 2019"
    assert words.period(date(2015, 9, 28), date(2015, 10, 5)) == "September to October 2015"
    assert words.period(date(2015, 10, 5), date(2015, 10, 12)) == "October 2015"
    assert [words.weeks(number) for number in (1, 2)] == ["one week", "2 weeks"]


def test_small_and_large_ensembles_are_named_in_plain_words() -> None:
    assert words.sample(Made(runs=2)) == "n = 2 runs, seeds 7 and 8"
    assert words.sample(Made(runs=1200)) == "n = 1,200 runs, seeds 7 to 1206"
    assert [words.few(Made(runs=runs)) for runs in (1, 9, 10)] == [
        [], ["Only 9 runs: shares and bands say little."], [],
    ]  # fmt: skip
    assert words.within(Made()) == "In this run"
    assert words.within(Made(runs=40)) == "In the median of 40 runs"


def test_an_arabic_title_leaves_room_for_seeds_and_runs_from_the_left() -> None:
    """No sign of it may be missing from the typefaces: pytest makes an error of the warning."""
    record = Made(scenario={"id": "x", "title": " ".join([ARABIC] * 9), "variant": "y"})
    page = style.page(2.0)
    style.title_block(page, "Words", words.subtitle(record, words.sample(record)))
    line = page.texts[-1]
    assert line.get_text().startswith("\u200e")
    assert line.get_text().endswith("(x:y)  ·  one run, seed 7")
    wide = line.get_window_extent(page.canvas.get_renderer()).width / style.DPI  # type: ignore[attr-defined]
    assert abs(72 * wide - style.text_size(line.get_text(), style.SUBTITLE)[0]) < 4
    assert wide <= style.WIDTH - 2 * style.MARGIN


def test_words_in_other_scripts_are_written_in_a_weight_that_can_be_written() -> None:
    assert [style.plain(each) for each in ("Ḥoms → 90 %", "− · …", ARABIC)] == [False, True, False]
    assert [style.weight_of(ARABIC, weight) for weight in (400, 500, 600, 700)] == [400, 400, 700, 700]
    assert style.weight_of("Words", 600) == 600
    page = style.page(1.0)
    style.put(page, (0.2, 0.5), ARABIC, 13.0, weight=600)
    page.canvas.draw()


def test_pictures_say_whose_numbers_were_drawn() -> None:
    told = {"told": "those that fit the record to June 2017", "priors": {}}
    many = Made(runs=4, manifest={"numbers": told, "sets": ["a.b=1"]})
    assert words.changed(many) == "changed: a.b=1  ·  numbers drawn from those that fit the record to June 2017"
    assert words.spread_between(many).endswith("drawn from those that fit the record to June 2017.")
    assert words.range_of(many) == "Range of the model under the numbers drawn, not of history."
    one = Made(manifest={"numbers": {**told, "draw": 17}})
    assert words.changed(one) == "numbers of posterior draw 17"
    assert words.range_of(one) == words.range_of(Made()) == words.RANGE
    assert not words.ignorant(one)
    assert "(luck)" in words.spread_between(Made(runs=4))
    assert len(words.changed(Made(runs=4, manifest={"numbers": told, "sets": ["a.b=1"] * 80}), 142)) <= 142


def test_the_fullest_title_that_fits_is_taken() -> None:
    assert style.title_of("Long " * 40, "Short", "None") == "Short"
    assert style.title_of("Long " * 40, "Longer " * 40) == "Longer " * 40


def test_names_keep_their_capitals_inside_a_sentence() -> None:
    assert agreements._inside("US and Russia") == "US and Russia"
    assert agreements._inside("Truces in force") == "truces in force"


def test_a_small_panel_never_has_zero_alone_on_its_axis() -> None:
    for top in (0.45, 0.07, 3.9, 41.0):
        assert nice_step(top, 3) <= top
