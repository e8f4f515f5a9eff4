"""An order as a scenario writes it: a verb with its parts, given to an actor for its next decision.

Owns the words of an order in a file; a test keeps them equal to those of the orders. Knows nothing of what an
order does or who may give it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sim.errors import nearest
from sim.scenario.terms import Side, Strict, known
from sim.theatre.places import governorates

__all__ = ["PARTS", "Asked", "Governorate"]

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("of", "terms"),
    "air_support": ("governorate",),
    "arm": ("partner", "level"),
    "break": ("party",),
    "disperse": ("level",),
    "engage": ("fifths",),
    "enter": ("window",),
    "guard": ("focus",),
    "main_effort": ("governorate",),
    "offer": ("to", "terms"),
    "patrol": ("manner",),
    "posture": ("stance",),
    "raid": ("governorate", "level"),
    "reinforce": ("governorate", "level"),
    "restrain": ("partner", "level"),
    "restraint": (),
    "sanction": ("against", "level"),
    "strike": ("against",),
    "withdraw": ("governorate",),
}
"""Verb -> parts; a level may be left out."""

Governorate = Annotated[str, AfterValidator(lambda name: known(name, governorates(), "governorate"))]


class Asked(Strict):
    """An order: its verb, and the parts that this verb takes."""

    verb: Literal[
        "accept", "air_support", "arm", "break", "disperse", "engage", "enter", "guard", "main_effort", "offer",
        "patrol", "posture", "raid", "reinforce", "restrain", "restraint", "sanction", "strike", "withdraw",
    ]  # fmt: skip
    governorate: Governorate | None = None
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    fifths: Annotated[int, Field(ge=0, le=5)] | None = None
    stance: Literal["attack", "hold", "lie_low"] | None = None
    focus: Literal["all", "core", "strongholds"] | None = None
    manner: Literal["avoid", "keep", "probe", "push"] | None = None
    terms: Literal["truce", "bargain", "guard", "federal", "settlement"] | None = None
    partner: Side | None = None
    against: Side | None = None
    to: Side | None = None
    of: Side | None = None
    party: Side | None = None
    window: str | None = None

    @model_validator(mode="after")
    def _its_parts(self) -> Asked:
        wanted = PARTS[self.verb]
        given = self.plain()
        for name in given:
            if name != "verb" and name not in wanted:
                text = f'"{self.verb}" has no part "{name}"{nearest(name, wanted)}'
                raise PydanticCustomError("part", "{text}", {"text": text})
        missing = [name for name in wanted if name not in given and name != "level"]
        if missing:
            raise PydanticCustomError("part", "{text}", {"text": f'"{self.verb}" needs {", ".join(missing)}'})
        return self

    def plain(self) -> dict[str, Any]:
        """Return the verb and the parts that are given."""
        return {name: value for name, value in self if value is not None}
