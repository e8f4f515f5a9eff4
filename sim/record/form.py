"""Plain data held to the form in which it was written, a typed dictionary or a dataclass.

Owns the words for what is not so. Knows nothing of any one form.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

__all__ = ["AS_WRITTEN", "formed"]

AS_WRITTEN = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)
"""How a typed dictionary is read: nothing is made to fit, and what later versions add is left alone."""


@lru_cache(maxsize=16)
def _form(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def formed(kind: Any, plain: object, what: str = "") -> Any:
    """Return plain data as a kind (a typed dictionary or dataclass); ValueError names the first part that is not so."""
    try:
        return _form(kind).validate_python(plain)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(": ".join(part for part in (what, where, first["msg"]) if part)) from error
