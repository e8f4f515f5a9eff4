"""What the pages tell people to type: it runs, and says what the pages quote."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from sim.cli import main as door
from tests.house.tree import ROOT

DOCS = ROOT / "docs"
TUTORIAL = DOCS / "first-hour.md"
SWEPT = Path("scenarios/sweeps/exit_drivers.yaml")

_FENCE = re.compile(r"(?:<!-- save as (\S+) -->\n)?^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_GAP = re.compile(r"\b[A-Z]{2,}\b")
"""A word in capitals stands for what the reader has."""


def _blocks(page: Path) -> list[tuple[str, str, str]]:
    """Return the blocks of a page: the file that it is, its language, its text."""
    return _FENCE.findall(page.read_text(encoding="utf-8"))


def _commands(text: str) -> list[list[str]]:
    """Return the commands in a block, without the words after them and without those that have gaps to fill."""
    lines = [re.split(r"\s{3,}", line)[0] for line in text.splitlines() if line.startswith("theatre ")]
    return [shlex.split(line)[1:] for line in lines if not _GAP.search(line)]


def _letters(text: str) -> str:
    """Return a line without its figures: these may differ from machine to machine in the last digit."""
    return re.sub(r"[\d\W_]+", " ", text).strip()


def test_the_first_hour_can_be_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")  # as wide as the page shows it, whatever terminal runs the test
    said, walked = "", set()
    for name, language, text in _blocks(TUTORIAL):
        if name:
            Path(name).write_text(text, encoding="utf-8")
        for command in _commands(text) if not language else []:
            assert door.main(command) == 0, command
            walked.add(command[0])
        said += capsys.readouterr().out
        if language == "text":
            told = {_letters(line) for line in said.splitlines()}
            assert not [line for line in text.splitlines() if _letters(line) not in told]
    assert walked >= {"run", "explain", "compare", "sweep", "explore", "export", "replay"}


def _shorter(command: list[str]) -> list[str]:
    """Return a command for a short war: few weeks where it does not say how many, few runs, one process, no pictures.

    What `--give` looks for does not come about in so short a war: it is left out.
    """
    words = ["2" if before in ("--runs", "--draws", "--seeds") else word for before, word in pairwise(["", *command])]
    if "--give" in words:
        at = words.index("--give")
        del words[at : at + 2]
    match command[0]:
        case "run" | "compare":
            given = {"--weeks", *(["--runs"] if command[0] == "compare" else [])} - set(words)
            return [*words, "--no-pictures", *(part for option in sorted(given) for part in (option, "2"))]
        case "sweep" if "--scheduler" not in words:
            return [*words, "--jobs", "1"]
        case "explore":
            return [*words, "--no-pictures"]
        case "backcast":
            return [*words, *([] if "--runs" in words else ["--runs", "2"]), "--jobs", "1", "--no-pictures"]
        case "calibrate":
            return [*words, *([] if "--quick" in words else ["--quick"]), "--jobs", "1", "--no-pictures"]
        case "claims":
            return [*words, "--draws", "2", "--seeds", "2", "--jobs", "1"]
    return words


PAGES = {
    page.stem: commands
    for page in sorted((DOCS / "how-to").glob("*.md"))
    if (commands := [one for _, language, text in _blocks(page) if not language for one in _commands(text)])
}


def test_most_how_to_pages_have_commands() -> None:
    assert PAGES.keys() >= {"compare", "sweep", "explore", "scenario", "export", "cluster"}


ALWAYS = ("report", "sweep")
"""Pages whose commands run in every check; those of the others in the full set."""


@pytest.mark.parametrize("page", [pytest.param(one, marks=[] if one in ALWAYS else pytest.mark.slow) for one in PAGES])
def test_the_commands_of_a_how_to_page_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They run in the order of the page; the sweep of the pages, 560 wars, is cut down to 28 short ones."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / SWEPT).read_text(encoding="utf-8")
    for long, short in (("weeks: 78", "weeks: 2"), ("points: 10", "points: 2"), ("replicates: 4", "replicates: 1")):
        assert long in text
        text = text.replace(long, short)
    SWEPT.parent.mkdir(parents=True)
    SWEPT.write_text(text, encoding="utf-8")
    first = [["sweep", str(SWEPT)]] if page == "explore" else []
    for command in first + PAGES[page]:
        assert door.main(_shorter(command)) == 0, (command, capsys.readouterr().err)
