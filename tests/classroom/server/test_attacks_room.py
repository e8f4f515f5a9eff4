"""What a hostile reader found in the room and at its doors: each of these went wrong once."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from sim.classroom import clerk, war
from sim.classroom.game import Note, opening
from sim.classroom.lesson import Plan, Settings
from sim.classroom.neighbour import read_neighbour
from sim.classroom.server import guard, live, room
from sim.classroom.server.store import Store
from sim.classroom.server.umpire import Umpire
from sim.errors import InputError, StorageError
from sim.scenario.load import load_scenario
from tests.classroom.looping import looped
from tests.classroom.playing import LABEL


class _Here:
    """An umpire that works in this process."""

    async def judge(self, work: Callable[[Any], Any], task: Any) -> Any:
        await asyncio.sleep(0)
        return work(task)

    async def ponder(self, work: Callable[[Any], Any], task: Any) -> Any:
        await asyncio.sleep(3600)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[room.Room]:
    store = Store.create(tmp_path / "game.theatre", "0", {"us_sdf": "ABCDEF"})
    loaded = load_scenario(LABEL, weeks=8)
    store.append([opening(LABEL, Plan(turns=2), Settings(), 7, loaded.resolved(), "0")], None, 0.0)
    yield room.Room(store, cast(Umpire, _Here()))
    store.close()


async def _settle(house: room.Room) -> None:
    for _ in range(200):
        house.kick()
        await asyncio.sleep(0)
        if house._working is None or house._working.done():
            return


async def _step(house: room.Room) -> None:
    told = {"id": f"step-{len(house.game.log):08d}", "kind": "step", "turn": house.game.turn, "phase": house.game.phase}
    await house.act(clerk.Who("white"), "white", told)
    await _settle(house)


def test_what_the_engine_found_and_the_disk_refused_is_found_again(
    house: room.Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        await _settle(house)
        for _ in range(2):
            await _step(house)
        kept = house.store.append

        def full(notes: list[Note], *rest: Any, **more: Any) -> Any:
            if any(note.kind == "policies" for note in notes):
                raise StorageError("the disk is full")
            return kept(notes, *rest, **more)

        monkeypatch.setattr(house.store, "append", full)
        await _step(house)
        assert house.game.phase == "locked"
        assert "full" in house.failure
        assert war.job_of(house.game) is not None
        monkeypatch.setattr(house.store, "append", kept)
        house.failure = ""
        await _settle(house)
        assert house.game.now.policies is not None

    looped(play())


def test_a_new_code_that_failed_half_way_can_be_asked_for_again(
    house: room.Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        told = {"id": "a-new-code", "kind": "new_code", "seat": "us_sdf", "reason": "lost"}
        renew = house.store.renew

        def broken(seat: str, code: str) -> None:
            raise StorageError("no")

        monkeypatch.setattr(house.store, "renew", broken)
        with pytest.raises(StorageError):
            await house.act(clerk.Who("white"), "white", told)
        monkeypatch.setattr(house.store, "renew", renew)
        await house.act(clerk.Who("white"), "white", told)
        assert house.store.codes()["us_sdf"] != "ABCDEF"

    looped(play())


def test_one_code_lets_in_a_team_and_not_a_crowd(house: room.Room) -> None:
    async def play() -> None:
        for _ in range(room.MOST_JOINED):
            house.join("ABCDEF", "", "commander", "1.2.3.4")
        with pytest.raises(clerk.Refusal, match="new code"):
            house.join("ABCDEF", "", "commander", "1.2.3.4")
        assert len(house.store.sessions()) == room.MOST_JOINED

    looped(play())


def test_made_up_cookies_do_not_make_a_phone_a_crowd() -> None:
    async def ask() -> int:
        door = guard.Guard(cast(Any, None), [], lambda *told: None)
        scopes = (
            {"client": ("10.0.0.1", 1), "path": f"/seat/{number}/", "headers": [(b"cookie", f"x={number}".encode())]}
            for number in range(2000)
        )
        return sum(not door._too_fast(scope) for scope in scopes)

    assert looped(ask()) == guard.ALL


def test_a_view_that_fails_does_not_end_the_lesson() -> None:
    def broken(line: live.Line, made: dict[str, Any]) -> str:
        raise KeyError("a fault of ours")

    async def push() -> bool:
        hub = live.Hub(broken)
        hub.lines.add(live.Line(cast(Any, None), "public"))
        task = asyncio.create_task(hub.push_forever())
        hub.changed()
        await asyncio.sleep(0.05)
        going = not task.done()
        task.cancel()
        return going

    assert looped(push())


def test_a_locked_zip_is_no_game_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("game.json", "{}")
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the sign of a password, in both heads
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="no game"):
        read_neighbour(path)
