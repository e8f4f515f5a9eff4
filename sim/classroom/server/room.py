"""The room: one game with its file, its sockets and its umpire; what is entered is stored, folded, then pushed.

Owns the order of these steps: commit, answer, tell. Knows nothing of HTTP.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.classroom import acts, adjudication, clerk, debrief, exploring, export, futures, view
from sim.classroom.game import Note
from sim.classroom.server.codes import Guesses, hashed, new_code, new_token, plain_code, seat_of
from sim.classroom.server.live import Hub, Line
from sim.classroom.server.store import Session, Store
from sim.classroom.server.umpire import Umpire
from sim.classroom.war import job_of
from sim.errors import TheatreError

__all__ = ["RUNS", "Futures", "Room"]

RUNS = 200
"""Futures that are made from the first turn on, without being asked, so that the debrief has them."""

MOST_JOINED = 60
"""Most times that somebody may join a seat under one code: a team, and phones that forgot; assumption."""

TICK = 0.5
"""Time between two looks at the clock [s]."""

SILENT = 15.0
"""Time without a socket after which a player counts as not heard of [s]."""

_log = logging.getLogger("theatre.classroom")


@dataclass
class Futures:
    """Hold the futures that were asked for and those that are done."""

    asked: dict[str, int]
    rows: list[futures.Rows] = field(default_factory=list)
    doing: list[asyncio.Task[None]] = field(default_factory=list)


class Room:
    """Hold one game in play."""

    def __init__(
        self,
        store: Store,
        umpire: Umpire,
        *,
        addresses: Sequence[str] = (),
        language: str = "en",
        beside: Sequence[Mapping[str, Any]] = (),
        foreseen: int = RUNS,
    ) -> None:
        """Take up the game of a store; `foreseen` futures are made without being asked for."""
        self.foreseen = foreseen
        self.store, self.umpire, self.language = store, umpire, language
        self.addresses, self.beside = list(addresses), list(beside)
        self.game = store.game()
        self.saved_at = self.game.log[-1].at
        self.hub = Hub(self._text)
        self.guesses = Guesses()
        self.failure = ""
        self.futures: Futures | None = None
        self._working: asyncio.Task[None] | None = None
        self._last_seen: dict[str, float] = {}
        self._told_late = False

    # --- acts -------------------------------------------------------------------------------------------------------

    async def act(self, who: clerk.Who, key: str, data: object) -> dict[str, Any]:
        """Do an act once, whatever happens to the line; raises Malformed or Refusal. `key` says whose ids are meant."""
        act = acts.parse_white(data) if who.kind == "white" else acts.parse_seat(data)
        before = self.store.answered(act.id)
        if before is not None:
            if before[0] != key:
                raise clerk.Refusal(409, "unknown", "That id is somebody else's.")
            return before[1]
        now = time.time()
        self._due(now)
        notes = clerk.admit(self.game, who, act, now, self.language)
        answer = self._answer(who, notes)
        gone = self._renew(act.seat) if isinstance(act, acts.NewCode) else set()
        self.enter(notes, now, act=(act.id, key, answer))
        if who.kind == "white":
            self.failure = ""
        await self.hub.drop(gone)
        return answer

    def _answer(self, who: clerk.Who, notes: Sequence[Note]) -> dict[str, Any]:
        """Return what an act is answered: for a set of orders its version and the ruling on each."""
        for note in notes:
            if note.kind == "orders":
                rulings = clerk.rulings_of(self.game, who.seat, note.body["orders"])
                return {"ok": True, "version": note.body["version"], "rulings": rulings}
        return {"ok": True}

    def enter(self, notes: Sequence[Note], now: float, act: tuple[str, str, Mapping[str, Any]] | None = None) -> None:
        """Store entries, fold them, then have everybody told; nothing is folded that is not on disk."""
        for entry in self.store.append(notes, self.game, now, act=act):
            self.game.take(entry)
        self.saved_at = now
        self._told_late = False
        if any(note.kind == "step" for note in notes):
            with contextlib.suppress(TheatreError):
                self.store.back_up()
        self.hub.changed()
        self.kick()

    def _renew(self, seat: str) -> set[str]:
        """Give a seat another code, before that is entered: an act that fails half way can be sent again."""
        gone = {session.hash for session in self.store.sessions() if session.seat == seat}
        self.store.renew(seat, new_code())
        return gone

    def join(self, code: str, name: str, role: str, address: str) -> tuple[str, str]:
        """Let somebody in; return the seat and the token of the session. Refusal for a wrong code, or too many."""
        now = time.time()
        if self.guesses.too_many(address, now):
            raise clerk.Refusal(429, "wait", "Wait a minute.")
        seat = seat_of(plain_code(code), self.store.codes())
        if seat is None or seat not in self.game.seats:
            self.guesses.wrong(address, now)
            self.store.refuse("bad_code", address, "join", now)
            raise clerk.Refusal(403, "bad_code", "That code is not in this game. Check the card.")
        if self.game.phase == "closed" or len(self.game.players.get(seat, ())) >= MOST_JOINED:
            raise clerk.Refusal(409, "full", "Nobody can join here now. Ask the facilitator for a new code.")
        token = new_token()
        self.store.admit(Session(hashed(token), seat, role, name), now)
        self.enter([clerk.joined(self.game, seat, name, role)], now)
        return seat, token

    # --- the engine and the clock -----------------------------------------------------------------------------------

    def kick(self) -> None:
        """Have the engine work if the game needs to know something."""
        if (self._working is None or self._working.done()) and not self.failure and job_of(self.game) is not None:
            self._working = asyncio.create_task(self._work())

    async def _work(self) -> None:
        while (job := job_of(self.game)) is not None:
            try:
                answer = await self.umpire.judge(adjudication.work, job)
            except Exception as error:
                _log.warning("the engine failed: %s", error)
                self.failure = str(error) or type(error).__name__
                self.hub.changed()
                return
            current = job_of(self.game)
            if current is None or current.key != job.key:
                continue  # the game has gone on meanwhile; what was found out is of no use
            try:
                if answer.notes and not self._known(answer):
                    self.enter(answer.notes, time.time())
            except TheatreError as error:  # what is not on disk is not known: the job is done again
                _log.warning("%s", error)
                self.failure = str(error)
                self.hub.changed()
                return
            self.game.known[job.key] = answer
            self.hub.changed()
            self._foresee()

    def _known(self, answer: adjudication.Answer) -> bool:
        """Say whether a proposal that is found again after a crash stands in the log already."""
        return answer.kind == "month" and self.game.now.proposal == answer.account.hash

    def _foresee(self) -> None:
        """Begin the futures from the first turn once the game has begun."""
        if self.futures is None and self.game.turn >= 1 and self.foreseen >= 2:
            self.imagine(1, self.foreseen)

    def imagine(self, from_turn: int, runs: int) -> None:
        """Ask for futures; those asked for before are given up. InputError for what cannot be asked."""
        chunks = futures.start(self.game, from_turn, runs)
        if self.futures is not None:
            for task in self.futures.doing:
                task.cancel()
        mine = self.futures = Futures({"from_turn": from_turn, "runs": runs})

        async def one(chunk: futures.Chunk) -> None:
            try:
                mine.rows.append(await self.umpire.ponder(futures.work, chunk))
            except Exception as error:
                _log.warning("futures failed: %s", error)
                self.futures = None if self.futures is mine else self.futures  # they can be asked for again
            if self.futures is mine and self.game.phase in debrief.OPEN:
                self.hub.changed()

        mine.doing = [asyncio.create_task(one(chunk)) for chunk in chunks]

    async def explore(self, data: object) -> dict[str, Any]:
        """Run what the explore page asks for; InputError for what cannot be asked."""
        ask, batches = await self.umpire.ponder(exploring.batches, data)
        rows = await asyncio.gather(*(self.umpire.ponder(exploring.work, batch) for batch in batches))
        return exploring.answer(ask, rows)

    async def parcel(self, path: Path, *, names: bool = False) -> Path:
        """Write the zip of the game."""
        parcel = export.parcel_of(self.game, debrief.timeline(self.game, self.language), names=names)
        return await self.umpire.judge(export.write_to, (parcel, path))  # not behind futures

    def _due(self, now: float) -> None:
        notes = clerk.due(self.game, now)
        if notes:
            self.enter(notes, now)
        elif self.game.deadline is not None and now >= self.game.deadline and not self._told_late:
            self._told_late = True
            self.hub.changed()

    async def tick_forever(self) -> None:
        """Look at the clock, and at who has gone silent."""
        silent: frozenset[str] = frozenset()
        while True:
            try:
                self._due(time.time())
                self.kick()
                gone = frozenset(self._silent())
                if gone != silent:
                    silent = gone
                    self.hub.changed()
            except TheatreError as error:
                _log.warning("%s", error)
            except Exception:
                _log.exception("a fault of ours; the class goes on")
            await asyncio.sleep(TICK)

    def _silent(self) -> list[str]:
        """Return the sessions that have no socket now; note when the others were last heard of."""
        now, gone = time.time(), []
        for session in self.store.sessions():
            if self.hub.connected(session.hash):
                self._last_seen[session.hash] = now
            else:
                gone.append(session.hash)
        return gone

    # --- views ------------------------------------------------------------------------------------------------------

    def _text(self, line: Line, made: dict[str, Any]) -> str:
        """Return the text of a line's view; roles that are shared are made once a push."""
        if line.role not in made:
            made[line.role] = json.dumps({"type": "state", "state": self.state(line.role)})
        text: str = made[line.role]
        if line.role.startswith("seat:"):
            return text.replace(_NOBODY, json.dumps({"me": _me(self.store.session(line.session))})[1:-1], 1)
        return text

    def state(self, role: str, session: Session | None = None) -> dict[str, Any]:
        """Return the view of a role: `public`, `console`, `debrief` or `seat:<seat>`."""
        now = time.time()
        if role == "console":
            return view.console(self.game, now, self.told(), self.language)
        if role == "debrief":
            done = self.futures
            return debrief.state(
                self.game, now, rows=done.rows if done else (), asked=done.asked if done else None,
                beside=self.beside, language=self.language,
            )  # fmt: skip
        if role == "public":
            return view.public(self.game, now, self.language) | {"join": self._door()}
        seat = role.partition(":")[2]
        who = clerk.Who("seat", seat, session.role if session else "", session.name if session else "")
        return view.seat(self.game, seat, who, now, self.language)

    def _door(self) -> dict[str, str]:
        return {"address": self.addresses[0] if self.addresses else "", "qr": "/qr.svg"}

    def told(self) -> dict[str, Any]:
        """Return what the room knows and the game does not: codes, who is connected, addresses."""
        codes, now = self.store.codes(), time.time()
        seats: dict[str, Any] = {seat: {"code": code, "sessions": []} for seat, code in codes.items()}
        for session in self.store.sessions():
            here = self.hub.connected(session.hash)
            seen = 0.0 if here else now - self._last_seen.get(session.hash, self.saved_at)
            if session.seat in seats:
                row = {"name": session.name, "role": session.role, "connected": here, "seen": round(seen)}
                seats[session.seat]["sessions"].append(row)
        return {
            "addresses": self.addresses, "sessions": seats, "saved_at": self.saved_at, "failure": self.failure,
            "connected": len(self.hub.lines), "file": self.store.path.name,
            "refused": [{"at": clerk.clock_of(at), "kind": kind, "address": address, "path": path}
                        for at, kind, address, path in self.store.refusals(20)],
        }  # fmt: skip


_NOBODY = '"me": {"name": "", "role": ""}'
"""What a seat's view says of its reader before it is known who reads."""


def _me(session: Session | None) -> dict[str, str]:
    return {"name": session.name, "role": session.role} if session else {"name": "", "role": ""}
