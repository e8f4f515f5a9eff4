"""Compile the number-crunching functions and keep their compiled form where it cannot go stale.

numba's disk cache does not notice a change in another file's callee, so the cache folder is named by
the hash of every file that holds kernels: edit one and all are compiled anew.
Owns compilation. Knows nothing of what the kernels compute.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numba

__all__ = ["cache_folder", "kernel", "source_digest"]

_ROOT = Path(__file__).parent
_MARK = re.compile(r"^@kernel\b", re.MULTILINE)
_CONSTANTS = frozenset({"enmity.py", "forms.py", "losses.py", "sides.py"})
"""Files without kernels whose constants kernels read: those are compiled in too."""


def source_digest(root: Path = _ROOT) -> str:
    """Return a hash of numba's version and every file under `root` that holds kernels or constants of theirs."""
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for path in sorted(root.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if _MARK.search(text) or path.name in _CONSTANTS:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(text.encode())
    return digest.hexdigest()


def _base_folder() -> Path:
    """Return the first user folder that can be written, for compiled kernels."""
    given = os.environ.get("XDG_CACHE_HOME")
    wanted = Path(given) if given else Path.home() / ".cache"
    try:
        folder = wanted / "syria-theatre"
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except (OSError, RuntimeError):
        pass
    return Path(tempfile.gettempdir()) / f"syria-theatre-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


def cache_folder() -> Path:
    """Point numba's cache at the folder of the kernels as they stand now, and return it."""
    folder = _base_folder() / "kernels" / source_digest()
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # made at run time
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return folder


cache_folder()


def kernel[F: Callable[..., object]](function: F) -> F:
    """Compile `function`: float64, no fastmath, no globals but constants, cached on disk."""
    return cast(F, numba.njit(cache=True, error_model="numpy")(function))
