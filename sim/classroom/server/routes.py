"""The routes of both listeners: pages, static files of a fixed table, the api of seats, projector and console.

The class's listener has no route of the facilitator at all. Owns addresses and statuses. Knows nothing of the game.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import segno
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from sim.classroom import clerk, debrief, exploring, view
from sim.classroom.acts import Malformed, cleaned
from sim.classroom.seats import SEATS
from sim.classroom.server.codes import hashed
from sim.classroom.server.live import Line
from sim.classroom.server.room import Room
from sim.classroom.server.store import Session
from sim.classroom.speech import words
from sim.errors import InputError, TheatreError

__all__ = ["COOKIE", "class_app", "console_app", "static_table"]

COOKIE = "theatre"
_HERE = Path(__file__).parents[1]
_REPORT = Path(str(files("sim.reports.page")))
_KINDS = {
    ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".woff": "font/woff", ".txt": "text/plain",
    ".svg": "image/svg+xml",
}  # fmt: skip
SMALL = 1024
"""Smallest body that is worth compressing [bytes]; nothing that holds a secret ever is."""

DAY = 86_400
"""How long a seat's cookie is kept [s]: longer than a lesson, shorter than a week."""


@lru_cache(maxsize=1)
def static_table() -> Mapping[str, Path]:
    """Return every name that may be asked of `/static/`, with its file; no other name leads anywhere."""
    own = [path for path in (_HERE / "static").rglob("*") if path.suffix in _KINDS]
    table = {path.relative_to(_HERE / "static").as_posix(): path for path in own}
    return table | {name: _REPORT / name for name in ("areas.js", "map.js")}


class _Door(BaseModel):
    """Hold what the join page sends."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=24), AfterValidator(cleaned)] = ""
    role: Literal["commander", "observer"] = "commander"


class _Wish(BaseModel):
    """Hold what the debrief asks for."""

    model_config = ConfigDict(extra="forbid")

    from_turn: Annotated[int, Field(ge=1, le=100, strict=True)]
    runs: Annotated[int, Field(ge=2, le=1000, strict=True)] = 200


_FAILED = "The server could not keep that. Nothing was changed; try again, and tell the facilitator."


def _fault(status: int, fault: str, text: str, **extra: Any) -> JSONResponse:
    return JSONResponse({"fault": fault, "text": text, **extra}, status)


async def _json(request: Request) -> Any:
    try:
        return json.loads(await request.body(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("this is no JSON") from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


Endpoint = Callable[[Room, Request], Awaitable[Response]]


def _answered(room: Room, work: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that puts every fault into one plain answer."""

    async def answer(request: Request) -> Response:
        try:
            return await work(room, request)
        except clerk.Refusal as refusal:
            if refusal.status in (401, 403, 429):
                _note(room, refusal.fault, request)
            return _fault(refusal.status, refusal.fault, refusal.text, **refusal.extra)
        except Malformed as error:
            _note(room, "malformed", request)
            return _fault(400, "malformed", str(error))
        except InputError as error:
            return _fault(422, "refused", str(error))
        except TheatreError as error:
            told = str(error) if request.url.path.startswith(("/console", "/explore")) else _FAILED
            return _fault(503, "failed", told)  # which file, and where, is the facilitator's to know

    return answer


def _note(room: Room, kind: str, request: Request) -> None:
    import time

    room.store.refuse(kind, request.client.host if request.client else "?", request.url.path, time.time())


def _page(name: str) -> Endpoint:
    path = _HERE / "pages" / f"{name}.html"

    async def give(room: Room, request: Request) -> Response:
        return Response(path.read_bytes(), media_type="text/html")

    return give


async def _static(room: Room, request: Request) -> Response:
    path = static_table().get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    return _kept(request, path.read_bytes(), _KINDS[path.suffix])


def _kept(request: Request, body: bytes, kind: str) -> Response:
    """Return a body that a browser may keep as long as it is the same."""
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "") and len(body) > SMALL:
        return Response(_pressed(body), media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(body, media_type=kind, headers=headers)


@lru_cache(maxsize=128)
def _pressed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


@lru_cache(maxsize=1)
def _ground() -> bytes:
    from sim.reports.page.ground import ground_of
    from sim.reports.page.page import looks
    from sim.reports.page.sheet import PALETTE

    told = {"ground": ground_of(), "looks": looks(), "palette": PALETTE}
    return json.dumps(told, separators=(",", ":")).encode()


async def _ground_json(room: Room, request: Request) -> Response:
    return _kept(request, _ground(), "application/json")


async def _words_json(room: Room, request: Request) -> Response:
    return _kept(request, json.dumps(words(room.language), ensure_ascii=False).encode(), "application/json")


async def _qr(room: Room, request: Request) -> Response:
    out = io.BytesIO()
    segno.make(room.addresses[0] if room.addresses else "http://127.0.0.1").save(out, kind="svg", scale=8, border=2)
    return Response(out.getvalue(), media_type="image/svg+xml")


async def _join(room: Room, request: Request) -> Response:
    try:
        door = _Door.model_validate(await _json(request))
    except ValidationError as error:
        raise Malformed("the code, the name or the role is not as the page sends it") from error
    address = request.client.host if request.client else "?"
    seat, token = room.join(door.code, door.name, door.role, address)
    answer = JSONResponse({"seat": seat})
    answer.set_cookie(COOKIE, token, max_age=DAY, path=f"/seat/{seat}", httponly=True, samesite="strict")
    return answer


def _session(room: Room, seat: str, cookies: Mapping[str, str]) -> Session:
    """Return the session that a request comes with; Refusal unless it is of this seat."""
    session = room.store.session(hashed(cookies.get(COOKIE, "")))
    if session is None or session.seat != seat:
        raise clerk.Refusal(401, "no_seat", "Join with the code on your card.")
    return session


async def _seat_page(room: Room, request: Request) -> Response:
    if request.path_params["seat"] not in SEATS:
        raise HTTPException(404)
    return await _page("seat")(room, request)


async def _seat_state(room: Room, request: Request) -> Response:
    seat = request.path_params["seat"]
    session = _session(room, seat, request.cookies)
    return JSONResponse(room.state(f"seat:{seat}", session))


async def _seat_act(room: Room, request: Request) -> Response:
    seat = request.path_params["seat"]
    session = _session(room, seat, request.cookies)
    who = clerk.Who("seat", seat, session.role, session.name)
    return JSONResponse(await room.act(who, session.hash, await _json(request)))


def _state(role: str) -> Endpoint:
    async def give(room: Room, request: Request) -> Response:
        return JSONResponse(room.state(role))

    return give


async def _debrief_state(room: Room, request: Request) -> Response:
    if room.game.phase not in debrief.OPEN:
        raise clerk.Refusal(409, "not_now", "The debrief opens when the game is over.")
    return JSONResponse(room.state("debrief"))


async def _white_act(room: Room, request: Request) -> Response:
    return JSONResponse(await room.act(clerk.Who("white"), "white", await _json(request)))


async def _menu(room: Room, request: Request) -> Response:
    return JSONResponse({"menu": view.menu(room.game, request.query_params.get("seat", ""), room.language)})


async def _futures(room: Room, request: Request) -> Response:
    try:
        wish = _Wish.model_validate(await _json(request))
    except ValidationError as error:
        raise Malformed("say from which turn, and how many") from error
    room.imagine(wish.from_turn, wish.runs)
    return JSONResponse({"ok": True})


async def _export(room: Room, request: Request) -> Response:
    draft = Path(tempfile.mkdtemp()) / "game.zip"

    def clear() -> None:
        shutil.rmtree(draft.parent, ignore_errors=True)

    try:
        await room.parcel(draft, names=request.query_params.get("names") == "yes")
    except BaseException:
        clear()
        raise
    name = f"{room.store.path.stem}.zip"
    return FileResponse(draft, media_type="application/zip", filename=name, background=BackgroundTask(clear))


async def _explore_options(room: Room, request: Request) -> Response:
    return JSONResponse(exploring.options(room.language))


async def _explore_run(room: Room, request: Request) -> Response:
    return JSONResponse(await room.explore(await _json(request)))


async def _to_console(room: Room, request: Request) -> Response:
    return RedirectResponse("/console/")


async def _unknown(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status >= 500:
        return _fault(status, "failed", "The server met a fault of its own. The game is safe on disk; try again.")
    return _fault(status, "unknown", "There is nothing here.")


def _live(room: Room, role: str) -> Callable[[WebSocket], Awaitable[None]]:
    """Return the endpoint of a socket; `role` with a slot stands for a seat, which needs a session."""

    async def serve(socket: WebSocket) -> None:
        session, name = "", role
        if role == "seat":
            seat = socket.path_params["seat"]
            try:
                session = _session(room, seat, socket.cookies).hash
            except clerk.Refusal:
                await socket.close(4401)
                return
            name = f"seat:{seat}"
        owner = session or (socket.client.host if socket.client else "?")
        if room.hub.full(owner, ours=role == "console"):
            await socket.close(4429)
            return
        await room.hub.hold(Line(socket, name, session, owner))

    return serve


def _shared(room: Room) -> list[BaseRoute]:
    """Return the routes that both listeners have."""

    def get(path: str, work: Endpoint) -> Route:
        return Route(path, _answered(room, work), methods=["GET"])

    def post(path: str, work: Endpoint) -> Route:
        return Route(path, _answered(room, work), methods=["POST"])

    return [
        get("/static/{name:path}", _static),
        get("/ground.json", _ground_json),
        get("/words.json", _words_json),
        get("/qr.svg", _qr),
        get("/join/", _page("join")),
        post("/api/join", _join),
        get("/seat/{seat}/", _seat_page),
        get("/seat/{seat}/api/state", _seat_state),
        post("/seat/{seat}/api/act", _seat_act),
        WebSocketRoute("/seat/{seat}/live", _live(room, "seat")),
        get("/projector/", _page("projector")),
        get("/projector/api/state", _state("public")),
        WebSocketRoute("/projector/live", _live(room, "public")),
        get("/debrief/", _page("debrief")),
    ]


def class_app(room: Room) -> Starlette:
    """Return the app of the class's listener."""
    own: list[BaseRoute] = [
        Route("/", _answered(room, _page("join")), methods=["GET"]),
        Route("/debrief/api/state", _answered(room, _debrief_state), methods=["GET"]),
    ]
    return Starlette(routes=[*own, *_shared(room)], exception_handlers={HTTPException: _unknown, Exception: _unknown})


def console_app(room: Room) -> Starlette:
    """Return the app of the facilitator's listener, which this machine alone can reach."""

    def get(path: str, work: Endpoint) -> Route:
        return Route(path, _answered(room, work), methods=["GET"])

    def post(path: str, work: Endpoint) -> Route:
        return Route(path, _answered(room, work), methods=["POST"])

    own: list[BaseRoute] = [
        get("/", _to_console),
        get("/console/", _page("console")),
        get("/console/cards/", _page("cards")),
        get("/console/qr.svg", _qr),
        get("/console/api/state", _state("console")),
        post("/console/api/act", _white_act),
        WebSocketRoute("/console/live", _live(room, "console")),
        post("/console/api/futures", _futures),
        get("/console/api/export", _export),
        get("/console/api/menu", _menu),
        get("/debrief/api/state", _state("debrief")),
        get("/explore/", _page("explore")),
        get("/explore/api/options", _explore_options),
        post("/explore/api/run", _explore_run),
    ]
    return Starlette(routes=[*own, *_shared(room)], exception_handlers={HTTPException: _unknown, Exception: _unknown})
