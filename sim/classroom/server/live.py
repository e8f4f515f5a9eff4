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
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

__all__ = ["EACH", "MOST", "Hub", "Line"]

MOST, EACH = 80, 5
"""Most sockets of a room, and of one session or of an address without one; the console always finds a place."""

SLOW = 2.0
"""Time in which a message must be taken [s]; then the socket is dropped."""

PING = 10.0
"""Time between two signs of life [s]."""

LARGEST = 4096
"""Largest message that a page sends [signs]: it sends nothing but the time."""


_log = logging.getLogger("theatre.classroom")


@dataclass(eq=False)
class Line:
    """Hold one socket: its role, the session that it came with, and the newest text that it has not been sent."""

    socket: WebSocket
    role: str
    session: str = ""
    owner: str = ""
    """The session, or the address of a socket without one."""
    newest: str = ""
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, text: str) -> None:
        """Put a text in the place of one that has not been sent yet."""
        self.newest = text
        self.wake.set()


class Hub:
    """Hold the sockets; `views` makes the text of a role's view for a line."""

    def __init__(self, views: Callable[[Line, dict[str, Any]], str]) -> None:
        self._views = views
        self.lines: set[Line] = set()
        self._changed = asyncio.Event()
        self.spent: list[float] = []
        """Processor time of making the views of the last pushes [s]."""

    def full(self, owner: str, *, ours: bool = False) -> bool:
        """Say whether a session, or an address without one, may open no more; the console (`ours`) always may."""
        if ours or owner.startswith("127."):
            return len(self.lines) >= 2 * MOST
        return len(self.lines) >= MOST or sum(line.owner == owner for line in self.lines) >= EACH

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
            await _end(line.socket, 4401)

    async def hold(self, line: Line) -> None:
        """Serve one socket until it ends."""
        self.lines.add(line)  # before anything waits, so that the limits count it
        pouring: asyncio.Task[None] | None = None
        try:
            await line.socket.accept()
            self._renew(line, {})
            pouring = asyncio.create_task(self._pour(line))
            await self._listen(line)
        except (WebSocketDisconnect, RuntimeError, KeyError, ValueError, RecursionError, TimeoutError):
            pass
        finally:
            self.lines.discard(line)
            if pouring is not None:
                pouring.cancel()
            await _end(line.socket, 1000)

    async def _listen(self, line: Line) -> None:
        """Answer what a page says: nothing but the time."""
        while True:
            said = await line.socket.receive_text()
            if len(said) > LARGEST:
                return
            asked = json.loads(said)
            if isinstance(asked, dict) and asked.get("type") == "ping" and isinstance(asked.get("t"), int | float):
                async with asyncio.timeout(SLOW):
                    pong = {"type": "pong", "t": asked["t"], "now": time.time()}
                    await line.socket.send_text(json.dumps(pong))

    async def _pour(self, line: Line) -> None:
        """Send a line its newest text whenever there is one; who takes too long is dropped and keeps nobody waiting."""
        try:
            while True:
                await line.wake.wait()
                line.wake.clear()
                text, line.newest = line.newest, ""
                async with asyncio.timeout(SLOW):
                    await line.socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError, OSError):
            self.lines.discard(line)
            await _end(line.socket, 1013)

    def _renew(self, line: Line, made: dict[str, Any]) -> None:
        """Offer a line its newest view; a view that cannot be made is a fault of ours and no other line's."""
        try:
            line.offer(self._views(line, made))
        except Exception:
            _log.exception("no view could be made for %s", line.role)

    async def push_forever(self) -> None:
        """Push views whenever something has changed, and a sign of life where nothing has."""
        while True:
            try:
                async with asyncio.timeout(PING):
                    await self._changed.wait()
            except TimeoutError:
                ping = json.dumps({"type": "ping", "now": time.time()})
                for line in [line for line in self.lines if not line.newest]:
                    line.offer(ping)
                continue
            self._changed.clear()
            began = time.process_time()
            made: dict[str, Any] = {}
            for line in list(self.lines):
                self._renew(line, made)
            self.spent = [*self.spent[-199:], time.process_time() - began]
            await asyncio.sleep(0.05)  # several changes at once are one push


async def _end(socket: WebSocket, code: int) -> None:
    """Close a socket, if the other end still takes anything."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(SLOW):
            await socket.close(code)
