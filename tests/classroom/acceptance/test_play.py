"""A whole game of two turns, six seats, facilitator and projector in eight browsers: what each of them was sent."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sim.engine.replay import verify
from sim.record.store import load_record
from tests.browser import opened
from tests.classroom.acceptance.screens import SEATS, Screens, of_frames, screened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("acceptance-play")]

MARKER = "MARKER-of-a-secret-plan"
NASTY = "<img src=x onerror=b()>"
SPOKEN = "<b>peace</b> \u202eabc"
PHASES = ("briefing", "planning", "locked", "adjudication", "reveal")


_QUICK = """
const wait = window.setInterval;
window.setInterval = (does, time, ...more) => wait(does, time === 6500 ? 50 : time, ...more);
"""
"""The weeks of a reveal pass at once on the projector."""


@dataclass
class Played:
    """Hold what was seen while a game was played."""

    screens: Screens
    home: Path
    sent: dict[str, str] = field(default_factory=dict)
    """What two screens and the team of the plan had been sent before the reveal of the first turn."""
    hashes: list[str] = field(default_factory=list)
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    """(phase, screen) -> the phase that it showed after a reload, and how it was called."""
    spoken: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play the game; two seats write with the form, the others through their pages' net.js."""
    folder = tmp_path_factory.mktemp("play")
    with screened(folder, "--turns", "2") as screens:
        told = Played(screens, folder)
        screens.open("console", "/console/")
        screens.open("projector", "/projector/", "projector", script=_QUICK)
        for seat in SEATS:
            name = NASTY if seat == "russia" else f"of-{seat}"
            screens.seat(seat, "phone" if seat == "turkey" else "laptop", name=name)
        _reload(told, "lobby")
        for turn in (1, 2):
            _month(told, turn)
        screens.phase("debrief")
        _reload(told, "debrief")
        yield told


def _month(told: Played, turn: int) -> None:
    screens = told.screens
    for phase in PHASES:
        screens.phase(phase)
        if phase == "planning":
            _plan(screens)
        if phase == "adjudication":
            proposal = screens.state("console", "/console")["proposal"]
            told.hashes.append(proposal["hash"])
        if turn == 1:
            _reload(told, phase)
            if phase == "adjudication":
                told.sent = {
                    name: screens.ears[name].all(screens.pages[name]) for name in ("russia", "projector", "us_sdf")
                }
            if phase == "reveal":
                screens.pages["projector"].get_by_text("<b>peace</b>").wait_for()
                told.spoken = {
                    name: screens.pages[name].inner_text("body") for name in ("projector", "russia", "console")
                }


def _plan(screens: Screens) -> None:
    """Give every seat orders: two by hand, four as a page sends them."""
    us, turkey = screens.pages["us_sdf"], screens.pages["turkey"]
    screens.write(us, "posture", "sdf", f"{MARKER} and its posture", stance="attack")
    screens.write(us, "main_effort", "sdf", MARKER, governorate="raqqa")
    screens.write(
        turkey, "arm", "turkey" if turkey.locator("#by-turkey").count() else "", partner="opposition", level="1"
    )
    for page in (us, turkey):
        page.wait_for_selector(".saved >> text=Draft saved")
        page.click("#submit")
        page.wait_for_selector("#anyway, #revise")
        if page.is_visible("#anyway"):
            page.click("#anyway")
        page.wait_for_selector("#revise")
    assert screens.act("russia", "statement", turn=screens.house.console()["turn"], text=SPOKEN)["status"] == 200
    for seat, order in _PLANS.items():
        answer = screens.order(seat, order)
        assert answer["status"] == 200, (seat, answer)


_PLANS: dict[str, dict[str, Any]] = {
    "regime": {"by": "regime", "verb": "posture", "stance": "hold", "reason": NASTY},
    "russia": {"by": "russia", "verb": "air_support", "governorate": "aleppo"},
    "iran": {"by": "iran", "verb": "posture", "stance": "hold"},
    "opposition": {"by": "opposition", "verb": "posture", "stance": "attack"},
}


def _reload(told: Played, phase: str) -> None:
    """Load three screens anew and note what they show."""
    pages = told.screens.pages
    for name in ("console", "projector", "russia", "turkey"):
        pages[name].reload()
    for name in ("projector", "russia", "turkey"):
        told.screens.shows(pages[name], phase)
        told.kept[phase, name] = pages[name].title()
    console = told.screens.house.ask("GET", "/words.json").told["console"]
    words = console["worked_out"] if phase == "adjudication" else console["phase"][phase]
    pages["console"].get_by_text(words, exact=False).first.wait_for()
    told.kept[phase, "console"] = pages["console"].inner_text("#state")


def test_01_every_request_goes_to_our_own_host(played: Played) -> None:
    screens = played.screens
    for name, path in (("explore", "/explore/"), ("cards", "/console/cards/"), ("debrief", "/debrief/")):
        screens.open(name, path).wait_for_selector("h1:not(:empty)")
    own = tuple(
        f"{kind}://127.0.0.1:{port}/"
        for kind in ("http", "ws")
        for port in (screens.house.port, screens.house.port + 1)
    )
    asked = {url for ear in screens.ears.values() for url in ear.asked}
    assert [url for url in asked if not url.startswith((*own, "data:"))] == []
    assert {name for name, ear in screens.ears.items() if any(url.endswith("/live") for url in ear.asked)} >= {
        "console", "projector", *SEATS}  # fmt: skip


@pytest.fixture(scope="module")
def taken_home(played: Played) -> Path:
    """Return the folder of the game as the facilitator's page downloads it."""
    page = played.screens.pages["console"]
    page.click("#tab-log")
    with page.expect_download(timeout=90_000) as loading:
        page.get_by_role("link", name="Export").click()
    folder = played.home / "home"
    with zipfile.ZipFile(loading.value.path()) as packed:
        packed.extractall(folder)
    return folder


def test_02_six_seats_play_two_turns_and_a_headless_run_of_the_log_has_the_same_hash(
    played: Played, taken_home: Path
) -> None:
    record = load_record(taken_home / "war")
    assert verify(record) == 8
    hashes = record.histories[0].hashes
    assert played.hashes == [hashes[3], hashes[7]]
    assert not played.screens.faults()


def test_05_nothing_that_a_seat_was_sent_holds_anothers_orders_before_the_reveal(played: Played) -> None:
    assert MARKER in played.sent["us_sdf"], "the search must be able to find it"
    for name in ("russia", "projector"):
        assert MARKER not in played.sent[name]
        assert "of-us_sdf" not in played.sent[name]
    assert len(of_frames(played.screens.ears["russia"])) > 5


def test_09_markup_is_shown_as_text_and_nothing_of_it_runs(played: Played) -> None:
    assert "<b>peace</b> abc" in played.spoken["projector"]
    assert NASTY in played.spoken["console"]
    assert played.screens.pages["console"].locator("img[src=x]").count() == 0
    assert not played.screens.faults()


@pytest.mark.parametrize("phase", ["lobby", *PHASES, "debrief"])
def test_14_a_reload_comes_back_to_its_screen_and_phase(played: Played, phase: str) -> None:
    names = {name: kept for (at, name), kept in played.kept.items() if at == phase}
    assert set(names) == {"console", "projector", "russia", "turkey"}
    assert names["russia"].startswith("Russia")
    assert names["turkey"].startswith("Turkey")


def test_25_the_debrief_shows_each_week_as_it_was_and_says_how_many_wars_stand_beside_it(
    played: Played, taken_home: Path
) -> None:
    page = played.screens.open("host", "/debrief/#console")
    page.wait_for_selector("#replay input[type=range]")
    told = json.loads((taken_home / "game.json").read_text(encoding="utf-8"))
    assert told["weeks"] == 8
    record = load_record(taken_home / "war")
    for week in (0, 3, 5, 8):
        page.locator("#replay input[type=range]").fill(str(week))
        holders = "".join(str(int(each)) for each in record.frame(week).holder)
        assert page.evaluate(_SAME_MAP, holders), f"week {week}"
        assert not page.evaluate(_SAME_MAP, holders.replace("5", "4")), "another map must not pass"
    page.fill("#runs", "20")
    page.get_by_role("button", name="Compute").click()
    said = page.get_by_text("20 wars of the model from turn 1, seeds")
    said.wait_for(timeout=90_000)
    assert "Range of the model" in page.inner_text("#compare")


_SAME_MAP = """async holders => {
  const [{ FieldMap }, { load }] = await Promise.all([import("/static/field-map.js"), import("/static/words.js")]);
  await load();
  const room = document.createElement("div");
  document.body.append(room);
  const map = new FieldMap(room, await (await fetch("/ground.json")).json(), { still: true });
  map.show(holders);
  const long = d => d && d.length > 400;
  const lines = of => [...of.querySelectorAll("path")].map(path => path.getAttribute("d")).filter(long);
  const [made, shown] = [lines(map.areas), lines(document.querySelector("#replay .map .map-grid svg"))];
  room.remove();
  return made.length > 3 && made.every(d => shown.includes(d));
}"""


def test_25_the_page_of_the_export_opens_from_disk_without_a_server(taken_home: Path) -> None:
    with opened(taken_home / "report.html") as page:
        assert page.locator("svg path").count() > 5
