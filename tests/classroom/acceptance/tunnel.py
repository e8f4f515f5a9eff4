"""A line between a browser and the server that can be cut: a proxy of the SOCKS kind, on this machine only.

Cut loudly, connections are closed; cut silently, as in a tunnel, they stay open and nothing comes through. Owns the
line. Knows nothing of what goes through it.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Tunnel", "tunnelled"]

_PIECE = 65_536


class Tunnel:
    """Hold the proxy's socket and the connections that go through it."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open = threading.Event()
        self._open.set()
        self._loud = False
        self._ends: set[socket.socket] = set()
        threading.Thread(target=self._welcome, daemon=True).start()

    @property
    def proxy(self) -> dict[str, str]:
        """Return how a context is told to go through here, even to this machine."""
        return {"server": f"socks5://127.0.0.1:{self._door.getsockname()[1]}", "bypass": "<-loopback>"}

    def cut(self, *, loud: bool) -> None:
        """Let nothing through any more; `loud` closes what is open, too."""
        self._loud = loud
        self._open.clear()
        if loud:
            for end in list(self._ends):
                _shut(end)

    def mend(self) -> None:
        """Let everything through again; what waited in a silent tunnel comes late."""
        self._open.set()

    def close(self) -> None:
        """End the proxy and all that goes through it."""
        self.cut(loud=True)
        self.mend()
        _shut(self._door)

    def _welcome(self) -> None:
        while True:
            try:
                guest, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(guest,), daemon=True).start()

    def _serve(self, guest: socket.socket) -> None:
        self._ends.add(guest)
        if not self._open.is_set() and self._loud:
            _shut(guest)
            return
        self._open.wait()
        with contextlib.suppress(OSError):
            host = _asked(guest)
            self._ends.add(host)
            threading.Thread(target=self._carry, args=(host, guest), daemon=True).start()
            self._carry(guest, host)

    def _carry(self, start: socket.socket, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := start.recv(_PIECE):
                self._open.wait()
                end.sendall(piece)
        for each in (start, end):
            self._ends.discard(each)
            _shut(each)


def _asked(guest: socket.socket) -> socket.socket:
    """Return a connection to what a guest asks for, after the greetings of SOCKS 5 (RFC 1928)."""
    _, many = _read(guest, 2)
    _read(guest, many)
    guest.sendall(b"\x05\x00")
    _, _, _, kind = _read(guest, 4)
    name = socket.inet_ntoa(_read(guest, 4)) if kind == 1 else _read(guest, _read(guest, 1)[0]).decode()
    (port,) = struct.unpack("!H", _read(guest, 2))
    host = socket.create_connection((name, port))
    guest.sendall(b"\x05\x00\x00\x01" + bytes(6))
    return host


def _read(line: socket.socket, many: int) -> bytes:
    found = b""
    while len(found) < many:
        piece = line.recv(many - len(found))
        if not piece:
            raise OSError("the guest has gone")
        found += piece
    return found


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def tunnelled() -> Iterator[Tunnel]:
    """Hold a line for a while."""
    tunnel = Tunnel()
    try:
        yield tunnel
    finally:
        tunnel.close()
