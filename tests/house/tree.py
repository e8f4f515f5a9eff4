"""Read the project's own files for the tests of the house.

Owns the walk over tracked files and parsed modules. Knows nothing of what the modules do.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["ROOT", "Module", "functions", "modules", "names_in", "tracked"]

ROOT = Path(__file__).parents[2]
_IGNORED = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "build",
}


@dataclass(frozen=True)
class Module:
    """Hold one Python file: its path from the root, its text, its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def doc(self) -> str:
        """Return the module's docstring, or nothing."""
        return ast.get_docstring(self.tree) or ""


@lru_cache(maxsize=1)
def tracked() -> tuple[Path, ...]:
    """Return every file that git knows or would take; without git, every file that is not made by a tool."""
    try:
        asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [ROOT / line for line in listing.splitlines()]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not _IGNORED & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


@lru_cache(maxsize=4)
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the parsed Python files under the given folders of the project."""
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.split("/")[0] in folders:
            text = path.read_text(encoding="utf-8")
            found.append(Module(name, text, ast.parse(text, name)))
    return tuple(found)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a tree, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def names_in(folder: str) -> list[str]:
    """Return the names of the public modules in one folder of the project: its entries as a registry."""
    return sorted(path.stem for path in (ROOT / folder).glob("*.py") if not path.stem.startswith("_"))
