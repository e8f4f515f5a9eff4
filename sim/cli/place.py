"""Where results go: a folder that is named, or the next free one, and that can be written to.

Owns that choice. Knows nothing of what is written there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sim.errors import InputError, StorageError

__all__ = ["place_for"]


def place_for(out: Path | None, parent: Path, name: str) -> Path:
    """Return `out`, or the first free folder of this name in `parent`; what writing would raise is raised now."""
    from sim.record.store import free_folder

    if out is not None:
        if out.exists():
            raise InputError(f"{out} exists already; results are never overwritten. Choose another --out.")
        _probe(out.parent)
        return out
    _probe(parent)
    return free_folder(parent, re.sub(r"[^\w.-]", "_", name))


def _probe(folder: Path) -> None:
    """Make `folder`, and raise now what writing to it would raise after the run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StorageError(f"{folder} cannot be a folder: a file is in its way. Choose another --out.") from error
    probe = folder / f".probe-{os.getpid()}"
    probe.touch()
    probe.unlink()
