"""Which tests run, and where: those that need a browser are left out where there is none, groups stay together.

`THEATRE_BROWSER=1` asks for tests in a browser all the same.
"""

from __future__ import annotations

import os

import pytest

from tests.browser import BROWSER


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests marked `browser` on a machine without one, and say so; keep each `xdist_group` in one process."""
    _name_groups(config, items)
    if BROWSER is not None or os.environ.get("THEATRE_BROWSER") == "1":
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("browser")]


def _name_groups(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Write the group of a test at the end of its id, where xdist looks for it.

    xdist 3.8 does so itself, but in a field that pytest 9.2 no longer reads: every process would then build the
    fixtures of every group anew.
    """
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark is not None and "@" not in item.nodeid:
            item._id = type(item.id).parse(f"{item.nodeid}@{mark.args[0]}")
