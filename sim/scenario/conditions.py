"""On what an event can wait: one model per kind of condition, told apart by `measure`.

Owns the words and bounds of a condition. Knows nothing of how it is tested.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.scenario.terms import Duration, Pair, PlaceId, Side, Strict, said
from sim.sides import BACKS, COALITION, FIGHTING, HOLDERS, INDEX

__all__ = ["Between", "Border", "Condition", "Holds", "Measured", "Threshold"]

Finite = Annotated[float, Field(allow_inf_nan=False)]

REACH: Final[dict[str, tuple[float, float, str]]] = {
    "compliance": (0, 1, "share"),
    "relation": (-1, 1, ""),
    "violence": (0, 100_000, "dead/week"),
    "hostility": (0, 1, "share"),
    "encounters": (0, 10_000, "a week"),
    "area": (0, 1, "share"),
    "population": (0, 1, "share"),
    "coverage": (0, 100, "share"),
    "morale": (0.6, 1.25, ""),
    "strength": (0, 1_000_000, "men"),
    "income": (0, 10_000, "USD m/week"),
    "cadre": (0, 1_000_000, "men"),
    "engaged": (0, 1, "share"),
    "weariness": (0, 1_000, ""),
    "leverage": (0, 1, "share"),
    "raids": (0, 10_000, "a week"),
    "border": (0, 10_000, "km"),
}
"""Least and largest value of each measure, and its unit."""

_OF: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("area", "population", "coverage", "income"), HOLDERS),
    **dict.fromkeys(("morale", "strength"), FIGHTING),
    **dict.fromkeys(("engaged", "weariness", "leverage"), tuple(BACKS)),
    **dict.fromkeys(("cadre", "raids"), ("is",)),
}
"""Of which sides a measure is taken."""


def _for(weeks: int) -> str:
    return f" for {weeks} weeks" if weeks > 1 else ""


class Threshold(Strict):
    """What a measured condition has: one bound, and the weeks in a row for which it must hold."""

    measure: str
    below: Finite | None = None
    above: Finite | None = None
    weeks: Duration = 1
    """Weeks in a row; tested at the opening of each week, before its events."""

    @model_validator(mode="after")
    def _one_bound(self) -> Threshold:
        if (self.below is None) == (self.above is None):
            raise PydanticCustomError("bound", 'give either "below: number" or "above: number", and not both')
        low, high, unit = REACH[self.measure]
        told = f"{self.measure} lies between {said(low)} and {said(high)} {unit}".rstrip()
        if self.below is not None and not low < self.below <= high:
            raise PydanticCustomError("bound", "{text}", {"text": f"{told}: it is never below {said(self.below)}"})
        if self.above is not None and not low <= self.above < high:
            raise PydanticCustomError("bound", "{text}", {"text": f"{told}: it is never above {said(self.above)}"})
        return self

    @property
    def told(self) -> str:
        """Return the condition in words."""
        named = getattr(self, "of", "")
        whose = " and ".join(named) if isinstance(named, list) else named
        bound = f"below {self.below:g}" if self.below is not None else f"above {self.above:g}"
        return f"{self.measure} of {whose} {bound}{_for(self.weeks)}"


class Between(Threshold):
    """A measure between two sides."""

    measure: Literal["compliance", "relation", "violence", "hostility", "encounters"]
    of: Pair

    @model_validator(mode="after")
    def _two_sides(self) -> Between:
        one, other = self.of
        if one == other:
            raise PydanticCustomError("pair", "two different sides are wanted here")
        if self.measure in {"compliance", "hostility"} and COALITION[INDEX[one]] == COALITION[INDEX[other]]:
            raise PydanticCustomError("pair", "these two share a coalition; quarrels inside one are not modelled")
        return self


class Measured(Threshold):
    """A measure of one side."""

    measure: Literal[
        "area", "population", "coverage", "morale", "strength", "income", "cadre", "engaged", "weariness", "leverage",
        "raids",
    ]  # fmt: skip
    of: Side

    @model_validator(mode="after")
    def _has_one(self) -> Measured:
        choices = _OF[self.measure]
        if self.of not in choices:
            text = f"{self.measure} is measured of {', '.join(choices)}, not of {self.of}"
            raise PydanticCustomError("of", "{text}", {"text": text})
        return self


class Holds(Strict):
    """A side holds a place."""

    measure: Literal["holds"]
    place: PlaceId
    by: Literal["regime", "opposition", "hts", "is", "sdf", "turkey", "us", "israel"]
    weeks: Duration = 1
    """Weeks in a row."""

    @property
    def told(self) -> str:
        """Return the condition in words."""
        return f"{self.by} holds {self.place}{_for(self.weeks)}"


class Border(Threshold):
    """Length of the common border of the land of two sides [km]."""

    measure: Literal["border"]
    of: Pair

    @model_validator(mode="after")
    def _hold_land(self) -> Border:
        for side in self.of:
            if side not in HOLDERS:
                raise PydanticCustomError("of", "{text}", {"text": f"{side} holds no land of its own"})
        if self.of[0] == self.of[1]:
            raise PydanticCustomError("pair", "two different sides are wanted here")
        return self


Condition = Annotated[Between | Measured | Holds | Border, Field(discriminator="measure")]
