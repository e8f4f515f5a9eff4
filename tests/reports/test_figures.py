"""Every figure of the folder: it draws a small record, says what it shows, and cuts nothing off."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sim.errors import StorageError
from sim.reports import png, style
from sim.reports.figures import draw_run, figures
from sim.reports.printing import FORMS
from tests.reports.made import Made


def test_the_register_is_the_folder() -> None:
    names = {figure.__name__.rsplit(".", 1)[-1] for figure in figures()}  # type: ignore[attr-defined]
    maps = {"change_odds", "changes", "control_date", "control_sequence", "field_maps", "multiples", "odds_map"}
    lines = {"places", "operations"}
    assert names == maps | lines | {"casualties", "territory", "displacement", "coverage", "patrons", "agreements"}


def test_a_record_gets_its_pictures_their_tables_and_words(drawn) -> None:
    stems = {"control_map", "casualties", "field_maps", "control_dates", "changes", "territory", "displacement"}
    stems |= {"coverage", "patrons", "agreements", "places"}
    stems |= {"control_last", "operations"} if drawn.record.runs == 1 else set()
    assert {path.name for path in drawn.paths} == {
        f"{stem}.{kind}" for stem in stems for kind in (*FORMS, "csv", "txt")
    }
    assert all(path.parent == drawn.folder and path.stat().st_size > 50 for path in drawn.paths)


def test_pictures_are_small_and_bear_their_words(drawn) -> None:
    for path in drawn.of("png"):
        assert path.stat().st_size < 320_000
        assert png.alt_text(path) == path.with_suffix(".txt").read_text(encoding="utf-8").strip()
        with Image.open(path) as image:
            assert image.size[0] == round(style.WIDTH * style.DPI)


def test_tables_are_plain_csv(drawn) -> None:
    for path in drawn.of("csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 10
        assert {len(row) for row in rows} == {len(rows[0])}


def test_no_words_on_the_page_are_cut_off_or_lie_on_others(drawn) -> None:
    """Words of the page itself; names on maps have their own test."""
    for path in drawn.of("png"):
        figure = drawn.pages[path]
        renderer = figure.canvas.get_renderer()
        width, height = figure.canvas.get_width_height()
        edge = 0.6 * style.MARGIN * style.DPI
        texts = [text for text in figure.texts if text.get_text()]
        boxes = [text.get_window_extent(renderer) for text in texts]
        for text, box in zip(texts, boxes, strict=True):
            assert box.x0 >= edge, text.get_text()
            assert box.x1 <= width - edge, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.y1 <= height, text.get_text()
        for (a, one), (b, other) in combinations(zip(texts, boxes, strict=True), 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            up = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across <= 0 or up <= 3, (a.get_text(), b.get_text())


def test_the_page_says_run_seed_and_what_it_cannot_say(drawn) -> None:
    runs = drawn.record.runs
    for path in drawn.of("png"):
        lines = sorted(drawn.pages[path].texts, key=lambda text: (-text.get_position()[1], text.get_position()[0]))
        page = " ".join(text.get_text() for text in lines)
        assert ("one run, seed 7" if runs == 1 else "n = 6 runs, seeds 7 to 12") in page
        assert ("Only 6 runs: shares and bands say little." in page) == (runs == 6)
        assert "not of history" in page
        assert "changed: combat.kappa=" in page
        assert "forked at week 5: combat" in page
        assert "forked at week 5: combat.kappa=0.02" in png.alt_text(path)
        assert "docs/model" in page
        assert "Sources" in page
        assert "What this cannot say" in page
        assert "2015" in page


def test_no_title_can_be_taken_for_history(drawn) -> None:
    """A title names the run, the runs or the model whose figures it gives."""
    for path in drawn.of("png"):
        title = next(text for text in drawn.pages[path].texts if text.get_fontsize() == style.TITLE).get_text()
        assert re.search(r"\b(run|runs|model|average|likeliest)\b", title), (path.name, title)


def test_the_fills_of_holders_survive_the_small_file(drawn) -> None:
    if drawn.record.runs > 1:
        return
    with Image.open(drawn.folder / "control_map.png") as image:
        colours = set(map(tuple, np.asarray(image.convert("RGB")).reshape(-1, 3)[::3].tolist()))
    for side in ("regime", "opposition", "hts", "sdf", "is", "turkey"):
        fill = style.FACTION[side].fill
        assert tuple(int(fill[k : k + 2], 16) for k in (1, 3, 5)) in colours, side


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("here")
    with pytest.raises(StorageError, match="cannot be written into"):
        draw_run(Made(), blocked / "pictures")


def test_the_commonest_colours_are_kept_exactly() -> None:
    codes = np.arange(0, 4000 * 97, 97, dtype=np.uint32)
    counts = np.arange(4000, 0, -1)
    palette = png.palette_of(codes, counts)
    assert len(palette) <= png.PALETTE
    exact = np.stack([codes >> 16, (codes >> 8) & 255, codes & 255], axis=1)[: png.EXACT]
    assert (palette[: png.EXACT] == exact).all()


def test_a_run_draws_the_first_figures_alone(tmp_path: Path) -> None:
    drawn = {path.stem for path in draw_run(Made(runs=1, manifest={}), tmp_path)}
    assert drawn == {figure.FILE for figure in figures() if figure.FIRST} == {"control_map", "casualties"}
