"""Numbers of provocations by clients (docs/model 3.11)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Provocations"]


class Provocations(Block):
    """Say how often a client provokes its patron's rivals, and what its patron does about it."""

    hazard: float = number(0.01, unit="1/week", low=0, high=0.05, source="hex_prototype")
    """Hazard that a client that trusts its patron provokes, unless it is held back."""
    fear: float = number(2, unit="1", low=0, high=5, source="hex_prototype")
    """How much certainty of betrayal adds to that hazard, as a multiple of it."""
    push: float = number(0.5, unit="probability", low=0, high=1, assumption="either way is as likely")
    """Chance that it presses into a foreign zone, where it touches one and has men; else an outrage."""
    size: float = number(1, unit="multiplier", low=0.2, high=3, assumption="1: a chemical attack that makes headlines")
    """Size of the outrage that it chooses."""
    outraged: float = number(0.15, unit="1", low=0.05, high=0.3, assumption="as a strike with many dead")
    """Fall of the relation between the author of an outrage of size 1 and each foreign patron."""
    valued: float = number(0.05, unit="share", low=0, high=0.2, assumption="somebody must hold it back; a twentieth")
    """What an outrage of size 1 adds to what others would give for the consent of its author's patrons."""
    drags: float = number(0.5, unit="share", low=0, high=1, assumption="half: patrons answer for their friends")
    """Share of any such fall that passes to the patrons behind the two parties; 0: they let it pass."""
    lasts: float = number(4, unit="weeks", low=1, high=12, assumption="a month, as orders do")
    """How long a push lasts that is begun as a provocation, and how long a patron's answer restrains."""
    shields: float = number(0.6, unit="probability", low=0, high=1, source="hex_prototype")
    """Chance that its patron shields it: a crisis more for the patron."""
    restrains: float = number(0.1, unit="probability", low=0, high=1, source="hex_prototype")
    """Chance that its patron restrains it fully for that long; what is left of the two: silence."""
    shield_cost: float = number(1, unit="crises", low=0, high=3, assumption="shielding makes the crisis the patron's")
    """Crises that shielding adds for the patron."""
    grudge: float = number(0.05, unit="1", low=0, high=0.2, assumption="half of what an incident with dead does")
    """Fall of the relation between client and foreign patron by a push that is begun, before anything is hit."""
