"""The file of a game: written whole, opened by one, and refused in words when it is damaged or not ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sim.classroom.game import Game, Note
from sim.classroom.server.store import FORM, Session, Store
from sim.errors import StorageError
from tests.classroom.playing import Table

CODES = {"regime": "ABCDEF", "russia": "GHJKMN"}


def _made(folder: Path) -> Path:
    """Return the file of a game of a few entries, closed."""
    store = Store.create(folder / "a.theatre", "0.1.0", CODES)
    table = Table()
    first = table.entries[0]
    store.append([Note("white", first.kind, first.body)], None, 1.0)
    game = Game.of(store.entries())
    for number in range(3):
        note = Note("seat:russia", "statement", {"seat": "russia", "text": f"said {number}"})
        store.append([note], game, 2.0, act=(f"act-{number}", "me", {"ok": number}))
    store.back_up()
    store.close()
    return store.path


def test_what_was_stored_is_there_again(tmp_path: Path) -> None:
    store = Store.open(_made(tmp_path))
    assert [entry.kind for entry in store.entries()] == ["open", "statement", "statement", "statement"]
    assert store.answered("act-1") == ("me", {"ok": 1})
    assert store.answered("act-9") is None
    assert store.codes() == CODES
    store.close()


def test_an_act_cannot_be_stored_twice_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store.open(_made(tmp_path))
    game = Game.of(store.entries())
    with pytest.raises(StorageError):
        store.append([Note("white", "pause", {})], game, 3.0, act=("act-1", "me", {}))
    assert len(store.entries()) == 4
    store.close()


def test_entries_can_only_be_added(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with closing(sqlite3.connect(path)) as database:
        for change in ("UPDATE entry SET kind = 'x'", "DELETE FROM entry"):
            with pytest.raises(sqlite3.Error, match="only added"):
                database.execute(change)


def test_a_session_is_kept_as_a_hash_and_ends_with_a_new_code(tmp_path: Path) -> None:
    store = Store.open(_made(tmp_path))
    store.admit(Session("h" * 64, "russia", "commander", "Ann"), 1.0)
    assert store.session("h" * 64) == Session("h" * 64, "russia", "commander", "Ann")
    store.renew("russia", "ZZZZZZ")
    assert store.session("h" * 64) is None
    assert store.codes()["russia"] == "ZZZZZZ"
    store.close()


def test_one_server_at_a_time(tmp_path: Path) -> None:
    path = _made(tmp_path)
    store = Store.open(path)
    with pytest.raises(StorageError, match="is open in another"):
        Store.open(path)
    store.close()
    Store.open(path).close()


def test_a_game_is_never_overwritten(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with pytest.raises(StorageError, match="exists already"):
        Store.create(path, "0.1.0", CODES)


def test_a_copy_of_the_last_turn_opens(tmp_path: Path) -> None:
    path = _made(tmp_path)
    copy = path.with_suffix(".backup").rename(tmp_path / "b.theatre")
    store = Store.open(copy)
    assert len(store.entries()) == 4
    store.close()


@pytest.mark.parametrize("form", [FORM - 1, FORM + 1])
def test_a_file_of_another_form_is_refused_with_the_version_that_made_it(tmp_path: Path, form: int) -> None:
    path = _made(tmp_path)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version={form}")
    with pytest.raises(StorageError, match=r"version of theatre \(0\.1\.0"):
        Store.open(path)


def _text(path: Path) -> None:
    path.write_text("no game at all", encoding="utf-8")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE other (x)")
        database.commit()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def _scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:20_000] = b"\x5a" * (20_000 - 4096)
    path.write_bytes(bytes(content))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _read(path: Path) -> None:
    store = Store.open(path)
    try:
        store.entries()
    finally:
        store.close()


@pytest.mark.parametrize("harm", [_text, _foreign, _cut, _scrambled, _empty])
def test_damaged_and_foreign_files_are_refused_in_words(tmp_path: Path, harm: object) -> None:
    path = _made(tmp_path)
    for rest in tmp_path.glob("a.theatre-*"):
        rest.unlink()
    harm(path)  # type: ignore[operator]
    with pytest.raises(StorageError, match=r"no saved game|damaged|holds no game"):
        _read(path)


def test_folders_that_are_copied_while_they_are_written_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="local folder"):
        Store.create(tmp_path / "OneDrive" / "a.theatre", "0.1.0", CODES)
