"""Numbers of flight and return (docs/model 3.10)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Displacement"]


class Displacement(Block):
    """Say who flees, and who goes back."""

    most: float = number(0.02, unit="share/week", low=0.01, high=0.04, source="hex_prototype")
    """Most of a region's people who flee in a week of fighting."""
    per_death: float = number(60, unit="people per civilian killed", low=30, high=120, source="hex_prototype")
    """People who flee for each civilian killed."""
    from_is: float = number(0.25, unit="share", low=0.1, high=0.5, source="cole_2016")
    """Share who flee a region that IS takes (Palmyra kept 15,000 of 70,000)."""
    from_others: float = number(0.10, unit="share", low=0.05, high=0.2, source="hex_prototype")
    """Share who flee a region that another side takes."""
    returning: float = number(0.013, unit="share/week", low=0.005, high=0.03, source="hex_prototype")
    """Weekly return to a quiet region: half in a year."""
    leaving_country: float = number(0.3, unit="share", low=0.1, high=0.6, assumption="a third cross a border")
    """Share of those who flee who leave the country."""
