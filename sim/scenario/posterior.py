"""The posterior: 200 sets of numbers that fit the record, shipped as a table with its provenance.

    draw = posterior().draw_for(217)          draw 17: run k takes draw k mod 200
    draw.values["combat.kappa"]
    drawn(loaded, draw)                       the scenario with the numbers of that draw, and where they came from

`sets/posterior.csv` has a column for each number and a row for each draw; `sets/posterior.yaml` says how it was made,
from which record, and within which ranges. One draw is the medoid, the draw in the middle of all: it holds the declared
values, so that a single run needs no draw.
Owns the form of both files, and which draw a run takes. Knows nothing of how a posterior is found.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from statistics import quantiles
from typing import Annotated, Any, Final

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.errors import nearest
from sim.scenario.draft import validate
from sim.scenario.faults import Fault, refuse, stop
from sim.scenario.find import scenario_folder
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.registry import declared
from sim.scenario.provenance import Origin
from sim.scenario.terms import AnyDay, Strict, Words, said
from sim.scenario.tree import Node, Where, file_name, where
from sim.scenario.yaml_lines import read_yaml

__all__ = [
    "DRAWS",
    "EARLIER",
    "NAME",
    "Draw",
    "Made",
    "Posterior",
    "Prior",
    "drawn",
    "free_in",
    "posterior",
    "posterior_before",
    "read_posterior",
]

DRAWS: Final = 200
"""Draws of a posterior."""

NAME: Final = "posterior"
"""Name of both files, and the word by which people ask for it."""

EARLIER: Final = "to_2016"
"""Folder of the draws that fit the record to the end of 2016 alone."""

LAST_FITTED: Final = date(2017, 6, 30)
"""Last day of the record that may be fitted (docs/model 4.2)."""

_SHIPPED: Final = f"scenarios/sets/{NAME}.csv"
"""The table as origins name it, whatever machine it lies on."""

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Prior(Strict):
    """The range in which a number was looked for."""

    low: Finite
    high: Finite
    widened: Annotated[float, Field(ge=1.0, le=100.0)]
    """How many times as wide as the range that earlier trials, which knew all years, had found; 1: that range."""

    @model_validator(mode="after")
    def _ordered(self) -> Prior:
        if not self.low < self.high:
            raise PydanticCustomError("range", "low must lie below high")
        return self

    @property
    def words(self) -> str:
        """Say the range, and whether it was widened."""
        wider = f", widened {self.widened:.2g} times" if self.widened > 1.0 else ", not widened"
        return f"{said(self.low)} to {said(self.high)}{wider}"


class Made(Strict):
    """How a posterior was made: what a reader must know to believe it, or to make it again."""

    title: Words
    stand_in: bool = False
    """It fits no record: a table made up to be replaced by a real one."""
    made: AnyDay
    record: Words
    """The record that it was fitted to."""
    last: AnyDay
    """Last day of that record."""
    method: Words
    seed: Annotated[int, Field(ge=0)]
    command: Words
    """The command that makes it again."""
    model: Words
    """Version of the model that was fitted."""
    medoid: Annotated[int, Field(ge=0, lt=DRAWS)]
    """Number of the draw that holds the declared values, from 0."""
    worth: Words
    """What may be said on its strength, in a sentence."""
    priors: Annotated[dict[str, Prior], Field(min_length=1)]

    @model_validator(mode="after")
    def _before_what_is_kept_apart(self) -> Made:
        if self.last > LAST_FITTED:
            text = f"the record to {self.last} reaches into months kept apart for judging, after {LAST_FITTED}"
            raise PydanticCustomError("last", "{text}", {"text": text})
        return self


@dataclass(frozen=True, slots=True)
class Draw:
    """One set of numbers: its place in the posterior, and the value of each number that it sets."""

    number: int
    values: Mapping[str, float]

    @property
    def words(self) -> str:
        """Name it as origins do: `posterior draw 17`."""
        return f"{NAME} draw {self.number}"


@dataclass(frozen=True)
class Posterior:
    """Hold all draws, and how they were made."""

    made: Made
    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    def __getitem__(self, number: int) -> Draw:
        """Return the draw of a number, 0 to 199."""
        return Draw(number, dict(zip(self.names, self.rows[number], strict=True)))

    def draw_for(self, run: int) -> Draw:
        """Return the draw that a run takes, `run` being its seed."""
        return self[run % DRAWS]

    def only(self, names: Sequence[str]) -> Posterior:
        """Return the same draws of some of the numbers."""
        kept = [place for place, name in enumerate(self.names) if name in set(names)]
        return replace(
            self,
            names=tuple(self.names[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in self.rows),
        )

    @cached_property
    def spans(self) -> Mapping[str, tuple[float, float]]:
        """Return number -> where nine of ten draws lie (5 and 95 %)."""
        found = {}
        for name, column in zip(self.names, zip(*self.rows, strict=True), strict=True):
            cuts = quantiles(column, n=20, method="inclusive")
            found[name] = cuts[0], cuts[-1]
        return found

    @property
    def told(self) -> str:
        """Say what kind of numbers these are: `those that fit the record to June 2017`."""
        if self.made.stand_in:
            return "a stand-in for those that fit the record"
        return f"those that fit the record to {self.made.last:%B %Y}"

    def plain(self) -> dict[str, Any]:
        """Return as plain data what results drawn from it must say of it."""
        kept = self.made.model_dump(mode="json", exclude={"priors"})
        priors = {name: self.made.priors[name].model_dump() for name in self.names}
        return {"told": self.told, **kept, "priors": priors}


def free_in(arms: Sequence[Loaded], whole: Posterior) -> Posterior:
    """Return the draws of those numbers that no arm fixes by its parameter set or a setting."""
    return whole.only([name for name in whole.names if not any(arm.fixes(name) for arm in arms)])


def drawn(loaded: Loaded, draw: Draw, made: Made) -> Loaded:
    """Return a scenario with the numbers of a draw, each with the draw as its origin."""
    origins: dict[str, Origin] = dict(loaded.provenance)
    for name, value in draw.values.items():
        prior = made.priors[name]
        origins[name] = replace(
            origins[name],
            value=f"{value:g}",
            low=prior.low,
            high=prior.high,
            file=_SHIPPED,
            line=draw.number + 2,
            why=draw.words,
            note=f"looked for within {prior.words}; {made.worth}",
        )
    return replace(loaded.with_numbers(draw.values), provenance=origins)


@lru_cache(maxsize=1)
def posterior() -> Posterior:
    """Return the shipped posterior, read and checked once."""
    return read_posterior(scenario_folder() / "sets")


@lru_cache(maxsize=1)
def _earlier() -> Posterior:
    """Return the draws that owe nothing to 2017, made for scores of it."""
    return read_posterior(scenario_folder() / "sets" / EARLIER)


def posterior_before(day: date) -> Posterior:
    """Return the shipped draws that saw most and yet nothing of `day` or later; the posterior if all saw it."""
    return next((one for one in (posterior(), _earlier()) if one.made.last < day), posterior())


def read_posterior(folder: Path) -> Posterior:
    """Read and check both files of a folder; FaultsError with every fault and its line."""
    path = folder / f"{NAME}.yaml"
    tree = read_yaml(path)
    made, faults = validate(Made, tree)
    if made is not None:
        faults += _prior_faults(made, tree)
    refuse(faults)
    if made is None:
        raise AssertionError("a tree without faults is whole")
    names, rows = _read_rows(folder / f"{NAME}.csv", made)
    return Posterior(made, names, rows)


def _prior_faults(made: Made, tree: Node) -> Iterator[Fault]:
    """Find what is no number of the model, or may never be below zero."""
    for name, prior in made.priors.items():
        at, path = where(tree, ("priors", name)), f"priors.{name}"
        row = declared().get(name)
        if row is None:
            yield Fault(at, path, f"there is no such parameter{nearest(name, declared())}")
        elif prior.low < 0.0 <= row.low:
            yield Fault(at, path, "this number cannot be below zero")
        elif not prior.low <= row.value <= prior.high:
            yield Fault(at, path, f"the declared value {said(row.value)} lies outside {prior.words}")


def _read_rows(path: Path, made: Made) -> tuple[tuple[str, ...], tuple[tuple[float, ...], ...]]:
    """Read the table: a column for each number with a prior, a row for each draw."""
    name = file_name(path)
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            names = tuple(next(reader, ()))
            lines = [(reader.line_num, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        stop(Where(name, 0), f"the table of draws cannot be read ({error})")
    if len(set(names)) < len(names) or set(names) != set(made.priors):
        odd = sorted(set(names) ^ set(made.priors)) or [one for one in names if names.count(one) > 1]
        stop(Where(name, 1), f"the columns must be the numbers with a prior in {NAME}.yaml, each once, not {odd[0]}")
    faults: list[Fault] = []
    rows = tuple(tuple(_row(cells, names, made, Where(name, line), faults)) for line, cells in lines)
    if len(rows) != DRAWS:
        faults.append(Fault(Where(name, 0), "", f"there must be {DRAWS} draws, not {len(rows)}"))
    refuse(faults)
    return names, rows


def _row(cells: Sequence[str], names: Sequence[str], made: Made, at: Where, faults: list[Fault]) -> Iterator[float]:
    """Yield the values of a row; note what is no number within its prior."""
    if len(cells) != len(names):
        faults.append(Fault(at, "", f"this row has {len(cells)} columns, not {len(names)}"))
        return
    for name, cell in zip(names, cells, strict=True):
        prior = made.priors[name]
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            faults.append(Fault(at, name, f'a finite number is wanted here, not "{cell[:40]}"'))
        elif not prior.low <= value <= prior.high:
            faults.append(
                Fault(at, name, f"{said(value)} lies outside its prior, {said(prior.low)} to {said(prior.high)}")
            )
        yield value
