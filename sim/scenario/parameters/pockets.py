"""Numbers of besieged pockets (docs/model 3.9)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Pockets"]


class Pockets(Block):
    """Say when a besieged pocket gives up."""

    surrender: float = number(0.007667, unit="1/week", low=0.002, high=0.06, source="calibration")
    """Weekly chance of a deal for a pocket of 120 km2 after a long siege (surr)."""
    without_patron: float = number(0.12, unit="share", low=0.1, high=0.7, source="own_fit")
    """That chance while no patron of the besieger flies."""
    without_haven: float = number(0.3, unit="share", low=0, high=1, assumption="deals gave fighters a way out to Idlib")
    """That chance for a pocket whose fighters cannot be bused to a haven."""
    patience: float = number(30, unit="weeks", low=15, high=60, source="prototype")
    """Siege before a deal is thinkable."""
    size: float = number(120, unit="km2", low=60, high=240, source="prototype")
    """Area at which the chance is the stated one; larger pockets hold longer."""
    smallest: float = number(1.5, unit="multiplier", low=1, high=3, source="prototype")
    """Most that smallness can raise the chance."""
    largest: float = number(3000, unit="km2", low=1000, high=6000, assumption="larger land is a region, not a pocket")
    """Area above which cut-off land is not besieged."""
    leave: float = number(0.5, unit="share", low=0.3, high=0.9, source="prototype")
    """Share of the fighters who leave for other land of their side; the rest lay down arms."""
    truce: float = number(0.5, unit="share", low=0.3, high=0.8, source="prototype")
    """Compliance from which a truce protects a pocket."""
