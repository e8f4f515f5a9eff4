"""Work that tests hand to executors: it can be imported by any worker."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

__all__ = ["born", "deadly", "once_deadly", "slow_square", "square", "wrong"]


def born(number: int) -> tuple[int, tuple[str | None, str | None, bool]]:
    """Return the worker's process id, its numbers of threads, and whether it is deaf to Ctrl-C; after a moment."""
    time.sleep(0.02)
    threads = (os.environ.get("OMP_NUM_THREADS"), os.environ.get("NUMBA_NUM_THREADS"))
    return os.getpid(), (*threads, signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))


def square(number: int) -> int:
    return number * number


def slow_square(number: int) -> tuple[int, int]:
    """Return the worker's process id and the square, after a moment."""
    time.sleep(0.02)
    return os.getpid(), number * number


def once_deadly(task: tuple[int, str]) -> int:
    """Bring down the worker of the task 3, the first time that it is tried."""
    number, folder = task
    mark = Path(folder) / "tried"
    if number == 3 and not mark.exists():
        mark.touch()
        signal.raise_signal(signal.SIGKILL)
    return number * number


def deadly(number: int) -> int:
    """Bring down every worker that tries the task 3."""
    if number == 3:
        signal.raise_signal(signal.SIGKILL)
    return number * number


def wrong(number: int) -> float:
    return 1 / (number - 3)
