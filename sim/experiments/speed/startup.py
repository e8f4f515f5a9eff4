"""What a whole command costs from a cold start: CPU time of a process of its own.

Owns the starting and timing of a process. Knows nothing of what the commands do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module, util

from sim.errors import RunError

__all__ = ["command_seconds"]


def command_seconds(words: Sequence[str]) -> float | None:
    """Return the CPU time of `theatre WORDS` [s], run in a folder that is thrown away; None on Windows.

    Raises RunError with its last line if the command fails.
    """
    if util.find_spec("resource") is None:
        return None
    resource = import_module("resource")
    here = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        asked = [sys.executable, "-m", "sim", *words]
        done = subprocess.run(asked, cwd=folder, env=here, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing was said"]
        raise RunError(f"theatre {' '.join(words)} failed while it was measured: {said[-1]}")
    return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
