"""Plain forecasts of land: as it is, or moving on as it moved between the last two maps.

Owns these forecasts. Knows nothing of the model.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["AREA_BASELINES", "area_baselines"]

Floats = npt.NDArray[np.float64]

AREA_BASELINES: Final = {"persistence": "no change", "drift": "linear drift"}
"""Name -> what it is in words."""


def area_baselines(maps: list[tuple[date, Floats]], end: date) -> dict[str, Floats]:
    """Return each forecast by name as one draw, `[1, class]` [share], from maps up to the start, earliest first.

    With one map there is no drift. Shares that would fall below zero stay there, and all are brought to their old sum.
    """
    day, now = maps[-1]
    found = {"persistence": now[None, :]}
    if len(maps) > 1:
        before, then = maps[-2]
        moved = now + (now - then) * ((end - day).days / (day - before).days)
        kept = np.maximum(moved, 0.0)
        found["drift"] = (kept * now.sum() / kept.sum())[None, :]
    return found
