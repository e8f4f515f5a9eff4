"""The screens of a class: real browsers before a real server, and all that each of them is sent.

Every context has the network cut off but for the server itself. Owns contexts and what they hear. Knows nothing of what
should be heard.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser import SIZES, _browser
from tests.classroom.server.knocking import House, housed

__all__ = ["SEATS", "Ear", "Screens", "begun", "of_frames", "screened"]

SEATS = ("regime", "russia", "iran", "us_sdf", "opposition", "turkey")
WAIT = 15_000
"""Time that a page may take to show what is waited for, on a busy machine [ms]."""

_NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
"""A proxy that is not there: whatever is asked of another host goes nowhere."""

_WITNESS = """
window.faults = [];
addEventListener("securitypolicyviolation", event => faults.push(`${event.violatedDirective} ${event.blockedURI}`));
for (const name of ["alert", "confirm", "prompt"]) window[name] = words => { faults.push(`${name}: ${words}`); };
"""


@dataclass
class Ear:
    """Hold everything that one context asked for and was sent."""

    asked: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waiting: list[Any] = field(default_factory=list)

    def listen(self, page: Any) -> None:
        """Listen to a page from its first request on."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", lambda response: self.waiting.append(response))
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("websocket", self._socket)

    def _socket(self, socket: Any) -> None:
        self.asked.append(socket.url)
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    def all(self, page: Any) -> str:
        """Return all that came so far, the page as it stands now included, as one text."""
        waiting, self.waiting = self.waiting, []
        for response in waiting:
            if not response.url.endswith((".woff2", "/ground.json")):
                with contextlib.suppress(Exception):  # an answer without a body, as 304
                    self.bodies.append(response.text())
        self.bodies.append(page.content())
        return "\n".join(self.frames + self.bodies)


class Screens:
    """Hold the contexts of a room's browsers, each with one page of the same name."""

    def __init__(self, house: House) -> None:
        """Open no screen yet."""
        self.house = house
        self.pages: dict[str, Any] = {}
        self.ears: dict[str, Ear] = {}
        self._contexts: list[Any] = []

    def open(self, name: str, path: str = "/", size: str = "laptop", *, script: str = "", **more: Any) -> Any:
        """Open a page in a context of its own; `script` runs before any of the page's."""
        width, height = SIZES[size]
        touch = size == "phone"
        context = _browser().new_context(
            viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch,
            **{"proxy": _NOWHERE, **more},
        )  # fmt: skip
        context.set_default_timeout(WAIT)
        context.add_init_script(_WITNESS + script)
        self._contexts.append(context)
        return self.tab(name, path, context)

    def tab(self, name: str, path: str, context: Any) -> Any:
        """Open one more page in a context."""
        page, ear = context.new_page(), Ear()
        ear.listen(page)
        self.pages[name], self.ears[name] = page, ear
        page.goto(self.address(path))
        return page

    def address(self, path: str) -> str:
        """Return where a page is: the console's listener for what is the facilitator's, the class's for the rest."""
        own = path.startswith(("/console", "/explore", "/debrief"))
        return f"http://127.0.0.1:{self.house.port + own}{path}"

    def code(self, seat: str) -> str:
        """Return what stands on the card of a seat."""
        return str(next(row["code"] for row in self.house.console()["room"]["seats"] if row["seat"] == seat))

    def join(self, page: Any, seat: str, name: str = "", role: str = "commander") -> Any:
        """Join a seat on the join page, as a pupil does; return the page once the seat shows."""
        page.fill("#code", self.code(seat))
        page.keyboard.press("Enter")
        page.fill("#name", name)
        page.check(f'input[name=role][value="{role}"]')
        page.get_by_role("button", name="Start").click()
        page.wait_for_url(f"**/seat/{seat}/")
        page.wait_for_selector("#status .line.up")
        return page

    def seat(self, seat: str, size: str = "laptop", *, name: str = "", role: str = "commander", **more: Any) -> Any:
        """Open a browser and join a seat with it."""
        key = seat if seat not in self.pages else f"{seat} {len(self.pages)}"
        return self.join(self.open(key, "/", size, **more), seat, name, role)

    def phase(self, phase: str, *names: str) -> None:
        """Go on until a phase, and wait until seats and projector show it."""
        self.house.until(phase)
        for name in names or [name for name in self.pages if name.split(" ")[0] in (*SEATS, "projector")]:
            self.shows(self.pages[name], phase)

    def shows(self, page: Any, phase: str) -> None:
        """Wait until a page of a seat or the projector shows a phase."""
        page.wait_for_selector(f'body[data-phase="{phase}"]')

    def act(self, seat: str, kind: str, **body: Any) -> Any:
        """Act as the page of a seat does, with the page's own net.js and cookie."""
        told = {"id": uuid.uuid4().hex, "kind": kind, **body}
        script = "async ([to, body]) => (await import('/static/net.js')).post(to, body)"
        return self.pages[seat].evaluate(script, [f"/seat/{seat}/api/act", told])

    def state(self, name: str, base: str) -> Any:
        """Return the state that a page's browser gets."""
        return self.pages[name].evaluate("async base => (await fetch(`${base}/api/state`)).json()", base)

    def order(self, seat: str, *orders: dict[str, Any], submit: bool = True) -> Any:
        """Save a seat's set of orders through its page."""
        state = self.state(seat, f"/seat/{seat}")
        told = {"turn": state["turn"], "version": state["orders"]["version"], "orders": list(orders)}
        return self.act(seat, "orders", **told, submit=submit)

    def write(self, page: Any, verb: str, by: str = "", reason: str = "", **values: str) -> None:
        """Write one order with the form of the page, as a pupil does."""
        press = "tap" if page.evaluate("matchMedia('(pointer: coarse)').matches") else "click"
        if page.get_attribute("#tab-orders", "aria-selected") != "true":
            getattr(page, press)("#tab-orders")
        getattr(page, press)("#add-order")
        if by:
            page.check(f"#by-{by}")
        getattr(page, press)(f"#verb-{verb}")
        for name, value in values.items():
            if page.locator(f"#field-{name}").count():
                page.select_option(f"#field-{name}", value)
            else:
                page.check(f"#{name}-{value}")
        page.fill("#reason", reason)
        getattr(page, press)("#form-put")

    def faults(self) -> list[str]:
        """Return what went wrong in any page: errors, dialogs, breaches of the content policy."""
        found = [f"{name}: {fault}" for name, ear in self.ears.items() for fault in ear.faults]
        for name, page in self.pages.items():
            if not page.is_closed():
                found += [f"{name}: {fault}" for fault in page.evaluate("window.faults || []")]
        return found

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts:
            context.close()


def begun(house: House) -> None:
    """Bring a room to the planning of the first month, whatever has been played there: by going back, if need be."""
    if house.console()["phase"] != "lobby":
        house.settled()
        answer = house.white("rewind", turn=1, reason="the next test")
        assert answer.status == 200, answer.body
    house.until("planning")


@contextmanager
def screened(folder: Path, *words: str) -> Iterator[Screens]:
    """Run a server on a new game of two turns, with no screen open yet."""
    with housed(folder, *(words or ("--turns", "2"))) as house:
        screens = Screens(house)
        try:
            yield screens
        finally:
            screens.close()


def of_frames(ear: Ear) -> list[Any]:
    """Return the states that came over a page's socket."""
    return [told["state"] for told in map(json.loads, ear.frames) if told["type"] == "state"]
