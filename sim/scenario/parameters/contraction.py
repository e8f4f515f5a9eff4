"""Numbers of contraction: land given up for want of men (docs/model 3.9)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Contraction"]


class Contraction(Block):
    """Say when a side ordered to keep its strongholds gives up land, and how fast."""

    thin: float = number(38.73, unit="men per 309 km2", low=15, high=140, source="calibration")
    """Garrisons and mobile men for its land below which a side gives land up."""
    most: float = number(2291, unit="km2/week", low=150, high=5000, source="calibration")
    """Most land given up in a week (four hexes of 309 km2)."""
    dear: float = number(1.0, unit="towns", low=0.3, high=3, assumption="nobody leaves a city without a fight")
    """Worth from which land is never given up."""
