"""The gallery: every shipped scenario hangs in it, each picture has its words, and it stays small."""

from __future__ import annotations

import re

from sim.reports.png import alt_text
from sim.scenario.find import find_scenarios
from tests.house.gallery import FOLDER, MOST_BYTES, exhibits
from tests.house.tree import ROOT

PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
SHOWN = {name: words for words, name in re.findall(r"^!\[(.*)\]\(([\w.-]+)\)$", PAGE, re.MULTILINE)}


def test_everything_that_hangs_there_is_shown_and_small() -> None:
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {"README.md", "report.html", *SHOWN}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_every_shipped_scenario_hangs_there() -> None:
    assert {f"scenario-{each.id}.png" for each in find_scenarios()} <= set(SHOWN)
    assert {f"{name}.png" for one in exhibits() for file, name in one.files.items() if file.endswith("png")} <= set(
        SHOWN
    )


def test_the_words_beside_a_picture_are_those_inside_it() -> None:
    pictures = [name for name in SHOWN if name.endswith(".png")]
    assert len(pictures) > 20
    for name in pictures:
        inside = alt_text(FOLDER / name).replace("[", "(").replace("]", ")")
        assert SHOWN[name] == inside


def test_the_readme_leads_there() -> None:
    assert "results/gallery/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")
