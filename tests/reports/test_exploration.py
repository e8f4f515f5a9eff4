"""The pictures of an exploration: every design, words that fit on the page, tables that are plain."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from sim.experiments.exploring.discovery import Box, Side
from sim.experiments.exploring.exploration import Exploration, explore
from sim.experiments.exploring.sensitivity import Influence, Ranking
from sim.experiments.sweeps.plan import Design, Factor
from sim.reports import png, style
from sim.reports.exploring import discovery_box, tornado
from sim.reports.exploring.exploration import draw_exploration
from tests.experiments.functions import AREA, DEATHS, QAIM, numbers, planned, sweep_of

ARMS = ("russian_exit:abrupt", "russian_exit:stuck")
FACTORS = (
    Factor("combat.kappa", "number", "share/week", 0.005, 0.045, base=0.019, doc="Dead in a week as a share of men."),
    Factor("event.exit.when", "date", "date", 736_330.0, 736_700.0, base="2017-03-01", doc="date of exit"),
    Factor("actors.regime.policy", "choice", "policy", values=("idle", "hold_ground", "race_east"), base="idle",
           doc="who decides for regime, a long sentence that must be broken to stand in its column"),
    *numbers(3),
)  # fmt: skip
BOX = Box("regime_area<60", ARMS[0], 64, 30, 20, 18, (
    Side("combat.kappa", 0.005, 0.03, (), 1e-5), Side("actors.regime.policy", 0, 0, ("hold_ground", "idle"), 0.01),
))  # fmt: skip
NO_BOX = Box("qaim_first_regime=never", ARMS[0], 64, 30, 64, 30, ())

pytestmark = pytest.mark.xdist_group("exploration_pictures")


def _play(settings, arm, seed):  # type: ignore[no-untyped-def]
    waits = settings["actors.regime.policy"] == "idle"
    land = 50.0 + 400.0 * settings["combat.kappa"] + 5.0 * waits + 0.3 * seed
    land -= 90.0 * settings["combat.kappa"] * (arm == ARMS[1])
    return {AREA.name: land, DEATHS.name: 3e4 * settings["x1"] + 100 * seed, QAIM.name: None if waits else 7.0 + seed}


def _explored(folder, design: Design, **more) -> Exploration:  # type: ignore[no-untyped-def]
    plan = planned(FACTORS, design, replicates=more.pop("replicates", 3), readings=(AREA, DEATHS, QAIM), arms=ARMS)
    return explore(sweep_of(folder / "sweep", plan, _play), **more)


@pytest.fixture(scope="module", params=["saltelli", "morris", "latin_hypercube", "difference", "single"])
def drawn(request, tmp_path_factory):  # type: ignore[no-untyped-def]
    """Draw one sweep of each design and keep the pages."""
    folder = tmp_path_factory.mktemp("exploration")
    asked = {
        "difference": ("sobol", {"arm": ARMS[0], "versus": ARMS[1]}),
        "single": ("sobol", {"replicates": 1}),
    }.get(request.param, (request.param, {}))
    found = _explored(folder, Design(asked[0], {"morris": 8}.get(asked[0], 32), levels=4), **asked[1])
    if request.param == "saltelli":
        found = Exploration(found.table, found.answers, (BOX, NO_BOX))
    kept = {}
    real = png.save

    def save(figure, path, **words):  # type: ignore[no-untyped-def]
        kept[path] = figure
        return real(figure, path, **words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "save", save)
        paths = draw_exploration(found, folder)
    return found, paths, kept


def test_each_picture_comes_with_its_table_and_its_words(drawn) -> None:  # type: ignore[no-untyped-def]
    found, paths, kept = drawn
    stems = {"outcomes_possible", "input_effects", "tornado"} | ({"discovery"} if found.boxes else set())
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
    for figure in drawn[2].values():
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
    for figure in drawn[2].values():
        page = " ".join(text.get_text() for text in reversed(figure.texts))  # small print is put up from its foot
        assert "made_up" in page
        assert "russian_exit" in page
        assert "n = " in page
        assert "not of history" in page
        assert "Sources" in page
        assert "What this cannot say" in page


def test_a_constant_outcome_is_drawn_as_such(tmp_path) -> None:  # type: ignore[no-untyped-def]
    plan = planned(numbers(2), Design("sobol", 16))
    found = explore(sweep_of(tmp_path / "sweep", plan, lambda *_: {AREA.name: 3.0}))
    made = draw_exploration(found, tmp_path)
    assert {path.stem for path in made} == {"outcomes_possible"}
    assert "3.0 % of the country in every run" in png.alt_text(tmp_path / "outcomes_possible.png")


def test_the_tornado_of_a_line_has_its_slope(tmp_path) -> None:  # type: ignore[no-untyped-def]
    plan = planned(numbers(2), Design("morris", 8, levels=4))
    found = explore(sweep_of(tmp_path / "sweep", plan, lambda s, a, seed: {AREA.name: 40 + 8 * s["x1"] - 3 * s["x2"]}))
    draw_exploration(found, tmp_path)
    with (tmp_path / "tornado.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["input"]: row for row in csv.DictReader(file)}
    assert [float(rows[name]["swing"]) for name in ("x1", "x2")] == pytest.approx([8.0, -3.0])
    assert np.allclose([float(rows[name]["main"]) for name in ("x1", "x2")], [8.0, 3.0])


def _words(figure) -> str:  # type: ignore[no-untyped-def]
    return " ".join(text.get_text() for text in figure.texts)


def test_no_words_say_zero_or_one_of_many(drawn) -> None:  # type: ignore[no-untyped-def]
    for figure in drawn[2].values():
        assert not re.search(r"\b0 more|\b1 (more )?(points|inputs|outcomes|runs|pairs)\b", _words(figure))


def test_a_title_has_one_colon_at_most_and_says_difference(drawn) -> None:  # type: ignore[no-untyped-def]
    found, paths, _ = drawn
    for path in paths:
        if path.suffix == ".png":
            with Image.open(path) as image:
                title = image.info["Title"]
            assert title.count(":") <= 1
            assert ("Difference in " in title) == (" minus " in found.answers[0].response.of)


def test_pairs_are_called_pairs(drawn) -> None:  # type: ignore[no-untyped-def]
    found, _, kept = drawn
    (page,) = [_words(figure) for path, figure in kept.items() if path.stem == "outcomes_possible"]
    unit, other = ("pairs", "runs") if " minus " in found.answers[0].response.of else ("runs", "pairs")
    assert f"share of {unit}" in page
    assert f"share of {other}" not in page


def _influence(factor: str, main: float, half: float) -> Influence:
    return Influence(factor, main, main - half, main + half, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("second", "said"),
    [((3.0, 0.5), "matters most"), ((3.0, 1.5), "leads, but not clearly"), ((-3.0, 1.5), "leads, but not clearly")],
)
def test_what_leads_matters_most_only_where_no_interval_reaches_it(tmp_path, second, said: str) -> None:  # type: ignore[no-untyped-def]
    found = _explored(tmp_path, Design("sobol", 32))
    influences = (_influence("combat.kappa", 5.0, 1.0), _influence("x1", *second))
    ranking = Ranking("some method", "", "", influences, 0, None, None)
    shown = replace(found, answers=(replace(found.answers[0], ranking=ranking),))
    assert f"combat.kappa {said}." in tornado.alt(shown)


def test_a_box_says_which_axis_it_leaves_free_and_explains_only_what_is_drawn(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    pages = []
    monkeypatch.setattr(png, "save", lambda figure, path, **words: pages.append(figure))
    found = _explored(tmp_path, Design("sobol", 32), arm=ARMS[0], versus=ARMS[1])
    of = found.answers[0].response.of
    one_sided = replace(BOX, of=of, rule="all_deaths<-9000", sides=BOX.sides[:1])
    for box in (one_sided, replace(NO_BOX, of=of)):
        discovery_box.draw_boxes(replace(found, boxes=(box,)), tmp_path / "box.png")
    sided, empty = map(_words, pages)
    assert "Difference in killed, all below −9,000 persons" in sided
    assert "(not restricted)" in sided
    assert "Filled:" in sided
    assert "Filled:" not in empty
    assert "Quasi-p" not in empty
