"""Numbers of quiet fronts and harassment (docs/model 3.7)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Fronts"]


class Fronts(Block):
    """Say what shelling and sniping along a front costs each week."""

    k0: float = number(0.003101, unit="share/week", low=0.00025, high=0.005, source="calibration")
    """Dead on each side of a hostile border, as a share of the men who face each other."""
    density: float = number(230, unit="men/km", low=100, high=400, source="prototype")
    """Most men who can face the enemy along a kilometre."""
    least_enmity: float = number(0.06, unit="share", low=0, high=0.2, assumption="a quiet front is not silent")
    """Hostility counted between sides that could attack each other but keep a truce."""
    raid: float = number(1.0, unit="multiplier per level", low=0.3, high=2, assumption="harassment doubles the toll")
    """Extra toll in a governorate where raids are ordered."""
