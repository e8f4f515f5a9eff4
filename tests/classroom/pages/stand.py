"""A stand-in for the server, for the pages of the class alone: fixed states, and acts that change just enough of them.

`python -m tests.classroom.pages.stand PORT` serves it to a person. The states were written by a real game.
"""

from __future__ import annotations

import copy
import json
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim import classroom
from sim.reports.page import sheet
from sim.reports.page.ground import ground_of
from sim.reports.page.page import looks

__all__ = ["PHASES", "Stand", "serve"]

Plain = dict[str, Any]

HOME = Path(classroom.__file__).parent
STATES: Plain = json.loads((Path(__file__).parent / "states.json").read_text(encoding="utf-8"))
PHASES = ("lobby", "briefing", "planning", "locked", "adjudication", "reveal", "debrief", "closed")
SEAT_KEYS = ("seat", "situation", "menu", "orders", "prediction")
POLICY = "default-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".html": "text/html"}


class Stand:
    """Hold the state of the room, who listens, and how the next act is to be answered."""

    def __init__(self) -> None:
        """Start in planning, with a draft on the table."""
        self.base: Plain = copy.deepcopy(STATES["base"])
        self.phase = "planning"
        self.acts: list[Plain] = []
        self.seen: set[str] = set()
        self.answers: list[tuple[int, Plain]] = []
        self.silent = False
        self.joined = True
        self.words: Plain = {}
        self.now = 0.0
        self.left = 340.0
        self.since = time.time()
        self.over: Plain = {}

    def state(self) -> Plain:
        """Return the seat's view in the phase of now."""
        state: Plain = copy.deepcopy(self.base)
        for part in {"lobby": ["lobby"], "reveal": ["reveal"], "debrief": ["reveal"], "closed": ["reveal"]}.get(
            self.phase, []
        ):
            patch = copy.deepcopy(STATES[part])
            state["situation"] |= patch.pop("situation", {})
            state |= patch
        if self.phase in ("debrief", "closed"):
            state["reveal"] = None
        state["phase"] = self.phase
        if self.phase == "lobby":
            state |= {"turn": 0, "statements": []}
            state["situation"] |= {"report": [], "cards": [], "offers": [], "pacts": []}
            state["seat"]["aims_open"] = True
        state["prediction"]["open"] = self.phase in ("planning", "locked", "adjudication")
        now = time.time() + self.now
        timed = self.phase in ("briefing", "planning", "reveal", "debrief")
        state["clock"] |= {"now": now, "left": self.left if timed else None}
        state["clock"]["deadline"] = self.since + self.now + self.left if timed else None
        return state | self.over

    def public(self) -> Plain:
        """Return what the projector may see."""
        state = {key: value for key, value in self.state().items() if key not in SEAT_KEYS}
        return state | {"join": {"address": "http://192.168.1.5:8420", "qr": "/qr.svg"}}

    def take(self, act: Plain) -> tuple[int, Plain]:
        """Answer an act, and do it: orders are saved, aims kept, offers refused."""
        if self.answers:
            return self.answers.pop(0)
        repeated = act["id"] in self.seen
        self.seen.add(act["id"])
        if not repeated:
            self.acts.append(act)
            getattr(self, "_" + act["kind"], lambda _: None)(act)
        if act["kind"] == "orders":
            orders = self.base["orders"]
            return 200, {"ok": True, "version": orders["version"], "rulings": orders["rulings"]}
        return 200, {"ok": True}

    def _orders(self, act: Plain) -> None:
        orders = self.base["orders"]
        orders["version"] += 1
        orders["orders"] = [self._worded(row) for row in act["orders"]]
        orders["rulings"] = [{"accepted": True, "reason": ""} for _ in act["orders"]]
        orders["submitted"] = act["submit"]
        orders["saved"] = {"at": "09:42", "by": "Maya"}
        for side in orders["left"]:
            orders["left"][side] = 6 - sum(row["cost"] for row in orders["orders"] if row["by"] == side)

    def _worded(self, row: Plain) -> Plain:
        menu = next(menu for menu in self.base["menu"] if menu["by"] == row["by"])
        verb = next((each for each in menu["verbs"] if each["verb"] == row["verb"]), {"name": row["verb"], "cost": 0})
        values = [str(value) for key, value in row.items() if key not in ("by", "verb", "reason", "words", "cost")]
        told = f"{menu['name']}: {verb['name']}" + (f", {', '.join(values)}" if values else "")
        return row | {"words": told, "cost": verb["cost"] or row.get("level", 0)}

    def _revise(self, act: Plain) -> None:
        self.base["orders"]["submitted"] = False

    def _aims(self, act: Plain) -> None:
        self.base["seat"]["aims"] = act["aims"]

    def _refuse(self, act: Plain) -> None:
        for offer in self.base["situation"]["offers"]:
            offer["answered"] = "refuse"

    def _predict(self, act: Plain) -> None:
        self.base["prediction"]["given"] = act["answers"]


def _file(path: Path) -> Response:
    if not path.is_file():
        return Response(status_code=404)
    return FileResponse(path, media_type=_KINDS.get(path.suffix), headers={"Content-Security-Policy": POLICY})


def _static(name: str) -> Response:
    report = Path(sheet.__file__).parent
    return _file(report / name if name in ("areas.js", "map.js") else HOME / "static" / Path(name).name)


def app_of(stand: Stand) -> Starlette:
    """Return the web application around a stand."""

    async def join(request: Request) -> Response:
        body = await request.json()
        if body["code"] != "K7MP4Q":
            fault = {"fault": "bad_code", "text": "That code is not in this game. Check the card."}
            return JSONResponse(fault, status_code=403)
        if stand.answers:
            status, told = stand.answers.pop(0)
            return JSONResponse(told, status_code=status)
        stand.acts.append(body)
        return JSONResponse({"seat": "us_sdf"})

    async def state(request: Request) -> Response:
        if stand.silent:
            return Response(status_code=503)
        return JSONResponse(stand.state()) if stand.joined else JSONResponse({"fault": "unknown"}, status_code=401)

    async def act(request: Request) -> Response:
        if stand.silent:
            return Response(status_code=503)
        status, told = stand.take(await request.json())
        return JSONResponse(told, status_code=status)

    async def live(socket_: WebSocket) -> None:
        if stand.silent:
            await socket_.close()
            return
        await socket_.accept()
        try:
            while True:
                said = await socket_.receive_json()
                if said["type"] == "look":
                    await socket_.send_json({"type": "state", "state": stand.state()})
                await socket_.send_json({"type": "pong", "t": said.get("t", 0), "now": time.time() + stand.now})
        except WebSocketDisconnect:
            return

    def page(name: str) -> Any:
        return lambda request: _file(HOME / "pages" / f"{name}.html")

    ground = json.dumps({"ground": ground_of(), "looks": looks(), "palette": sheet.PALETTE}, separators=(",", ":"))
    words = HOME / "words" / "en.json"
    return Starlette(
        routes=[
            Route("/", page("join")),
            Route("/seat/us_sdf/", page("seat")),
            Route("/projector/", page("projector")),
            Route("/static/{name:path}", lambda request: _static(request.path_params["name"])),
            Route("/ground.json", lambda request: Response(ground, media_type="application/json")),
            Route("/words.json", lambda request: JSONResponse(json.loads(words.read_text("utf-8")) | stand.words)),
            Route("/qr.svg", lambda request: Response(_QR, media_type="image/svg+xml")),
            Route("/api/join", join, methods=["POST"]),
            Route("/seat/us_sdf/api/state", state),
            Route("/seat/us_sdf/api/act", act, methods=["POST"]),
            WebSocketRoute("/seat/us_sdf/live", live),
            Route("/projector/api/state", lambda request: JSONResponse(stand.public())),
            WebSocketRoute("/projector/live", live),
        ]
    )


_QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 3"><path d="M0 0h1v1h1v1h1v1H0z"/></svg>'


def serve(stand: Stand, port: int = 0) -> str:
    """Serve a stand from a thread of its own until the process ends; return its address."""
    bound = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app_of(stand), log_level="warning", lifespan="off"))
    threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True).start()
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


if __name__ == "__main__":
    sys.stdout.write(f"{serve(Stand(), int(sys.argv[1]))}\n")
    threading.Event().wait()
