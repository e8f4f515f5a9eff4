"""How fast the model runs: CPU times of its parts, taken in turn, so that their ratios hold on a busy machine.

Wall time says little on a shared machine, so every figure is CPU time, and all cases of a round are run one
after the other. A fixed piece of numpy work stands beside them: figures over it can be put beside those of
another machine. Owns the cases and their ratios. Knows nothing of terminals, and sets no limits.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.actors.actor import Actor
from sim.engine.directives import give
from sim.engine.measure import measure
from sim.engine.model import TheatreModel
from sim.engine.muster import muster
from sim.engine.week import MONTH, run_rules
from sim.experiments.speed.finer import cut_finer
from sim.experiments.speed.startup import command_seconds
from sim.record.keep import ENSEMBLE, SWEEP
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.theatre.regions import Theatre, load_theatre
from sim.world.view import survey, view_of

__all__ = [
    "COMMANDS",
    "RATIOS",
    "SCENARIO",
    "WEEKS",
    "Case",
    "Figure",
    "Timed",
    "cases",
    "commands",
    "ratios",
    "reference",
    "rounds_of",
    "run_case",
    "week_case",
]

SCENARIO = "base_2015"
WEEKS = 156
"""Length of the run that is measured: three years."""
GUARDED_WEEKS = 12
MIDWAR = 40
"""[weeks] Where single weeks and decisions are measured: fronts have formed by then."""
STRETCH = 12
"""[weeks] What is measured in one go, so that the copy at its start weighs little."""
SCALE = {"us": 1e6, "ms": 1e3, "s": 1.0, "min": 1.0 / 60.0}
"""Unit of time -> how many make a second."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one measured thing: what all rounds gave in `unit`, in their order; CPU times unless it says otherwise."""

    name: str
    unit: str
    doc: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the median of the rounds."""
        return statistics.median(self.values)

    def plain(self, yardstick: float) -> dict[str, object]:
        """Return it as plain data; `yardstick` is the CPU time of the reference work [s]."""
        over = {"over_reference": self.median / SCALE[self.unit] / yardstick} if self.unit in SCALE else {}
        return {
            "unit": self.unit,
            "median": self.median,
            "low": min(self.values),
            "high": max(self.values),
            "rounds": len(self.values),
            **over,
            "what": self.doc,
        }


class Timed(Protocol):
    """Be anything that `rounds_of` can measure."""

    @property
    def name(self) -> str:
        """Return the name of its figure."""

    @property
    def unit(self) -> str:
        """Return the unit of its figure."""

    @property
    def doc(self) -> str:
        """Return what is measured, in a few words."""

    def seconds(self) -> float:
        """Return the CPU time of one thing [s]."""


@dataclass(frozen=True, slots=True)
class Case:
    """Say how one thing is measured: `work` is done `times` times, each `parts` things."""

    name: str
    unit: str
    doc: str
    work: Callable[[], object]
    times: int = 1
    parts: int = 1

    def seconds(self) -> float:
        """Return the CPU time of one thing [s]."""
        begun = time.thread_time()
        for _ in range(self.times):
            self.work()
        return (time.thread_time() - begun) / (self.times * self.parts)


def reference() -> float:
    """Do a fixed amount of numpy work of the model's kind: arrays of 600 x 10, sums, sorts, exponentials."""
    field = np.sin(np.arange(6000.0)).reshape(600, 10)
    total = 0.0
    for step in range(200):
        wave = np.exp(-np.abs(field * (1.0 + 0.01 * step)))
        total += float(np.sort(wave.ravel())[::7].sum() + wave.cumsum(axis=0)[-1].max())
    return total


def _midwar(loaded: Loaded, ground: Theatre) -> TheatreModel:
    model = TheatreModel(loaded, keep=ENSEMBLE, collect=False, ground=ground)
    while model.world.week < MIDWAR:
        model.step()
    return model


def week_case(name: str, ground: Theatre) -> Case:
    """Return the case of one week's rules on a ground, warmed: the mean of some weeks from week 40 on."""
    loaded = load_scenario(SCENARIO, weeks=WEEKS)
    start = _midwar(loaded, ground).world

    def stretch() -> None:
        world = start.copy()
        for _ in range(STRETCH):
            run_rules(world, ground, loaded.parameters, guarded=False)
            world.week += 1

    stretch()
    return Case(name, "us", f"the rules of one week on {ground.size:,} regions", stretch, 4, STRETCH)


def run_case() -> Case:
    """Return the case of a whole run."""
    loaded = load_scenario(SCENARIO, weeks=WEEKS)

    def whole() -> None:
        TheatreModel(loaded, keep=SWEEP, collect=False).run()

    return Case("run", "ms", f"a run of {WEEKS} weeks, as in a sweep", whole)


def cases() -> list[Case]:
    """Return every case of the model, warmed: all kernels are compiled and the war of the cases is at week 40."""
    loaded = load_scenario(SCENARIO, weeks=WEEKS)
    model = _midwar(loaded, load_theatre())
    world, ground = model.world, model.ground
    actors = [agent for agent in model.agents if isinstance(agent, Actor)]
    sums = survey(world, ground)
    views = [view_of(world, ground, sums, actor.name) for actor in actors]
    asked = [actor.decide(view) for actor, view in zip(actors, views, strict=True)]
    short = load_scenario(SCENARIO, weeks=GUARDED_WEEKS)

    def decide() -> None:
        for actor, view in zip(actors, views, strict=True):
            actor.decide(view)

    def look() -> None:
        seen = survey(world, ground)
        for actor in actors:
            view_of(world, ground, seen, actor.name)

    def judge() -> None:
        for actor, view, orders in zip(actors, views, asked, strict=True):
            actor.rule(orders, view)

    def month() -> None:
        look()
        decide()
        judge()
        give(world.copy(), ground, dict(zip((actor.name for actor in actors), asked, strict=True)))

    def record() -> None:
        measure(world, ground)
        world.digest()

    def run(guards: bool) -> None:
        TheatreModel(short, keep=ENSEMBLE, collect=False, guards=guards).run()

    run(True)
    return [
        Case("reference", "ms", "fixed numpy work, to compare machines by", reference),
        run_case(),
        week_case("week", ground),
        week_case("finer_week", cut_finer(ground)),
        Case("record", "us", "measures and hash of one week", record, 50),
        Case("hash", "us", "the hash alone", world.digest, 50),
        Case("month", "us", f"one month of decisions: {len(actors)} actors look, decide, are judged", month, 10),
        Case("view", "us", "what one actor sees", look, 10, len(actors)),
        Case("policy", "us", "one call of a policy", decide, 20, len(actors)),
        Case("legality", "us", "judging one actor's orders", judge, 20, len(actors)),
        Case("build", "ms", "making the World of week 0", lambda: muster(loaded, ground, 1)),
        Case("copy", "us", "copying the World", world.copy, 50),
        Case("unguarded", "ms", f"a run of {GUARDED_WEEKS} weeks", lambda: run(False)),
        Case("guarded", "ms", "the same with every invariant checked", lambda: run(True)),
    ]  # fmt: skip


def rounds_of(
    measured: Sequence[Timed], rounds: int, progress: Callable[[int], None] = lambda done: None
) -> list[Figure]:
    """Measure all cases in turn, `rounds` times, after one round that does not count."""
    taken: dict[str, list[float]] = {case.name: [] for case in measured}
    for turn in range(-1, rounds):
        for case in measured:
            seconds = case.seconds()
            if turn >= 0:
                taken[case.name].append(seconds)
        progress(1)
    return [
        Figure(case.name, case.unit, case.doc, tuple(SCALE[case.unit] * value for value in taken[case.name]))
        for case in measured
    ]


COMMANDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "help": ("theatre --help, from a cold start", ("--help",)),
    "check": ("theatre check of a shipped scenario", ("check", "russian_exit")),
    "run_pictures": (
        "theatre run with pictures, kernels compiled",
        ("run", "russian_exit", "--quiet", "--out", "run"),
    ),
}
"""Name -> what it is and its words; each in a process and a folder of its own."""


def commands(rounds: int, progress: Callable[[int], None] = lambda done: None) -> list[Figure]:
    """Measure whole commands in processes of their own; nothing where the system does not tell their CPU time."""
    figures = []
    for name, (doc, words) in COMMANDS.items():
        values = [value for _ in range(rounds) if (value := command_seconds(words)) is not None]
        progress(1)
        if values:
            figures.append(Figure(name, "s", doc, tuple(values)))
    return figures


type Ratios = Mapping[str, tuple[str, Callable[[Mapping[str, float]], float]]]

RATIOS: Ratios = {
    "rules": ("share of the rules in a run", lambda s: WEEKS * s["week"] / s["run"]),
    "record": ("measures and hashes of every week over a run", lambda s: WEEKS * s["record"] / s["run"]),
    "decisions": ("share of decisions in a run", lambda s: WEEKS / MONTH * s["month"] / s["run"]),
    "finer": (
        "a week on four times as many regions over one on the real ground",
        lambda s: s["finer_week"] / s["week"],
    ),
    "guards": ("guarded over unguarded", lambda s: s["guarded"] / s["unguarded"]),
    "run": ("a run over the reference work", lambda s: s["run"] / s["reference"]),
}
"""Name -> what it is, and how it follows from the CPU times of one round [s]."""


def ratios(figures: Sequence[Figure], wanted: Ratios = RATIOS) -> list[Figure]:
    """Return each ratio, taken within every round; all figures must be times, of as many rounds."""
    rounds = range(len(figures[0].values))
    seconds = [{figure.name: figure.values[turn] / SCALE[figure.unit] for figure in figures} for turn in rounds]
    return [
        Figure(name, "ratio", doc, tuple(compute(turn) for turn in seconds)) for name, (doc, compute) in wanted.items()
    ]
