"""The pages for teachers: what is written from data is as the data are, and nothing promised is missing."""

from __future__ import annotations

import json
import re

import pytest

from sim.classroom.injects import read_event
from sim.classroom.seats import SEATS
from sim.cli.main import build
from tests.classroom.pages_of_teaching import FOLDER, PARTS, seats_page, told

PAGES = sorted(FOLDER.glob("*.md"))
START = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_briefs_are_those_of_the_phones() -> None:
    """When this fails: python -m tests.classroom.pages_of_teaching."""
    assert (FOLDER / "seats.md").read_text(encoding="utf-8") == seats_page()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_written_from_data_is_as_the_data_are(name: str) -> None:
    """When this fails: python -m tests.classroom.pages_of_teaching."""
    mark, make = PARTS[name]
    assert told(FOLDER / name, mark, make()) == (FOLDER / name).read_text(encoding="utf-8")
    assert f"<!-- {mark} -->" in (FOLDER / name).read_text(encoding="utf-8")


def test_the_first_page_leads_to_all_others() -> None:
    assert {page.name for page in PAGES if page.name != "README.md"} <= set(re.findall(r"\]\(([\w-]+\.md)", START))


def test_a_seat_has_a_page() -> None:
    assert re.findall(r"^## (.+)$", seats_page(), re.MULTILINE) == [seat.name for seat in SEATS.values()]


def test_the_minutes_of_the_lesson_go_up_to_45() -> None:
    text = (FOLDER / "one-lesson.md").read_text(encoding="utf-8")
    minutes = [int(minute) for minute in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert minutes == sorted(minutes)
    assert minutes[-1] < 45
    assert 45 - next(minute for minute in minutes if minute >= 30) == 15


def test_an_event_that_a_page_shows_is_sound() -> None:
    shown = re.findall(r"^```json\n(.*?)\n```$", (FOLDER / "facilitator.md").read_text(encoding="utf-8"), re.M | re.S)
    assert [read_event({"assumption": "a test", **json.loads(text)}).do for text in shown] == ["order"]


def test_the_command_lines_of_the_pages_are_understood() -> None:
    """Each option that a page names is one of the command's own."""
    for page in PAGES:
        for line in re.findall(r"\btheatre (?:classroom|pack)[^\n`]*", page.read_text(encoding="utf-8")):
            command = build(line.split()[1])
            known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
            assert set(re.findall(r"--[a-z-]+", line)) <= known | {"--help"}, line
