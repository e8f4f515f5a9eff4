"""The way in, in a real browser: a code however typed, a name, a role, what will be seen, and Start."""

from __future__ import annotations

import pytest

from tests.browser import serious_faults
from tests.classroom.pages.browsing import SMALL, visited
from tests.classroom.pages.stand import Stand

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_pupil_joins_by_keys_with_a_code_however_typed() -> None:
    stand = Stand()
    with visited(stand, "/", (320, 568)) as tab:
        for step in range(2):
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320
            assert serious_faults(tab) == []
            assert tab.evaluate(SMALL) == []
            if not step:
                tab.keyboard.type(" k7m-p4q ")
                tab.keyboard.press("Enter")
                tab.wait_for_selector("#name")
        assert "without giving a reason" in tab.text_content("main")
        tab.keyboard.press("Tab")
        tab.keyboard.type("<b>Maya</b>")
        tab.keyboard.press("Tab")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/seat/us_sdf/")
    assert stand.acts == [{"code": "K7MP4Q", "name": "<b>Maya</b>", "role": "observer"}]


def test_a_wrong_code_is_told_beside_the_field_and_can_be_mended() -> None:
    with visited(Stand(), "/", "phone", quiet=False) as tab:
        tab.fill("#code", "K7M")
        tab.click("button")
        assert "six letters and numbers" in tab.text_content("#fault")
        tab.fill("#code", "ABCDEF")
        tab.click("button")
        tab.click("text=Start")
        tab.wait_for_selector("#code")
        assert tab.text_content("#fault") == "That code is not in this game. Check the card."
        assert tab.input_value("#code") == "ABCDEF"
        assert tab.evaluate("document.activeElement.id") == "code"
