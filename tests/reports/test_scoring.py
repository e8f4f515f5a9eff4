"""Pictures of scores: their numbers, their words, and that conditional ones say so."""

from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.history.backcasts.backcast import MODEL
from sim.history.backcasts.scores import find, scores_of
from sim.reports import png
from sim.reports.scoring import calibration, months, skill, surprise
from sim.reports.scoring.backcast import draw_backcast
from tests.history.backcasts.made import made_backcast, made_scores

PAGES = ("skill", "surprise", "deaths", "calibration")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Figure]]:
    """Draw all pages of a conditional backcast with many maps; return the folder and the figures."""
    folder = tmp_path_factory.mktemp("scoring")
    kept: dict[str, Figure] = {}
    save: Callable[..., Path] = png.save

    def keep(figure: Figure, path: Path, **more: str) -> Path:
        kept[path.stem] = figure
        return save(figure, path, **more)

    found = made_backcast(scenario="base_2015:intervention")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "save", keep)
        draw_backcast(found, made_scores("base_2015:intervention"), folder)
    return folder, kept


def test_every_page_has_a_table_and_words(drawn: tuple[Path, dict[str, Figure]]) -> None:
    folder, figures = drawn
    assert figures.keys() == set(PAGES)
    tables = {"skill.csv", "surprise.csv", "deaths_drawn.csv", "calibration.csv"}
    pages = {f"{page}.{end}" for page in PAGES for end in ("png", "txt")}
    assert {path.name for path in folder.iterdir()} == tables | pages
    for name in tables:
        assert {row["mode"] for row in _rows(folder / name)} == {"conditional"}


def test_a_conditional_page_says_so_in_its_words_and_on_the_page(drawn: tuple[Path, dict[str, Figure]]) -> None:
    folder, figures = drawn
    for page, figure in figures.items():
        assert "conditional" in (folder / f"{page}.txt").read_text(encoding="utf-8").lower()
        lines = sorted(figure.texts, key=lambda text: (-text.get_position()[1], text.get_position()[0]))
        said = " ".join(text.get_text() for text in lines)
        assert "CONDITIONAL" in said
        assert "Conditional forecast, in sample" in said
        for words in ("Range of the model", "What this cannot say", "n = 40 runs, seeds 1 to 40"):
            assert words in said, page


def test_no_words_run_over_the_page_or_over_others(drawn: tuple[Path, dict[str, Figure]]) -> None:
    for page, figure in drawn[1].items():
        width, height = figure.get_size_inches() * figure.dpi
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        texts = [text for text in figure.texts if text.get_text()]
        boxes = [text.get_window_extent(renderer) for text in texts]
        for text, box in zip(texts, boxes, strict=True):
            assert box.x0 >= 0, (page, text.get_text())
            assert box.x1 <= width, (page, text.get_text())
            assert box.y0 >= 0, (page, text.get_text())
            assert box.y1 <= height, (page, text.get_text())
        for (a, one), (b, other) in combinations(zip(texts, boxes, strict=True), 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            up = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across <= 0 or up <= 3, (page, a.get_text(), b.get_text())


def test_the_title_counts_plain_forecasts_by_two_standard_errors() -> None:
    found, rows = made_backcast(), made_scores()
    log = find(rows, "places", "log", reading="merged")
    plain = [log[name].less for name in ("persistence", "neighbours", "front", "ranking")]
    better = sum(less is not None and less.mean < -2 * less.error for less in plain)
    worse = sum(less is not None and less.mean > 2 * less.error for less in plain)
    words = ("none", "one", "two", "three", "four")
    said = skill.title(found, rows)
    if better or worse:
        assert f"better than {words[better]} of four plain forecasts, worse than {words[worse]}" in said
    else:
        assert "told apart from none of four plain forecasts" in said


def test_the_skill_table_is_the_scores(tmp_path: Path) -> None:
    found, rows = made_backcast(), made_scores()
    head, body = skill.skill_rows(found, rows)
    table = [dict(zip(head, row, strict=True)) for row in body]
    measures = {("places", "log"), ("deaths", "crps"), ("land", "rmse")}
    assert {(row["about"], row["measure"]) for row in table} == measures
    for row in table:
        reading = "merged" if row["about"] != "deaths" else ""
        wanted = find(rows, str(row["about"]), str(row["measure"]), reading=reading)
        assert float(str(row["value"])) == pytest.approx(wanted[str(row["forecast"])].value, rel=1e-5)


def test_surprise_is_by_what_was_given_to_the_holder_on_record() -> None:
    (result,) = made_backcast().places_of("merged")
    asked, classes = result.question, surprise.classes_of(result)
    given = result.forecasts[MODEL][np.arange(len(asked.places)), asked.came]
    for edge, (low, high) in zip(range(5), ((0.9, 2), (0.5, 0.9), (0.1, 0.5), (0.02, 0.1), (-1, 0.02)), strict=True):
        assert ((given[classes == edge] > low - 1e-12) & (given[classes == edge] <= high)).all()
    rows = surprise.listed(result)
    assert len(rows) == surprise.LISTED
    assert given[rows].tolist() == sorted(given[rows].tolist())
    assert asked.changed[rows].all(), "nothing was expected, so what stayed is no surprise"
    little = int((given[asked.changed] < 0.1).sum())
    assert surprise.title(result).startswith(f"{little} of 20 changes of hands by ")


def test_reliability_pools_all_maps_and_ranks_all_months() -> None:
    found = made_backcast(scenario="base_2015:intervention")
    table = calibration.pooled(found)
    merged = found.places_of("merged")
    assert sum(row.places for row in table) == sum(len(one.question.places) for one in merged)
    changed = sum(int(one.question.changed.sum()) for one in merged)
    assert sum(row.places * row.came for row in table if row.places) == pytest.approx(changed)
    assert found.months is not None
    assert sum(calibration.ranks(found)) == len(found.months.rows)


def test_months_are_drawn_as_counted() -> None:
    found = made_backcast()
    assert found.months is not None
    _, rows = months.month_rows(found, found.months)
    body = list(rows)
    assert [row[1] for row in body] == [f"2017-0{month}" for month in range(1, 7)]
    median = np.median(found.months.forecasts["counted"], axis=0)
    assert [float(str(row[7])) for row in body] == pytest.approx(median.tolist(), abs=0.06)


def test_a_backcast_without_maps_or_without_months_draws_what_it_has(tmp_path: Path) -> None:
    from dataclasses import replace

    whole = made_backcast()
    for name, part in (
        ("months", replace(whole, places=(), lands=())),
        ("maps", replace(whole, months=None)),
    ):
        folder = tmp_path / name
        folder.mkdir()
        draw_backcast(part, scores_of(part), folder)
        pages = {path.stem for path in folder.glob("*.png")}
        assert pages == ({"skill", "deaths", "calibration"} if name == "months" else set(PAGES) - {"deaths"})
