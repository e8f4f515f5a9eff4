"""A server that stands in for the real one: it serves pages with an example state and notes what they ask for."""

from __future__ import annotations

import asyncio
import io
import json
import mimetypes
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import segno
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

import sim.classroom
import sim.reports.page
from sim.reports.page.ground import ground_of
from sim.reports.page.page import looks
from sim.reports.page.sheet import PALETTE

__all__ = ["StandIn", "standing_in"]

HOME = Path(sim.classroom.__file__).parent
SCRIPTS = Path(sim.reports.page.__file__).parent
PAGES = {"/console/": "console", "/console/cards/": "cards", "/debrief/": "debrief", "/explore/": "explore"}
POLICY = "default-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'"


class StandIn:
    """Hold the states that pages get and the acts that they send; `answers` says how an act is answered."""

    def __init__(self) -> None:
        self.console: dict[str, Any] = {}
        self.debrief: dict[str, Any] = {}
        self.explored: dict[str, Any] = {}
        self.options: dict[str, Any] = {}
        self.words: dict[str, Any] = json.loads((HOME / "words" / "en.json").read_text(encoding="utf-8"))
        self.acts: list[dict[str, Any]] = []
        self.answers: dict[str, tuple[int, dict[str, Any]]] = {}
        self.address = ""
        self._ground = json.dumps({"ground": ground_of(), "looks": looks(), "palette": PALETTE})
        self._sockets: set[WebSocket] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def show(self, state: dict[str, Any]) -> None:
        """Give consoles a state; those that are open get it at once."""
        now = time.time()
        shift = now - state["clock"]["now"]
        state["clock"]["now"] = now
        state["clock"]["deadline"] = state["clock"]["deadline"] and state["clock"]["deadline"] + shift
        state["room"]["saved_at"] += shift
        for asked in state["room"]["pause_asked"]:
            asked["at"] += shift
        self.console = state
        if self._loop is not None:
            for each in list(self._sockets):
                told = each.send_json({"type": "state", "state": state})
                with suppress(WebSocketDisconnect, RuntimeError):  # a tab that was closed a moment ago
                    asyncio.run_coroutine_threadsafe(told, self._loop).result(5)

    def app(self) -> Starlette:
        """Return the web app."""
        routes = [Route(path, self._page) for path in PAGES]
        routes += [
            Route("/static/{name}", self._static),
            Route("/ground.json", lambda _: Response(self._ground, media_type="application/json")),
            Route("/words.json", lambda _: JSONResponse(self.words)),
            Route("/console/qr.svg", lambda _: Response(self._square(), media_type="image/svg+xml")),
            Route("/console/api/state", lambda _: JSONResponse(self.console)),
            Route("/debrief/api/state", lambda _: JSONResponse(self.debrief)),
            Route("/explore/api/options", lambda _: JSONResponse(self.options)),
            Route("/console/api/act", self._act, methods=["POST"]),
            Route("/console/api/futures", self._act, methods=["POST"]),
            Route("/explore/api/run", self._explore, methods=["POST"]),
            WebSocketRoute("/console/live", self._live),
        ]
        return Starlette(routes=routes)

    def _square(self) -> bytes:
        kept = io.BytesIO()
        segno.make("http://192.168.1.5:8420").save(kept, kind="svg", scale=5, border=2)
        return kept.getvalue()

    async def _page(self, request: Request) -> Response:
        name = PAGES[request.url.path]
        return FileResponse(HOME / "pages" / f"{name}.html", headers={"Content-Security-Policy": POLICY})

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        for room in (HOME / "static", HOME / "static" / "fonts", SCRIPTS):
            if (room / name).is_file():
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                return FileResponse(room / name, media_type="text/javascript" if name.endswith(".js") else kind)
        return Response(status_code=404)

    async def _act(self, request: Request) -> Response:
        body = await request.json()
        assert request.headers["x-theatre"] == "1"
        self.acts.append(body)
        status, told = self.answers.get(body.get("kind", ""), (200, {"ok": True}))
        return JSONResponse(told, status_code=status)

    async def _explore(self, request: Request) -> Response:
        self.acts.append(await request.json())
        status, told = self.answers.get("explore", (200, self.explored))
        return JSONResponse(told, status_code=status)

    async def _live(self, socket: WebSocket) -> None:
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        self._sockets.add(socket)
        try:
            await socket.send_json({"type": "state", "state": self.console})
            while True:
                said = await socket.receive_json()
                await socket.send_json({"type": "pong", "t": said.get("t"), "now": time.time()})
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._sockets.discard(socket)


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Yield the stand-in, served on a free port of this machine."""
    room = StandIn()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(room.app(), log_level="error", ws="websockets-sansio"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        room.address = f"http://127.0.0.1:{port}"
        while not server.started:
            time.sleep(0.02)
        try:
            yield room
        finally:
            server.should_exit = True
            thread.join(5)
