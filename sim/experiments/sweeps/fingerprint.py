"""The fingerprint of all that decides a run: the code of the model, its data, and the packages that compute.

Two processes with one fingerprint give the same bytes on machines of one kind. Owns the fingerprint. Knows nothing of
what it guards.
"""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import entry_points, version
from pathlib import Path

__all__ = ["fingerprint"]

_ROOT = Path(__file__).parents[2]
_BESIDE = frozenset({"cli", "classroom", "reports", "history", "experiments", "claims.py", "claims.yaml"})
"""Rooms and files of `sim` that no run depends on."""
_PLAYED = ("job.py", "readings.py", "sweeps/chunk.py")
"""Files of this room that decide what stands in a row."""
_KINDS = frozenset({".py", ".csv", ".geojson", ".yaml"})
_COMPUTES = ("mesa", "numba", "numpy")
_PLUGINS = "theatre.policies"
"""Group of entry points by which other packages bring policies."""


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return sixteen letters that change with the model's code and data, with mesa, numpy, numba or the machine."""
    digest = hashlib.blake2b(platform.machine().encode(), digest_size=8)
    for name in _COMPUTES:
        digest.update(f"{name} {version(name)}".encode())
    for point in sorted(entry_points(group=_PLUGINS), key=lambda one: one.name):
        brought = point.dist
        digest.update(f"{point.name} {brought.name} {brought.version}".encode() if brought else point.name.encode())
    model = [path for path in _ROOT.rglob("*") if path.relative_to(_ROOT).parts[0] not in _BESIDE]
    played = [_ROOT / "experiments" / name for name in _PLAYED]
    for path in sorted([*model, *played]):
        if path.suffix in _KINDS:
            digest.update(path.relative_to(_ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
