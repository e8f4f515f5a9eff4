"""How men leave a body of men: the dead and wounded, and a beaten garrison; one account for all rules.

For each death 0.6 men are lost for good to wounds and 1.4 return after six weeks (docs/model 3.3: a loss to
pools of 1.6 a death, and 1.4 further wounded). Owns that account. Knows nothing of who killed whom.
"""

from __future__ import annotations

from sim.kernels import kernel
from sim.world.fields import FloatArray, IntArray, Rows

__all__ = ["DISABLED_PER_DEAD", "HEALED_PER_DEAD", "OUT_PER_DEAD", "book_losses", "retreat"]

DISABLED_PER_DEAD = 0.6
"""Men lost for good to wounds for each dead [men/dead] (hex_prototype)."""

HEALED_PER_DEAD = 1.4
"""Wounded who return after six weeks for each dead [men/dead] (hex_prototype)."""

OUT_PER_DEAD = 1.0 + DISABLED_PER_DEAD + HEALED_PER_DEAD
"""Men who leave the field for each dead: so at most a third of a force dies in a week [men/dead] (hex_prototype)."""


@kernel
def book_losses(
    side: int,
    killed: float,
    pool: float,
    beds: FloatArray,
    dead: FloatArray,
    disabled: FloatArray,
    dead_week: FloatArray,
) -> float:
    """Book `killed` dead and their wounded out of `pool` men, as far as they last; return who is left [men]."""
    if killed <= 0.0 or pool <= 0.0:
        return pool
    killed *= min(1.0, pool / (killed * OUT_PER_DEAD))
    dead[side] += killed
    dead_week[side] += killed
    disabled[side] += killed * DISABLED_PER_DEAD
    beds[side, beds.shape[1] - 1] += killed * HEALED_PER_DEAD
    return max(0.0, pool - killed * OUT_PER_DEAD)


@kernel
def retreat(
    c: int,
    old: IntArray,
    holder: IntArray,
    degree: IntArray,
    neighbour: Rows,
    pursuit: float,
    garrison: FloatArray,
    captured: FloatArray,
) -> None:
    """Send the beaten garrison to neighbouring regions of its side; who has nowhere to go is captured."""
    side = old[c]
    ways = 0
    for k in range(degree[c]):
        n = neighbour[c, k]
        if old[n] == side and holder[n] == side:
            ways += 1
    lost = garrison[c] if ways == 0 else pursuit * garrison[c]
    captured[side] += lost
    if ways > 0:
        each = (garrison[c] - lost) / ways
        for k in range(degree[c]):
            n = neighbour[c, k]
            if old[n] == side and holder[n] == side:
                garrison[n] += each
    garrison[c] = 0.0
