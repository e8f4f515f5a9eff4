"""Numbers of battle (docs/model 3.7)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Combat"]


class Combat(Block):
    """Say how a week of assault kills, and what makes one man worth more than another."""

    exponent: float = number(0.675, unit="1", low=0.5, high=0.8, source="helmbold")
    """Own-strength exponent p of the generalised Lanchester law; the enemy's is 1 - p."""
    kappa: float = number(0.01874, unit="share/week", low=0.0045, high=0.045, source="calibration")
    """Dead in a week as a share of mixed strength."""
    theta: float = number(0.5, unit="1", low=0.3, high=0.8, source="prototype")
    """How advantage per head shifts losses."""
    eta: float = number(0.10, unit="1", low=0, high=0.2, source="dupuy_attrition")
    """Small fights kill a larger share."""
    noise: float = number(0.25, unit="sd of the log", low=0.1, high=0.5, assumption="a week's luck in one battle")
    """Spread of the power ratio."""
    launch: float = number(0.6499, unit="ratio", low=0.25, high=1.8, source="calibration")
    """Least perceived power ratio at which an attack goes in (Rgo)."""
    reserve: float = number(1200, unit="men", low=1000, high=4000, source="own_fit")
    """Most men of the mobile reserve that help one defence."""
    posted: float = number(20, unit="men", low=10, high=60, assumption="no place is quite empty")
    """Men counted in every defence."""
    mountain: float = number(1.3, unit="multiplier", low=1.1, high=1.5, source="qjm")
    """Defence in mountains."""
    urban: float = number(0.35, unit="multiplier per grade", low=0.2, high=0.6, source="qjm")
    """Defence in towns (grade 1) and cities (grade 2)."""
    surprise: float = number(1.35, unit="multiplier", low=1, high=2.2, source="dupuy_surprise")
    """Power of an attack that surprises."""
    surprise_chance: float = number(0.4, unit="probability", low=0.1, high=0.6, assumption="IS only")
    """Chance that an IS attack surprises."""
    supply_power: float = number(0.7, unit="1", low=0.4, high=1, assumption="ill-supplied men fight worse")
    """Exponent of supply in power."""
    favour_step: float = number(1.15, unit="multiplier", low=1.05, high=1.3, assumption="a step of a judge is felt")
    """Power of a side in a governorate, for each step by which an event judges for it."""
    quality_regime: float = number(0.85, unit="multiplier", low=0.68, high=1.02, assumption="conscripts")
    """Power per regime man."""
    quality_iran: float = number(1.15, unit="multiplier", low=0.92, high=1.38, assumption="volunteers and cadre")
    """Power per man of Iran's militias."""
    quality_opposition: float = number(1.0, unit="multiplier", low=0.8, high=1.2, assumption="the yardstick")
    """Power per opposition man."""
    quality_hts: float = number(1.1, unit="multiplier", low=0.88, high=1.32, assumption="motivated assault groups")
    """Power per HTS man."""
    quality_is: float = number(1.2, unit="multiplier", low=1.0, high=1.5, source="prototype")
    """Power per IS man."""
    quality_sdf: float = number(1.0, unit="multiplier", low=0.8, high=1.2, assumption="like the opposition")
    """Power per SDF man."""
    quality_turkey: float = number(1.6, unit="multiplier", low=1.28, high=1.92, assumption="with Turkish armour")
    """Power per Turkey-backed man."""
