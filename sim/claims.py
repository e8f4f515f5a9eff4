"""The claims of the five analyses, in our words: who made each, and whether a simulation can test it.

Owns `sim/claims.yaml`. Knows nothing of the scenarios that serve a claim, nor of what runs say of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

__all__ = ["FILE", "GRADES", "Claim", "claims"]

FILE = Path(__file__).with_name("claims.yaml")

GRADES = {
    "T": "can be tested by a contrast inside the model",
    "A": "follows from what was assumed: an if-then, no evidence",
    "N": "cannot be tested by a simulation of this kind",
}
"""What each grade means."""


class Claim(BaseModel):
    """Hold one claim: the key of its source, the claim, and its grade."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    source: str
    by: str | None = None
    """Who made it, where that is not the author of the source."""
    claim: str
    grade: Literal["T", "A", "N"]


@lru_cache(maxsize=1)
def claims() -> Mapping[str, Claim]:
    """Read every claim, by id, in file order."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    entries = yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)  # BaseLoader makes text only
    return MappingProxyType({key: Claim.model_validate(entry) for key, entry in entries.items()})
