"""How a number of the model is declared: value, unit, range, and a source or the word assumption.

A rule's numbers stand in one file here, named like the rule, as one frozen `Block`. The low and high of a
number are its sweep range. Owns the form of a declaration. Knows nothing of numpy, numba or the rules.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

__all__ = ["Block", "number"]


class Block(BaseModel):
    """Hold the numbers of one rule; unknown names are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    AT_START: ClassVar[frozenset[str]] = frozenset()
    """Numbers that act only when the war is set up: a fork cannot change them."""

    @cached_property
    def key(self) -> int:
        """Return the hash of all numbers, worked out once: rules ask caches by block every week."""
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))

    def __hash__(self) -> int:
        """Return the same for equal blocks."""
        return self.key


def number(
    value: float,
    *,
    unit: str,
    low: float,
    high: float,
    source: str | None = None,
    assumption: str | None = None,
) -> Any:
    """Declare one number [`unit`] with its sweep range, and a `source` key or an `assumption` in words."""
    if (source is None) == (assumption is None):
        raise ValueError("a number has either a source or an assumption")
    if not low <= value <= high:
        raise ValueError(f"{value} lies outside its own range {low} to {high}")
    facts: dict[str, JsonValue] = {
        "unit": unit,
        "low": low,
        "high": high,
        "source": source,
        "assumption": assumption,
    }
    return Field(default=value, json_schema_extra={"declared": facts})
