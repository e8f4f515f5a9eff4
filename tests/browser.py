"""Open a page of ours in a real browser, with the network off, and hear whatever it complains of."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["BROWSER", "SIZES", "opened", "serious_faults"]

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
SIZES = {"phone": (360, 640), "laptop": (1280, 800), "projector": (1920, 1080)}
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@lru_cache(maxsize=1)
def _browser() -> Any:
    """Start the browser once a process; it is closed when the process ends."""
    from playwright.sync_api import sync_playwright

    assert BROWSER, "no Chromium on this machine: apt install chromium"
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=BROWSER, args=_FLAGS)
    atexit.register(playwright.stop)
    atexit.register(browser.close)
    return browser


@contextmanager
def opened(page: Path, size: str = "laptop", *, script: bool = True) -> Iterator[Any]:
    """Yield a page opened from disk; AssertionError afterwards if it complained or asked for anything else.

    Without `script` the browser runs none, as some readers of mail do.
    """
    heard: list[str] = []
    width, height = SIZES[size]
    touch = size == "phone"
    context = _browser().new_context(
        viewport={"width": width, "height": height},
        offline=True,
        has_touch=touch,
        is_mobile=touch,
        java_script_enabled=script,
    )
    context.set_default_timeout(10_000)
    try:
        tab = context.new_page()
        tab.on("console", lambda said: heard.append(f"{said.type}: {said.text}"))
        tab.on("pageerror", lambda fault: heard.append(f"fault: {fault}"))
        tab.on("request", lambda asked: heard.append(asked.url) if asked.url.startswith("http") else None)
        tab.goto(page.absolute().as_uri())
        if script:
            tab.evaluate("document.fonts.ready.then(() => true)")
        yield tab
    finally:
        context.close()
    assert not heard, heard


def serious_faults(tab: Any) -> list[str]:
    """Return what axe finds of serious or critical faults of access, with the elements it means."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab).response["violations"]
    return [
        f"{fault['id']}: {fault['help']} at {[node['target'] for node in fault['nodes']][:4]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
