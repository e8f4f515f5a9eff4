"""Numbers of empty country, which follows its nearest place (docs/model 3.9)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Hinterland"]


class Hinterland(Block):
    """Say when empty country changes hands without a fight."""

    thin: float = number(94, unit="men per 309 km2", low=20, high=170, source="own_fit")
    """Density below which empty country cannot be kept (f_h)."""
    flip: float = number(0.3, unit="1/week", low=0.1, high=0.6, source="prototype")
    """Weekly chance that thin country follows its anchor place."""
