"""Lines that break: a server that is killed, a tunnel, a reload, two tabs, two hands on one set, a wrong clock."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from sim.classroom import adjudication, war
from sim.classroom.game import Game
from sim.classroom.server.store import Store
from tests.classroom.acceptance.screens import SEATS, Screens, begun
from tests.classroom.acceptance.tunnel import tunnelled
from tests.classroom.server.knocking import House, housed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("acceptance-lines")]

UP, DOWN = "#status .line.up", "#status .line.down"
SLOW_CLOCK = """
const Real = Date;
window.Date = class extends Real {
  constructor(...told) { if (told.length) super(...told); else super(Real.now() + 600_000); }
  static now() { return Real.now() + 600_000; }
};
"""
"""A clock of a phone that is ten minutes fast."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("lines"), "--turns", "2") as found:
        yield found


@pytest.fixture
def screens(house: House) -> Iterator[Screens]:
    """Return a room that plans its first month, with no screen open."""
    begun(house)
    screens = Screens(house)
    yield screens
    screens.close()


def _entries(house: House, kind: str) -> list[Any]:
    """Return (at, actor, body) of all entries of a kind, from the file itself."""
    with closing(sqlite3.connect(f"file:{house.game}?mode=ro", uri=True)) as file:
        rows = file.execute("SELECT at, actor, body FROM entry WHERE kind = ? ORDER BY seq", (kind,)).fetchall()
    return [(at, actor, json.loads(body)) for at, actor, body in rows]


def _sessions(house: House) -> int:
    return sum(len(row["sessions"]) for row in house.console()["room"]["seats"])


def test_11_a_killed_server_finds_its_pages_again_with_seat_and_half_typed_text(screens: Screens) -> None:
    house, page = screens.house, screens.seat("us_sdf", name="Maya")
    before = _sessions(house)
    page.fill("#statement", "half a sent")
    page.click("#add-order")
    page.check("#by-sdf")
    page.click("#verb-main_effort")
    page.fill("#reason", "half a reas")
    house.kill()
    page.wait_for_selector(DOWN)
    house.start()
    page.wait_for_selector(UP)
    assert page.input_value("#statement") == "half a sent"
    assert page.input_value("#reason") == "half a reas"
    page.reload()
    page.wait_for_selector(UP)
    assert page.input_value("#reason") == "half a reas"
    assert page.url.endswith("/seat/us_sdf/")
    assert _sessions(house) == before
    page.select_option("#field-governorate", "raqqa")
    page.click("#form-put")
    page.wait_for_selector(".saved >> text=Draft saved")
    assert page.input_value("#statement") == "half a sent"


@pytest.mark.slow
def test_11_pages_are_back_within_five_seconds_of_ten_kills(
    screens: Screens, capsys: pytest.CaptureFixture[str]
) -> None:
    house, page, took = screens.house, screens.seat("us_sdf"), []
    page.fill("#statement", "half a sent")
    for _ in range(10):
        house.kill()
        page.wait_for_selector(DOWN)
        house.start()
        began = time.monotonic()
        page.wait_for_selector(UP)
        took.append(round(time.monotonic() - began, 2))
        assert page.input_value("#statement") == "half a sent"
    with capsys.disabled():
        print(f"\ncheck 11: page back after [s] {sorted(took)}")  # noqa: T201
    assert max(took) < 5.0


def test_12_a_month_that_was_killed_is_run_again_and_comes_out_the_same(screens: Screens) -> None:
    house = screens.house
    house.until("locked")
    state = house.settled()
    assert house.white("step", turn=state["turn"], phase="locked").status == 200
    house.kill()  # while the month is run, or just after
    with closing(Store.open(house.game)) as store:
        game = Game.of(store.entries())
    assert game.phase == "adjudication"
    while (job := war.job_of(game)) is not None:
        answer = adjudication.work(job)
        game.known[job.key] = answer
    expected = answer.account.hash
    house.start()
    page = screens.open("console", "/console/")
    page.get_by_role("button", name="Release").wait_for()
    assert house.settled()["proposal"]["hash"] == expected
    assert house.step() == "reveal"


def test_13_what_was_written_in_a_tunnel_is_sent_once(screens: Screens) -> None:
    with tunnelled() as tunnel:
        page, sent = screens.seat("russia", proxy=tunnel.proxy), []
        page.on("request", lambda asked: sent.append(asked.post_data_json["id"]) if asked.method == "POST" else None)
        tunnel.cut(loud=True)
        page.wait_for_selector(DOWN)
        page.fill("#statement", "from the tunnel")
        page.get_by_role("button", name="Keep for the reveal").click()
        page.wait_for_selector("#banner >> text=Not sent. We will try again")
        _until(page, lambda: len(sent) > 1)
        tunnel.mend()
        page.wait_for_selector("#banner", state="hidden")
        page.wait_for_selector(UP)
    assert len(set(sent)) == 1
    assert [body["text"] for _, _, body in _entries(screens.house, "statement")].count("from the tunnel") == 1


@pytest.mark.slow
def test_13_a_silent_tunnel_of_thirty_seconds_loses_nothing(
    screens: Screens, capsys: pytest.CaptureFixture[str]
) -> None:
    with tunnelled() as tunnel:
        page = screens.seat("iran", proxy=tunnel.proxy)
        began = time.monotonic()
        tunnel.cut(loud=False)
        page.fill("#statement", "from the long tunnel")
        page.get_by_role("button", name="Keep for the reveal").click()
        page.wait_for_selector("#banner >> text=Not sent. We will try again", timeout=30_000)
        shown = time.monotonic() - began
        page.wait_for_timeout(max(0.0, 30.0 - shown) * 1000)
        tunnel.mend()
        ended = time.monotonic()
        page.wait_for_selector("#banner", state="hidden", timeout=30_000)
        page.wait_for_selector(UP, timeout=30_000)
        took = time.monotonic() - ended
    with capsys.disabled():
        print(f"\ncheck 13: banner after {shown:.1f} s, sent {took:.1f} s after the end of the tunnel")  # noqa: T201
    assert [body["text"] for _, _, body in _entries(screens.house, "statement")].count("from the long tunnel") == 1


def _until(page: Any, true: Any) -> None:
    for _ in range(150):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def test_15_tabs_of_one_browser_keep_their_seats_and_stay_live(screens: Screens) -> None:
    first = screens.seat("regime")
    for seat in SEATS[1:]:
        screens.join(screens.tab(seat, "/", first.context), seat)
    screens.tab("projector", "/projector/", first.context)
    console = screens.tab("console", "/console/", first.context)
    for seat in ("regime", "russia"):
        screens.pages[seat].reload()
        screens.pages[seat].wait_for_selector(UP)
        assert screens.state(seat, f"/seat/{seat}")["seat"]["seat"] == seat
    screens.phase("locked")
    console.get_by_role("button", name="Run the month").wait_for()
    assert len(first.context.pages) == 8


def test_16_two_hands_on_one_set_lose_nothing(screens: Screens) -> None:
    with tunnelled() as tunnel:
        maya = screens.seat("us_sdf", name="Maya")
        omar = screens.seat("us_sdf", name="Omar", proxy=tunnel.proxy)
        tunnel.cut(loud=True)
        omar.wait_for_selector(DOWN)
        screens.write(maya, "posture", "sdf", "hers", stance="attack")
        maya.wait_for_selector(".saved >> text=Draft saved")
        screens.write(omar, "main_effort", "sdf", "his", governorate="raqqa")
        tunnel.mend()
        omar.wait_for_selector(".conflict")
    told = omar.inner_text("#conflict-words")
    assert re.match(r"Maya changed this order at \d\d:\d\d\. Load hers, or keep yours\?", told), told
    assert "his" in omar.inner_text(".orders")
    kept = screens.state("us_sdf", "/seat/us_sdf")["orders"]["orders"]
    assert [row["reason"] for row in kept] == ["hers"]
    omar.get_by_role("button", name="Load theirs").click()
    assert "hers" in omar.inner_text(".orders")


def test_17_a_step_is_taken_once_by_two_clicks_and_by_two_consoles(screens: Screens) -> None:
    house, page = screens.house, screens.open("console", "/console/")
    house.until("briefing")
    other = screens.open("other console", "/console/")
    page.get_by_role("button", name="Start planning").or_(page.locator("button.step:enabled")).first.wait_for()
    before = len(_entries(house, "step"))
    page.dblclick("button.step")
    page.wait_for_selector("#state >> text=Planning")
    page.wait_for_timeout(300)
    assert len(_entries(house, "step")) == before + 1
    state = house.settled()
    told = {"kind": "step", "turn": state["turn"], "phase": state["phase"]}
    script = """async body => {
      const { post } = await import('/static/net.js');
      return (await post('/console/api/act', body)).status; }"""
    statuses = [
        each.evaluate(script, {"id": f"console-{at}-{before}", **told}) for at, each in enumerate((page, other))
    ]
    assert sorted(statuses) == [200, 409]
    assert len(_entries(house, "step")) == before + 2


def _hard_end(screens: Screens, page: Any, seconds: int) -> tuple[float, float]:
    """Let the hard clock run out; return the deadline and when orders were sealed."""
    house = screens.house
    house.white("settings", hard=True)
    left = house.console()["clock"]["deadline"] - time.time()
    house.white("extend", seconds=-int(left - seconds))
    deadline = house.console()["clock"]["deadline"]
    _until(page, lambda: page.inner_text("#clock").startswith("0:0"))
    shown = int(page.inner_text("#clock").split(":")[1])
    assert abs(shown - (deadline - time.time())) < 2.0, "a wrong clock must not show a wrong time"
    screens.shows(page, "locked")
    at, actor, body = _entries(house, "step")[-1]
    assert (actor, body["to"]) == ("clock", "locked")
    house.white("settings", hard=False)
    return deadline, at


def test_18_a_hard_clock_seals_orders_for_a_page_whose_clock_is_wrong(screens: Screens) -> None:
    page = screens.seat("turkey", script=SLOW_CLOCK)
    assert page.evaluate("Date.now()") > (time.time() + 500) * 1000
    deadline, at = _hard_end(screens, page, 3)
    assert at >= deadline


@pytest.mark.slow
def test_18_orders_are_sealed_within_a_second_of_the_deadline(
    screens: Screens, capsys: pytest.CaptureFixture[str]
) -> None:
    page, late = screens.seat("turkey", script=SLOW_CLOCK), []
    for _ in range(5):
        begun(screens.house)
        screens.shows(page, "planning")
        deadline, at = _hard_end(screens, page, 3)
        late.append(round(at - deadline, 2))
    with capsys.disabled():
        print(f"\ncheck 18: sealed after the deadline by [s] {late}")  # noqa: T201
    assert all(0.0 <= each < 1.0 for each in late)
