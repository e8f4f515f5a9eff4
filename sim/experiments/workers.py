"""How a worker process is born and how it ends: one thread, deaf to Ctrl-C, and never longer alive than its parent.

Owns the life of worker processes on this machine. Knows nothing of the work.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, resource_tracker

__all__ = ["follow_parent", "for_children", "one_thread"]

_ONE_THREAD = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let processes that start meanwhile use one thread each, since together they already use the cores."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def for_children() -> Iterator[None]:
    """Let processes that start meanwhile have one thread each and no Ctrl-C.

    A terminal sends Ctrl-C to all of its processes. A worker would answer with a traceback, even while it
    still imports; so it is born deaf to the signal, and its parent, which hears it a moment later, ends it.
    """
    deaf = {signal.SIGINT} if hasattr(signal, "pthread_sigmask") else set()
    if deaf:
        resource_tracker.ensure_running()  # it would unblock the signal when it starts
        old = signal.pthread_sigmask(signal.SIG_BLOCK, deaf)
    try:
        with one_thread():
            yield
    finally:
        if deaf:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)


def follow_parent() -> None:
    """End this worker as soon as its parent is gone: a parent that was killed can tell nobody to stop."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
