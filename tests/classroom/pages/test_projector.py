"""The wall of the room in a real browser: each phase fits, large enough, and tells no more than everyone knows."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

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


def test_a_wall_in_mid_reveal_shows_map_and_numbers_of_one_moment() -> None:
    stand = Stand()
    stand.phase = "reveal"
    told = stand.state()
    for number, week in enumerate(told["reveal"]["weeks"], 1):
        week["week"] = number
    told["reveal"]["from"] = 0
    stand.over = {"reveal": told["reveal"], "land": {"us": {"area": 1.0, "people": 1.0}}}
    with visited(stand, "/projector/", "projector") as tab:
        tab.wait_for_selector(".shares tbody tr")
        rows = tab.locator(".shares tbody th").all_text_contents()
        assert any("Regime" in row for row in rows)
        assert not any("Israel" in row or row.strip() == "US" for row in rows)
        tab.wait_for_selector("figure.curve svg circle")
        assert tab.locator("figure.curve").first.locator("circle").count() == 2


def test_the_facilitators_words_stand_on_the_wall_in_full() -> None:
    stand, words = Stand(), "Ministers of five states meet in a town by a lake. " * 7
    stand.over = {"messages": [{"text": words.strip()}]}
    with visited(stand, "/projector/", "projector") as tab:
        assert tab.text_content(".told") == words.strip()
        assert tab.evaluate(CUT) == []


SWATCHES = """async () => {
    const { swatch } = await import('/static/legend.js');
    const { looks } = await (await fetch('/ground.json')).json();
    const shown = looks.filter(look => !['iran', 'russia'].includes(look.side));
    document.body.replaceChildren(...shown.map(look => swatch(look)));
    for (const each of document.querySelectorAll('.swatch')) each.style.display = 'block';
    return shown.map(look => look.side);
}"""
"""Put the swatch of every holder, one beneath the other, on an empty page."""


def test_any_two_holders_differ_in_form_for_every_kind_of_sight() -> None:
    with visited(Stand(), "/", "projector") as tab:
        sides = tab.evaluate(SWATCHES)
        sight = tab.context.new_cdp_session(tab)
        for kind in ("achromatopsia", "deuteranopia", "protanopia", "tritanopia"):
            sight.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
            seen = [_form_of(each.screenshot()) for each in tab.locator(".swatch").all()]
            for (a, one), (b, other) in combinations(zip(sides, seen, strict=True), 2):
                assert np.abs(one - other).mean() > 0.05, (kind, a, b)


def _form_of(picture: bytes) -> NDArray[np.float64]:
    """Return the light and dark of a picture with its mean taken away and its range made one."""
    grey = np.asarray(Image.open(io.BytesIO(picture)).convert("L"), dtype=float)[2:-2, 2:-2]
    grey -= grey.mean()
    return grey / max(np.abs(grey).max(), 1.0)
