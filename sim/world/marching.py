"""The cost of a march: how far a kilometre is with and without a road.

Shared by the choice of campaigns and by their weekly approach. Owns that one formula (docs/model.md 3.6).
Knows nothing of who marches.
"""

from __future__ import annotations

from sim.kernels import kernel

__all__ = ["march"]


@kernel
def march(distance: float, road: int, hills: bool, track: float, open_country: float, in_mountain: float) -> float:
    """Return the cost of one step [km of road]; `road` is the class of `Theatre.road`."""
    if road >= 3:
        return distance
    if road == 2:
        return 1.1 * distance
    if road == 1:
        return track * distance
    return (in_mountain if hills else open_country) * distance
