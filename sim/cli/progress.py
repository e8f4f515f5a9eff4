"""A progress bar for what takes more than two seconds; none where nobody watches.

Owns the bar. Knows nothing of what is being done.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress_bar", "sweep_bar"]


@contextmanager
def progress_bar(words: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with how many more are done; draws nothing when quiet or not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.advance(task, done)


@contextmanager
def sweep_bar(total: int, done: int, failed: int, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to call with how many more runs are done and how many of them failed; shows the rate too."""
    if quiet or not sys.stderr.isatty():
        yield lambda more, wrong: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed  {task.fields[rate]:.1f} runs/s"),
        TimeRemainingColumn(),
    )
    begun, first = time.monotonic(), done
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=done, failed=failed, rate=0.0)

        def advance(more: int, wrong: int) -> None:
            nonlocal done, failed
            done, failed = done + more, failed + wrong
            rate = (done - first) / max(time.monotonic() - begun, 1e-9)
            bar.update(task, completed=done, failed=failed, rate=rate)

        yield advance
