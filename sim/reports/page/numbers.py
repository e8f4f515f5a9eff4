"""Numbers in a form that is short in a page: bytes as base64, and three significant digits.

Owns these forms. Knows nothing of what the numbers mean.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_bytes", "as_counts", "rounded"]


def as_bytes(values: NDArray[Any]) -> str:
    """Return whole numbers 0..255, in the order of memory, as base64; others are cut to that range."""
    whole = np.clip(np.rint(np.asarray(values, dtype=np.float64)), 0, 255).astype(np.uint8)
    return base64.b64encode(np.ascontiguousarray(whole).tobytes()).decode("ascii")


_EXACT = 8_191
"""Largest number that stands as it is: thirteen bits hold it."""


def as_counts(values: NDArray[Any]) -> str:
    """Return whole numbers from 0 on as base64, two bytes each: thirteen bits, and above them a power of four.

    Up to 8,191 they are exact, above within a thousandth; what is larger than 134 million is cut to that.
    """
    whole = np.maximum(np.rint(np.asarray(values, dtype=np.float64)), 0)
    power = np.zeros(whole.shape)
    for _ in range(7):
        power += np.rint(whole / 4.0**power) > _EXACT
    short = np.minimum(np.rint(whole / 4.0**power), _EXACT) + power * (_EXACT + 1)
    return base64.b64encode(np.ascontiguousarray(short.astype("<u2")).tobytes()).decode("ascii")


def rounded(values: NDArray[np.float64]) -> list[float | None]:
    """Return a row of numbers with three significant digits; what is not a number becomes nothing."""
    return [_short(value) for value in np.asarray(values, dtype=np.float64).tolist()]


def _short(value: float) -> float | None:
    if not np.isfinite(value):
        return None
    near = float(f"{value:.3g}")
    return int(near) if near.is_integer() else near
