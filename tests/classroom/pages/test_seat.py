"""The page of a seat in a real browser: every phase, by thumb and by keys, and nothing that was written is lost."""

from __future__ import annotations

import pytest

from tests.browser import serious_faults
from tests.classroom.pages.browsing import SMALL, visited
from tests.classroom.pages.stand import PHASES, Stand

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _in(phase: str) -> Stand:
    stand = Stand()
    stand.phase = phase
    return stand


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_says_what_to_do_and_fits_a_phone(phase: str) -> None:
    said = set()
    with visited(_in(phase), size=(320, 568) if phase == "planning" else "phone") as tab:
        said.add(tab.text_content("#now"))
        for name in ("situation", "map", "orders"):
            tab.click(f"#tab-{name}")
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert tab.evaluate(SMALL) == []
        assert serious_faults(tab) == []
        assert tab.is_visible("#ask-pause")
    assert said
    assert not any(text.startswith("seat.") for text in said)


def test_a_desk_shows_map_and_orders_beside_each_other() -> None:
    with visited(_in("planning"), size="laptop") as tab:
        assert tab.is_visible("#map svg")
        assert tab.is_visible("#submit")
        assert tab.locator(".inset").count() == 2
        assert serious_faults(tab) == []


def test_an_order_goes_from_the_map_to_submitted_by_keys_alone() -> None:
    stand = _in("planning")
    stand.base["orders"] |= {"orders": [], "rulings": []}
    with visited(stand, size="laptop") as tab:
        tab.wait_for_selector("#legend li")
        tab.focus(".map-grid")
        for key in ("ArrowUp", "]", "Enter"):
            tab.keyboard.press(key)
        assert "held by" in tab.text_content(".unseen[role=status]")
        tab.keyboard.press("Escape")
        assert tab.locator("#place-title").count() == 0
        tab.focus("#as-table")
        tab.keyboard.press("Enter")
        assert tab.locator("table.sectors tbody tr").count() == 14
        tab.focus("#order-aleppo")
        tab.keyboard.press("Enter")
        tab.focus("#verb-main_effort")
        tab.keyboard.press("Enter")
        tab.focus("#reason")
        tab.keyboard.type("<i>bread</i>")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".saved:has-text('Draft saved')")
        assert tab.text_content(".order .why") == "<i>bread</i>"
        tab.focus("#submit")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "ask-words"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#ask-words", state="detached")
    sent = [act for act in stand.acts if act["kind"] == "orders"]
    assert sent[-1]["submit"]
    assert sent[-1]["orders"] == [
        {"by": "sdf", "verb": "main_effort", "reason": "<i>bread</i>", "governorate": "aleppo"}
    ]


def test_the_likely_effect_is_that_of_the_stance_that_was_chosen() -> None:
    stand = _in("planning")
    posture = next(each for each in stand.base["menu"][0]["verbs"] if each["verb"] == "posture")
    posture["hint"] = "Attack: land more often than not."
    stances = posture["fields"][0]["choices"]
    stances[0]["hint"] = "Attack: 2 to 6 regions more."
    with visited(stand) as tab:
        tab.wait_for_selector(".left:has-text('effort left')")
        tab.click("#add-order")
        tab.click("#verb-posture")
        assert not tab.locator(".hint-line").count()
        tab.check("#stance-attack")
        assert "2 to 6 regions" in tab.text_content(".hint-line")
        tab.check("#stance-hold")
        tab.wait_for_selector(".hint-line", state="detached")


def test_headlines_come_with_their_weeks_and_a_fight_says_what_helped_whom() -> None:
    stand = _in("reveal")
    with visited(stand, still=True) as tab:
        tab.wait_for_selector("#legend li:has-text('pale')", state="attached")
        assert not tab.locator("#legend li", has_text="Israel").count()
        first = stand.state()["reveal"]["weeks"][0]["headlines"][0]
        tab.click("#tab-situation")
        assert "What everyone knows" not in tab.text_content(".part.said")
        tab.click("#tab-map")
        tab.click("#week-next")
        assert tab.locator(".part.said section").first.locator("li").all_text_contents()[0] == first
        tab.click("#tab-situation")
        tab.click("#skip-weeks")
        heard = tab.locator(".part.said section").first.locator("li").all_text_contents()
        assert heard == stand.state()["headlines"]


def test_one_minute_left_is_said_and_taken_away_again() -> None:
    stand = _in("planning")
    stand.left = 63.0
    with visited(stand) as tab:
        tab.wait_for_selector("#urgent:has-text('One minute left')", state="attached")
        tab.wait_for_selector("#urgent:empty", state="attached")


def test_what_is_half_typed_outlives_a_server_that_goes_and_a_reload() -> None:
    stand = _in("planning")
    with visited(stand, quiet=False) as tab:
        tab.click("#add-order")
        tab.click("#verb-posture")
        tab.fill("#reason", "half a though")
        stand.silent = True
        tab.click("#form-back")
        tab.click("text=Cancel")
        tab.click("#remove-2")
        tab.wait_for_selector("text=Not sent. We will try again")
        stand.silent = False
        tab.wait_for_selector("#banner", state="hidden")
        tab.wait_for_selector(".saved:has-text('Draft saved')")
        tab.click("#add-order")
        tab.click("#verb-posture")
        tab.fill("#reason", "half a thought")
        tab.reload()
        assert tab.input_value("#reason") == "half a thought"
    saved = [act for act in stand.acts if act["kind"] == "orders"]
    assert len(saved) == 1
    assert len(saved[0]["orders"]) == 3


def test_a_conflict_and_a_closed_month_lose_nothing() -> None:
    stand = _in("planning")
    theirs = {"orders": [{"by": "sdf", "verb": "posture", "stance": "hold"}], "version": 9}
    stand.answers = [(409, {"fault": "conflict", "text": "Tom changed this order at 09:41.", **theirs})]
    with visited(stand, quiet=False) as tab:
        tab.click("#remove-0")
        tab.click("text=Keep mine")
        tab.wait_for_selector(".saved:has-text('Draft saved')")
        assert stand.acts[-1]["version"] == 9
        tab.click("#add-order")
        tab.click("#verb-posture")
        tab.fill("#reason", "too late")
        stand.over = {"turn": 7, "month": "March 2016"}
        tab.reload()
        assert "February 2016 is closed. This is March 2016" in tab.text_content(".card.kept")
        assert "too late" in tab.text_content(".card.kept")


def test_what_was_not_sent_before_orders_were_sealed_can_still_be_read() -> None:
    stand = _in("planning")
    with visited(stand, quiet=False) as tab:
        stand.silent = True
        tab.click("#remove-0")
        tab.wait_for_selector("text=Not sent. We will try again")
        stand.phase, stand.answers = "locked", [(409, {"fault": "locked", "text": "Orders are sealed."})]
        stand.silent = False
        tab.wait_for_selector("#banner", state="hidden")
        tab.reload()
        tab.wait_for_selector("text=this was not sent in time")
        assert tab.locator(".orders li").count() == 4


def test_the_weeks_step_and_nothing_moves_for_who_asked_for_stillness() -> None:
    with visited(_in("reveal"), still=True) as tab:
        tab.wait_for_selector("#week-next")
        before = tab.get_attribute(".locator path", "d")
        for _ in range(4):
            tab.click("#week-next")
        assert tab.text_content("#week-title").startswith("Week 4 of 4")
        assert tab.get_attribute(".locator path", "d") != before
        assert tab.evaluate("document.getAnimations().length") == 0
        tab.click("#to-report")
        assert tab.is_visible("#report-title")
        assert tab.text_content(".report li")
        assert serious_faults(tab) == []


def test_offers_aims_guesses_and_a_pause_are_sent() -> None:
    stand = _in("planning")
    with visited(stand) as tab:
        tab.click("#offer-0-refuse")
        tab.click("#ask-pause")
        tab.wait_for_selector("text=You asked for a pause")
        stand.phase = "locked"
        tab.reload()
        tab.check("#predict-civilians-more")
        stand.phase = "lobby"
        tab.reload()
        tab.fill("#aim-1", "Bread")
        tab.click("text=File the aims")
        tab.wait_for_selector("text=Filed.")
    assert [act["kind"] for act in stand.acts] == ["refuse", "ask_pause", "predict", "aims"]
    assert stand.acts[2]["answers"] == {"civilians": "more"}
    assert stand.acts[3]["aims"][1] == "Bread"


def test_the_clock_is_the_servers_and_the_page_can_be_written_from_the_right() -> None:
    stand = _in("planning")
    stand.now, stand.left, stand.words = 600.0, 58.0, {"lang": "ar", "dir": "rtl"}
    with visited(stand) as tab:
        tab.wait_for_selector("#clock.short")
        assert tab.text_content("#clock").startswith("0:5")
        assert tab.text_content("#urgent") == "One minute left."
        assert tab.get_attribute("html", "dir") == "rtl"
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_seat_that_was_given_a_new_code_says_so() -> None:
    stand = _in("planning")
    stand.joined = False
    with visited(stand, quiet=False) as tab:
        assert tab.get_attribute(".gone a", "href") == "/"
