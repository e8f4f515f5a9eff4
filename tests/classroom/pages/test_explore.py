"""The page of trying numbers in a real browser: what was moved is asked for, listed and saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import serious_faults
from tests.classroom.pages.example import WAR, console_state
from tests.classroom.pages.example_debrief import EXPLORED, OPTIONS
from tests.classroom.pages.stand_in import StandIn
from tests.classroom.pages.visiting import visiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_two_runs_are_compared_listed_and_saved(server: StandIn, tmp_path: Path) -> None:
    server.options, server.explored = OPTIONS, EXPLORED
    server.show(console_state("planning"))
    with visiting(server.address, "/explore/") as tab:
        tab.locator("#scenario").wait_for()
        assert tab.input_value("#scenario") == "base_2015"
        tab.click("text=Run A")
        tab.locator("figure svg").first.wait_for()
        tab.locator(".slide input").first.press("End")
        tab.select_option("#scenario", "russian_exit")
        tab.click("text=Run B")
        tab.locator(".ran.b", has_text="combat.number_0 = 1").wait_for()
        assert "seeds 1001 to 1040" in tab.text_content(".ran.a")
        assert serious_faults(tab) == []
        assert "explore." not in tab.text_content("body")
        with tab.expect_download() as saved:
            tab.click(".ran.b button")
        saved.value.save_as(tmp_path / "b.csv")
        tab.set_viewport_size({"width": 360, "height": 640})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    asked = server.acts
    assert [act["sets"] for act in asked] == [{}, {"combat.number_0": 1}]
    assert asked[1]["scenario"] == "russian_exit"
    lines = (tmp_path / "b.csv").read_text(encoding="utf-8").splitlines()
    assert {"# scenario,russian_exit", "# seeds,1001 to 1040", "# combat.number_0,1"} <= set(lines)
    band = WAR["bands"]["civilians"]
    keys = ("low", "q25", "median", "q75", "high")
    assert [
        float(cell) for cell in next(line for line in lines if line.startswith("civilians,24,")).split(",")[2:]
    ] == [band[key][-1] for key in keys]


def test_a_refusal_is_said(server: StandIn) -> None:
    server.options, server.explored = OPTIONS, {}
    server.answers["explore"] = (422, {"fault": "refused", "text": "There is no such scenario in the list."})
    with visiting(server.address, "/explore/", heard=[]) as tab:
        tab.click("text=Run A")
        tab.locator(".status.fault", has_text="no such scenario").wait_for()
