"""What is run for each claim: arms of shipped scenarios, what is read off each run, and what the claim expects.

    ledger()["E3"].parts[0].arms      the arms, from the first to the last
    ledger()["B5"].driver             the number on which a claim of grade A rests, and the values to look at

Owns `contrasts.yaml` and its form. Knows nothing of runs, nor of what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

import yaml
from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from sim.claims import claims
from sim.errors import InputError, nearest
from sim.scenario.outcomes import FirstWeek, Outcome, Relieved
from sim.scenario.terms import Day, Strict, Words
from sim.scenario.yaml_lines import CoreLoader

__all__ = ["FILE", "ArmOf", "Driver", "Entry", "Expected", "Part", "Reads", "chosen", "ledger"]

FILE = Path(__file__).with_name("contrasts.yaml")

Expected = Literal["up", "down", "none"]


class Reads(Strict):
    """One number of each run: an outcome, or several joined; or whether that lies beyond a bound."""

    outcome: Outcome
    plus: list[Outcome] = Field(default_factory=list)
    minus: list[Outcome] = Field(default_factory=list)
    over: Annotated[list[Outcome], Field(max_length=1)] = Field(default_factory=list)
    """What the sum is divided by; nothing over nothing is nothing."""
    by: Day | None = None
    """Yes if it has happened by this date."""
    above: float | None = None
    """Yes above this value."""
    below: float | None = None
    """Yes below this value."""

    @model_validator(mode="after")
    def _one_bound(self) -> Reads:
        given = [bound for bound in (self.by, self.above, self.below) if bound is not None]
        if len(given) > 1:
            raise PydanticCustomError("bound", "give one of by, above and below")
        happens = isinstance(self.outcome, FirstWeek | Relieved)
        if self.by is not None and not happens:
            raise PydanticCustomError("bound", "by belongs to what happens in some week")
        if happens and (self.plus or self.minus or self.over):
            raise PydanticCustomError("bound", "weeks of an event are not added to anything")
        return self

    @property
    def yes_no(self) -> bool:
        """Say whether it is a clause that is true or not."""
        return any(bound is not None for bound in (self.by, self.above, self.below))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return every outcome that must be read off a run."""
        return (self.outcome, *self.plus, *self.minus, *self.over)


class ArmOf(Strict):
    """One arm: a target, and what is set in it."""

    target: str
    sets: list[str] = Field(default_factory=list, alias="set")
    name: Words | None = None
    """What it is called; the title of the scenario's arm if left out."""

    def setting(self, number: str, value: float) -> ArmOf:
        """Return the arm with one number set as well."""
        return self.model_copy(update={"sets": [*self.sets, f"{number}={value:g}"]})


class Part(Strict):
    """One part of a claim: a contrast of arms, a change within an arm, or how often a clause is true in it."""

    says: Words
    """The outcome as the subject of a sentence; a clause where it is yes or no."""
    reads: Reads
    unit: str | None = None
    """Unit of what is read, where it is not that of the outcome."""
    arms: Annotated[list[str | ArmOf], Field(min_length=2)] | None = None
    """From the first to the last; those between are shown but not judged."""
    arm: str | ArmOf | None = None
    since: Reads | None = None
    """What is read earlier in the same runs."""
    expect: Expected | None = None
    least: Annotated[float, Field(gt=0)] | None = None
    """The smallest effect that matters, in the unit; of yes or no, a share of runs."""
    share: Annotated[float, Field(gt=0, lt=1)] | None = None
    """The least share of runs in which the clause must be true."""
    rests: Words | None = None
    """What it leans on that a reader should know."""

    @model_validator(mode="after")
    def _one_form(self) -> Part:
        if (self.arms is None) == (self.arm is None):
            raise PydanticCustomError("form", "give either arms or one arm")
        if self.often:
            if not self.reads.yes_no or self.arms or self.since or self.expect or self.least:
                raise PydanticCustomError("form", "share asks how often a clause is true in one arm")
        elif self.expect is None or self.least is None:
            raise PydanticCustomError("form", "say what is expected and the least that matters")
        elif (self.arms is None) != (self.since is not None):
            raise PydanticCustomError("form", "one arm wants since or share; several want neither")
        if self.since and self.since.yes_no != self.reads.yes_no:
            raise PydanticCustomError("form", "since and reads must both be clauses, or neither")
        return self

    @property
    def often(self) -> bool:
        """Say whether it asks how often a clause is true, and not for a difference."""
        return self.share is not None

    @property
    def each(self) -> tuple[ArmOf, ...]:
        """Return every arm, from the first to the last."""
        given = self.arms if self.arms is not None else [self.arm or ""]
        return tuple(ArmOf(target=one) if isinstance(one, str) else one for one in given)

    @property
    def readings(self) -> tuple[Reads, ...]:
        """Return what is read off its runs."""
        return (self.since, self.reads) if self.since else (self.reads,)


class Driver(Strict):
    """The number on which a claim of grade A rests, and the values at which its first part is looked at."""

    number: str
    values: Annotated[list[float], Field(min_length=2)]


class Entry(Strict):
    """All that is run for a claim."""

    parts: list[Part] = Field(default_factory=list)
    driver: Driver | None = None
    turns: Words | None = None
    """At what the claim turns, where that is known without a run."""
    not_built: Words | None = None
    """What of the claim no arm or measure can show, and why."""


_ENTRIES = TypeAdapter(dict[str, Entry])


@lru_cache(maxsize=1)
def ledger() -> Mapping[str, Entry]:
    """Read what is run for each claim, in the order of the claims; those of grade N have nothing."""
    written = _ENTRIES.validate_python(yaml.load(FILE.read_text(encoding="utf-8"), Loader=CoreLoader))
    return MappingProxyType({key: written.get(key, Entry()) for key in claims()})


def chosen(ids: list[str]) -> tuple[str, ...]:
    """Return the claims that are asked for, in file order; all if none is named, InputError for an unknown one."""
    known = claims()
    for each in ids:
        if each.upper() not in known:
            raise InputError(f'There is no claim "{each}"{nearest(each.upper(), known)}; they go from A1 to N6.')
    wanted = {each.upper() for each in ids} or set(known)
    return tuple(each for each in known if each in wanted)
