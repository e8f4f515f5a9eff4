"""The server: two listeners in one process, one for the class and one that this machine alone can reach.

Owns addresses, sockets of the network, start and end. Knows nothing of the game.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from sim.classroom.server.guard import Guard
from sim.classroom.server.room import Room
from sim.classroom.server.routes import class_app, console_app
from sim.classroom.server.wire import Wire
from sim.errors import InputError

__all__ = ["PORT", "Doors", "addresses", "guarded", "open_doors", "serve"]

PORT = 8420
"""Port of the class's listener; the console's is the next."""

HERE = "127.0.0.1"
TRIED = 50
"""Ports that are tried when a free one is named."""


@dataclass(frozen=True)
class Doors:
    """Hold the open sockets of both listeners, and by which names they may be called."""

    to_class: socket.socket
    to_console: socket.socket
    port: int
    class_hosts: frozenset[str]
    console_hosts: frozenset[str]


def addresses() -> list[str]:
    """Return the addresses of this machine in its own network, the likeliest first; none without a network."""
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("10.255.255.255", 9))  # nothing is sent: this only asks which way it would go
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return list(dict.fromkeys(one for one in found if not one.startswith("127.") and one != "0.0.0.0"))


def open_doors(port: int = PORT, *, solo: bool = False, own: tuple[str, ...] = ()) -> Doors:
    """Open both listeners; `solo` lets nobody in from outside. InputError names a free port if one is in use."""
    try:
        to_class = _bound(HERE if solo else "0.0.0.0", port)
    except OSError as error:
        raise _busy(error, port) from error
    try:
        to_console = _bound(HERE, port + 1)
    except OSError as error:
        to_class.close()
        raise _busy(error, port + 1) from error
    names = [*own, HERE, "localhost", socket.gethostname().lower()]
    return Doors(
        to_class, to_console, port, frozenset(f"{name}:{port}" for name in names),
        frozenset(f"{name}:{port + 1}" for name in (HERE, "localhost")),
    )  # fmt: skip


def _bound(host: str, port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            door.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(128)
    except BaseException:
        door.close()
        raise
    return door


def _busy(error: OSError, port: int) -> InputError:
    """Return what to say of a port that cannot be had."""
    if error.errno not in (errno.EADDRINUSE, errno.EACCES):
        return InputError(f"Port {port} cannot be opened: {error.strerror or error}.")
    free = next((each for each in range(port + 1, port + 1 + TRIED) if _free(each) and _free(each + 1)), None)
    hint = f" Try --port {free}." if free else ""
    return InputError(f"Port {port} is in use: is another classroom running?{hint}")


def _free(port: int) -> bool:
    with contextlib.suppress(OSError, OverflowError):
        _bound(HERE, port).close()
        return True
    return False


def guarded(room: Room, doors: Doors) -> tuple[ASGIApp, ASGIApp]:
    """Return the apps of the class and of the console behind their guards."""

    def note(kind: str, address: str, path: str) -> None:
        room.store.refuse(kind, address, path, time.time())

    return (
        Guard(class_app(room), doors.class_hosts, note),
        Guard(console_app(room), doors.console_hosts, note, loopback=True),
    )


class _Server(uvicorn.Server):
    """A server that leaves signals to `serve`, since there are two of them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: ASGIApp) -> _Server:
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, date_header=False,
        http=Wire, lifespan="off", ws_max_size=65_536, ws_max_queue=8, timeout_keep_alive=20, limit_concurrency=400,
        h11_max_incomplete_event_size=16_384, timeout_graceful_shutdown=2,
    )  # fmt: skip
    return _Server(config)


async def serve(room: Room, doors: Doors, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C or SIGTERM; the game is on disk at every moment."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(ValueError):
            before[number] = signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    to_class, to_console = guarded(room, doors)
    servers = [(_server(to_class), doors.to_class), (_server(to_console), doors.to_console)]
    tasks = [asyncio.create_task(server.serve(sockets=[door])) for server, door in servers]
    tasks += [asyncio.create_task(room.hub.push_forever()), asyncio.create_task(room.tick_forever())]
    stopping = asyncio.create_task(stop.wait())
    try:
        while not all(server.started for server, _ in servers) and not any(task.done() for task in tasks):
            await asyncio.sleep(0.02)
        ready()
        done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()  # a server that fell over must say so
    finally:
        for server, _ in servers:
            server.should_exit = True
        for task in (stopping, *tasks[2:]):
            task.cancel()
        await asyncio.gather(stopping, *tasks, return_exceptions=True)
        for number, old in before.items():
            signal.signal(number, old)
