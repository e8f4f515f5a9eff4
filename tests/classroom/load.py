"""Forty clients on a real server: what a push to all costs, how much memory the server takes, what futures take.

    python -m tests.classroom.load

Owns these figures. Knows nothing of pass or fail: they go into the notes of a release.
"""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
from websockets.sync.client import connect

from tests.classroom.server.knocking import House, housed

CLIENTS, PUSHES, RUNS = 40, 20, 200
SEATS = ("regime", "russia", "iran", "us_sdf", "opposition", "turkey")


def _line(house: House, number: int) -> Any:
    """Return a context with the socket of one client."""
    seat = SEATS[number % len(SEATS)]
    player = house.join(seat, "observer" if number >= len(SEATS) else "commander")
    return connect(
        f"ws://127.0.0.1:{house.port}/seat/{seat}/live",
        origin=f"http://127.0.0.1:{house.port}",  # type: ignore[arg-type]  # a plain text will do
        additional_headers={"Cookie": f"theatre={player.cookie}"},
        max_size=None,
    )


def _drain(line: Any) -> None:
    """Read what has come until a state that follows the last act."""
    while True:
        try:
            line.recv(timeout=0.3)
        except TimeoutError:
            return


def _server(house: House) -> psutil.Process:
    assert house.process is not None
    return psutil.Process(house.process.pid)


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[round(share * (len(values) - 1))]


def measure() -> dict[str, Any]:
    """Return the figures, as a mapping of plain numbers."""
    with tempfile.TemporaryDirectory() as name, housed(Path(name), "--turns", "2") as house, ExitStack() as stack:
        lines = [stack.enter_context(_line(house, number)) for number in range(CLIENTS)]
        house.until("planning")
        server = _server(house)
        for line in lines:
            _drain(line)
        spent, size = [], 0
        for _ in range(PUSHES):
            before = sum(server.cpu_times()[:2])
            assert house.white("message", text="a message to all", to="all").status == 200
            size = max(len(line.recv(timeout=10)) for line in lines)
            time.sleep(0.2)
            spent.append(1000.0 * (sum(server.cpu_times()[:2]) - before))
        told = {
            "clients": CLIENTS,
            "bytes of a view": size,
            "server CPU a push, p50 [ms]": round(_quantile(spent, 0.5), 1),
            "server CPU a push, p95 [ms]": round(_quantile(spent, 0.95), 1),
            "server memory [MB]": round(server.memory_info().rss / 1e6),
        }
        return told | _month(house) | _futures(house)


def _month(house: House) -> dict[str, Any]:
    """Return the time from sealing to a proposal, and how long pages waited meanwhile."""
    house.step()
    began = time.perf_counter()
    house.step()
    house.settled()
    return {"month of four weeks, from the click to the proposal [s]": round(time.perf_counter() - began, 2)}


def _futures(house: House) -> dict[str, Any]:
    """Return the time until so many futures are there, and how long a page waited while they ran."""
    began, waits = time.perf_counter(), []
    answer = house.ask("POST", "/console/api/futures", {"from_turn": 1, "runs": RUNS}, console=True)
    assert answer.status == 200, answer.body
    while True:
        asked = time.perf_counter()
        house.ask("GET", "/projector/api/state")
        waits.append(1000.0 * (time.perf_counter() - asked))
        state = json.loads(house.ask("GET", "/debrief/api/state", console=True).body)["futures"]
        if state["state"] == "ready":
            break
        time.sleep(0.1)
    return {
        f"{RUNS} futures, from the click to all of them [s]": round(time.perf_counter() - began, 1),
        "a page meanwhile, p50 [ms]": round(_quantile(waits, 0.5)),
        "a page meanwhile, p95 [ms]": round(_quantile(waits, 0.95)),
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:55} {value}")  # noqa: T201
