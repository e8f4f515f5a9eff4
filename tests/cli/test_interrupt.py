"""Ctrl-C in the middle of a run: a real signal to a real group of processes, as a terminal sends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see how far a process is")

ROOT = Path(__file__).parents[2]
SAID = "Interrupted; nothing half-written was kept.\n"
LATEST = 60.0
"""[s] After which a process that has not done what is waited for never will."""


@contextmanager
def _started(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start `theatre run` on many weeks in a session, and so a group, of its own; end what is left of it."""
    asked = [sys.executable, "-m", "sim", "run", "base_2015", "--weeks", "400", "--quiet", *words]
    running = subprocess.Popen(
        asked,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def _stat(pid: int) -> list[str]:
    """Return what the system says of a process, from its state on; nothing if it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _cpu(pid: int) -> float:
    """Return the CPU time that a process has used [s]."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _workers(group: int) -> list[int]:
    """Return the spawned workers of a group of processes that are alive."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(entry.name))
        if fields and fields[0] != "Z" and int(fields[2]) == group:
            with suppress(FileNotFoundError, ProcessLookupError):
                if b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def _stop(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    os.killpg(running.pid, signal.SIGINT)
    out, said = running.communicate(timeout=LATEST)
    return running.returncode, out, said


def _wait_for(running: subprocess.Popen[str], done: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not done():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() - begun < LATEST
        time.sleep(0.05)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() or path.name.startswith(".")]


@pytest.mark.parametrize("seconds", [0.5, 3.5], ids=["while it imports", "while it runs"])
def test_one_process_stops_with_one_line_and_leaves_nothing(seconds: float, tmp_path: Path) -> None:
    with _started(tmp_path, "--runs", "5000", "--jobs", "1") as running:
        _wait_for(running, lambda: _cpu(running.pid) > seconds)
        assert _stop(running) == (130, "", SAID)
    assert _files(tmp_path) == []


@pytest.mark.parametrize("seconds", [0.1, 4.0], ids=["while workers start", "while workers run"])
def test_workers_stop_with_their_parent_and_say_nothing(seconds: float, tmp_path: Path) -> None:
    with _started(tmp_path, "--runs", "5000", "--jobs", "2") as running:
        _wait_for(running, lambda: len(_workers(running.pid)) == 2)
        workers = _workers(running.pid)
        _wait_for(running, lambda: min(_cpu(pid) for pid in workers) > seconds)
        assert _stop(running) == (130, "", SAID)
        assert _workers(running.pid) == []
    assert _files(tmp_path) == []
