"""Visit a page of the class that a stand serves, as one pupil or wall sees it, and hear whatever it complains of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.browser import SIZES, _browser
from tests.classroom.pages.stand import Stand, serve

__all__ = ["SEAT", "SMALL", "visited"]

SEAT = "/seat/us_sdf/"

SMALL = """[...document.querySelectorAll('button, select, summary, textarea, label.choice, input:not([type=radio])')]
    .map(each => [each.id || each.textContent, each.getBoundingClientRect()])
    .filter(([, box]) => box.width && Math.min(box.width, box.height) < 43.9).map(([name]) => name)"""
"""Controls too small for a thumb."""


@contextmanager
def visited(
    stand: Stand, path: str = SEAT, size: str | tuple[int, int] = "phone", *, still: bool = False, quiet: bool = True
) -> Iterator[Any]:
    """Yield a page of a stand; AssertionError afterwards if it asked elsewhere, or complained and was to be `quiet`.

    `still`: the visitor asked for less motion.
    """
    width, height = SIZES[size] if isinstance(size, str) else size
    origin, touch, heard = serve(stand), width < 500, []
    context = _browser().new_context(
        viewport={"width": width, "height": height},
        has_touch=touch,
        is_mobile=touch,
        reduced_motion="reduce" if still else "no-preference",
    )
    context.set_default_timeout(10_000)
    try:
        tab = context.new_page()
        if quiet:
            tab.on("console", lambda said: heard.append(f"{said.type}: {said.text}"))
        tab.on("pageerror", lambda fault: heard.append(f"fault: {fault}"))
        tab.on(
            "request",
            lambda asked: None if urlsplit(asked.url).netloc in urlsplit(origin).netloc else heard.append(asked.url),
        )
        tab.goto(origin + path)
        tab.wait_for_selector("h1:not(:empty)")
        yield tab
    finally:
        context.close()
    assert not heard, heard
