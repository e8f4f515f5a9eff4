"""A full class at once, an engine at work, and a game's file from another version."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from statistics import quantiles
from typing import Any

import psutil
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sim.classroom.server.live import EACH
from tests.classroom.acceptance.screens import SEATS, begun
from tests.classroom.server.knocking import House, Seated, free_port, housed
from tests.house.tree import ROOT

pytestmark = pytest.mark.xdist_group("acceptance-lines")

MANY = 40


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("load"), "--turns", "2") as found:
        yield found


@pytest.fixture(scope="module")
def players(house: House) -> list[Seated]:
    """Return a class of which each holds five lines, as many as the server lets one have."""
    return [house.join(SEATS[at % 6], "observer", f"pupil {at}") for at in range(MANY // EACH)]


def _line(house: House, player: Seated) -> Any:
    address = f"ws://127.0.0.1:{house.port}/seat/{player.seat}/live"
    told = {"Cookie": f"theatre={player.cookie}"}
    return connect(address, origin=f"http://127.0.0.1:{house.port}", additional_headers=told, proxy=None)  # type: ignore[arg-type]


class Listener(threading.Thread):
    """One phone that waits for a phase and notes when it came."""

    def __init__(self, line: Any) -> None:
        super().__init__(daemon=True)
        self.line = line
        self.came: dict[tuple[int, str], float] = {}
        self.maps: dict[tuple[int, str], int] = {}

    def run(self) -> None:
        """Listen until the line is closed."""
        with suppress(ConnectionClosed):
            for text in self.line:
                told, now = json.loads(text), time.monotonic()
                if told["type"] == "state":
                    state = told["state"]
                    key = (state["turn"], state["phase"])
                    self.maps.setdefault(key, len(state["map"]["holders"]) if state["map"] else 0)
                    self.came.setdefault(key, now)


def _wait(true: Any) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_03_forty_phones_all_get_the_whole_map(house: House, players: list[Seated]) -> None:
    with ExitStack() as lines:
        listeners = [Listener(lines.enter_context(_line(house, player))) for player in players * EACH]
        for listener in listeners:
            listener.start()
        begun(house)
        house.until("reveal")
        now = (house.console()["turn"], "reveal")
        _wait(lambda: all(now in listener.came for listener in listeners))
        regions = len(house.ask("GET", "/ground.json").told["ground"]["ids"])
        assert [listener.maps[now] for listener in listeners] == MANY * [regions]


@pytest.mark.slow
def test_03_forty_phones_are_told_in_a_tenth_of_a_second_by_a_light_server(
    house: House, players: list[Seated], capsys: pytest.CaptureFixture[str]
) -> None:
    took = []
    with ExitStack() as lines:
        listeners = [Listener(lines.enter_context(_line(house, player))) for player in players * EACH]
        for listener in listeners:
            listener.start()
        begun(house)
        for _ in range(7):
            state = house.settled()
            time.sleep(1.0)  # the futures of the game may be at work; nobody else is
            began = time.monotonic()
            assert house.white("step", turn=state["turn"], phase=state["phase"]).status == 200
            after = house.console()
            now = (after["turn"], after["phase"])
            _wait(lambda now=now: all(now in listener.came for listener in listeners))
            took += [listener.came[now] - began for listener in listeners]
    assert house.process is not None
    memory = psutil.Process(house.process.pid).memory_info().rss / 1e6
    p50, p95 = quantiles(took, n=100)[49], quantiles(took, n=100)[94]
    with capsys.disabled():
        print(  # noqa: T201
            f"\ncheck 3: {MANY} phones, 7 steps: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms "
            f"with the step itself; server {memory:.0f} MB"
        )
    assert memory < 300
    assert p95 < 0.1 * 3, "the listeners, and what else runs on this machine, have a share in it"


def test_26_pages_are_answered_while_a_month_and_futures_are_run(house: House, players: list[Seated]) -> None:
    """The engine's processes are held, so that it cannot be done before the pages are asked for."""
    begun(house)
    house.until("locked")
    state = house.settled()
    assert house.process is not None
    workers = psutil.Process(house.process.pid).children(recursive=True)
    for worker in workers:
        worker.suspend()
    try:
        assert house.white("step", turn=state["turn"], phase="locked").status == 200
        assert players[0].state()["phase"] == "adjudication"
        assert players[1].act("predict", turn=state["turn"], answers={"land": "more"}).status == 200
        assert house.ask("GET", "/projector/api/state").told["phase"] == "adjudication"
        assert house.console()["proposal"]["state"] == "working"
    finally:
        for worker in workers:
            worker.resume()
    _wait(lambda: house.console()["proposal"]["state"] == "ready")


@pytest.mark.slow
def test_26_a_page_is_answered_in_a_fifth_of_a_second_while_a_thousand_futures_run(
    house: House, players: list[Seated], capsys: pytest.CaptureFixture[str]
) -> None:
    took = []
    house.ask("POST", "/console/api/futures", {"from_turn": 1, "runs": 1000}, console=True)
    for _ in range(3):
        begun(house)
        house.until("locked")
        state = house.settled()
        house.white("step", turn=state["turn"], phase="locked")
        while house.console()["proposal"]["state"] == "working":
            began = time.monotonic()
            assert players[1].state()["phase"] == "adjudication"
            took.append(time.monotonic() - began)
        house.until("reveal")
    with capsys.disabled():
        print(  # noqa: T201
            f"\ncheck 26: {len(took)} answers while months and 1,000 futures ran: median "
            f"{1000 * sorted(took)[len(took) // 2]:.0f} ms, slowest {1000 * max(took):.0f} ms"
        )
    assert sorted(took)[int(0.95 * len(took))] < 0.2


def _said_by(game: Path) -> tuple[int, str]:
    """Start the command on a file; return its exit code and words."""
    asked = [
        sys.executable,
        "-m",
        "sim",
        "classroom",
        "--no-browser",
        "--solo",
        "--port",
        str(free_port()),
        "--game",
        str(game),
    ]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def _changed(game: Path, words: str) -> None:
    with closing(sqlite3.connect(game)) as file:
        file.execute(words)
        file.commit()


def test_27_an_older_game_goes_on_and_one_of_another_form_is_refused_by_name(tmp_path: Path) -> None:
    with housed(tmp_path, "--turns", "2") as house:
        player = house.join("turkey")
        house.until("planning")
        assert player.order({"by": "turkey", "verb": "arm", "partner": "opposition", "level": 1}).status == 200
        house.kill()
        _changed(house.game, "UPDATE meta SET value = '0.0.9' WHERE key = 'version'")
        house.start()
        assert house.console()["phase"] == "planning"
        assert player.state()["orders"]["submitted"]
        house.kill()
        _changed(house.game, "PRAGMA user_version=99")
    code, said = _said_by(house.game)
    assert code != 0
    assert "was made by a newer version of theatre (0.0.9, form 99; this one reads form 1)" in " ".join(said.split())
    assert "Traceback" not in said
