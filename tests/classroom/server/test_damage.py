"""Saved games that somebody bent, and files that are none: refused in words, never run, never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sim.classroom.game import Note
from sim.classroom.server import store as stores
from sim.classroom.server.codes import hashed, new_token
from sim.classroom.server.store import MOST_REFUSED, Session, Store
from sim.errors import StorageError
from tests.classroom.playing import Table

WORDS = Note("white", "message", {"to": "all", "text": "x" * 200})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a game that has begun."""
    where = tmp_path / "game.theatre"
    opening = Table(turns=1).entries[0]
    with closing(Store.create(where, "0.1.0", {"russia": "ABCDEF"})) as made:
        made.append([Note(opening.actor, opening.kind, opening.body)], None, 1.0)
        for _ in range(40):
            made.append([WORDS], None, 2.0)
    return where


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store.open(path)) as found:
        yield found


def _edited(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(text)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwritten(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x5a" * 8192 + whole[12288:])


def _replaced(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _bent(body: str) -> Callable[[Path], object]:
    return lambda path: _edited(path, f"DROP TRIGGER entry_stays; UPDATE entry SET body = '{body}' WHERE seq = 1;")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_truncated, "damaged"),
        (_overwritten, "damaged"),
        (_replaced(b""), "no saved game"),
        (_replaced(b"\x80\x04\x95pickled"), "no saved game"),
        (_replaced(b"SQLite format 3\x00" + b"\xff" * 5000), "damaged"),
        (lambda path: _edited(path, "PRAGMA user_version=99;"), "a newer version of theatre (0.1.0, form 99"),
        (lambda path: _edited(path, "PRAGMA user_version=0;"), "an older version"),
        (lambda path: _edited(path, "PRAGMA application_id=7;"), "no saved game"),
        (lambda path: _edited(path, "DROP TRIGGER entry_kept; DELETE FROM entry;"), "holds no game"),
        (lambda path: _edited(path, "DROP TABLE entry;"), "damaged"),
        (_bent("{"), "damaged"),
        (_bent("{}"), "its log makes no game"),
        (_bent("[1]"), "its log makes no game"),
        (_bent("[" * 100_000), "damaged"),
    ],
)
def test_what_is_no_whole_game_of_ours_is_refused_in_words(
    path: Path, harm: Callable[[Path], object], told: str
) -> None:
    harm(path)
    with pytest.raises(StorageError) as fault, closing(Store.open(path)) as opened:
        opened.game()
    assert told in str(fault.value)
    assert "Traceback" not in str(fault.value)


def test_a_database_of_another_program_is_left_as_it_was(tmp_path: Path) -> None:
    foreign = tmp_path / "accounts.theatre"
    _edited(foreign, "CREATE TABLE money (much);")
    before = foreign.read_bytes()
    with pytest.raises(StorageError, match="no saved game"):
        Store.open(foreign)
    assert foreign.read_bytes() == before


def test_a_file_that_another_program_holds_is_not_waited_for(store: Store) -> None:
    store._database.execute("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            store.append([WORDS], None, 3.0)
    assert len(store.append([WORDS], None, 3.0)) == 1


def test_a_drive_without_a_log_of_writes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in memory cannot do it either, so it stands for a drive of the network."""
    whole = sqlite3.connect
    monkeypatch.setattr(stores.sqlite3, "connect", lambda path, **words: whole(":memory:", **words))
    with pytest.raises(StorageError, match="cannot be kept safely"):
        Store.create(tmp_path / "game.theatre", "0.1.0", {})


def test_an_act_is_entered_with_its_answer_or_not_at_all(store: Store) -> None:
    before = len(store.entries())
    store.append([WORDS], None, 3.0, act=("act-0001", "white", {"ok": True}))
    assert store.answered("act-0001") == ("white", {"ok": True})
    with pytest.raises(StorageError, match="Nothing of it was kept"):
        store.append([WORDS, WORDS], None, 3.0, act=("act-0001", "white", {"ok": True}))
    assert len(store.entries()) == before + 1
    with pytest.raises(ValueError, match="JSON"):
        store.append([WORDS, Note("white", "message", {"text": float("nan")})], None, 3.0)
    assert len(store.entries()) == before + 1


def test_a_token_is_kept_as_a_hash_alone(path: Path, store: Store) -> None:
    token = new_token()
    store.admit(Session(hashed(token), "russia", "commander", "Maya"), 1.0)
    assert store.session(hashed(token)) is not None
    assert store.session(token) is None
    store.close()
    assert token.encode() not in path.read_bytes()


def test_refusals_are_kept_small_and_few(store: Store) -> None:
    store.refuse("wrong_host", "1.2.3.4" * 20, "/\ud800\x00" + "x" * 500, 1.0)
    for number in range(3):
        store.refuse("wrong_host", "9.9.9.9", "/", 10.0 + number / 10)
    assert len(store.refusals()) == 2
    _, kind, address, path = store.refusals()[-1]
    assert (kind, len(address)) == ("wrong_host", 60)
    assert path.isascii()
    assert "x" * 80 not in path
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
    store._database.execute(f"INSERT INTO refused {rows} SELECT 5.0, 'old', 'a', '/' FROM n")
    store.refuse("newest", "a", "/", 20.0)
    assert store.refusals(1)[0][1] == "newest"
    assert len(store.refusals(9999)) == MOST_REFUSED
