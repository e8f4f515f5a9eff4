"""Which keys are possible at a place in a file: what "did you mean" chooses from.

Owns the walk through the models along a path of keys. Knows nothing of any particular file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel

__all__ = ["keys_at"]


def keys_at(model: type[BaseModel], path: Iterable[object]) -> list[str]:
    """Return the keys that a mapping at `path` below `model` may have.

    Names of mappings (`regime`), indices and the names that pydantic gives to union members are steps too.
    """
    kinds = [model]
    for step in path:
        below = [
            part
            for kind in kinds
            for name, field in kind.model_fields.items()
            if step == (field.alias or name)
            for part in _models(field.annotation)
        ]
        kinds = below or [kind for kind in kinds if _tag(kind, step)] or kinds
    return sorted({field.alias or name for kind in kinds for name, field in kind.model_fields.items()})


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Return the models inside an annotation (`list[A | B]`, `dict[str, A]`)."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models(part)]


def _tag(kind: type[BaseModel], step: object) -> bool:
    """Say whether a step is the word that tells this member of a union from the others."""
    return any(
        step in get_args(kind.model_fields[name].annotation) for name in ("do", "measure") if name in kind.model_fields
    )
