"""The fingerprint of all that decides a run: the code of the model, its data, and the packages that compute.

Two processes with one fingerprint give the same bytes on machines of one kind. Owns the fingerprint. Knows nothing of
what it guards.
"""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

__all__ = ["fingerprint"]

_ROOT = Path(__file__).parents[1]
_BESIDE = frozenset({"cli", "classroom", "reports", "history", "experiments", "__pycache__"})
"""Rooms of `sim` that no run depends on."""
_KINDS = frozenset({".py", ".csv", ".geojson", ".yaml"})
_COMPUTES = ("numba", "numpy")


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return sixteen letters that change with the model's code and data, with numpy, numba or the kind of machine."""
    digest = hashlib.blake2b(platform.machine().encode(), digest_size=8)
    for name in _COMPUTES:
        digest.update(f"{name} {version(name)}".encode())
    for path in sorted(_ROOT.rglob("*")):
        inside = path.relative_to(_ROOT)
        if inside.parts[0] not in _BESIDE and path.suffix in _KINDS:
            digest.update(inside.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
