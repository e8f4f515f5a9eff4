"""The wall of the room in a real browser: each phase fits, large enough, and tells no more than everyone knows."""

from __future__ import annotations

import pytest

from tests.browser import serious_faults
from tests.classroom.pages.browsing import visited
from tests.classroom.pages.stand import PHASES, Stand

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LEAST = """Math.min(...[...document.querySelectorAll('body *')]
    .filter(each => each.offsetParent && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(each => !each.closest('.inset')).map(each => parseFloat(getComputedStyle(each).fontSize)))"""
"""Smallest type of the page, insets of the map apart."""

CUT = """[...document.querySelectorAll('#side, .knows, .lobby, header')]
    .filter(each => each.scrollHeight > each.clientHeight + 2 || each.scrollWidth > each.clientWidth + 2)
    .map(each => each.id || each.className)"""
"""Rooms whose text is cut."""


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_fits_the_wall(phase: str) -> None:
    stand = Stand()
    stand.phase = phase
    with visited(stand, "/projector/", "laptop" if phase == "briefing" else "projector") as tab:
        tab.wait_for_selector("#map svg, #stage > *", state="attached")
        assert tab.evaluate(CUT) == []
        assert tab.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert serious_faults(tab) == []
        assert tab.text_content("footer") == "One game, not history."
        if phase != "briefing":
            assert tab.evaluate(LEAST) >= 28


def test_seats_fill_and_ready_ones_are_told_by_more_than_colour() -> None:
    stand = Stand()
    with visited(stand, "/projector/", "projector") as tab:
        tab.wait_for_selector(".seat-chip")
        assert tab.locator(".seat-chip.filled").count() == 0
        stand.base["seats"][5]["ready"] = True
        tab.reload()
        tab.wait_for_selector(".seat-chip.filled pattern", state="attached")
        assert tab.get_attribute(".seat-chip.filled", "aria-label") == "Turkey: ready"
        stand.phase = "lobby"
        tab.reload()
        assert tab.text_content(".address") == "192.168.1.5:8420"
        assert tab.locator(".seats li").count() == 6


def test_curves_never_run_before_the_weeks_that_were_shown() -> None:
    stand = Stand()
    stand.phase = "reveal"
    with visited(stand, "/projector/", "projector", still=True) as tab:
        tab.wait_for_selector("figure.curve")
        told = tab.get_attribute("figure.curve svg", "aria-label")
    known = stand.base["curves"]
    assert f"to {known['civilians'][-1]:.0f}" in told
