"""Measure the yardsticks: `python -m benchmarks [--rounds N]` answers in JSON; `theatre bench --yardsticks` prints it.

Owns what is measured side by side: our week with that of C, our four rules with their Mesa form, on the real ground
and on the finer one, by turns. Knows nothing of how either side works.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.c_form import CForm, build
from benchmarks.mesa_form import War
from benchmarks.subset import RULES, Subset, place, record, run_rules
from sim.errors import RunError
from sim.experiments.speed.benchmark import WEEKS, Figure, Timed, ratios, rounds_of, run_case, week_case
from sim.experiments.speed.finer import cut_finer
from sim.theatre.regions import Theatre, load_theatre

SUBSET_WEEKS = 12
OFTEN = 10
"""How often our side of the subset is run in a round: it takes a hundredth of the time of the other."""

C_CELLS = {"c_week": (600, 5), "c_finer_week": (2500, 1)}
"""Name -> cells of the C yardstick, and runs in a round."""

OVER_C = {
    "over_c": ("the rules of a week over a week of C", lambda s: s["week"] / s["c_week"]),
    "run_over_c": ("a whole run over as many weeks of C", lambda s: s["run"] / WEEKS / s["c_week"]),
    "finer_over_c": ("the same as over_c on four times as many regions", lambda s: s["finer_week"] / s["c_finer_week"]),
}  # fmt: skip
OVER_OURS = {
    "mesa_over_ours": ("four rules as a Mesa model over ours", lambda s: s["mesa_subset"] / s["subset"]),
    "mesa_finer": ("the same on four times as many regions", lambda s: s["mesa_finer_subset"] / s["finer_subset"]),
}
"""Name -> what it is, and how it follows from the CPU times of one round [s]."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time weeks of the subset; to put a week's plan in force is not part of it, on either side."""

    name: str
    doc: str
    subset: Subset
    begin: Callable[[Subset], tuple[Callable[[int], None], Callable[[], None]]]
    times: int = 1
    unit: str = "us"

    def seconds(self) -> float:
        """Return the CPU time of one week [s]."""
        spent = 0.0
        for _ in range(self.times):
            prepare, week = self.begin(self.subset)
            gc.disable()  # as in our runs; so neither side pays for what the other left behind
            for number in range(SUBSET_WEEKS):
                prepare(number)
                begun = time.thread_time()
                week()
                spent += time.thread_time() - begun
            gc.enable()
        del prepare, week
        gc.collect()
        return spent / self.times / SUBSET_WEEKS


@dataclass(frozen=True, slots=True)
class CWeek:
    """Time weeks of the C yardstick by its own clock."""

    name: str
    form: CForm
    unit: str = "us"

    @property
    def doc(self) -> str:
        """Say what is timed."""
        return f"a week of the C yardstick on {C_CELLS[self.name][0]:,} cells"

    def seconds(self) -> float:
        """Return the CPU time of one week [s]."""
        cells, runs = C_CELLS[self.name]
        return self.form.run(cells, runs, WEEKS).seconds


def _ours(subset: Subset) -> tuple[Callable[[int], None], Callable[[], None]]:
    world = subset.start.copy()
    return lambda week: place(world, subset.plans[week]), lambda: run_rules(world, subset)


def _mesa(subset: Subset) -> tuple[Callable[[int], None], Callable[[], None]]:
    war = War(subset)
    return lambda week: war.receive(subset.plans[week]), war.step


def _subset_cases(before: str, ground: Theatre) -> list[Timed]:
    """Return both sides of the subset on a ground, warmed."""
    subset = record(SUBSET_WEEKS, ground)
    words = f"a week of {', '.join(RULES)} on {ground.size:,} regions"
    return [
        Stretch(f"{before}subset", words, subset, _ours, OFTEN),
        Stretch(f"mesa_{before}subset", f"{words}, as a Mesa model", subset, _mesa),
    ]


def measured(rounds: int, folder: Path) -> dict[str, object]:
    """Measure all by turns; what cannot be is left out, with the reason.

    The figures of our own weeks serve the ratios only: the bench has its own.
    """
    ground = load_theatre()
    finer = cut_finer(ground)
    known: list[Timed] = [run_case(), week_case("week", ground), week_case("finer_week", finer)]
    beside = [*_subset_cases("", ground), *_subset_cases("finer_", finer)]
    wanted, left_out = dict(OVER_OURS), []
    try:
        form = build(folder)
        beside += [CWeek(name, form) for name in C_CELLS]
        wanted = OVER_C | wanted
    except RunError as error:
        left_out.append(str(error))
    figures = rounds_of([*known, *beside], rounds)
    return {"figures": _plain(figures[len(known) :]), "ratios": _plain(ratios(figures, wanted)), "left_out": left_out}


def _plain(figures: Sequence[Figure]) -> list[dict[str, object]]:
    return [asdict(figure) for figure in figures]


def main() -> None:
    """Read the number of rounds, measure, and write the answer."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the yardsticks.")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(measured(rounds, Path(folder)), indent=1) + "\n")


if __name__ == "__main__":
    main()
