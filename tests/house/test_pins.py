"""Versions: one list of pins, said twice, and no package without a use."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable

import pytest

from tests.house.pin import pinned, with_pins
from tests.house.tree import ROOT, Module, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = [name for names in PROJECT["project"]["optional-dependencies"].values() for name in names]
IMPORTED_AS = {
    "axe-playwright-python": "axe_playwright_python", "ema-workbench": "ema_workbench", "fonttools": "fontTools",
    "pillow": "PIL", "pyyaml": "yaml", "salib": "SALib", "scikit-learn": "sklearn",
}  # fmt: skip
"""Packages whose import name differs from their own."""
COMES_WITH = {"pydantic_core": "pydantic", "networkx": "mesa"}
"""Modules that another package brings and documents as its own, or asks for in its interface."""
MAKERS = ("sim/theatre/making/", "sim/theatre/build.py", "sim/history/build.py")
"""Code that wrote the project's data once, and may use what only developers have."""
TOOLS = {"import-linter", "mypy", "poethepoet", "pytest-xdist", "ruff", "types-pyyaml"}
"""Packages that are run, not imported."""


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", line)[0].lower() for line in requirements}


def _asked(requirements: list[str]) -> set[str]:
    return {IMPORTED_AS.get(name, name) for name in _names(requirements)}


def _imports(these: Iterable[Module]) -> set[str]:
    found: set[str] = set()
    for module in these:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    found = {COMES_WITH.get(name, name) for name in found}
    return found - set(sys.stdlib_module_names) - {"sim", "tests", "benchmarks"}


def test_constraints_and_pyproject_pin_the_same_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines == PROJECT["tool"]["uv"]["constraint-dependencies"]
    assert lines == sorted(lines, key=lambda line: line.split("==")[0])
    assert not [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.+]*", line)]


def test_every_package_asked_for_is_pinned() -> None:
    groups = [name for names in PROJECT["dependency-groups"].values() for name in names]
    asked = _names(PROJECT["project"]["dependencies"]) | _names(groups)
    assert asked <= _names(PROJECT["tool"]["uv"]["constraint-dependencies"])


def test_every_package_asked_for_is_used_and_every_package_used_is_asked_for() -> None:
    running = [module for module in modules("sim") if not module.path.startswith(MAKERS)]
    assert _imports(running) == _asked(PROJECT["project"]["dependencies"]) | _asked(EXTRAS)


def test_developers_get_every_extra() -> None:
    assert set(EXTRAS) <= set(PROJECT["dependency-groups"]["dev"])


def test_developers_get_what_tests_and_makers_use_and_no_more() -> None:
    makers = [module for module in modules("sim") if module.path.startswith(MAKERS)]
    used = _imports([*makers, *modules("tests", "benchmarks")])
    running, dev = PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]["dev"]
    assert used <= _asked(running) | _asked(dev)
    assert _asked(dev) - TOOLS - _asked(EXTRAS) <= used


def test_new_pins_replace_the_old_and_nothing_else() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pins = PROJECT["tool"]["uv"]["constraint-dependencies"]
    assert with_pins(with_pins(text, []), pins) == text
    assert tomllib.loads(with_pins(text, [])) | {"tool": None} == PROJECT | {"tool": None}
    assert tomllib.loads(with_pins(text, []))["tool"].keys() == PROJECT["tool"].keys()


def test_a_package_that_needs_two_versions_cannot_be_pinned() -> None:
    entry = '[[package]]\nname = "a"\nversion = "{}"\nsource = {{ registry = "x" }}\n'
    assert pinned(entry.format("1")) == ["a==1"]
    with pytest.raises(ValueError, match="more than one version of a"):
        pinned(entry.format("1") + entry.format("2"))
