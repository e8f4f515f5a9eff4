"""Versions: one list of pins, said twice, and no package without a use."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

import pytest

from tests.house.tree import ROOT, modules
from tools.pin import pinned, with_pins

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IMPORTED_AS = {"pyyaml": "yaml", "adjusttext": "adjustText"}
"""Packages whose import name differs from their own."""


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", line)[0].lower() for line in requirements}


def _imports(*folders: str) -> set[str]:
    found: set[str] = set()
    for module in modules(*folders):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"sim", "tests", "tools"}


def test_constraints_and_pyproject_pin_the_same_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines == PROJECT["tool"]["uv"]["constraint-dependencies"]
    assert lines == sorted(lines, key=lambda line: line.split("==")[0])
    assert not [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.+]*", line)]


def test_every_package_asked_for_is_pinned() -> None:
    asked = _names(PROJECT["project"]["dependencies"]) | _names(PROJECT["dependency-groups"]["dev"])
    assert asked <= _names(PROJECT["tool"]["uv"]["constraint-dependencies"])


def test_every_package_asked_for_is_used_and_every_package_used_is_asked_for() -> None:
    asked = {IMPORTED_AS.get(name, name) for name in _names(PROJECT["project"]["dependencies"])}
    assert _imports("sim") == asked


def test_tests_use_only_packages_that_are_asked_for() -> None:
    everything = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    asked = {IMPORTED_AS.get(name, name) for name in _names(everything)}
    assert _imports("tests", "tools") <= asked


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
