"""Numbers of the choice of campaigns (docs/model 3.6)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Campaigns"]


class Campaigns(Block):
    """Say how many campaigns a side runs, where, and for how long."""

    AT_START = frozenset({"prize", "yspine", "capital", "tempo_spread"})

    react: float = number(0.2794, unit="share", low=0.1, high=0.8, source="calibration")
    """Share of the strike force kept to help defenders."""
    airless: float = number(0.7, unit="multiplier", low=0.5, high=1, source="own_fit")
    """Commitment of a client of an air patron while that patron does not fly."""
    temperature: float = number(3.578, unit="utility", low=0.5, high=4.4, source="calibration")
    """Spread of the choice (T): low is sharp, high is scattered."""
    duration: float = number(25, unit="weeks", low=13, high=39, source="own_fit")
    """Mean life of a campaign that has not reached its place."""
    reach: float = number(24, unit="km", low=8, high=40, source="own_fit")
    """Distance at which a place loses a factor e of its appeal (lamV)."""
    balance: float = number(0.09468, unit="1", low=0, high=1.2, source="calibration")
    """Pull of local balance of land (aB)."""
    near: float = number(25, unit="km", low=15, high=45, source="prototype")
    """Radius of the local balance of land."""
    supplied: float = number(1.1, unit="1", low=0.5, high=1.8, source="prototype")
    """Pull of own supply at the point of attack (aS)."""
    strength: float = number(0.1, unit="1", low=0, high=0.9, source="own_fit")
    """Aversion to strong defence (aD)."""
    effort: float = number(0.65, unit="utility", low=0.4, high=2.5, source="own_fit")
    """Pull of the governorate of the main effort."""
    retake: float = number(
        1.5,
        unit="utility",
        low=0,
        high=3,
        assumption="a quarter of the changes in early 2017 took back what had been lost",
    )
    """Weight of a place that the attacker's own coalition lost last, on the day that it was lost."""
    remembered: float = number(26, unit="weeks", low=8, high=104, assumption="half a year until a loss is accepted")
    """Time in which that weight falls to a third."""
    prize: float = number(1.2, unit="1", low=0, high=2.4, source="prototype")
    """Value of oil, gas, airbases, dams and crossings, in units of a middling town (wPrize)."""
    yspine: float = number(0.6, unit="1", low=0, high=1.5, source="prototype")
    """Extra value of the Damascus-Aleppo-coast spine to a side that aims at it (wY)."""
    capital: float = number(0.8, unit="1", low=0, high=1.6, source="prototype")
    """Extra value of governorate capitals and symbols (wR)."""
    track: float = number(1.5, unit="multiplier", low=1.2, high=2, source="prototype")
    """Cost of a kilometre of track on the way to a place, relative to a road."""
    open: float = number(2.0, unit="multiplier", low=1.2, high=2.5, source="prototype")
    """Cost of a kilometre without a road."""
    mountain: float = number(3.5, unit="multiplier", low=2, high=4.5, source="prototype")
    """Cost of a kilometre of mountains without a road."""
    horizon: float = number(120, unit="km", low=60, high=200, assumption="nobody plans a campaign further away")
    """Farthest place considered, in road kilometres."""
    tempo_spread: float = number(
        0.2, unit="sd of the log", low=0, high=0.4, assumption="captures change pace (docs/model 3.9)"
    )
    """Spread between wars of the pace of attack, drawn once a war."""
