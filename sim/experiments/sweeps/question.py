"""A sweep file: the question that a researcher asks of the model, in YAML, checked like a scenario.

    question = read_question(Path("scenarios/sweeps/exit_drivers.yaml"))
    question.plan, question.arms

Owns the form of the file and every check of it. Knows nothing of designs as numbers, or of runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.errors import InputError
from sim.experiments.columns import ALWAYS, readings_of
from sim.experiments.sweeps.factors import Wish, expand, factor_of
from sim.experiments.sweeps.listed import read_list
from sim.experiments.sweeps.plan import Design, DesignKind, Factor, Keeping, Plan, Value
from sim.record.series import MEASURES
from sim.scenario.draft import validate
from sim.scenario.faults import Fault, FaultsError, refuse
from sim.scenario.find import locate
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.outcomes import Outcome
from sim.scenario.terms import Duration, Name, Strict, Words, known_fault
from sim.scenario.tree import Node, where
from sim.scenario.yaml_lines import read_yaml

__all__ = [
    "MOST_ROWS",
    "DesignWish",
    "KeepWish",
    "Question",
    "SweepFile",
    "check_question",
    "is_question",
    "read_question",
]

MOST_ROWS = 10_000_000
"""Most runs of one sweep."""
MOST_CELLS = 10_000_000
"""Most values of a design: points times factors; it is held in memory once."""
MOST_FACTORS = 1000


class DesignWish(Strict):
    """How points are chosen."""

    kind: DesignKind
    """The way of choosing: all combinations, spread evenly, for a method, or your own list."""
    points: Annotated[int, Field(ge=1, le=MOST_ROWS)] | None = None
    """Points of a hypercube or a Sobol sequence; base samples of Saltelli; trajectories of Morris."""
    levels: Annotated[int, Field(ge=2, le=1000)] | None = None
    """Levels of each range: in a grid (3 if left out), in Morris's method (4; an even number)."""
    file: str | None = None
    """CSV file of a list, beside this one: a column for each factor, a line for each point."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    """Seed of the design, not of the wars."""

    @model_validator(mode="after")
    def _as_its_kind(self) -> DesignWish:
        for key, kinds in _NEEDS.items():
            given = getattr(self, key) is not None
            if given and self.kind not in kinds:
                raise PydanticCustomError("design", f"a design of kind {self.kind} has no {key}")
            if not given and self.kind in kinds and key != "levels":
                raise PydanticCustomError("design", f"a design of kind {self.kind} needs {key}")
        if self.kind == "saltelli" and self.points is not None and self.points & (self.points - 1):
            near = 1 << (self.points.bit_length() - 1)
            raise PydanticCustomError("design", f"base samples come in powers of two: {near} or {2 * near}")
        if self.kind == "morris" and (self.levels or 4) % 2:
            raise PydanticCustomError("design", "Morris's method wants an even number of levels")
        return self


_SAMPLED = ("latin_hypercube", "sobol", "saltelli", "morris")
_NEEDS: Mapping[str, Sequence[str]] = {"points": _SAMPLED, "levels": ("grid", "morris"), "file": ("list",)}
"""Key -> the kinds of design that have it."""


class KeepWish(Strict):
    """What is kept of each run beside its outcomes."""

    weekly: list[str] = Field(default_factory=list)
    """Weekly series by name, as lists."""
    changes: bool = False
    """Every change of holder, as lists."""


class SweepFile(Strict):
    """One sweep: arms, factors, a design, and what is read off each run."""

    id: Name
    """A short name; the folder of the results is called so."""
    title: Words
    """What is asked, in a line."""
    scenario: str | None = None
    """The scenario, `id:variant` or a file's path."""
    arms: Annotated[list[str], Field(min_length=1, max_length=50)] | None = None
    """Several scenarios in place of one: every point is run in each, with the same seeds."""
    weeks: Duration | None = None
    """Length of the runs; that of the scenario if left out."""
    settings: dict[str, bool | int | float | str] = Field(default_factory=dict)
    """What is the same in all runs but not as the scenario says: `combat.kappa: 0.02`."""
    factors: Annotated[dict[str, Wish | None], Field(max_length=MOST_FACTORS)] = Field(default_factory=dict)
    """What varies, by the names of `--set`; `combat.*` means every parameter of the block."""
    design: DesignWish
    """Which points of the ranges are run."""
    replicates: Annotated[int, Field(ge=1, le=100_000)] = 10
    """Seeds at each point; 10 if left out."""
    seed: Annotated[int, Field(ge=0, lt=2**62)] = 1
    """The first seed, 1 if left out; others follow. Every point has the same ones."""
    outcomes: list[Outcome] = Field(default_factory=list)
    """What is read off each run; that of the scenario if left out."""
    keep: KeepWish = KeepWish()
    """What is kept beside the outcomes; nothing if left out."""

    @model_validator(mode="after")
    def _one_or_several(self) -> SweepFile:
        if (self.scenario is None) == (self.arms is None):
            raise PydanticCustomError("arms", 'give either "scenario" or "arms", and not both')
        if not self.factors and self.design.kind != "grid":
            raise PydanticCustomError("factors", "nothing varies; a sweep over seeds alone is a grid without factors")
        return self


@dataclass(frozen=True, slots=True)
class Question:
    """A sweep file that has been read and found good."""

    plan: Plan
    arms: tuple[Loaded, ...]
    outcomes: tuple[Outcome, ...]
    listed: tuple[tuple[Value, ...], ...]
    """The points, where they are listed."""


def is_question(path: Path) -> bool:
    """Say whether a file is a sweep file rather than a scenario."""
    return "design" in read_yaml(path).value


def read_question(path: Path) -> Question:
    """Read a sweep file and all that it names; FaultsError with every fault and its line."""
    tree = read_yaml(path)
    wish, faults = validate(SweepFile, tree)
    refuse(faults)
    if wish is None:
        raise AssertionError("a tree without faults is whole")
    arms = _arms(wish, tree, path)
    weeks = arms[0].scenario.weeks
    factors = _factors(wish, tree, path, arms, faults)
    outcomes = tuple(wish.outcomes or arms[0].scenario.outcomes or ALWAYS)
    try:
        readings = readings_of(outcomes, weeks, arms[0].scenario.start)
    except InputError as error:
        faults.append(Fault(where(tree, ("outcomes",)), "outcomes", str(error)))
        readings = ()
    faults += [
        Fault(where(tree, ("keep", "weekly", row)), "keep.weekly", known_fault(name, MEASURES, "weekly series"))
        for row, name in enumerate(wish.keep.weekly)
        if name not in MEASURES
    ]
    _fit_levels(wish, tree, factors, faults)
    listed = () if faults else _listed(wish, tree, path, factors, faults)
    refuse(faults)
    plan = Plan(
        id=wish.id,
        title=wish.title,
        arms=tuple(arm.label for arm in arms),
        factors=tuple(factors),
        design=_design(wish.design, len(listed)),
        replicates=wish.replicates,
        seed=wish.seed,
        readings=readings,
        keep=Keeping(tuple(wish.keep.weekly), wish.keep.changes),
    )
    if (cells := plan.points * len(plan.factors)) > MOST_CELLS:
        text = f"this design has {cells:,} values in its table of points; at most {MOST_CELLS:,} fit"
        refuse([Fault(where(tree, ("design",)), "design", text)])
    if plan.rows > MOST_ROWS:
        text = f"this design has {plan.rows:,} runs; a sweep has at most {MOST_ROWS:,}"
        refuse([Fault(where(tree, ("design",)), "design", text)])
    return Question(plan, tuple(arms), outcomes, listed)


def check_question(path: Path) -> list[Fault]:
    """Return every fault of a sweep file, and of the scenarios that it names."""
    try:
        read_question(path)
    except FaultsError as error:
        return list(error.faults)
    return []


def _arms(wish: SweepFile, tree: Node, path: Path) -> list[Loaded]:
    """Load every arm; all must start on one day and last as long."""
    key = "scenario" if wish.arms is None else "arms"
    targets = [str(wish.scenario)] if wish.arms is None else wish.arms
    sets = [f"{name}={_text(value)}" for name, value in wish.settings.items()]
    faults: list[Fault] = []
    if "weeks" in wish.settings:
        faults.append(Fault(where(tree, ("settings", "weeks")), "settings.weeks", "weeks has a key of its own"))
    arms: list[Loaded] = []
    for row, target in enumerate(targets):
        at = where(tree, (key, row))
        try:
            arms.append(load_scenario(_beside(target, path), sets=sets, weeks=wish.weeks))
        except FaultsError as error:
            faults += error.faults
        except InputError as error:
            faults.append(Fault(at, key, str(error)))
    refuse(faults)
    for row, arm in enumerate(arms):
        first = arms[0].scenario
        if (arm.scenario.start, arm.scenario.weeks) != (first.start, first.weeks):
            text = (
                f"{arm.label} is a war of another start or length than {arms[0].label}; give weeks, or choose another"
            )
            faults.append(Fault(where(tree, (key, row)), key, text))
        if arm.label in [other.label for other in arms[:row]]:
            faults.append(Fault(where(tree, (key, row)), key, f"{arm.label} stands twice"))
    refuse(faults)
    return arms


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _beside(target: str, path: Path) -> str:
    """Return a target such that a path in a sweep file is meant from the folder of that file."""
    file, variant = locate(target, path.parent)
    if not file.is_absolute() and not file.exists() and (path.parent / file).exists():
        file = path.parent / file
    return f"{file}:{variant}" if variant else str(file)


def _factors(wish: SweepFile, tree: Node, path: Path, arms: list[Loaded], faults: list[Fault]) -> list[Factor]:
    """Return every factor; note what is wrong with any of them."""
    found: dict[str, Factor] = {}
    for key, how in wish.factors.items():
        at = where(tree, ("factors", key))
        try:
            for name in expand(key):
                if name in wish.settings:
                    raise InputError(f"{name} cannot both vary and be set")
                if name not in found or "*" not in key:  # what is named by itself goes before a pattern
                    found[name] = factor_of(name, how or Wish(), arms)
                    if name.startswith("event."):
                        _fits_the_calendar(found[name], wish, path)
        except InputError as error:
            faults.append(Fault(at, f"factors.{key}", str(error)))
    return list(found.values())


def _listed(
    wish: SweepFile, tree: Node, path: Path, factors: list[Factor], faults: list[Fault]
) -> tuple[tuple[Value, ...], ...]:
    """Return the points of a list; none for another design."""
    if wish.design.file is None:
        return ()
    file = path.parent / wish.design.file
    try:
        if not file.is_file():
            raise InputError(f"there is no file {file}")
        return read_list(file, factors)
    except InputError as error:
        faults.append(Fault(where(tree, ("design", "file")), "design.file", str(error)))
        return ()


def _fits_the_calendar(factor: Factor, wish: SweepFile, path: Path) -> None:
    """Read every arm with both ends of an event's factor, so that all checks of a scenario see them."""
    for value in factor.values or (factor.at(0.0), factor.at(1.0)):
        sets = [f"{name}={_text(setting)}" for name, setting in wish.settings.items()]
        for target in wish.arms or [str(wish.scenario)]:
            load_scenario(_beside(target, path), sets=[*sets, f"{factor.name}={_text(value)}!"], weeks=wish.weeks)


def _fit_levels(wish: SweepFile, tree: Node, factors: list[Factor], faults: list[Fault]) -> None:
    """Find lists of values that the levels of Morris's method would not visit evenly."""
    levels = wish.design.levels or 4
    for factor in factors if wish.design.kind == "morris" else ():
        if factor.values and levels % len(factor.values):
            text = (
                f"{len(factor.values)} values do not fit {levels} levels: Morris's method would pass some over; "
                f"give levels: {2 * len(factor.values)}"
            )
            faults.append(Fault(where(tree, ("factors", factor.name)), f"factors.{factor.name}", text))


def _design(wish: DesignWish, listed: int) -> Design:
    levels = wish.levels or {"grid": 3, "morris": 4}.get(wish.kind, 0)
    return Design(wish.kind, listed or wish.points or 0, levels, wish.seed)
