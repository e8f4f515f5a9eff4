"""A server that is killed again and again while teams write: no acknowledged order is lost, none is doubled."""

from __future__ import annotations

import random
import threading
import time
import uuid
from pathlib import Path

import pytest

from sim.classroom.server.store import Store
from tests.classroom.server.knocking import House, Seated, free_port

SEATS = ("regime", "russia", "iran", "us_sdf", "opposition", "turkey")


class Writer(threading.Thread):
    """A page that sends statements, each under one id until it is answered, as net.js does."""

    def __init__(self, player: Seated, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.player, self.stop = player, stop
        self.acknowledged: list[str] = []
        self.retried = 0

    def run(self) -> None:
        """Write until told to stop; a refusal would be an error of the test."""
        while not self.stop.is_set():
            mark = uuid.uuid4().hex
            while not self.stop.is_set():
                try:
                    answer = self.player.act("statement", id=mark, turn=1, text=mark)
                except OSError:
                    self.retried += 1
                    time.sleep(0.02)
                    continue
                if answer.status == 200:
                    self.acknowledged.append(mark)
                    break
                assert answer.status == 429, answer.body


def _play(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill a server so many times while twelve writers write; return what was counted."""
    house = House(free_port(), folder / "game.theatre").start()
    players = [house.join(seat, role) for seat in SEATS for role in ("commander", "observer")]
    house.until("planning")
    stop, luck = threading.Event(), random.Random(seed)
    writers = [Writer(player, stop) for player in players]
    for writer in writers:
        writer.start()
    try:
        for _ in range(kills):
            time.sleep(luck.uniform(0.15, 0.6))
            house.kill()
            house.start()
        time.sleep(0.3)
    finally:
        stop.set()
        for writer in writers:
            writer.join(timeout=30)
        house.kill()
    store = Store.open(house.game)  # which checks that the file is whole
    stored = [entry.body["text"] for entry in store.entries() if entry.kind == "statement"]
    store.close()
    acknowledged = {mark for writer in writers for mark in writer.acknowledged}
    return {
        "kills": kills,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - set(stored)),
        "doubled": len(stored) - len(set(stored)),
        "stored without an answer": len(set(stored) - acknowledged),
        "retries": sum(writer.retried for writer in writers),
    }


def test_no_order_that_was_acknowledged_is_lost_or_doubled_by_three_kills(tmp_path: Path) -> None:
    counted = _play(tmp_path, 3, seed=1)
    assert counted["acknowledged"] > 0
    assert (counted["lost"], counted["doubled"]) == (0, 0), counted


@pytest.mark.slow
def test_no_order_that_was_acknowledged_is_lost_or_doubled_by_fifty_kills(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = _play(tmp_path, 50, seed=2)
    with capsys.disabled():
        print(f"\n{counted}")  # noqa: T201
    assert counted["acknowledged"] > 100
    assert (counted["lost"], counted["doubled"]) == (0, 0), counted
