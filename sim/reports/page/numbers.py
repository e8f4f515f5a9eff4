"""Numbers in a form that is short in a page: whole bytes as base64, and three significant digits.

Owns these two forms. Knows nothing of what the numbers mean.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_bytes", "as_words", "rounded"]


def as_bytes(values: NDArray[Any]) -> str:
    """Return whole numbers 0..255, in the order of memory, as base64; others are cut to that range."""
    whole = np.clip(np.rint(np.asarray(values, dtype=np.float64)), 0, 255).astype(np.uint8)
    return base64.b64encode(np.ascontiguousarray(whole).tobytes()).decode("ascii")


def as_words(values: NDArray[Any]) -> str:
    """Return whole numbers 0..65,535, low byte first, as base64; others are cut to that range."""
    whole = np.clip(np.rint(np.asarray(values, dtype=np.float64)), 0, 65_535).astype("<u2")
    return base64.b64encode(np.ascontiguousarray(whole).tobytes()).decode("ascii")


def rounded(values: NDArray[np.float64]) -> list[float | None]:
    """Return a row of numbers with three significant digits; what is not a number becomes nothing."""
    return [_short(value) for value in np.asarray(values, dtype=np.float64).tolist()]


def _short(value: float) -> float | None:
    if not np.isfinite(value):
        return None
    near = float(f"{value:.3g}")
    return int(near) if near.is_integer() else near
