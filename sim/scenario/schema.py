"""The form of a scenario file: what may be assumed, and how it is written down.

Owns the models of scenarios, variants, series and parameter sets. Knows nothing of files: `load`
reads them.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sim.scenario.events import Entry, Event
from sim.scenario.outcomes import Outcome
from sim.scenario.terms import ActorName, Basis, Day, Duration, Name, Strict, Words, known
from sim.sides import GROUND

__all__ = [
    "MOST_SCALE",
    "ActorSetup",
    "ParameterSet",
    "Scenario",
    "Series",
    "Variant",
    "series_names",
    "series_unit",
]

ClaimId = Annotated[str, Field(pattern=r"^[A-EN][0-9]{1,2}$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def series_names() -> list[str]:
    """List every name that a dated series can have."""
    patrons = ("russia", "iran", "us", "turkey")
    flows = [f"aid.{patron}.{client}" for patron in patrons for client in GROUND]
    return ["regime.sorties", "russia.sorties", "turkey.sorties", "us.strikes", *flows]


def series_unit(name: str) -> str:
    """Return the unit in which a series of this name is given."""
    if name.startswith("aid."):
        return "men/week"
    return "strikes/week" if name.endswith(".strikes") else "sorties/week"


def _series(name: str) -> str:
    return known(name, series_names(), "series")


SeriesName = Annotated[str, AfterValidator(_series)]


def _pair(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


MOST_A_WEEK = 100_000
"""Largest weekly value of a series: men, sorties or strikes."""

MOST_SCALE = 1000
"""Largest factor on a series."""

Point = Annotated[tuple[Day, Annotated[Finite, Field(ge=0, le=MOST_A_WEEK)]], BeforeValidator(_pair)]


class Series(Basis):
    """A dated series: each value holds from its date to the next."""

    unit: str
    points: Annotated[list[Point], Field(min_length=1)]
    scale: Annotated[Finite, Field(ge=0, le=MOST_SCALE)] = 1.0
    """Every value is multiplied by this."""

    @model_validator(mode="after")
    def _in_order(self) -> Series:
        days = [day for day, _ in self.points]
        if sorted(set(days)) != days:
            raise PydanticCustomError("order", "the dates of a series must rise, each once")
        return self


class ActorSetup(Strict):
    """Who decides for an actor: a policy by name, with its options."""

    policy: str
    options: dict[str, bool | int | Finite | str] = Field(default_factory=dict)


class Variant(Strict):
    """One arm of a scenario: what differs from the file's common part."""

    title: Words
    summary: Words
    start: Day | None = None
    weeks: Duration | None = None
    state: str | None = None
    actors: dict[ActorName, ActorSetup] = Field(default_factory=dict)
    series: dict[SeriesName, Series] = Field(default_factory=dict)
    events: list[Event] = Field(default_factory=list)
    """Added to the common events."""
    entries: dict[Name, Entry] = Field(default_factory=dict)
    drop: list[str] = Field(default_factory=list)
    """Ids of common events that this variant leaves out."""
    compare_with: str | None = None
    claims: list[ClaimId] | None = None
    parameters: str | None = None
    outcomes: list[Outcome] | None = None


class Scenario(Strict):
    """One thing assumed about the war, with everything a run needs to know."""

    model_config = ConfigDict(title="Scenario")

    id: Name
    title: Words
    summary: Words
    extends: str | None = None
    start: Day
    weeks: Duration
    state: str
    """Name of the start state in `starts/`."""
    actors: dict[ActorName, ActorSetup]
    series: dict[SeriesName, Series] = Field(default_factory=dict)
    events: list[Event] = Field(default_factory=list)
    entries: dict[Name, Entry] = Field(default_factory=dict)
    """Foreign entries that a policy may open, by name."""
    drop: list[str] = Field(default_factory=list)
    """Ids of events of the file that this one extends, to leave out."""
    compare_with: str | None = None
    """The other arm, `id:variant`."""
    claims: list[ClaimId] = Field(default_factory=list)
    """Ids of the claims that the scenario serves."""
    parameters: str | None = None
    """Name of a parameter set in `sets/`."""
    outcomes: list[Outcome] = Field(default_factory=list)
    """What the question is about: one number a run, in comparisons and sweeps."""
    variants: dict[Name, Variant] = Field(default_factory=dict)
    variant: str | None = None
    """The variant in force, in a resolved scenario."""


class ParameterSet(Basis):
    """Numbers of the rules that differ from their declared values, as one named set in `sets/`."""

    id: Name
    title: Words
    values: dict[str, Finite]
    """Values by dotted name (`combat.kappa: 0.02`)."""
