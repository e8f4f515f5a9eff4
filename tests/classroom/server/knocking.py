"""Start the real server beside a test, and knock at its doors as a browser, or somebody else, would."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.house.tree import ROOT

__all__ = ["Answer", "House", "Seated", "free_port", "housed"]

PATIENCE = 180.0
"""Time that a server may take to answer first, with kernels to compile on a busy machine [s]."""


def free_port() -> int:
    """Return a port that is free together with the next one.

    It lies below those that systems give to callers: whoever calls a server that is down could else be given its very
    port, be connected with itself, and hear its own words as an answer. Processes that test beside each other begin
    far apart.
    """
    for port in range(20_000 + 200 * (os.getpid() % 59), 32_000, 2):
        with closing(socket.socket()) as one, closing(socket.socket()) as two:
            try:
                one.bind(("127.0.0.1", port))
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


@dataclass(frozen=True)
class Answer:
    """Hold what a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


@dataclass
class House:
    """Hold a running server: its process, its ports and the file of its game."""

    port: int
    game: Path
    process: subprocess.Popen[bytes] | None = None
    words: list[str] = field(default_factory=list)

    def start(self) -> House:
        """Start the server and wait until it answers."""
        asked = [sys.executable, "-m", "sim", "classroom", "--no-browser", "--solo", "--port", str(self.port)]
        asked += ["--futures", "0"]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        with self.game.with_suffix(".out").open("ab") as log:
            self.process = subprocess.Popen(
                [*asked, "--game", str(self.game), *self.words], cwd=self.game.parent, env=env, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(self.game.with_suffix(".out").read_text(encoding="utf-8"))
            try:
                self.ask("GET", "/projector/api/state", console=True)
            except OSError:
                time.sleep(0.02)
            else:
                return self
        raise AssertionError("the server never answered")

    def kill(self) -> None:
        """Kill the server as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        console: bool = False,
        headers: Mapping[str, str | None] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Send one request as our own page would, again where it came too fast; a header that is None is left out."""
        for _ in range(40):
            answer = self._once(method, path, body, console, headers or {}, raw)
            if answer.status != 429 or answer.told["fault"] != "too_fast":
                break
            time.sleep(0.4)
        return answer

    def _once(
        self, method: str, path: str, body: Any, console: bool, headers: Mapping[str, str | None], raw: bytes | None
    ) -> Answer:
        port = self.port + console
        sent: dict[str, str | None] = {"Host": f"127.0.0.1:{port}"}
        data = raw
        if method == "POST":
            sent |= {"Origin": f"http://127.0.0.1:{port}", "X-Theatre": "1", "Content-Type": "application/json"}
            data = json.dumps(body).encode() if raw is None else raw
        sent |= dict(headers)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    line.putheader(name, value)
            if data is not None:
                line.putheader("Content-Length", str(len(data)))
            line.endheaders(data)
            try:
                answer = line.getresponse()
                return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            except http.client.HTTPException as error:  # the server died while it answered
                raise ConnectionError(str(error)) from error

    def console(self) -> Any:
        """Return what the facilitator sees."""
        return self.ask("GET", "/console/api/state", console=True).told

    def white(self, kind: str, **body: Any) -> Answer:
        """Do an act of the facilitator."""
        return self.ask("POST", "/console/api/act", {"id": uuid.uuid4().hex, "kind": kind, **body}, console=True)

    def settled(self) -> Any:
        """Return the console's state once the engine has nothing to do."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            state = self.console()
            if not state["next"]["waiting"] and state["map"] is not None:
                return state
            time.sleep(0.05)
        raise AssertionError("the engine never answered")

    def step(self) -> str:
        """Go on to the next phase and return it."""
        state = self.settled()
        answer = self.white("step", turn=state["turn"], phase=state["phase"])
        assert answer.status == 200, answer.body
        return str(self.settled()["phase"])

    def until(self, phase: str) -> None:
        """Step until a phase is reached."""
        for _ in range(30):
            if self.console()["phase"] == phase:
                return
            self.step()
        raise AssertionError(f"{phase} was never reached")

    def join(self, seat: str, role: str = "commander", name: str = "") -> Seated:
        """Join a seat with its code."""
        code = next(row["code"] for row in self.console()["room"]["seats"] if row["seat"] == seat)
        answer = self.ask("POST", "/api/join", {"code": code, "name": name, "role": role})
        assert answer.status == 200, answer.body
        found = re.match(r"theatre=([^;]+)", answer.headers["set-cookie"])
        assert found
        return Seated(self, seat, found[1])


@dataclass
class Seated:
    """Hold a player with the cookie of a seat."""

    house: House
    seat: str
    cookie: str

    def state(self) -> Any:
        """Return what the seat sees."""
        return self.house.ask("GET", f"/seat/{self.seat}/api/state", headers=self.headers).told

    @property
    def headers(self) -> dict[str, str | None]:
        """Return the header with the cookie."""
        return {"Cookie": f"theatre={self.cookie}"}

    def act(self, kind: str, **body: Any) -> Answer:
        """Do an act of the seat, under a new id unless one is given."""
        told = {"id": uuid.uuid4().hex, "kind": kind, **body}
        return self.house.ask("POST", f"/seat/{self.seat}/api/act", told, headers=self.headers)

    def order(self, *orders: Mapping[str, Any], submit: bool = True) -> Answer:
        """Save the seat's set of orders."""
        state = self.state()
        version = state["orders"]["version"]
        return self.act("orders", turn=state["turn"], version=version, orders=list(orders), submit=submit)


@contextmanager
def housed(folder: Path, *words: str) -> Iterator[House]:
    """Run a server on a new game for a while."""
    house = House(free_port(), folder / "game.theatre", words=list(words))
    try:
        yield house.start()
    finally:
        if house.process is not None:
            house.process.kill()
            house.process.wait()
