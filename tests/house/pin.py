"""Write constraints.txt and its twin in pyproject.toml from what the package index offers today.

Run by `uv run poe pin` when versions are to move: uv resolves the project afresh for every supported Python
and system, and each package is pinned at the one version found. Owns the pins. Knows nothing of the model.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

__all__ = ["pinned", "with_pins", "write"]

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^constraint-dependencies = \[(?:\]|\n.*?^\])", re.MULTILINE | re.DOTALL)
_NEEDED = ("pyproject.toml", "README.md", "LICENSE", ".python-version")


def with_pins(project: str, pins: list[str]) -> str:
    """Return the text of pyproject.toml with its constraints replaced by `pins`."""
    rows = "".join(f'    "{pin}",\n' for pin in pins)
    block = f"constraint-dependencies = [\n{rows}]" if pins else "constraint-dependencies = []"
    text, count = _BLOCK.subn(block, project)
    if count != 1:
        raise ValueError("pyproject.toml must hold constraint-dependencies exactly once")
    return text


def pinned(lock: str) -> list[str]:
    """Return `name==version` for every package of a uv.lock but the project itself, sorted by name."""
    packages = tomllib.loads(lock)["package"]
    found = [(entry["name"], entry["version"]) for entry in packages if "registry" in entry["source"]]
    names = [name for name, _ in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"more than one version of {', '.join(twice)}: a plain pin cannot say that")
    return [f"{name}=={version}" for name, version in sorted(found)]


def write(root: Path = ROOT) -> list[str]:
    """Resolve the project without pins in a folder of its own, and write the pins found to both files."""
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for needed in _NEEDED:
            shutil.copy(root / needed, folder / needed)
        (folder / "pyproject.toml").write_text(with_pins(project, []), encoding="utf-8")
        subprocess.run(["uv", "lock", "--directory", str(folder)], check=True)
        pins = pinned((folder / "uv.lock").read_text(encoding="utf-8"))
    (root / "constraints.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")
    (root / "pyproject.toml").write_text(with_pins(project, pins), encoding="utf-8")
    return pins


if __name__ == "__main__":
    write()
