"""The debrief in a real browser: the map of a week is that week's, bands state their wars, and civilians come first."""

from __future__ import annotations

from typing import Any

import pytest

from sim.sides import SIDES
from sim.theatre.places import region_ids
from tests.browser import serious_faults
from tests.classroom.pages.example import WAR
from tests.classroom.pages.example_debrief import debrief_state
from tests.classroom.pages.stand_in import StandIn
from tests.classroom.pages.visiting import SIZES, visiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def debrief(server: StandIn, futures: str = "ready", size: str = "laptop", host: bool = True) -> Any:
    server.debrief = debrief_state(futures)
    return visiting(server.address, "/debrief/#console" if host else "/debrief/", size)


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_every_screen_and_can_be_used_by_all(server: StandIn, size: str) -> None:
    with debrief(server, size=size, host=size == "laptop") as tab:
        tab.locator("figure svg").first.wait_for()
        assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        assert serious_faults(tab) == []
        assert "debrief." not in tab.text_content("body")


def test_the_map_of_a_week_is_the_map_of_that_week(server: StandIn) -> None:
    week, region, side = WAR["changes"][0]
    name = region_ids()[region]
    with debrief(server) as tab:
        slider = tab.locator(".controls input")
        slider.focus()
        slider.press("Home")
        before = tab.evaluate("document.querySelectorAll('.beside .legend li').length")
        assert before == len(set(WAR["start"]))
        for _ in range(week):
            slider.press("ArrowRight")
        tab.locator(".date", has_text=f"week {week}").wait_for()
        total = sum(WAR["mine"]["deaths.civilians"][:week])
        assert tab.text_content(".dead b") == f"{float(f'{total:.2g}'):,.0f} civilians killed"
        tab.locator(".map-tool").last.click()
        tab.fill(
            ".map-find input",
            tab.evaluate(
                f"fetch('/ground.json').then(r => r.json()).then(d => d.ground.names[d.ground.ids.indexOf('{name}')])"
            ),
        )
        tab.press(".map-find input", "Enter")
        holder = tab.evaluate(f"fetch('/ground.json').then(r => r.json()).then(d => d.looks[{side}].name)")
        tab.locator("[role=status]", has_text=f"held by {holder}").first.wait_for(state="attached")
        assert SIDES[side]
        tab.click("text=Play")
        tab.locator(".date", has_text=f"week {week + 1}").wait_for()
        tab.click("text=Stop")


def test_the_fan_states_its_wars_and_seeds_and_draws_the_numbers_that_came(server: StandIn) -> None:
    with debrief(server) as tab:
        tab.locator("figure svg").first.wait_for()
        said = tab.text_content("#compare")
        assert "200 wars of the model from turn 1, seeds 1001 to 1200" in said
        assert "not of history" in said
        assert tab.locator(".place li").first.text_content().startswith("In 163 of 200 wars fewer civilians")
        assert tab.locator("figure b").first.text_content() == "Civilians killed since the start"
        first = tab.locator("figure").first
        assert {"this class", "middle of 200", "Room 2"} <= {
            words.rsplit(" ", 1)[0] for words in first.locator("text.name").all_text_contents()
        }
        first.locator("summary").click()
        last = first.locator("tbody tr").last.locator("td").all_text_contents()
        shown = [float(cell.replace(",", "")) for cell in last[2:]]
        band = [WAR["bands"]["civilians"][key][-1] for key in ("low", "q25", "median", "q75", "high")]
        assert shown == [float(f"{value:.2g}") for value in band]


def test_futures_are_asked_for_by_the_facilitator_alone(server: StandIn) -> None:
    with debrief(server, "none") as tab:
        tab.locator("#from-turn").select_option("3")
        tab.fill("#runs", "60")
        server.debrief = debrief_state("working")
        tab.click("button:text-is('Compute')")
        tab.locator("progress[value='74']").wait_for()
        assert tab.locator("a[href='/console/api/export']").count() == 1
        server.debrief = debrief_state("ready")
        tab.locator(".place").wait_for()
    assert server.acts == [{"from_turn": 3, "runs": 60}]
    with debrief(server, host=False) as tab:
        tab.locator("figure svg").first.wait_for()
        assert not tab.locator("#from-turn, a[href='/console/api/export']").count()


def test_the_timeline_is_walked_by_keys_and_tells_orders_and_the_facilitator_apart(server: StandIn) -> None:
    with debrief(server) as tab:
        tab.focus(".timeline button[tabindex='0']")
        tab.keyboard.press("ArrowRight")
        for _ in range(4):
            tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.locator(".cell .struck", has_text="The opposition: hold").wait_for()
        tab.locator(".date", has_text="week 8").wait_for()
        assert tab.locator(".timeline tr.white .mark.white").count() == 3
        assert tab.locator("[data-row='2'] .mark.policy").count() == 6
        assert tab.locator("[data-row='2'] .mark.people").count() == 0
        assert "1 month was run again" in tab.text_content("#hand")


def test_before_its_time_it_waits(server: StandIn) -> None:
    server.debrief = {"ready": False, "curves": {}}
    with visiting(server.address, "/debrief/") as tab:
        tab.locator("#waiting", has_text="when the facilitator ends the game").wait_for()
