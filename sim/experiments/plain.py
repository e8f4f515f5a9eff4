"""Plain data that JSON knows: what is infinite, or not a number, becomes null.

Owns this one reading. Knows nothing of what the data tell.
"""

from __future__ import annotations

import math
from typing import Any

__all__ = ["finite"]


def finite(value: Any) -> Any:
    """Return plain data without the numbers that JSON does not know."""
    match value:
        case dict():
            return {name: finite(one) for name, one in value.items()}
        case tuple() | list():
            return [finite(one) for one in value]
        case float():
            return value if math.isfinite(value) else None
        case _:
            return value
