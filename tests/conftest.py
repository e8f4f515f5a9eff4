"""Tests that need a browser are left out where there is none; `THEATRE_BROWSER=1` asks for them all the same."""

from __future__ import annotations

import os

import pytest

from tests.browser import BROWSER


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests marked `browser` on a machine without one, and say so."""
    if BROWSER is not None or os.environ.get("THEATRE_BROWSER") == "1":
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
