"""The typed words and numbers from which scenario files are built.

Owns the meaning of a date, a side, a place, a source key and a number with provenance. Every check here runs
while a file is read, so a wrong word is reported with its line. Knows nothing of files or of the model.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from sim import sources
from sim.calendar import FIRST_DATE, LAST_DATE
from sim.errors import nearest
from sim.theatre import places

__all__ = [
    "MOST_LETTERS",
    "ActorName",
    "AnyDay",
    "Basis",
    "Box",
    "Cited",
    "Confidence",
    "Day",
    "Duration",
    "Factor",
    "Frailty",
    "Guarantee",
    "Kilometres",
    "Men",
    "Name",
    "Number",
    "Pair",
    "Parties",
    "Patron",
    "PlaceId",
    "Rate",
    "RegionId",
    "Share",
    "Side",
    "SourceKey",
    "Strict",
    "Tag",
    "Words",
    "bounded",
    "known",
    "known_fault",
    "said",
]

Side = Literal["regime", "iran", "opposition", "hts", "is", "sdf", "turkey", "us", "russia", "israel"]
"""The names of `sim.sides.SIDES`; a test keeps the two lists equal."""

Pair = Annotated[list[Side], Field(min_length=2, max_length=2)]
Parties = Annotated[list[Side], Field(min_length=2)]

ActorName = Literal["regime", "russia", "iran", "us", "sdf", "is", "opposition", "hts", "turkey"]
Patron = Literal["russia", "iran", "us", "turkey"]
Confidence = Literal["high", "medium", "low"]

MOST_LETTERS: Final = 60
"""Longest name of anything in a scenario [letters]."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=MOST_LETTERS)]
"""A name that may stand in a file name: of a scenario, a variant, an entry."""

Tag = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
"""A name that stands only within a scenario: of an event."""

_UNSEEN: Final = {
    "Cc": "a control character",
    "Cf": "a character that cannot be seen or that turns the line round",
    "Zl": "an unseen end of a line",
    "Zp": "an unseen end of a paragraph",
}
"""Kinds of letters that pictures and screens cannot show, by their category in Unicode."""


def _seen(words: str) -> str:
    """Refuse letters that cannot be seen; a line may end."""
    for letter in words:
        kind = "" if letter == "\n" else _UNSEEN.get(unicodedata.category(letter), "")
        if kind:
            text = f"U+{ord(letter):04X} is {kind}; take it out"
            raise PydanticCustomError("letters", "{text}", {"text": text})
    return words


Words = Annotated[str, AfterValidator(_seen)]
"""Words for people and pictures, in letters that can be seen."""


def said(number: float) -> str:
    """Return a number as people write it, with commas between thousands."""
    return f"{number:,.10g}"


def known_fault(name: str, names: Iterable[str], kind: str) -> str:
    """Say that a name is unknown, and which known one is nearest."""
    return f'there is no {kind} "{name}"{nearest(name, names)}'


def known(name: str, names: Iterable[str], kind: str) -> str:
    """Return `name` if it is one of `names`; else refuse it and offer the nearest."""
    choices = list(names)
    if name not in choices:
        raise PydanticCustomError("unknown_name", "{text}", {"text": known_fault(name, choices, kind)})
    return name


def _place(name: str) -> str:
    return known(name, places.places(), "place")


def _region(name: str) -> str:
    return known(name, places.region_ids(), "region")


def _source(key: str) -> str:
    return known(key, sources.bibliography(), "source")


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise PydanticCustomError("day", "{text}", {"text": f'"{value}" is not a date of the calendar (YYYY-MM-DD)'})
    return day


def _in_years(day: date) -> date:
    if not FIRST_DATE <= day <= LAST_DATE:
        raise PydanticCustomError(
            "day_range",
            "{text}",
            {"text": f"{day} lies outside the years of the theatre, {FIRST_DATE} to {LAST_DATE}"},
        )
    return day


PlaceId = Annotated[str, AfterValidator(_place)]
RegionId = Annotated[str, AfterValidator(_region)]
SourceKey = Annotated[str, AfterValidator(_source)]
AnyDay = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A date of the calendar, also before the years of the theatre (a siege may be older)."""
Day = Annotated[
    date,
    BeforeValidator(_day),
    AfterValidator(_in_years),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A date within the years of the theatre."""


class Strict(BaseModel):
    """Refuse unknown keys and wrong types; values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, defer_build=True)


def _keys(value: object) -> object:
    return [value] if isinstance(value, str) else value


SourceKeys = Annotated[
    list[SourceKey],
    BeforeValidator(_keys),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


class Basis(Strict):
    """Say on what a statement rests: keys of the bibliography, or an assumption in words."""

    source: SourceKeys = []
    """One key of `sim/sources.yaml`, or several."""
    assumption: str | None = None
    """Why this value, where no source gives it."""
    confidence: Confidence = "medium"
    note: str | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> Basis:
        if bool(self.source) == bool(self.assumption):
            raise PydanticCustomError("basis", 'give either "source: KEY" or "assumption: why", and not both')
        return self


class Number(Basis):
    """Hold one number, its range, and where it came from."""

    value: Annotated[float, Field(allow_inf_nan=False)]
    low: Annotated[float, Field(allow_inf_nan=False)] | None = None
    high: Annotated[float, Field(allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Number:
        low, high = self.range
        if not low <= self.value <= high:
            raise PydanticCustomError(
                "range",
                "{text}",
                {"text": f"value {said(self.value)} lies outside its own range {said(low)} to {said(high)}"},
            )
        return self

    @property
    def range(self) -> tuple[float, float]:
        """Return (low, high); a missing end is the value itself."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


def bounded(low: float | None, high: float | None, unit: str) -> AfterValidator:
    """Make a check that a Number and its range stay within hard bounds [`unit`]."""

    def check(number: Number) -> Number:
        bottom, top = number.range
        if low is not None and bottom < low:
            raise PydanticCustomError("bounds", "{text}", {"text": f"{said(bottom)} is below {said(low)} {unit}"})
        if high is not None and top > high:
            raise PydanticCustomError("bounds", "{text}", {"text": f"{said(top)} is above {said(high)} {unit}"})
        return number

    return AfterValidator(check)


Men = Annotated[Number, bounded(0, 1_000_000, "men")]
Rate = Annotated[Number, bounded(0, 100_000, "a week")]
Share = Annotated[Number, bounded(0, 1, "(a share)")]
Kilometres = Annotated[Number, bounded(0, 500, "km")]
Factor = Annotated[Number, bounded(0, 100, "(a factor)")]
Frailty = Annotated[Number, bounded(0, 10, "(a multiplier of a hazard)")]
Guarantee = Literal["none", "diplomatic", "troops"]
"""What stands behind a truce: nothing, the word of outside powers, or their troops."""
Duration = Annotated[int, Field(ge=1, le=400)]
"""Weeks."""


class Cited(Basis):
    """Carry one basis for all the numbers of an entry: a bare number in it takes the entry's own basis."""

    @model_validator(mode="before")
    @classmethod
    def _spread_basis(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        basis = {key: data[key] for key in ("source", "assumption", "confidence") if key in data}
        return {
            key: {"value": value, **basis} if _is_bare(value) and key in cls._numbers() else value
            for key, value in data.items()
        }

    @classmethod
    def _numbers(cls) -> set[str]:
        return {name for name, field in cls.model_fields.items() if "Number" in repr(field.annotation)}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that a bare number will do where the entry carries the basis."""
        made = handler.resolve_ref_schema(handler(schema))
        for name in cls._numbers():
            made["properties"][name] = {"anyOf": [{"type": "number"}, made["properties"][name]]}
        return made


def _is_bare(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Box(Strict):
    """Bound a piece of ground in degrees east and north; a side left out is open."""

    west: float = -180.0
    east: float = 180.0
    south: float = -90.0
    north: float = 90.0

    @field_validator("*")
    @classmethod
    def _finite(cls, value: float) -> float:
        if not -180.0 <= value <= 180.0:
            raise PydanticCustomError("degrees", "degrees run from -180 to 180")
        return value

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a point lies in the box."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    @model_validator(mode="after")
    def _not_empty(self) -> Box:
        if self.west >= self.east or self.south >= self.north:
            raise PydanticCustomError("box", "the box is empty: west must be below east, south below north")
        if not any(self.holds(lon, lat) for lon, lat in places.centres()):
            raise PydanticCustomError("box", "the box holds the centre of no region of the country")
        return self
