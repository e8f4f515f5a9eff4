"""The files of the pages: text never becomes markup, nothing stands inline, nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim import classroom

HOME = Path(classroom.__file__).parent
SCRIPTS = sorted((HOME / "static").glob("*.js"))
PAGES = sorted((HOME / "pages").glob("*.html"))
SHEETS = sorted((HOME / "static").glob("*.css"))
MOST = 500
"""Lines of a file."""

MARKUP = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser")
"""Ways by which text could become markup or code."""


@pytest.mark.parametrize("file", [*SCRIPTS, *SHEETS, *PAGES], ids=lambda file: file.name)
def test_a_file_is_short_and_asks_for_nothing_from_elsewhere(file: Path) -> None:
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert text.count("\n") <= MOST
    assert not re.findall(r"https?://[a-z]", text.replace("^https?:", ""))


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_text_never_becomes_markup(file: Path) -> None:
    text = file.read_text("utf-8")
    for wrong in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
    ):
        assert wrong not in text


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_nothing_stands_inline(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_every_word_that_is_asked_for_is_there(file: Path) -> None:
    words = json.loads((HOME / "words" / "en.json").read_text("utf-8"))
    for key in re.findall(r"\bt\(\"([a-z_.]*[a-z_])\"[,)]", file.read_text("utf-8")):
        room = words
        for part in key.split("."):
            assert part in room, key
            room = room[part]


def _needs(name: str, found: set[str]) -> set[str]:
    for other in re.findall(r"from \"/static/([a-z-]+\.js)\"", (HOME / "static" / name).read_text("utf-8")):
        if other not in found:
            found.add(other)
            _needs(other, found)
    return found


@pytest.mark.parametrize("page", ["join", "seat", "projector"])
def test_a_page_asks_at_once_for_all_that_it_needs(page: str) -> None:
    text = (HOME / "pages" / f"{page}.html").read_text("utf-8")
    assert set(re.findall(r"modulepreload\" href=\"/static/([a-z-]+\.js)", text)) == _needs(f"{page}.js", set())
