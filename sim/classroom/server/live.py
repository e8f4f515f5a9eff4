"""The sockets of a room: who is connected, and the newest view pushed to each after every change.

Views are made once for each role, only the newest matters, and who reads too slowly is dropped and comes back by
itself. Owns the sockets. Knows nothing of what a view holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

__all__ = ["EACH", "MOST", "WALLS", "Hub", "Line"]

MOST, EACH = 80, 5
"""Most sockets of the class, and of one session; the facilitator's own are not counted."""

WALLS = 12
"""Most sockets of one address that come without a session, as a projector's do; assumption."""

SLOW = 2.0
"""Time in which a message must be taken [s]; then the socket is dropped."""

PING = 10.0
"""Time between two signs of life [s]."""

_log = logging.getLogger("theatre.classroom")

LARGEST = 4096
"""Largest message that a page sends [signs]: it sends nothing but the time."""


@dataclass(eq=False)
class Line:
    """Hold one socket: its role, and the session that it came with."""

    socket: WebSocket
    role: str
    session: str = ""
    address: str = ""
    seen: float = 0.0


class Hub:
    """Hold the sockets; `views` makes the text of a role's view for a line."""

    def __init__(self, views: Callable[[Line, dict[str, Any]], str]) -> None:
        self._views = views
        self.lines: set[Line] = set()
        self._coming: list[Line] = []
        """Sockets that are being opened: they count, so that many at once are not let in together."""
        self._changed = asyncio.Event()
        self.spent: list[float] = []
        """Processor time of the last pushes [s]."""

    def full(self, line: Line) -> bool:
        """Say whether there is no room for one more socket; there always is for the facilitator."""
        if line.role == "console":
            return False
        there = [each for each in (*self.lines, *self._coming) if each.role != "console"]
        if line.session:
            alike, most = [each for each in there if each.session == line.session], EACH
        else:
            alike, most = [each for each in there if not each.session and each.address == line.address], WALLS
        return len(there) >= MOST or len(alike) >= most

    def changed(self) -> None:
        """Have the newest views pushed to all."""
        self._changed.set()

    def connected(self, session: str) -> bool:
        """Say whether a session has a socket."""
        return any(line.session == session for line in self.lines)

    async def drop(self, sessions: set[str]) -> None:
        """Close the sockets of some sessions."""
        for line in [line for line in self.lines if line.session in sessions]:
            self.lines.discard(line)
            with contextlib.suppress(Exception):
                await line.socket.close(4401)

    async def hold(self, line: Line) -> None:
        """Serve one socket until it ends."""
        self._coming.append(line)
        try:
            await line.socket.accept()
        finally:
            self._coming.remove(line)
        self.lines.add(line)
        line.seen = time.time()
        try:
            await self._send(line, self._views(line, {}))
            while True:
                said = await line.socket.receive_text()
                line.seen = time.time()
                if len(said) > LARGEST:
                    break
                asked = json.loads(said)
                if isinstance(asked, dict) and asked.get("type") == "ping" and isinstance(asked.get("t"), int | float):
                    await self._send(line, json.dumps({"type": "pong", "t": asked["t"], "now": time.time()}))
        except (WebSocketDisconnect, RuntimeError, KeyError, ValueError, RecursionError, TimeoutError):
            pass
        finally:
            self.lines.discard(line)
            with contextlib.suppress(Exception):
                await line.socket.close()

    async def _send(self, line: Line, text: str) -> None:
        try:
            async with asyncio.timeout(SLOW):
                await line.socket.send_text(text)
        except Exception:
            self.lines.discard(line)
            with contextlib.suppress(Exception):
                await line.socket.close(1013)

    async def push_forever(self) -> None:
        """Push views whenever something has changed, and a sign of life where nothing has."""
        while True:
            try:
                async with asyncio.timeout(PING):
                    await self._changed.wait()
            except TimeoutError:
                ping = json.dumps({"type": "ping", "now": time.time()})
                await asyncio.gather(*(self._send(line, ping) for line in list(self.lines)))
                continue
            self._changed.clear()
            began = time.process_time()
            made: dict[str, Any] = {}
            try:
                sends = [(line, self._views(line, made)) for line in list(self.lines)]
            except Exception:  # a fault in a view must not end the lesson: pages also ask by themselves
                _log.exception("a view could not be made")
                continue
            await asyncio.gather(*(self._send(line, text) for line, text in sends))
            self.spent = [*self.spent[-199:], time.process_time() - began]
            await asyncio.sleep(0.05)  # several changes at once are one push
