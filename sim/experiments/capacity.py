"""What many runs cost: how far a second worker helps, and whether memory stays flat in the number of runs.

A busy machine spoils wall time. So one worker and two are measured in short windows by turns, the best window of each
is put over the other's, and what other work used of the machine meanwhile stands beside it: an estimate from above,
for the best windows are those in which others left most to us. CPU time says the same without their help: if a run
takes no more of it beside another worker, a free core doubles the rate. Owns those workers and windows. Knows nothing
of how an ensemble spreads its runs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, util
from pathlib import Path

from sim.experiments.benchmark import SCENARIO, WEEKS, Figure
from sim.experiments.job import run_job
from sim.record.keep import ENSEMBLE
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

__all__ = ["FEW", "MANY", "gains", "memory", "workers"]

FEW, MANY = 20, 200
"""[runs] After how many the memory of a process is read."""

SHORT = 26
"""[weeks] Length of the runs by which memory is measured: it is their number that counts."""

WINDOW = 3
"""[runs] What each worker does in one window: about a second."""

AIM = 10_000
"""[runs] Size of the ensemble that is extrapolated to."""

_STAT, _STATUS = Path("/proc/stat"), Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class _Window:
    """Hold one window: runs a second, CPU time of a run [s], and how many cores others used, if the system tells."""

    rate: float
    cpu: float
    others: float | None


def workers(rounds: int, *, weeks: int = WEEKS, progress: Callable[[int], None] = lambda done: None) -> list[Figure]:
    """Measure one worker and two by turns: their rates, the CPU time of a run, and what others used of the machine."""
    alone: list[_Window] = []
    both: list[_Window] = []
    with _worker() as one, _worker() as two:
        _window((one, two), weeks)
        for _ in range(rounds):
            alone.append(_window((one,), weeks))
            both.append(_window((one, two), weeks))
            progress(1)
    told = []
    for name, words, windows in (("one_worker", "one worker", alone), ("two_workers", "two workers", both)):
        rates, times = tuple(window.rate for window in windows), tuple(1e3 * window.cpu for window in windows)
        told.append(Figure(name, "runs/s", f"runs of {weeks} weeks a second on {words}, wall time", rates))
        told.append(Figure(f"{name}_run", "ms", f"a run of {weeks} weeks on {words}", times))
    if others := tuple(window.others for window in (*alone, *both) if window.others is not None):
        told.append(Figure("others", "cores", "what other work used of this machine meanwhile", others))
    return told


def gains(measured: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Return the time of 10,000 runs, as a figure, and what a second worker gains, as ratios, from the `workers`."""
    by_name = {figure.name: figure.values for figure in measured}
    one, two = by_name["one_worker"], by_name["two_workers"]
    run_alone, run_beside = by_name["one_worker_run"], by_name["two_workers_run"]
    time_of_all = tuple(AIM * milliseconds / 1e3 / 2.0 / 60.0 for milliseconds in run_beside)
    words = f"{AIM:,} runs on two free cores, extrapolated from the CPU time of a run on two workers"
    gained = tuple(2.0 * a / b for a, b in zip(run_alone, run_beside, strict=True))
    return [Figure("ten_thousand", "min", words, time_of_all)], [
        Figure(
            "second_worker",
            "ratio",
            "two workers over one by wall time, pair by pair of windows; no guide while `others` is not near 0",
            _over(two, one),
        ),
        Figure(
            "second_best", "ratio", "the same, best window over best: an estimate from above", (max(two) / max(one),)
        ),
        Figure("second_cpu", "ratio", "the same by CPU time, as if no other work were there", gained),
    ]


def memory(few: int = FEW, many: int = MANY) -> tuple[list[Figure], list[Figure]]:
    """Return the peak memory of a process after few and after many runs, and its growth; nothing on Windows."""
    with _worker() as pool:
        peaks = pool.submit(_peaks, (few, many)).result()
    if peaks is None:
        return [], []
    figures = [
        Figure(f"memory_{count}", "MiB", f"peak memory of a process after {count} runs", (peak,))
        for count, peak in zip((few, many), peaks, strict=True)
    ]
    doc = f"peak memory of a process after {many} runs over that after {few}"
    return figures, [Figure("memory_growth", "ratio", doc, (peaks[1] / peaks[0],))]


def _over(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    return tuple(a / b for a, b in zip(above, below, strict=True))


def _worker() -> ProcessPoolExecutor:
    """Return a fresh process that leaves Ctrl-C to its parent."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=spawn, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))


@lru_cache(maxsize=2)
def _war(weeks: int) -> Loaded:
    return load_scenario(SCENARIO, weeks=weeks)


def _run(weeks: int, seeds: Sequence[int]) -> float:
    """Run some wars, keep nothing, and return the CPU time they took [s]; works in a worker."""
    begun = time.process_time()
    for seed in seeds:
        run_job(_war(weeks), seed, keep=ENSEMBLE)
    return time.process_time() - begun


def _window(pools: Sequence[ProcessPoolExecutor], weeks: int) -> _Window:
    """Let each worker do its runs at the same time."""
    busy, begun = _busy(), time.perf_counter()
    seeds = range(1, WINDOW + 1)
    own = sum(future.result() for future in [pool.submit(_run, weeks, seeds) for pool in pools])
    wall = time.perf_counter() - begun
    after = _busy()
    others = None if busy is None or after is None else max(0.0, (after - busy - own) / wall)
    runs = len(pools) * WINDOW
    return _Window(runs / wall, own / runs, others)


def _busy() -> float | None:
    """Return the CPU time that all work on this machine has taken [s], where the system tells it."""
    if not _STAT.exists():
        return None
    ticks = [int(word) for word in _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _waiting, *interrupts = ticks[:8]
    return (user + nice + system + sum(interrupts)) / float(os.sysconf("SC_CLK_TCK"))


def _peaks(counts: Sequence[int]) -> tuple[float, ...] | None:
    """Run wars one after the other, keep none, and return the peak memory after each count [MiB]."""
    peaks = []
    done = 0
    for count in counts:
        _run(SHORT, range(done + 1, count + 1))
        done = count
        peaks.append(_peak())
    found = tuple(peak for peak in peaks if peak is not None)
    return found if len(found) == len(peaks) else None


def _peak() -> float | None:
    """Return the peak memory of this process [MiB]; the kernel's own count where there is one.

    What getrusage says can be the parent's: on Linux a child starts with what the parent held.
    """
    if _STATUS.exists():
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        return next((int(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmHWM:")), None)
    if util.find_spec("resource") is None:
        return None
    resource = import_module("resource")
    peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)
