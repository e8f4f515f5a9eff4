"""Numbers of how truces fray and end (docs/model 3.11)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Truces"]


class Truces(Block):
    """Say how fast compliance moves, who spoils a truce, and how likely it is to end."""

    hazard: float = number(0.05168, unit="1/week", low=0.015, high=0.4, source="calibration")
    """Hazard that a truce ends, with no violence, nobody outside, no shift of strength and no guarantor."""
    violations: float = number(0.4, unit="1", low=0.1, high=0.8, assumption="trial values")
    """How the logarithm of the hazard grows with that of violations."""
    dead_each: float = number(6.0, unit="dead", low=1, high=15, assumption="early 2016: see the equations")
    """Dead for each violation that is counted."""
    violations_scale: float = number(50.0, unit="violations/4 weeks", low=20, high=150, assumption="trial values")
    """Violations that double their own factor's base: one plus violations over this."""
    outside: float = number(1.0, unit="1 per share", low=0.3, high=2.0, assumption="trial values")
    """How the logarithm of the hazard grows with the share of the enemy's strength outside the truce."""
    shift: float = number(1.2, unit="1 per log ratio", low=0.3, high=2.5, assumption="trial values")
    """How it grows with the shift of the balance of strength since the truce began."""
    cap: float = number(0.5, unit="1/week", low=0.3, high=0.9, assumption="even a dead truce is denied for a while")
    """Largest hazard."""
    diplomatic: float = number(0.8, unit="1", low=0.0, high=2.0, assumption="trial values")
    """What diplomatic guarantors take off the logarithm of the hazard."""
    troops: float = number(3.0, unit="1", low=1.0, high=4.0, assumption="trial values: Idlib in 2020 held for years")
    """What troops of both patrons between the lines take off the logarithm of the hazard."""
    spoiling: float = number(0.1, unit="1/week", low=0.02, high=0.3, assumption="trial values")
    """Chance that a side left outside a truce acts against it."""
    spoilt: float = number(0.06, unit="share", low=0.0, high=0.2, assumption="a bad week that passes in a month")
    """Compliance that one such act costs."""
    heal: float = number(0.2, unit="1/week", low=0.05, high=0.5, assumption="monitors and a hotline at work")
    """Weekly return of compliance to what was agreed."""
    fray: float = number(0.04, unit="share/week", low=0.0, high=0.15, assumption="0.65 agreed, about 0.5 kept in 2016")
    """Compliance that violations cost each week, at most."""
    fray_half: float = number(200.0, unit="violations/4 weeks", low=50, high=600, assumption="violence of early 2016")
    """Violations at which half of that is lost."""
