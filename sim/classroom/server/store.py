"""The file of a game: one SQLite database, written before anybody is answered, and only ever added to.

WAL with full synchronisation, since a laptop's battery can die. Tokens are kept as hashes; nothing is ever unpickled.
Owns the file and its form. Knows nothing of what entries mean.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Self

from filelock import FileLock, Timeout

from sim.classroom.game import Entry, Game, Note
from sim.errors import StorageError

__all__ = ["FORM", "Session", "Store"]

FORM = 1
"""Number of the form of the file; raised when older files can no longer be read."""

MARK = 0x54484541
"""The application id of our files: THEA."""

_HEAD = b"SQLite format 3\x00"
_SYNCED = ("onedrive", "dropbox", "icloud", "google drive", "googledrive", "nextcloud")
"""Folders that copy files while they are written, which a database does not survive."""

MOST_REFUSED = 2000
"""Refused requests that are kept, the newest ones; assumption: more tell nothing new."""

_FORM = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, branch INTEGER NOT NULL, turn INTEGER NOT NULL,
  phase TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TABLE act (id TEXT PRIMARY KEY, who TEXT NOT NULL, answer TEXT NOT NULL);
CREATE TABLE session (
  hash TEXT PRIMARY KEY, seat TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, made REAL NOT NULL);
CREATE TABLE code (seat TEXT PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE refused (at REAL NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, path TEXT NOT NULL);
"""


_COLUMNS = "at, branch, turn, phase, actor, kind, body, reason"


class Session(NamedTuple):
    """Hold who a cookie stands for."""

    hash: str
    seat: str
    role: str
    name: str


class Store:
    """Keep one game on disk. `create` makes a file, `open` takes one that is there; both hold it alone."""

    def __init__(self, path: Path, database: sqlite3.Connection, lock: FileLock) -> None:
        self.path = path
        self._database = database
        self._lock = lock
        self._noted: dict[tuple[str, str], float] = {}

    @classmethod
    def create(cls, path: Path, version: str, codes: Mapping[str, str]) -> Self:
        """Make the file of a new game; StorageError if it exists or cannot be kept there."""
        if path.exists():
            raise StorageError(f"{path} exists already; a game is never overwritten. Choose another name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(path, _connect(path), _hold(path))
        database = store._database
        database.executescript(f"PRAGMA application_id={MARK}; PRAGMA user_version={FORM}; BEGIN; {_FORM} COMMIT;")
        with store._writing():
            database.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
            database.executemany("INSERT INTO code VALUES (?, ?)", list(codes.items()))
        return store

    @classmethod
    def open(cls, path: Path) -> Self:
        """Take up a game; StorageError says why a file is none, or of another version, or damaged, or in use."""
        try:
            with path.open("rb") as file:
                head = file.read(len(_HEAD))
        except OSError as error:
            raise StorageError(f"{path} cannot be read: {error.strerror or error}.") from error
        if head != _HEAD:
            raise StorageError(f"{path} is no saved game of theatre, or it is damaged at its very start.")
        lock = _hold(path)
        try:
            return cls(path, _checked(path), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
        self._lock.release()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write all of a block or nothing, on disk when the block ends."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            yield
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise StorageError(f"{self.path} cannot be written: {error}. Nothing of it was kept.") from error
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def append(
        self,
        notes: Sequence[Note],
        game: Game | None,
        now: float,
        *,
        act: tuple[str, str, Mapping[str, Any]] | None = None,
    ) -> list[Entry]:
        """Add entries, and with them the answer to the act `(id, who, answer)` that led to them; return the entries."""
        at = (game.branch, game.turn, game.phase) if game else (0, 0, "lobby")
        added = []
        with self._writing():
            for note in notes:
                body = json.dumps(note.body, ensure_ascii=True, allow_nan=False)
                row = (now, *at, note.actor, note.kind, body, note.reason)
                cursor = self._database.execute(f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
                added.append(
                    Entry(cursor.lastrowid or 0, now, *at, note.actor, note.kind, json.loads(body), note.reason)
                )
            if act is not None:
                name, who, answer = act
                self._database.execute("INSERT INTO act VALUES (?, ?, ?)", (name, who, json.dumps(answer)))
        return added

    def answered(self, name: str) -> tuple[str, dict[str, Any]] | None:
        """Return who did an act and what was answered; None if it has not been done."""
        found = self._database.execute("SELECT who, answer FROM act WHERE id = ?", (name,)).fetchone()
        return None if found is None else (found[0], json.loads(found[1]))

    def entries(self) -> list[Entry]:
        """Return the whole log; StorageError if it is damaged."""
        try:
            rows = self._database.execute(f"SELECT seq, {_COLUMNS} FROM entry ORDER BY seq").fetchall()
            found = [Entry._make((*row[:7], json.loads(row[7]), row[8])) for row in rows]
        except (sqlite3.Error, ValueError, TypeError, RecursionError) as error:
            raise StorageError(f"{self.path} is damaged: {error}. {_BACKUP}") from error
        if not found or found[0].kind != "open":
            raise StorageError(f"{self.path} holds no game. {_BACKUP}")
        return found

    def game(self) -> Game:
        """Return the game that follows from the log; StorageError if none does."""
        try:
            return Game.of(self.entries())
        except (AttributeError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise StorageError(f"{self.path} is damaged: its log makes no game ({error!r}). {_BACKUP}") from error

    def codes(self) -> dict[str, str]:
        """Return the code of each seat."""
        return dict(self._database.execute("SELECT seat, code FROM code").fetchall())

    def renew(self, seat: str, code: str) -> None:
        """Give a seat another code, and end its sessions."""
        with self._writing():
            self._database.execute("UPDATE code SET code = ? WHERE seat = ?", (code, seat))
            self._database.execute("DELETE FROM session WHERE seat = ?", (seat,))

    def admit(self, session: Session, now: float) -> None:
        """Remember a session."""
        with self._writing():
            self._database.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", (*session, now))

    def session(self, token: str) -> Session | None:
        """Return the session of a hashed token, if there is one."""
        found = self._database.execute("SELECT hash, seat, role, name FROM session WHERE hash = ?", (token,)).fetchone()
        return None if found is None else Session(*found)

    def sessions(self) -> list[Session]:
        """Return all sessions, the oldest first."""
        rows = self._database.execute("SELECT hash, seat, role, name FROM session ORDER BY made").fetchall()
        return [Session(*row) for row in rows]

    def refuse(self, kind: str, address: str, path: str, now: float) -> None:
        """Note a request that was refused; of the same kind and address one a second, since each is a write."""
        if now - self._noted.get((kind, address), 0.0) < 1.0:
            return
        if len(self._noted) > MOST_REFUSED:
            self._noted.clear()
        self._noted[kind, address] = now
        with self._writing():
            row = (now, kind, address[:60], path[:80].encode("ascii", "backslashreplace").decode())
            added = self._database.execute("INSERT INTO refused VALUES (?, ?, ?, ?)", row).lastrowid or 0
            self._database.execute("DELETE FROM refused WHERE rowid <= ?", (added - MOST_REFUSED,))

    def refusals(self, most: int = 50) -> list[tuple[float, str, str, str]]:
        """Return the last requests that were refused: when, why, from where, for what."""
        return self._database.execute("SELECT * FROM refused ORDER BY at DESC LIMIT ?", (most,)).fetchall()

    def back_up(self) -> Path:
        """Write a whole copy beside the file, in place of the last one."""
        target = self.path.with_suffix(".backup")
        draft = target.with_name(f".{target.name}-{os.getpid()}")
        try:
            draft.unlink(missing_ok=True)
            self._database.execute("VACUUM INTO ?", (str(draft),))
            draft.replace(target)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"No copy of {self.path} could be written: {error}.") from error
        finally:
            with suppress(OSError):  # another program may look at it just now
                draft.unlink(missing_ok=True)
        return target


_BACKUP = "Its copy of the last turn ends in .backup: rename that to .theatre and try again."


def _hold(path: Path) -> FileLock:
    """Hold a game's file alone; StorageError if another server has it."""
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StorageError(f"{path} is open in another theatre classroom. Close that one first.") from error
    return lock


def _connect(path: Path) -> sqlite3.Connection:
    synced = next((name for part in path.absolute().parts for name in _SYNCED if name in part.lower()), None)
    if synced is not None:
        raise StorageError(f"{path} lies in a folder that {synced} copies while it is written. Choose a local folder.")
    database = None
    try:
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=2.0)
        mode = database.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        database.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error as error:
        if database is not None:
            database.close()
        raise StorageError(f"{path} is damaged or cannot be opened: {error}. {_BACKUP}") from error
    if mode != "wal":
        database.close()
        raise StorageError(f"{path} lies on a drive where a game cannot be kept safely. Choose a local folder.")
    return database


def _checked(path: Path) -> sqlite3.Connection:
    """Return a connection to a game's file that is whole and of our form; a file that is not ours is left untouched."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as looking:
            _known(path, looking)
        database = _connect(path)
    except sqlite3.Error as error:
        raise StorageError(f"{path} is damaged: {error}. {_BACKUP}") from error
    try:
        found = database.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        found = error
    if found != "ok":
        database.close()
        raise StorageError(f"{path} is damaged: {found}. {_BACKUP}")
    return database


def _known(path: Path, database: sqlite3.Connection) -> None:
    """Raise StorageError unless a file bears our mark and is of our form."""
    mark, form = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if mark != MARK:
        raise StorageError(f"{path} is no saved game of theatre.")
    if form != FORM:
        newer = "a newer" if form > FORM else "an older"
        told = database.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        version = told[0] if told else "?"
        raise StorageError(
            f"{path} was made by {newer} version of theatre ({version}, form {form}; this one reads form {FORM})."
        )
