"""The C yardstick: built into a folder that is thrown away, where there is a compiler, and timed by its own clock.

Owns the compiler's words and the answer's form. Knows nothing of what a week of it does.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hexes import write_ground
from sim.errors import RunError

__all__ = ["NO_COMPILER", "Answer", "CForm", "build"]

SOURCE = Path(__file__).parent / "c" / "reference_week.c"
STRICT = ("-std=c11", "-O3", "-ffp-contract=off")
"""Fast, but with the arithmetic as written: no fused or reordered sums."""

NATIVE = "-march=native"
"""For the processor at hand, as numba compiles; left out where the compiler does not know it."""

NO_COMPILER = "the C yardstick is left out, for there is no C compiler: neither $CC nor cc was found"


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what a call gave: the cells and dead of each faction after the first run, and the CPU time of a week."""

    cells: tuple[int, ...]
    dead: tuple[float, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class CForm:
    """Hold a built yardstick and the grounds beside it."""

    program: Path

    def run(self, cells: int, runs: int, weeks: int) -> Answer:
        """Run so many wars on a ground of so many cells; the time of a week is the mean of all [s]."""
        ground = self.program.parent / f"ground_{cells}.bin"
        if not ground.exists():
            write_ground(ground, cells)
        words = [str(self.program), str(ground), str(runs), str(weeks)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        held, dead, time = (line.split()[1:] for line in done.stdout.splitlines())
        return Answer(tuple(map(int, held)), tuple(map(float, dead)), float(time[0]) / 1e6)


def build(folder: Path) -> CForm:
    """Compile the yardstick into `folder` ($CC, else cc); raise RunError with the reason where that cannot be."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if not compiler or shutil.which(compiler[0]) is None:
        raise RunError(NO_COMPILER)
    program = folder / "reference_week"
    plain = [*compiler, *STRICT, "-o", str(program), str(SOURCE), "-lm"]
    for words in ([*plain, NATIVE], plain):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return CForm(program)
    raise RunError(f"the C yardstick is left out, for {compiler[0]} could not build it: {done.stderr.strip()[:200]}")
