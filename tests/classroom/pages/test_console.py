"""The console in a real browser: every phase names its step, no step is taken twice, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from sim.classroom.acts import parse_white
from tests.browser import serious_faults
from tests.classroom.pages.example import LABELS, console_state
from tests.classroom.pages.stand_in import StandIn
from tests.classroom.pages.visiting import visiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHASES = {
    "lobby": "Joining",
    "briefing": "Briefing",
    "planning": "Planning",
    "locked": "Orders sealed",
    "adjudication": "Worked out, not released",
    "reveal": "What happened",
    "debrief": "Debrief",
    "closed": "Closed",
}
FITS = "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"


Console = Callable[[str], AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def opened(_server: StandIn) -> Iterator[Any]:
    """Yield one tab for all tests: a console takes every state as it comes."""
    _server.words["dir"] = "ltr"
    _server.show(console_state("lobby"))
    with visiting(_server.address, "/console/") as tab:
        yield tab


@pytest.fixture
def console(server: StandIn, opened: Any) -> Console:
    """Return what shows a phase in the tab, with nothing left of the test before."""

    @contextmanager
    def show(phase: str) -> Iterator[Any]:
        for each in ("closed", phase):
            state = console_state(each)
            server.show(state)
            opened.locator("#state", has_text=PHASES[each]).wait_for()
        yield opened

    return show


def test_every_phase_names_its_next_step_and_says_what_to_do_now(server: StandIn, console: Console) -> None:
    with console("lobby") as tab:
        for phase, label in LABELS.items():
            server.show(console_state(phase))
            tab.locator(".step:enabled", has_text=label).wait_for()
            assert len(tab.text_content("#todo")) > 30
            assert "console." not in tab.text_content("body")
            tab.click(".step")
            if tab.locator("dialog[open] .go").count():  # what would be lost is asked about
                tab.click("dialog[open] .go")
            tab.locator(".step:disabled").wait_for()
            while not server.acts:
                tab.wait_for_timeout(10)
            act = server.acts.pop()
            assert (act["kind"], act["turn"], act["phase"]) == ("step", 0 if phase == "lobby" else 2, phase)


def test_it_fits_the_screens_and_can_be_used_by_all(server: StandIn, console: Console) -> None:
    with console("planning") as tab:
        tab.locator(".stuck li").first.wait_for()
        for key in ("seats", "orders", "proposal", "inject", "log", "room"):
            tab.click(f"#tab-{key}")
            assert serious_faults(tab) == [], key
            for width, height in ((1280, 800), (1024, 768), (1920, 1080)):
                tab.set_viewport_size({"width": width, "height": height})
                assert tab.evaluate(FITS), (key, width)


def test_the_release_waits_for_the_engine(server: StandIn, console: Console) -> None:
    state = console_state("adjudication")
    state["proposal"] = {"state": "working", "attempt": 2, "rerolls": 1}
    with console("locked") as tab:
        tab.locator(".step:enabled").wait_for()
        server.show(state)
        tab.locator(".step:disabled", has_text="Release").wait_for()
        tab.keyboard.press("n")
        assert not tab.locator("dialog[open] .go").count()
        tab.keyboard.press("Escape")


def test_keys_ask_pause_find_and_help(server: StandIn, console: Console) -> None:
    with console("planning") as tab:
        tab.locator(".stuck li").first.wait_for()
        tab.keyboard.press("n")
        assert "Turkey" in tab.text_content("dialog[open]")
        tab.keyboard.press("Escape")
        assert server.acts == []
        tab.keyboard.press("p")
        tab.keyboard.press("?")
        tab.locator("dialog[open] kbd").first.wait_for()
        tab.keyboard.press("Escape")
        tab.keyboard.press("/")
        tab.keyboard.type("Palmyra")
        tab.keyboard.press("Enter")
        tab.locator(".place", has_text="Palmyra").wait_for()
    assert [act["kind"] for act in server.acts] == ["pause"]


def test_tabs_are_walked_by_arrows(server: StandIn, console: Console) -> None:
    with console("planning") as tab:
        tab.focus("#tab-seats")
        for _ in range(2):
            tab.keyboard.press("ArrowRight")
        assert tab.get_attribute("#tab-proposal", "aria-selected") == "true"
        assert tab.is_visible("#panel-proposal")
        tab.keyboard.press("End")
        assert tab.is_visible("#panel-room")


def test_who_is_stuck_is_listed_and_a_pause_is_said_loudly(server: StandIn, console: Console) -> None:
    with console("planning") as tab:
        tab.locator("#alarm .alarm", has_text="The US and the SDF").wait_for()
        stuck = tab.locator(".stuck li").all_text_contents()
        assert "asks for a pause" in stuck[0]
        assert any("The opposition" in row and "not heard" in row for row in stuck)
        assert any("Turkey" in row and "commander" in row for row in stuck)
        tab.click("#alarm button")
        while not server.acts:
            tab.wait_for_timeout(10)
    assert server.acts[-1]["kind"] == "pause"


def test_a_reason_is_asked_for_and_survives_a_change_of_the_state(server: StandIn, console: Console) -> None:
    with console("locked") as tab:
        tab.locator("button:text-is('Strike')").nth(1).click()
        tab.keyboard.type("no")
        tab.keyboard.press("Enter")
        assert "3 letters" in tab.text_content("#panel-orders .fault")
        tab.keyboard.type("t there")
        changed = console_state("locked")
        changed["room"]["connected"] = 21
        server.show(changed)
        tab.locator("#light", has_text="21 connected").wait_for()
        assert tab.input_value("#panel-orders form input") == "not there"
        assert tab.evaluate("document.activeElement.dataset.name") == "reason"
        tab.keyboard.press("Enter")
        tab.locator("#panel-orders form").wait_for(state="detached")
    act = server.acts[-1]
    assert (act["kind"], act["seat"], act["index"], act["reason"]) == ("strike_order", "regime", 1, "not there")


def test_orders_are_weighed_and_replaced_from_the_menu(server: StandIn, console: Console) -> None:
    with console("locked") as tab:
        assert tab.locator(".set[data-seat=us_sdf] li").first.locator("button:text-is('Weigh')").count() == 0
        row = tab.locator(".set[data-seat=russia] li").first
        row.locator("text=Weigh").click()
        row.locator("select").select_option("-1")
        row.locator("input").fill("Badly argued")
        row.locator("button.go").click()
        row.locator("form").wait_for(state="detached")
        seat = tab.locator(".set[data-seat=us_sdf]")
        seat.locator("text=Edit").click()
        seat.locator("form button[aria-label^=Remove]").last.click()
        seat.locator("[data-name=verb]").select_option("reinforce")
        seat.locator("[data-name='field level']").select_option("2")
        assert seat.locator("option:disabled").all_text_contents() == ["Daraa"]
        assert "no force within reach" in seat.locator("details.shut").text_content()
        seat.locator("text=Add this order").click()
        seat.locator("[data-name=reason]").fill("Agreed aloud")
        seat.locator("button.go").click()
        seat.locator("form").wait_for(state="detached")
    weighed, edited = server.acts
    assert (weighed["kind"], weighed["steps"]) == ("modifier", -1)
    assert edited["orders"][-1] == {"by": "sdf", "verb": "reinforce", "governorate": "raqqa", "level": 2}
    assert len(edited["orders"]) == 3


def test_the_proposal_shows_civilians_first_and_is_overruled_by_name_and_on_the_map(
    server: StandIn, console: Console
) -> None:
    with console("adjudication") as tab:
        panel = tab.locator("#panel-proposal")
        assert "civilians killed" in panel.locator("p").nth(1).text_content()
        assert panel.locator(".largest li").count() == 5
        assert "re-rolled 1" in panel.text_content()
        assert "helped the defence" in panel.locator(".cards").text_content()
        assert "Released so far" in tab.text_content(".shares .dead")
        assert "since 28 September 2015, in this game" in tab.text_content(".shares .dead")
        panel.locator("text=Overrule places").click()
        place = panel.locator("input[list]")
        place.fill("Palmyra")
        place.press("Enter")
        tab.locator(".map-grid").first.press("0")
        tab.click(".map [data-region='100']", force=True)
        panel.locator(".spots li").nth(1).wait_for()
        panel.locator("[data-name=to]").select_option("is")
        panel.locator("[data-name=reason]").fill("As told")
        panel.locator("form .go").click()
        panel.locator("form").wait_for(state="detached")
    act = server.acts[-1]
    assert (act["kind"], act["to"], act["regions"][0], len(act["regions"])) == ("overrule", "is", "palmyra", 2)


def test_an_inject_is_chosen_or_made_up(server: StandIn, console: Console) -> None:
    with console("planning") as tab:
        tab.click("#tab-inject")
        assert tab.locator(".library input").last.get_attribute("value") == "chemical"
        tab.fill(".inject [data-name=reason]", "Nothing chosen")
        tab.click(".inject .go")
        tab.locator(".inject .fault", has_text="Choose first").wait_for()
        tab.check("#inject-summit")
        tab.check("[data-many=to][value=russia]")
        tab.fill(".inject [data-name=reason]", "A new turn")
        tab.click(".inject .go")
        tab.locator(".library:not(:has(:checked))").wait_for()
        tab.check("#inject-own")
        tab.click(".own summary")
        tab.fill(".inject [data-name=words]", "The border opens.")
        tab.fill(".inject [data-name=event]", "{no event")
        tab.fill(".inject [data-name=reason]", "Made up")
        tab.click(".inject .go")
        tab.locator(".inject .fault", has_text="JSON").wait_for()
        tab.fill(".inject [data-name=event]", '{"do": "border", "open": true}')
        tab.click(".inject .go")
        tab.locator(".library:not(:has(:checked))").wait_for()
    first, own = server.acts
    assert (first["inject"], first["to"], first["turn"]) == ("summit", ["russia"], 2)
    assert (own["inject"], own["event"], own["to"], own["words"]) == (
        None,
        {"do": "border", "open": True},
        "all",
        "The border opens.",
    )


def test_without_a_phone_the_room_says_after_a_minute_what_may_be_wrong(server: StandIn) -> None:
    server.show(console_state("lobby"))
    with visiting(server.address, "/words.json", heard=[]) as tab:  # a page of data asks for an icon
        tab.clock.install()
        tab.goto(server.address + "/console/")
        tab.locator(".check", has_text="Waiting").wait_for()
        tab.clock.run_for(62_000)
        tab.locator(".check", has_text="The school Wi-Fi may block device-to-device traffic").wait_for()
        server.show(console_state("briefing"))
        tab.locator("#state", has_text="Briefing").wait_for()
        tab.click("#tab-room")
        tab.locator(".check", has_text="A phone has arrived").wait_for()


def test_the_room_is_set_taken_back_and_ended_and_a_statement_taken_off(server: StandIn, console: Console) -> None:
    with console("reveal") as tab:
        tab.locator(".statements button").click()
        tab.fill(".statements [data-name=reason]", "It hurts")
        tab.press(".statements [data-name=reason]", "Enter")
        tab.locator(".statements form").wait_for(state="detached")
        tab.click("#tab-room")
        tab.check("[data-key='set auto_lock']")
        tab.select_option("[data-key='set no_orders']", "hold")
        tab.click("text=Go back to a month")
        tab.select_option("#panel-room [data-name=turn]", "1")
        tab.fill("#panel-room [data-name=reason]", "Once more")
        tab.click("#panel-room form .go")
        tab.locator("#panel-room form").wait_for(state="detached")
        tab.click("text=End now")
        tab.click("#panel-room form .go")
        tab.locator("#panel-room form").wait_for(state="detached")
    acts = [{key: value for key, value in act.items() if key != "id"} for act in server.acts]
    assert acts == [
        {"kind": "mute", "seat": "russia", "turn": 1, "reason": "It hurts"},
        {"kind": "settings", "auto_lock": True},
        {"kind": "settings", "no_orders": "hold"},
        {"kind": "rewind", "turn": 1, "reason": "Once more"},
        {"kind": "step", "turn": 2, "phase": "reveal", "to": "debrief"},
    ]


def test_every_act_is_one_that_the_server_knows(server: StandIn, console: Console) -> None:
    with console("locked") as tab:
        tab.click("#tab-seats")
        for words, fields in (
            ("Lend to the computer", {"reason": "They left"}),
            ("New code", {"reason": "It was read out"}),
            ("Message", {"text": "Hurry"}),
        ):
            tab.locator(".seat[data-seat=iran] button", has_text=words).click()
            for name, value in fields.items():
                tab.fill(f".seat[data-seat=iran] [data-name={name}]", value)
            tab.click(".seat[data-seat=iran] form .go")
            tab.locator(".seat[data-seat=iran] form").wait_for(state="detached")
    assert [parse_white(act).kind for act in server.acts] == ["lend", "new_code", "message"]


def test_markup_in_a_name_is_text(server: StandIn, console: Console) -> None:
    state = console_state("planning")
    state["room"]["seats"][0]["sessions"][0]["name"] = "<img src=x onerror=alert(1)>"
    with console("planning") as tab:
        tab.click("#tab-seats")
        server.show(state)
        tab.locator(".people", has_text="<img src=x").wait_for()
        assert not tab.locator(".people img").count()


def test_the_page_can_be_read_from_right_to_left(server: StandIn) -> None:
    server.words["dir"] = "rtl"
    server.show(console_state("planning"))
    with visiting(server.address, "/console/") as tab:
        tab.locator(".stuck li").first.wait_for()
        assert tab.evaluate(FITS)
        assert tab.evaluate("document.getElementById('desk').getBoundingClientRect().left") == 0


def test_six_cards_fill_one_sheet(server: StandIn) -> None:
    server.show(console_state("lobby"))
    with visiting(server.address, "/console/cards/") as tab:
        tab.locator(".seat-card").nth(5).wait_for()
        assert tab.locator(".seat-card .secret").first.text_content() == server.console["room"]["seats"][0]["code"]
        assert tab.locator(".seat-card li").count() == 18
        assert serious_faults(tab) == []
        assert tab.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
