"""The manifest of a results folder: seed, versions, command, sources; enough to know what made it.

Owns what is written about a run beside its numbers. Knows nothing of what the numbers are.
"""

from __future__ import annotations

import platform
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.record.history import RunHistory

__all__ = ["FORMAT", "command_of", "manifest_of", "single", "version_of"]

FORMAT = 1
"""Form of the results folder; raised when older folders can no longer be read."""

_PACKAGES = ("syria-theatre", "mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic")


def manifest_of(
    label: str,
    *,
    weeks: int,
    seed: int,
    runs: int,
    command: Sequence[str],
    citations: Sequence[str],
    sets: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what there is to say about runs of the scenario `label` (`id:variant`), as plain data."""
    return {
        "format": FORMAT,
        "scenario": label,
        "seed": seed,
        "runs": runs,
        "weeks": weeks,
        "command": list(command),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "versions": {name: _version(name) for name in _PACKAGES},
        "sets": list(sets),
        "citations": list(citations),
    }


def command_of(manifest: Mapping[str, Any]) -> str:
    """Return what was typed, so that a shell takes it again: `theatre run "my scenario.yaml"`."""
    return shlex.join(["theatre", *map(str, manifest.get("command") or ())])


def single(manifest: Mapping[str, Any], run: RunHistory) -> str:
    """Return the command that runs one of the runs of a manifest again by itself, to the same hash."""
    asked, numbers = manifest.get("asked") or {}, manifest.get("numbers") or {}
    weeks = asked["weeks"] if asked else manifest["weeks"]
    draw = numbers.get("draw", run.draw)
    words = ["theatre", "run", asked.get("scenario") or manifest["scenario"]]
    words += [] if weeks is None else ["--weeks", weeks]
    words += [word for each in manifest.get("sets") or () for word in ("--set", each)]
    words += ["--seed", run.seed, *([] if draw is None else ["--numbers", draw])]
    return shlex.join(map(str, words))


def version_of(manifest: Mapping[str, Any]) -> str:
    """Return the version of theatre, and the commit where it is known; empty where a manifest says neither."""
    version, commit = (manifest.get("versions") or {}).get(_PACKAGES[0]), manifest.get("commit")
    return ", ".join([*([f"theatre {version}"] if version else []), *([f"commit {commit}"] if commit else [])])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    """Return the commit of the checkout that runs, with `+` where files differ from it; empty outside one."""
    here = Path(__file__).parents[2]
    if not (here / ".git").exists():
        return ""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--abbrev=12"],
            cwd=here, capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip()
