"""The cache of compiled kernels: used again as it is, and never stale when a callee elsewhere is edited."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import kernels
from sim.kernels import cache_folder, source_digest
from tests.house.tree import ROOT, functions, modules

CALLER = """
from sim.chance import normal
from sim.kernels import kernel

@kernel
def twice(seed: int, place: int) -> float:
    return 2.0 * normal(seed, 8, 5, place, 0)
"""
"""A kernel of one file that calls `normal` of another, `sim/chance.py`."""

ASK = "from sim.caller import twice; print(*[twice(3, place) for place in range(4)])"

Ask = Callable[[], list[float]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the package to a folder of its own, without what earlier runs compiled."""
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "sim" / "caller.py").write_text(CALLER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ask(copy: Path) -> Ask:
    """Return a function that asks a new process, whose cache is its own, for the numbers of a kernel."""

    def run() -> list[float]:
        done = subprocess.run(
            [sys.executable, "-c", ASK], cwd=copy, check=True, capture_output=True, text=True, timeout=60,
            env={**os.environ, "XDG_CACHE_HOME": str(copy / "cache"), "PYTHONPATH": str(copy)},
        )  # fmt: skip
        return [float(word) for word in done.stdout.split()]

    return run


def _compiled(copy: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (copy / "cache").rglob("*.nb?")}


def test_an_edited_callee_in_another_file_is_seen(copy: Path, ask: Ask) -> None:
    first = ask()
    kept = _compiled(copy)
    assert kept
    assert ask() == first
    assert _compiled(copy) == kept, "the second process compiled anew"
    chance = copy / "sim" / "chance.py"
    text = chance.read_text(encoding="utf-8")
    assert text.count("return radius * math.cos(") == 1
    chance.write_text(text.replace("return radius * math.cos(", "return 2.0 * radius * math.cos("), encoding="utf-8")
    assert ask() == pytest.approx([2.0 * number for number in first], rel=1e-12)


def test_an_edit_moves_the_cache_only_if_it_can_change_a_kernel(copy: Path) -> None:
    before = source_digest(copy / "sim")
    quiet, loud = copy / "sim" / "calendar.py", copy / "sim" / "world" / "losses.py"
    quiet.write_text(quiet.read_text(encoding="utf-8") + "\n# a word\n", encoding="utf-8")
    assert source_digest(copy / "sim") == before
    loud.write_text(loud.read_text(encoding="utf-8") + "\n# a word\n", encoding="utf-8")
    assert source_digest(copy / "sim") != before


def test_the_cache_stands_where_the_user_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", os.environ["NUMBA_CACHE_DIR"])
    monkeypatch.setattr(kernels.numba.config, "CACHE_DIR", kernels.numba.config.CACHE_DIR)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "syria-theatre" / "kernels" / source_digest()
    assert os.environ["NUMBA_CACHE_DIR"] == str(cache_folder())


def _names_from_elsewhere(tree: ast.Module) -> dict[str, str]:
    """Return the names that a module imports from this package, with the file each comes from."""
    return {
        alias.asname or alias.name: f"{node.module.replace('.', '/')}.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim.") and node.module
        for alias in node.names
    }


def _read_by_kernels() -> set[str]:
    """Return the files from which some kernel of another file takes a function or a constant."""
    files = set()
    for module in modules("sim"):
        elsewhere = _names_from_elsewhere(module.tree)
        for function in functions(module.tree):
            if any(isinstance(mark, ast.Name) and mark.id == "kernel" for mark in function.decorator_list):
                read = {node.id for line in function.body for node in ast.walk(line) if isinstance(node, ast.Name)}
                files |= {elsewhere[name] for name in read & elsewhere.keys()}
    return files


def test_an_edit_of_any_file_that_kernels_read_moves_the_cache(copy: Path) -> None:
    """Functions and constants of other files are compiled in: a file of either must be watched."""
    files = _read_by_kernels()
    assert {"sim/chance.py", "sim/world/losses.py"} <= files
    for name in files:
        before = source_digest(copy / "sim")
        (copy / name).write_text((copy / name).read_text(encoding="utf-8") + "\n# a word\n", encoding="utf-8")
        assert source_digest(copy / "sim") != before, name
