"""A line of HTTP that must come to the point: who says nothing, or half a request, is cut off.

Without it, a few hundred lines that stand open would keep the class out. Owns these two limits. Knows nothing of what
is asked.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HERE", "LATE", "MOST", "Wire"]

LATE = 10.0
"""Time in which a whole request must have begun [s]; then the line is cut."""

MOST = 40
"""Most lines of one address; a browser opens six to a host. Lines from this machine itself are not counted."""


HERE = "127."
"""How addresses of this machine itself begin."""


class Wire(H11Protocol):
    """Cut lines that are silent for too long, and those of an address that has too many."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take up a line, or refuse it."""
        super().connection_made(transport)
        if self._crowded():
            transport.close()
        else:
            self._watch()

    def _crowded(self) -> bool:
        host = self.client[0] if self.client else ""
        clients: list[Any] = [getattr(line, "client", None) for line in self.connections]
        return not host.startswith(HERE) and sum(bool(one) and one[0] == host for one in clients) > MOST

    def _watch(self) -> None:
        self.loop.call_later(LATE, self._look, self.cycle)

    def _look(self, before: object) -> None:
        """Cut the line if no request has begun since the last look and none is being answered."""
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return  # it has ended, or it has become a socket
        answered = self.cycle is None or self.cycle.response_complete
        if answered and self.cycle is before:
            self.transport.close()
        else:
            self._watch()
