"""The guard at the door of both listeners: who may knock, from where, with how much, and how often.

Host and Origin must be our own, a POST needs our header and a small JSON body that comes in time, and every answer
forbids what pages do not need. What is refused is noted and never reaches a route. Owns these checks. Knows nothing of
seats or codes.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BODY", "Guard", "origin_of"]

BODY = 16_384
"""Largest body of a request [bytes]: a full set of orders with reasons, in any script, takes about 6,000."""

SLOW = 5.0
"""Time in which a body must have come [s]."""

POSTS, ALL, SPAN = 20, 200, 10.0
"""Most POSTs of one address to one seat, and to all, in so many seconds: one machine may hold a tab for each seat."""

MOST_KEYS = 2000
"""Counts that are kept before those that are over are thrown away."""

CSP = (
    "default-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]

Note = Callable[[str, str, str], None]
"""Told why, from which address and for which path something was refused."""


def origin_of(host: str, scheme: str = "http") -> str:
    """Return the origin of a page that was loaded from a host."""
    return f"{scheme}://{host}"


def _header(scope: Scope, name: bytes) -> str:
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else ""


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("?", 0))[0])


@dataclass
class Guard:
    """Wrap an app; `hosts` is the list of `name:port` by which it may be called, and may grow."""

    app: ASGIApp
    hosts: Collection[str]
    note: Note
    loopback: bool = False
    """Whether only this machine may call."""
    posts: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request or a socket, then pass it on with a body that is whole."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._fault(scope)
        if refusal:
            await self._refuse(scope, receive, send, *refusal)
            return
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        body = b""
        if scope["method"] == "POST":
            got = await _body(receive)
            if isinstance(got, tuple):
                await self._refuse(scope, receive, send, *got)
                return
            body = got
        await self.app(scope, _again(body, receive), _with_headers(send, scope["path"]))

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and key of what is wrong with a request before its body is read; None if nothing."""
        if self.loopback and _address(scope) not in ("127.0.0.1", "::1", "testclient"):
            return 404, "not_here"
        host, origin = _header(scope, b"host"), _header(scope, b"origin")
        if host.lower() not in self.hosts:
            return 400, "wrong_host"
        socket = scope["type"] == "websocket"
        if (origin or socket) and origin.lower() != origin_of(host.lower()):
            return 403, "wrong_origin"
        if _header(scope, b"sec-fetch-site") == "cross-site" and _header(scope, b"sec-fetch-mode") != "navigate":
            return 403, "wrong_origin"  # a picture or a script of another page: it would not say its origin
        if socket or scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return 405, "method"
        if _header(scope, b"x-theatre") != "1" or not origin:
            return 403, "no_header"
        if _header(scope, b"content-type").partition(";")[0].strip() != "application/json":
            return 415, "not_json"
        if _header(scope, b"content-length").isdigit() and int(_header(scope, b"content-length")) > BODY:
            return 413, "too_large"
        return (429, "too_fast") if self._too_fast(scope) else None

    def _too_fast(self, scope: Scope) -> bool:
        now = asyncio.get_running_loop().time()
        if len(self.posts) > MOST_KEYS:
            fresh = {key: times for key, times in self.posts.items() if times and now - times[-1] < SPAN}
            self.posts = defaultdict(deque, fresh)
        whole, part = self.posts[_address(scope)], self.posts[_address(scope) + scope["path"][:40]]
        for times in (whole, part):
            while times and now - times[0] > SPAN:
                times.popleft()
        if len(part) >= POSTS or len(whole) >= ALL:
            return True
        whole.append(now)
        part.append(now)
        return False

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, fault: str) -> None:
        """Answer with the fault; a socket is closed before it is opened."""
        self.note(fault, _address(scope), scope["path"])
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
            return
        text = json.dumps({"fault": fault, "text": _TEXTS.get(fault, "This request is refused.")}).encode()
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(text)).encode())]
        head += [(b"connection", b"close"), (b"cache-control", b"no-store"), *_HEADERS]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": text})


_TEXTS = {
    "not_here": "There is nothing here.",
    "wrong_host": "This server answers only under its own address.",
    "too_large": "That is more than a page of ours ever sends.",
    "too_fast": "That was a lot at once. Wait a moment.",
    "too_slow": "That took too long to arrive.",
}


async def _body(receive: Receive) -> bytes | tuple[int, str]:
    """Return a request's whole body, or the status and key of a fault."""
    body = b""
    try:
        async with asyncio.timeout(SLOW):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return 400, "gone"
                body += bytes(message.get("body", b""))
                if len(body) > BODY:
                    return 413, "too_large"
                if not message.get("more_body", False):
                    return body
    except TimeoutError:
        return 408, "too_slow"


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body that has been read, then waits for the end."""
    told = False

    async def give() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give


def _with_headers(send: Send, path: str) -> Send:
    """Return a `send` that adds our headers; answers of the api and pages are kept by nobody."""

    async def give(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            if not any(key == b"cache-control" for key, _ in headers):
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*headers, *_HEADERS]}
        await send(message)

    return give
