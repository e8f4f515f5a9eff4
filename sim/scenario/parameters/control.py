"""Numbers of capture by depth and siege (docs/model 3.9)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Control"]


class Control(Block):
    """Say how long ground takes to change hands."""

    speed: float = number(20, unit="km/week", low=8, high=25, source="own_fit")
    """Advance in farmland against broken resistance (v_rural)."""
    desert_speed: float = number(3.5, unit="multiplier", low=2, high=5, source="prototype")
    """Advance in desert, relative to farmland."""
    town: float = number(37.75, unit="weeks", low=8, high=60, source="calibration")
    """Siege delay of a town of more than 20,000 people (t_town)."""
    city: float = number(2.7, unit="multiplier", low=1.5, high=4, source="own_fit")
    """Siege delay of a city of more than 120,000 people, relative to a town."""
    village: float = number(0.1083, unit="multiplier", low=0.08, high=1.2, source="calibration")
    """Siege delay of smaller places, relative to a town."""
    encircled: float = number(0.85, unit="multiplier", low=0.25, high=1, source="own_fit")
    """Siege delay of a place cut off for eight weeks or more."""
    stand: float = number(400, unit="men", low=150, high=1500, assumption="two battalions make a siege of a town")
    """Defenders with whom a town holds out for its full delay; fewer hold out for less."""
    power: float = number(0.4144, unit="1", low=0, high=1, source="calibration")
    """How power beyond need shortens the time (gam)."""
    most_power: float = number(25, unit="ratio", low=10, high=50, source="prototype")
    """Power ratio beyond which more does not help."""
    sigma: float = number(0.45, unit="1", low=0.3, high=0.6, source="dupuy_ratio")
    """Softness of the chance of success in the power ratio."""
    pursuit: float = number(0.15, unit="share", low=0.07, high=0.25, source="prototype")
    """Share of a garrison taken prisoner when its region is taken."""
    left_behind: float = number(0.12, unit="share", low=0.05, high=0.25, source="prototype")
    """Share of the attackers who stay as garrison."""
    fort_growth: float = number(0.01, unit="1/week", low=0.005, high=0.02, source="prototype")
    """Weekly growth of prepared defences."""
    fort_top: float = number(1.8, unit="multiplier", low=1.4, high=2.2, source="qjm")
    """Prepared defences that digging can reach; an old siege may start above it."""
