"""Where foreign forces meet: patrols over the same regions, men at the edge of another's zone (docs/model 3.11).

Owns the sums over regions. Knows nothing of chance, or of what follows.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.world.enmity import LEAST_TO_ATTACK
from sim.world.fields import FloatArray, IntArray, Rows

__all__ = ["meet", "press"]


@kernel
def meet(
    coalition: IntArray, holder: IntArray, zone: IntArray, patrol: FloatArray, density: FloatArray, posted: FloatArray,
    quarrel: FloatArray, area: FloatArray, per: float, pushes: FloatArray, rate: FloatArray,
) -> None:  # fmt: skip
    """Add up the product of both forces' presence over the regions that they share; who pushes is met there as such."""
    sides = len(coalition)
    here = np.zeros(sides)
    for c in range(len(holder)):
        present = 0
        for f in range(sides):
            here[f] = patrol[c, f] * density[f]
            if pushes[f] > 0.0 and zone[c] >= 0 and coalition[zone[c]] != coalition[f]:
                here[f] = 0.0
            if zone[c] == f:
                here[f] += posted[f]
            present += here[f] > 0.0
        if present < 2:
            continue
        for i in range(sides):
            for j in range(i + 1, sides):
                if coalition[i] != coalition[j] and max(quarrel[i, j], quarrel[j, i]) <= LEAST_TO_ATTACK:
                    rate[i, j] += area[c] / per * here[i] * here[j]


@kernel
def press(
    coalition: IntArray, holder: IntArray, zone: IntArray, pushing: FloatArray, strike: FloatArray, oil: FloatArray,
    degree: IntArray, neighbour: Rows, border: FloatArray, longest: float, met: float,
    alarm: FloatArray, alarmed: float, edge: FloatArray, near: FloatArray,
) -> None:  # fmt: skip
    """Count encounters by the edge [km] of each zone that men of pushing sides hold, shared among who push together."""
    for i in range(len(coalition)):
        if pushing[i] <= 0.0 or strike[i] <= 0.0:
            continue
        together = most = 0.0
        for f in range(len(coalition)):
            if coalition[f] == coalition[i] and strike[f] > 0.0:
                together += pushing[f]
                most = max(most, pushing[f])
        weight = most * pushing[i] / together
        for c in range(len(holder)):
            j = zone[c]
            if j < 0 or coalition[j] == coalition[i] or coalition[holder[c]] == coalition[i]:
                continue
            for k in range(degree[c]):
                n = neighbour[c, k]
                if coalition[holder[n]] == coalition[i] and zone[n] < 0:
                    edge[i, j] += border[c, k]
                    if oil[c] > 0.0:
                        near[i, j] = weight
        for j in range(len(coalition)):
            edge[i, j] = min(edge[i, j], longest) * weight * (met * (alarmed if alarm[i, j] > 0.0 else 1.0))
