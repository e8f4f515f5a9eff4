"""How the dead and wounded leave a body of men: one account for battles, fronts and strikes.

For each death 0.6 men are lost for good to wounds and 1.4 return after six weeks (docs/model.md 3.3: a loss to
pools of 1.6 a death, and 1.4 further wounded). Owns that account. Knows nothing of who killed whom.
"""

from __future__ import annotations

from sim.kernels import kernel
from sim.world.fields import FloatArray

__all__ = ["DISABLED_PER_DEAD", "HEALED_PER_DEAD", "book_losses"]

DISABLED_PER_DEAD = 0.6
HEALED_PER_DEAD = 1.4
_OUT_PER_DEAD = 1.0 + DISABLED_PER_DEAD + HEALED_PER_DEAD


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
    killed *= min(1.0, pool / (killed * _OUT_PER_DEAD))
    dead[side] += killed
    dead_week[side] += killed
    disabled[side] += killed * DISABLED_PER_DEAD
    beds[side, beds.shape[1] - 1] += killed * HEALED_PER_DEAD
    return max(0.0, pool - killed * _OUT_PER_DEAD)
