"""Lines to a server that are slow, silent, broken or too many: cut off, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator, MutableMapping
from contextlib import ExitStack, closing
from typing import Any

import pytest
from starlette.websockets import WebSocket

from sim.classroom.server import live, wire
from sim.classroom.server.guard import Guard
from sim.classroom.server.live import EACH, MOST, Hub, Line
from tests.classroom.looping import looped


class _Page:
    """The far end of a socket: it takes what is sent, or stalls, and says nothing by itself."""

    def __init__(self, *, stalls: bool = False) -> None:
        self.heard: list[str] = []
        self.closed: list[int] = []
        self.stalls = stalls
        self._asked = False

    async def receive(self) -> MutableMapping[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "websocket.connect"}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "websocket.close":
            self.closed.append(message["code"])
        if message["type"] == "websocket.send":
            if self.stalls:
                await asyncio.Event().wait()
            self.heard.append(message["text"])

    def line(self, role: str = "public", session: str = "", owner: str = "") -> Line:
        return Line(WebSocket({"type": "websocket"}, self.receive, self.send), role, session, owner)


def _run(hub: Hub, lines: list[Line], *changes: float) -> None:
    """Hold lines while the hub pushes after each pause."""

    async def play() -> None:
        tasks = [asyncio.create_task(hub.hold(line)) for line in lines]
        tasks.append(asyncio.create_task(hub.push_forever()))
        for pause in changes:
            await asyncio.sleep(pause)
            hub.changed()
        await asyncio.sleep(0.2)
        for task in tasks:
            assert not task.done() or task.exception() is None
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    looped(play())


def test_a_page_that_reads_nothing_keeps_nobody_waiting_and_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SLOW", 0.3)
    count = iter(range(1000))
    hub = Hub(lambda line, made: made.setdefault("text", str(next(count))))
    slow, quick = _Page(stalls=True), _Page()
    _run(hub, [slow.line(), quick.line()], 0.1, 0.1, 0.1, 0.2)
    assert len(quick.heard) == 5
    assert slow.heard == []
    assert slow.closed[0] == 1013


def test_a_view_that_cannot_be_made_ends_no_other_line(caplog: pytest.LogCaptureFixture) -> None:
    def views(line: Line, made: dict[str, Any]) -> str:
        if line.role == "seat:russia":
            raise KeyError("a fault of ours")
        return "view"

    hub = Hub(views)
    broken, whole = _Page(), _Page()
    _run(hub, [broken.line("seat:russia"), whole.line()], 0.1, 0.1)
    assert broken.heard == []
    assert whole.heard == ["view"] * 3
    assert "no view could be made for seat:russia" in caplog.text


def test_only_the_newest_view_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub(lambda line, made: "view")
    page = _Page()
    _run(hub, [page.line()], 0.1, *([0.0] * 50))
    assert len(page.heard) <= 3


def test_roles_are_made_once_a_push() -> None:
    made_for: list[str] = []

    def views(line: Line, made: dict[str, Any]) -> str:
        if line.role not in made:
            made_for.append(line.role)
            made[line.role] = line.role
        return str(made[line.role])

    hub = Hub(views)
    _run(hub, [_Page().line(role) for role in ("public", "public", "seat:iran", "seat:iran")], 0.1)
    assert sorted(made_for[-2:]) == ["public", "seat:iran"]
    assert len(made_for) == 4 + 2


def test_nobody_takes_all_places_and_the_console_finds_one() -> None:
    hub = Hub(lambda line, made: "")
    hub.lines = {_Page().line(owner="10.0.0.9") for _ in range(EACH)}
    assert hub.full("10.0.0.9")
    assert not hub.full("10.0.0.8")
    hub.lines |= {_Page().line(owner=str(number)) for number in range(MOST)}
    assert hub.full("10.0.0.8")
    assert not hub.full("127.0.0.1", ours=True)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve a page of two words on a line that must come to the point within 0.3 s."""
    import threading

    import uvicorn

    monkeypatch.setattr(wire, "LATE", 0.3)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    config = uvicorn.Config(app, http=wire.Wire, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    door = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    yield door.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    door.close()


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_line_that_never_comes_to_the_point_is_cut(served: int, said: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", served), timeout=10)) as line:
        line.sendall(said)
        assert line.recv(100) == b""


def test_half_a_second_request_does_not_keep_a_line_open(served: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", served), timeout=10)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT")
        heard = b""
        while part := line.recv(1000):
            heard += part
        assert heard.endswith(b"ok")


def test_an_address_has_only_so_many_lines(served: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LATE", 30.0)
    monkeypatch.setattr(wire, "MOST", 3)
    monkeypatch.setattr(wire, "HERE", "no address")
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", served), timeout=10)) for _ in range(4)]
        for line in lines:
            line.settimeout(2.0)
        assert lines[3].recv(10) == b""
        lines[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 200 " in lines[0].recv(100)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://["},
        {"origin": "http://room:8420/path"},
        {"origin": "https://room:8420"},
        {"origin": "http://room:8420@evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_what_other_pages_cause_a_browser_to_ask_is_refused(headers: dict[str, str]) -> None:
    sent: list[Any] = []
    noted: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("it got through")

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    guard = Guard(app, {"room:8420"}, lambda kind, address, path: noted.append(kind))
    told = [(b"host", b"room:8420"), *((name.encode(), value.encode()) for name, value in headers.items())]
    scope = {"type": "http", "method": "GET", "path": "/console/api/export", "headers": told, "client": ("1.2.3.4", 1)}
    looped(guard(scope, receive, send))
    assert sent[0]["status"] == 403
    assert json.loads(sent[1]["body"])["fault"] == "wrong_origin"
    assert noted == ["wrong_origin"]
