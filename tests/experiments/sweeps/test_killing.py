"""SIGKILL at random moments, of a worker, of the parent, of all: after --resume the table is the undisturbed one.

The short form runs with every test; the long one, thirty kills of a sweep of 2,000 runs, with the slow ones.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

from sim.experiments.executors import on_processes
from sim.experiments.sweeps.parts import parts_in
from sim.experiments.sweeps.sweep import start
from sim.experiments.sweeps.table import load_table
from tests.experiments.asking import GOOD, ask, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to find workers")

ROOT = Path(__file__).parents[3]


def _sweep(*words: object) -> subprocess.Popen[bytes]:
    asked = [sys.executable, "-m", "sim", "sweep", *map(str, words), "--jobs", "2", "--quiet"]
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(asked, env=here, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)


def _workers(parent: int) -> list[int]:
    """Return the processes whose parent this is and that were spawned to work."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(state[1]) == parent and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def _kill(running: subprocess.Popen[bytes], whom: str, luck: random.Random) -> None:
    with suppress(ProcessLookupError):
        if whom == "all":
            os.killpg(running.pid, signal.SIGKILL)
        elif whom == "parent":
            os.kill(running.pid, signal.SIGKILL)
        elif workers := _workers(running.pid):
            os.kill(luck.choice(workers), signal.SIGKILL)


def _wait(running: subprocess.Popen[bytes], runs: Path, luck: random.Random, at_once: float) -> None:
    """Wait for some parts more than there are, or, now and then, only for a moment of the start."""
    seconds, wanted = luck.uniform(0.0, 4.0), len(parts_in(runs)) + luck.randint(1, 3)
    begun = time.monotonic()
    moment = luck.random() < at_once
    while running.poll() is None and time.monotonic() - begun < 120.0:
        if time.monotonic() - begun > seconds if moment else len(parts_in(runs)) >= wanted:
            time.sleep(luck.uniform(0.0, 0.2))
            return
        time.sleep(0.02)


def _disturbed(folder: Path, file: Path, kills: int, luck: random.Random, at_once: float) -> pd.DataFrame:
    """Run a sweep, kill it so often, let it end, and return its table."""
    sweep = folder / "disturbed"
    running = _sweep(file, "--out", sweep)
    while not (sweep / "manifest.json").exists() and running.poll() is None:
        time.sleep(0.02)
    for number in range(kills):
        _wait(running, sweep / "runs", luck, at_once)
        _kill(running, ("worker", "parent", "all")[number % 3], luck)
        if number % 3:
            running.wait()
        if running.poll() is not None:
            running.communicate()
            running = _sweep("--resume", sweep)
    assert running.wait(timeout=600) == 0, running.communicate()
    running.communicate()
    return load_table(sweep).rows


@pytest.mark.parametrize(
    ("points", "kills", "at_once"),
    [pytest.param(80, 3, 0.0, id="short"), pytest.param(1000, 30, 0.3, id="long", marks=pytest.mark.slow)],
)
def test_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path, points: int, kills: int, at_once: float) -> None:
    text = GOOD.replace("points: 8", f"points: {points}").replace("replicates: 3", "replicates: 2")
    sweep = start(ask(tmp_path, text), tmp_path / "undisturbed", {})
    with on_processes(2) as executor:
        sweep.run(executor)
    whole = load_table(sweep.folder).rows
    rows = _disturbed(tmp_path, write(tmp_path, text), kills, random.Random(points), at_once)
    assert rows["row"].tolist() == list(range(2 * points))
    pd.testing.assert_frame_equal(rows, whole)
    assert rows["error"].isna().all()
