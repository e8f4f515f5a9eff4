"""Visit a page that a stand-in serves, in a real browser, and hear whatever it complains of or asks of elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser import SIZES, _browser

__all__ = ["SIZES", "visiting"]


@contextmanager
def visiting(address: str, path: str, size: str = "laptop", heard: list[str] | None = None) -> Iterator[Any]:
    """Yield a tab with a page of a server; AssertionError afterwards if it complained or asked anybody else.

    With `heard` the complaints are put there instead.
    """
    said = [] if heard is None else heard
    width, height = {**SIZES, "small": (1024, 768)}[size]
    context = _browser().new_context(
        viewport={"width": width, "height": height}, has_touch=size == "phone", is_mobile=size == "phone"
    )
    context.set_default_timeout(10_000)
    try:
        tab = context.new_page()
        tab.on("console", lambda told: said.append(f"{told.type}: {told.text} {told.location.get('url')}"))
        tab.on("pageerror", lambda fault: said.append(f"fault: {fault}"))
        tab.on(
            "request",
            lambda asked: None if asked.url.startswith((address, "data:", "blob:")) else said.append(asked.url),
        )
        tab.goto(address + path)
        yield tab
    finally:
        context.close()
    assert heard is not None or not said, said
