"""What a question is about: the one number that each run leaves behind, named and checked.

    {measure: area, of: regime}                               regime_area, % of the country at the end
    {measure: deaths, of: all, at: 2017-06-01, name: dead}     dead, people up to that date
    {measure: first_week, place: palmyra, holder: regime}     palmyra_first_regime, weeks
    {measure: weekly, series: leave_odds.russia, take: max}   leave_odds_russia_max

Owns the forms of outcomes, their names and units. Knows nothing of runs (see `experiments.readings`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.scenario.terms import Day, Name, PlaceId, Side, Strict
from sim.sides import FIGHTING, HOLDERS

__all__ = ["BESIEGED", "FirstWeek", "Harm", "OfSide", "Outcome", "Relieved", "Weekly", "doc_of", "name_of", "unit_of"]

BESIEGED = "deir_ez_zor"
"""The one place whose siege is measured week by week (claim A5)."""


class _Named(Strict):
    """What every outcome may have: a name of its own."""

    name: Name | None = None
    """Name of the column; made from the rest if left out."""


class FirstWeek(_Named):
    """The first week in which a side holds a place."""

    measure: Literal["first_week"]
    place: PlaceId
    holder: Side

    @model_validator(mode="after")
    def _holds(self) -> FirstWeek:
        if self.holder not in HOLDERS:
            has = ", ".join(HOLDERS)
            raise PydanticCustomError("owner", f'"{self.holder}" holds no land of its own; these do: {has}')
        return self


class Relieved(_Named):
    """The first week in which a place is no longer cut off from every source of supply."""

    measure: Literal["siege"]
    place: PlaceId

    @model_validator(mode="after")
    def _measured(self) -> Relieved:
        if self.place != BESIEGED:
            raise PydanticCustomError("siege", f"only the siege of {BESIEGED} is measured")
        return self


class OfSide(_Named):
    """A weekly measure of one side, at the end of the run or on a date; oil is earned up to then."""

    measure: Literal["area", "population", "coverage", "strength", "morale", "oil"]
    of: Side
    at: Day | None = None
    """The date; the end of the run if left out."""

    @model_validator(mode="after")
    def _has(self) -> OfSide:
        owners = FIGHTING if self.measure in {"strength", "morale"} else HOLDERS
        if self.of not in owners:
            has = ", ".join(owners)
            raise PydanticCustomError("owner", f'"{self.of}" has no {self.measure} of its own; these have: {has}')
        return self


class Harm(_Named):
    """Deaths: of one side, of civilians, or of all, up to the end of the run or a date."""

    measure: Literal["deaths"]
    of: Side | Literal["civilians", "all"] = "all"
    at: Day | None = None
    """The date; the end of the run if left out."""

    @model_validator(mode="after")
    def _fights(self) -> Harm:
        if self.of not in {*FIGHTING, "civilians", "all"}:
            raise PydanticCustomError("owner", f'nobody of "{self.of}" fights in this model')
        return self


class Weekly(_Named):
    """Any weekly series of the record, taken at the end, on average, at its least or most, or summed."""

    measure: Literal["weekly"]
    series: str
    """Name of the series, `area.regime`; a wrong one is answered with the nearest."""
    take: Literal["last", "mean", "min", "max", "sum"] = "last"
    """What is taken of its weeks; the last if left out."""
    at: Day | None = None
    """Only weeks up to this date count; all if left out."""


Outcome = Annotated[FirstWeek | Relieved | OfSide | Harm | Weekly, Field(discriminator="measure")]

_UNITS = {
    "area": "% of the country",
    "population": "% of the people of 2015",
    "coverage": "% of the garrison task",
    "strength": "men",
    "morale": "multiplier",
    "oil": "USD m",
}
_DOCS = {
    "area": "area held by {of}",
    "population": "homes in land of {of}",
    "coverage": "garrisons of {of} over their task",
    "strength": "armed men of {of}",
    "morale": "morale of {of}",
    "oil": "oil and tax earned by {of}",
}


def name_of(outcome: Outcome) -> str:
    """Return the name of an outcome, which is that of its column."""
    if outcome.name:
        return outcome.name
    match outcome:
        case FirstWeek(place=place, holder=holder):
            return f"{place}_first_{holder}"
        case Relieved(place=place):
            return f"{place}_relieved"
        case Weekly(series=series, take=take):
            return f"{series.replace('.', '_')}_{take}{_dated(outcome)}"
        case _:
            return f"{outcome.of}_{outcome.measure}{_dated(outcome)}"


def _dated(outcome: OfSide | Harm | Weekly) -> str:
    return f"_{outcome.at:%Y_%m_%d}" if outcome.at else ""


def unit_of(outcome: Outcome) -> str:
    """Return the unit of an outcome; that of a weekly series is its own."""
    match outcome:
        case FirstWeek() | Relieved():
            return "weeks"
        case Harm():
            return "people"
        case Weekly():
            return ""
        case _:
            return _UNITS[outcome.measure]


def doc_of(outcome: Outcome) -> str:
    """Return what an outcome is, in words."""
    match outcome:
        case FirstWeek(place=place, holder=holder):
            return f"first week in which {holder} holds {place}; empty: never"
        case Relieved(place=place):
            return f"first week in which {place} is not cut off; empty: never"
        case Harm(of=of):
            return f"killed: {of}{_on(outcome)}"
        case Weekly(series=series, take=take):
            return f"{take} of the weekly {series}{_on(outcome)}"
        case _:
            return _DOCS[outcome.measure].format(of=outcome.of) + _on(outcome)


def _on(outcome: OfSide | Harm | Weekly) -> str:
    return f", up to {outcome.at}" if outcome.at else ""
