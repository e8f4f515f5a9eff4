"""The invariants of the World, checked every week in tests and with `--guards`.

Owns what must never break: bounds, one holder a region, and that no man is lost or made.
Knows nothing of the rules that might break them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from sim.errors import GuardError
from sim.sides import INDEX, SIDES
from sim.world.fields import FloatArray, declared
from sim.world.world import World

__all__ = ["check_bounds", "check_manpower", "check_untouched", "manpower", "photograph"]

MEN_TOLERANCE = 1e-6
"""Relative tolerance of the manpower account (docs/model 4.6)."""

_SLACK = 1e-9
"""Tolerance of a bound, for rounding."""

_HIDES = INDEX["is"]
"""Whose men in hiding the cadre is."""


def check_bounds(world: World) -> None:
    """Raise GuardError where a field is not finite or leaves its declared bounds."""
    for name, field in declared().items():
        values = getattr(world, name)
        if not np.isfinite(values).all():
            raise GuardError(f"week {world.week}: {name} is not a finite number somewhere")
        low, high = field.low, field.high
        if low is not None and values.min() < low - _SLACK * max(1.0, abs(low)):
            raise GuardError(f"week {world.week}: {name} fell to {values.min()} {field.unit}, below {low}")
        if high is not None and values.max() > high + _SLACK * max(1.0, abs(high)):
            raise GuardError(f"week {world.week}: {name} rose to {values.max()} {field.unit}, above {high}")


def manpower(world: World) -> FloatArray:
    """Return every man of each side, in whichever pool he is, less those received from allies [men]."""
    local = np.bincount(world.holder, weights=world.garrison, minlength=len(SIDES))
    beds = world.beds_strike.sum(axis=1) + world.beds_garrison.sum(axis=1)
    gone = world.dead + world.disabled + world.deserted + world.captured + world.handed - world.received
    total: FloatArray = local + world.strike + world.eligible + world.abroad + beds + gone
    total[_HIDES] += world.cadre.sum()
    return total


def check_manpower(world: World, before: FloatArray) -> None:
    """Raise GuardError where a side's men are not the `before` men, wherever they went."""
    drift = np.abs(manpower(world) - before) / np.maximum(before, 1.0)
    worst = int(drift.argmax())
    if drift[worst] > MEN_TOLERANCE:
        raise GuardError(
            f"week {world.week}: the men of {SIDES[worst]} changed by a share of {drift[worst]:.2e}; "
            "a rule made or lost some"
        )


def photograph(world: World, names: Iterable[str]) -> dict[str, np.ndarray[Any, Any]]:
    """Return copies of the named fields, to see later whether a rule touched them."""
    return {name: getattr(world, name).copy() for name in names}


def check_untouched(world: World, photo: dict[str, np.ndarray[Any, Any]], rule: str, writes: Collection[str]) -> None:
    """Raise GuardError where `rule` changed a field that it did not declare in its WRITES."""
    for name, values in photo.items():
        if name not in writes and not np.array_equal(values, getattr(world, name)):
            raise GuardError(f"week {world.week}: rule {rule} changed {name}, which it does not declare")
