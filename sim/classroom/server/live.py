"""The sockets of a room: who is connected, and the newest view pushed to each after every change.

Views are made once for each role, only the newest matters, and who reads too slowly is dropped and comes back by
itself. Owns the sockets. Knows nothing of what a view holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

__all__ = ["EACH", "MOST", "Hub", "Line"]

MOST, EACH = 80, 5
"""Most sockets of a room, and of one session."""

SLOW = 2.0
"""Time in which a message must be taken [s]; then the socket is dropped."""

PING = 10.0
"""Time between two signs of life [s]."""

LARGEST = 4096
"""Largest message that a page sends [signs]: it sends nothing but the time."""


@dataclass(eq=False)
class Line:
    """Hold one socket: its role, and the session that it came with."""

    socket: WebSocket
    role: str
    session: str = ""
    seen: float = 0.0


class Hub:
    """Hold the sockets; `views` makes the text of a role's view for a line."""

    def __init__(self, views: Callable[[Line, dict[str, Any]], str]) -> None:
        self._views = views
        self.lines: set[Line] = set()
        self._changed = asyncio.Event()
        self.spent: list[float] = []
        """Processor time of the last pushes [s]."""

    def full(self, session: str) -> bool:
        """Say whether a session may open no more sockets."""
        return len(self.lines) >= MOST or sum(line.session == session for line in self.lines if session) >= EACH

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
        await line.socket.accept()
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
            sends = [self._send(line, self._views(line, made)) for line in list(self.lines)]
            await asyncio.gather(*sends)
            self.spent = [*self.spent[-199:], time.process_time() - began]
            await asyncio.sleep(0.05)  # several changes at once are one push
