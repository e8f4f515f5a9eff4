"""Numbers of relations, offers and agreements (docs/model 3.12)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Diplomacy"]


class Diplomacy(Block):
    """Say how relations move, and what an agreement is worth when it is made."""

    memory: float = number(4.0, unit="weeks", low=2, high=13, assumption="a month of dead is what people speak of")
    """Weeks over which violence between two sides is smoothed."""
    warm: float = number(0.01, unit="1/week", low=0.0, high=0.04, assumption="half the trial's, see the equations")
    """Gain of a relation from a shared enemy, per share of the people whom that enemy holds."""
    hurt: float = number(0.05, unit="1/week", low=0.0, high=0.15, assumption="trial values")
    """Loss of a relation from violence, at most."""
    half: float = number(50.0, unit="dead/week", low=10, high=200, assumption="the scale on which truces count, too")
    """Violence at which half of that loss is felt."""
    betrayed: float = number(0.03, unit="1/week", low=0.0, high=0.1, assumption="trial values")
    """Loss of a relation from the fear of being sold out."""
    back: float = number(0.02, unit="1/week", low=0.0, high=0.05, assumption="interests outlast moods: a year or so")
    """Weekly return of a relation to where it began."""
    swing: float = number(0.02, unit="hostility per relation", low=0.0, high=0.5, assumption="small: see the equations")
    """How far a relation that has moved changes the readiness to attack that the scenario sets."""
    trust_cost: float = number(0.15, unit="relation", low=0.0, high=0.4, assumption="as a clash of patrols with dead")
    """Loss of a relation when one side breaks an agreement."""
    truce_level: float = number(0.65, unit="share", low=0.3, high=0.9, source="sohr_months")
    """Compliance that a truce agreed between sides asks for."""
    guard_level: float = number(0.9, unit="share", low=0.6, high=1.0, assumption="posts stand between the two")
    """Compliance between the guards and those whom they guard."""
    guarantors: float = number(0.8, unit="1", low=0.0, high=2.0, assumption="as declared truces with such guarantors")
    """What patrons of both sides who vouch for an agreement take off the logarithm of its hazard."""
    vouch: float = number(-0.25, unit="relation", low=-0.6, high=0.3, assumption="Russia and the US could in 2016")
    """Relation between two patrons from which they vouch for an agreement of their clients."""
