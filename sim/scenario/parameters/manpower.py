"""Numbers of recruitment, desertion and morale (docs/model 3.3)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Manpower"]


class Manpower(Block):
    """Say how men join, leave and keep heart."""

    AT_START = frozenset({"strike_limit"})

    recruits_regime: float = number(30, unit="men/week per million held", low=15, high=40, source="prototype")
    """Regime conscripts into garrisons at full morale."""
    recruits_opposition: float = number(60, unit="men/week per million held", low=40, high=110, source="prototype")
    """Opposition, HTS and Turkey-backed recruits into garrisons at full morale."""
    recruits_is: float = number(20, unit="men/week per million held", low=10, high=80, source="prototype")
    """IS recruits into garrisons at full morale."""
    recruits_sdf: float = number(50, unit="men/week per million held", low=30, high=80, source="prototype")
    """SDF recruits into garrisons at full morale."""
    desertion: float = number(0.0018, unit="share/week", low=0.0008, high=0.0032, source="own_fit")
    """Weekly desertion from garrisons at morale 1 and full pay."""
    morale_desertion: float = number(5, unit="1", low=2, high=8, source="own_fit")
    """How steeply desertion rises as morale falls (mL)."""
    unpaid_desertion: float = number(0.5, unit="1", low=0, high=1, assumption="unpaid men leave half as often again")
    """Extra desertion when no pay is met."""
    recovery: float = number(0.025, unit="1/week", low=0.02, high=0.05, source="own_fit")
    """Weekly return of morale to its level (mr)."""
    season: float = number(13, unit="weeks", low=4, high=26, assumption="people judge by the season, not by the week")
    """Weeks over which winning or losing people is felt."""
    slow_recovery: float = number(0.15, unit="multiplier", low=0.1, high=1, source="hex_prototype")
    """Recovery left to a side that loses people and has no patron in the air (eta)."""
    patron_lift: float = number(0.12, unit="1", low=0, high=0.2, source="own_fit")
    """Level of morale gained by a patron's presence in the air (mP)."""
    gain_of_people: float = number(2.3, unit="1 per share", low=1, high=4, source="own_fit")
    """Morale gained per share of the people won (mB)."""
    loss_of_men: float = number(3.3, unit="1 per share", low=1, high=8, source="hex_prototype")
    """Morale lost per share of the men killed (mD)."""
    strike_limit: float = number(1.6, unit="multiple of the start", low=1.2, high=2.2, source="prototype")
    """Largest strike force, beyond which arrivals join garrisons (S_max)."""
    shock_pace: float = number(0.5, unit="1/week", low=0.1, high=1.0, assumption="felt within a month")
    """Part of a cohesion shock still ahead that is felt each week."""
    shock_morale: float = number(0.5, unit="multiplier per shock", low=0.2, high=1.0, assumption="trial values")
    """Morale that a whole cohesion shock costs."""
    shock_desertion: float = number(0.2, unit="share per shock", low=0.05, high=0.5, assumption="trial values")
    """Share of garrison men whom a whole cohesion shock sends home."""
