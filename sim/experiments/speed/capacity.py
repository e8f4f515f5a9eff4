"""What many runs cost: how far a second worker helps, and whether memory stays flat in the number of runs.

One worker and two are measured in short windows by turns. CPU time holds on a busy machine: if a run takes no more of
it beside another worker, a free core doubles the rate. Wall time does not: there the best window of two workers is put
over the best of one, among those in which other work left the machine to us, as far as the system tells; an estimate
from above. Owns those workers and windows. Knows nothing of how an ensemble spreads its runs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, util
from pathlib import Path

from sim.experiments.job import run_job
from sim.experiments.speed.benchmark import SCENARIO, WEEKS, Figure
from sim.record.keep import SWEEP
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

__all__ = ["FEW", "MANY", "Paces", "Window", "memory", "workers"]

FEW, MANY = 20, 200
"""[runs] After how many the memory of a process is read."""

SHORT = 26
"""[weeks] Length of the runs by which memory is measured: it is their number that counts."""

WINDOW = 3
"""[runs] What each worker does in one window: about a second."""

AIM = 10_000
"""[runs] Size of the ensemble that is extrapolated to."""

QUIET = 0.25
"""[cores] Below what others use, a window counts as quiet."""

_STAT, _STATUS = Path("/proc/stat"), Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Window:
    """Hold one window: runs a second, CPU time of a run [s], and how many cores others used, if the system tells."""

    rate: float
    cpu: float
    others: float | None

    @property
    def quiet(self) -> bool:
        """Say whether others left the machine to us, as far as can be known."""
        return self.others is None or self.others < QUIET


@dataclass(frozen=True, slots=True)
class Paces:
    """Hold the windows of one worker and, by turns with them, those of two."""

    alone: tuple[Window, ...]
    both: tuple[Window, ...]

    def figures(self) -> list[Figure]:
        """Return rates, CPU times, what others used, and the time of 10,000 runs that follows."""
        told = []
        for name, windows in (("one_worker", self.alone), ("two_workers", self.both)):
            words = name.replace("_", " ")
            rates, times = tuple(window.rate for window in windows), tuple(1e3 * window.cpu for window in windows)
            told.append(Figure(name, "runs/s", f"runs a second on {words}, wall time", rates))
            told.append(Figure(f"{name}_run", "ms", f"a run on {words}", times))
        others = tuple(window.others for window in (*self.alone, *self.both) if window.others is not None)
        if others:
            told.append(Figure("others", "cores", "what other work used of this machine meanwhile", others))
        words = f"{AIM:,} runs on two free cores, extrapolated from the CPU time of a run on two workers"
        told.append(Figure("ten_thousand", "min", words, tuple(AIM * window.cpu / 2.0 / 60.0 for window in self.both)))
        return told

    def ratios(self) -> list[Figure]:
        """Return what a second worker gains: by CPU time, and by wall time if there were quiet windows."""
        pairs = list(zip(self.alone, self.both, strict=True))
        by_cpu = tuple(2.0 * one.cpu / two.cpu for one, two in pairs)
        told = [Figure("second_cpu", "ratio", "two workers over one, by CPU time of a run", by_cpu)]
        if pace := self._quiet():
            words = "the same by wall time, best quiet window over best: an estimate from above"
            told.append(Figure("second_worker", "ratio", words, (pace,)))
        return told

    def left_out(self) -> list[str]:
        """Say why the gain by wall time is missing, if it is."""
        if self._quiet():
            return []
        used = statistics.median(window.others or 0.0 for window in (*self.alone, *self.both))
        return [
            f"the gain of a second worker by wall time is left out: other work used {used:.1f} cores of this machine, "
            "and no window of both kinds was quiet"
        ]

    def _quiet(self) -> float | None:
        one, two = ([window.rate for window in windows if window.quiet] for windows in (self.alone, self.both))
        return max(two) / max(one) if one and two else None


def workers(rounds: int, *, weeks: int = WEEKS, progress: Callable[[int], None] = lambda done: None) -> Paces:
    """Measure one worker and two by turns, on runs of so many weeks."""
    alone: list[Window] = []
    both: list[Window] = []
    with _worker() as one, _worker() as two:
        _window((one, two), weeks)
        for _ in range(rounds):
            alone.append(_window((one,), weeks))
            both.append(_window((one, two), weeks))
            progress(1)
    return Paces(tuple(alone), tuple(both))


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
        run_job(_war(weeks), seed, keep=SWEEP)
    return time.process_time() - begun


def _window(pools: Sequence[ProcessPoolExecutor], weeks: int) -> Window:
    """Let each worker do its runs at the same time."""
    busy, begun = _busy(), time.perf_counter()
    seeds = range(1, WINDOW + 1)
    own = sum(future.result() for future in [pool.submit(_run, weeks, seeds) for pool in pools])
    wall = time.perf_counter() - begun
    after = _busy()
    others = None if busy is None or after is None else max(0.0, (after - busy - own) / wall)
    runs = len(pools) * WINDOW
    return Window(runs / wall, own / runs, others)


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
