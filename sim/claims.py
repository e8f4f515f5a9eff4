"""The claims of the five analyses, in our words: who made each, what could make it so, and what history did.

Owns `sim/claims.yaml`. Knows nothing of the scenarios that serve a claim, nor of what runs say of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

__all__ = ["FILE", "GRADES", "MARKS", "Claim", "History", "claims"]

FILE = Path(__file__).with_name("claims.yaml")

GRADES = {
    "T": "can be tested by a contrast inside the model",
    "A": "follows from what was assumed: an if-then, no evidence",
    "N": "cannot be tested by a simulation of this kind",
}
"""What each grade means."""

MARKS = {"+": "borne out", "-": "not borne out", "~": "mixed", "?": "open"}
"""What history did, by its mark."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class History(_Entry):
    """Say what history did with a claim, as far as is told here: nothing of the months kept apart for judging."""

    mark: Literal["+", "-", "~", "?"]
    note: str
    sources: tuple[str, ...] = ()


class Claim(_Entry):
    """Hold one claim: the key of its source, the claim, its grade, and what it rests on."""

    source: str
    by: str | None = None
    """Who made it, where that is not the author of the source."""
    claim: str
    grade: Literal["T", "A", "N"]
    mechanism: str | None = None
    """What in the model could make it so."""
    premise: str | None = None
    """Of grade A: the input that drives it."""
    reason: str | None = None
    """Of grade N: why it cannot be tested."""
    history: History | None = None

    @model_validator(mode="after")
    def _whole(self) -> Claim:
        """Hold each grade to what must be said of it."""
        wanted = {"T": (True, False, False), "A": (True, True, False), "N": (False, False, True)}[self.grade]
        if tuple(part is not None for part in (self.mechanism, self.premise, self.reason)) != wanted:
            raise ValueError("T and A have a mechanism, A a premise, N a reason, and none has another's")
        if (self.history is None) != (self.grade == "N"):
            raise ValueError("what history did is said of T and A, and of no other")
        return self


@lru_cache(maxsize=1)
def claims() -> Mapping[str, Claim]:
    """Read every claim, by id, in file order."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    entries = yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)  # BaseLoader makes text only
    return MappingProxyType({key: Claim.model_validate(entry) for key, entry in entries.items()})
